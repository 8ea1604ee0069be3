//! Learning: the holder of the text begins with wrong beliefs and learns from honest criticism, and from answers to its own
//! questions. Source: Klein et al. 2003 (mediated single text); Raiffa 1982 (interests elicited in private).

use super::Mediation;
use crate::channels::Candour;
use crate::facts::{Belief, Criticism, Ending, Worth, true_belief};
use bevy_ecs::prelude::*;
use detente_core::{
    Assembly, Case, Draw, Indexed, Indices, IssueIx, Parties, Party, PartyIx, Phase, RareDraws, Runs, Stake, Stakes,
    Stances, TalksRow, normal_quantile, state,
};

state! {
    /// How often the holder has heard an honest word from a side on a matter.
    Heard on Stake, run, "words" (u8 = 0)
}

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

pub(super) fn assemble(assembly: &mut Assembly<'_>) {
    assembly
        .draws::<FirstBeliefs>()
        .draws::<Asking>()
        .opening(believe)
        .add(Phase::Relate, learn);
}

/// The matter that is least known: the greatest spread of beliefs, each word heard having narrowed it by `learning`.
#[inline]
fn least_known(spreads: impl Iterator<Item = (f64, u8)>, learning: f64) -> Option<IssueIx> {
    let doubt = |(spread, heard): (f64, u8)| (0..heard).fold(spread, |left, _| left * (1.0 - learning));
    let mut most = (0.0, None);
    for (issue, doubt) in Indices::first(usize::MAX).zip(spreads.map(doubt)) {
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
        RareDraws<FirstBeliefs, PLACES>,
    )>,
) {
    for (_, (terms, (worths, beliefs), mut draws)) in runs.iter() {
        let (worths, mut beliefs) = (case.by_option(worths), case.by_option(beliefs));
        for &p in &case.disputants {
            for (i, issue) in case.issues.indexed() {
                let worth = worths[(p, issue.options.clone())].iter().map(|w| w.0);
                let low = worth.clone().fold(f64::INFINITY, f64::min);
                let weight = worth.fold(f64::NEG_INFINITY, f64::max) - low;
                let luck = draws.once(case.stake(p, i));
                for (k, o) in issue.options.clone().enumerate() {
                    let error = terms[0].belief_error * weight * normal_quantile(luck[k % PLACES]);
                    beliefs[(p, o)].0 += error;
                }
            }
        }
    }
}

/// An honest word of a side on a matter: beliefs about it move towards the truth.
fn hear(
    case: &Case,
    (party, issue): (PartyIx, IssueIx),
    learning: f64,
    worths: &[Worth],
    beliefs: &mut [Belief],
    heard: &mut [Heard],
) {
    let times = &mut heard[case.stake(party, issue)].0;
    *times = times.saturating_add(1);
    for o in case.issues[issue].options.clone() {
        let cell = case.stance(party, o);
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
            let believed = case.by_option(&*beliefs);
            let spreads = case.issues.indexed().map(|(i, issue)| {
                let known = believed[(p, issue.options.clone())].iter().map(|b| b.0);
                let spread = known.clone().fold(f64::NEG_INFINITY, f64::max) - known.fold(f64::INFINITY, f64::min);
                (spread, heard[case.stake(p, i)].0)
            });
            if let Some(i) = least_known(spreads, learning) {
                hear(&case, (p, i), learning, worths, beliefs, heard);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use detente_core::Ix;

    #[test]
    fn the_holder_asks_about_what_it_has_heard_least_of_by_weight() {
        let asked = |spreads: &[(f64, u8)]| least_known(spreads.iter().copied(), 0.5).map(Ix::ix);
        assert_eq!(asked(&[(0.2, 0), (0.3, 0)]), Some(1));
        assert_eq!(asked(&[(0.2, 0), (0.3, 1)]), Some(0));
        assert_eq!(asked(&[(0.2, 2), (0.0, 0)]), Some(0));
        assert_eq!(asked(&[(0.0, 0)]), None);
    }
}
