//! How the runs of a plan are cut. A *part* is a range of at most 1,024 replicates of one point that begins at a multiple
//! of 1,024. A *wave* is the parts of all points with the same range. A *block* is a run of consecutive parts of one wave
//! with at most 1,024 runs in all; no part is cut.
//!
//! The plan goes wave by wave, and inside a wave point by point, so that what is there when a run is stopped is an even
//! sample, and more replicates need not begin anew: a complete wave has one block for each point, however many follow.

use detente_results::BlockPlace;
use std::ops::Range;

/// Most runs of a part.
pub const PART: u64 = 1024;

/// The cut of so many points with so many runs each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waves {
    /// Design points.
    pub points: u64,
    /// Runs of each.
    pub replicates: u64,
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

impl Waves {
    /// All runs.
    pub fn runs(&self) -> u64 {
        self.points * self.replicates
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
        let replicates = self.replicates_of(wave);
        (PART / (replicates.end - replicates.start)).max(1)
    }

    /// How many blocks there are.
    pub fn blocks(&self) -> u64 {
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
        if place.wave >= self.waves() || place.point >= self.points {
            return None;
        }
        let number = self.block_of(place.wave, place.point);
        (self.block(number).place() == place).then_some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every run of a plan lies in exactly one block, wave by wave and point by point; no block has more than 1,024 runs
    /// or cuts a part; a place leads back to its block.
    #[test]
    fn every_run_lies_in_one_block() {
        for points in [1, 2, 3, 26, 1500] {
            for replicates in [1, 7, 300, 512, 1023, 1024, 1025, 2048, 2500] {
                let waves = Waves { points, replicates };
                let mut seen = Vec::new();
                for number in 0..waves.blocks() {
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
        let [few, many] = [2000, 10_000].map(|replicates| Waves { points: 3, replicates });
        for number in 0..few.complete_waves() * 3 {
            assert_eq!(few.block(number), many.block(number));
        }
    }
}
