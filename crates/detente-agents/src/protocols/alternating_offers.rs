//! Alternating offers: the parties take turns, each answers the standing offer and, if it rejects, makes one of its own at
//! once; what all accept is signed. One round of a session is one turn of everybody, in file order.
//!
//! Turn-taking and strategies are `detente_bargaining::play_round` and `Seat`, held offer by offer to the reference
//! results of the automated-negotiation literature. What this module adds is the room: reservation values and aspirations
//! as the behaviours of the run have made them, options that can no longer be agreed, luck with an address, signature.
//!
//! A delegation bargains by the strategy of its first member; what behaviours add to aspirations is the
//! mean of its members' channels, weighted by influence. `a = r + (a - r) * product + sum` then, kept in [r, u_max];
//! neutral channels leave `a` as it is to the last bit. Time runs from 0 to 1 over all rounds that the calendar has for
//! alternating offers. Where not every disputant is in the room, no offers are made.
//!
//! Source: Rubinstein 1982; Aydogan, Festen, Hindriks & Jonker 2017 (stacked alternating offers); Faratin, Sierra &
//! Jennings 1998 (time-dependent tactics).

use super::conclude;
use super::offers::{Deal, MOST_SEATS, Menu, Room, has_unspoken, is_held, lay_out, sign, speak_of, tell, weigh};
use crate::callings::call_on_gap;
use crate::channels::Aspiration;
use crate::events::{OFFER_ACCEPTED, OFFER_REJECTED};
use crate::facts::{Ending, Headway, InText, OptionState, ReservationValue, Support, Verdict};
use bevy_ecs::prelude::*;
use detente_bargaining::{
    AcceptStrategy, Adjustment, Catalogue, Clock, Curves, Discounts, Luck, OfferStrategy, Round, RoundEnd, Seat,
    Standing, Strategy, Table, TableEvent, play_round,
};
use detente_core::strategy::{Accepts, Offers};
use detente_core::terms::{NegotiatorTerms, PartyTerms, SessionTerms, StrategyTerms};
use detente_core::{
    Actor, Assembly, Case, Draw, EventKind, Indexed, Issues, Negotiators, Options, Origin, Parties, Party, PartyIx,
    Phase, Protocol, RareDraws, Record, Run, Runs, SessionIx, Sessions, Stances, Start, Talks, TalksRow, The, origin,
    state,
};
use libm::pow;

/// The protocol.
pub struct AlternatingOffers;

impl Protocol for AlternatingOffers {
    const KEY: &'static str = "alternating_offers";
    const ABOUT: &'static str = "The parties take turns: each answers the standing offer and, if it rejects it, makes \
                                 one of its own; what all accept is signed.";
    const SOURCE: &'static str = "Rubinstein 1982; Aydogan et al. 2017";
    const ORIGIN: Origin = origin!();
    const EVENTS: &'static [&'static EventKind] = super::offers::EVENTS;
    const ANY_SCALE: bool = true;
    const NEEDS_EVERYBODY: bool = true;
    const MOST_DISPUTANTS: usize = MOST_SEATS;
    fn assemble(assembly: &mut Assembly<'_>) {
        let own_scale = assembly.case().talks.own_scale;
        assembly
            .draws::<Choosing>()
            .opening((lay_out, sit_down).chain())
            .add(Phase::Respond, take_turns)
            .add(Phase::Sign, sign)
            .add(Phase::Close, conclude);
        call_on_gap(assembly);
        // A scale of the scenario's own has no bounds that a trajectory could be counted within.
        if !own_scale {
            assembly
                .probe::<Verdict>("aspiration", "utility", [0.0, 1.0], |v| v.aspiration)
                .probe::<ReservationValue>("reservation_value", "utility", [0.0, 1.0], |r| r.0);
        }
    }
}

/// Which of equally good packages a strategy takes that leaves it to chance.
struct Choosing;
impl Draw for Choosing {
    type Of = Party;
    const NAME: &'static str = "offer";
}

/// Memory for offers is made ready for so many rounds; in longer talks it grows as offers come.
const MOST_RESERVED: u32 = 10_000;

/// What stands between two rounds.
#[derive(Component, Default)]
struct Bargaining {
    table: Table,
    seats: Vec<Seat>,
    standings: Vec<Standing>,
    /// Rounds of alternating offers so far.
    round: u32,
    /// All rounds that the calendar has.
    n_rounds: u32,
}

state! {
    /// What stands between two rounds.
    impl Bargaining on Talks, kept
}

