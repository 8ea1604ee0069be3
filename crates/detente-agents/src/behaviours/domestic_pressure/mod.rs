//! Domestic pressure: two forces at home. Hawkish pressure H rises when something leaks and when somebody blunders, and
//! settles the higher the more a party is seen to give away; pressure for peace P rises with what the war has cost.
//!
//! In shares of the scale of support `theta += .1 (H - usual) - .08 (P - P0)`; a leak: `H += (1 - H) * leak-sensitivity *
//! sensitivity`; H moves towards `H0 (1 + c)`, c what is conceded in public (see `concessions.rs`), P towards `P0 + 2 *
//! cost borne`. H0 is the weighted mean hawkishness of the constituencies where they are given. A public more hawkish
//! than usual makes agreement harder from day 0.
//! A mediator has a public too: see `mediator.rs`. What parties have said in public binds them: see `audience.rs`. Source: Putnam 1988 (two levels); Trager & Vavreck 2011; Princen 1992 (mediators have interests);
//! values stylised.

mod audience;
mod concessions;
mod mediator;

pub use audience::PLEDGE_MADE;

use crate::channels::{Threshold, WalkOutHazard};
use crate::facts::{Burden, Incidents, Scale, Sensitivity};
use bevy_ecs::prelude::*;
use concessions::{Conceded, add_up, take_stock};
use detente_core::terms::{ConstituencyTerms, NegotiatorTerms};
use detente_core::{
    Assembly, Behaviour, Case, Constituencies, EventKind, Indexed, Negotiators, Options, Origin, Parties, Party,
    PartyIx, Phase, Runs, State, StateEntry, TalksRow, The, origin, params, state,
};
use libm::exp2;

params! {
    /// What happens at home.
    DomesticPressure on Party as "domestic_pressure" {
        /// Baseline of hawkish pressure, where no constituencies are given
        hawkish: "share", 0.0 ..= 1.0, default 0.2, absent 0.2, "stylised";
        /// Hawkish pressure that neither raises nor lowers anything
        usual: "share", 0.0 ..= 1.0, default 0.25, absent 0.25, "stylised";
        /// How far all that could be conceded, conceded in public, raises where hawkish pressure settles
        concessions: "factor", 0.0 ..= 10.0, default 1.0, absent 0.0, "Putnam 1988; value stylised";
        /// Baseline of pressure for peace
        peace: "share", 0.0 ..= 1.0, default 0.4, absent 0.4, "stylised";
        /// Days in which half of a deviation from the baseline goes
        half_life_days: "days", 0.1 ..= 36_500.0, default 45, absent 45, "stylised";
        /// How much of a leak's weight reaches hawkish pressure
        leaks: "share", 0.0 ..= 1.0, default 1.0, absent 0.0, "stylised";
        /// Part of the remaining calm that a misstep takes
        missteps: "share", 0.0 ..= 1.0, default 0.2, absent 0.0, "stylised";
        /// How far the cost of war moves pressure for peace, per utility lost
        war: "share per utility", 0.0 ..= 100.0, default 2.0, absent 0.0, "stylised";
        /// Effect of hawkish pressure on the support needed
        threshold_hawkish: "share of the scale", 0.0 ..= 10.0, default 0.1, absent 0.0, "stylised";
        /// Effect of pressure for peace on the support needed
        threshold_peace: "share of the scale", 0.0 ..= 10.0, default 0.08, absent 0.0, "stylised";
        /// What is lost with the public by signing against all that was vowed on one issue
        audience_cost: "utility", 0.0 ..= 1.0, default 0.05, absent 0.0, "Fearon 1994; Tomz 2007; value stylised";
        /// Chance that the party which a leak hurts most rules the option out in public
        rules_out: "share", 0.0 ..= 1.0, default 0.5, absent 0.0, "stylised";
        /// Part of the remaining calm that a vow takes
        pledges: "share", 0.0 ..= 1.0, default 0.03, absent 0.0, "stylised";
        /// Part of the missing pressure for peace that a public signal of progress adds
        signals: "share", 0.0 ..= 1.0, default 0.06, absent 0.0, "stylised";
        /// How far full pressure for peace makes a mediator impatient
        impatience: "share", 0.0 ..= 1.0, default 0.25, absent 0.0, "stylised";
        /// How far an impatient mediator lowers the demand of a side over which it has full leverage
        pressing: "share", 0.0 ..= 1.0, default 0.8, absent 0.0, "Touval & Zartman 1985; value stylised";
        /// How far full impatience takes the attention of the mediator's people
        hurry: "share", 0.0 ..= 1.0, default 0.1, absent 0.0, "De Dreu 2003; value stylised";
        /// Effect of hawkish pressure on the log hazard of walkouts
        walkouts: "log hazard", -10.0 ..= 10.0, default 1.0, absent 0.0, "stylised";
    }
}

