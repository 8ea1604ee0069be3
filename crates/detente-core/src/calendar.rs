//! The calendar: which session is held next, and how its rounds pass. Days are integers; the days since the last session
//! pass before its first round. When nothing is left before the horizon, the run ends by `deadline`.

use crate::assembly::Case;
use crate::channels::{
    Aspiration, Attention, Candour, DiscoveryHazard, Hazard, Inclination, Judgement, LeakHazard, MisstepHazard,
    RipeningHazard, Threshold, WalkOutHazard,
};
use crate::events::{Actor, EventKind, Record};
use crate::facts::{
    Appointment, Burden, Criticism, Ending, Incidents, LastCriticism, Minutes, Momentum, Rapport, Scandal, Settled,
    Tally, Touched, Trust, Verdict,
};
use crate::model::{Start, Trigger};
use crate::outcome::Outcome;
use crate::runs::{Cut, Issues, Negotiators, Parties, PerRun, Relations, Run, Runs, Sessions, Slots, TalksRow};
use crate::terms::{RelationTerms, SessionTerms, TalksTerms};
use bevy_ecs::prelude::*;

/// A whole number of days, rounds or times from a drawn number.
#[inline]
fn whole(x: f64) -> i32 {
    libm::round(x) as i32
}

/// First appointments of a run, and a clean table.
pub(crate) fn open_the_calendar(
    case: Res<Case>,
    mut runs: Runs<(
        Sessions<(&SessionTerms, &mut Appointment)>,
        TalksRow<(
            &mut Ending,
            &mut Incidents,
            &mut Minutes,
            &mut Tally,
            &mut LastCriticism,
        )>,
        TalksRow<(&mut Scandal, &mut Momentum)>,
        Issues<(&mut Settled, &mut Touched)>,
        Relations<(&RelationTerms, &mut Trust, &mut Rapport)>,
        Parties<(&mut Criticism, &mut Burden)>,
    )>,
) {
    for (_, (calendar, talks, (scandal, momentum), (settled, touched), relations, parties)) in runs.iter() {
        let (terms, appointments) = calendar;
        for ((session, terms), appointment) in case.sessions.iter().zip(terms).zip(appointments) {
            let day = matches!(session.start, Start::OnDay).then(|| whole(terms.day));
            *appointment = Appointment { day, held: 0 };
        }
        let (ending, incidents, minutes, tally, criticism) = talks;
        ending[0] = Ending::default();
        incidents[0] = Incidents::default();
        minutes[0] = Minutes::default();
        tally[0] = Tally::default();
        criticism[0] = LastCriticism::default();
        (scandal[0], momentum[0]) = (Scandal(0.0), Momentum(0.0));
        settled.fill(Settled(false));
        touched.fill(Touched(false));
        parties.0.fill(Criticism::default());
        parties.1.fill(Burden::default());
        let (terms, trust, rapport) = relations;
        for ((terms, trust), rapport) in terms.iter().zip(trust).zip(rapport) {
            (trust.0, rapport.0) = (terms.trust, terms.rapport);
        }
    }
}

/// Opens the next session, or the next round of the one that is held.
pub(crate) fn convene(
    case: Res<Case>,
    mut slots: ResMut<Slots>,
    mut rows: (
        Sessions<(&SessionTerms, &mut Appointment)>,
        TalksRow<(&TalksTerms, &mut Ending, &mut Incidents, &mut Minutes, &mut Tally)>,
        Issues<&mut Touched>,
    ),
    mut record: Record,
) {
    let slots = &mut slots.0;
    let mut cutter = rows.cutter(slots.len());
    for run in slots.iter_mut() {
        if !run.active {
            cutter.skip();
            continue;
        }
        let ((terms, appointments), (frame, ending, incidents, minutes, tally), touched) = cutter.cut(run);
        incidents[0] = Incidents::default();
        if run.closes {
            let horizon = whole(frame[0].horizon_days);
            match next_session(appointments).filter(|&(_, day)| day <= horizon) {
                None => {
                    ending[0].end(
                        Outcome::Deadline,
                        horizon,
                        EventKind::DeadlinePassed,
                        Actor::Talks,
                        None,
                    );
                    run.day = horizon;
                    run.active = false;
                    record.event(run, || (EventKind::DeadlinePassed, Actor::Talks, None, None));
                    continue;
                }
                Some((session, day)) => {
                    let before = if tally[0].sessions == 0 { 0 } else { run.day };
                    run.days = f64::from(day - before);
                    run.day = day;
                    run.session = session;
                    run.sitting = 0;
                    run.opens = true;
                    minutes[0] = Minutes::default();
                    touched.fill(Touched(false));
                    tally[0].sessions += 1;
                    book(&case, terms, appointments, session, day);
                    record.event(run, || (EventKind::SessionOpened, Actor::Talks, None, None));
                }
            }
        } else {
            run.sitting += 1;
            run.days = 0.0;
            run.opens = false;
        }
        run.closes = run.sitting + 1 >= whole(terms[run.session].rounds).max(1) as u32;
    }
}

