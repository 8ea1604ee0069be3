//! How the runs of a plan are cut. A *part* is a range of at most 1,024 replicates of one point that begins at a multiple
//! of 1,024. A *wave* is the parts of all points with the same range. A *block* is a run of consecutive parts of one wave
//! with at most 1,024 runs in all; no part is cut.
//!
//! The plan goes wave by wave, and inside a wave point by point, so that what is there when a run is stopped is an even
//! sample, and more replicates need not begin anew: a complete wave has one block for each point, however many follow.
//!
//! Points that a race has dropped have no parts in later waves. Blocks keep their numbers, and some numbers have no block.

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

    /// Whether a point has a part in a wave.
    pub fn plays(&self, wave: u64, point: u64) -> bool {
        self.raced.get(point as usize).is_none_or(|runs| wave * PART < *runs)
    }

    /// The waves in which a point has a part.
    pub fn waves_of(&self, point: u64) -> impl Iterator<Item = u64> {
        (0..self.waves()).take_while(move |&wave| self.plays(wave, point))
    }

    /// How many waves there are.
    pub fn waves(&self) -> u64 {
        self.replicates.div_ceil(PART)
    }

    /// The waves whose parts are complete: they stay as they are when more replicates are asked for.
    pub fn complete_waves(&self) -> u64 {
        self.replicates / PART
    }

    /// The replicates of a wave.
    pub fn replicates_of(&self, wave: u64) -> Range<u64> {
        wave * PART..((wave + 1) * PART).min(self.replicates)
    }

    fn parts_per_block(&self, wave: u64) -> u64 {
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

    /// Behind the last number of a block.
    fn last(&self) -> u64 {
        let complete = self.complete_waves();
        let last = match self.waves() > complete {
            true => self.points.div_ceil(self.parts_per_block(complete)),
            false => 0,
        };
        complete * self.points + last
    }

    /// A block by its number.
    pub fn block(&self, number: u64) -> Block {
        let complete = self.complete_waves();
        let (wave, place) = match number < complete * self.points {
            true => (number / self.points, number % self.points),
            false => (complete, number - complete * self.points),
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
        wave * self.points + point / self.parts_per_block(wave)
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
}
