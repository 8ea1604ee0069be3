//! War: fighting on costs both sides, so that no agreement is worth less and less; the battlefield moves between them.
//!
//! `r <- r - cost * days / 365 + swing`, the swing normal with `battlefield` per root week, what one side gains the other
//! loses. Options may gain or lose with it (`battlefield.<party>`, per utility of swing). The war writes reservation values,
//! the worth of options and the burden, which ripeness and pressure for peace read; it tires nobody, or it would count once
//! more. With more than two disputants, those at odd places in the file stand against those at even places.
//! Source: Filson & Werner 2002, Powell 2004 for fighting as bargaining; values stylised.

use crate::channels::OptionValue;
use crate::facts::{Burden, Ending, ReservationValue};
use detente_core::terms::StanceTerms;
use detente_core::{
    Assembly, Behaviour, Case, Draw, Draws, Indexed, OptionIx, Origin, Outlook, Parties, Party, Phase, Role, Runs,
    Stance, Stances, Talks, TalksRow, The, normal_quantile, origin, params, state, write_list,
};
use libm::sqrt;

params! {
    /// What fighting on costs.
    War on Party as "war" {
        /// What a year of war takes from the utility of no agreement
        cost_per_year: "utility/year", 0.0 ..= 10.0, default 0.06, absent 0.0, "stylised";
        /// Swings of the battlefield
        battlefield: "utility per root week", 0.0 ..= 1.0, default 0.01, absent 0.0, "stylised";
    }
}

state! {
    /// The options whose value to a party moves with the battlefield, and by what factor: one after the other from its first
    /// row on. Found when a run begins.
    Contested on Stance, kept, "factor" (Option<(OptionIx, f64)> = None)
}

struct Battlefield;
impl Draw for Battlefield {
    type Of = Talks;
    const NAME: &'static str = "battlefield";
}

/// The reservation value after some days of war, and what they cost.
#[inline]
pub fn after_fighting(
    reservation: f64,
    days: f64,
    cost_per_year: f64,
    swing: f64,
    [low, high]: [f64; 2],
) -> (f64, f64) {
    let cost = cost_per_year * days / 365.0;
    ((reservation - cost + swing).clamp(low, high), cost)
}

fn fight(
    case: The<Case>,
    mut runs: Runs<(
        Parties<(&War, &mut ReservationValue, &mut Burden)>,
        Stances<(&Contested, &mut OptionValue)>,
        TalksRow<&Ending>,
        Draws<Battlefield, 1>,
    )>,
) {
    let range = case.talks.utility_range();
    for (run, ((terms, reservations, burdens), (contested, added), ending, draws)) in runs.filter(|run| run.days > 0.0)
    {
        if !ending[0].is_open() {
            continue;
        }
        let shift = normal_quantile(draws.of_talks()[0]) * sqrt(run.days / 7.0);
        let (contested, mut added) = (case.by_option(contested), case.by_option(added));
        let mut borne = 0.0;
        for (place, &p) in case.disputants.iter().enumerate() {
            let side = if place % 2 == 0 { -1.0 } else { 1.0 };
            let swing = side * terms[p].battlefield * shift;
            let cost = terms[p].cost_per_year;
            let (reservation, cost) = after_fighting(reservations[p].0, run.days, cost, swing, range);
            reservations[p].0 = reservation;
            burdens[p].0 += cost;
            borne += cost;
            for (o, battlefield) in contested.row(p).iter().map_while(|contested| contested.0) {
                added[(p, o)].0 += battlefield * swing;
            }
        }
        // A mediator's public sees the war too.
        let seen = borne / case.disputants.len() as f64;
        for (party, burden) in case.parties.iter().zip(burdens) {
            if party.role == Role::Mediator {
                burden.0 += seen;
            }
        }
    }
}

/// Looks once a run which options gain or lose with the battlefield.
fn look_at_the_map(case: The<Case>, mut runs: Runs<Stances<(&StanceTerms, &mut Contested)>>) {
    for (_, (views, contested)) in runs.iter() {
        let (views, mut contested) = (case.by_option(views), case.by_option(contested));
        for p in case.parties.indices() {
            let moved = case.options.indices().map(|o| (o, views[(p, o)].battlefield));
            let moved = moved.filter(|(_, battlefield)| *battlefield != 0.0);
            write_list(&mut contested.row_mut(p), moved.map(|option| Contested(Some(option))));
        }
    }
}

impl Behaviour for War {
    type Params = Self;
    const ABOUT: &'static str = "Fighting on costs both sides; the battlefield moves between them.";
    const SOURCE: &'static str = "Filson & Werner 2002; Powell 2004; values stylised";
    const ORIGIN: Origin = origin!();
    fn idle(outlook: &Outlook<'_>) -> Option<&'static str> {
        if !outlook.has_time() {
            return Some("war goes on between sessions, and there is one, on day 0");
        }
        let most = |field| outlook.highest::<Self>(outlook.model.disputants(), field);
        let idle = most("cost_per_year") <= 0.0 && most("battlefield") <= 0.0;
        idle.then_some("it costs no disputant anything, and no battlefield moves")
    }
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly
            .draws::<Battlefield>()
            .opening(look_at_the_map)
            .add(Phase::Strain, fight);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_costs_what_it_says_and_r_stays_in_range() {
        let (r, cost) = after_fighting(0.5, 365.0, 0.06, 0.0, [0.0, 1.0]);
        assert!((r - 0.44).abs() < 1e-12 && (cost - 0.06).abs() < 1e-12);
        assert_eq!(after_fighting(0.01, 365.0, 0.5, 0.0, [0.0, 1.0]).0, 0.0);
        assert_eq!(after_fighting(0.99, 1.0, 0.0, 0.5, [0.0, 1.0]).0, 1.0);
    }
}
