//! The events of alternating offers, gathered by round and turn.

use detente_agents::events;
use detente_core::{Actor, Event, Model, OptionIx, PartyIx, SessionIx};
use std::collections::BTreeMap;

/// The option of each issue.
pub(super) type Package = Vec<OptionIx>;

/// An offer.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Offer {
    pub(super) package: Package,
    /// What the party offered last; none at first.
    pub(super) before: Option<Package>,
    /// Number of the round in which the party first offered this package.
    pub(super) since: usize,
}

impl Offer {
    /// Whether it differs from the party's last one.
    pub(super) fn moves(&self) -> bool {
        self.before.as_ref() != Some(&self.package)
    }
}

/// What a party said to the standing offer, and what it offered.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Turn {
    pub(super) party: PartyIx,
    /// What it answered, and whose offer that was; none where nothing stood.
    pub(super) standing: Option<(PartyIx, Package)>,
    /// Whether it accepted; none where nothing stood.
    pub(super) accepts: Option<bool>,
    pub(super) offer: Option<Offer>,
}

impl Turn {
    /// Whether it had nothing to offer.
    pub(super) fn is_empty(&self) -> bool {
        self.accepts != Some(true) && self.offer.is_none()
    }
}

/// One turn of everybody.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Round {
    /// From 1, over all sessions in which offers alternate.
    pub(super) number: usize,
    /// Number of its meeting, from 1.
    pub(super) meeting: usize,
    pub(super) turns: Vec<Turn>,
}

impl Round {
    /// Everybody made an offer that it had just made, and nobody accepted one.
    pub(super) fn is_still(&self) -> bool {
        self.turns
            .iter()
            .all(|turn| turn.offer.as_ref().is_some_and(|offer| !offer.moves()))
    }

    /// Everybody made an offer that it had made before, and nobody accepted one.
    pub(super) fn is_old(&self) -> bool {
        let old = |turn: &Turn| turn.offer.as_ref().is_some_and(|offer| offer.since < self.number);
        self.turns.iter().all(old)
    }

    /// Whether somebody accepted an offer.
    pub(super) fn has_consent(&self) -> bool {
        self.turns.iter().any(|turn| turn.accepts == Some(true))
    }

    /// Whether everybody said and offered just what it had said and offered in another round.
    pub(super) fn repeats(&self, other: &Round) -> bool {
        let said = |turn: &Turn| (turn.party, turn.accepts, turn.offer.as_ref().map(|o| o.package.clone()));
        let still = |round: &Round| round.turns.iter().flat_map(|t| &t.offer).all(|o| !o.moves());
        still(self) && self.turns.iter().map(said).eq(other.turns.iter().map(said))
    }
}

/// The offer that stands, and who is for it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Standing {
    pub(super) package: Package,
    pub(super) proposer: PartyIx,
    /// Number of the round in which it was made.
    pub(super) round: usize,
    /// Number of the round in which its maker first made it.
    pub(super) since: usize,
    /// Who accepted it, in order.
    pub(super) acceptors: Vec<PartyIx>,
}

/// Alternating offers, from the first to the last.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Course {
    pub(super) rounds: Vec<Round>,
    /// What was signed.
    pub(super) signed: Option<Standing>,
    /// Whether a text was signed that was nobody's offer.
    pub(super) text_signed: bool,
}

impl Course {
    pub(super) fn of(model: &Model, events: &[Event], is_held: impl Fn(SessionIx) -> bool) -> Self {
        let mut gatherer = Gatherer {
            n_issues: model.issues.len(),
            course: Self::default(),
            meeting: 0,
            clock: None,
            standing: None,
            last: BTreeMap::new(),
            made: BTreeMap::new(),
        };
        for event in events {
            match event.kind {
                events::SESSION_OPENED => gatherer.meeting += 1,
                _ if is_held(event.session) => gatherer.add(event),
                events::TEXT_SIGNED => gatherer.course.text_signed = true,
                _ => {}
            }
        }
        gatherer.close_turn();
        gatherer.course
    }

