//! Signature. What all disputants have accepted is signed where all of them sit; where somebody is absent a conference is
//! called, and all are asked again there. Where the calendar has no session of all disputants, what each has accepted in
//! its own capital is signed *ad referendum*.
//!
//! Nothing is signed while a guarantor's answer is out.
//!
//! Source: practice of diplomatic conferences; Vienna Convention on the Law of Treaties 1969, art. 10 to 12.

use super::decision::signs;
use super::{CONFERENCE_CALLED, SIGNATURE_WAITS, SIGNATURE_WITHHELD, is_on_text};
use crate::channels::Threshold;
use crate::events::TEXT_SIGNED;
use crate::facts::{Appointment, ConsentOut, Ending, InText, OptionState, ReservationValue, Ripe, Verdict, all_accept};
use crate::protocols::plenary::Plenary;
use crate::protocols::{author, is_text};
use detente_core::terms::SessionTerms;
use detente_core::{
    Actor, Case, Indexed, Issues, Options, Parties, Protocol, Record, Run, Runs, SessionIx, Sessions, Start, TalksRow,
    The,
};

/// Whether all disputants sit in this session.
fn is_full(case: &Case, session: SessionIx) -> bool {
    case.disputants.iter().all(|&p| case.present[session][p])
}

/// The session at which those sign who have not accepted round one table: of those on the text with all disputants and the
/// holder, one that waits for something before others.
fn conference(case: &Case) -> Option<SessionIx> {
    let holder_is_there = |s: SessionIx| case.talks.text_holder.is_none_or(|h| case.present[s][h]);
    let fits = |s: &SessionIx| is_text(&case.sessions[*s].protocol) && is_full(case, *s) && holder_is_there(*s);
    let waits = |s: &SessionIx| matches!(case.sessions[*s].start, Start::When(_));
    let sessions = case.sessions.indices();
    sessions
        .clone()
        .find(|s| fits(s) && waits(s))
        .or_else(|| sessions.clone().find(fits))
}

/// Calls a conference where all have accepted and somebody is absent.
pub(super) fn call_conference(
    case: The<Case>,
    mut record: Record,
    mut runs: Runs<(
        TalksRow<(&Ending, &ConsentOut)>,
        Parties<&Verdict>,
        Sessions<(&SessionTerms, &mut Appointment)>,
    )>,
) {
    let Some(session) = conference(&case) else { return };
    for (run, ((ending, consent), verdicts, (terms, appointments))) in
        runs.filter(|run| run.closes && is_signed_by_all(&case, run) && !is_full(&case, run.session))
    {
        let agreed = all_accept(&case, verdicts);
        if !agreed || consent[0].0 || !ending[0].is_open() {
            continue;
        }
        let day = run.day + libm::round(terms[session].travel_days) as i32;
        let appointment = &mut appointments[session];
        if appointment.day.is_none_or(|booked| booked > day) {
            appointment.day = Some(day);
            record.event(run, CONFERENCE_CALLED, || (Actor::Talks, None, None));
        }
    }
}

/// Whether a text here is signed by whoever accepts it, and not by a vote.
fn is_signed_by_all(case: &Case, run: &Run) -> bool {
    is_on_text(case, run) && case.sessions[run.session].protocol != Plenary::KEY
}

/// Everybody who has accepted is asked once more; then the text is signed.
pub(super) fn sign(
    case: The<Case>,
    mut record: Record,
    mut runs: Runs<(
        TalksRow<(&ConsentOut, &mut Ending)>,
        Issues<(&Ripe, &InText)>,
        Options<&OptionState>,
        Parties<(&ReservationValue, &Threshold, &mut Verdict)>,
    )>,
) {
    // Where no conference can be called, those sign who are there.
    let is_anywhere = conference(&case).is_none();
    let may_sign = |run: &Run| is_signed_by_all(&case, run) && (is_anywhere || is_full(&case, run.session));
    for (run, ((consent, ending), (ripe, text), states, (reservations, thresholds, verdicts))) in runs.filter(may_sign)
    {
        let agreed = all_accept(&case, verdicts);
        if !agreed || !ending[0].is_open() {
            continue;
        }
        if consent[0].0 {
            if run.closes {
                record.event(run, SIGNATURE_WAITS, || (Actor::Talks, None, None));
            }
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
            if !verdict.accepts {
                holds = false;
                record.event(run, SIGNATURE_WITHHELD, || (Actor::Party(p), None, None));
            }
        }
        if holds {
            ending[0].signed_day = Some(run.day);
            ending[0].proposer = case.talks.text_holder;
            let author = author(&ending[0]);
            record.event(run, TEXT_SIGNED, || (author, None, None));
        }
    }
}
