//! The calendar: which session is held next, and how its rounds pass. Days are integers; the days since the last session
//! pass before its first round. When nothing is left up to the horizon, the run ends by `deadline`.

use crate::assembly::{Case, Phase, Turn};
use crate::channels::{
    Aspiration, Attention, AudienceCost, BreachRisk, Candour, DiscoveryHazard, Impatience, Inclination, Initiative,
    Judgement, LeakHazard, MisstepHazard, Reassurance, RipeningHazard, Standstill, Threshold, WalkOutHazard,
};
use crate::events::{Actor, EventKind, Record};
use crate::facts::{
    Appointment, Burden, Criticism, Ending, Harvested, Incidents, LastCriticism, Minutes, Momentum, Pledge, Rapport,
    Scandal, Settled, Struck, Tally, Touched, Trust, Verdict,
};
use crate::kind::{Issue, Kind, Negotiator, Party, Talks};
use crate::lot::Lot;
use crate::model::{Start, Trigger};
use crate::outcome::Outcome;
use crate::runs::{
    Cut, IntoColumns, Issues, Parties, PerRun, Relations, Run, Runs, Sessions, Shocks, Slots, Stakes, TalksRow,
};
use crate::terms::{RelationTerms, SessionTerms, TalksTerms};
use bevy_ecs::component::{ComponentId, Mutable};
use bevy_ecs::prelude::*;
use bevy_ecs::schedule::SystemWithAccess;
use bevy_ecs::system::SystemAccess;

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
        Issues<(&mut Settled, &mut Touched, &mut Harvested)>,
        Relations<(&RelationTerms, &mut Trust, &mut Rapport)>,
        Parties<(&mut Criticism, &mut Burden)>,
        Stakes<&mut Pledge>,
        Shocks<&mut Struck>,
    )>,
) {
    for (_, (calendar, talks, (scandal, momentum), issues, relations, parties, pledges, struck)) in runs.iter() {
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
        let (settled, touched, harvested) = issues;
        settled.fill(Settled(false));
        touched.fill(Touched(false));
        harvested.fill(Harvested(false));
        pledges.fill(Pledge(None));
        struck.fill(Struck::default());
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
        TalksRow<(&TalksTerms, &mut Ending, &mut Minutes, &mut Tally)>,
        Issues<&mut Touched>,
    ),
    mut record: Record,
) {
    let slots = &mut slots.0;
    let mut cutter = rows.cutter(slots.len());
    let mut passed_over = 0;
    for run in slots.iter_mut() {
        if !(run.active && run.closes) {
            if run.active {
                run.sit_on();
            }
            passed_over += 1;
            continue;
        }
        cutter.skip(passed_over);
        passed_over = 0;
        let ((terms, appointments), (frame, ending, minutes, tally), touched) = cutter.cut(run);
        let horizon = whole(frame[0].horizon_days);
        let Some((session, day)) = next_session(appointments).filter(|&(_, day)| day <= horizon) else {
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
        };
        let before = if tally[0].sessions == 0 { 0 } else { run.day };
        let rounds = whole(terms[session].rounds).max(1) as u32;
        run.open(session, day, f64::from(day - before), rounds);
        minutes[0] = Minutes::default();
        touched.fill(Touched(false));
        tally[0].sessions += 1;
        book(&case, terms, appointments, session, day);
        record.event(run, || (EventKind::SessionOpened, Actor::Talks, None, None));
    }
}

