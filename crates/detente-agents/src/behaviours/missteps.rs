//! Missteps: a wrong word, a wrong gesture; one misstep may undo months. Rate `hazard * e^(F - .3 - 2 (experience - .6))` a
//! day of meetings, shared by the doors between which the holder of a text goes on one day. A misstep costs momentum,
//! rapport and trust, feeds hawkish pressure at home, and takes back a share of what the disputants in the room have conceded:
//! their clocks of concessions lag by a share of the days that they have gained. A grave one takes back more, opens settled
//! issues again, which then have to ripen anew, ends what had been accepted, and puts the next meetings off.
//! Source: Cohen 1997 (negotiating across cultures) for what goes wrong; rule and values stylised.

use crate::channels::{BOUND, MisstepHazard, Standstill, chance_within};
use crate::facts::{Appointment, Blunder, Ending, Harvested, Headway, Incidents, Ripe, Settled, Verdict};
use bevy_ecs::prelude::*;
use detente_core::Start;
use detente_core::terms::{NegotiatorTerms, SessionTerms};
use detente_core::{
    Actor, Assembly, Behaviour, Case, Draw, Draws, EventKind, Indexed, Issue, Issues, Negotiators, Origin, Outlook,
    Parties, Party, Phase, RareDraws, Record, Runs, SessionIx, Sessions, Talks, TalksIx, TalksRow, The, events, origin,
    params, state,
};

params! {
    /// How often things go wrong in the room, and what that costs.
    Missteps on Talks as "missteps" {
        /// Base rate, of a day on which people meet
        hazard_per_meeting_day: "1/meeting day", 0.0 ..= 100.0, default 0.02, absent 0.0, "stylised";
        /// How far experience above the usual lowers the log hazard
        experience: "log hazard", -10.0 ..= 10.0, default 2.0, absent 0.0, "stylised";
        /// Chance that a misstep is grave
        grave: "share", 0.0 ..= 1.0, default 0.5, absent 0.0, "stylised";
        /// Share of what the disputants in the room have conceded that a misstep takes back
        undo: "share", 0.0 ..= 1.0, default 0.2, absent 0.0, "stylised";
        /// The same of a grave one
        undo_grave: "share", 0.0 ..= 1.0, default 0.6, absent 0.0, "stylised";
        /// Chance of each settled issue that a grave misstep opens it again
        reopen: "share", 0.0 ..= 1.0, default 0.5, absent 0.0, "stylised";
        /// Days by which a grave misstep puts all meetings off
        pause_days: whole "days", 0.0 ..= 3650.0, default 7, absent 0.0, "stylised";
    }
}

/// Experience at which missteps have their base rate.
const USUAL: f64 = 0.6;

events! {
    /// A slip at the table.
    pub MISSTEP_MADE = "misstep_made",
        told ["A misstep by {who} cost goodwill."];
    /// A blunder at the table that undid much of what had been reached.
    pub GRAVE_MISSTEP_MADE = "grave_misstep_made",
        told ["A grave misstep by {who} undid much of what had been reached."];
    /// A settled issue was opened again.
    pub ISSUE_REOPENED = "issue_reopened",
        told ["{matter}, thought settled, was open again."];
    /// The next meetings were put off.
    pub MEETINGS_PUT_OFF = "meetings_put_off",
        told [
            "Nobody wished to meet again soon, and the next meeting was put off.",
            "The next meeting had to wait until tempers had cooled.",
        ];
}

state! {
    /// Days that missteps have taken from a party's clock of concessions.
    Setback on Party, run, "days" (f64 = 0.0)
}

struct Blundering;
impl Draw for Blundering {
    type Of = Talks;
    const NAME: &'static str = "missteps";
}

struct Reopening;
impl Draw for Reopening {
    type Of = Issue;
    const NAME: &'static str = "reopening";
}

/// What has been undone once is not conceded until time has passed again.
fn lag(mut runs: Runs<Parties<(&Setback, &mut Standstill)>>) {
    for (_, (setbacks, standstill)) in runs.iter() {
        for (setback, standstill) in setbacks.iter().zip(standstill) {
            standstill.0 += setback.0;
        }
    }
}

/// Through how many doors the way of this day leads: a leg without travel is held on the day of the leg before.
fn doors(case: &Case, sessions: &[SessionTerms], session: SessionIx) -> usize {
    let before = |s: SessionIx| match case.sessions[s].start {
        Start::Leg(before) if libm::round(sessions[s].travel_days) <= 0.0 => Some(before),
        _ => None,
    };
    let first = |mut s: SessionIx| {
        while let Some(door) = before(s) {
            s = door;
        }
        s
    };
    let first_of_day = first(session);
    sessions.indices().filter(|&s| first(s) == first_of_day).count()
}

