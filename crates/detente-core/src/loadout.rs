//! The numbers of one design point, ready to be loaded into a slot: constants as they are, distributions drawn. Points
//! that differ in a few numbers share a base and say what they put in its place, so that a point costs what it changes.

use crate::assembly::EngineError;
use crate::copula::Copula;
use crate::draws::{Seed, Source, stream};
use crate::frontiers::Frontiers;
use crate::model::{Cell, Model};
use crate::number::Number;
use crate::params::Parameter;
use crate::preferences::WEIGHED;
use crate::registry::Registry;
use crate::runs::Weighing;
use crate::sampler::Sampler;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The numbers of a point.
#[derive(Debug, Clone)]
pub struct Loadout {
    base: Arc<Base>,
    /// Constants that stand in the place of the base's: column, cell, value.
    own: Vec<(usize, usize, f64)>,
    drawn: Arc<Drawn>,
    /// What was found of the frontiers of points that are played together.
    frontiers: Arc<Frontiers>,
}

/// What the points of one model share.
#[derive(Debug)]
struct Base {
    /// The cells of each column, all constants in place.
    columns: Vec<Vec<f64>>,
    /// Whether stakes are made of a column.
    weighed: Vec<bool>,
    /// By parameter: the cells that take their number from it.
    targets: Vec<Vec<(usize, usize)>>,
    /// By parameter: its declaration, and the stream it is drawn from.
    parameters: Vec<(Parameter, u64)>,
    /// The streams of numbers that go together, and how.
    joint: Option<(Vec<u64>, Copula)>,
}

/// The distributions of a point.
#[derive(Debug)]
struct Drawn {
    parameters: Vec<DrawnParameter>,
    /// Whether a column has cells that are drawn.
    varies: Vec<bool>,
    /// Whether what the stakes are made of is drawn, so that every run weighs its own.
    stakes_vary: bool,
}

#[derive(Debug, Clone)]
struct DrawnParameter {
    parameter: usize,
    sampler: Arc<Sampler>,
    stream: u64,
    /// Its place among those that go together.
    member: Option<usize>,
}

impl Base {
    fn drawn(&self, parameter: usize, number: &Number) -> DrawnParameter {
        let (declaration, stream) = &self.parameters[parameter];
        let joint = self.joint.as_ref();
        DrawnParameter {
            parameter,
            sampler: Arc::new(Sampler::new(number, declaration)),
            stream: *stream,
            member: joint.and_then(|(streams, _)| streams.iter().position(|known| known == stream)),
        }
    }
}

impl Drawn {
    fn new(base: &Base, parameters: Vec<DrawnParameter>) -> Self {
        let mut varies = vec![false; base.columns.len()];
        for d in &parameters {
            for &(column, _) in &base.targets[d.parameter] {
                varies[column] = true;
            }
        }
        Self {
            stakes_vary: varies.iter().zip(&base.weighed).any(|(&v, &w)| v && w),
            parameters,
            varies,
        }
    }
}

