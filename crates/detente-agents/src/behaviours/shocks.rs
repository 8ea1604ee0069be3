//! Shocks: what happens outside the talks, on a day or at a rate, and changes what the talks start from. What a shock is and
//! what it changes stands in the scenario's `[[shocks]]`; any state that has a path can be changed.
//!
//! A dated shock happens with its probability at the first session on its day or after it; another with chance
//! `1 - exp(-rate * days)` since the session before. Source: Druckman 2001 (turning points by outside events); stylised.

use crate::channels::chance_within;
use crate::facts::Struck;
use detente_core::terms::ShockTerms;
use detente_core::{
    Actor, Assembly, Behaviour, Case, Draw, EventKind, Indexed, Origin, Outlook, Phase, RareDraws, Record, Runs, Shock,
    ShockSpec, Shocks as ShockRows, Talks, TalksIx, TalksRow, The, events, origin, params,
};

params! {
    /// How often the world outside intervenes.
    Shocks on Talks as "shocks" {
        /// Factor on the rates and probabilities of all shocks
        frequency: "factor", 0.0 ..= 1000.0, default 1.0, absent 0.0, "stylised";
    }
}

events! {
    /// Something happened outside the talks.
    pub SHOCK_STRUCK = "shock_struck",
        told [
            "Outside the talks something had happened: {shock}.",
            "News from outside reached the room: {shock}.",
        ];
}

struct Striking;
impl Draw for Striking {
    type Of = Shock;
    const NAME: &'static str = "shocks";
}

/// The chance that a shock happens now, on this day, so many days after the session before; none where its day has not
/// come.
#[inline]
pub fn chance(spec: &ShockSpec, terms: &ShockTerms, [day, days]: [f64; 2], frequency: f64) -> Option<f64> {
    if spec.dated {
        (terms.day <= day).then_some((terms.probability * frequency).min(1.0))
    } else {
        Some(chance_within(terms.rate_per_day * frequency, days))
    }
}

fn strike(
    case: The<Case>,
    mut record: Record,
    mut runs: Runs<(
        TalksRow<&Shocks>,
        ShockRows<(&ShockTerms, &mut Struck)>,
        RareDraws<Striking, 1>,
    )>,
) {
    for (run, (frequency, (terms, struck), mut draws)) in runs.iter() {
        for ((k, terms), struck) in terms.indexed().zip(struck) {
            struck.now = false;
            if struck.over || !run.opens {
                continue;
            }
            let spec = &case.shocks[k];
            let Some(chance) = chance(spec, terms, [f64::from(run.day), run.days], frequency[0].frequency) else {
                continue;
            };
            struck.now = chance > 0.0 && draws.of(k)[0] < chance;
            // A day comes once; what comes at a rate may come again unless it is said to come once.
            struck.over = spec.dated || (spec.once && struck.now);
            if struck.now {
                record.event(run, SHOCK_STRUCK, || (Actor::Shock(k), None, None));
            }
        }
    }
}

impl Behaviour for Shocks {
    type Params = Self;
    const ABOUT: &'static str = "What happens outside the talks, on a day or at a rate, changes states of those who talk: \
                                 see `[[shocks]]`.";
    const SOURCE: &'static str = "Druckman 2001; values stylised";
    const ORIGIN: Origin = origin!();
    const EVENTS: &'static [&'static EventKind] = &[SHOCK_STRUCK];
    fn idle(outlook: &Outlook<'_>) -> Option<&'static str> {
        if outlook.model.effects.is_empty() && !outlook.concerns(&[], Self::ORIGIN) {
            return Some("no shock changes anything");
        }
        let idle = outlook.highest::<Self>([TalksIx::FIRST], "frequency") <= 0.0;
        idle.then_some("its `frequency` is 0")
    }
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly.draws::<Striking>().add(Phase::Convene, strike);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(dated: bool) -> ShockSpec {
        ShockSpec {
            id: "storm".into(),
            title: "Storm".into(),
            dated,
            once: false,
        }
    }

    #[test]
    fn a_day_must_have_come_and_a_rate_counts_the_days_between_sessions() {
        let terms = ShockTerms {
            day: 10.0,
            probability: 0.4,
            rate_per_day: 0.1,
        };
        assert_eq!(chance(&spec(true), &terms, [9.0, 1.0], 1.0), None);
        assert_eq!(chance(&spec(true), &terms, [12.0, 3.0], 1.0), Some(0.4));
        let within = chance(&spec(false), &terms, [12.0, 3.0], 2.0).expect("a rate has no day");
        assert!((within - (1.0 - libm::exp(-0.6))).abs() < 1e-12);
        assert_eq!(chance(&spec(false), &terms, [0.0, 0.0], 1.0), Some(0.0));
    }
}
