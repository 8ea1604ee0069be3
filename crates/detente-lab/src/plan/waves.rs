//! How the runs of a plan are cut. A *part* is a range of at most 1,024 replicates of one point that begins at a multiple
//! of 1,024. A *wave* is the parts of all points with the same range. A *block* is a run of consecutive parts of one wave
//! with at most 1,024 runs in all; no part is cut.
//!
//! The plan goes wave by wave, and inside a wave point by point, so that what is there when a run is stopped is an even
//! sample, and more replicates need not begin anew: a complete wave has one block for each point, however many follow.
//!
//! Points that a race has dropped have no parts in later waves. Blocks keep their numbers, and some numbers have no block.
//!
//! Where blocks hold *summaries*, points that are compared run by run have to be played side by side: a block has whole settings,
//! each under base and every policy, and about 65,536 runs; waves are [longer](Lengths), and a part is a wave's replicates of a
//! point.

use super::lengths::{Lengths, PARTS};
use detente_results::{BlockPlace, PlanRecord};
use std::ops::Range;
use std::sync::Arc;

/// Most runs of a part.
pub const PART: u64 = 1024;

/// The cut of so many points with so many runs each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waves {
    /// Design points.
    pub points: u64,
    /// Runs of each.
    pub replicates: u64,
    /// By point, its runs where some have fewer: whole waves, or all. Empty where all have as many.
    pub raced: Arc<[u64]>,
    /// Points of a setting, where blocks hold summaries; 0 where they hold rows.
    pub together: u64,
}

/// Consecutive parts of one wave: the unit of work, of files, of shards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its number in the plan.
    pub number: u64,
    /// Its wave.
    pub wave: u64,
    /// Its points.
    pub points: Range<u64>,
    /// The replicates of each of them.
    pub replicates: Range<u64>,
}

impl Block {
    /// Its runs in pieces of at most 1,024, as blocks with rows are cut: by replicates, then points.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = Block> {
        let whole = self.clone();
        let starts = whole.replicates.clone().step_by(PART as usize);
        starts.flat_map(move |start| {
            let replicates = start..(start + PART).min(whole.replicates.end);
            let side_by_side = (PART / (replicates.end - replicates.start)).max(1);
            let (points, block) = (whole.points.clone(), whole.clone());
            points.clone().step_by(side_by_side as usize).map(move |first| Block {
                points: first..(first + side_by_side).min(points.end),
                replicates: replicates.clone(),
                ..block.clone()
            })
        })
    }

    /// Runs in it.
    pub fn runs(&self) -> u64 {
        (self.points.end - self.points.start) * (self.replicates.end - self.replicates.start)
    }

    /// Where it stands.
    pub fn place(&self) -> BlockPlace {
        BlockPlace {
            wave: self.wave,
            point: self.points.start,
        }
    }
}

impl From<&PlanRecord> for Waves {
    fn from(plan: &PlanRecord) -> Self {
        Self {
            points: plan.points,
            replicates: plan.replicates,
            raced: plan.raced.clone().into(),
            together: plan.together,
        }
    }
}

impl Waves {
    /// All runs.
    pub fn runs(&self) -> u64 {
        match self.raced.is_empty() {
            true => self.points * self.replicates,
            false => self.raced.iter().sum(),
        }
    }

    /// How long waves are.
    pub fn lengths(&self) -> Lengths {
        match self.together {
            0 => Lengths::EVEN,
            _ => Lengths::of_points(self.points),
        }
    }

    /// Whether a point has a part in a wave.
    pub fn plays(&self, wave: u64, point: u64) -> bool {
        let start = self.lengths().start(wave);
        self.raced.get(point as usize).is_none_or(|runs| start < *runs)
    }

    /// The waves in which a point has a part.
    pub fn waves_of(&self, point: u64) -> impl Iterator<Item = u64> {
        (0..self.waves()).take_while(move |&wave| self.plays(wave, point))
    }

    /// How many waves there are.
    pub fn waves(&self) -> u64 {
        self.lengths().waves(self.replicates)
    }

