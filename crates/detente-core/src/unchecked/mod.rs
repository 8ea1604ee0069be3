//! The one place where the compiler's guard is off: how rows come into a world, and how they, and what there is one of, are found. All
//! of a world is there before its first pass; after that nothing is spawned, moved or removed, and columns lie where they lie. So whoever
//! needs a column looks for it once. bevy's `Query` would go through archetypes, table and columns whenever a system starts, its `Res`
//! likewise, and its executor would ask for conditions that nobody has: together more than a tenth of a run's time.
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

mod columns;
mod in_order;
mod rows;
mod spawning;
mod the;
mod turns;

pub(crate) use columns::{Pinned, WholeColumn};
pub(crate) use in_order::InOrder;
pub use rows::Rows;
pub(crate) use spawning::{NewRow, spawn};
pub use the::The;
pub(crate) use the::{Sole, TheMut};
pub(crate) use turns::Strip;

use bevy_ecs::prelude::*;
use bevy_ecs::world::unsafe_world_cell::UnsafeWorldCell;

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