impl Bargaining {
    /// Reservation values and aspirations as the behaviours of the run have made them.
    fn take_stock(
        &mut self,
        case: &Case,
        menu: &Menu,
        reservations: &[ReservationValue],
        (terms, aspirations): (&[NegotiatorTerms], &[Aspiration]),
    ) {
        let standings = self.standings.iter_mut().zip(menu.rankings());
        for ((standing, ranking), &p) in standings.zip(&case.disputants) {
            standing.reservation_value = ranking.reached(reservations[p].0);
            standing.adjustment = adjustment(case, p, terms, aspirations);
        }
    }

    /// How everybody sees the standing offer, and what everybody asks for.
    fn show(&self, case: &Case, menu: &Menu, reservations: &[ReservationValue], verdicts: &mut [Verdict]) {
        let standing = self.table.standing().map(|(package, _)| package);
        weigh(case, menu, standing, reservations, verdicts);
        for (seat, &p) in self.seats.iter().zip(&case.disputants) {
            verdicts[p].aspiration = seat.aspiration();
        }
    }
}

/// Draws as the strategies ask for them: by seat.
struct Chance<'a, F> {
    case: &'a Case,
    draw: F,
}

impl<F: FnMut(PartyIx) -> f64> Luck for Chance<'_, F> {
    fn uniform(&mut self, seat: usize) -> f64 {
        (self.draw)(self.case.disputants[seat])
    }
}

/// Rounds of alternating offers on the calendar; sessions that something calls are not counted on.
fn rounds_ahead(case: &Case, terms: &[SessionTerms]) -> u32 {
    let whole = |x: f64| libm::round(x).max(1.0);
    let held = |s: SessionIx| {
        // A leg is held as often as the one that its row of legs begins with.
        let mut first = s;
        while let Start::Leg(before) = case.sessions[first].start {
            first = before;
        }
        let called = matches!(case.sessions[first].start, Start::When(_));
        let counted = is_held(case, s, AlternatingOffers::KEY) && !called;
        counted.then(|| whole(terms[s].rounds) * whole(terms[first].times))
    };
    let rounds: f64 = terms.indices().filter_map(held).sum();
    rounds.min(f64::from(u32::MAX)) as u32
}

/// The strategy of the first member of a delegation.
fn strategy(case: &Case, party: PartyIx, terms: &[StrategyTerms], discounts: Discounts) -> Strategy {
    let Some(&head) = case.delegations[party].first() else {
        return Strategy::LINEAR;
    };
    let exponent = terms[head].boulware;
    let words = case.negotiators[head].strategy;
    Strategy {
        offers: match words.offers {
            Offers::TimeDependent => OfferStrategy::TimeDependent { exponent },
            Offers::NaiveTitForTat => OfferStrategy::NaiveTitForTat,
            Offers::Micro => OfferStrategy::Micro,
            Offers::Zeuthen => OfferStrategy::Zeuthen,
            Offers::TradeOff => OfferStrategy::TradeOff { exponent },
            Offers::RandomWalker => OfferStrategy::RandomWalker,
            Offers::HardLiner => OfferStrategy::HardLiner,
            Offers::Rubinstein => OfferStrategy::Rubinstein(discounts),
        },
        accepts: match words.accepts {
            Accepts::Aspiration => AcceptStrategy::Aspiration { exponent },
            Accepts::Next => AcceptStrategy::Next,
            Accepts::NaiveTitForTat => AcceptStrategy::NaiveTitForTat,
            Accepts::Micro => AcceptStrategy::Micro,
            Accepts::Zeuthen => AcceptStrategy::Zeuthen,
            Accepts::Rubinstein => AcceptStrategy::Rubinstein(discounts),
        },
    }
}

/// Discount factors per round, the party's own and the hardest of the others'.
fn discounts(case: &Case, party: PartyIx, terms: &[PartyTerms], n_rounds: u32) -> Discounts {
    let per_round = |p: PartyIx| pow(terms[p].discount, 1.0 / (f64::from(n_rounds) + 1.0));
    let others = case.disputants.iter().filter(|&&p| p != party);
    Discounts {
        own: per_round(party),
        other: others.map(|&p| per_round(p)).fold(1.0, f64::min),
    }
}

