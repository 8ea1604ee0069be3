//! The numbers of one design point, ready to be loaded into a slot: constants as they are, distributions drawn.

use crate::assembly::EngineError;
use crate::draws::{Seed, Source, stream};
use crate::model::{Cell, Model};
use crate::number::Sampler;
use crate::preferences::WEIGHED;
use crate::registry::Registry;
use std::collections::BTreeMap;

/// The numbers of a model.
#[derive(Debug, Clone)]
pub struct Loadout {
    /// The cells of each column, all constants in place.
    columns: Vec<Vec<f64>>,
    /// Whether a column has cells that are drawn.
    varies: Vec<bool>,
    /// Whether what the stakes are made of is drawn, so that every replicate weighs its own.
    pub(crate) stakes_vary: bool,
    drawn: Vec<DrawnParameter>,
}

#[derive(Debug, Clone)]
struct DrawnParameter {
    parameter: usize,
    sampler: Sampler,
    stream: u64,
    /// Column and cell.
    targets: Vec<(usize, usize)>,
}

impl Loadout {
    /// The numbers of this model.
    ///
    /// # Errors
    /// If the paths of two distributions share an address.
    pub fn new(model: &Model, registry: &Registry) -> Result<Self, EngineError> {
        let mut drawn: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
        let mut columns = Vec::with_capacity(model.columns.len());
        for (c, column) in model.columns.iter().enumerate() {
            let set = &registry.sets()[column.set];
            debug_assert_eq!(column.cells.len(), model.rows(set.kind) * set.all.len());
            let mut base = Vec::with_capacity(column.cells.len());
            for (at, cell) in column.cells.iter().enumerate() {
                base.push(match *cell {
                    Cell::Fixed(value) => value,
                    Cell::Parameter(p) => model.parameters[p].number.as_constant().unwrap_or_else(|| {
                        drawn.entry(p).or_default().push((c, at));
                        0.0
                    }),
                });
            }
            columns.push(base);
        }
        let drawn: Vec<DrawnParameter> = drawn
            .into_iter()
            .map(|(parameter, targets)| {
                let used = &model.parameters[parameter];
                DrawnParameter {
                    parameter,
                    sampler: Sampler::new(&used.number, used.declaration.range),
                    stream: stream(&used.path, "parameter"),
                    targets,
                }
            })
            .collect();
        let mut seen = BTreeMap::new();
        for d in &drawn {
            let path = &model.parameters[d.parameter].path;
            if let Some(other) = seen.insert(d.stream, path) {
                return Err(EngineError::StreamCollision(other.clone(), path.clone()));
            }
        }
        let varies = |c: usize| drawn.iter().any(|d| d.targets.iter().any(|&(column, _)| column == c));
        let varies: Vec<bool> = (0..columns.len()).map(varies).collect();
        let weighed = |c: usize| WEIGHED.contains(&registry.sets()[model.columns[c].set].kind);
        let stakes_vary = (0..columns.len()).any(|c| varies[c] && weighed(c));
        Ok(Self {
            columns,
            varies,
            stakes_vary,
            drawn,
        })
    }

    /// The parameters that are drawn, as indices into the model's.
    pub fn drawn(&self) -> impl Iterator<Item = usize> + '_ {
        self.drawn.iter().map(|d| d.parameter)
    }

    /// What a replicate draws for them, in the same order.
    pub fn draws(&self, seed: Seed, replicate: u64) -> Vec<f64> {
        let mut source = Source::new(seed);
        self.drawn
            .iter()
            .map(|d| d.sampler.at(source.first(replicate, d.stream)))
            .collect()
    }

    /// Adds the numbers of a replicate for a slot to what each column is to be loaded with. A slot that `knows` these
    /// numbers from the run before needs only what is drawn anew, or what is volatile.
    pub(crate) fn draw_onto(
        &self,
        source: &mut Source,
        replicate: u64,
        slot: usize,
        knows: bool,
        loads: &mut [ColumnLoad],
    ) {
        for ((load, column), varies) in loads.iter_mut().zip(&self.columns).zip(&self.varies) {
            if !knows || *varies || load.volatile {
                load.slots.push(slot);
                load.cells.extend_from_slice(column);
            }
        }
        for d in &self.drawn {
            let value = d.sampler.at(source.first(replicate, d.stream));
            for &(column, cell) in &d.targets {
                let cells = &mut loads[column].cells;
                let start = cells.len() - self.columns[column].len();
                cells[start + cell] = value;
            }
        }
    }
}

/// What a column is to be loaded with.
#[derive(Debug, Default)]
pub(crate) struct ColumnLoad {
    /// Whether some system writes the column, so that it never stays as it was loaded.
    pub(crate) volatile: bool,
    /// The slots, in order.
    pub(crate) slots: Vec<usize>,
    /// Their cells, slot after slot.
    pub(crate) cells: Vec<f64>,
}
