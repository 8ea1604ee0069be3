//! What rows add to the sums of their points: values, pairs with the point that they are compared with, sets of inputs. Rows are
//! looked at in the order of the plan, so that sums of floats are always taken in one order.

use crate::columns::OUTCOME;
use crate::execute::PartRecord;
use crate::plan::Plan;
use detente_analyses::statistics::Sums;
use detente_analyses::{PairSums, Partial, PointSums, Points, Reading};
use detente_results::{OUTCOMES, Rows, Value};

/// By response, then replicate of a part: the value of the run, if it counts.
type Values = Vec<Vec<Option<f64>>>;

/// A part as those that are compared with it see it.
#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) point: usize,
    pub(crate) values: Values,
    /// By replicate, the place of the end in [`OUTCOMES`]; beyond them where the run failed.
    pub(crate) ends: Vec<usize>,
}

/// Looks at parts one after the other: wave by wave, in each the scenario as it stands first, a base before its policies.
pub(crate) struct Tally<'a> {
    plan: &'a Plan,
    readings: Vec<Reading<'a>>,
    outcome: Option<usize>,
    /// Sets of inputs that are looked at one by one: the first of them, and how many of all.
    sets: [usize; 2],
    /// The points that others are compared with, in this wave: point 0, and the last base.
    against: [Seen; 2],
}

impl<'a> Tally<'a> {
    /// `first` is the first replicate that comes.
    pub(crate) fn new(plan: &'a Plan, first: u64) -> Self {
        let columns = &plan.columns.declared;
        let responses = &plan.experiment.responses;
        Self {
            plan,
            readings: responses.iter().filter_map(|r| r.on(columns)).collect(),
            outcome: columns.iter().position(|c| c.name == OUTCOME),
            sets: [(first / plan.experiment.luck) as usize, plan.sets_held()],
            against: Default::default(),
        }
    }

    /// A part, whose rows begin there.
    pub(crate) fn see(&self, rows: &Rows, first: usize, part: &PartRecord) -> Seen {
        let places = first..first + part.runs as usize;
        let ends: Vec<usize> = places.clone().map(|row| self.end(rows, row)).collect();
        let of = |reading: &Reading<'_>| {
            let value = |(row, end): (usize, &usize)| {
                let counts = *end < OUTCOMES.len();
                counts.then(|| reading.value(rows, row)).flatten()
            };
            places.clone().zip(&ends).map(value).collect()
        };
        Seen {
            point: part.point as usize,
            values: self.readings.iter().map(of).collect(),
            ends,
        }
    }

    /// Adds what was seen of a part to the sums of its point.
    pub(crate) fn add(&self, own: &mut PointSums, seen: &Seen, part: &PartRecord) {
        own.ends.merge(&part.ends);
        own.values.merge(&seen.values.iter().map(|of| sums_of(of)).collect());
        self.add_sets(own, &seen.values, part.replicate);
        if self.plan.is_paired(seen.point) {
            let other = self.plan.against(seen.point);
            if let Some(other) = self.against.iter().find(|known| known.point == other) {
                add_pairs(own, seen, other);
            }
        }
    }

    /// Keeps what was seen, for those that are compared with it.
    pub(crate) fn keep(&mut self, seen: Seen) {
        if !self.plan.is_policy(seen.point) {
            let place = usize::from(seen.point > 0);
            self.against[place] = seen;
        }
    }

    /// Adds a part to the sets of inputs that it meets.
    fn add_sets(&self, own: &mut PointSums, values: &Values, first: u64) {
        let [first_set, held] = self.sets;
        for (k, of_response) in values.iter().enumerate() {
            for (replicate, value) in (first..).zip(of_response) {
                let set = (replicate / self.plan.experiment.luck) as usize;
                if set >= held {
                    break;
                }
                let set = set - first_set;
                if own.sets.len() <= set {
                    own.sets.resize(set + 1, vec![Sums::default(); values.len()]);
                }
                if let Some(value) = value {
                    own.sets[set][k].add(*value);
                }
            }
        }
    }

    /// The place of a run's end in [`OUTCOMES`]; beyond them where it failed.
    fn end(&self, rows: &Rows, row: usize) -> usize {
        let cell = self.outcome.map(|column| rows.columns[column].at(row));
        let place = OUTCOMES.iter().position(|word| cell == Some(Value::Word(word)));
        place.unwrap_or(OUTCOMES.len())
    }
}

/// The sums of the runs that count.
fn sums_of(values: &[Option<f64>]) -> Sums {
    let mut sums = Sums::default();
    values.iter().flatten().for_each(|value| sums.add(*value));
    sums
}

/// Adds pairs of runs with the same luck.
fn add_pairs(own: &mut PointSums, here: &Seen, there: &Seen) {
    own.pairs.resize(here.values.len(), PairSums::default());
    for ((pairs, here), there) in own.pairs.iter_mut().zip(&here.values).zip(&there.values) {
        for both in here.iter().zip(there) {
            if let (Some(here), Some(there)) = both {
                pairs.add(*here, *there);
            }
        }
    }
    let flips = own.flips.get_or_insert_default();
    for (here, there) in here.ends.iter().zip(&there.ends) {
        flips.add(*there, *here);
    }
}