impl Loadout {
    /// The numbers of this model.
    ///
    /// # Errors
    /// If the paths of two parameters that some row takes share an address.
    pub fn new(model: &Model, registry: &Registry) -> Result<Self, EngineError> {
        let mut targets = vec![Vec::new(); model.parameters.len()];
        let mut columns = Vec::with_capacity(model.columns.len());
        for (c, column) in model.columns.iter().enumerate() {
            let set = &registry.sets()[column.set];
            debug_assert_eq!(column.cells.len(), model.rows(set.kind) * set.all.len());
            let value = |(at, cell): (usize, &Cell)| match *cell {
                Cell::Fixed(value) => value,
                Cell::Parameter(p) => {
                    targets[p].push((c, at));
                    model.parameters[p].number.as_constant().unwrap_or(0.0)
                }
            };
            columns.push(column.cells.iter().enumerate().map(value).collect());
        }
        let weighed = |c: &crate::model::ColumnValues| WEIGHED.contains(&registry.sets()[c.set].kind);
        let base = Base {
            columns,
            weighed: model.columns.iter().map(weighed).collect(),
            targets,
            parameters: model
                .parameters
                .iter()
                .map(|used| (used.declaration, stream(&used.path, "parameter")))
                .collect(),
            joint: model.joint.as_ref().map(|joint| {
                let streams = joint.paths.iter().map(|path| stream(path, "parameter"));
                (streams.collect(), joint.copula.clone())
            }),
        };
        let mut seen = BTreeMap::new();
        let taken = base.targets.iter().map(|targets| !targets.is_empty());
        let parameters = model.parameters.iter().zip(&base.parameters).zip(taken);
        for ((used, (_, stream)), _) in parameters.filter(|(_, taken)| *taken) {
            if let Some(other) = seen.insert(stream, &used.path) {
                return Err(EngineError::StreamCollision(other.clone(), used.path.clone()));
            }
        }
        let is_drawn = |&p: &usize| model.parameters[p].number.as_constant().is_none() && !base.targets[p].is_empty();
        let drawn: Vec<DrawnParameter> = (0..model.parameters.len())
            .filter(is_drawn)
            .map(|p| base.drawn(p, &model.parameters[p].number))
            .collect();
        Ok(Self {
            drawn: Arc::new(Drawn::new(&base, drawn)),
            base: Arc::new(base),
            own: Vec::new(),
            frontiers: Arc::default(),
        })
    }

    /// The same numbers, for a point that is played beside others: a frontier that several have is traced once.
    #[must_use]
    pub fn sharing(mut self, frontiers: &Arc<Frontiers>) -> Self {
        frontiers.share();
        self.frontiers = Arc::clone(frontiers);
        self
    }

    /// The same numbers but for these parameters of the same model, each named once, with numbers fit for their ranges.
    #[must_use]
    pub fn with(&self, numbers: &[(usize, Number)]) -> Self {
        let mut own = self.own.clone();
        let mut drawn: Option<Vec<DrawnParameter>> = None;
        for (parameter, number) in numbers {
            let targets = &self.base.targets[*parameter];
            let is_drawn = |d: &DrawnParameter| d.parameter == *parameter;
            let was_drawn = self.drawn.parameters.iter().any(is_drawn);
            let constant = number.as_constant();
            if was_drawn || (constant.is_none() && !targets.is_empty()) {
                let list = drawn.get_or_insert_with(|| self.drawn.parameters.clone());
                list.retain(|d| !is_drawn(d));
                if constant.is_none() {
                    list.push(self.base.drawn(*parameter, number));
                }
            }
            if let Some(value) = constant {
                own.retain(|(column, cell, _)| !targets.contains(&(*column, *cell)));
                own.extend(targets.iter().map(|&(column, cell)| (column, cell, value)));
            }
        }
        let drawn = drawn.map(|mut list| {
            list.sort_by_key(|d| d.parameter);
            Arc::new(Drawn::new(&self.base, list))
        });
        Self {
            base: Arc::clone(&self.base),
            own,
            drawn: drawn.unwrap_or_else(|| Arc::clone(&self.drawn)),
            frontiers: Arc::clone(&self.frontiers),
        }
    }

