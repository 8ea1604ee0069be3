//! How a row comes into a world: with all its columns at once. Inserted one after the other, each would move those before it from table
//! to table.

use bevy_ecs::bundle::{BundleScratch, BundleWriter};
use bevy_ecs::component::ComponentsRegistrator;
use bevy_ecs::prelude::*;

/// A row under construction.
pub(crate) struct NewRow<'a, 'w> {
    cells: BundleWriter<'a>,
    components: ComponentsRegistrator<'w>,
}

impl NewRow<'_, '_> {
    /// One column more.
    pub(crate) fn push<C: Component>(&mut self, cell: C) {
        // SAFETY: `spawn` has taken these components from the world in which it writes the row.
        unsafe { self.cells.push_component(&mut self.components, cell) };
    }
}

/// Spawns a row with what is pushed. `scratch` is room for one row after the other.
///
/// # Panics
/// If a column is pushed twice.
pub(crate) fn spawn(world: &mut World, scratch: &mut BundleScratch, push: impl FnOnce(&mut NewRow<'_, '_>)) {
    let mut row = NewRow {
        cells: scratch.writer(),
        components: world.components_registrator(),
    };
    push(&mut row);
    let NewRow { cells, .. } = row;
    // SAFETY: what has been pushed are components of this world.
    unsafe { cells.write(&mut world.spawn_empty()) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Component, Debug, Clone, Copy, PartialEq)]
    struct Age(u32);
    #[derive(Component, Debug, Clone, Copy, PartialEq)]
    struct Name(char);

    #[test]
    fn a_row_has_what_is_pushed_and_lies_behind_those_before_it() {
        let (mut world, mut scratch) = (World::new(), BundleScratch::default());
        for (age, name) in [(3, 'a'), (1, 'b'), (2, 'c')] {
            spawn(&mut world, &mut scratch, |row| {
                row.push(Age(age));
                row.push(Name(name));
            });
        }
        let rows: Vec<(Age, Name)> = world
            .query::<(&Age, &Name)>()
            .iter(&world)
            .map(|(a, n)| (*a, *n))
            .collect();
        assert_eq!(rows, [(Age(3), Name('a')), (Age(1), Name('b')), (Age(2), Name('c'))]);
    }
}