    /// The waves whose parts are complete: they stay as they are when more replicates are asked for.
    pub fn complete_waves(&self) -> u64 {
        self.complete_in(self.replicates)
    }

    /// The waves that are complete with so many replicates.
    pub fn complete_in(&self, replicates: u64) -> u64 {
        self.lengths().of(replicates)
    }

    /// The replicates of a wave.
    pub fn replicates_of(&self, wave: u64) -> Range<u64> {
        let [start, next] = [wave, wave + 1].map(|wave| self.lengths().start(wave));
        start..next.min(self.replicates)
    }

    fn parts_per_block(&self, wave: u64) -> u64 {
        let fit = PARTS * PART / self.replicates.clamp(1, PART);
        if let Some(settings) = fit.checked_div(self.together) {
            return (settings.max(1) * self.together).min(self.points);
        }
        // Who is dropped leaves no hole in a block.
        if !self.raced.is_empty() {
            return 1;
        }
        let replicates = self.replicates_of(wave);
        (PART / (replicates.end - replicates.start)).max(1)
    }

    /// The numbers of all blocks, in order.
    pub fn numbers(&self) -> impl Iterator<Item = u64> {
        (0..self.last()).filter(|&number| {
            let place = self.block(number).place();
            self.plays(place.wave, place.point)
        })
    }

    /// How many blocks there are.
    pub fn blocks(&self) -> u64 {
        match self.raced.is_empty() {
            true => self.last(),
            false => self.numbers().count() as u64,
        }
    }

    /// Blocks of a wave.
    fn blocks_in(&self, wave: u64) -> u64 {
        self.points.div_ceil(self.parts_per_block(wave))
    }

    /// Blocks of a complete wave, and how many of these waves there are.
    fn whole(&self) -> [u64; 2] {
        match self.complete_waves() {
            0 => [0, 0],
            complete => [self.blocks_in(0), complete],
        }
    }

    /// Behind the last number of a block.
    fn last(&self) -> u64 {
        let [blocks, complete] = self.whole();
        let last = match self.waves() > complete {
            true => self.blocks_in(complete),
            false => 0,
        };
        complete * blocks + last
    }

    /// A block by its number.
    pub fn block(&self, number: u64) -> Block {
        let [blocks, complete] = self.whole();
        let (wave, place) = match number < complete * blocks {
            true => (number / blocks, number % blocks),
            false => (complete, number - complete * blocks),
        };
        let parts = self.parts_per_block(wave);
        Block {
            number,
            wave,
            points: place * parts..((place + 1) * parts).min(self.points),
            replicates: self.replicates_of(wave),
        }
    }

    /// The block of a point in a wave.
    pub fn block_of(&self, wave: u64, point: u64) -> u64 {
        wave * self.whole()[0] + point / self.parts_per_block(wave)
    }

