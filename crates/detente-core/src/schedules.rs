//! The two schedules of a world, what happens when runs begin and what happens in a round, and the calendar, which moves runs on between
//! rounds. When runs begin the engine's own systems come first; then comes each module that a model uses, in its turn; in rounds what
//! shocks change comes last.

use crate::assembly::{Assembly, EngineError, OpeningTurn, Phase, Turn};
use crate::calendar;
use crate::case::Case;
use crate::layout;
use crate::model::Model;
use crate::preferences;
use crate::probe::Probe;
use crate::registry::Registry;
use crate::states::{self, StateEntry};
use crate::terms::declared;
use crate::unchecked::InOrder;
use bevy_ecs::component::ComponentId;
use bevy_ecs::prelude::*;
use bevy_ecs::schedule::{
    InternedSystemSet, LogLevel, NodeId, ScheduleBuildSettings, ScheduleGraph, ScheduleLabel, SystemWithAccess,
};
use bevy_ecs::system::{BoxedSystem, SystemAccess};
use std::collections::BTreeMap;

#[derive(ScheduleLabel, Debug, Clone, PartialEq, Eq, Hash)]
struct Rounds;
#[derive(ScheduleLabel, Debug, Clone, PartialEq, Eq, Hash)]
struct Opening;

/// Both schedules and the calendar, and what their modules brought along.
pub(crate) struct Schedules {
    pub(crate) opening: Schedule,
    pub(crate) rounds: Schedule,
    pub(crate) calendar: Calendar,
    pub(crate) probes: Vec<Box<dyn Probe>>,
    /// Keys of the modules, in the order of their turns.
    pub(crate) modules: Vec<&'static str>,
    /// Turns of modules are followed by those in which shocks change states, up to this one.
    pub(crate) last_turn: usize,
}

impl Schedules {
    /// The systems that a case needs, not yet initialised.
    pub(crate) fn new(registry: &Registry, case: &Case, world: &mut World) -> Result<Self, EngineError> {
        let modules = modules(registry, case)?;
        let after_modules = modules.len() + 1;
        let mut schedules = Self {
            opening: schedule(Opening),
            rounds: schedule(Rounds),
            calendar: Calendar::new(world),
            probes: Vec::new(),
            modules: modules.iter().map(|(key, _)| *key).collect(),
            last_turn: after_modules + registry.states().len(),
        };
        schedules.begin();
        schedules.add_modules(&modules, case, world)?;
        let states = ranged_states(registry, case);
        states::add_strikes(&mut schedules.rounds, &states, case, after_modules);
        Ok(schedules)
    }

    /// Phases one after the other; within a phase, modules one after the other.
    fn order_turns(&mut self) {
        for phase in Phase::ALL {
            let turns = (1..=self.last_turn).map(|turn| Turn(phase, turn).intern());
            for turn in in_order(&mut self.rounds, turns) {
                self.rounds.configure_sets(turn.in_set(phase));
            }
        }
        in_order(&mut self.rounds, Phase::ALL.iter().map(Phase::intern));
        let turns = (0..=self.last_turn).map(|turn| OpeningTurn(turn).intern());
        in_order(&mut self.opening, turns);
    }

    /// What comes before all modules when runs begin.
    fn begin(&mut self) {
        let opening = (
            calendar::open_the_calendar,
            preferences::lay_out_the_table,
            preferences::weigh_stakes,
            preferences::open_minds,
        );
        self.opening.add_systems(opening.chain().in_set(OpeningTurn(0)));
    }

    fn add_modules(&mut self, modules: &[Module], case: &Case, world: &mut World) -> Result<(), EngineError> {
        let mut streams = BTreeMap::new();
        for (k, &(module, assemble)) in modules.iter().enumerate() {
            let mut assembly = Assembly {
                world,
                rounds: &mut self.rounds,
                opening: &mut self.opening,
                case,
                streams: &mut streams,
                probes: &mut self.probes,
                module,
                turn: k + 1,
                error: None,
            };
            assemble(&mut assembly);
            if let Some(error) = assembly.error {
                return Err(error);
            }
        }
        Ok(())
    }

    /// Initialises the systems, which name their columns by that.
    pub(crate) fn lay_out(&mut self, world: &mut World) {
        layout::lay_out(&mut self.rounds, &mut self.opening, world);
    }

    /// Whether a system, initialised before, may write this column.
    pub(crate) fn write(&self, column: ComponentId) -> bool {
        let schedules = layout::writes(&self.rounds, column) || layout::writes(&self.opening, column);
        schedules || layout::may_write(&self.calendar.access, column)
    }

    /// Puts the systems in order, of which all are there.
    pub(crate) fn build(&mut self, world: &mut World) -> Result<(), EngineError> {
        self.order_turns();
        let turns = |turn| Phase::ALL.map(|phase| Turn(phase, turn).intern()).to_vec();
        build(&mut self.rounds, world, &self.modules, turns)?;
        build(&mut self.opening, world, &self.modules, |turn| {
            vec![OpeningTurn(turn).intern()]
        })
    }
}

/// The system that moves runs on. It runs by itself: a schedule of one would cost as much again.
pub(crate) struct Calendar {
    system: BoxedSystem,
    access: SystemAccess,
}

