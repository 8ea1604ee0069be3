//! The rows of one kind, as a system takes them.

use super::Complete;
use super::columns::{Pinned, find};
use super::turns::Turns;
use crate::declared::Named;
use crate::kind::Kind;
use crate::layout::Naming;
use crate::runs::{Cut, PerRun, Run};
use bevy_ecs::change_detection::Tick;
use bevy_ecs::component::ComponentId;
use bevy_ecs::prelude::*;
use bevy_ecs::query::FilteredAccess;
use bevy_ecs::system::{SystemAccess, SystemMeta, SystemParam, SystemParamValidationError};
use bevy_ecs::world::unsafe_world_cell::UnsafeWorldCell;
use std::marker::PhantomData;

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
