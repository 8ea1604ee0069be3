//! Mediation: the holder of the text does not know what the sides want; it learns from honest criticism, reassures them
//! about their red lines, and is the more credible to a side the more it is seen to be on it. It may also ask: about the
//! matter on which it is least sure of a side, weighing how much the side seems to care by how often it has been heard.
//!
//! Beliefs start wrong by a normal error of `.3` of the issue's weight an option and move half way to the truth at an
//! honest criticism. Reassurance lowers theta of a side whose red lines the text respects. Credibility
//! `chi = logit^-1(-1 + 6 (tilt_p - tilt_q))`, aspiration factor `1 - .2 chi`.
//! Source: Touval & Zartman 1985; Kydd 2003 (biased mediators are believed); Klein et al. 2003; values stylised.

use bevy_ecs::prelude::*;
use detente_core::channels::{Aspiration, Candour, Threshold};
use detente_core::facts::{Belief, Criticism, Ending, InText, Scale, Worth};
use detente_core::terms::SideTerms;
use detente_core::{
    Assembly, Behaviour, Case, Draw, Issues, Negotiators, Origin, Parties, Party, Phase, RareDraws, Relations, Role,
    Runs, Stake, Stakes, Stances, Talks, TalksRow, normal_quantile, origin, params, true_belief,
};
use libm::exp;

params! {
    /// What a mediator knows and does.
    Mediation on Talks as "mediation" {
        /// Error of the first beliefs, in weights of the issue
        belief_error: "weight of the issue", 0.0 ..= 10.0, default 0.3, absent 0.0, "stylised";
        /// How far an honest criticism moves a belief to the truth
        learning: "share", 0.0 ..= 1.0, default 0.5, absent 0.0, "stylised";
        /// Chance that the mediator asks each side in a round about the matter that it knows least of; the answer is honest with the chance of candour
        inquiry: "share", 0.0 ..= 1.0, default 0.0, absent 0.0, "Raiffa 1982 (the mediator elicits interests in private); value stylised";
        /// How strongly the mediator reassures the sides that their red lines stand
        reassurance: "share", 0.0 ..= 1.0, default 0.5, absent 0.0, "stylised";
        /// How far full reassurance lowers the support needed, on the scale of support at home
        reassured: "share of the scale", 0.0 ..= 1.0, default 0.02, absent 0.0, "stylised";
        /// How far full credibility lowers a demand
        credibility: "share", 0.0 ..= 1.0, default 0.2, absent 0.0, "Kydd 2003; value stylised";
    }
}

/// How often the holder has heard an honest word from a side on a matter.
#[derive(Component, Debug, Clone, Copy, Default)]
struct Heard(u8);

struct Asking;
impl Draw for Asking {
    type Of = Party;
    const NAME: &'static str = "inquiry";
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

/// The matter that is least known: the greatest spread of beliefs, each word heard having narrowed it by `learning`.
#[inline]
pub fn least_known(spreads: impl Iterator<Item = (f64, u8)>, learning: f64) -> Option<usize> {
    let doubt = |(spread, heard): (f64, u8)| (0..heard).fold(spread, |left, _| left * (1.0 - learning));
    let mut most = (0.0, None);
    for (issue, doubt) in spreads.map(doubt).enumerate() {
        if doubt > most.0 {
            most = (doubt, Some(issue));
        }
    }
    most.1
}

fn believe(
    case: Res<Case>,
    mut runs: Runs<(
        TalksRow<&Mediation>,
        Stances<(&Worth, &mut Belief)>,
        Stakes<&mut Heard>,
        RareDraws<FirstBeliefs, PLACES>,
    )>,
) {
    let (issues, options) = (case.issues.len(), case.options.len());
    for (_, (terms, (worths, beliefs), heard, mut draws)) in runs.iter() {
        heard.fill(Heard(0));
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

/// An honest word of a side on a matter: beliefs about it move towards the truth.
fn hear(
    case: &Case,
    (party, issue): (usize, usize),
    learning: f64,
    worths: &[Worth],
    beliefs: &mut [Belief],
    heard: &mut [Heard],
) {
    let times = &mut heard[party * case.issues.len() + issue].0;
    *times = times.saturating_add(1);
    for o in case.issues[issue].options.clone() {
        let cell = party * case.options.len() + o;
        let truth = true_belief(case, party, o, worths[cell].0);
        beliefs[cell].0 += learning * (truth - beliefs[cell].0);
    }
}

/// Honest criticism teaches, and so do answers to the holder's own questions.
fn learn(
    case: Res<Case>,
    mut runs: Runs<(
        TalksRow<(&Mediation, &Candour, &Ending)>,
        Parties<&Criticism>,
        Stances<(&Worth, &mut Belief)>,
        Stakes<&mut Heard>,
        RareDraws<Asking, 2>,
    )>,
) {
    let Some(holder) = case.talks.text_holder else { return };
    let (issues, options) = (case.issues.len(), case.options.len());
    for (run, ((terms, candour, ending), criticisms, (worths, beliefs), heard, mut draws)) in runs.iter() {
        let present = &case.present[run.session];
        if !ending[0].is_open() || !present[holder] {
            continue;
        }
        let Mediation { learning, inquiry, .. } = terms[0];
        for &p in &case.disputants {
            if let Criticism {
                issue: Some(i),
                honest: true,
            } = criticisms[p]
            {
                hear(&case, (p, i), learning, worths, beliefs, heard);
            }
        }
        if inquiry <= 0.0 {
            continue;
        }
        for &p in case.disputants.iter().filter(|&&p| present[p]) {
            let [asks, honest] = draws.of(p);
            if asks >= inquiry || honest >= candour[0].chance() {
                continue;
            }
            let own = &heard[p * issues..(p + 1) * issues];
            let spreads = case.issues.iter().zip(own).map(|(issue, heard)| {
                let cells = p * options + issue.options.start..p * options + issue.options.end;
                let known = beliefs[cells].iter().map(|b| b.0);
                let spread = known.clone().fold(f64::NEG_INFINITY, f64::max) - known.fold(f64::INFINITY, f64::min);
                (spread, heard.0)
            });
            if let Some(i) = least_known(spreads, learning) {
                hear(&case, (p, i), learning, worths, beliefs, heard);
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
            .column::<Stake, Heard>()
            .draws::<FirstBeliefs>()
            .draws::<Asking>()
            .opening(believe)
            .add(Phase::Strain, reassure)
            .add(Phase::Relate, learn);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_holder_asks_about_what_it_has_heard_least_of_by_weight() {
        let asked = |spreads: &[(f64, u8)]| least_known(spreads.iter().copied(), 0.5);
        assert_eq!(asked(&[(0.2, 0), (0.3, 0)]), Some(1));
        assert_eq!(asked(&[(0.2, 0), (0.3, 1)]), Some(0));
        assert_eq!(asked(&[(0.2, 2), (0.0, 0)]), Some(0));
        assert_eq!(asked(&[(0.0, 0)]), None);
    }

    #[test]
    fn credibility_grows_with_the_lean_and_an_even_mediator_has_some() {
        assert!((credibility(0.5, 0.5) - 1.0 / (1.0 + exp(1.0))).abs() < 1e-15);
        assert!(credibility(0.8, 0.2) > 0.9 && credibility(0.2, 0.8) < 0.05);
    }
}
