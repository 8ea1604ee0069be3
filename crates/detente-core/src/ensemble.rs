//! The ensemble: one world in which many runs are played side by side. A slot holds one run; when a run ends, its record
//! is taken and the slot is loaded with the next, so that the world stays full.

use crate::assembly::{Assembly, EngineError, OpeningTurn, Phase, Turn};
use crate::calendar;
use crate::case::Case;
use crate::column::ParamColumn;
use crate::declared::Declaration;
use crate::draws::{Seed, Source};
use crate::events::{Event, Recorder};
use crate::harvest::Harvester;
use crate::kind::{
    Constituency, Effect, Emphasis, Inducement, Issue, IssueOption, Linkage, Negotiator, Party, Relation, RowKind,
    Session, Shock, Stake, Stance, Talks,
};
use crate::layout::{self, Layout, Upkeep};
use crate::loadout::{ColumnLoad, Loadout};
use crate::lot::Lot;
use crate::model::Model;
use crate::outcome::RunRecord;
use crate::preferences;
use crate::probe::{Probe, Variable};
use crate::registry::Registry;
use crate::runs::{RowsPerRun, Run, Slots, Weighing};
use crate::states::{self, StateEntry};
use crate::terms::declared;
use crate::timetable::{self, Step};
use bevy_ecs::prelude::*;
use bevy_ecs::schedule::{LogLevel, ScheduleBuildSettings, ScheduleLabel, SingleThreadedExecutor};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A run to be played.
#[derive(Debug, Clone)]
pub struct Job {
    /// The caller's name for it; given back with the result.
    pub key: usize,
    /// What it draws with.
    pub lot: Lot,
    /// The numbers of its design point.
    pub loadout: Arc<Loadout>,
}

/// What is told while runs are played. Rounds of different runs come interleaved; those of one run in order.
pub trait Observer {
    /// A round has been played; `values` are the variables of [`Ensemble::variables`].
    fn round_played(&mut self, _key: usize, _run: &Run, _values: &[f64]) {}
    /// Something happened (only if the ensemble records).
    fn happened(&mut self, _key: usize, _event: Event) {}
    /// A run has ended.
    fn ended(&mut self, key: usize, record: RunRecord);
    /// Whether to leave off in the middle: asked before every round.
    fn has_enough(&self) -> bool {
        false
    }
    /// Whether rounds are to be told; sampling is skipped otherwise.
    fn wants_rounds(&self) -> bool {
        false
    }
}

/// Slots are loaded anew when one in so many is free.
const LEAST_VACANT: usize = 8;

#[derive(ScheduleLabel, Debug, Clone, PartialEq, Eq, Hash)]
struct Rounds;
#[derive(ScheduleLabel, Debug, Clone, PartialEq, Eq, Hash)]
struct Opening;

/// Many runs of one shape, side by side.
pub struct Ensemble {
    world: World,
    rounds: Schedule,
    opening: Schedule,
    columns: Vec<Box<dyn ParamColumn>>,
    loads: Vec<ColumnLoad>,
    /// Whether a behaviour changes the stakes in a run.
    stakes_overwritten: bool,
    /// The numbers that each slot was loaded with last.
    known: Vec<Option<Arc<Loadout>>>,
    probes: Vec<Box<dyn Probe>>,
    variables: Vec<Variable>,
    samples: Vec<f64>,
    harvester: Harvester,
    upkeep: Upkeep,
    source: Source,
    keys: Vec<usize>,
    /// Slots whose runs begin with this round.
    fresh: Vec<usize>,
    /// Slots whose runs have ended in this round.
    ended: Vec<usize>,
    model: Arc<Model>,
    /// Keys of the modules, in the order of their turns.
    modules: Vec<&'static str>,
}

