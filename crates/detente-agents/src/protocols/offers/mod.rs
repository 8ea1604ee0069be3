//! What protocols share in which whole packages are offered: the packages and what they are worth, how an offer is told,
//! how a deal is struck and signed. An agreed package takes the place of the text, so that guarantors, votes at home and
//! tables treat it as they treat a text.

mod menu;

use super::author;
use crate::events::{TEXT_SIGNED, WALKED_OUT};
use crate::facts::{Ending, Headway, InText, OptionState, ReservationValue, Support, Verdict, all_accept};
use bevy_ecs::prelude::*;
use detente_bargaining::{Catalogue, RoundEnd};
use detente_core::{
    Actor, Case, EventKind, Indexed, Outcome, Parties, Record, Run, Runs, SessionIx, Talks, TalksRow, The, events,
    state,
};

pub(super) use menu::{MOST_SEATS, Menu, lay_out};

events! {
    /// A party made an offer; what it changes about its last one follows.
    pub OFFER_MADE = "offer_made",
        told ["{who} made an offer."];
    /// An option of an offer that was not in the party's last one.
    pub OPTION_OFFERED = "option_offered",
        told ["{who} now offered {idea}."];
    /// A party accepted the standing offer.
    pub OFFER_ACCEPTED = "offer_accepted",
        told ["{who} accepted the standing offer."];
    /// A party rejected the standing offer.
    pub OFFER_REJECTED = "offer_rejected",
        told ["{who} declined the standing offer."];
}

/// What bargaining by offers brings about.
pub(super) const EVENTS: &[&EventKind] = &[
    OFFER_MADE,
    OPTION_OFFERED,
    OFFER_ACCEPTED,
    OFFER_REJECTED,
    TEXT_SIGNED,
    WALKED_OUT,
];

/// What has been agreed in this round, before it is signed.
#[derive(Component, Debug, Clone, Default)]
pub(super) struct Deal {
    /// Number of the package, and the seat whose offer it was.
    agreed: Option<(u32, usize)>,
    /// The last deal was not signed: a guarantor refused it, or something in it is off the table.
    fell: bool,
    /// The last deal was signed.
    signed: bool,
    /// Each seat's last offer, where somebody watches.
    told: Vec<Option<u32>>,
}

state! {
    /// What has been agreed in this round, before it is signed.
    impl Deal on Talks, kept
}

impl Deal {
    /// Nothing agreed, nothing told.
    pub(super) fn clear(&mut self, n_seats: usize) {
        (self.agreed, self.fell, self.signed) = (None, false, false);
        self.told.clear();
        self.told.resize(n_seats, None);
    }

    /// Whether the last deal came to nothing, so that everybody begins anew: it was not signed, or a vote at home sent it
    /// back. Asked once a round, while the talks go on.
    pub(super) fn came_to_nothing(&mut self, ending: &Ending) -> bool {
        let sent_back = std::mem::take(&mut self.signed) && ending.signed_day.is_none();
        std::mem::take(&mut self.fell) || sent_back
    }
}

/// Whether a session is held by the protocol of this key, and everybody is there who has to agree.
#[inline]
pub(super) fn is_held(case: &Case, session: SessionIx, key: &str) -> bool {
    case.sessions[session].protocol == key && case.disputants.iter().all(|&p| case.present[session][p])
}

/// Tells an offer: that it was made, and what is new in it against the last one of that seat.
pub(super) fn tell(
    case: &Case,
    catalogue: &Catalogue,
    record: &mut Record<'_>,
    run: &Run,
    deal: &mut Deal,
    (seat, package): (usize, u32),
) {
    let actor = Actor::Party(case.disputants[seat]);
    record.event(run, OFFER_MADE, || (actor, None, None));
    let before = deal.told[seat].replace(package);
    for (i, issue) in case.issues.indexed() {
        let option = catalogue.option(package, i.ix());
        if before.is_none_or(|before| catalogue.option(before, i.ix()) != option) {
            let option = issue.options.at(option.into());
            record.event(run, OPTION_OFFERED, || (actor, Some(i), Some(option)));
        }
    }
}

