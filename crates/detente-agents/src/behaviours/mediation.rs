//! Mediation: the holder of the text does not know what the sides want; it learns from honest criticism, reassures them
//! about their red lines, and is the more credible to a side the more it is seen to be on it.
//!
//! Beliefs start wrong by a normal error of `.3` of the issue's weight an option and move half way to the truth at an
//! honest criticism. Reassurance lowers theta of a side whose red lines the text respects. Credibility
//! `chi = logit^-1(-1 + 6 (tilt_p - tilt_q))`, aspiration factor `1 - .2 chi`.
//! Source: Touval & Zartman 1985; Kydd 2003 (biased mediators are believed); Klein et al. 2003; values stylised.

use bevy_ecs::prelude::*;
use detente_core::channels::{Aspiration, Threshold};
use detente_core::facts::{Belief, Criticism, Ending, InText, Scale, Worth};
use detente_core::terms::SideTerms;
use detente_core::{
    Assembly, Behaviour, Case, Draw, Issues, Negotiators, Origin, Parties, Phase, RareDraws, Relations, Role, Runs,
    Stake, Stances, Talks, TalksRow, normal_quantile, origin, params, true_belief,
};
use libm::exp;

params! {
    /// What a mediator knows and does.
    Mediation on Talks as "mediation" {
        /// Error of the first beliefs, in weights of the issue
        belief_error: "weight of the issue", 0.0 ..= 10.0, default 0.3, absent 0.0, "stylised";
        /// How far an honest criticism moves a belief to the truth
        learning: "share", 0.0 ..= 1.0, default 0.5, absent 0.0, "stylised";
        /// How strongly the mediator reassures the sides that their red lines stand
        reassurance: "share", 0.0 ..= 1.0, default 0.5, absent 0.0, "stylised";
        /// How far full reassurance lowers the support needed, on the scale of support at home
        reassured: "share of the scale", 0.0 ..= 1.0, default 0.02, absent 0.0, "stylised";
        /// How far full credibility lowers a demand
        credibility: "share", 0.0 ..= 1.0, default 0.2, absent 0.0, "Kydd 2003; value stylised";
    }
}

struct FirstBeliefs;
impl Draw for FirstBeliefs {
    type Of = Stake;
    const NAME: &'static str = "beliefs";
}

/// Draws a stake makes at once; options beyond share them in turn.
const PLACES: usize = 32;

/// Credibility to a side, from how far the mediator is seen on it rather than on the others'.
#[inline]
pub fn credibility(tilt: f64, others: f64) -> f64 {
    1.0 / (1.0 + exp(1.0 - 6.0 * (tilt - others)))
}

fn believe(
    case: Res<Case>,
    mut runs: Runs<(
        TalksRow<&Mediation>,
        Stances<(&Worth, &mut Belief)>,
        RareDraws<FirstBeliefs, PLACES>,
    )>,
) {
    let (issues, options) = (case.issues.len(), case.options.len());
    for (_, (terms, (worths, beliefs), mut draws)) in runs.iter() {
        for &p in &case.disputants {
            for (i, issue) in case.issues.iter().enumerate() {
                let own = p * options + issue.options.start..p * options + issue.options.end;
                let worth = worths[own.clone()].iter().map(|w| w.0);
                let low = worth.clone().fold(f64::INFINITY, f64::min);
                let weight = worth.fold(f64::NEG_INFINITY, f64::max) - low;
                let luck = draws.once(p * issues + i);
                for (k, cell) in own.enumerate() {
                    let error = terms[0].belief_error * weight * normal_quantile(luck[k % PLACES]);
                    beliefs[cell].0 += error;
                }
            }
        }
    }
}

fn reassure(
    case: Res<Case>,
    mut runs: Runs<(
        TalksRow<&Mediation>,
        Issues<&InText>,
        Parties<(&Scale, &mut Threshold)>,
        Negotiators<&mut Aspiration>,
        Relations<&SideTerms>,
    )>,
) {
    let Some(holder) = case
        .talks
        .text_holder
        .filter(|&h| case.parties[h].role == Role::Mediator)
    else {
        return;
    };
    for (_, (terms, text, (scales, thresholds), aspirations, sides)) in runs.iter() {
        let terms = &terms[0];
        let tilt = |p: usize| sides[case.relation(holder, p)].tilt;
        let total: f64 = case.disputants.iter().map(|&p| tilt(p)).sum();
        for &p in &case.disputants {
            if !text.iter().any(|t| case.red_line(p, t.0)) {
                let scale = scales[p].support_high - scales[p].support_low;
                thresholds[p].theta -= terms.reassurance * terms.reassured * scale;
            }
            let others = (total - tilt(p)) / (case.disputants.len() - 1).max(1) as f64;
            let factor = 1.0 - terms.credibility * credibility(tilt(p), others);
            for &n in &case.delegations[p] {
                aspirations[n].factor *= factor;
            }
        }
    }
}

fn learn(
    case: Res<Case>,
    mut runs: Runs<(
        TalksRow<(&Mediation, &Ending)>,
        Parties<&Criticism>,
        Stances<(&Worth, &mut Belief)>,
    )>,
) {
    let Some(holder) = case.talks.text_holder else { return };
    let options = case.options.len();
    for (run, ((terms, ending), criticisms, (worths, beliefs))) in runs.iter() {
        if !ending[0].is_open() || !case.present[run.session][holder] {
            continue;
        }
        for &p in &case.disputants {
            let Criticism {
                issue: Some(i),
                honest: true,
            } = criticisms[p]
            else {
                continue;
            };
            for o in case.issues[i].options.clone() {
                let cell = p * options + o;
                let truth = true_belief(&case, p, o, worths[cell].0);
                beliefs[cell].0 += terms[0].learning * (truth - beliefs[cell].0);
            }
        }
    }
}

impl Behaviour for Mediation {
    type Params = Self;
    const ABOUT: &'static str = "The holder of the text learns what the sides want from honest criticism, reassures them \
                                 about their red lines, and is believed by the side it favours.";
    const SOURCE: &'static str = "Touval & Zartman 1985; Kydd 2003; Klein et al. 2003; values stylised";
    const ORIGIN: Origin = origin!();
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly
            .draws::<FirstBeliefs>()
            .opening(believe)
            .add(Phase::Strain, reassure)
            .add(Phase::Relate, learn);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credibility_grows_with_the_lean_and_an_even_mediator_has_some() {
        assert!((credibility(0.5, 0.5) - 1.0 / (1.0 + exp(1.0))).abs() < 1e-15);
        assert!(credibility(0.8, 0.2) > 0.9 && credibility(0.2, 0.8) < 0.05);
    }
}
