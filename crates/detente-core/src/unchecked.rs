//! The one place where the compiler's guard is off: how rows, and what there is one of, are found. All of a world is there before
//! its first pass; after that nothing is spawned, moved or removed, and columns lie where they lie. So whoever needs a column looks for
//! it once. bevy's `Query` would go through archetypes, table and columns whenever a system starts, its `Res` likewise, and its
//! executor would ask for conditions that nobody has: together more than a tenth of a run's time.
//!
//! What is cut slot by slot, rows or what draws keep, is cut without a bound of its own: slots come in order, each once, so that
//! no two slices meet.
//!
//! What it rests on: a world belongs to its [`Ensemble`](crate::Ensemble), which hands it to nobody once it is complete, and refuses
//! what could spawn or remove something, systems (`unfit` in `schedules.rs`) and observers. In a world that is not [`Complete`], one
//! of somebody else's included, nothing is found.

#![expect(
    unsafe_code,
    reason = "measured in docs/performance.md; each use says why it is sound"
)]

use crate::declared::Named;
use crate::kind::Kind;
use crate::layout::Naming;
use crate::runs::{Cut, PerRun, Run};
use bevy_ecs::archetype::Archetype;
use bevy_ecs::change_detection::Tick;
use bevy_ecs::component::{ComponentId, Mutable};
use bevy_ecs::error::{BevyError, ErrorContext};
use bevy_ecs::prelude::*;
use bevy_ecs::query::{FilteredAccess, QueryData, WorldQuery};
use bevy_ecs::schedule::{FixedBitSet, SystemExecutor, SystemSchedule};
use bevy_ecs::storage::Table;
use bevy_ecs::system::{RunSystemError, System, SystemAccess, SystemMeta, SystemParam, SystemParamValidationError};
use bevy_ecs::world::WorldId;
use bevy_ecs::world::unsafe_world_cell::UnsafeWorldCell;
use std::any::type_name;
use std::cell::UnsafeCell;
use std::marker::PhantomData;
use std::ops::Deref;
use std::ptr::NonNull;
use std::slice;

/// Where a column begins.
pub struct First<C>(NonNull<C>);

impl<C> Clone for First<C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C> Copy for First<C> {}

impl<C> Default for First<C> {
    fn default() -> Self {
        Self(NonNull::dangling())
    }
}

// SAFETY: components may be sent and shared; whoever follows it answers for the rest.
unsafe impl<C: Component> Send for First<C> {}
// SAFETY: as above.
unsafe impl<C: Component> Sync for First<C> {}

impl<C: Component> First<C> {
    /// In this table.
    ///
    /// # Safety
    /// `column` is the column of `C` in the world of the table.
    unsafe fn of(column: ComponentId, table: &Table) -> Self {
        // SAFETY: by the caller's promise.
        let cells = unsafe { table.get_data_slice_for::<C>(column) };
        let cells = cells.expect("all columns are table columns");
        Self(NonNull::from(cells).cast::<UnsafeCell<C>>().cast())
    }
}

/// Columns that a system can find once for all: `&C`, `&mut C`, tuples of them.
pub trait Pinned: QueryData {
    /// Where they begin.
    type At: Copy + Default + Send + Sync;
    /// As slices.
    type Slices<'a>;
    /// Where they begin in a table that has them all.
    ///
    /// # Safety
    /// `columns` is the state of this type in the world of the table.
    unsafe fn at(columns: &<Self as WorldQuery>::State, table: &Table) -> Self::At;
    /// So many rows from one on, as slices.
    ///
    /// # Safety
    /// These rows lie there and stay there for `'a`, in which nobody else has what this type takes for itself.
    unsafe fn slices<'a>(at: Self::At, from: usize, rows: usize) -> Self::Slices<'a>;
}

impl<C: Component> Pinned for &C {
    type At = First<C>;
    type Slices<'a> = &'a [C];

    unsafe fn at(column: &ComponentId, table: &Table) -> First<C> {
        // SAFETY: by the caller's promise.
        unsafe { First::of(*column, table) }
    }

