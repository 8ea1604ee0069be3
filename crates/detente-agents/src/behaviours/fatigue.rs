//! Fatigue in two time scales: a session tires, and a night's rest restores; months of talks that lead nowhere wear people
//! out, and no rest restores that.
//!
//! `F = 1 - (1 - A)(1 - W)`. Tiredness `A <- A * 2^(-days / half-life)`, `+ (1 - A) * hardship * days` between sessions,
//! `+ (1 - A) * rate` after each. Weariness W begins with half of `start`; of what it has not taken yet a day takes
//! `1 - e^(-wears_per_day)` and a session without progress `wears_per_session`; a constructive one gives the share `relief`
//! of it back. The tired ask for less, err more, see fewer improvements, make more missteps and leave more easily.
//! Source: De Dreu 2003 and Hockey 2013 for the signs; rule and values stylised.

use crate::channels::{Aspiration, Attention, Judgement, MisstepHazard, WalkOutHazard};
use crate::facts::Headway;
use bevy_ecs::prelude::*;
use detente_core::{
    Assembly, Behaviour, Case, Negotiator, Negotiators, Origin, Phase, Runs, State, StateEntry, TalksRow, The, origin,
    params, state,
};
use libm::{exp2, expm1};

params! {
    /// How negotiators tire.
    FatigueTerms on Negotiator as "fatigue" {
        /// Fatigue on day 0
        start: "share", 0.0 ..= 1.0, default 0.3, absent 0.0, "stylised";
        /// Part of the remaining freshness that a session takes, until people have rested
        rate_per_session: "share", 0.0 ..= 1.0, default 0.08, absent 0.0, "stylised";
        /// Part of the remaining freshness that a day of hardship takes, until people have rested
        hardship_per_day: "1/day", 0.0 ..= 1.0, default 0.004, absent 0.0, "stylised";
        /// Days of rest after which half of what rest restores has gone
        half_life_days: "days", 0.1 ..= 3650.0, default 12, absent 12, "stylised";
        /// Rate at which the days of the talks wear people out, whatever rest they get
        wears_per_day: "1/day", 0.0 ..= 1.0, default 0.0005, absent 0.0, "stylised";
        /// Part of what weariness has not taken yet that a session without progress takes
        wears_per_session: "share", 0.0 ..= 1.0, default 0.015, absent 0.0, "stylised";
        /// Part of weariness that a constructive session takes away
        relief: "share", 0.0 ..= 1.0, default 0.03, absent 0.0, "stylised";
        /// How far full fatigue lowers the demand
        aspiration: "share", 0.0 ..= 1.0, default 0.5, absent 0.0, "De Dreu 2003; value stylised";
        /// Error of judgement that full fatigue adds
        noise: "sd of utility", 0.0 ..= 10.0, default 0.3, absent 0.0, "stylised";
        /// How far full fatigue lowers the chance to see an improvement
        attention: "share", 0.0 ..= 1.0, default 0.5, absent 0.0, "stylised";
        /// Effect on the log hazard of missteps
        missteps: "log hazard", -10.0 ..= 10.0, default 1.0, absent 0.0, "stylised";
        /// Effect on the log hazard of walkouts
        walkouts: "log hazard", -10.0 ..= 10.0, default 1.2, absent 0.0, "stylised";
    }
}

/// Fatigue at which hazards have their base rate.
const USUAL: f64 = 0.3;
/// The part of fatigue on day 0 that rest does not restore: the war is older than the talks.
const LASTING: f64 = 0.5;

state! {
    /// A negotiator's fatigue, 0 to 1.
    pub Fatigue on Negotiator, kept, "share" {
        /// Tiredness A, which rest restores.
        pub tiredness: f64 = 0.0,
        /// Weariness W, which it does not.
        pub weariness: f64 = 0.0,
    }
}

impl Fatigue {
    /// Fatigue of this level on day 0.
    fn begin(level: f64) -> Self {
        let weariness = LASTING * level;
        Self {
            tiredness: (level - weariness) / (1.0 - weariness),
            weariness,
        }
    }

    /// Both together.
    #[inline]
    pub fn level(&self) -> f64 {
        1.0 - (1.0 - self.tiredness) * (1.0 - self.weariness)
    }

    /// Fatigue of another level, where what has changed is weariness as far as it can be: blows from outside last.
    #[must_use]
    fn moved_to(self, level: f64) -> Self {
        let rested = 1.0 - self.tiredness;
        if level < self.tiredness {
            Self {
                tiredness: level,
                weariness: 0.0,
            }
        } else if rested > 0.0 {
            Self {
                weariness: 1.0 - (1.0 - level) / rested,
                ..self
            }
        } else {
            self
        }
    }
}

/// Tiredness after some days away from the table.
#[inline]
pub fn rested(fatigue: f64, days: f64, half_life_days: f64, hardship_per_day: f64) -> f64 {
    let f = fatigue * exp2(-days / half_life_days);
    (f + (1.0 - f) * hardship_per_day * days).clamp(0.0, 1.0)
}

/// Weariness after so many more days of talks.
#[inline]
pub fn worn(weariness: f64, days: f64, wears_per_day: f64) -> f64 {
    tired(weariness, -expm1(-wears_per_day * days))
}

/// Tiredness, or weariness, after something took this part of what was left.
#[inline]
pub fn tired(fatigue: f64, rate: f64) -> f64 {
    fatigue + (1.0 - fatigue) * rate
}