impl Ensemble {
    /// A world of so many slots for this model.
    ///
    /// # Errors
    /// If a behaviour or protocol is not registered, addresses of draws collide, or the systems of a module have no order
    /// where they need one (looked for in builds with debug assertions).
    pub fn new(registry: &Registry, model: &Arc<Model>, seed: Seed, slots: usize) -> Result<Self, EngineError> {
        let case = Case::new(Arc::clone(model));
        let mut world = World::new();
        let (mut rounds, mut opening) = (schedule(Rounds), schedule(Opening));
        let mut probes = Vec::new();
        let modules = modules(registry, model)?;
        let states = ranged_states(registry, model);
        let turns = modules.len() + 1 + registry.states().len();
        order_turns(&mut rounds, &mut opening, turns);
        opening.add_systems(
            (
                calendar::open_the_calendar,
                preferences::lay_out_the_table,
                preferences::weigh_stakes,
                preferences::open_minds,
            )
                .chain()
                .in_set(OpeningTurn(0)),
        );
        rounds.add_systems(calendar::convene.in_set(Turn(Phase::Convene, 0)));
        world.insert_resource(seed);
        world.insert_resource(Recorder::new(registry.counted(), slots));
        let mut streams = BTreeMap::new();
        for (k, &(module, assemble)) in modules.iter().enumerate() {
            let mut assembly = Assembly {
                world: &mut world,
                rounds: &mut rounds,
                opening: &mut opening,
                case: &case,
                streams: &mut streams,
                probes: &mut probes,
                module,
                turn: k + 1,
                error: None,
            };
            assemble(&mut assembly);
            if let Some(error) = assembly.error {
                return Err(error);
            }
        }
        states::add_strikes(&mut rounds, &states, model, modules.len() + 1);
        // Sessions are called last, when everything that may call them has happened.
        rounds.add_systems(calendar::call_sessions.in_set(Turn(Phase::Close, modules.len() + 1)));
        let harvester = Harvester::new(&mut world, &case);
        layout::lay_out(&mut rounds, &mut opening, &mut world);
        let columns: Vec<_> = model
            .columns
            .iter()
            .map(|c| (registry.sets()[c.set].column)())
            .collect();
        let loads = columns
            .iter()
            .map(|column| {
                let component = column.component(&mut world);
                let volatile = layout::writes(&rounds, component) || layout::writes(&opening, component);
                ColumnLoad {
                    volatile,
                    ..ColumnLoad::default()
                }
            })
            .collect();
        let stakes_overwritten = preferences::overwrites_stakes(&rounds, &mut world);
        let upkeep = Upkeep::new(&rounds, &opening, &mut world, &case, slots);
        spawn_rows(&mut world, &case, slots, &columns);
        world.insert_resource(Slots(vec![Run::default(); slots]));
        build(&mut rounds, &mut world)?;
        build(&mut opening, &mut world)?;
        world.insert_resource(case);
        let variables: Vec<Variable> = probes.iter().flat_map(|p| p.variables().iter().cloned()).collect();
        Ok(Self {
            harvester,
            upkeep,
            samples: vec![0.0; slots * variables.len()],
            loads,
            stakes_overwritten,
            known: vec![None; slots],
            world,
            rounds,
            opening,
            columns,
            probes,
            variables,
            source: Source::new(seed),
            keys: vec![0; slots],
            fresh: Vec::with_capacity(slots),
            ended: Vec::with_capacity(slots),
            model: Arc::clone(model),
            modules: modules.into_iter().map(|(key, _)| key).collect(),
        })
    }

    /// The model that it plays.
    pub fn model(&self) -> &Arc<Model> {
        &self.model
    }

    /// The variables that an observer is told.
    pub fn variables(&self) -> &[Variable] {
        &self.variables
    }

    /// What is done in a round, in order.
    pub fn timetable(&self) -> Vec<Step> {
        timetable::steps(&self.rounds, &self.modules)
    }

