//! How the systems of a schedule are run.

use bevy_ecs::error::{BevyError, ErrorContext};
use bevy_ecs::prelude::*;
use bevy_ecs::schedule::{FixedBitSet, SystemExecutor, SystemSchedule};
use bevy_ecs::system::{RunSystemError, System};

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
