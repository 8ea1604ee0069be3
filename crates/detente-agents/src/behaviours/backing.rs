//! Backing: who has others behind it (arms, money, troops, cover) can do well without an agreement; backers tire, and news
//! from their capitals moves them.
//!
//! Of a party's reservation value `carries` rests on its backers as they stand on day 0. Backing B begins at `start`, a year
//! leaves `e^(-tires_per_year)` of it, shocks change it; `r += carries (B - B before)`. A party whose backers tire has
//! to settle sooner, and for less; one whose backers come back can hold out.
//! Source: Regan 2002, Balch-Lindsay & Enterline 2000 and Cunningham 2010 (outside support prolongs wars); Filson & Werner
//! 2002 (a worse outside option, worse terms); values stylised.

use crate::facts::{Ending, ReservationValue};
use detente_core::{
    Assembly, Behaviour, Case, Origin, Outlook, Parties, Party, Phase, RowKind, Runs, State, StateEntry, TalksRow, The,
    origin, params, state,
};
use libm::exp;

params! {
    /// What backers carry.
    Backing on Party as "backing" {
        /// What full backing adds to the utility of no agreement; the reservation value counts what there is on day 0
        carries: "utility", 0.0 ..= 1.0, default 0.05, absent 0.0, "Cunningham 2010; value stylised";
        /// How whole the backing is on day 0
        start: "share", 0.0 ..= 1.0, default 1.0, absent 1.0, "stylised";
        /// Rate at which backers tire
        tires_per_year: "1/year", 0.0 ..= 100.0, default 0.3, absent 0.0, "stylised";
    }
}

const YEAR: f64 = 365.0;

state! {
    /// How far a party's backers stand behind it.
    pub Backed on Party, run begins gather, "share" {
        /// How whole the backing is, 0 to 1.
        pub left: f64 = 1.0,
        /// What of it the reservation value has counted.
        counted: f64 = 1.0,
    }
}

/// Backing after some days in which nothing was heard of it.
#[inline]
pub fn waned(backing: f64, days: f64, tires_per_year: f64) -> f64 {
    backing * exp(-tires_per_year * days / YEAR)
}

fn gather(mut runs: Runs<Parties<(&Backing, &mut Backed)>>) {
    for (_, (terms, backed)) in runs.iter() {
        for (terms, backed) in terms.iter().zip(backed) {
            *backed = Backed {
                left: terms.start,
                counted: terms.start,
            };
        }
    }
}

fn stand_behind(
    case: The<Case>,
    mut runs: Runs<(
        Parties<(&Backing, &mut Backed, &mut ReservationValue)>,
        TalksRow<&Ending>,
    )>,
) {
    let [low, high] = case.talks.utility_range();
    for (run, ((terms, backed, reservations), ending)) in runs.iter() {
        if !ending[0].is_open() {
            continue;
        }
        for &p in &case.disputants {
            let (terms, backed) = (&terms[p], &mut backed[p]);
            backed.left = waned(backed.left, run.days, terms.tires_per_year);
            let change = terms.carries * (backed.left - backed.counted);
            backed.counted = backed.left;
            if change != 0.0 {
                reservations[p].0 = (reservations[p].0 + change).clamp(low, high);
            }
        }
    }
}

struct Whole;
impl State for Whole {
    type Column = Backed;
    const KEY: &'static str = "backing.start";
    fn change(backed: &mut Backed, by: f64, [low, high]: [f64; 2]) {
        backed.left = (backed.left + by).clamp(low, high);
    }
}

impl Behaviour for Backing {
    type Params = Self;
    const STATES: &'static [StateEntry] = &[StateEntry::of::<Whole>()];
    const ABOUT: &'static str =
        "Who has others behind it can do well without an agreement; backers tire, and shocks move them.";
    const SOURCE: &'static str =
        "Regan 2002; Balch-Lindsay & Enterline 2000; Cunningham 2010; Filson & Werner 2002; values stylised";
    const ORIGIN: Origin = origin!();
    fn idle(outlook: &Outlook<'_>) -> Option<&'static str> {
        let most = |field| outlook.highest::<Self>(outlook.model.disputants(), field);
        if most("carries") <= 0.0 {
            return Some("no disputant's reservation value rests on backers");
        }
        let stands = most("tires_per_year") <= 0.0 || !outlook.has_time();
        let idle = stands && !outlook.is_struck(RowKind::Party, Whole::KEY);
        idle.then_some("no backer tires, and no shock moves one")
    }
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly
            .probe::<Backed>("backing", "share", [0.0, 1.0], |backed| backed.left)
            .opening(gather)
            .add(Phase::Strain, stand_behind);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backing_wanes_by_the_rate_whatever_the_steps() {
        assert_eq!(waned(0.8, 0.0, 0.3), 0.8);
        assert!((waned(1.0, YEAR, 0.3) - exp(-0.3)).abs() < 1e-15);
        let in_steps = (0..73).fold(1.0, |backing, _| waned(backing, 5.0, 0.3));
        assert!((in_steps - waned(1.0, YEAR, 0.3)).abs() < 1e-12);
    }
}
