//! Haste: when little time is left, people ask for less, look at fewer changes and err more; and as long as much is left
//! before a deadline that they believe in, they keep something in hand for it.
//!
//! `haste = max(0, 1 - days left / days)`, the days left until the horizon. With b = `believed`: what is held back is
//! `.15 b (1 - haste)` of the first demand; aspiration factor `1 - .6 b haste`, attention `1 - .5 b haste`, error variance
//! `(.3 b haste)^2`. A deadline that nobody believes in moves nobody. Time pressure is not fatigue: rest does not help
//! against it. Source: Roth, Murnighan & Schoumaker 1988 (agreements bunch before a deadline); De Dreu 2003 (time pressure
//! closes the mind); Stuhlmacher, Gillespie & Champagne 1998 (it speeds concessions); values stylised.

use crate::channels::{Aspiration, Attention, Judgement};
use detente_core::terms::TalksTerms;
use detente_core::{
    Assembly, Behaviour, Indexed, Negotiator, Negotiators, Origin, Outlook, Phase, Runs, TalksRow, origin, params,
};

params! {
    /// What people do when time runs out.
    Haste on Negotiator as "haste" {
        /// Days before the horizon at which haste begins
        days: "days", 0.1 ..= 36_500.0, default 30, absent 30, "stylised";
        /// How far people believe that the horizon is a deadline
        believed: "share", 0.0 ..= 1.0, default 1.0, absent 1.0, "Roth, Murnighan & Schoumaker 1988; value stylised";
        /// What is kept in hand until a deadline that is believed in
        hold: "share of the first demand", 0.0 ..= 1.0, default 0.15, absent 0.0, "Roth, Murnighan & Schoumaker 1988; value stylised";
        /// How far full haste lowers the demand
        aspiration: "share", 0.0 ..= 1.0, default 0.6, absent 0.0, "Stuhlmacher, Gillespie & Champagne 1998; value stylised";
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
            let near = haste(left, terms.days);
            aspiration.push += terms.hold * terms.believed * (1.0 - near);
            let pressed = terms.believed * near;
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
                                 and err more; before a deadline that they believe in they keep something in hand.";
    const SOURCE: &'static str =
        "Roth, Murnighan & Schoumaker 1988; De Dreu 2003; Stuhlmacher, Gillespie & Champagne 1998; values stylised";
    const ORIGIN: Origin = origin!();
    fn idle(outlook: &Outlook<'_>) -> Option<&'static str> {
        let most = |field| outlook.highest::<Self>(outlook.model.negotiators.indices(), field);
        if most("believed") <= 0.0 {
            return Some("nobody believes that the horizon is a deadline");
        }
        let idle = ["hold", "aspiration", "attention", "noise"]
            .iter()
            .all(|field| most(field) <= 0.0);
        idle.then_some("it moves no demand, lowers no attention and adds no error")
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