    #[inline(always)]
    unsafe fn slices<'a>(at: First<C>, from: usize, rows: usize) -> &'a [C] {
        // SAFETY: by the caller's promise.
        unsafe { slice::from_raw_parts(at.0.as_ptr().add(from), rows) }
    }
}

impl<C: Component<Mutability = Mutable>> Pinned for &mut C {
    type At = First<C>;
    type Slices<'a> = &'a mut [C];

    unsafe fn at(column: &ComponentId, table: &Table) -> First<C> {
        // SAFETY: by the caller's promise.
        unsafe { First::of(*column, table) }
    }

    #[inline(always)]
    unsafe fn slices<'a>(at: First<C>, from: usize, rows: usize) -> &'a mut [C] {
        // SAFETY: by the caller's promise.
        unsafe { slice::from_raw_parts_mut(at.0.as_ptr().add(from), rows) }
    }
}

macro_rules! tuples_are_pinned { ($($t:ident),*) => {
    #[allow(non_snake_case)]
    impl<$($t: Pinned),*> Pinned for ($($t,)*) {
        type At = ($($t::At,)*);
        type Slices<'a> = ($($t::Slices<'a>,)*);
        unsafe fn at(($($t,)*): &<Self as WorldQuery>::State, table: &Table) -> Self::At {
            // SAFETY: by the caller's promise.
            unsafe { ($($t::at($t, table),)*) }
        }
        #[inline(always)]
        unsafe fn slices<'a>(($($t,)*): Self::At, from: usize, rows: usize) -> Self::Slices<'a> {
            // SAFETY: by the caller's promise.
            unsafe { ($($t::slices($t, from, rows),)*) }
        }
    }
} }
for_tuples!(tuples_are_pinned);

/// Says that a world is complete, with so many slots: an ensemble puts it there last, and hands the world to nobody from then on.
#[derive(Resource)]
pub(crate) struct Complete {
    pub(crate) slots: usize,
}

impl Complete {
    /// The slots of a world.
    ///
    /// # Panics
    /// If it is not complete.
    fn slots(world: UnsafeWorldCell<'_>) -> usize {
        // SAFETY: whoever cannot name it does not write it, and nobody here does.
        let complete = unsafe { world.get_resource::<Self>() };
        complete
            .expect("rows and resources are found in the complete world of an ensemble")
            .slots
    }
}

/// Looks for the table of the rows of one kind, which bear its mark: where the columns begin, and how many rows there are.
///
/// # Safety
/// `columns` is the state of `D` in this world.
#[cold]
unsafe fn find<D: Pinned>(columns: &D::State, mark: ComponentId, world: UnsafeWorldCell<'_>) -> (D::At, usize) {
    let has_all = |archetype: &&Archetype| {
        let contains = |column| archetype.contains(column);
        !archetype.is_empty() && contains(mark) && D::matches_component_set(columns, &contains)
    };
    let mut found = world.archetypes().iter().filter(has_all).map(Archetype::table_id);
    let Some(table) = found.next() else {
        return (D::At::default(), 0);
    };
    assert!(found.next().is_none(), "rows of one kind share one archetype");
    // SAFETY: no cell is touched, and the rest by the caller's promise.
    unsafe {
        let table = &world.storages().tables[table];
        (D::at(columns, table), table.entity_count() as usize)
    }
}

/// The rows of one kind: `Rows<Negotiator, (&mut Fatigue, &Pressure)>`.
pub struct Rows<'w, 's, K: Kind, D: Named<K> + 'static> {
    place: &'s Place<K, D>,
    world: PhantomData<&'w World>,
}

/// What a system knows of its rows of one kind.
pub struct Place<K, D: Pinned> {
    at: D::At,
    /// How many slots have their rows there; 0 before they are found.
    slots: usize,
    columns: D::State,
    mark: ComponentId,
    /// Brings the columns into the world when the system enters it, and knows how many rows a run has.
    naming: Naming<K, D>,
}