state! {
    /// Hawkish pressure, its baseline, and pressure for peace, each 0 to 1.
    pub Pressure on Party, kept, "share" {
        /// Hawkish pressure H.
        pub hawkish: f64 = 0.0,
        /// Its baseline H0.
        pub baseline: f64 = 0.0,
        /// Pressure for peace P.
        pub peace: f64 = 0.0,
    }
}

/// A level some days nearer to where it settles.
#[inline]
pub fn relaxed(level: f64, towards: f64, days: f64, half_life_days: f64) -> f64 {
    towards + (level - towards) * exp2(-days / half_life_days)
}

/// Where hawkish pressure settles, when this share of all that a party could concede stands conceded in public.
#[inline]
pub fn settles_at(baseline: f64, concessions: f64, conceded: f64) -> f64 {
    (baseline * (1.0 + concessions * conceded)).min(1.0)
}

/// Thresholds are shares of the scale from the worst to the best support.
#[inline]
fn width(scale: &Scale) -> f64 {
    scale.support_high - scale.support_low
}

fn calm(
    case: The<Case>,
    mut runs: Runs<(
        Parties<(&DomesticPressure, &mut Pressure)>,
        Constituencies<&ConstituencyTerms>,
    )>,
) {
    for (_, ((terms, pressures), groups)) in runs.iter() {
        for ((p, terms), pressure) in terms.indexed().zip(pressures) {
            let own = || {
                case.constituencies
                    .iter()
                    .zip(groups)
                    .filter(|(c, _)| c.party == p)
                    .map(|(_, g)| g)
            };
            let weight: f64 = own().map(|g| g.weight).sum();
            let sum: f64 = own().map(|g| g.weight * g.hawkishness).sum();
            let baseline = if weight > 0.0 { sum / weight } else { terms.hawkish };
            *pressure = Pressure {
                hawkish: baseline,
                baseline,
                peace: terms.peace,
            };
        }
    }
}

fn weigh_on(
    case: The<Case>,
    mut runs: Runs<(
        Parties<(
            &DomesticPressure,
            &Burden,
            &Conceded,
            &Scale,
            &mut Pressure,
            &mut Threshold,
        )>,
        TalksRow<&mut WalkOutHazard>,
    )>,
) {
    for (run, ((terms, burdens, conceded, scales, pressures, thresholds), walk_outs)) in runs.iter() {
        let rows = terms.iter().zip(burdens).zip(conceded).zip(scales);
        for ((((terms, burden), given), scale), (pressure, threshold)) in rows.zip(pressures.iter_mut().zip(thresholds))
        {
            if run.days > 0.0 {
                let settles = settles_at(pressure.baseline, terms.concessions, given.0);
                pressure.hawkish = relaxed(pressure.hawkish, settles, run.days, terms.half_life_days);
                let settles = (terms.peace + terms.war * burden.0).min(1.0);
                pressure.peace = relaxed(pressure.peace, settles, run.days, terms.half_life_days);
            }
            let share = terms.threshold_hawkish * (pressure.hawkish - terms.usual)
                - terms.threshold_peace * (pressure.peace - terms.peace);
            threshold.theta += width(scale) * share;
        }
        let here = case.disputants.iter().filter(|&&p| case.present[run.session][p]);
        let share = 1.0 / here.clone().count().max(1) as f64;
        for &p in here {
            walk_outs[0].0.exponent += share * terms[p].walkouts * (pressures[p].hawkish - terms[p].usual);
        }
    }
}