    /// The number of the block that stands there, if the plan has one.
    pub fn number_at(&self, place: BlockPlace) -> Option<u64> {
        if place.wave >= self.waves() || place.point >= self.points || !self.plays(place.wave, place.point) {
            return None;
        }
        let number = self.block_of(place.wave, place.point);
        (self.block(number).place() == place).then_some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all_of(points: u64, replicates: u64) -> Waves {
        Waves {
            points,
            replicates,
            raced: Arc::default(),
            together: 0,
        }
    }

    fn summed(together: u64, settings: u64, replicates: u64) -> Waves {
        Waves {
            together,
            ..all_of(together * settings, replicates)
        }
    }

    /// Every run of a plan lies in exactly one block, wave by wave and point by point; no block has more than 1,024 runs
    /// or cuts a part; a place leads back to its block.
    #[test]
    fn every_run_lies_in_one_block() {
        for points in [1, 2, 3, 26, 1500] {
            for replicates in [1, 7, 300, 512, 1023, 1024, 1025, 2048, 2500] {
                let waves = all_of(points, replicates);
                let mut seen = Vec::new();
                for number in waves.numbers() {
                    let block = waves.block(number);
                    assert!(block.runs() <= PART && block.runs() > 0);
                    assert_eq!(block.replicates, waves.replicates_of(block.wave));
                    assert_eq!(waves.number_at(block.place()), Some(number));
                    for point in block.points.clone() {
                        assert_eq!(waves.block_of(block.wave, point), number);
                        seen.push((block.wave, point));
                    }
                }
                let all = (0..waves.waves()).flat_map(|wave| (0..points).map(move |point| (wave, point)));
                assert_eq!(seen, all.collect::<Vec<_>>(), "{waves:?}");
            }
        }
    }

    #[test]
    fn complete_waves_keep_their_blocks_when_more_is_asked_for() {
        let [few, many] = [2000, 10_000].map(|replicates| all_of(3, replicates));
        for number in 0..few.complete_waves() * 3 {
            assert_eq!(few.block(number), many.block(number));
        }
    }

    /// Those that are dropped have the runs that they have had, in the blocks that they have had, also where the last wave is
    /// short enough for blocks of several points.
    #[test]
    fn who_is_dropped_has_no_further_blocks() {
        let all = all_of(3, 2 * PART);
        for replicates in [4 * PART, 4 * PART + 100] {
            let waves = Waves {
                raced: [replicates, 2 * PART, replicates].into(),
                ..all_of(3, replicates)
            };
            assert_eq!(waves.runs(), 2 * replicates + 2 * PART);
            let blocks: Vec<Block> = waves.numbers().map(|number| waves.block(number)).collect();
            assert_eq!(blocks.iter().map(Block::runs).sum::<u64>(), waves.runs());
            assert_eq!(blocks.len() as u64, waves.blocks());
            assert!(
                blocks
                    .iter()
                    .all(|block| waves.number_at(block.place()) == Some(block.number))
            );
            assert!(all.numbers().all(|number| all.block(number) == waves.block(number)));
            let second: Vec<u64> = blocks
                .iter()
                .filter(|block| block.points.contains(&1))
                .map(|block| block.wave)
                .collect();
            assert_eq!(second, [0, 1]);
            assert_eq!(waves.waves_of(1).count(), 2);
            assert_eq!(waves.number_at(BlockPlace { wave: 2, point: 1 }), None);
        }
    }

    /// The points of a setting lie in one block, which has no more than 65,536 runs unless one setting has; its pieces are blocks as
    /// those with rows are, and all of them all runs.
    #[test]
    fn blocks_of_summaries_hold_whole_settings() {
        for (together, settings) in [(1, 1), (1, 300), (3, 1), (3, 1000), (5, 7), (100, 3)] {
            for replicates in [1, 100, 1023, 1024, 5000, 300_000] {
                let waves = summed(together, settings, replicates);
                let mut seen = 0;
                for number in waves.numbers() {
                    let block = waves.block(number);
                    assert!(block.points.start.is_multiple_of(together) && block.points.end.is_multiple_of(together));
                    let one_setting = block.points.end - block.points.start == together;
                    assert!(
                        block.runs() <= PARTS * PART || one_setting && together > 64,
                        "{waves:?} {block:?}"
                    );
                    assert_eq!(waves.number_at(block.place()), Some(number));
                    for point in block.points.clone() {
                        assert_eq!(waves.block_of(block.wave, point), number);
                    }
                    assert!(block.pieces().all(|piece| piece.runs() <= PART));
                    assert_eq!(block.pieces().map(|piece| piece.runs()).sum::<u64>(), block.runs());
                    seen += block.runs();
                }
                assert_eq!(seen, waves.runs());
            }
        }
        let [few, many] = [5_000, 1_000_000].map(|replicates| summed(5, 30, replicates));
        let complete = (0..few.last()).filter(|&number| few.block(number).wave < few.complete_waves());
        assert!(
            complete.count() > 3 && (0..few.blocks_in(0) * few.complete_waves()).all(|n| few.block(n) == many.block(n))
        );
        assert!(summed(5, 1, 200_000_000).blocks() < 25_000);
    }
}
