//! Ratification: what was signed is voted on at home some weeks later, and the mood may turn until then.
//!
//! `theta = s_lo + threshold * (s_hi - s_lo)`; what single options demand is taken off their support. s_lo and s_hi the worst and the best
//! support without own red lines. Chance `1 / (1 + exp(-(s - theta) / width))`, width in standard deviations of s over
//! packages; until the vote theta moves by a normal step. Each disputant votes; one lost vote sinks the text.
//! Source: Putnam 1988 (two-level games); Iida 1993 (uncertainty at home); values stylised.

use bevy_ecs::prelude::*;
use detente_core::channels::Threshold;
use detente_core::facts::{Ending, Scale, Verdict};
use detente_core::{
    Actor, Assembly, Behaviour, Case, Draw, Draws, EventKind, Origin, Outcome, Parties, Party, Phase, Record, Runs,
    TalksRow, normal_quantile, origin, params,
};
use libm::{log, round, sqrt};

params! {
    /// The vote at home.
    Ratification on Party as "ratification" {
        /// Support needed, on the scale from the worst to the best support without own red lines
        threshold: "share of the scale", -1.0 ..= 2.0, default 0.64, absent -1.0, "Putnam 1988; value stylised";
        /// Width of the chance around the threshold; 0 is a step
        width: "sd of support", 0.0 ..= 10.0, default 0.4, absent 0.0, "stylised";
        /// Standard deviation of what happens to the threshold in a month until the vote
        drift: "support", 0.0 ..= 1.0, default 0.05, absent 0.0, "Iida 1993; value stylised";
        /// Days from signature to vote
        delay_days: "days", 0.0 ..= 3650.0, default 30, absent 0.0, "stylised";
    }
}

/// The month in which `drift` is measured.
const MONTH: f64 = 30.0;

struct Voting;
impl Draw for Voting {
    type Of = Party;
    const NAME: &'static str = "ratification";
}

/// Whether a vote is won: support with its own luck against the threshold as it has become.
#[inline]
pub fn won(support: f64, threshold: f64, width: f64, step: f64, uniform: f64) -> bool {
    // The quantile of a logistic variable; a step at width 0.
    let luck = if width > 0.0 {
        width * log(uniform / (1.0 - uniform))
    } else {
        0.0
    };
    support + luck >= threshold + step
}

fn set_thresholds(case: Res<Case>, mut runs: Runs<Parties<(&Ratification, &Scale, &mut Threshold)>>) {
    for (_, (terms, scales, thresholds)) in runs.iter() {
        for &p in &case.disputants {
            let (terms, scale) = (&terms[p], &scales[p]);
            thresholds[p].theta += scale.support_low + terms.threshold * (scale.support_high - scale.support_low);
            thresholds[p].width = terms.width * scale.support_sd;
            thresholds[p].voted = true;
        }
    }
}

fn vote(
    case: Res<Case>,
    mut record: Record,
    mut runs: Runs<(
        Parties<(&Ratification, &Threshold, &Verdict)>,
        TalksRow<&mut Ending>,
        Draws<Voting, 2>,
    )>,
) {
    for (run, ((terms, thresholds, verdicts), ending, draws)) in runs.iter() {
        let Ending {
            signed_day: Some(signed),
            outcome: None,
            ..
        } = ending[0]
        else {
            continue;
        };
        let vote_day = |p: usize| signed + round(terms[p].delay_days) as i32;
        let lost = |&p: &usize| {
            let [luck, mood] = draws.of(p);
            let step = terms[p].drift * sqrt(terms[p].delay_days / MONTH) * normal_quantile(mood);
            !won(
                verdicts[p].support,
                thresholds[p].theta,
                thresholds[p].width,
                step,
                luck,
            )
        };
        // The first vote that is lost sinks the text; those after it are not held.
        let sunk = case
            .disputants
            .iter()
            .copied()
            .filter(|p| lost(p))
            .min_by_key(|&p| (vote_day(p), p));
        let held = |p: usize| sunk.is_none_or(|q| (vote_day(p), p) < (vote_day(q), q));
        for &p in case.disputants.iter().filter(|&&p| held(p)) {
            record.event_on(vote_day(p), run, || {
                (EventKind::TextRatified, Actor::Party(p), None, None)
            });
        }
        if let Some(p) = sunk {
            record.event_on(vote_day(p), run, || (EventKind::VoteLost, Actor::Party(p), None, None));
            ending[0].end(
                Outcome::RejectedAtHome,
                vote_day(p),
                EventKind::VoteLost,
                Actor::Party(p),
                None,
            );
        } else if let Some(last) = case.disputants.iter().copied().max_by_key(|&p| (vote_day(p), p)) {
            ending[0].ratified_day = Some(vote_day(last));
            ending[0].end(
                Outcome::Agreement,
                vote_day(last),
                EventKind::TextRatified,
                Actor::Party(last),
                None,
            );
        }
    }
}

impl Behaviour for Ratification {
    type Params = Self;
    const ABOUT: &'static str = "What was signed is voted on at home some weeks later; the mood may turn until then.";
    const SOURCE: &'static str = "Putnam 1988; Iida 1993; values stylised";
    const ORIGIN: Origin = origin!();
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly
            .draws::<Voting>()
            .add(Phase::Strain, set_thresholds)
            .add(Phase::Ratify, vote);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_without_width_and_a_logistic_chance_with_it() {
        assert!(won(0.5, 0.5, 0.0, 0.0, 0.001) && !won(0.499, 0.5, 0.0, 0.0, 0.999));
        let share = (0..10_000)
            .filter(|&k| won(0.54, 0.5, 0.04, 0.0, (f64::from(k) + 0.5) / 10_000.0))
            .count();
        assert!((share as f64 / 10_000.0 - 1.0 / (1.0 + libm::exp(-1.0))).abs() < 1e-3);
    }
}