fn blunder(
    case: The<Case>,
    mut record: Record,
    mut runs: Runs<(
        TalksRow<(&Missteps, &MisstepHazard, &Ending, &mut Incidents, &mut Headway)>,
        Negotiators<&NegotiatorTerms>,
        Sessions<&SessionTerms>,
        Draws<Blundering, 4>,
    )>,
) {
    for (run, (talks, people, sessions, draws)) in runs.filter(|run| run.closes) {
        let (terms, hazard, ending, incidents, headway) = talks;
        let room = &case.sessions[run.session].negotiators;
        if !ending[0].is_open() || room.is_empty() {
            continue;
        }
        let terms = &terms[0];
        let experience = room.iter().map(|&n| people[n].experience).sum::<f64>() / room.len() as f64;
        let mut hazard = hazard[0].0;
        hazard.exponent -= terms.experience * (experience - USUAL);
        let [happens, who, gravity, _] = draws.of_talks();
        let part_of_day = 1.0 / doors(&case, sessions, run.session) as f64;
        if happens >= chance_within(hazard.rate(terms.hazard_per_meeting_day, BOUND), part_of_day) {
            continue;
        }
        let by = room[((who * room.len() as f64) as usize).min(room.len() - 1)];
        let grave = gravity < terms.grave;
        incidents[0].misstep = Some(Blunder { by, grave });
        headway[0].misstep = true;
        let kind = if grave { GRAVE_MISSTEP_MADE } else { MISSTEP_MADE };
        record.event(run, kind, || (Actor::Negotiator(by), None, None));
    }
}

/// What a misstep takes back of what the disputants in the room have conceded.
fn undo(case: The<Case>, mut runs: Runs<(TalksRow<(&Missteps, &Incidents)>, Parties<(&Standstill, &mut Setback)>)>) {
    for (run, ((terms, incidents), (standstill, setbacks))) in runs.iter() {
        let Some(blunder) = incidents[0].misstep else { continue };
        let undone = if blunder.grave {
            terms[0].undo_grave
        } else {
            terms[0].undo
        };
        for &p in case.disputants.iter().filter(|&&p| case.present[run.session][p]) {
            let gained = (f64::from(run.day) - standstill[p].0).max(0.0);
            setbacks[p].0 += undone * gained;
        }
    }
}

/// What a grave misstep opens again, and how long it keeps people apart.
fn estrange(
    case: The<Case>,
    mut record: Record,
    mut runs: Runs<(
        TalksRow<(&Missteps, &Incidents)>,
        Issues<(&mut Ripe, &mut Settled, &Harvested)>,
        Parties<&mut Verdict>,
        Sessions<&mut Appointment>,
        RareDraws<Reopening, 1>,
    )>,
) {
    for (run, ((terms, incidents), (ripe, settled, harvested), verdicts, appointments, mut draws)) in runs.iter() {
        let Some(Blunder { by, .. }) = incidents[0].misstep.filter(|blunder| blunder.grave) else {
            continue;
        };
        let terms = &terms[0];
        for issue in settled.indices() {
            // What was agreed for good, ahead of the rest, is not opened again.
            if settled[issue].0 && !harvested[issue].0 && draws.of(issue)[0] < terms.reopen {
                settled[issue].0 = false;
                // Where matters do not ripen, an open one can be settled again at once.
                ripe[issue].0 = !case.uses("ripeness");
                record.event(run, ISSUE_REOPENED, || (Actor::Negotiator(by), Some(issue), None));
            }
        }
        for verdict in verdicts.iter_mut() {
            verdict.accepts = false;
        }
        let pause = libm::round(terms.pause_days) as i32;
        if pause > 0 && appointments.iter().any(|a| a.day.is_some()) {
            appointments.iter_mut().for_each(|a| a.put_off(pause));
            record.event(run, MEETINGS_PUT_OFF, || (Actor::Negotiator(by), None, None));
        }
    }
}

impl Behaviour for Missteps {
    type Params = Self;
    const ABOUT: &'static str = "A wrong word costs momentum, rapport, trust and part of what was conceded, and feeds \
                                 hawks at home; a grave one opens settled issues and puts meetings off.";
    const SOURCE: &'static str = "Cohen 1997; values stylised";
    const ORIGIN: Origin = origin!();
    const EVENTS: &'static [&'static EventKind] = &[MISSTEP_MADE, GRAVE_MISSTEP_MADE, ISSUE_REOPENED, MEETINGS_PUT_OFF];
    fn idle(outlook: &Outlook<'_>) -> Option<&'static str> {
        if !outlook.is_attended() {
            return Some("no negotiator takes part in a session");
        }
        let idle = outlook.highest::<Self>([TalksIx::FIRST], "hazard_per_meeting_day") <= 0.0;
        idle.then_some("its `hazard_per_meeting_day` is 0")
    }
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly
            .draws::<Blundering>()
            .draws::<Reopening>()
            .add(Phase::Strain, lag)
            .add(Phase::Leak, (blunder, undo, estrange).chain());
    }
}
