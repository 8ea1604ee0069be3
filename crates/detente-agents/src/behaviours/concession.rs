//! Concession: demands fall as time passes, slowly at first for the firm (Boulware), fast for the soft (conceder).
//!
//! `curve(t) = 1 - (t / tempo)^exponent`, the exponent being the negotiator's own (`strategy.offers.boulware`), the
//! tempo the party's, never the horizon's: tied to the horizon, more time would lower agreement. t is the party's own
//! clock: what it waits for a rift to widen does not count.
//! Source: Faratin, Sierra & Jennings 1998, time-dependent tactics.

use crate::channels::{Aspiration, Standstill};
use crate::protocols::OFFERS;
use detente_core::terms::StrategyTerms;
use detente_core::{
    Assembly, Behaviour, Case, Negotiator, Negotiators, Origin, Outlook, Parties, Phase, Runs, The, origin, params,
};
use libm::{exp, log};

params! {
    /// How demands fall over time.
    Concession on Negotiator as "concession" {
        /// Days until a demand has fallen to the reservation value
        tempo_days: "days", 1.0 ..= 36_500.0, default 364, absent 364, "stylised";
        /// How far above the reservation value the first demand goes
        headroom: "utility", 0.0 ..= 1.0, default 0.3, absent 0.0, "stylised";
    }
}

/// Logarithm of the part of the tempo that has passed: from minus infinity on day 0 to 0 when all has.
#[inline]
pub fn log_elapsed(day: f64, tempo_days: f64) -> f64 {
    log((day / tempo_days).clamp(0.0, 1.0))
}

/// What remains of the first demand, 1 to 0.
#[inline]
pub fn curve(log_elapsed: f64, exponent: f64) -> f64 {
    1.0 - exp(exponent * log_elapsed)
}

fn concede(
    case: The<Case>,
    mut runs: Runs<(
        Negotiators<(&Concession, &StrategyTerms, &mut Aspiration)>,
        Parties<&Standstill>,
    )>,
) {
    for (run, ((concession, strategy, aspirations), standstill)) in runs.iter() {
        // Most negotiators share a tempo and a clock, so the logarithm is taken once.
        let (mut clock, mut elapsed) = ((f64::NAN, f64::NAN), 0.0);
        let rows = concession.iter().zip(strategy).zip(aspirations);
        for (((terms, strategy), aspiration), negotiator) in rows.zip(&case.negotiators) {
            let now = (terms.tempo_days, standstill[negotiator.party].0);
            if now != clock {
                clock = now;
                elapsed = log_elapsed(f64::from(run.day) - now.1, now.0);
            }
            aspiration.headroom = terms.headroom;
            aspiration.curve = curve(elapsed, strategy.boulware);
        }
    }
}

/// Why nothing can draw demands that fall with time: there are none.
pub(super) fn no_demand_falls(outlook: &Outlook<'_>) -> Option<&'static str> {
    let idle = !outlook.concerns(&["concession"], Concession::ORIGIN);
    Concession::idle(outlook).or(idle.then_some("without `concession` nobody asks for more than its reservation value"))
}

impl Behaviour for Concession {
    type Params = Self;
    const ABOUT: &'static str = "Demands fall as time passes: slowly at first for the firm, fast for the soft.";
    const SOURCE: &'static str = "Faratin, Sierra & Jennings 1998";
    const ORIGIN: Origin = origin!();
    fn idle(outlook: &Outlook<'_>) -> Option<&'static str> {
        let idle = outlook.is_held_only_by(OFFERS) && !outlook.concerns(&[], Self::ORIGIN);
        idle.then_some("where only offers are made a negotiator's `strategy` says how demands fall")
    }
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly.add(Phase::Strain, concede);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_start_at_one_end_at_zero_and_are_ordered_by_firmness() {
        let at = |day: f64, exponent: f64| curve(log_elapsed(day, 100.0), exponent);
        for exponent in [0.25, 1.0, 4.0] {
            assert_eq!(at(0.0, exponent), 1.0);
            assert_eq!(at(100.0, exponent), 0.0);
            assert_eq!(at(500.0, exponent), 0.0);
        }
        // 1 - (1/2)^1, 1 - (1/2)^4, 1 - (1/2)^(1/4).
        for (exponent, left) in [(1.0, 0.5), (4.0, 0.9375), (0.25, 0.159_103_584_746_285_5)] {
            assert!((at(50.0, exponent) - left).abs() < 1e-15);
        }
    }
}
