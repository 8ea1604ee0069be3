//! Fatigue: talks wear people out, rest restores them, hardship does not let them rest.
//!
//! `F <- F * 2^(-days / half-life)`, `+ (1 - F) * hardship * days` between sessions, `+ (1 - F) * rate` after each session.
//! The tired ask for less, err more, see fewer improvements, make more missteps and leave more easily.
//! Source: De Dreu 2003 and Hockey 2013 for the signs; rule and values stylised.

use crate::channels::{Aspiration, Attention, Judgement, MisstepHazard, WalkOutHazard};
use bevy_ecs::prelude::*;
use detente_core::{
    Assembly, Behaviour, Case, Negotiator, Negotiators, Origin, Phase, Runs, State, StateEntry, TalksRow, origin,
    params, state,
};
use libm::exp2;

params! {
    /// How negotiators tire.
    FatigueTerms on Negotiator as "fatigue" {
        /// Fatigue on day 0
        start: "share", 0.0 ..= 1.0, default 0.3, absent 0.0, "stylised";
        /// Part of the remaining freshness that a session takes
        rate_per_session: "share", 0.0 ..= 1.0, default 0.08, absent 0.0, "stylised";
        /// Part of the remaining freshness that a day of hardship takes
        hardship_per_day: "1/day", 0.0 ..= 1.0, default 0.004, absent 0.0, "stylised";
        /// Days of rest after which half of it has gone
        half_life_days: "days", 0.1 ..= 3650.0, default 12, absent 12, "stylised";
        /// How far full fatigue lowers the demand
        aspiration: "share", 0.0 ..= 1.0, default 0.5, absent 0.0, "De Dreu 2003; value stylised";
        /// Error of judgement that full fatigue adds
        noise: "sd of utility", 0.0 ..= 10.0, default 0.3, absent 0.0, "stylised";
        /// How far full fatigue lowers the chance to see an improvement
        attention: "share", 0.0 ..= 1.0, default 0.5, absent 0.0, "stylised";
        /// Effect on the log hazard of missteps
        missteps: "log hazard", -10.0 ..= 10.0, default 1.0, absent 0.0, "stylised";
        /// Effect on the log hazard of walk-outs
        walkouts: "log hazard", -10.0 ..= 10.0, default 1.2, absent 0.0, "stylised";
    }
}

/// Fatigue at which hazards have their base rate.
const USUAL: f64 = 0.4;

state! {
    /// A negotiator's fatigue, 0 to 1.
    pub Fatigue on Negotiator, kept, "share" (pub f64 = 0.0)
}

/// Fatigue after some days away from the table.
#[inline]
pub fn rested(fatigue: f64, days: f64, half_life_days: f64, hardship_per_day: f64) -> f64 {
    let f = fatigue * exp2(-days / half_life_days);
    (f + (1.0 - f) * hardship_per_day * days).clamp(0.0, 1.0)
}

/// Fatigue after one more session.
#[inline]
pub fn tired(fatigue: f64, rate: f64) -> f64 {
    fatigue + (1.0 - fatigue) * rate
}

fn start(mut runs: Runs<Negotiators<(&FatigueTerms, &mut Fatigue)>>) {
    for (_, (terms, fatigue)) in runs.iter() {
        for (terms, fatigue) in terms.iter().zip(fatigue) {
            fatigue.0 = terms.start;
        }
    }
}

fn rest(mut runs: Runs<Negotiators<(&FatigueTerms, &mut Fatigue)>>) {
    for (run, (terms, fatigue)) in runs.iter() {
        if run.days > 0.0 {
            for (terms, fatigue) in terms.iter().zip(fatigue) {
                fatigue.0 = rested(fatigue.0, run.days, terms.half_life_days, terms.hardship_per_day);
            }
        }
    }
}

fn weigh_on(
    case: Res<Case>,
    mut runs: Runs<(
        Negotiators<(&FatigueTerms, &Fatigue, &mut Aspiration, &mut Judgement, &mut Attention)>,
        TalksRow<(&mut MisstepHazard, &mut WalkOutHazard)>,
    )>,
) {
    for (run, ((terms, fatigue, aspirations, judgements, attention), (missteps, walk_outs))) in runs.iter() {
        let own = terms.iter().zip(fatigue);
        for ((((terms, f), aspiration), judgement), attention) in own.zip(aspirations).zip(judgements).zip(attention) {
            aspiration.factor *= 1.0 - terms.aspiration * f.0;
            judgement.variance += (terms.noise * f.0) * (terms.noise * f.0);
            attention.0 *= 1.0 - terms.attention * f.0;
        }
        let room = &case.sessions[run.session].negotiators;
        let share = 1.0 / room.len().max(1) as f64;
        for &n in room {
            missteps[0].0.exponent += share * terms[n].missteps * (fatigue[n].0 - USUAL);
            walk_outs[0].0.exponent += share * terms[n].walkouts * (fatigue[n].0 - USUAL);
        }
    }
}

fn tire(case: Res<Case>, mut runs: Runs<Negotiators<(&FatigueTerms, &mut Fatigue)>>) {
    for (run, (terms, fatigue)) in runs.iter() {
        if run.closes {
            for &n in &case.sessions[run.session].negotiators {
                fatigue[n].0 = tired(fatigue[n].0, terms[n].rate_per_session);
            }
        }
    }
}

struct Tiredness;
impl State for Tiredness {
    type Column = Fatigue;
    const KEY: &'static str = "fatigue.start";
    fn change(fatigue: &mut Fatigue, by: f64, [low, high]: [f64; 2]) {
        fatigue.0 = (fatigue.0 + by).clamp(low, high);
    }
}

impl Behaviour for FatigueTerms {
    type Params = Self;
    const STATES: &'static [StateEntry] = &[StateEntry::of::<Tiredness>()];
    const ABOUT: &'static str = "Talks wear people out: the tired ask for less, err more, see fewer improvements, make \
                                 more missteps and leave more easily.";
    const SOURCE: &'static str = "De Dreu 2003; Hockey 2013; values stylised";
    const ORIGIN: Origin = origin!();
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly
            .probe::<Fatigue>("fatigue", "share", [0.0, 1.0], |f| f.0)
            .opening(start)
            .add(Phase::Strain, (rest, weigh_on).chain())
            .add(Phase::Relate, tire);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_it_goes_in_a_half_life_and_hardship_holds_it_up() {
        assert!((rested(0.6, 12.0, 12.0, 0.0) - 0.3).abs() < 1e-15);
        assert!(rested(0.6, 12.0, 12.0, 0.004) > 0.3);
        assert_eq!(rested(0.6, 0.0, 12.0, 0.004), 0.6);
    }

    #[test]
    fn sessions_take_a_share_of_what_is_left() {
        assert!((tired(0.5, 0.08) - 0.54).abs() < 1e-15);
        assert_eq!(tired(1.0, 0.08), 1.0);
    }
}
