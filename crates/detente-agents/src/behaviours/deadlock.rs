//! Deadlock: some sessions in a row in which nobody moves: no change of the text, acceptance, ripening, find, floating or
//! harvest, and nobody's ask, `(a_max - r) * curve`, has moved since the last move. Source: Narlikar 2010 (deadlocks); stylised.

use crate::facts::{Ending, Headway, Verdict};
use bevy_ecs::prelude::*;
use detente_core::{
    Actor, Assembly, Behaviour, Case, EventKind, Origin, Outcome, Outlook, Parties, Party, Phase, Record, Runs, Talks,
    TalksRow, events, origin, params, state,
};

params! {
    /// When talks are stuck.
    Deadlock on Talks as "deadlock" {
        /// Sessions in a row without a move
        sessions: whole "sessions", 1.0 ..= 10_000.0, default 5, absent 10_000, "stylised";
        /// A change of an ask that counts as a move
        movement: "utility", 0.0 ..= 1.0, default 0.03, absent 0.0, "stylised";
    }
}

events! {
    /// Nobody moved any more.
    pub TALKS_DEADLOCKED = "talks_deadlocked";
}

state! {
    /// Sessions without a move so far.
    Idle on Talks, run, "sessions" (u32 = 0)
}

state! {
    /// A party's ask at the last move; before any, further from every ask than any movement that counts.
    AskThen on Party, run, "utility" (f64 = f64::INFINITY)
}

fn watch(
    case: Res<Case>,
    mut record: Record,
    mut runs: Runs<(
        TalksRow<(&Deadlock, &Headway, &mut Ending, &mut Idle)>,
        Parties<(&Verdict, &mut AskThen)>,
    )>,
) {
    for (run, ((terms, headway, ending, idle), (verdicts, asks))) in runs.iter() {
        if !run.closes || !ending[0].is_open() {
            continue;
        }
        let conceded = |&p: &usize| (asks[p].0 - verdicts[p].ask).abs() > terms[0].movement;
        if headway[0].moved() || case.disputants.iter().any(conceded) {
            idle[0].0 = 0;
            for (ask, verdict) in asks.iter_mut().zip(verdicts) {
                ask.0 = verdict.ask;
            }
            continue;
        }
        idle[0].0 += 1;
        if f64::from(idle[0].0) >= terms[0].sessions {
            // Whoever still asks for most holds it up.
            let widest = case.disputants.iter().copied().max_by(|&a, &b| {
                let gap = |p: usize| verdicts[p].gap();
                gap(a).total_cmp(&gap(b)).then(b.cmp(&a))
            });
            let actor = widest
                .filter(|&p| verdicts[p].gap() > 0.0)
                .map_or(Actor::Talks, Actor::Party);
            record.event(run, TALKS_DEADLOCKED, || (actor, None, None));
            ending[0].end(Outcome::Deadlock, run.day, TALKS_DEADLOCKED, actor, None);
        }
    }
}

impl Behaviour for Deadlock {
    type Params = Self;
    const ABOUT: &'static str = "Talks end when nobody has moved for some sessions in a row. What counts as a move: a change \
                                 of the text, a new acceptance, an issue that ripens or is agreed ahead of the rest, an option found or floated, and \
                                 a party's ask that has changed by more than `movement` since the last move, as asks \
                                 do when time passes. Leaks, missteps and criticism are no moves.";
    const SOURCE: &'static str = "Narlikar 2010; values stylised";
    const ORIGIN: Origin = origin!();
    const EVENTS: &'static [&'static EventKind] = &[TALKS_DEADLOCKED];
    fn idle(outlook: &Outlook<'_>) -> Option<&'static str> {
        // The first session always counts as a move.
        let idle = outlook.lowest::<Self>([0], "sessions") > outlook.most_sessions() - 1.0;
        idle.then_some("the calendar has too few sessions for that many without a move")
    }
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly.add(Phase::Close, watch);
    }
}