    /// The last offer of every party that made one, in the order of the parties.
    pub(super) fn last_offers(&self) -> BTreeMap<PartyIx, &Package> {
        let offers = self.rounds.iter().flat_map(|round| &round.turns);
        offers
            .filter_map(|turn| Some((turn.party, &turn.offer.as_ref()?.package)))
            .collect()
    }
}

struct Gatherer {
    n_issues: usize,
    course: Course,
    meeting: usize,
    /// Round of the talks that the last round of offers was.
    clock: Option<u32>,
    standing: Option<Standing>,
    /// Each party's last offer.
    last: BTreeMap<PartyIx, Package>,
    /// When parties first offered packages.
    made: BTreeMap<(PartyIx, Package), usize>,
}

impl Gatherer {
    fn add(&mut self, event: &Event) {
        match (event.kind, event.actor) {
            (events::OFFER_MADE, Actor::Party(party)) => self.offer(event, party),
            (events::OPTION_OFFERED, _) => self.detail(event),
            (events::OFFER_REJECTED, Actor::Party(party)) => self.turn(event, party, Some(false)),
            (events::OFFER_ACCEPTED, Actor::Party(party)) => {
                self.turn(event, party, Some(true));
                if let Some(standing) = &mut self.standing {
                    standing.acceptors.push(party);
                }
            }
            (events::WALKED_OUT, Actor::Party(party)) => self.leave(event, party),
            (events::TEXT_SIGNED, _) => {
                self.close_turn();
                self.course.signed = self.standing.take();
            }
            _ => {}
        }
    }

    /// A turn begins, and a round if it is the first of it.
    fn turn(&mut self, event: &Event, party: PartyIx, accepts: Option<bool>) {
        self.close_turn();
        let stands = self.standing.as_ref().filter(|_| accepts.is_some());
        let standing = stands.map(|standing| (standing.proposer, standing.package.clone()));
        if self.clock != Some(event.round) {
            self.clock = Some(event.round);
            self.course.rounds.push(Round {
                number: self.course.rounds.len() + 1,
                meeting: self.meeting,
                turns: Vec::new(),
            });
        }
        if let Some(round) = self.course.rounds.last_mut() {
            round.turns.push(Turn {
                party,
                standing,
                accepts,
                offer: None,
            });
        }
    }

    fn offer(&mut self, event: &Event, party: PartyIx) {
        let answered = |turn: &Turn| turn.party == party && turn.accepts == Some(false) && turn.offer.is_none();
        if self.clock != Some(event.round) || !self.last_turn().is_some_and(|turn| answered(turn)) {
            self.turn(event, party, None);
        }
        let before = self.last.get(&party).cloned();
        let package = before.clone().unwrap_or_else(|| vec![OptionIx::FIRST; self.n_issues]);
        if let Some(turn) = self.last_turn() {
            turn.offer = Some(Offer {
                package,
                before,
                since: 0,
            });
        }
    }

    fn detail(&mut self, event: &Event) {
        let offer = self.last_turn().and_then(|turn| turn.offer.as_mut());
        if let (Some(offer), Some(issue), Some(option)) = (offer, event.issue, event.option) {
            offer.package[issue.ix()] = option;
        }
    }

    fn last_turn(&mut self) -> Option<&mut Turn> {
        self.course.rounds.last_mut()?.turns.last_mut()
    }

    /// All details of the last offer are known: it stands.
    fn close_turn(&mut self) {
        let Some(round) = self.course.rounds.last_mut() else {
            return;
        };
        let number = round.number;
        let Some(Turn {
            party,
            offer: Some(offer),
            ..
        }) = round.turns.last_mut()
        else {
            return;
        };
        let since = *self.made.entry((*party, offer.package.clone())).or_insert(number);
        offer.since = since;
        self.last.insert(*party, offer.package.clone());
        let (package, proposer) = (offer.package.clone(), *party);
        self.standing = Some(Standing {
            package,
            proposer,
            round: number,
            since,
            acceptors: Vec::new(),
        });
    }

    /// Who leaves before anybody has made an offer had nothing to offer; whoever else has nothing to offer has just
    /// rejected what stood.
    fn leave(&mut self, event: &Event, party: PartyIx) {
        if self.course.rounds.is_empty() {
            self.turn(event, party, None);
        }
    }
}
