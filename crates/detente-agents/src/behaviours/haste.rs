//! Haste: when little time is left, people ask for less, look at fewer changes and err more.
//!
//! `haste = max(0, 1 - days left / days)`, the days left until the horizon. Aspiration factor `1 - .3 haste`, attention
//! `1 - .5 haste`, error variance `(.3 haste)^2`. Time pressure is not fatigue: rest does not help against it.
//! Source: De Dreu 2003 (time pressure closes the mind); Stuhlmacher, Gillespie & Champagne 1998 (it speeds concessions);
//! values stylised.

use crate::channels::{Aspiration, Attention, Judgement};
use detente_core::terms::TalksTerms;
use detente_core::{
    Assembly, Behaviour, Negotiator, Negotiators, Origin, Outlook, Phase, Runs, TalksRow, origin, params,
};

params! {
    /// What people do when time runs out.
    Haste on Negotiator as "haste" {
        /// Days before the horizon at which haste begins
        days: "days", 0.1 ..= 36_500.0, default 30, absent 30, "stylised";
        /// How far full haste lowers the demand
        aspiration: "share", 0.0 ..= 1.0, default 0.3, absent 0.0, "Stuhlmacher, Gillespie & Champagne 1998; value stylised";
        /// How far full haste lowers the chance to see an improvement
        attention: "share", 0.0 ..= 1.0, default 0.5, absent 0.0, "De Dreu 2003; value stylised";
        /// Error of judgement that full haste adds
        noise: "sd of utility", 0.0 ..= 10.0, default 0.3, absent 0.0, "De Dreu 2003; value stylised";
    }
}

/// How pressing time is, 0 to 1.
#[inline]
pub fn haste(days_left: f64, days: f64) -> f64 {
    (1.0 - days_left / days).clamp(0.0, 1.0)
}

fn press(
    mut runs: Runs<(
        TalksRow<&TalksTerms>,
        Negotiators<(&Haste, &mut Aspiration, &mut Attention, &mut Judgement)>,
    )>,
) {
    for (run, (frame, (terms, aspirations, attention, judgements))) in runs.iter() {
        let left = frame[0].horizon_days - f64::from(run.day);
        let rows = terms.iter().zip(aspirations).zip(attention).zip(judgements);
        for (((terms, aspiration), attention), judgement) in rows {
            let pressed = haste(left, terms.days);
            if pressed > 0.0 {
                aspiration.factor *= 1.0 - terms.aspiration * pressed;
                attention.0 *= 1.0 - terms.attention * pressed;
                judgement.variance += (terms.noise * pressed) * (terms.noise * pressed);
            }
        }
    }
}

impl Behaviour for Haste {
    type Params = Self;
    const ABOUT: &'static str = "When little time is left before the horizon, people ask for less, examine fewer changes \
                                 and err more.";
    const SOURCE: &'static str = "De Dreu 2003; Stuhlmacher, Gillespie & Champagne 1998; values stylised";
    const ORIGIN: Origin = origin!();
    fn idle(outlook: &Outlook<'_>) -> Option<&'static str> {
        let most = |field| outlook.highest::<Self>(0..outlook.model.negotiators.len(), field);
        let idle = ["aspiration", "attention", "noise"]
            .iter()
            .all(|field| most(field) <= 0.0);
        idle.then_some("it lowers no demand and no attention, and adds no error")
    }
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly.add(Phase::Strain, press);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn haste_begins_days_before_the_end_and_is_full_there() {
        assert_eq!(haste(31.0, 30.0), 0.0);
        assert_eq!(haste(15.0, 30.0), 0.5);
        assert_eq!(haste(0.0, 30.0), 1.0);
        assert_eq!(haste(-5.0, 30.0), 1.0);
    }
}
