//! What a session on the text leaves behind: issues that are settled, or agreed for good.

use super::memory::Handled;
use super::{ISSUE_HARVESTED, is_on_text};
use crate::facts::{
    Ending, Harvested, Headway, InText, OptionState, ReservationValue, Ripe, Settled, Span, Touched, Worth,
};
use detente_core::{
    Actor, Case, Indexed, Issues, Options, Parties, PartyIx, Record, Runs, Stakes, Stances, TalksRow, The,
};

/// Meetings for which nobody may have named an issue that counts as settled. Stylised.
const QUIET: u32 = 2;

/// What nobody has touched through a whole session, nor named for some, counts as settled, unless it cannot stand.
pub(super) fn settle_issues(
    case: The<Case>,
    mut runs: Runs<(
        Issues<(&Ripe, &Touched, &InText, &Handled, &mut Settled)>,
        Options<&OptionState>,
        TalksRow<&Ending>,
    )>,
) {
    for (run, ((ripe, touched, text, handled, settled), states, ending)) in runs.filter(|run| run.closes) {
        if !ending[0].is_open() {
            continue;
        }
        let columns = settled.iter_mut().zip(text).zip(ripe).zip(touched).zip(handled);
        for ((((settled, stands), ripe), touched), handled) in columns {
            // All of it is reckoned: what settles an issue differs from one to the next, and a processor guesses it badly.
            let may_stand = states[stands.0].available() & !case.crosses[stands.0];
            let is_quiet = (handled.named == 0) | (run.held - handled.named >= QUIET);
            settled.0 = may_stand & (settled.0 | (ripe.0 & !touched.0 & is_quiet));
        }
    }
}

/// Where an early harvest is allowed, a settled issue is agreed for good if nobody can veto it and, taken alone, it gives
/// everybody at least that part of the best it could give which having no agreement gives overall. It cannot be traded
/// against others then, but nothing opens it again.
pub(super) fn harvest_issues(
    case: The<Case>,
    mut record: Record,
    mut runs: Runs<(
        Issues<(&Settled, &InText, &mut Harvested)>,
        Stances<&Worth>,
        Stakes<&Span>,
        Parties<&ReservationValue>,
        TalksRow<(&Ending, &mut Headway)>,
    )>,
) {
    for (run, ((settled, text, harvested), worths, spans, reservations, (ending, headway))) in
        runs.filter(|run| run.closes && is_on_text(&case, run))
    {
        if !ending[0].is_open() {
            continue;
        }
        for i in settled.indices().filter(|&i| settled[i].0) {
            let stands = text[i].0;
            let fair = |&p: &PartyIx| {
                let span = &spans[case.stake(p, i)];
                !case.red_line(p, stands) && span.gives(worths[case.stance(p, stands)].0, reservations[p].0)
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
