//! Ratification: what was signed is voted on at home some weeks later, and the mood may turn until then.
//!
//! `theta = s_lo + threshold * (s_hi - s_lo)`; what single options demand is taken off their support. s_lo and s_hi the worst and the best
//! support without own red lines. Chance `1 / (1 + exp(-(s - theta) / width))`, width in standard deviations of s over
//! packages; until the vote theta moves by a normal step. Each disputant votes; one lost vote sinks the text, or sends it
//! back to the table, once: everybody knows then how much support is missing, and the second vote may be another body's.
//! Closed doors have a price at home: theta `+ .1 (D - .5) (s_hi - s_lo)`, D the mean secrecy of the sessions held so far.
//! Source: Putnam 1988 (two-level games); Iida 1993 (uncertainty at home); Stasavage 2004 and Naurin 2007 (what is made in
//! secret is easier to make and less readily accepted); values stylised.

use crate::channels::Threshold;
use crate::facts::{Appointment, Ending, LastCriticism, Scale, Verdict};
use detente_core::terms::SessionTerms;
use detente_core::{
    Actor, Assembly, Behaviour, Case, Draw, Draws, EventKind, Origin, Outcome, Parties, Party, PartyIx, Phase, Record,
    Runs, Sessions, Talks, TalksRow, The, events, normal_quantile, origin, params, state,
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
        /// Chance that a lost vote sends the text back to the table instead of ending the talks; once
        amendment: "share", 0.0 ..= 1.0, default 0.0, absent 0.0, "stylised";
        /// What the second vote changes about the support needed, on the same scale
        second_vote: "share of the scale", -1.0 ..= 1.0, default 0.0, absent 0.0, "stylised";
        /// What a public asks for besides of a text made wholly behind closed doors, counted from doors half closed
        secrecy: "share of the scale", 0.0 ..= 0.3, default 0.1, absent 0.0, "Stasavage 2004; Naurin 2007; value stylised";
        /// Days from signature to vote
        delay_days: whole "days", 0.0 ..= 3650.0, default 30, absent 0.0, "stylised";
    }
}

/// The month in which `drift` is measured.
const MONTH: f64 = 30.0;

events! {
    /// The vote at home was won.
    pub TEXT_RATIFIED = "text_ratified",
        told ["{who} won the vote at home."];
    /// The vote at home was lost.
    pub VOTE_LOST = "vote_lost",
        told ["{who} lost the vote at home."];
    /// The vote at home was lost, and the text goes back to the table.
    pub TEXT_SENT_BACK = "text_sent_back",
        told [
            "All signed; but at home {who} lost the vote, and the text came back to the table.",
        ];
}

struct Voting;
impl Draw for Voting {
    type Of = Party;
    const NAME: &'static str = "ratification";
}

/// The support that a share of the scale stands for.
#[inline]
pub fn support_needed(share: f64, scale: &Scale) -> f64 {
    scale.support_low + share * (scale.support_high - scale.support_low)
}

/// By how much a vote is won, in support: below 0 it is lost. The luck of the day is a logistic variable; without width the
/// vote is a step.
#[inline]
pub fn majority(support: f64, threshold: f64, width: f64, step: f64, uniform: f64) -> f64 {
    let luck = if width > 0.0 {
        width * log(uniform / (1.0 - uniform))
    } else {
        0.0
    };
    support + luck - threshold - step
}

state! {
    /// What a lost vote has taught a party: how much more support it needs. None before.
    Lesson on Party, run, "support" (Option<f64> = None)
}

state! {
    /// How closed the doors have been: the secrecy of all sessions held, added up.
    ClosedDoors on Talks, run, "sessions" (f64 = 0.0)
}

/// How closed doors are that nobody thinks of as closed or open.
const USUAL_SECRECY: f64 = 0.5;

/// What a public asks for besides, on the scale of support, where the doors have been closed so far on average.
#[inline]
pub fn price_of_secrecy(price: f64, secrecy: f64) -> f64 {
    price * (secrecy - USUAL_SECRECY)
}

fn set_thresholds(
    case: The<Case>,
    mut runs: Runs<(
        Parties<(&Ratification, &Scale, &Lesson, &mut Threshold)>,
        TalksRow<&mut ClosedDoors>,
        Sessions<&SessionTerms>,
    )>,
) {
    for (run, ((terms, scales, lessons, thresholds), closed, sessions)) in runs.iter() {
        if run.opens {
            closed[0].0 += sessions[run.session].secrecy;
        }
        let secrecy = closed[0].0 / f64::from(run.held.max(1));
        // Once the text has been sent back, every vote is a second one.
        let second = lessons.iter().any(|l| l.0.is_some());
        for &p in &case.disputants {
            let (terms, scale) = (&terms[p], &scales[p]);
            let share = terms.threshold + if second { terms.second_vote } else { 0.0 };
            let share = share + price_of_secrecy(terms.secrecy, secrecy);
            thresholds[p].theta += support_needed(share, scale);
            thresholds[p].theta += lessons[p].0.unwrap_or(0.0);
            thresholds[p].width = terms.width * scale.support_sd;
            thresholds[p].voted = true;
        }
    }
}