/// The session with the earliest appointment; of several on one day, the first on the calendar.
fn next_session(appointments: &[Appointment]) -> Option<(usize, i32)> {
    appointments
        .iter()
        .enumerate()
        .filter_map(|(s, a)| a.day.map(|day| (s, day)))
        .min_by_key(|&(s, day)| (day, s))
}

/// What holding a session means for the calendar: its next occurrence, its next leg, what comes after it.
fn book(case: &Case, terms: &[SessionTerms], appointments: &mut [Appointment], held: usize, day: i32) {
    appointments[held].held += 1;
    appointments[held].day = None;
    let series = matches!(case.sessions[held].start, Start::OnDay | Start::After(_));
    let remaining = (appointments[held].held as i32) < whole(terms[held].times);
    if series && remaining {
        appointments[held].day = Some(day + whole(terms[held].every_days).max(1));
    }
    for (s, session) in case.sessions.iter().enumerate() {
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

/// Whether no further occurrence of a session will come: for a leg, none of the leg that starts its round.
fn is_last(case: &Case, terms: &[SessionTerms], appointments: &[Appointment], session: usize) -> bool {
    let mut first = session;
    while let Start::Leg(before) = case.sessions[first].start {
        first = before;
    }
    appointments[first].held as i32 >= whole(terms[first].times)
}

/// Clears the channels, so that every behaviour writes what it has to say in this round.
pub(crate) fn clear_channels(
    mut runs: Runs<(
        TalksRow<(
            &mut Candour,
            &mut LeakHazard,
            &mut MisstepHazard,
            &mut WalkOutHazard,
            &mut DiscoveryHazard,
        )>,
        Issues<&mut RipeningHazard>,
        Negotiators<(&mut Aspiration, &mut Judgement, &mut Attention)>,
        Parties<(&mut Threshold, &mut Inclination)>,
    )>,
) {
    for (_, (talks, ripening, (aspirations, judgements, attention), (thresholds, inclinations))) in runs.iter() {
        let (candour, leak, misstep, walk_out, discovery) = talks;
        candour[0] = Candour(0.0);
        (leak[0].0, misstep[0].0) = (Hazard::default(), Hazard::default());
        (walk_out[0].0, discovery[0].0) = (Hazard::default(), Hazard::default());
        ripening.fill(RipeningHazard::default());
        aspirations.fill(Aspiration::default());
        judgements.fill(Judgement::default());
        attention.fill(Attention::default());
        thresholds.fill(Threshold::default());
        inclinations.fill(Inclination::default());
    }
}

/// Calls sessions that wait for something, when a session closes.
pub(crate) fn call_sessions(
    case: Res<Case>,
    mut record: Record,
    mut runs: Runs<(
        Sessions<(&SessionTerms, &mut Appointment)>,
        TalksRow<(&Ending, &Momentum)>,
        Parties<&Verdict>,
    )>,
) {
    for (run, ((terms, appointments), (ending, momentum), verdicts)) in runs.iter() {
        if !run.closes || !ending[0].is_open() {
            continue;
        }
        record.event(&run, || (EventKind::SessionClosed, Actor::Talks, None, None));
        for ((session, terms), appointment) in case.sessions.iter().zip(terms).zip(appointments) {
            let Start::When(trigger) = session.start else { continue };
            let free = appointment.day.is_none() && (appointment.held as i32) < whole(terms.times);
            if free && calls(&case, trigger, terms.threshold, momentum[0].0, verdicts) {
                appointment.day = Some(run.day + whole(terms.travel_days));
            }
        }
    }
}

fn calls(case: &Case, trigger: Trigger, threshold: f64, momentum: f64, verdicts: &[Verdict]) -> bool {
    match trigger {
        Trigger::MomentumAbove => momentum >= threshold,
        Trigger::GapBelow => {
            // Nobody who cannot live with the text travels to conclude it.
            let gaps: f64 = case.disputants.iter().map(|&p| verdicts[p].gap()).sum();
            case.disputants.iter().all(|&p| verdicts[p].considers) && gaps / case.disputants.len() as f64 <= threshold
        }
    }
}

/// A run as it stands before its first session.
pub(crate) fn fresh_run(slot: usize, replicate: u64) -> Run {
    Run {
        slot,
        replicate,
        closes: true,
        live: true,
        ..Run::default()
    }
}
