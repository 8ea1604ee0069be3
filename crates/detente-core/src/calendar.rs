//! The calendar: which session is held next, and how its rounds pass. Days are integers; the days since the last session
//! pass before its first round. When nothing is left up to the horizon, the run ends by `deadline`.

use crate::case::Case;
use crate::events::{Actor, DEADLINE_PASSED, Record, SESSION_CLOSED, SESSION_OPENED};
use crate::facts::{Appointment, Called, Ending};
use crate::lot::Lot;
use crate::model::Start;
use crate::outcome::Outcome;
use crate::row::{Indexed, SessionIx};
use crate::runs::{Cut, PerRun, Run, Runs, Sessions, Slots, TalksRow};
use crate::terms::{SessionTerms, TalksTerms};
use crate::unchecked::The;
use bevy_ecs::prelude::*;

/// A whole number of days, rounds or times from a drawn number.
#[inline]
fn whole(x: f64) -> i32 {
    libm::round(x) as i32
}

/// First appointments of a run.
pub(crate) fn open_the_calendar(case: The<Case>, mut runs: Runs<Sessions<(&SessionTerms, &mut Appointment)>>) {
    for (_, (terms, appointments)) in runs.iter() {
        for ((session, terms), appointment) in case.sessions.iter().zip(terms).zip(appointments) {
            let day = matches!(session.start, Start::OnDay).then(|| whole(terms.day));
            *appointment = Appointment { day, held: 0 };
        }
    }
}

/// Opens the next session, or the next round of the one that is held.
pub(crate) fn convene(
    case: The<Case>,
    mut slots: ResMut<Slots>,
    mut rows: (
        Sessions<(&SessionTerms, &mut Appointment)>,
        TalksRow<(&TalksTerms, &mut Ending)>,
    ),
    mut record: Record,
) {
    let mut cutter = rows.cutter(slots.runs.len());
    slots.move_on(|run| {
        if !run.closes {
            run.sit_on();
            return false;
        }
        let ((terms, appointments), (frame, ending)) = cutter.cut(run.slot, run);
        let horizon = whole(frame[0].horizon_days);
        let Some((session, day)) = next_session(appointments).filter(|&(_, day)| day <= horizon) else {
            ending[0].end(Outcome::Deadline, horizon, DEADLINE_PASSED, Actor::Talks, None);
            run.day = horizon;
            record.event(run, DEADLINE_PASSED, || (Actor::Talks, None, None));
            return true;
        };
        let before = if run.held == 0 { 0 } else { run.day };
        let rounds = whole(terms[session].rounds).max(1) as u32;
        run.open(session, day, f64::from(day - before), rounds);
        book(&case, terms, appointments, session, day);
        record.event(run, SESSION_OPENED, || (Actor::Talks, None, None));
        false
    });
}

impl Run {
    /// Opens a session of so many rounds.
    fn open(&mut self, session: SessionIx, day: i32, days: f64, rounds: u32) {
        *self = Self {
            session,
            held: self.held + 1,
            day,
            days,
            sitting: 0,
            last_sitting: rounds - 1,
            opens: true,
            closes: rounds == 1,
            ..*self
        };
    }

    /// Goes on to the next round of the session.
    fn sit_on(&mut self) {
        self.sitting += 1;
        self.days = 0.0;
        self.opens = false;
        self.closes = self.sitting >= self.last_sitting;
    }
}

/// The session with the earliest appointment; of several on one day, the first on the calendar.
fn next_session(appointments: &[Appointment]) -> Option<(SessionIx, i32)> {
    appointments
        .indexed()
        .filter_map(|(s, a)| a.day.map(|day| (s, day)))
        .min_by_key(|&(s, day)| (day, s))
}

/// What holding a session means for the calendar: its next occurrence, its next leg, what comes after it.
fn book(case: &Case, terms: &[SessionTerms], appointments: &mut [Appointment], held: SessionIx, day: i32) {
    appointments[held].held += 1;
    appointments[held].day = None;
    let series = matches!(case.sessions[held].start, Start::OnDay | Start::After(_));
    let remaining = (appointments[held].held as i32) < whole(terms[held].times);
    if series && remaining {
        appointments[held].day = Some(day + whole(terms[held].every_days).max(1));
    }
    for (s, session) in case.sessions.indexed() {
        match session.start {
            Start::Leg(before) if before == held => {
                appointments[s].day = Some(day + whole(terms[s].travel_days));
            }
            Start::After(last) if last == held && is_last(case, terms, appointments, held) => {
                appointments[s].day = Some(day + whole(terms[s].every_days).max(1));
            }
            _ => {}
        }
    }
}

/// Whether no further occurrence of a session will come: for a leg, none of the leg that starts its round, and nobody is
/// on the way to a leg before it.
fn is_last(case: &Case, terms: &[SessionTerms], appointments: &[Appointment], session: SessionIx) -> bool {
    let mut first = session;
    while let Start::Leg(before) = case.sessions[first].start {
        first = before;
        if appointments[first].day.is_some() {
            return false;
        }
    }
    appointments[first].held as i32 >= whole(terms[first].times)
}

/// Calls sessions that wait for something, when a session closes.
pub(crate) fn call_sessions(
    case: The<Case>,
    mut record: Record,
    mut runs: Runs<(Sessions<(&SessionTerms, &Called, &mut Appointment)>, TalksRow<&Ending>)>,
) {
    for (run, ((terms, called, appointments), ending)) in runs.filter(|run| run.closes) {
        if !ending[0].is_open() {
            continue;
        }
        record.event(run, SESSION_CLOSED, || (Actor::Talks, None, None));
        for (s, appointment) in appointments.indexed_mut() {
            let waits = matches!(case.sessions[s].start, Start::When(_));
            let free = appointment.day.is_none() && (appointment.held as i32) < whole(terms[s].times);
            if waits && free && called[s].0 {
                appointment.day = Some(run.day + whole(terms[s].travel_days));
            }
        }
    }
}

/// A run as it stands before its first session.
pub(crate) fn fresh_run(slot: usize, lot: Lot) -> Run {
    Run {
        slot,
        lot,
        closes: true,
        live: true,
        ..Run::default()
    }
}
