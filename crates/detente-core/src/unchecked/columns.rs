//! Where columns lie, found once.

use crate::kind::Kind;
use bevy_ecs::archetype::Archetype;
use bevy_ecs::component::{ComponentId, Mutable};
use bevy_ecs::prelude::*;
use bevy_ecs::query::{QueryData, WorldQuery};
use bevy_ecs::storage::Table;
use bevy_ecs::world::WorldId;
use bevy_ecs::world::unsafe_world_cell::UnsafeWorldCell;
use std::cell::UnsafeCell;
use std::marker::PhantomData;
use std::ptr::NonNull;
use std::slice;

/// Where a column begins.
pub struct First<C>(pub(super) NonNull<C>);

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

/// Looks for the table of the rows of one kind, which bear its mark: where the columns begin, and how many rows there are.
///
/// # Safety
/// `columns` is the state of `D` in this world.
#[cold]
pub(super) unsafe fn find<D: Pinned>(
    columns: &D::State,
    mark: ComponentId,
    world: UnsafeWorldCell<'_>,
) -> (D::At, usize) {
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
    #[inline]
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