impl<K: Kind, D: Named<K>> Place<K, D> {
    /// # Safety
    /// It is a place in this world.
    #[cold]
    #[inline(never)]
    unsafe fn find(&mut self, world: UnsafeWorldCell<'_>) {
        let slots = Complete::slots(world);
        // SAFETY: by the caller's promise.
        let (at, rows) = unsafe { find::<D>(&self.columns, self.mark, world) };
        let all = slots.checked_mul(self.naming.per_run);
        assert_eq!(Some(rows), all, "rows of every slot lie side by side");
        (self.at, self.slots) = (at, slots);
    }
}

impl<K: Kind, D: Named<K> + 'static> PerRun for Rows<'_, '_, K, D> {
    type Cutter<'a>
        = RowCutter<'a, D>
    where
        Self: 'a;
    #[inline]
    fn cutter(&mut self, slots: usize) -> RowCutter<'_, D> {
        assert!(slots <= self.place.slots, "rows of every slot lie side by side");
        RowCutter {
            at: self.place.at,
            per_run: self.place.naming.per_run,
            turns: Turns::new(slots),
            rows: PhantomData,
        }
    }
}

/// Whose turn it is: slots come in order, so that none comes twice. Whatever is cut for one system asks the same of the same
/// slots, which a compiler sees: it is asked once.
struct Turns {
    next: usize,
    slots: usize,
}

impl Turns {
    fn new(slots: usize) -> Self {
        Self { next: 0, slots }
    }

    /// # Panics
    /// If the slot has been or is not there.
    #[inline(always)]
    fn take(&mut self, slot: usize) {
        assert!(self.next <= slot && slot < self.slots, "each slot once, in order");
        self.next = slot + 1;
    }
}

/// Cuts the rows of one kind.
pub struct RowCutter<'a, D: Pinned> {
    at: D::At,
    per_run: usize,
    turns: Turns,
    rows: PhantomData<D::Slices<'a>>,
}

impl<'a, D: Pinned> Cut for RowCutter<'a, D> {
    type Item = D::Slices<'a>;
    #[inline(always)]
    fn cut(&mut self, slot: usize, _: &Run) -> D::Slices<'a> {
        self.turns.take(slot);
        // SAFETY: `find` has looked in the world of the system, where they stay, as many as `cutter` has asserted. The system has
        // the access that `init_access` has asked for, it is borrowed as long as the slices live, and each slot has one turn.
        unsafe { D::slices(self.at, slot * self.per_run, self.per_run) }
    }
}

/// Cuts a list that has as many cells for every slot.
pub(crate) struct Strip<'a, T> {
    first: NonNull<T>,
    per_slot: usize,
    turns: Turns,
    cells: PhantomData<&'a mut [T]>,
}

impl<'a, T> Strip<'a, T> {
    /// # Panics
    /// If there are not as many cells.
    pub(crate) fn new(cells: &'a mut [T], slots: usize, per_slot: usize) -> Self {
        let is_cut_up = slots.checked_mul(per_slot) == Some(cells.len());
        assert!(is_cut_up, "cells of every slot lie side by side");
        Self {
            first: NonNull::from(cells).cast(),
            per_slot,
            turns: Turns::new(slots),
            cells: PhantomData,
        }
    }

    /// The cells of a slot.
    #[inline(always)]
    pub(crate) fn cut(&mut self, slot: usize) -> &'a mut [T] {
        self.turns.take(slot);
        // SAFETY: so many cells are there, borrowed for `'a`, and each slot has one turn.
        unsafe { slice::from_raw_parts_mut(self.first.as_ptr().add(slot * self.per_slot), self.per_slot) }
    }
}

