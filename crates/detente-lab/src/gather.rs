//! From blocks to what analyses are made of: the sums of each point, and of its pairs with the point that it is compared
//! with. Blocks are gone through once, in the order of the plan, so that sums of floats are always taken in one order.

use crate::columns::OUTCOME;
use crate::execute::{RunError, Source};
use crate::plan::Plan;
use detente_analyses::{Partial, PointSums, Points, Reading};
use detente_results::{FAILED, Rows, Value};

/// By response, then replicate of a part: the value of the run, if it counts.
type Values = Vec<Vec<Option<f64>>>;

/// The sums of every point of a plan whose blocks are all there.
///
/// # Errors
/// A block cannot be read.
pub fn gather(plan: &Plan, source: &dyn Source) -> Result<Vec<PointSums>, RunError> {
    let columns = &plan.columns.declared;
    let responses = &plan.experiment.responses;
    let readings: Vec<Reading<'_>> = responses.iter().filter_map(|r| r.on(columns)).collect();
    let outcome = columns.iter().position(|c| c.name == OUTCOME);
    let mut sums = vec![PointSums::default(); plan.n_points()];
    // The points that others are compared with, in this wave: point 0, and the last base.
    let mut against: [(usize, Values); 2] = Default::default();
    for number in 0..plan.waves.blocks() {
        let record = source.block(number)?;
        for (first, part) in record.parts() {
            let point = part.point as usize;
            let own = &mut sums[point];
            own.ends.merge(&part.ends);
            let rows = first..first + part.runs as usize;
            let values: Values = readings
                .iter()
                .map(|reading| {
                    rows.clone()
                        .map(|row| value(reading, &record.rows, row, outcome))
                        .collect()
                })
                .collect();
            if point > 0 {
                let other = plan.against(point);
                let known = against.iter().find(|(known, _)| *known == other);
                own.pairs.resize(readings.len(), Default::default());
                for (k, pairs) in own.pairs.iter_mut().enumerate() {
                    let theirs = known.and_then(|(_, values)| values.get(k)).into_iter().flatten();
                    for both in values[k].iter().zip(theirs) {
                        if let (Some(here), Some(there)) = both {
                            pairs.add(*here, *there);
                        }
                    }
                }
            }
            if !plan.is_policy(point) {
                against[usize::from(point > 0)] = (point, values);
            }
        }
    }
    Ok(sums)
}

fn value(reading: &Reading<'_>, rows: &Rows, row: usize, outcome: Option<usize>) -> Option<f64> {
    let failed = outcome.is_some_and(|column| rows.columns[column].at(row) == Value::Word(FAILED));
    if failed { None } else { reading.value(rows, row) }
}
