//! Monotonic concession: both sides put an offer on the table at once, and concede step by step until one's offer is as
//! good for the other as its own. Who concedes is Zeuthen's matter: the side that risks less by conflict, both on a tie,
//! each just enough to turn the risks around. It ends at the greatest product of surpluses where that is unique.
//!
//! Both know each other's preferences and reservation values, as the theory supposes. One round of a session is one step.
//! For two parties that have to agree, both in the room; otherwise nothing is offered.
//!
//! Source: Zeuthen 1930; Harsanyi 1956; Rosenschein & Zlotkin 1994, ch. 3.

use super::conclude;
use super::offers::{Deal, Menu, Room, has_unspoken, is_held, lay_out, sign, speak_of, tell, weigh};
use crate::callings::call_on_gap;
use crate::facts::{Ending, Headway, InText, OptionState, ReservationValue, Support, Verdict};
use bevy_ecs::prelude::*;
use detente_bargaining::{Adjustment, MonotonicConcession as Steps, Standing};
use detente_core::{
    Assembly, Case, EventKind, Issues, Options, Origin, Parties, Phase, Protocol, Record, Runs, Stances, Talks,
    TalksRow, The, origin, state,
};

/// The protocol.
pub struct MonotonicConcession;

impl Protocol for MonotonicConcession {
    const KEY: &'static str = "monotonic_concession";
    const ABOUT: &'static str = "Two sides show offers at once and concede step by step, the one that risks less by \
                                 conflict first, until one's offer is as good for the other as its own.";
    const SOURCE: &'static str = "Zeuthen 1930; Harsanyi 1956; Rosenschein & Zlotkin 1994";
    const ORIGIN: Origin = origin!();
    const EVENTS: &'static [&'static EventKind] = super::offers::EVENTS;
    const ANY_SCALE: bool = true;
    const NEEDS_EVERYBODY: bool = true;
    const MOST_DISPUTANTS: usize = 2;
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly
            .opening((lay_out, begin).chain())
            .add(Phase::Respond, concede)
            .add(Phase::Sign, sign)
            .add(Phase::Close, conclude);
        call_on_gap(assembly);
    }
}

/// Where the two offers stand.
#[derive(Component, Default)]
struct StandingOffers(Steps);

state! {
    /// Where the two offers stand.
    impl StandingOffers on Talks, kept
}

fn begin(case: The<Case>, mut runs: Runs<TalksRow<(&mut Deal, &mut StandingOffers)>>) {
    for (_, (deal, offers)) in runs.iter() {
        deal[0].clear(case.disputants.len());
        offers[0].0 = Steps::new();
    }
}

/// One step of both.
fn concede(
    case: The<Case>,
    mut record: Record,
    mut runs: Runs<(
        TalksRow<(&Menu, &mut Deal, &mut StandingOffers, &mut Ending, &mut Headway)>,
        Issues<&mut InText>,
        Options<&mut OptionState>,
        Stances<&Support>,
        Parties<(&ReservationValue, &mut Verdict)>,
    )>,
) {
    let [first, second] = case.disputants[..] else { return };
    for (run, (talks, text, states, supports, (reservations, verdicts))) in
        runs.filter(|run| is_held(&case, run.session, MonotonicConcession::KEY))
    {
        let (menu, deal, offers, ending, headway) = talks;
        let (menu, deal, steps) = (&menu[0], &mut deal[0], &mut offers[0].0);
        let ([a, b], Some(catalogue), true) = (menu.rankings(), menu.catalogue(), ending[0].is_open()) else {
            continue;
        };
        if deal.came_to_nothing(&ending[0]) {
            *steps = Steps::new();
        }
        let standings = [(a, first), (b, second)].map(|(ranking, p)| Standing {
            reservation_value: ranking.reached(reservations[p].0),
            adjustment: Adjustment::NEUTRAL,
        });
        let end = steps.play_round([a, b], standings);
        let shown = steps.offers([a, b]);
        for (seat, package) in shown.into_iter().flatten().enumerate() {
            if has_unspoken(states) {
                speak_of(&case, catalogue, package, states);
            }
            if record.is_on() {
                tell(&case, catalogue, &mut record, run, deal, (seat, package));
            }
        }
        weigh(&case, menu, shown.map(|offers| offers[0]), reservations, verdicts);
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
