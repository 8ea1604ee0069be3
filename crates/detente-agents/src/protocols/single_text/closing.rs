//! What a session on the text leaves behind: issues that are settled or agreed for good, and a signature.

use super::decision::signs;
use super::{ISSUE_HARVESTED, is_on_text};
use crate::channels::Threshold;
use crate::events::TEXT_SIGNED;
use crate::facts::{
    Ending, Harvested, Headway, InText, OptionState, ReservationValue, Ripe, Settled, Touched, Verdict, Worth,
};
use crate::protocols::author;
use crate::protocols::plenary::is_plenary;
use bevy_ecs::prelude::*;
use detente_core::{Actor, Case, Issues, Options, Parties, Record, Runs, Stances, TalksRow};

/// What nobody has touched through a whole session counts as settled.
pub(super) fn settle_issues(
    mut runs: Runs<(
        Issues<(&Ripe, &Touched, &InText, &mut Settled)>,
        Options<&OptionState>,
        TalksRow<&Ending>,
    )>,
) {
    for (run, ((ripe, touched, text, settled), states, ending)) in runs.iter() {
        if run.closes && ending[0].is_open() {
            for (((ripe, touched), text), settled) in ripe.iter().zip(touched).zip(text).zip(settled) {
                settled.0 |= ripe.0 && !touched.0 && states[text.0].available();
            }
        }
    }
}

/// Where an early harvest is allowed, a settled issue is agreed for good if nobody can veto it and, taken alone, it gives
/// everybody at least that part of the best it could give which having no agreement gives overall. It cannot be traded
/// against others then, but nothing opens it again.
pub(super) fn harvest_issues(
    case: Res<Case>,
    mut record: Record,
    mut runs: Runs<(
        Issues<(&Settled, &InText, &mut Harvested)>,
        Stances<&Worth>,
        Parties<&ReservationValue>,
        TalksRow<(&Ending, &mut Headway)>,
    )>,
) {
    let options = case.options.len();
    for (run, ((settled, text, harvested), worths, reservations, (ending, headway))) in
        runs.filter(|run| run.closes && is_on_text(&case, run))
    {
        if !ending[0].is_open() {
            continue;
        }
        for (i, issue) in case.issues.iter().enumerate().filter(|(i, _)| settled[*i].0) {
            let stands = text[i].0;
            let fair = |&p: &usize| {
                let own = &worths[p * options..(p + 1) * options];
                let of = issue.options.clone().map(|o| own[o].0);
                let (low, high) = of.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), w| (l.min(w), h.max(w)));
                !case.red_line(p, stands) && own[stands].0 - low >= reservations[p].0 * (high - low)
            };
            let free = case.options[stands].consent.is_empty();
            if !harvested[i].0 && free && case.disputants.iter().all(fair) {
                harvested[i].0 = true;
                headway[0].harvested += 1;
                record.event(run, ISSUE_HARVESTED, || (Actor::Talks, Some(i), Some(stands)));
            }
        }
    }
}

/// Everybody who has accepted is asked once more; then the text is signed.
pub(super) fn sign(
    case: Res<Case>,
    mut record: Record,
    mut runs: Runs<(
        TalksRow<&mut Ending>,
        Issues<(&Ripe, &InText)>,
        Options<&OptionState>,
        Parties<(&ReservationValue, &Threshold, &mut Verdict)>,
    )>,
) {
    for (run, (ending, (ripe, text), states, (reservations, thresholds, verdicts))) in
        runs.filter(|run| is_on_text(&case, run) && !is_plenary(&case, run))
    {
        let agreed = case.disputants.iter().all(|&p| verdicts[p].accepts);
        if !agreed || !ending[0].is_open() {
            continue;
        }
        let mut holds = ripe.iter().all(|r| r.0) && text.iter().all(|t| states[t.0].available());
        for &p in &case.disputants {
            let verdict = &mut verdicts[p];
            verdict.accepts = signs(
                verdict.red_line,
                verdict.value,
                verdict.price,
                reservations[p].0,
                &thresholds[p],
                verdict.support,
            );
            holds &= verdict.accepts;
        }
        if holds {
            ending[0].signed_day = Some(run.day);
            ending[0].proposer = case.talks.text_holder;
            let author = author(&ending[0]);
            record.event(run, TEXT_SIGNED, || (author, None, None));
        }
    }
}
