//! Which columns a world has, and how each goes back to its neutral value: before a round, a session or a run, as its
//! declaration says. What no system of the world writes stays neutral by itself and costs nothing.

use crate::assembly::OpeningTurn;
use crate::case::Case;
use crate::declared::{Declaration, Declared, Lifetime, Named};
use crate::kind::{Kind, RowKind};
use crate::preferences;
use crate::runs::Slots;
use crate::schedules::Schedules;
use crate::unchecked::{NewRow, Sole, WholeColumn};
use bevy_ecs::component::ComponentId;
use bevy_ecs::prelude::*;
use bevy_ecs::schedule::ScheduleConfigs;
use bevy_ecs::schedule::SystemWithAccess;
use bevy_ecs::system::{ScheduleSystem, SystemAccess};
use std::any::TypeId;
use std::marker::PhantomData;

/// A column without its type.
struct Entry {
    id: TypeId,
    declaration: &'static Declaration,
    attach: fn(&mut NewRow<'_, '_>),
    component: fn(&mut World) -> ComponentId,
    begins: fn() -> Option<ScheduleConfigs<ScheduleSystem>>,
    clear: fn(&Case) -> Box<dyn Clear>,
}

/// The columns of a world: what has been named so far by systems, by probes, by what records are read from and as parameters.
#[derive(Resource, Default)]
pub struct Layout {
    entries: Vec<Entry>,
    /// Those before this one have had their beginning.
    begun: usize,
}

impl Layout {
    /// One column more, if it is not there yet.
    pub(crate) fn add<C: Declared>(&mut self) {
        let id = TypeId::of::<C>();
        if self.entries.iter().all(|entry| entry.id != id) {
            self.entries.push(Entry {
                id,
                declaration: &C::DECLARATION,
                attach: |row| row.push(C::neutral()),
                component: World::register_component::<C>,
                begins: C::begins,
                clear: |case| Box::new(Column::<C>::new(case)),
            });
        }
    }

    /// What is known about each, in the order in which they were named.
    pub(crate) fn declarations(&self) -> impl Iterator<Item = &'static Declaration> {
        self.entries.iter().map(|entry| entry.declaration)
    }

    /// Adds the columns of a kind to a row under construction.
    pub(crate) fn attach(&self, kind: RowKind, row: &mut NewRow<'_, '_>) {
        for entry in self.entries.iter().filter(|entry| entry.declaration.kind == kind) {
            (entry.attach)(row);
        }
    }

    fn next_beginnings(&mut self) -> Vec<ScheduleConfigs<ScheduleSystem>> {
        let fresh = self.entries[self.begun..].iter().filter_map(|entry| (entry.begins)());
        let fresh = fresh.collect();
        self.begun = self.entries.len();
        fresh
    }
}

/// How many rows of each kind one run has: what systems are told when they enter the world.
#[derive(Resource)]
pub(crate) struct RowsPerRun([usize; RowKind::ALL.len()]);

impl RowsPerRun {
    pub(crate) fn new(case: &Case) -> Self {
        Self(std::array::from_fn(|kind| case.rows(RowKind::ALL[kind])))
    }
}

/// Names columns when a system enters the world.
pub(crate) struct Naming<K, D> {
    columns: PhantomData<fn() -> (K, D)>,
    /// Rows of the kind that one run has.
    pub(crate) per_run: usize,
}

impl<K: Kind, D: Named<K>> FromWorld for Naming<K, D> {
    fn from_world(world: &mut World) -> Self {
        D::name(&mut world.get_resource_or_init::<Layout>());
        Self {
            columns: PhantomData,
            per_run: world.resource::<RowsPerRun>().0[K::KIND as usize],
        }
    }
}

