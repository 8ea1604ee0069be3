//! What every parameter of a model amounts to: in one run, or in the middle of its distribution.

use detente_core::{Behaviour, Cell, EngineError, Kind, Loadout, Model, Params, Registry, Sampler, Seed};

/// A value for every parameter of a model.
#[derive(Debug, Clone, PartialEq)]
pub struct Numbers(Vec<f64>);

impl Numbers {
    /// What a run plays with: constants, and what its inputs draw.
    ///
    /// # Errors
    /// If the paths of two distributions share an address.
    pub fn of_run(model: &Model, registry: &Registry, seed: u64, inputs: u64) -> Result<Self, EngineError> {
        let loadout = Loadout::new(model, registry)?;
        let mut numbers = Self::typical(model);
        for (parameter, value) in loadout.drawn().zip(loadout.draws(Seed::new(seed), inputs)) {
            numbers.0[parameter] = value;
        }
        Ok(numbers)
    }

    /// Constants, and the medians of distributions.
    pub fn typical(model: &Model) -> Self {
        let median = |used: &detente_core::ParameterUse| Sampler::new(&used.number, &used.declaration).at(0.5);
        Self(model.parameters.iter().map(median).collect())
    }

    /// The set of fixed keys `P` of every row of its kind.
    pub fn rows<P: Params>(&self, model: &Model, registry: &Registry) -> Vec<P> {
        self.rows_of_set(model, registry.fixed_set(<P::On as Kind>::KIND, P::KEY))
    }

    /// The numbers of a behaviour of every row of its kind; none where it is not in use, or another crate's rule stands in
    /// for it.
    pub fn rows_of<B: Behaviour>(&self, model: &Model, registry: &Registry) -> Vec<B::Params> {
        let entry = registry.behaviours().iter().find(|entry| entry.key == B::Params::KEY);
        let own = entry.filter(|entry| entry.origin.package == B::ORIGIN.package);
        self.rows_of_set(model, own.map(|entry| entry.set))
    }

    fn rows_of_set<P: Params>(&self, model: &Model, set: Option<usize>) -> Vec<P> {
        let column = model.columns.iter().find(|column| Some(column.set) == set);
        let cells: Vec<f64> = column
            .map(|c| &c.cells)
            .into_iter()
            .flatten()
            .map(|cell| self.value(*cell))
            .collect();
        cells.chunks_exact(P::ALL.len()).map(P::from_values).collect()
    }

    /// The parameter at a path, if the scenario has it.
    pub fn at(&self, model: &Model, path: &str) -> Option<f64> {
        let place = model.parameters.iter().position(|used| used.path == path)?;
        self.0.get(place).copied()
    }

    fn value(&self, cell: Cell) -> f64 {
        match cell {
            Cell::Fixed(value) => value,
            Cell::Parameter(parameter) => self.0[parameter],
        }
    }
}
