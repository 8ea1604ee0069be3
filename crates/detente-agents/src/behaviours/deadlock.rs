//! Deadlock: talks in which nothing moves lose those who hold them. From `meetings` without movement on they end at a
//! meeting with chance `1 - e^(-days since the last meeting / days)`, unless everybody accepts the text. An issue on which no
//! option is known and alive that crosses nobody's red line is *blocked*: at the same kind of hazard talks outlive the loss
//! of the last way out by `lost_days`, and its never having been found by `patience_days`; the end names the issue.
//!
//! Movement is wording that never stood, an option found or floated, an issue that ripens or is agreed for good, a party's
//! first acceptance since the last new wording, and a mean gap below `.9` of the narrowest so far; while an issue is blocked
//! the gap does not count. Source: Narlikar 2010 (deadlocks); Zartman 2000 (no way out, no ripeness); stylised.

use crate::channels::chance_within;
use crate::facts::{Ending, Headway, InText, Objection, OptionState, Verdict, all_accept, mean_gap};
use detente_core::{
    Actor, Assembly, Behaviour, Case, Draw, Draws, EventKind, Indexed, Issue, Issues, OptionIx, Options, Origin,
    Outcome, Outlook, Parties, PartyIx, Phase, Record, Run, Runs, Talks, TalksIx, TalksRow, The, events, origin,
    params, state,
};

params! {
    /// When talks are stuck.
    Deadlock on Talks as "deadlock" {
        /// Mean time that talks without movement go on
        days: "days", 0.0 ..= 36_500.0, default 90, absent 36_500, "stylised";
        /// Meetings without movement before they can end
        meetings: whole "sessions", 0.0 ..= 10_000.0, default 4, absent 10_000, "stylised";
        /// Mean time by which talks outlive the loss of the last way out of an issue
        lost_days: "days", 0.0 ..= 36_500.0, default 45, absent 36_500, "stylised";
        /// Mean time by which talks outlive an issue named on which no way out was ever known
        patience_days: "days", 0.0 ..= 36_500.0, default 720, absent 36_500, "stylised";
    }
}

/// A gap below this part of the narrowest so far counts as movement. Stylised.
const NARROWER: f64 = 0.9;
/// Meetings for which talks look for a way out before they give up on an issue. Stylised.
const SEARCH: u32 = 2;

events! {
    /// Nobody moved any more.
    pub TALKS_DEADLOCKED = "talks_deadlocked",
        told ["Nobody moved any more, and the talks were given up."];
}

struct GivingUp;
impl Draw for GivingUp {
    type Of = Talks;
    const NAME: &'static str = "deadlock";
}

state! {
    /// The last movement, and the last meeting.
    Pace on Talks, run, "" {
        /// Meetings held when something moved last.
        moved: u32 = 0,
        /// Day of the last meeting.
        met: i32 = 0,
        /// Narrowest mean gap so far.
        gap: f64 = f64::INFINITY,
    }
}

state! {
    /// What is known of the ways out of an issue.
    WayOut on Issue, run, "" {
        /// There was one once.
        known: bool = false,
        /// Meetings held when it was seen that there is none.
        blocked: Option<u32> = None,
    }
}

/// Looks for issues with an option that is known, alive and crosses nobody's red line; tells whether one is blocked.
fn look_for_ways_out(
    case: &Case,
    run: &Run,
    (text, states): (&[InText], &[OptionState]),
    objections: &[Objection],
    ways: &mut [WayOut],
) -> bool {
    let mut is_blocked = false;
    for (((i, issue), stands), way) in case.issues.indexed().zip(text).zip(ways) {
        let is_named = || case.disputants.iter().any(|&p| objections[p].0 == Some(i));
        let leads_out = |o: OptionIx| states[o].is_without(OptionState::KNOWN, OptionState::LOST) & !case.crosses[o];
        // What stands mostly does.
        if leads_out(stands.0) || issue.options.clone().any(leads_out) {
            *way = WayOut {
                known: true,
                blocked: None,
            };
        } else if way.blocked.is_none() && (way.known || is_named()) {
            way.blocked = Some(run.held);
        }
        is_blocked |= way.blocked.is_some();
    }
    is_blocked
}

