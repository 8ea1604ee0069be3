//! The ensemble: one world in which many runs are played side by side. A slot holds one run; when enough runs have ended, their
//! records are taken and their slots are loaded with the next.

use crate::assembly::EngineError;
use crate::calendar;
use crate::case::Case;
use crate::column::ParamColumn;
use crate::declared::Declaration;
use crate::draws::{Seed, Source};
use crate::events::{Event, Recorder};
use crate::facts::Settled;
use crate::harvest::Harvester;
use crate::kind::{
    Constituency, Effect, Emphasis, Inducement, Issue, IssueOption, Linkage, Negotiator, Party, Relation, RowKind,
    Session, Shock, Stake, Stance, Talks,
};
use crate::layout::{Layout, RowsPerRun, Upkeep};
use crate::loadout::{ColumnLoad, Loadout};
use crate::lot::Lot;
use crate::model::Model;
use crate::outcome::RunRecord;
use crate::preferences;
use crate::probe::Variable;
use crate::registry::Registry;
use crate::runs::{Run, Slots, Weighing};
use crate::schedules::Schedules;
use crate::timetable::{self, Step};
use crate::unchecked::{self, Complete, Sole};
use bevy_ecs::bundle::BundleScratch;
use bevy_ecs::prelude::*;
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
    /// The issues as they stand after that round; told before it.
    fn settled(&mut self, _key: usize, _run: &Run, _settled: &[Settled]) {}
    /// Something happened (only if the ensemble records): told before the round in which it did. What the calendar brings between two
    /// rounds, the close of a session among it, is told after the earlier of them.
    fn happened(&mut self, _key: usize, _event: Event) {}
    /// A run has ended; told before its slot is used again, when others may have gone on.
    fn ended(&mut self, key: usize, record: RunRecord);
    /// Whether to leave off in the middle: asked before every round, when the calendar has moved on. What has ended by then is told.
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

/// Many runs of one shape, side by side.
pub struct Ensemble {
    world: World,
    schedules: Schedules,
    slots: Sole<Slots>,
    recorder: Sole<Recorder>,
    columns: Vec<Box<dyn ParamColumn>>,
    loads: Vec<ColumnLoad>,
    /// Room for uniforms that go together.
    together: Vec<f64>,
    /// Whether a behaviour changes the stakes in a run.
    stakes_overwritten: bool,
    /// The numbers that each slot was loaded with last.
    known: Vec<Option<Arc<Loadout>>>,
    variables: Vec<Variable>,
    samples: Vec<f64>,
    harvester: Harvester,
    upkeep: Upkeep,
    source: Source,
    keys: Vec<usize>,
    model: Arc<Model>,
}