// SAFETY: `init_access` asks for the columns of `D` wherever they are, and nothing else is touched.
unsafe impl<K: Kind, D: Named<K> + 'static> SystemParam for Rows<'_, '_, K, D> {
    type State = Place<K, D>;
    type Item<'w, 's> = Rows<'w, 's, K, D>;

    fn init_state(world: &mut World) -> Place<K, D> {
        Place {
            at: D::At::default(),
            slots: 0,
            columns: D::init_state(world),
            mark: world.register_component::<K>(),
            naming: Naming::from_world(world),
        }
    }

    /// # Panics
    /// If the system names a column twice, once to write it.
    fn init_access(place: &Place<K, D>, _: &mut SystemMeta, access: &mut SystemAccess, _: &mut World) {
        let mut columns = FilteredAccess::default();
        D::update_component_access(&place.columns, &mut columns);
        assert!(access.try_add(columns).is_ok(), "a system names a column twice");
    }

    #[inline(always)]
    unsafe fn get_param<'w, 's>(
        place: &'s mut Place<K, D>,
        _: &SystemMeta,
        world: UnsafeWorldCell<'w>,
        _: Tick,
    ) -> Result<Rows<'w, 's, K, D>, SystemParamValidationError> {
        if place.slots == 0 {
            // SAFETY: the system has been initialised in this world.
            unsafe { place.find(world) };
        }
        Ok(Rows {
            place,
            world: PhantomData,
        })
    }
}

/// What there is one of in a world, to be read: `The<Case>`.
#[derive(Debug)]
pub struct The<'w, R>(&'w R);

impl<R> Deref for The<'_, R> {
    type Target = R;
    #[inline(always)]
    fn deref(&self) -> &R {
        self.0
    }
}

/// Where that is, once it has been found.
pub struct Spot<R> {
    column: ComponentId,
    at: Option<First<R>>,
}

// SAFETY: `init_access` asks to read this resource, and nothing else is touched.
unsafe impl<R: Resource> SystemParam for The<'_, R> {
    type State = Spot<R>;
    type Item<'w, 's> = The<'w, R>;

    fn init_state(world: &mut World) -> Spot<R> {
        Spot {
            column: world.register_component::<R>(),
            at: None,
        }
    }

    /// # Panics
    /// If the system also writes it.
    fn init_access(spot: &Spot<R>, meta: &mut SystemMeta, access: &mut SystemAccess, world: &mut World) {
        Res::<R>::init_access(&spot.column, meta, access, world);
    }

    #[inline(always)]
    unsafe fn get_param<'w>(
        spot: &mut Spot<R>,
        _: &SystemMeta,
        world: UnsafeWorldCell<'w>,
        _: Tick,
    ) -> Result<The<'w, R>, SystemParamValidationError> {
        let at = match spot.at {
            Some(at) => at,
            // SAFETY: the system has been initialised in this world, and has asked to read it.
            None => unsafe { spot.find(world) },
        };
        // SAFETY: a resource is the component of an entity of its own, and in a complete world nothing is inserted or removed, so
        // that it stays where it is; the system has asked to read it.
        Ok(The(unsafe { at.0.as_ref() }))
    }
}

impl<R> Spot<R> {
    /// # Safety
    /// It is a spot in this world, and may be read.
    #[cold]
    #[inline(never)]
    unsafe fn find(&mut self, world: UnsafeWorldCell<'_>) -> First<R> {
        Complete::slots(world);
        // SAFETY: by the caller's promise.
        let found = unsafe { world.get_resource_by_id(self.column) };
        let found = found.unwrap_or_else(|| panic!("there is no `{}` in this world", type_name::<R>()));
        *self.at.insert(First(NonNull::from(found).cast()))
    }
}

/// One column of a world, outside systems. It must not be asked before the rows are there.
pub(crate) struct WholeColumn<K, C> {
    found: Option<(WorldId, First<C>, usize)>,
    rows: PhantomData<fn() -> K>,
}

impl<K, C> Default for WholeColumn<K, C> {
    fn default() -> Self {
        Self {
            found: None,
            rows: PhantomData,
        }
    }
}

