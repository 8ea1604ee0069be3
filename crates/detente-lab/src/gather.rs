//! From blocks to what analyses are made of: the sums of each point, and of its pairs with the point that it is compared
//! with. Blocks are gone through once, in the order of the plan, so that sums of floats are always taken in one order.

use crate::columns::OUTCOME;
use crate::execute::{RunError, Source};
use crate::plan::Plan;
use detente_analyses::statistics::Sums;
use detente_analyses::{PairSums, Partial, PointSums, Points, Reading};
use detente_results::{OUTCOMES, Rows, Value};

/// By response, then replicate of a part: the value of the run, if it counts.
type Values = Vec<Vec<Option<f64>>>;

/// A part as those that are compared with it see it.
#[derive(Default)]
struct Seen {
    point: usize,
    values: Values,
    /// By replicate, the place of the end in [`OUTCOMES`]; beyond them where the run failed.
    ends: Vec<usize>,
}

/// The sums of every point of a plan whose blocks are all there.
///
/// # Errors
/// A block cannot be read.
pub fn gather(plan: &Plan, source: &dyn Source) -> Result<Vec<PointSums>, RunError> {
    let columns = &plan.columns.declared;
    let responses = &plan.experiment.responses;
    let readings: Vec<Reading<'_>> = responses.iter().filter_map(|r| r.on(columns)).collect();
    let outcome = columns.iter().position(|c| c.name == OUTCOME);
    let held = plan.sets_held();
    let mut sums = vec![PointSums::default(); plan.n_points()];
    // The points that others are compared with, in this wave: point 0, and the last base.
    let mut against: [Seen; 2] = Default::default();
    for number in plan.waves.numbers() {
        let record = source.block(number)?;
        for (first, part) in record.parts() {
            let rows = first..first + part.runs as usize;
            let ends: Vec<usize> = rows.clone().map(|row| end(&record.rows, row, outcome)).collect();
            let of = |reading: &Reading<'_>| {
                let value = |(row, end): (usize, &usize)| {
                    let counts = *end < OUTCOMES.len();
                    counts.then(|| reading.value(&record.rows, row)).flatten()
                };
                rows.clone().zip(&ends).map(value).collect()
            };
            let seen = Seen {
                point: part.point as usize,
                values: readings.iter().map(of).collect(),
                ends,
            };
            let own = &mut sums[seen.point];
            own.ends.merge(&part.ends);
            own.values.merge(&seen.values.iter().map(|of| sums_of(of)).collect());
            add_sets(own, &seen.values, part.replicate, plan.experiment.luck, held);
            if plan.is_paired(seen.point) {
                let other = plan.against(seen.point);
                if let Some(other) = against.iter().find(|known| known.point == other) {
                    add_pairs(own, &seen, other);
                }
            }
            if !plan.is_policy(seen.point) {
                let place = usize::from(seen.point > 0);
                against[place] = seen;
            }
        }
    }
    Ok(sums)
}

/// The sums of the runs that count.
fn sums_of(values: &[Option<f64>]) -> Sums {
    let mut sums = Sums::default();
    values.iter().flatten().for_each(|value| sums.add(*value));
    sums
}

/// Adds a part to the sets of inputs that it meets.
fn add_sets(own: &mut PointSums, values: &Values, first: u64, luck: u64, held: usize) {
    for (k, of_response) in values.iter().enumerate() {
        for (replicate, value) in (first..).zip(of_response) {
            let set = (replicate / luck) as usize;
            if set >= held {
                break;
            }
            if own.sets.len() <= set {
                own.sets.resize(set + 1, vec![Sums::default(); values.len()]);
            }
            if let Some(value) = value {
                own.sets[set][k].add(*value);
            }
        }
    }
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

/// The place of a run's end in [`OUTCOMES`]; beyond them where it failed.
fn end(rows: &Rows, row: usize, outcome: Option<usize>) -> usize {
    let cell = outcome.map(|column| rows.columns[column].at(row));
    let place = OUTCOMES.iter().position(|word| cell == Some(Value::Word(word)));
    place.unwrap_or(OUTCOMES.len())
}