    /// The parameters that are drawn, as indices into the model's.
    pub fn drawn(&self) -> impl Iterator<Item = usize> + '_ {
        self.drawn.parameters.iter().map(|d| d.parameter)
    }

    /// What was found of frontiers.
    pub(crate) fn frontiers(&self) -> &Frontiers {
        &self.frontiers
    }

    /// Whether nothing is drawn.
    pub fn is_fixed(&self) -> bool {
        self.drawn.parameters.is_empty()
    }

    /// The number of a parameter that some row takes and that is not drawn.
    pub fn constant(&self, parameter: usize) -> Option<f64> {
        let &(column, cell) = self.base.targets.get(parameter)?.first()?;
        if self.drawn().any(|drawn| drawn == parameter) {
            return None;
        }
        let own = self.own.iter().find(|(c, at, _)| (*c, *at) == (column, cell));
        Some(own.map_or(self.base.columns[column][cell], |(.., value)| *value))
    }

    /// What these inputs draw for them, in the same order.
    pub fn draws(&self, seed: Seed, inputs: u64) -> Vec<f64> {
        let mut values = Vec::with_capacity(self.drawn.parameters.len());
        self.draw(&mut Source::new(seed), inputs, &mut Vec::new(), |_, value| {
            values.push(value);
        });
        values
    }

    /// Draws each number, in order. What goes together is drawn from the streams of all of them, drawn here or not, so that
    /// a point that fixes one of them moves no other.
    fn draw(
        &self,
        source: &mut Source,
        inputs: u64,
        together: &mut Vec<f64>,
        mut put: impl FnMut(&DrawnParameter, f64),
    ) {
        together.clear();
        if let Some((streams, copula)) = &self.base.joint {
            together.extend(streams.iter().map(|&stream| source.first::<1>(inputs, stream)[0]));
            copula.correlate(together);
        }
        for d in &self.drawn.parameters {
            let uniform = match d.member {
                Some(member) => together[member],
                None => source.first::<1>(inputs, d.stream)[0],
            };
            put(d, d.sampler.at(uniform));
        }
    }

    /// How the stakes of a run with these numbers come about in a slot that was loaded with `known` before.
    pub(crate) fn weighing(&self, known: Option<&Self>) -> Weighing {
        let stakes = |l: &Self| l.own.iter().any(|&(column, ..)| l.base.weighed[column]);
        match known {
            _ if self.drawn.stakes_vary => Weighing::Drawn,
            Some(known) if std::ptr::eq(known, self) => Weighing::Kept,
            Some(known) if Arc::ptr_eq(&known.base, &self.base) && !known.drawn.stakes_vary => {
                if known.own == self.own || !(stakes(known) || stakes(self)) {
                    Weighing::Kept
                } else {
                    Weighing::Shared
                }
            }
            _ => Weighing::Shared,
        }
    }

    /// Adds the numbers of a run for a slot to what each column is to be loaded with. A slot that was loaded with `known`
    /// before needs only what differs, what is drawn anew, and what is volatile. `together` is room for uniforms that go
    /// together.
    pub(crate) fn draw_onto(
        &self,
        source: &mut Source,
        inputs: u64,
        slot: usize,
        known: Option<&Self>,
        loads: &mut [ColumnLoad],
        together: &mut Vec<f64>,
    ) {
        let known = known.filter(|known| Arc::ptr_eq(&known.base, &self.base));
        let same = known.is_some_and(|known| std::ptr::eq(known, self));
        for load in loads.iter_mut() {
            load.due = known.is_none() || load.volatile;
        }
        let mut owns = |loadout: &Self| {
            for &(column, ..) in &loadout.own {
                loads[column].due = true;
            }
        };
        if let Some(known) = known.filter(|_| !same) {
            owns(self);
            owns(known);
        }
        // Where nothing is known everything is due.
        let varied_before = &known.unwrap_or(self).drawn.varies;
        let columns = self.base.columns.iter().zip(&self.drawn.varies).zip(varied_before);
        for (load, ((cells, varies), varied_before)) in loads.iter_mut().zip(columns) {
            load.due |= varies | varied_before;
            if load.due {
                load.slots.push(slot);
                load.cells.extend_from_slice(cells);
            }
        }
        let mut put = |column: usize, cell: usize, value: f64| {
            let load = &mut loads[column];
            if load.due {
                let start = load.cells.len() - self.base.columns[column].len();
                load.cells[start + cell] = value;
            }
        };
        for &(column, cell, value) in &self.own {
            put(column, cell, value);
        }
        self.draw(source, inputs, together, |d, value| {
            for &(column, cell) in &self.base.targets[d.parameter] {
                put(column, cell, value);
            }
        });
    }
}

/// What a column is to be loaded with.
#[derive(Debug, Default)]
pub(crate) struct ColumnLoad {
    /// Whether some system writes the column, so that it never stays as it was loaded.
    pub(crate) volatile: bool,
    /// Whether the slot that is being seated needs it.
    pub(crate) due: bool,
    /// The slots, in order.
    pub(crate) slots: Vec<usize>,
    /// Their cells, slot after slot.
    pub(crate) cells: Vec<f64>,
}