/// What became public, and what went wrong, is felt at home before anybody signs.
fn react(
    case: The<Case>,
    mut runs: Runs<(
        Parties<(&DomesticPressure, &Scale, &mut Pressure, &mut Threshold)>,
        TalksRow<&Incidents>,
        Options<&Sensitivity>,
        Negotiators<&NegotiatorTerms>,
    )>,
) {
    for (_, ((terms, scales, pressures, thresholds), incidents, sensitivity, people)) in runs.iter() {
        let Incidents {
            leaked,
            misstep,
            signalled_by,
            vowed,
            ..
        } = incidents[0];
        if leaked.is_none() && misstep.is_none() && signalled_by.is_none() {
            continue;
        }
        let rows = terms.indexed().zip(scales).zip(pressures).zip(thresholds);
        for ((((p, terms), scale), pressure), threshold) in rows {
            let before = pressure.hawkish;
            if let Some(option) = leaked {
                let weight = terms.leaks * leak_sensitivity(&case, p, people) * sensitivity[option].0;
                pressure.hawkish += (1.0 - pressure.hawkish) * weight;
            }
            if misstep.is_some() {
                pressure.hawkish += (1.0 - pressure.hawkish) * terms.missteps;
            }
            if signalled_by == Some(p) {
                pressure.peace += (1.0 - pressure.peace) * terms.signals;
                if vowed {
                    pressure.hawkish += (1.0 - pressure.hawkish) * terms.pledges;
                }
            }
            threshold.theta += width(scale) * terms.threshold_hawkish * (pressure.hawkish - before);
        }
    }
}

/// How hard a leak hits a delegation: the mean of its members, weighted by influence.
pub(crate) fn leak_sensitivity(case: &Case, party: PartyIx, people: &[NegotiatorTerms]) -> f64 {
    let (mut weight, mut sum) = (0.0, 0.0);
    for &n in &case.delegations[party] {
        weight += people[n].influence;
        sum += people[n].influence * people[n].leak_sensitivity;
    }
    if weight > 0.0 { sum / weight } else { 0.0 }
}

macro_rules! pressures {
    ($( $name:ident = $key:literal, $field:ident; )*) => { $(
        struct $name;
        impl State for $name {
            type Column = Pressure;
            const KEY: &'static str = $key;
            fn change(pressure: &mut Pressure, by: f64, [low, high]: [f64; 2]) {
                pressure.$field = (pressure.$field + by).clamp(low, high);
            }
        }
    )* };
}
pressures! {
    Hawks = "domestic_pressure.hawkish", hawkish;
    Doves = "domestic_pressure.peace", peace;
}

impl Behaviour for DomesticPressure {
    type Params = Self;
    const STATES: &'static [StateEntry] = &[StateEntry::of::<Hawks>(), StateEntry::of::<Doves>()];
    const ABOUT: &'static str = "Hawkish pressure and pressure for peace move the support that ratification needs; what \
                                 was vowed in public costs when it is given up; a mediator's public makes it \
                                 impatient: it presses the sides, and looks less closely.";
    const SOURCE: &'static str = "Putnam 1988; Trager & Vavreck 2011; values stylised";
    const ORIGIN: Origin = origin!();
    const EVENTS: &'static [&'static EventKind] = &[PLEDGE_MADE];
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly
            .probe::<Pressure>("hawkish_pressure", "share", [0.0, 1.0], |p| p.hawkish)
            .probe::<Pressure>("peace_pressure", "share", [0.0, 1.0], |p| p.peace)
            .opening((calm, add_up))
            .add(Phase::Strain, (take_stock, weigh_on).chain())
            .add(Phase::Domestic, react);
        mediator::assemble(assembly);
        audience::assemble(assembly);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deviations_halve_in_a_half_life() {
        assert!((relaxed(0.6, 0.2, 45.0, 45.0) - 0.4).abs() < 1e-15);
        assert_eq!(relaxed(0.6, 0.2, 0.0, 45.0), 0.6);
        assert!((relaxed(0.1, 0.4, 90.0, 45.0) - 0.325).abs() < 1e-15);
    }
}
