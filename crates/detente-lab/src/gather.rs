//! From blocks to what analyses are made of: the sums of each point, and of its pairs with the point that it is compared
//! with. Blocks are gone through once, in the order of the plan, so that sums of floats are always taken in one order. Where they
//! hold rows these are looked at here; where they hold summaries that was done when they were played.

use crate::execute::{Packed, PartRecord, RunError, Source, Summary};
use crate::plan::Plan;
use crate::tally::Tally;
use detente_analyses::statistics::Sums;
use detente_analyses::{Partial, PointSums};

/// The sums of every point of a plan whose blocks are all there.
///
/// # Errors
/// A block cannot be read.
pub fn gather(plan: &Plan, source: &dyn Source) -> Result<Vec<PointSums>, RunError> {
    let mut sums = vec![PointSums::default(); plan.n_points()];
    let mut tally = Tally::new(plan, 0);
    for number in plan.waves.numbers() {
        let record = source.block(number)?;
        for (first, part) in record.parts() {
            let own = &mut sums[part.point as usize];
            if let Some(summary) = &part.summary {
                add(own, part, summary);
                continue;
            }
            let seen = tally.see(&record.rows, first, part);
            tally.add(own, &seen, part);
            tally.keep(seen);
        }
    }
    Ok(sums)
}

/// Adds what a part was summed to.
fn add(own: &mut PointSums, part: &PartRecord, summary: &Summary) {
    own.ends.merge(&part.ends);
    own.values.merge(&part.responses);
    own.pairs.merge(&summary.pairs);
    if let Some(flips) = &summary.flips {
        own.flips.get_or_insert_default().merge(flips);
    }
    let first = summary.first_set as usize;
    let behind = first + summary.sets.len();
    if own.sets.len() < behind && !summary.sets.is_empty() {
        own.sets.resize(behind, vec![Sums::default(); part.responses.len()]);
    }
    for (own, set) in own.sets.iter_mut().skip(first).zip(&summary.sets) {
        for (own, Packed(set)) in own.iter_mut().zip(set) {
            own.merge(*set);
        }
    }
}
