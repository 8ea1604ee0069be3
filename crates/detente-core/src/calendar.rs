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
use crate::unchecked::{The, TheMut};

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

/// Moves every run on, to the next round of the session that is held or to the next session. Out goes a run that has ended, or for
/// which no session is left.
pub(crate) fn move_on(
    case: The<Case>,
    mut slots: TheMut<Slots>,
    (mut talks, mut sessions): (
        TalksRow<(&TalksTerms, &mut Ending)>,
        Sessions<(&SessionTerms, &Called, &mut Appointment)>,
    ),
    mut record: Record,
) {
    let n = slots.runs.len();
    let (mut talks, mut sessions) = (talks.cutter(n), sessions.cutter(n));
    slots.move_on(|slot, run| {
        let (terms, ending) = talks.cut(slot, run);
        let ending = &mut ending[0];
        if !ending.is_open() {
            // One may have ended before its first session.
            run.round += u32::from(run.held > 0);
            return true;
        }
        if !run.closes {
            run.sit_on();
            return false;
        }
        let calendar = sessions.cut(slot, run);
        let horizon = whole(terms[0].horizon_days);
        !meet_again(&case, run, horizon, ending, calendar, &mut record)
    });
}

/// Closes the session that is held, and opens the next; says whether there is one up to the horizon. Without one the run ends.
/// Out of the way of most rounds, which only sit on.
#[inline(never)]
fn meet_again(
    case: &Case,
    run: &mut Run,
    horizon: i32,
    ending: &mut Ending,
    (terms, called, appointments): (&[SessionTerms], &[Called], &mut [Appointment]),
    record: &mut Record,
) -> bool {
    if run.held > 0 {
        record.event(run, SESSION_CLOSED, || (Actor::Talks, None, None));
        call_sessions(case, terms, called, appointments, run.day);
        run.round += 1;
    }
    let next = next_session(appointments).filter(|&(_, day)| day <= horizon);
    if let Some((session, day)) = next {
        run.open(session, day, whole(terms[session].rounds).max(1) as u32);
        book(case, terms, appointments, session, day);
        record.event(run, SESSION_OPENED, || (Actor::Talks, None, None));
    } else {
        ending.end(Outcome::Deadline, horizon, DEADLINE_PASSED, Actor::Talks, None);
        run.day = horizon;
        record.event(run, DEADLINE_PASSED, || (Actor::Talks, None, None));
    }
    next.is_some()
}

impl Run {
    /// Opens a session of so many rounds.
    fn open(&mut self, session: SessionIx, day: i32, rounds: u32) {
        *self = Self {
            session,
            held: self.held + 1,
            day,
            days: f64::from(day - self.day),
            sitting: 0,
            last_sitting: rounds - 1,
            opens: true,
            closes: rounds == 1,
            ..*self
        };
    }

    /// Goes on to the next round of the session.
    fn sit_on(&mut self) {
        self.round += 1;
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

/// Finds a day for sessions that wait for something and have been called, when a session closes.
fn call_sessions(case: &Case, terms: &[SessionTerms], called: &[Called], appointments: &mut [Appointment], today: i32) {
    for (s, appointment) in appointments.indexed_mut() {
        let waits = matches!(case.sessions[s].start, Start::When(_));
        let free = appointment.day.is_none() && (appointment.held as i32) < whole(terms[s].times);
        if waits && free && called[s].0 {
            appointment.day = Some(today + whole(terms[s].travel_days));
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