impl Calendar {
    fn new(world: &mut World) -> Self {
        let mut system: BoxedSystem = Box::new(IntoSystem::into_system(calendar::move_on));
        let access = system.initialize(world);
        Self { system, access }
    }

    /// Moves on every run that is played.
    pub(crate) fn move_on(&mut self, world: &mut World) {
        let moved = self.system.run_without_applying_deferred((), world);
        moved.expect("what the calendar takes is there");
    }

    /// Its name, for the timetable.
    pub(crate) fn name(&self) -> String {
        self.system.name().to_string()
    }
}

/// Puts sets one after the other, those that have systems: what bevy does to order sets grows with all of them and all that follow
/// each. Gives them back.
fn in_order(schedule: &mut Schedule, sets: impl Iterator<Item = InternedSystemSet>) -> Vec<InternedSystemSet> {
    let known = &schedule.graph().system_sets;
    let taken: Vec<_> = sets.filter(|&set| known.get_key(set).is_some()).collect();
    for pair in taken.windows(2) {
        schedule.configure_sets(pair[0].before(pair[1]));
    }
    taken
}

fn schedule(label: impl ScheduleLabel) -> Schedule {
    let mut schedule = Schedule::new(label);
    schedule.set_executor(InOrder);
    schedule.set_build_settings(ScheduleBuildSettings {
        ambiguity_detection: if cfg!(debug_assertions) {
            LogLevel::Error
        } else {
            LogLevel::Ignore
        },
        ..Default::default()
    });
    schedule
}

/// Puts the systems of a schedule in order. Each module has its own sets, told by its turn.
fn build(
    schedule: &mut Schedule,
    world: &mut World,
    modules: &[&'static str],
    turns: impl Fn(usize) -> Vec<InternedSystemSet>,
) -> Result<(), EngineError> {
    let graph = schedule.graph();
    if let Some(system) = unfit(graph) {
        let holds = |set: InternedSystemSet| {
            let key = graph.system_sets.get_key(set).map(NodeId::Set);
            key.is_some_and(|set| graph.hierarchy().contains_edge(set, system))
        };
        let module = (1..).zip(modules).find(|(turn, _)| turns(*turn).into_iter().any(holds));
        let module = module.map_or("the beginnings of columns", |(_, module)| module);
        return Err(EngineError::Unfit(module.to_owned()));
    }
    match schedule.initialize(world) {
        Ok(_) => Ok(()),
        Err(error) => Err(EngineError::Unordered(error.to_string(schedule.graph(), world))),
    }
}

/// A system, initialised before, that could spawn or remove something, which would move rows, or that waits for a condition, which
/// nobody asks for.
fn unfit(graph: &ScheduleGraph) -> Option<NodeId> {
    let reaches_all = |access: &SystemAccess| match access {
        SystemAccess::None => false,
        SystemAccess::Shared(access) => access.combined_access().has_write_all(),
        SystemAccess::Exclusive => true,
    };
    let mut systems = graph.systems.iter().filter(|(key, system, conditions)| {
        let access = graph.systems.get(*key).map(SystemWithAccess::access);
        system.has_deferred() || !conditions.is_empty() || access.is_none_or(reaches_all)
    });
    let waiting = graph
        .system_sets
        .iter()
        .filter(|(.., conditions)| !conditions.is_empty());
    let mut members = waiting.flat_map(|(set, ..)| graph.hierarchy().neighbors(NodeId::Set(set)));
    let system = systems.next().map(|(key, ..)| NodeId::System(key));
    system.or_else(|| members.next())
}

/// The states that shocks can change, each with its range.
fn ranged_states(registry: &Registry, model: &Model) -> Vec<(StateEntry, [f64; 2])> {
    let range = |state: &StateEntry| match registry.parameter_of(state) {
        Some(parameter) => declared(parameter, model.talks.own_scale).range,
        None => [0.0, 1.0],
    };
    registry.states().iter().map(|s| (*s, range(s))).collect()
}

/// A key, and what puts its systems into the world.
type Module = (&'static str, fn(&mut Assembly<'_>));

/// The modules that this model uses: protocols first, then behaviours in the order of the registry.
fn modules(registry: &Registry, model: &Model) -> Result<Vec<Module>, EngineError> {
    let mut modules: Vec<Module> = Vec::new();
    for session in &model.sessions {
        let first = modules.len();
        let mut next = Some(session.protocol.as_str());
        while let Some(key) = next {
            let entry = registry.protocols().iter().find(|p| p.key == key);
            let entry = entry.ok_or_else(|| EngineError::NotRegistered(key.to_owned()))?;
            if modules.iter().any(|(known, _)| *known == entry.key) {
                break;
            }
            // What it extends comes before it.
            modules.insert(first, (entry.key, entry.assemble));
            next = entry.extends;
        }
    }
    for used in &model.behaviours {
        let entry = registry.behaviours().iter().find(|b| b.key == used.key);
        let entry = entry.ok_or_else(|| EngineError::NotRegistered(used.key.clone()))?;
        modules.push((entry.key, entry.assemble));
    }
    Ok(modules)
}