/// Whether there are options that nobody has spoken of yet.
#[inline]
pub(super) fn has_unspoken(states: &[OptionState]) -> bool {
    states
        .iter()
        .any(|state| state.is_without(OptionState::KNOWN, OptionState::FLOATED))
}

/// Whoever offers an option puts it on the table, for everybody in the room to hear.
pub(super) fn speak_of(case: &Case, catalogue: &Catalogue, package: u32, states: &mut [OptionState]) {
    for (i, issue) in case.issues.indexed() {
        states[issue.options.at(catalogue.option(package, i.ix()).into())].insert(OptionState::FLOATED);
    }
}

/// How everybody sees the package on the table, or nothing.
pub(super) fn weigh(
    case: &Case,
    menu: &Menu,
    package: Option<u32>,
    reservations: &[ReservationValue],
    verdicts: &mut [Verdict],
) {
    for (ranking, &p) in menu.rankings().iter().zip(&case.disputants) {
        let value = package.map_or(0.0, |package| ranking.utility(package));
        verdicts[p] = Verdict {
            value,
            signing: value,
            considers: value >= ranking.reached(reservations[p].0),
            accepts: false,
            ..verdicts[p]
        };
    }
}

/// Where a round of offers leaves its traces.
pub(super) struct Room<'a> {
    pub(super) text: &'a mut [InText],
    pub(super) states: &'a [OptionState],
    pub(super) supports: &'a [Support],
    pub(super) verdicts: &'a mut [Verdict],
    pub(super) headway: &'a mut Headway,
    pub(super) ending: &'a mut Ending,
}

impl Room<'_> {
    /// What a round has come to.
    pub(super) fn conclude(
        mut self,
        case: &Case,
        menu: &Menu,
        deal: &mut Deal,
        end: RoundEnd,
        record: &mut Record<'_>,
        run: &Run,
    ) {
        match end {
            RoundEnd::GoesOn => {
                self.headway.changes += 1;
                self.headway.fresh += 1;
            }
            // Who has nothing to offer leaves.
            RoundEnd::Broken { seat } => {
                let actor = Actor::Party(case.disputants[seat]);
                record.event(run, WALKED_OUT, || (actor, None, None));
                self.ending.end(Outcome::WalkOut, run.day, WALKED_OUT, actor, None);
            }
            RoundEnd::Agreement { package, proposer } => self.strike(case, menu, deal, (package, proposer)),
        }
    }

    /// Writes an agreed package down for signature. If something in it can no longer be agreed, it falls.
    fn strike(&mut self, case: &Case, menu: &Menu, deal: &mut Deal, agreed: (u32, usize)) {
        let Some(catalogue) = menu.catalogue() else { return };
        for ((i, issue), cell) in case.issues.indexed().zip(self.text.iter_mut()) {
            cell.0 = issue.options.at(catalogue.option(agreed.0, i.ix()).into());
        }
        if !self.text.iter().all(|t| self.states[t.0].available()) {
            deal.fell = true;
            return;
        }
        deal.agreed = Some(agreed);
        self.headway.accepted = true;
        for &p in &case.disputants {
            self.verdicts[p].support = self.text.iter().map(|t| self.supports[case.stance(p, t.0)].0).sum();
            self.verdicts[p].accepts = true;
        }
    }
}

/// What all accepted and every guarantor can live with is signed.
pub(super) fn sign(
    case: The<Case>,
    mut record: Record,
    mut runs: Runs<(TalksRow<(&mut Deal, &mut Ending)>, Parties<&Verdict>)>,
) {
    for (run, ((deal, ending), verdicts)) in runs.iter() {
        let Some((_, proposer)) = deal[0].agreed.take() else {
            continue;
        };
        if !ending[0].is_open() {
            continue;
        }
        if all_accept(&case, verdicts) {
            deal[0].signed = true;
            ending[0].signed_day = Some(run.day);
            ending[0].proposer = Some(case.disputants[proposer]);
            let author = author(&ending[0]);
            record.event(run, TEXT_SIGNED, || (author, None, None));
        } else {
            deal[0].fell = true;
        }
    }
}