/// Initialises the systems of a world, which name their columns by that, and adds what sets these when a run begins.
pub(crate) fn lay_out(rounds: &mut Schedule, opening: &mut Schedule, world: &mut World) {
    loop {
        rounds.graph_mut().systems.initialize(world);
        opening.graph_mut().systems.initialize(world);
        let beginnings = world.get_resource_or_init::<Layout>().next_beginnings();
        if beginnings.is_empty() {
            return;
        }
        for system in beginnings {
            // Numbers are loaded and options weighed by then.
            opening.add_systems(system.in_set(OpeningTurn(0)).after(preferences::open_minds));
        }
    }
}

/// Whether a system of the schedule, initialised before, may write this column.
pub(crate) fn writes(schedule: &Schedule, column: ComponentId) -> bool {
    let systems = &schedule.graph().systems;
    let writes = |system: &SystemWithAccess| may_write(system.access(), column);
    systems.iter().any(|(key, ..)| systems.get(key).is_some_and(writes))
}

/// Whether a system of this access may write this column.
pub(crate) fn may_write(access: &SystemAccess, column: ComponentId) -> bool {
    match access {
        SystemAccess::None => false,
        SystemAccess::Shared(access) => access.combined_access().has_write(column),
        SystemAccess::Exclusive => true,
    }
}

/// Clears a column without knowing its type.
trait Clear: Send {
    /// Of all slots.
    fn all(&mut self, world: &mut World);
    /// Of these slots.
    fn of(&mut self, world: &mut World, slots: &[usize]);
}

struct Column<C: Declared> {
    cells: WholeColumn<C::On, C>,
    per_run: usize,
}

impl<C: Declared> Column<C> {
    fn new(case: &Case) -> Self {
        Self {
            cells: WholeColumn::default(),
            per_run: case.rows(<C::On as Kind>::KIND),
        }
    }
}

impl<C: Declared> Clear for Column<C> {
    fn all(&mut self, world: &mut World) {
        self.cells.cells(world).fill_with(C::neutral);
    }

    fn of(&mut self, world: &mut World, slots: &[usize]) {
        let column = self.cells.cells(world);
        for &slot in slots {
            column[slot * self.per_run..(slot + 1) * self.per_run].fill_with(C::neutral);
        }
    }
}

/// What is cleared, and when.
#[derive(Default)]
pub(crate) struct Upkeep {
    slots: Sole<Slots>,
    round: Vec<Box<dyn Clear>>,
    session: Vec<Box<dyn Clear>>,
    run: Vec<Box<dyn Clear>>,
    /// Slots in which a session begins; kept, so that nothing is allocated in a round.
    opening: Vec<usize>,
}

impl Upkeep {
    /// Of a world whose systems are initialised.
    pub(crate) fn new(schedules: &Schedules, world: &mut World, case: &Case, slots: usize) -> Self {
        let mut upkeep = Self {
            opening: Vec::with_capacity(slots),
            ..Self::default()
        };
        world.resource_scope(|world, layout: Mut<'_, Layout>| {
            for entry in &layout.entries {
                let written = schedules.write((entry.component)(world));
                let list = match entry.declaration.lifetime {
                    Lifetime::Round => &mut upkeep.round,
                    Lifetime::Session => &mut upkeep.session,
                    Lifetime::Run => &mut upkeep.run,
                    Lifetime::Kept => continue,
                };
                if written && (entry.begins)().is_none() {
                    list.push((entry.clear)(case));
                }
            }
        });
        upkeep
    }

    /// Clears what lives for a run, in the slots where one begins.
    pub(crate) fn before_runs(&mut self, world: &mut World, fresh: &[usize]) {
        for column in &mut self.run {
            column.of(world, fresh);
        }
    }

    /// Clears what lives for a round and, where a session begins with it, what lives for a session.
    pub(crate) fn before_round(&mut self, world: &mut World) {
        for column in &mut self.round {
            column.all(world);
        }
        if self.session.is_empty() {
            return;
        }
        let Slots { runs, played, .. } = self.slots.of(world);
        self.opening.clear();
        self.opening.extend(played.iter().filter(|&&slot| runs[slot].opens));
        if !self.opening.is_empty() {
            for column in &mut self.session {
                column.of(world, &self.opening);
            }
        }
    }
}