impl Ensemble {
    /// A world of so many slots for this model.
    ///
    /// # Errors
    /// If a behaviour or protocol is not registered, addresses of draws collide, a system or an observer could spawn or remove
    /// something, a system waits for a condition, or the systems of a module have no order where they need one (looked for in
    /// builds with debug assertions).
    pub fn new(registry: &Registry, model: &Arc<Model>, seed: Seed, slots: usize) -> Result<Self, EngineError> {
        let case = Case::new(Arc::clone(model));
        let mut world = World::new();
        world.insert_resource(seed);
        world.insert_resource(RowsPerRun::new(&case));
        world.insert_resource(Recorder::new(registry.counted(), slots));
        let mut schedules = Schedules::new(registry, &case, &mut world)?;
        let harvester = Harvester::new(&mut world, &case);
        schedules.lay_out(&mut world);
        let sets = model.columns.iter().map(|column| &registry.sets()[column.set]);
        let columns: Vec<_> = sets.map(|set| (set.column)()).collect();
        for column in &columns {
            column.name(&mut world.resource_mut::<Layout>());
        }
        let loads = loads(&columns, &schedules, &mut world);
        let stakes_overwritten = preferences::overwrites_stakes(&schedules.rounds, &mut world);
        let upkeep = Upkeep::new(&schedules, &mut world, &case, slots);
        spawn_rows(&mut world, &case, slots);
        world.insert_resource(Slots::new(slots));
        schedules.build(&mut world)?;
        world.insert_resource(case);
        if is_observed(&mut world) {
            return Err(EngineError::Observed);
        }
        world.insert_resource(Complete { slots });
        let probed = schedules.probes.iter().flat_map(|probe| probe.variables());
        let variables: Vec<Variable> = probed.cloned().collect();
        Ok(Self {
            world,
            schedules,
            slots: Sole::default(),
            recorder: Sole::default(),
            columns,
            loads,
            together: Vec::new(),
            stakes_overwritten,
            known: vec![None; slots],
            samples: vec![0.0; slots * variables.len()],
            variables,
            harvester,
            upkeep,
            source: Source::new(seed),
            keys: vec![0; slots],
            model: Arc::clone(model),
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
        let Schedules {
            rounds,
            calendar,
            modules,
            ..
        } = &self.schedules;
        timetable::steps(&calendar.name(), rounds, modules, self.schedules.last_turn)
    }

    /// Its columns, by their declarations.
    pub fn columns(&self) -> impl Iterator<Item = &'static Declaration> {
        self.world.resource::<Layout>().declarations()
    }

    /// Whether events are recorded from now on.
    pub fn record(&mut self, on: bool) {
        self.recorder.of(&mut self.world).on = on;
    }

    /// Plays all jobs, or until the observer has had enough or something panics: then the world is left in the middle of runs,
    /// and is of no further use. Loadouts must belong to models of the same shape as this world's.
    pub fn play(&mut self, jobs: &mut dyn Iterator<Item = Job>, observer: &mut dyn Observer) {
        // Free slots go on asking when nothing is left.
        let mut jobs = jobs.fuse();
        let slots = self.keys.len();
        loop {
            let vacant = slots - self.slots.of(&mut self.world).played.len();
            // Setting up one run costs nearly as much as setting up several, and so does taking records.
            if vacant * LEAST_VACANT >= slots {
                self.harvest(observer);
                let begun = self.refill(&mut jobs);
                if begun == 0 && vacant == slots {
                    return;
                }
            }
            if observer.has_enough() {
                self.harvest(observer);
                return;
            }
            self.upkeep.before_round(&mut self.world);
            self.schedules.rounds.run(&mut self.world);
            self.tell_events(observer);
            if observer.wants_rounds() {
                self.tell_round(observer);
            }
            self.schedules.calendar.move_on(&mut self.world);
        }
    }

    /// Loads free slots with the next jobs and sets their runs up; says how many have begun, though they may have ended at once.
    fn refill(&mut self, jobs: &mut dyn Iterator<Item = Job>) -> usize {
        let mut slots = self.take_slots();
        self.seat(&mut slots, jobs);
        let fresh = &slots.played;
        let begun = fresh.len();
        let recorder = self.recorder.of(&mut self.world);
        for &slot in fresh {
            recorder.begin(slot);
        }
        if begun > 0 {
            for (column, load) in self.columns.iter_mut().zip(&self.loads) {
                column.load(&mut self.world, &load.slots, &load.cells);
            }
            self.upkeep.before_runs(&mut self.world, fresh);
        }
        self.put_back(slots);
        if begun > 0 {
            self.schedules.opening.run(&mut self.world);
            self.schedules.calendar.move_on(&mut self.world);
        }
        self.go_on();
        begun
    }

    /// Gives free slots to the next jobs and draws their numbers; systems act on these runs only.
    fn seat(&mut self, slots: &mut Slots, jobs: &mut dyn Iterator<Item = Job>) {
        for load in &mut self.loads {
            load.slots.clear();
            load.cells.clear();
        }
        slots.played.clear();
        for (slot, run) in slots.runs.iter_mut().enumerate() {
            if run.live {
                continue;
            }
            if let Some(job) = jobs.next() {
                let known = self.known[slot].as_deref();
                let weighing = match self.stakes_overwritten {
                    true => Weighing::Drawn,
                    false => job.loadout.weighing(known),
                };
                let (source, loads) = (&mut self.source, &mut self.loads);
                job.loadout
                    .draw_onto(source, job.lot.inputs, slot, known, loads, &mut self.together);
                self.known[slot] = Some(job.loadout);
                self.keys[slot] = job.key;
                slots.played.push(slot);
                *run = calendar::fresh_run(slot, job.lot);
                run.weighing = weighing;
            }
        }
    }

    /// Lets systems act on every run that goes on.
    fn go_on(&mut self) {
        let Slots { runs, played, .. } = self.slots.of(&mut self.world);
        played.clear();
        played.extend(runs.iter().filter(|run| run.live).map(|run| run.slot));
    }

    /// Tells the observer what has happened and has not been told.
    fn tell_events(&mut self, observer: &mut dyn Observer) {
        let recorder = self.recorder.of(&mut self.world);
        if recorder.on {
            for (slot, event) in std::mem::take(&mut recorder.events) {
                observer.happened(self.keys[slot], event);
            }
        }
    }

    /// Tells the observer how the runs stand that have been played in this round.
    fn tell_round(&mut self, observer: &mut dyn Observer) {
        let stride = self.variables.len();
        let slots = self.take_slots();
        let mut offset = 0;
        for probe in &mut self.schedules.probes {
            probe.sample(&mut self.world, &slots.played, &mut self.samples, stride, offset);
            offset += probe.variables().len();
        }
        for &slot in &slots.played {
            let (key, run) = (self.keys[slot], &slots.runs[slot]);
            observer.settled(key, run, self.harvester.settled(&mut self.world, slot));
            observer.round_played(key, run, &self.samples[slot * stride..][..stride]);
        }
        self.put_back(slots);
    }

    /// Takes the records of runs that have ended: what they read lies there until their slots are loaded again.
    fn harvest(&mut self, observer: &mut dyn Observer) {
        // The calendar may have ended a run since the last round.
        self.tell_events(observer);
        let mut slots = self.take_slots();
        for slot in slots.ended.drain(..) {
            let loadout = self.known[slot].as_ref().expect("a run has been loaded");
            let counts = self.recorder.of(&mut self.world).counts(slot);
            let run = &slots.runs[slot];
            let record = self.harvester.take(&mut self.world, run, counts, loadout.frontiers());
            observer.ended(self.keys[slot], record);
        }
        self.put_back(slots);
    }

    /// Takes the slots at hand while other parts of the world are; what stays in their place are none. The resource itself is
    /// not removed: who has found it knows where it lies.
    fn take_slots(&mut self) -> Slots {
        std::mem::take(self.slots.of(&mut self.world))
    }

    fn put_back(&mut self, slots: Slots) {
        *self.slots.of(&mut self.world) = slots;
    }
}

/// Whether something listens in the world: bevy tells observers of old ticks now and then, and they could move rows.
fn is_observed(world: &mut World) -> bool {
    world.flush();
    let observer = world.register_component::<bevy_ecs::observer::Observer>();
    let mut used = world.archetypes().iter().filter(|archetype| !archetype.is_empty());
    used.any(|archetype| archetype.contains(observer))
}

/// What is loaded into each column: into one that a system writes, everything whenever a run begins.
fn loads(columns: &[Box<dyn ParamColumn>], schedules: &Schedules, world: &mut World) -> Vec<ColumnLoad> {
    let mut load = |column: &dyn ParamColumn| ColumnLoad {
        volatile: schedules.write(column.component(world)),
        ..ColumnLoad::default()
    };
    columns.iter().map(|column| load(column.as_ref())).collect()
}

/// Spawns every row of every slot, slot by slot, each with all its columns, so that columns lie dense and in order.
fn spawn_rows(world: &mut World, case: &Case, slots: usize) {
    let mut scratch = BundleScratch::default();
    world.resource_scope(|world, layout: Mut<'_, Layout>| {
        macro_rules! spawn { ($($kind:ident)*) => { $(
            for _ in 0..slots * case.rows(RowKind::$kind) {
                unchecked::spawn(world, &mut scratch, |row| {
                    row.push($kind);
                    layout.attach(RowKind::$kind, row);
                });
            }
        )* } }
        spawn! {
            Talks Party Negotiator Constituency Relation Issue IssueOption Stake Stance Emphasis Linkage Session
            Inducement Shock Effect
        }
    });
}