    /// The columns that its systems name, by their declarations.
    pub fn columns(&self) -> impl Iterator<Item = &'static Declaration> {
        self.world.resource::<Layout>().declarations()
    }

    /// Whether events are recorded from now on.
    pub fn record(&mut self, on: bool) {
        self.world.resource_mut::<Recorder>().on = on;
    }

    /// Plays all jobs, or until the observer has had enough: then the world is left in the middle of runs, and is of no
    /// further use. Loadouts must belong to models of the same shape as this world's.
    pub fn play(&mut self, jobs: &mut dyn Iterator<Item = Job>, observer: &mut dyn Observer) {
        // Free slots go on asking when nothing is left.
        let mut jobs = jobs.fuse();
        let slots = self.keys.len();
        let mut vacant = slots;
        loop {
            // Setting up one run costs nearly as much as setting up several.
            if vacant * LEAST_VACANT >= slots {
                let live = self.refill(&mut jobs);
                if live == 0 {
                    return;
                }
            }
            if observer.has_enough() {
                return;
            }
            self.upkeep.before_round(&mut self.world);
            self.rounds.run(&mut self.world);
            self.tell(observer);
            vacant = self.harvest(observer);
        }
    }

    /// Loads free slots with the next jobs and sets their runs up; says how many runs there are then.
    fn refill(&mut self, jobs: &mut dyn Iterator<Item = Job>) -> usize {
        self.seat(jobs);
        let mut recorder = self.world.resource_mut::<Recorder>();
        for &slot in &self.fresh {
            recorder.begin(slot);
        }
        if !self.fresh.is_empty() {
            for (column, load) in self.columns.iter_mut().zip(&self.loads) {
                column.load(&mut self.world, &load.slots, &load.cells);
            }
            self.upkeep.before_runs(&mut self.world, &self.fresh);
            self.opening.run(&mut self.world);
        }
        self.activate()
    }

    /// Gives free slots to the next jobs and draws their numbers; systems act on these runs only.
    fn seat(&mut self, jobs: &mut dyn Iterator<Item = Job>) {
        self.fresh.clear();
        for load in &mut self.loads {
            load.slots.clear();
            load.cells.clear();
        }
        let runs = &mut self.world.resource_mut::<Slots>().0;
        for (slot, run) in runs.iter_mut().enumerate() {
            run.active = false;
            if run.live {
                continue;
            }
            if let Some(job) = jobs.next() {
                let known = self.known[slot].as_deref();
                let weighing = match self.stakes_overwritten {
                    true => Weighing::Drawn,
                    false => job.loadout.weighing(known),
                };
                job.loadout
                    .draw_onto(&mut self.source, job.lot.inputs, slot, known, &mut self.loads);
                self.known[slot] = Some(job.loadout);
                self.keys[slot] = job.key;
                self.fresh.push(slot);
                *run = calendar::fresh_run(slot, job.lot);
                run.active = true;
                run.weighing = weighing;
            }
        }
    }

    /// Lets systems act on every run that goes on; says how many these are.
    fn activate(&mut self) -> usize {
        let mut n = 0;
        for run in &mut self.world.resource_mut::<Slots>().0 {
            run.active = run.live;
            n += usize::from(run.live);
        }
        n
    }

    /// Tells the observer what this round brought.
    fn tell(&mut self, observer: &mut dyn Observer) {
        let mut recorder = self.world.resource_mut::<Recorder>();
        if recorder.on {
            for (slot, event) in std::mem::take(&mut recorder.events) {
                observer.happened(self.keys[slot], event);
            }
        }
        if !observer.wants_rounds() {
            return;
        }
        let stride = self.variables.len();
        let runs = std::mem::take(&mut self.world.resource_mut::<Slots>().0);
        let mut offset = 0;
        for probe in &mut self.probes {
            probe.sample(&mut self.world, &runs, &mut self.samples, stride, offset);
            offset += probe.variables().len();
        }
        for run in runs.iter().filter(|r| r.active) {
            observer.round_played(self.keys[run.slot], run, &self.samples[run.slot * stride..][..stride]);
        }
        self.world.resource_mut::<Slots>().0 = runs;
    }

    /// Takes the records of runs that have ended and moves the others on; says how many slots are free now.
    fn harvest(&mut self, observer: &mut dyn Observer) -> usize {
        let mut runs = std::mem::take(&mut self.world.resource_mut::<Slots>().0);
        let endings = self.harvester.endings(&mut self.world);
        let mut vacant = 0;
        for (run, ending) in runs.iter_mut().zip(endings) {
            // A run that Convene ended played no round; it is not active any more.
            run.round += u32::from(run.active);
            if run.live && !ending.is_open() {
                (run.live, run.active) = (false, false);
                self.ended.push(run.slot);
            }
            vacant += usize::from(!run.live);
        }
        for slot in self.ended.drain(..) {
            if let Some(record) = self.harvester.take(&mut self.world, &runs[slot]) {
                observer.ended(self.keys[slot], record);
            }
        }
        self.world.resource_mut::<Slots>().0 = runs;
        vacant
    }
}

fn schedule(label: impl ScheduleLabel) -> Schedule {
    let mut schedule = Schedule::new(label);
    schedule.set_executor(SingleThreadedExecutor::new());
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

/// Puts the systems of a schedule in order.
fn build(schedule: &mut Schedule, world: &mut World) -> Result<(), EngineError> {
    match schedule.initialize(world) {
        Ok(_) => Ok(()),
        Err(error) => Err(EngineError::Unordered(error.to_string(schedule.graph(), world))),
    }
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

/// Phases one after the other; within a phase, modules one after the other.
fn order_turns(rounds: &mut Schedule, opening: &mut Schedule, last: usize) {
    for (k, phase) in Phase::ALL.into_iter().enumerate() {
        if k > 0 {
            rounds.configure_sets(Phase::ALL[k - 1].before(phase));
        }
        for turn in 0..=last {
            rounds.configure_sets(Turn(phase, turn).in_set(phase));
            if turn > 0 {
                rounds.configure_sets(Turn(phase, turn - 1).before(Turn(phase, turn)));
            }
        }
    }
    for turn in 1..=last {
        opening.configure_sets(OpeningTurn(turn - 1).before(OpeningTurn(turn)));
    }
}

/// Spawns every row of every slot, slot by slot, each with all its columns, so that columns lie dense and in order.
fn spawn_rows(world: &mut World, case: &Case, slots: usize, columns: &[Box<dyn ParamColumn>]) {
    world.resource_scope(|world, layout: Mut<'_, Layout>| {
        macro_rules! spawn { ($($kind:ident)*) => { $(
            let n = case.rows(RowKind::$kind);
            world.insert_resource(RowsPerRun::<$kind>::new(n));
            for _ in 0..slots * n {
                let mut row = world.spawn($kind);
                layout.attach(RowKind::$kind, &mut row);
                for column in columns.iter().filter(|c| c.kind() == RowKind::$kind) {
                    column.attach(&mut row);
                }
            }
        )* } }
        spawn! {
            Talks Party Negotiator Constituency Relation Issue IssueOption Stake Stance Emphasis Linkage Session
            Inducement Shock Effect
        }
    });
}