/// Everybody takes a seat, with nothing said yet.
fn sit_down(
    case: The<Case>,
    mut runs: Runs<(
        TalksRow<(&Menu, &mut Deal, &mut Bargaining)>,
        Negotiators<&StrategyTerms>,
        Parties<&PartyTerms>,
        Sessions<&SessionTerms>,
    )>,
) {
    let n_seats = case.disputants.len();
    for (_, ((menu, deal, bargaining), strategies, parties, sessions)) in runs.iter() {
        let Bargaining {
            table,
            seats,
            standings,
            round,
            n_rounds,
        } = &mut bargaining[0];
        deal[0].clear(n_seats);
        *round = 0;
        *n_rounds = rounds_ahead(&case, sessions);
        table.clear(n_seats);
        seats.resize_with(n_seats, Seat::new);
        standings.resize(n_seats, Standing::default());
        let Some(catalogue) = menu[0].catalogue() else {
            continue;
        };
        for (seat, &p) in seats.iter_mut().zip(&case.disputants) {
            let strategy = strategy(&case, p, strategies, discounts(&case, p, parties, *n_rounds));
            seat.sit_down(strategy, catalogue, (*n_rounds).min(MOST_RESERVED) as usize, n_seats);
        }
    }
}

/// What behaviours add to the aspiration of a delegation.
#[inline]
fn adjustment(case: &Case, party: PartyIx, terms: &[NegotiatorTerms], aspirations: &[Aspiration]) -> Adjustment {
    let members = &case.delegations[party];
    // One member's channels are taken as they are: a mean of one could cost the last bit.
    if let [only] = members[..] {
        let Aspiration { factor, addition, .. } = aspirations[only];
        return Adjustment {
            product: factor,
            sum: addition,
        };
    }
    let (mut weight, mut product, mut sum) = (0.0, 0.0, 0.0);
    for &n in members {
        weight += terms[n].influence;
        product += terms[n].influence * aspirations[n].factor;
        sum += terms[n].influence * aspirations[n].addition;
    }
    if weight > 0.0 {
        Adjustment {
            product: product / weight,
            sum: sum / weight,
        }
    } else {
        Adjustment::NEUTRAL
    }
}

/// One round: everybody in turn answers the standing offer, or makes another.
fn take_turns(
    case: The<Case>,
    mut curves: Local<Curves>,
    mut record: Record,
    mut runs: Runs<(
        TalksRow<(&Menu, &mut Deal, &mut Bargaining, &mut Ending, &mut Headway)>,
        Issues<&mut InText>,
        Options<&mut OptionState>,
        Stances<&Support>,
        Parties<(&ReservationValue, &mut Verdict)>,
        Negotiators<(&NegotiatorTerms, &Aspiration)>,
        RareDraws<Choosing, 1>,
    )>,
) {
    for (run, (talks, text, states, supports, parties, people, mut draws)) in
        runs.filter(|run| is_held(&case, run.session, AlternatingOffers::KEY))
    {
        let ((menu, deal, bargaining, ending, headway), (reservations, verdicts)) = (talks, parties);
        let (menu, deal) = (&menu[0], &mut deal[0]);
        let (Some(catalogue), true) = (menu.catalogue(), ending[0].is_open()) else {
            continue;
        };
        bargaining[0].take_stock(&case, menu, reservations, people);
        let Bargaining {
            table,
            seats,
            standings,
            round,
            n_rounds,
        } = &mut bargaining[0];
        if deal.came_to_nothing(&ending[0]) {
            table.withdraw();
        }
        let mut luck = Chance {
            case: &case,
            draw: |party| draws.of(party)[0],
        };
        let views = menu.views();
        let now = Round {
            catalogue,
            rankings: &views[..seats.len()],
            standings,
            clock: Clock::of_round(*round, *n_rounds),
        };
        *round += 1;
        ending[0].time = now.clock.time;
        let unspoken = has_unspoken(states);
        let end = play_round(table, seats, &now, &mut curves, &mut luck, |event| {
            if let (TableEvent::Offered { package, .. }, true) = (event, unspoken) {
                speak_of(&case, catalogue, package, states);
            }
            if record.is_on() {
                tell_turn(&case, catalogue, &mut record, run, deal, event);
            }
        });
        if end == RoundEnd::GoesOn && *round >= *n_rounds {
            ending[0].time = 1.0;
        }
        bargaining[0].show(&case, menu, reservations, verdicts);
        let room = Room {
            text,
            states,
            supports,
            verdicts,
            headway: &mut headway[0],
            ending: &mut ending[0],
        };
        room.conclude(&case, menu, deal, end, &mut record, run);
    }
}

/// Tells a turn.
fn tell_turn(
    case: &Case,
    catalogue: &Catalogue,
    record: &mut Record<'_>,
    run: &Run,
    deal: &mut Deal,
    event: TableEvent,
) {
    let (kind, seat) = match event {
        TableEvent::Offered { seat, package } => return tell(case, catalogue, record, run, deal, (seat, package)),
        TableEvent::Accepted { seat } => (OFFER_ACCEPTED, seat),
        TableEvent::Rejected { seat } => (OFFER_REJECTED, seat),
    };
    let actor = Actor::Party(case.disputants[seat]);
    record.event(run, kind, || (actor, None, None));
}