fn watch(
    case: The<Case>,
    mut record: Record,
    mut runs: Runs<(
        TalksRow<(&Deadlock, &Headway, &mut Ending, &mut Pace)>,
        Parties<(&Verdict, &Objection)>,
        Issues<(&InText, &mut WayOut)>,
        Options<&OptionState>,
        Draws<GivingUp, 2>,
    )>,
) {
    for (run, ((terms, headway, ending, pace), (verdicts, objections), (text, ways), states, draws)) in
        runs.filter(|run| run.closes)
    {
        if !ending[0].is_open() {
            continue;
        }
        let (terms, pace) = (&terms[0], &mut pace[0]);
        let is_blocked = look_for_ways_out(&case, run, (text, states), objections, ways);
        let gap = mean_gap(&case, verdicts);
        let nearer = gap < NARROWER * pace.gap;
        if nearer {
            pace.gap = gap;
        }
        if headway[0].moved() || (nearer && !is_blocked) {
            pace.moved = run.held;
        }
        let days = f64::from(run.day - std::mem::replace(&mut pace.met, run.day));
        let [patience, hope] = draws.of_talks();
        let gives_up = |mean: f64, uniform: f64| uniform < chance_within(1.0 / mean.max(1e-9), days);
        let is_over = |way: &WayOut| {
            let mean = if way.known {
                terms.lost_days
            } else {
                terms.patience_days
            };
            way.blocked.is_some_and(|since| run.held - since >= SEARCH) && gives_up(mean, hope)
        };
        let dead = if is_blocked {
            ways.indexed().find(|(_, way)| is_over(way)).map(|(issue, _)| issue)
        } else {
            None
        };
        let is_still = f64::from(run.held - pace.moved) >= terms.meetings && gives_up(terms.days, patience);
        if dead.is_none() && (!is_still || all_accept(&case, verdicts)) {
            continue;
        }
        let option = dead.map(|issue| text[issue].0);
        let actor = match option {
            Some(option) => case.disputants.iter().copied().find(|&p| case.red_line(p, option)),
            None => widest_gap(&case, verdicts),
        };
        let actor = actor.map_or(Actor::Talks, Actor::Party);
        record.event(run, TALKS_DEADLOCKED, || (actor, dead, option));
        ending[0].end(Outcome::Deadlock, run.day, TALKS_DEADLOCKED, actor, option);
    }
}

/// Whoever still asks for most holds it up.
fn widest_gap(case: &Case, verdicts: &[Verdict]) -> Option<PartyIx> {
    let asking = case.disputants.iter().copied().filter(|&p| verdicts[p].gap() > 0.0);
    asking.max_by(|&a, &b| {
        let gap = |p: PartyIx| verdicts[p].gap();
        gap(a).total_cmp(&gap(b)).then(b.cmp(&a))
    })
}

impl Behaviour for Deadlock {
    type Params = Self;
    const ABOUT: &'static str = "Talks in which nothing moves end sooner or later, and sooner where the last way out of an \
                                 issue has been lost. Movement is wording that never stood before, an option found or floated, an issue that \
                                 ripens or is agreed ahead of the rest, a party's first acceptance of this wording, a \
                                 clearly narrower gap. Leaks, missteps and criticism are none.";
    const SOURCE: &'static str = "Narlikar 2010; Zartman 2000; values stylised";
    const ORIGIN: Origin = origin!();
    const EVENTS: &'static [&'static EventKind] = &[TALKS_DEADLOCKED];
    fn idle(outlook: &Outlook<'_>) -> Option<&'static str> {
        let sessions = outlook.most_sessions();
        let idle = sessions <= f64::from(SEARCH) && sessions < outlook.lowest::<Self>([TalksIx::FIRST], "meetings");
        idle.then_some("the calendar has too few meetings for talks to be given up")
    }
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly.draws::<GivingUp>().add(Phase::Close, watch);
    }
}