impl<K: Kind, C: Component<Mutability = Mutable>> WholeColumn<K, C> {
    /// The rows of all slots.
    ///
    /// # Panics
    /// If it was found in another world.
    pub(crate) fn cells<'w>(&mut self, world: &'w mut World) -> &'w mut [C] {
        let (id, first, rows) = *self.found.get_or_insert_with(|| {
            let (column, mark) = (world.register_component::<C>(), world.register_component::<K>());
            // SAFETY: this is the column of `C` in this world.
            let (first, rows) = unsafe { find::<&mut C>(&column, mark, world.as_unsafe_world_cell()) };
            (world.id(), first, rows)
        });
        assert_eq!(id, world.id(), "a column is found in one world");
        // SAFETY: `find` has looked in this world, where they stay; it is borrowed as long as the cells.
        unsafe { <&mut C>::slices(first, 0, rows) }
    }
}

/// Runs the systems of a schedule one after the other. It asks for no conditions and applies nothing afterwards.
pub(crate) struct InOrder;

impl SystemExecutor for InOrder {
    fn init(&mut self, _: &SystemSchedule) {}

    fn run(
        &mut self,
        schedule: &mut SystemSchedule,
        world: &mut World,
        _: Option<&FixedBitSet>,
        fail: fn(BevyError, ErrorContext),
    ) {
        let world = world.as_unsafe_world_cell();
        // SAFETY: systems are run, and the list is left as it is.
        for system in unsafe { schedule.systems_mut() } {
            // SAFETY: one runs after the other, the world is borrowed alone, and those that want all of it are refused. The method
            // of the same effect that needs no promise hands the whole world out, and any system may have its own.
            if let Err(RunSystemError::Failed(error)) = unsafe { system.run_unsafe((), world) } {
                let (name, last_run) = (system.name(), system.get_last_run());
                fail(error, ErrorContext::System { name, last_run });
            }
        }
    }

    fn set_apply_final_deferred(&mut self, _: bool) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use bevy_ecs::system::SystemState;

    #[test]
    fn a_strip_is_cut_slot_by_slot_and_some_may_be_passed_over() {
        let mut cells = [0, 1, 2, 3, 4, 5];
        let mut strip = Strip::new(&mut cells, 3, 2);
        let (first, last) = (strip.cut(0), strip.cut(2));
        std::mem::swap(&mut first[0], &mut last[1]);
        assert_eq!(cells, [5, 1, 2, 3, 4, 0]);
        let mut none = Strip::new(&mut [0; 0], 4, 0);
        assert!(none.cut(0).is_empty() && none.cut(3).is_empty());
    }

    #[derive(Resource)]
    struct Text;

    /// There it could be taken away, and what had been found with it.
    #[test]
    #[should_panic(expected = "the complete world of an ensemble")]
    fn nothing_is_found_in_another_world() {
        let mut world = World::new();
        world.insert_resource(Text);
        let mut state = SystemState::<The<Text>>::new(&mut world);
        let _ = state.get_mut(&mut world);
    }

    #[test]
    #[should_panic(expected = "Text` in this world")]
    fn what_is_not_there_is_named() {
        let mut world = World::new();
        world.insert_resource(Complete { slots: 1 });
        let mut state = SystemState::<The<Text>>::new(&mut world);
        let _ = state.get_mut(&mut world);
    }

    #[test]
    #[should_panic(expected = "cells of every slot lie side by side")]
    fn more_slots_than_numbers_are_refused() {
        let _ = Strip::new(&mut [0; 2], (1 << (usize::BITS - 1)) + 1, 2);
    }

    #[test]
    #[should_panic(expected = "each slot once, in order")]
    fn no_slot_is_cut_twice() {
        let mut cells = [0; 4];
        let mut strip = Strip::new(&mut cells, 2, 2);
        let _ = (strip.cut(1), strip.cut(1));
    }

    #[test]
    #[should_panic(expected = "each slot once, in order")]
    fn no_slot_is_cut_that_is_not_there() {
        let mut cells = [0; 4];
        let _ = Strip::new(&mut cells, 2, 2).cut(2);
    }
}
