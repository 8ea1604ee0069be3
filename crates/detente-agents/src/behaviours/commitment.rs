//! Commitment: a party fears that the other side breaks the agreement once it has what it wants.
//!
//! `B = clamp(b (1 - T) + sum of what the text's options expose, 0, 1) * (1 - guarantee)`, T the party's mean trust in the
//! other disputants; of several guarantees each takes its part of what is left. A text is worth
//! `(1 - B) V + B (r - loss - fall * what is exposed)`: ground that is given up is not there when fighting begins again, so
//! that a breach costs more. Source: Fearon 1995 (commitment problems); Powell 2006 (shifts of power); Walter 2002 and
//! Fortna 2003 (guarantees); values stylised.

use crate::channels::BreachRisk;
use crate::facts::{Exposed, Feared, InText, Trust, feared};
use crate::protocols::OFFERS;
use detente_core::{
    Assembly, Behaviour, Case, Issues, Options, Origin, Outlook, Parties, Party, Phase, Relations, Runs, Stances, The,
    origin, params,
};

params! {
    /// What a party fears of the other side's word.
    Commitment on Party as "commitment" {
        /// Risk of a breach where there is no trust, before what the text exposes and guarantees
        breach: "share", 0.0 ..= 1.0, default 0.15, absent 0.0, "Fearon 1995; value stylised";
        /// Weight of what single options expose
        exposure: "factor", 0.0 ..= 10.0, default 3.0, absent 0.0, "stylised";
        /// What a breach takes from the utility of no agreement
        loss: "utility", 0.0 ..= 1.0, default 0.1, absent 0.0, "stylised";
        /// What it takes besides where all is exposed: ground that was given up is missed when fighting begins again
        fall: "utility", 0.0 ..= 1.0, default 1.0, absent 0.0, "Powell 2006; value stylised";
    }
}

/// Risk of a breach at this trust.
#[inline]
pub fn base_risk(breach: f64, trust: f64) -> f64 {
    breach * (1.0 - trust)
}

/// What a breach of a text takes that lays a party open so far.
#[inline]
pub fn loss_of_breach(loss: f64, fall: f64, exposed: f64) -> f64 {
    loss + fall * exposed.min(1.0)
}

/// Before the text is changed, for whoever changes it, and again before the sides weigh it.
fn fear(
    case: The<Case>,
    mut runs: Runs<(
        Parties<(&Commitment, &mut BreachRisk)>,
        Relations<&Trust>,
        Issues<&InText>,
        Options<&Feared>,
        Stances<&Exposed>,
    )>,
) {
    for (_, ((terms, risks), trust, text, fears, exposed)) in runs.iter() {
        let exposed = case.by_option(exposed);
        for &p in &case.disputants {
            risks[p].exposes = 0.0;
        }
        for (place, (o, _)) in feared(fears).enumerate() {
            if case.stands(text, o) {
                for &p in &case.disputants {
                    risks[p].exposes += (*exposed.row(p))[place].0;
                }
            }
        }
        for &p in &case.disputants {
            let others = || case.disputants.iter().filter(|&&q| q != p);
            let sum: f64 = others().map(|&q| trust[case.relation(p, q)].0).sum();
            let mean = sum / others().count().max(1) as f64;
            let (terms, exposes) = (&terms[p], risks[p].exposes);
            risks[p] = BreachRisk {
                base: base_risk(terms.breach, mean),
                exposure: terms.exposure,
                loss: loss_of_breach(terms.loss, terms.fall, terms.exposure * exposes),
                exposes,
            };
        }
    }
}

impl Behaviour for Commitment {
    type Params = Self;
    const ABOUT: &'static str = "A party fears that the other side breaks the agreement: the more, the less it trusts and \
                                 the more it lays itself open, which also makes a breach dearer; guarantees take the \
                                 fear away.";
    const SOURCE: &'static str = "Fearon 1995; Walter 2002; Fortna 2003; values stylised";
    const ORIGIN: Origin = origin!();
    fn idle(outlook: &Outlook<'_>) -> Option<&'static str> {
        if outlook.is_held_only_by(OFFERS) && !outlook.concerns(&[], Self::ORIGIN) {
            return Some("only a text is feared to be broken, and only offers are made");
        }
        let most = |field| outlook.highest::<Self>(outlook.model.disputants(), field);
        let idle = most("breach") <= 0.0 && most("exposure") <= 0.0;
        idle.then_some("no disputant fears a breach, with or without exposure")
    }
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly.add(Phase::Strain, fear).add(Phase::Propose, fear);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trust_takes_the_fear_away() {
        assert_eq!(base_risk(0.2, 0.0), 0.2);
        assert_eq!(base_risk(0.2, 1.0), 0.0);
        assert!((base_risk(0.2, 0.25) - 0.15).abs() < 1e-15);
    }

    #[test]
    fn a_breach_costs_more_where_more_is_exposed_up_to_all() {
        assert_eq!(loss_of_breach(0.1, 1.0, 0.0), 0.1);
        assert!((loss_of_breach(0.1, 0.5, 0.3) - 0.25).abs() < 1e-15);
        assert_eq!(loss_of_breach(0.1, 0.5, 7.0), 0.6);
    }
}
