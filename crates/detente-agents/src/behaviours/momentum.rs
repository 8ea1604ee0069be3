//! Momentum: small advances feel important, and are easily lost.
//!
//! `M += gain (1 - M)` for a constructive session, `M *= 1 - loss` at a leak or a walkout, `1 - misstep` at a misstep; half of
//! it goes in `half_life_days`. It lowers demands, keeps people at the table, helps issues ripen and guarantors agree.
//! Source: Druckman 1986 and Pruitt 1981 for turning points; asymmetry and values stylised.

use crate::callings::call_on_momentum;
use crate::channels::{Aspiration, Inclination, RipeningHazard, WalkOutHazard};
use crate::facts::{Ending, Headway, Incidents, Momentum};
use detente_core::{
    Assembly, Behaviour, Issues, Negotiators, Origin, Parties, Phase, Runs, State, StateEntry, Talks, TalksRow,
    Trigger, origin, params,
};
use libm::exp2;

params! {
    /// How momentum moves.
    MomentumTerms on Talks as "momentum" {
        /// Momentum on day 0
        start: "share", 0.0 ..= 1.0, default 0.2, absent 0.0, "stylised";
        /// Part of what is missing that a constructive session adds
        gain: "share", 0.0 ..= 1.0, default 0.15, absent 0.0, "stylised";
        /// Part of it that a leak or a walkout takes
        loss: "share", 0.0 ..= 1.0, default 0.35, absent 0.0, "stylised";
        /// Part of it that a misstep takes
        misstep: "share", 0.0 ..= 1.0, default 0.6, absent 0.0, "stylised";
        /// Days in which half of it goes
        half_life_days: "days", 0.1 ..= 36_500.0, default 45, absent 45, "stylised";
        /// Part of what is missing that a public signal of progress adds
        signal: "share", 0.0 ..= 1.0, default 0.3, absent 0.0, "stylised";
        /// How far full momentum lowers the demand
        aspiration: "share", 0.0 ..= 1.0, default 0.25, absent 0.0, "stylised";
        /// How far momentum above the usual lowers the log hazard of walkouts
        walkouts: "log hazard", -10.0 ..= 10.0, default 1.5, absent 0.0, "stylised";
        /// Effect of momentum above the usual on the log hazard of ripening
        ripening: "log hazard", -10.0 ..= 10.0, default 1.0, absent 0.0, "stylised";
        /// What full momentum adds to a guarantor's inclination
        consent: "inclination", -10.0 ..= 10.0, default 0.5, absent 0.0, "stylised";
    }
}

/// Momentum at which walkouts have their base rate.
const USUAL_AT_THE_TABLE: f64 = 0.2;
/// Momentum at which issues ripen at their base rate.
const USUAL_FOR_RIPENING: f64 = 0.3;

/// Momentum after a constructive session.
#[inline]
pub fn gained(momentum: f64, gain: f64) -> f64 {
    momentum + gain * (1.0 - momentum)
}

/// Momentum after so many blows.
#[inline]
pub fn lost(momentum: f64, loss: f64, blows: u32) -> f64 {
    (0..blows).fold(momentum, |m, _| m * (1.0 - loss))
}

fn start(mut runs: Runs<TalksRow<(&MomentumTerms, &mut Momentum)>>) {
    for (_, (terms, momentum)) in runs.iter() {
        momentum[0].0 = terms[0].start;
    }
}

fn carry(
    mut runs: Runs<(
        TalksRow<(&MomentumTerms, &mut Momentum, &mut WalkOutHazard)>,
        Negotiators<&mut Aspiration>,
        Issues<&mut RipeningHazard>,
        Parties<&mut Inclination>,
    )>,
) {
    for (run, ((terms, momentum, walk_outs), aspirations, ripening, inclinations)) in runs.iter() {
        let terms = &terms[0];
        if run.days > 0.0 {
            momentum[0].0 *= exp2(-run.days / terms.half_life_days);
        }
        let m = momentum[0].0;
        for aspiration in aspirations {
            aspiration.factor *= 1.0 - terms.aspiration * m;
        }
        walk_outs[0].0.exponent -= terms.walkouts * (m - USUAL_AT_THE_TABLE);
        for hazard in ripening {
            hazard.0.exponent += terms.ripening * (m - USUAL_FOR_RIPENING);
        }
        for inclination in inclinations {
            inclination.0 += terms.consent * m;
        }
    }
}

fn gain_or_lose(mut runs: Runs<TalksRow<(&MomentumTerms, &mut Momentum, &Incidents, &Headway, &Ending)>>) {
    for (run, (terms, momentum, incidents, headway, ending)) in runs.iter() {
        if !ending[0].is_open() {
            continue;
        }
        let (terms, m) = (&terms[0], &mut momentum[0].0);
        let Incidents {
            leaked,
            misstep,
            walked_out,
            signalled_by,
            ..
        } = incidents[0];
        let blows = u32::from(leaked.is_some()) + u32::from(walked_out);
        *m = lost(*m, terms.loss, blows);
        *m = lost(*m, terms.misstep, u32::from(misstep.is_some()));
        if run.closes && headway[0].constructive() {
            *m = gained(*m, terms.gain);
        }
        if signalled_by.is_some() {
            *m = gained(*m, terms.signal);
        }
    }
}

struct Start;
impl State for Start {
    type Column = Momentum;
    const KEY: &'static str = "momentum.start";
    fn change(momentum: &mut Momentum, by: f64, [low, high]: [f64; 2]) {
        momentum.0 = (momentum.0 + by).clamp(low, high);
    }
}

impl Behaviour for MomentumTerms {
    type Params = Self;
    const STATES: &'static [StateEntry] = &[StateEntry::of::<Start>()];
    const PULLS: &'static [Trigger] = &[Trigger::MomentumAbove];
    const ABOUT: &'static str = "Small advances carry the talks; leaks, missteps and walkouts stop them.";
    const SOURCE: &'static str = "Pruitt 1981; Druckman 1986; values stylised";
    const ORIGIN: Origin = origin!();
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly
            .probe::<Momentum>("momentum", "share", [0.0, 1.0], |m| m.0)
            .opening(start)
            .add(Phase::Strain, carry)
            .add(Phase::Relate, gain_or_lose);
        call_on_momentum(assembly);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn momentum_is_easily_lost() {
        let built = (0..3).fold(0.2, |m, _| gained(m, 0.15));
        assert!((built - (1.0 - 0.8 * 0.85 * 0.85 * 0.85)).abs() < 1e-12);
        assert!((lost(0.4, 0.35, 2) - 0.169).abs() < 1e-12);
        assert_eq!((lost(0.4, 0.35, 0), gained(1.0, 0.15)), (0.4, 1.0));
    }
}