fn vote(
    case: The<Case>,
    mut record: Record,
    mut runs: Runs<(
        Parties<(&Ratification, &Threshold, &mut Verdict, &mut Lesson)>,
        TalksRow<(&mut Ending, &mut LastCriticism)>,
        Sessions<&mut Appointment>,
        Draws<Voting, 4>,
    )>,
) {
    for (run, ((terms, thresholds, verdicts, lessons), (ending, criticism), appointments, draws)) in runs.iter() {
        let ending = &mut ending[0];
        let Ending {
            signed_day: Some(signed),
            outcome: None,
            ..
        } = *ending
        else {
            continue;
        };
        let vote_day = |p: PartyIx| signed + round(terms[p].delay_days) as i32;
        let won_by = |p: PartyIx, verdicts: &[Verdict]| {
            let [luck, mood, ..] = draws.of(p);
            let step = terms[p].drift * sqrt(terms[p].delay_days / MONTH) * normal_quantile(mood);
            let Threshold { theta, width, .. } = thresholds[p];
            majority(verdicts[p].support, theta, width, step, luck)
        };
        // The first vote that is lost sinks the text; those after it are not held.
        let lost = case.disputants.iter().copied().filter(|&p| won_by(p, verdicts) < 0.0);
        let sunk = lost.min_by_key(|&p| (vote_day(p), p));
        let held = |p: PartyIx| sunk.is_none_or(|q| (vote_day(p), p) < (vote_day(q), q));
        for &p in case.disputants.iter().filter(|&&p| held(p)) {
            record.event_on(vote_day(p), run, TEXT_RATIFIED, || (Actor::Party(p), None, None));
        }
        let Some(p) = sunk else {
            if let Some(last) = case.disputants.iter().copied().max_by_key(|&p| (vote_day(p), p)) {
                let day = vote_day(last);
                ending.ratified_day = Some(day);
                let actor = Actor::Party(last);
                ending.end(Outcome::Agreement, day, TEXT_RATIFIED, actor, None);
            }
            continue;
        };
        let (day, actor) = (vote_day(p), Actor::Party(p));
        let [_, _, amends, _] = draws.of(p);
        if amends < terms[p].amendment && lessons.iter().all(|l| l.0.is_none()) {
            record.event_on(day, run, TEXT_SENT_BACK, || (actor, None, None));
            lessons[p] = Lesson(Some(-won_by(p, verdicts)));
            ending.signed_day = None;
            ending.proposer = None;
            criticism[0] = LastCriticism(None);
            verdicts.iter_mut().for_each(|v| v.accepts = false);
            // Talks go on after the vote.
            appointments.iter_mut().for_each(|a| a.put_off(day - run.day));
        } else {
            record.event_on(day, run, VOTE_LOST, || (actor, None, None));
            ending.end(Outcome::RejectedAtHome, day, VOTE_LOST, actor, None);
        }
    }
}

impl Behaviour for Ratification {
    type Params = Self;
    const ABOUT: &'static str = "What was signed is voted on at home some weeks later; the mood may turn until then. A lost vote \
                                 ends the talks, or sends the text back to the table once.";
    const SOURCE: &'static str = "Putnam 1988; Iida 1993; values stylised";
    const ORIGIN: Origin = origin!();
    const EVENTS: &'static [&'static EventKind] = &[TEXT_RATIFIED, VOTE_LOST, TEXT_SENT_BACK];
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
    fn closed_doors_have_a_price_and_open_ones_a_reward() {
        assert!((price_of_secrecy(0.06, 1.0) - 0.03).abs() < 1e-15);
        assert_eq!(price_of_secrecy(0.06, 0.5), 0.0);
        assert!((price_of_secrecy(0.06, 0.0) + 0.03).abs() < 1e-15);
    }

    #[test]
    fn a_step_without_width_and_a_logistic_chance_with_it() {
        let won = |support, width, uniform| majority(support, 0.5, width, 0.0, uniform) >= 0.0;
        assert!(won(0.5, 0.0, 0.001) && !won(0.499, 0.0, 0.999));
        let share = (0..10_000)
            .filter(|&k| won(0.54, 0.04, (f64::from(k) + 0.5) / 10_000.0))
            .count();
        assert!((share as f64 / 10_000.0 - 1.0 / (1.0 + libm::exp(-1.0))).abs() < 1e-3);
    }
}
