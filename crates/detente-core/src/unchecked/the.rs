//! What there is one of in a world.

use super::Complete;
use super::columns::First;
use bevy_ecs::change_detection::Tick;
use bevy_ecs::component::{ComponentId, Mutable};
use bevy_ecs::prelude::*;
use bevy_ecs::system::{SystemAccess, SystemMeta, SystemParam, SystemParamValidationError};
use bevy_ecs::world::WorldId;
use bevy_ecs::world::unsafe_world_cell::UnsafeWorldCell;
use std::any::type_name;
use std::ops::{Deref, DerefMut};
use std::ptr::NonNull;

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

/// What there is one of in a world, to be changed.
#[derive(Debug)]
pub struct TheMut<'w, R>(&'w mut R);

impl<R> Deref for TheMut<'_, R> {
    type Target = R;
    #[inline(always)]
    fn deref(&self) -> &R {
        self.0
    }
}

impl<R> DerefMut for TheMut<'_, R> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut R {
        self.0
    }
}

/// Where that is, once it has been found.
pub struct Spot<R> {
    column: ComponentId,
    at: Option<First<R>>,
}

impl<R: Resource> Spot<R> {
    fn new(world: &mut World) -> Self {
        Self {
            column: world.register_component::<R>(),
            at: None,
        }
    }

    /// Keeps what has been found: a resource is the component of an entity of its own, and in a complete world nothing is inserted or
    /// removed, so that it stays where it is.
    #[cold]
    #[inline(never)]
    fn keep(&mut self, found: Option<NonNull<u8>>, world: UnsafeWorldCell<'_>) -> First<R> {
        Complete::slots(world);
        let found = found.unwrap_or_else(|| panic!("there is no `{}` in this world", type_name::<R>()));
        *self.at.insert(First(found.cast()))
    }
}

macro_rules! is_a_parameter { ($the:ident of $bound:path: & $($mut:ident)?, $access:ident, $get:ident, |$found:ident| $pointer:expr) => {
    // SAFETY: `init_access` asks for this resource as bevy's own parameter does, and nothing else is touched.
    unsafe impl<R: $bound> SystemParam for $the<'_, R> {
        type State = Spot<R>;
        type Item<'w, 's> = $the<'w, R>;

        fn init_state(world: &mut World) -> Spot<R> {
            Spot::new(world)
        }

        /// # Panics
        /// If the system takes it twice, once to write it.
        fn init_access(spot: &Spot<R>, meta: &mut SystemMeta, access: &mut SystemAccess, world: &mut World) {
            $access::<R>::init_access(&spot.column, meta, access, world);
        }

        #[inline(always)]
        unsafe fn get_param<'w>(
            spot: &mut Spot<R>,
            _: &SystemMeta,
            world: UnsafeWorldCell<'w>,
            _: Tick,
        ) -> Result<$the<'w, R>, SystemParamValidationError> {
            let at = match spot.at {
                Some(at) => at,
                None => {
                    // SAFETY: the system has been initialised in this world, and has this access.
                    let found = unsafe { world.$get(spot.column) };
                    spot.keep(found.map(|$found| $pointer), world)
                }
            };
            // SAFETY: there it lies and stays, and the system has this access.
            Ok($the(unsafe { & $($mut)? *at.0.as_ptr() }))
        }
    }
} }
is_a_parameter!(The of Resource: &, Res, get_resource_by_id, |found| NonNull::from(found));
is_a_parameter!(TheMut of Resource<Mutability = Mutable>: &mut, ResMut, get_resource_mut_by_id, |found| NonNull::from(found.into_inner()));

/// What there is one of in a world, outside systems.
pub(crate) struct Sole<R> {
    found: Option<(WorldId, First<R>)>,
}

impl<R> Default for Sole<R> {
    fn default() -> Self {
        Self { found: None }
    }
}

impl<R: Resource<Mutability = Mutable>> Sole<R> {
    /// It.
    ///
    /// # Panics
    /// If it was found in another world, or is not there.
    #[inline]
    pub(crate) fn of<'w>(&mut self, world: &'w mut World) -> &'w mut R {
        let (id, mut first) = *self.found.get_or_insert_with(|| {
            let mut spot = Spot::new(world);
            let found = world.get_resource_mut_by_id(spot.column);
            let found = found.map(|found| NonNull::from(found.into_inner()));
            (world.id(), spot.keep(found, world.as_unsafe_world_cell()))
        });
        assert_eq!(id, world.id(), "it is found in one world");
        // SAFETY: there it lies and stays, as in `Spot`; the world is borrowed as long as it.
        unsafe { first.0.as_mut() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bevy_ecs::system::SystemState;

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

    #[derive(Resource)]
    struct Count {
        n: u32,
    }

    #[test]
    fn it_is_found_and_changed_in_systems_and_outside() {
        let mut world = World::new();
        world.insert_resource(Count { n: 1 });
        world.insert_resource(Complete { slots: 1 });
        let mut sole = Sole::<Count>::default();
        sole.of(&mut world).n += 1;
        let add = |mut count: TheMut<Count>| count.n *= 10;
        let (first, second) = (world.register_system(add), world.register_system(add));
        for system in [first, second, first] {
            world.run_system(system).expect("it is there");
        }
        let mut state = SystemState::<The<Count>>::new(&mut world);
        assert_eq!(state.get_mut(&mut world).expect("it is there").n, 2000);
        assert_eq!(sole.of(&mut world).n, 2000);
    }

    #[test]
    #[should_panic(expected = "conflicts with a previous")]
    fn a_system_that_changes_it_takes_it_once() {
        SystemState::<(The<Count>, TheMut<Count>)>::new(&mut World::new());
    }

    #[test]
    #[should_panic(expected = "found in one world")]
    fn it_is_not_looked_for_in_a_second_world() {
        let mut worlds = [World::new(), World::new()];
        let mut sole = Sole::<Count>::default();
        for world in &mut worlds {
            world.insert_resource(Count { n: 1 });
            world.insert_resource(Complete { slots: 1 });
            sole.of(world);
        }
    }
}
