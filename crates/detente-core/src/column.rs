//! A set of parameters as a column of the world: loaded slot by slot, from plain numbers.

use crate::layout::Layout;
use crate::params::Params;
use crate::unchecked::WholeColumn;
use bevy_ecs::component::ComponentId;
use bevy_ecs::prelude::*;

/// A column that can be loaded without knowing its type.
pub(crate) trait ParamColumn: Send {
    /// Names it, so that rows have it.
    fn name(&self, layout: &mut Layout);
    /// The component of the column.
    fn component(&self, world: &mut World) -> ComponentId;
    /// Writes the values of these slots: slot after slot, row after row, field after field.
    fn load(&mut self, world: &mut World, slots: &[usize], values: &[f64]);
}

/// The column of `P`.
pub(crate) struct TypedColumn<P: Params> {
    cells: WholeColumn<P::On, P>,
}

impl<P: Params> Default for TypedColumn<P> {
    fn default() -> Self {
        Self {
            cells: WholeColumn::default(),
        }
    }
}

impl<P: Params> ParamColumn for TypedColumn<P> {
    fn name(&self, layout: &mut Layout) {
        layout.add::<P>();
    }

    fn component(&self, world: &mut World) -> ComponentId {
        world.register_component::<P>()
    }

    fn load(&mut self, world: &mut World, slots: &[usize], values: &[f64]) {
        let fields = P::ALL.len();
        let rows = values.len() / (slots.len() * fields).max(1);
        if rows == 0 {
            return;
        }
        let column = self.cells.cells(world);
        for (&slot, values) in slots.iter().zip(values.chunks_exact(rows * fields)) {
            let own = &mut column[slot * rows..(slot + 1) * rows];
            for (row, values) in own.iter_mut().zip(values.chunks_exact(fields)) {
                *row = P::from_values(values);
            }
        }
    }
}
