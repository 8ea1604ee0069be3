//! What stays of a block of which no rows are kept but those of a sample: its runs are played piece by piece, as ever, and what
//! each piece has left is summed at once.

use super::packed::Packed;
use super::record::{BlockRecord, PartRecord, Summary};
use super::trajectories::Trajectories;
use crate::plan::{Block, Plan};
use crate::sample::{Kept, share_of};
use crate::tally::{Seen, Tally};
use detente_analyses::statistics::{Histogram, Sums};
use detente_analyses::{Partial, PointSums, Points};
use std::ops::Range;

/// A block while it is played.
pub(super) struct Summing<'a> {
    plan: &'a Plan,
    block: &'a Block,
    tally: Tally<'a>,
    /// By point of the block.
    sums: Vec<Own>,
    kept: Kept,
}

/// What is known of a point.
#[derive(Default)]
struct Own {
    sums: PointSums,
    trajectories: Trajectories,
    values: Vec<Histogram>,
}

impl<'a> Summing<'a> {
    pub(super) fn new(plan: &'a Plan, block: &'a Block) -> Self {
        let points = (block.points.end - block.points.start) as usize;
        Self {
            plan,
            block,
            tally: Tally::new(plan, block.replicates.start),
            sums: (0..points).map(|_| Own::default()).collect(),
            kept: Kept::new(&plan.columns.declared, points, share_of(block.replicates.start)),
        }
    }

    /// What is to be played, piece by piece. Where points are compared with the scenario as it stands and that lies in another
    /// block, its runs are played once more, before those that are compared with them.
    pub(super) fn pieces(&self) -> Vec<Block> {
        let Range { start, end } = self.block.points;
        let mut bases = (start.max(1)..end).filter(|&point| !self.plan.is_policy(point as usize));
        let is_compared = start > 0 && bases.any(|point| self.plan.is_paired(point as usize));
        let mut pieces: Vec<Block> = Vec::new();
        for piece in self.block.pieces() {
            let is_new = pieces.last().is_none_or(|last| last.replicates != piece.replicates);
            if is_new && is_compared {
                pieces.push(Block {
                    points: 0..1,
                    ..piece.clone()
                });
            }
            pieces.push(piece);
        }
        pieces
    }

    /// Sums up a piece.
    pub(super) fn take(&mut self, piece: &BlockRecord) {
        for (first, part) in piece.parts() {
            let seen = self.tally.see(&piece.rows, first, part);
            if self.block.points.contains(&part.point) {
                self.add(piece, first, part, &seen);
            }
            self.tally.keep(seen);
        }
    }

    fn add(&mut self, piece: &BlockRecord, first: usize, part: &PartRecord, seen: &Seen) {
        let place = (part.point - self.block.points.start) as usize;
        let own = &mut self.sums[place];
        self.tally.add(&mut own.sums, seen, part);
        own.trajectories.merge(&part.trajectories);
        own.values.resize(seen.values.len(), Histogram::default());
        let responses = own
            .values
            .iter_mut()
            .zip(&seen.values)
            .zip(&self.plan.experiment.responses);
        for ((histogram, values), _) in responses.filter(|(_, response)| !response.is_share()) {
            values.iter().flatten().for_each(|value| histogram.add(*value));
        }
        for (run, &end) in seen.ends.iter().enumerate() {
            let replicate = part.replicate + run as u64;
            self.kept.offer(place, replicate, end, &piece.rows, first + run);
        }
    }

    pub(super) fn finish(self) -> BlockRecord {
        let replicates = &self.block.replicates;
        let (rows, ends) = self.kept.finish(&self.plan.columns.declared);
        let packed = |set: Vec<Sums>| set.into_iter().map(Packed).collect();
        let part = |((point, own), ends): ((u64, Own), [u64; crate::sample::STRATA])| PartRecord {
            point,
            replicate: replicates.start,
            runs: replicates.end - replicates.start,
            ends: own.sums.ends,
            responses: own.sums.values,
            trajectories: own.trajectories,
            summary: Some(Box::new(Summary {
                rows: ends.iter().sum(),
                pairs: own.sums.pairs,
                flips: own.sums.flips,
                first_set: replicates.start / self.plan.experiment.luck,
                sets: own.sums.sets.into_iter().map(packed).collect(),
                values: own.values,
            })),
        };
        let points = self.block.points.clone().zip(self.sums);
        BlockRecord {
            parts: points.zip(ends).map(part).collect(),
            rows,
        }
    }
}