impl Run {
    /// Opens a session of so many rounds.
    fn open(&mut self, session: usize, day: i32, days: f64, rounds: u32) {
        *self = Self {
            session,
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

/// Whether no further occurrence of a session will come: for a leg, none of the leg that starts its round, and nobody is
/// on the way to a leg before it.
fn is_last(case: &Case, terms: &[SessionTerms], appointments: &[Appointment], session: usize) -> bool {
    let mut first = session;
    while let Start::Leg(before) = case.sessions[first].start {
        first = before;
        if appointments[first].day.is_some() {
            return false;
        }
    }
    appointments[first].held as i32 >= whole(terms[first].times)
}

/// Adds the systems that clear the channels, so that every behaviour writes what it has to say in this round, and what
/// is kept for one round only. What no system of this world writes stays clear by itself and costs nothing.
pub(crate) fn clear_channels(rounds: &mut Schedule, opening: &mut Schedule, world: &mut World) {
    rounds.graph_mut().systems.initialize(world);
    opening.graph_mut().systems.initialize(world);
    let mut clear = Clearing { rounds, opening, world };
    clear.if_written_in_rounds::<Talks, Incidents>();
    clear.if_written::<Talks, Candour>();
    clear.if_written::<Talks, LeakHazard>();
    clear.if_written::<Talks, MisstepHazard>();
    clear.if_written::<Talks, WalkOutHazard>();
    clear.if_written::<Talks, DiscoveryHazard>();
    clear.if_written::<Issue, RipeningHazard>();
    clear.if_written::<Negotiator, Aspiration>();
    clear.if_written::<Negotiator, Judgement>();
    clear.if_written::<Negotiator, Attention>();
    clear.if_written::<Party, Threshold>();
    clear.if_written::<Party, Inclination>();
    clear.if_written::<Party, BreachRisk>();
    clear.if_written::<Party, AudienceCost>();
    clear.if_written::<Party, Standstill>();
    clear.if_written::<Talks, Reassurance>();
    clear.if_written::<Talks, Impatience>();
    clear.if_written::<Talks, Initiative>();
}

struct Clearing<'a> {
    rounds: &'a mut Schedule,
    opening: &'a mut Schedule,
    world: &'a mut World,
}

impl Clearing<'_> {
    fn if_written<K: Kind, C: Component<Mutability = Mutable> + Default + Copy>(&mut self) {
        let column = self.world.register_component::<C>();
        if writes(self.rounds, column) || writes(self.opening, column) {
            self.clear::<K, C>();
        }
    }

    /// What [`open_the_calendar`] clears at the beginning of a run.
    fn if_written_in_rounds<K: Kind, C: Component<Mutability = Mutable> + Default + Copy>(&mut self) {
        let column = self.world.register_component::<C>();
        if writes(self.rounds, column) {
            self.clear::<K, C>();
        }
    }

    fn clear<K: Kind, C: Component<Mutability = Mutable> + Default + Copy>(&mut self) {
        self.rounds.add_systems(clear::<K, C>.in_set(Turn(Phase::Convene, 0)));
    }
}

/// Whether a system of the schedule, initialised before, may write this column.
pub(crate) fn writes(schedule: &Schedule, column: ComponentId) -> bool {
    let systems = &schedule.graph().systems;
    let may_write = |system: &SystemWithAccess| match system.access() {
        SystemAccess::None => false,
        SystemAccess::Shared(access) => access.combined_access().has_write(column),
        SystemAccess::Exclusive => true,
    };
    systems.iter().any(|(key, ..)| systems.get(key).is_some_and(may_write))
}

/// Clears a column of all slots in one go.
fn clear<K: Kind, C: Component<Mutability = Mutable> + Default + Copy>(mut rows: Query<&mut C, With<K>>) {
    for column in rows.contiguous_iter_mut().expect("all columns are table columns") {
        column.into_columns().fill(C::default());
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
    for (run, ((terms, appointments), (ending, momentum), verdicts)) in runs.filter(|run| run.closes) {
        if !ending[0].is_open() {
            continue;
        }
        record.event(run, || (EventKind::SessionClosed, Actor::Talks, None, None));
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
pub(crate) fn fresh_run(slot: usize, lot: Lot) -> Run {
    Run {
        slot,
        lot,
        closes: true,
        live: true,
        ..Run::default()
    }
}
