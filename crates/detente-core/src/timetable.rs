//! The timetable: which module does something in which phase, in the order in which it is done. It is read off the
//! schedule of a world, so that what documents say of the order is what is played.

use crate::assembly::{Phase, Turn};
use bevy_ecs::prelude::*;
use bevy_ecs::schedule::SystemKey;
use std::collections::BTreeMap;

/// Who does something in a phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doer {
    /// What moves runs on.
    Calendar,
    /// A protocol or behaviour, by its key.
    Module(&'static str),
    /// What changes the states that a shock reaches.
    Shock,
}

/// What is done by one of them in one phase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub phase: Phase,
    /// Who.
    pub doer: Doer,
    /// The functions that do it, in order; empty where `bevy_ecs` is built without names (its feature `debug`).
    pub systems: Vec<String>,
}

impl Phase {
    /// What happens in it, in a few words.
    pub const fn about(self) -> &'static str {
        match self {
            Phase::Convene => {
                "the next session, on the calendar or called, or its next round, opens; without one the talks end"
            }
            Phase::Strain => "time passes: war, rest, fading; everybody writes its channels",
            Phase::Discover => "issues ripen; latent options are found",
            Phase::Propose => "options are floated, the text is revised",
            Phase::Evaluate => "every disputant weighs the text",
            Phase::Respond => "those present answer; somebody may walk out",
            Phase::Leak => "what comes out, what goes wrong in the room",
            Phase::Domestic => "what that does at home",
            Phase::Relate => "what that does to trust, rapport, momentum, beliefs, fatigue",
            Phase::Consent => "guarantors are asked",
            Phase::Sign => "everybody is asked once more, and signs",
            Phase::Ratify => "the vote at home",
            Phase::Close => "deadlock, the end of the session, what calls sessions",
        }
    }
}

/// The step of the calendar, which moves runs on before each round, and those of the schedule of rounds, which is built.
pub(crate) fn steps(calendar: &str, rounds: &Schedule, modules: &[&'static str], last_turn: usize) -> Vec<Step> {
    let Ok(systems) = rounds.systems() else {
        return Vec::new();
    };
    let order: BTreeMap<SystemKey, (usize, String)> = systems
        .enumerate()
        .map(|(place, (key, system))| (key, (place, system.name().to_string())))
        .collect();
    let mut steps = vec![Step {
        phase: Phase::Convene,
        doer: Doer::Calendar,
        systems: functions([calendar].into_iter()),
    }];
    for phase in Phase::ALL {
        let own = (1..)
            .zip(modules)
            .map(|(turn, &module)| (Doer::Module(module), turn..=turn));
        for (doer, turns) in own.chain([(Doer::Shock, modules.len() + 1..=last_turn)]) {
            let sets = turns.filter_map(|turn| rounds.graph().systems_in_set(Turn(phase, turn).intern()).ok());
            let mut own: Vec<_> = sets.flatten().filter_map(|key| order.get(key)).collect();
            own.sort();
            if !own.is_empty() {
                let systems = functions(own.into_iter().map(|(_, name)| name.as_str()));
                steps.push(Step { phase, doer, systems });
            }
        }
    }
    steps
}

/// The functions behind these names, each once, without modules and type parameters; a module stands before the name
/// where two would be alike.
fn functions<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut paths: Vec<&str> = Vec::new();
    for name in names {
        let path = name.split('<').next().unwrap_or_default().trim_end_matches("::");
        let is_path = !path.is_empty() && path.chars().all(|c| c.is_alphanumeric() || "_:".contains(c));
        if is_path && !paths.contains(&path) {
            paths.push(path);
        }
    }
    let alike = |k: usize| paths[..k].iter().any(|before| tail(before, 1) == tail(paths[k], 1));
    let called = |k: usize| tail(paths[k], if alike(k) { 2 } else { 1 }).to_owned();
    (0..paths.len()).map(called).collect()
}

/// The last segments of a path.
fn tail(path: &str, segments: usize) -> &str {
    let cut = path.rmatch_indices("::").nth(segments - 1);
    cut.map_or(path, |(at, separator)| &path[at + separator.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_called_by_their_own_names_once() {
        let found = |names: &[&str]| functions(names.iter().copied());
        assert_eq!(found(&["a::b::rest", "a::b::tire"]), ["rest", "tire"]);
        assert_eq!(
            found(&["a::clear<b::Talks>", "a::go", "a::clear::<b::Party>"]),
            ["clear", "go"]
        );
        assert_eq!(found(&["a::text::sign", "a::plenary::sign"]), ["sign", "plenary::sign"]);
        assert!(found(&["Enable the debug feature to see the name"]).is_empty());
    }
}