fn start(mut runs: Runs<Negotiators<(&FatigueTerms, &mut Fatigue)>>) {
    for (_, (terms, fatigue)) in runs.iter() {
        for (terms, fatigue) in terms.iter().zip(fatigue) {
            *fatigue = Fatigue::begin(terms.start);
        }
    }
}

fn rest(mut runs: Runs<Negotiators<(&FatigueTerms, &mut Fatigue)>>) {
    for (run, (terms, fatigue)) in runs.iter() {
        if run.days > 0.0 {
            for (terms, fatigue) in terms.iter().zip(fatigue) {
                let Fatigue { tiredness, weariness } = *fatigue;
                *fatigue = Fatigue {
                    tiredness: rested(tiredness, run.days, terms.half_life_days, terms.hardship_per_day),
                    weariness: worn(weariness, run.days, terms.wears_per_day),
                };
            }
        }
    }
}

fn weigh_on(
    case: The<Case>,
    mut runs: Runs<(
        Negotiators<(&FatigueTerms, &Fatigue, &mut Aspiration, &mut Judgement, &mut Attention)>,
        TalksRow<(&mut MisstepHazard, &mut WalkOutHazard)>,
    )>,
) {
    for (run, ((terms, fatigue, aspirations, judgements, attention), (missteps, walk_outs))) in runs.iter() {
        let own = terms.iter().zip(fatigue);
        for ((((terms, f), aspiration), judgement), attention) in own.zip(aspirations).zip(judgements).zip(attention) {
            let f = f.level();
            aspiration.factor *= 1.0 - terms.aspiration * f;
            judgement.variance += (terms.noise * f) * (terms.noise * f);
            attention.0 *= 1.0 - terms.attention * f;
        }
        let room = &case.sessions[run.session].negotiators;
        let share = 1.0 / room.len().max(1) as f64;
        for &n in room {
            let above = fatigue[n].level() - USUAL;
            missteps[0].0.exponent += share * terms[n].missteps * above;
            walk_outs[0].0.exponent += share * terms[n].walkouts * above;
        }
    }
}

fn tire(case: The<Case>, mut runs: Runs<(Negotiators<(&FatigueTerms, &mut Fatigue)>, TalksRow<&Headway>)>) {
    for (run, ((terms, fatigue), headway)) in runs.filter(|run| run.closes) {
        let constructive = headway[0].constructive();
        for &n in &case.sessions[run.session].negotiators {
            let (terms, fatigue) = (&terms[n], &mut fatigue[n]);
            fatigue.tiredness = tired(fatigue.tiredness, terms.rate_per_session);
            fatigue.weariness = match constructive {
                true => fatigue.weariness * (1.0 - terms.relief),
                false => tired(fatigue.weariness, terms.wears_per_session),
            };
        }
    }
}

struct Tiredness;
impl State for Tiredness {
    type Column = Fatigue;
    const KEY: &'static str = "fatigue.start";
    fn change(fatigue: &mut Fatigue, by: f64, [low, high]: [f64; 2]) {
        *fatigue = fatigue.moved_to((fatigue.level() + by).clamp(low, high));
    }
}

impl Behaviour for FatigueTerms {
    type Params = Self;
    const STATES: &'static [StateEntry] = &[StateEntry::of::<Tiredness>()];
    const ABOUT: &'static str = "Sessions tire people until they rest, and months without progress wear them out: the \
                                 tired ask for less, err more, see fewer improvements, make more missteps and leave \
                                 more easily.";
    const SOURCE: &'static str = "De Dreu 2003; Hockey 2013; values stylised";
    const ORIGIN: Origin = origin!();
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly
            .probe::<Fatigue>("fatigue", "share", [0.0, 1.0], Fatigue::level)
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

    #[test]
    fn what_months_have_worn_out_no_rest_restores() {
        let after = |days: f64| worn(0.2, days, 0.0005);
        assert_eq!(after(0.0), 0.2);
        assert!((after(365.0) - (1.0 - 0.8 * libm::exp(-0.1825))).abs() < 1e-15);
        assert!((worn(after(100.0), 265.0, 0.0005) - after(365.0)).abs() < 1e-15);
    }

    #[test]
    fn fatigue_of_day_0_is_what_the_scenario_says_and_half_of_it_lasts() {
        let fatigue = Fatigue::begin(0.3);
        assert!((fatigue.level() - 0.3).abs() < 1e-15);
        assert_eq!(fatigue.weariness, 0.15);
        assert_eq!(
            Fatigue::begin(0.0),
            Fatigue {
                tiredness: 0.0,
                weariness: 0.0
            }
        );
        assert_eq!(Fatigue::begin(1.0).level(), 1.0);
    }

    #[test]
    fn a_blow_from_outside_moves_fatigue_by_what_it_says_and_lasts() {
        let before = Fatigue {
            tiredness: 0.2,
            weariness: 0.1,
        };
        for level in [0.0, 0.1, 0.2, 0.28, 0.5, 1.0] {
            let after = before.moved_to(level);
            assert!((after.level() - level).abs() < 1e-15, "{after:?}");
            assert!(level < 0.2 || after.tiredness == 0.2, "{after:?}");
        }
        assert_eq!(Fatigue::begin(1.0).moved_to(0.4).level(), 0.4);
    }
}
