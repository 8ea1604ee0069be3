//! Concession: demands fall as time passes, slowly at first for the firm (Boulware), fast for the soft (conceder).
//!
//! `curve(t) = 1 - (t / tempo)^exponent`, the exponent being the negotiator's own (`strategy.offers.boulware`), the
//! tempo the party's, never the horizon's: tied to the horizon, more time would lower agreement.
//! Source: Faratin, Sierra & Jennings 1998, time-dependent tactics.

use detente_core::channels::Aspiration;
use detente_core::terms::StrategyTerms;
use detente_core::{Assembly, Behaviour, Negotiator, Negotiators, Origin, Phase, Runs, origin, params};
use libm::pow;

params! {
    /// How demands fall over time.
    Concession on Negotiator as "concession" {
        /// Days until a demand has fallen to the reservation value
        tempo_days: "days", 1.0 ..= 36_500.0, default 364, absent 364, "stylised";
        /// How far above the reservation value the first demand goes
        headroom: "utility", 0.0 ..= 1.0, default 0.3, absent 0.0, "stylised";
    }
}

/// What remains of the first demand on a day, 1 to 0.
#[inline]
pub fn curve(day: f64, tempo_days: f64, exponent: f64) -> f64 {
    1.0 - pow((day / tempo_days).clamp(0.0, 1.0), exponent)
}

fn concede(mut runs: Runs<Negotiators<(&Concession, &StrategyTerms, &mut Aspiration)>>) {
    for (run, (concession, strategy, aspirations)) in runs.iter() {
        for ((terms, strategy), aspiration) in concession.iter().zip(strategy).zip(aspirations) {
            aspiration.headroom = terms.headroom;
            aspiration.curve = curve(f64::from(run.day), terms.tempo_days, strategy.boulware);
        }
    }
}

impl Behaviour for Concession {
    type Params = Self;
    const ABOUT: &'static str = "Demands fall as time passes: slowly at first for the firm, fast for the soft.";
    const SOURCE: &'static str = "Faratin, Sierra & Jennings 1998";
    const ORIGIN: Origin = origin!();
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly.add(Phase::Strain, concede);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_start_at_one_end_at_zero_and_are_ordered_by_firmness() {
        for exponent in [0.25, 1.0, 4.0] {
            assert_eq!(curve(0.0, 100.0, exponent), 1.0);
            assert_eq!(curve(100.0, 100.0, exponent), 0.0);
            assert_eq!(curve(500.0, 100.0, exponent), 0.0);
        }
        assert_eq!(curve(50.0, 100.0, 1.0), 0.5);
        assert!(curve(50.0, 100.0, 4.0) > 0.9 && curve(50.0, 100.0, 0.25) < 0.2);
    }
}
