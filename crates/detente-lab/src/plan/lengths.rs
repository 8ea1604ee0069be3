//! How long waves are. Those whose rows are kept are of [`PART`] replicates each. Where blocks hold summaries, a wave is as long as
//! all before it together until it is long enough, and no longer from then on: a block then costs a second or more, and leaves as
//! little as a short one. Whatever is long enough, waves end after 1,024, 2,048, 4,096 replicates and so on.

use super::PART;

/// How often the length of waves doubles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lengths {
    doublings: u32,
}

/// About so many parts of [`PART`] runs has a block of summaries.
pub(super) const PARTS: u64 = 64;

impl Lengths {
    /// Waves of [`PART`] replicates.
    pub const EVEN: Self = Self { doublings: 0 };

    /// The longest that there are. They end where waves of any other length end too.
    pub const LONGEST: Self = Self {
        doublings: PARTS.ilog2(),
    };

    /// Waves in which so many points have about [`PARTS`] parts.
    pub(super) fn of_points(points: u64) -> Self {
        Self {
            doublings: (PARTS / points.max(1)).max(1).ilog2(),
        }
    }

    /// Replicates of the longest wave.
    pub fn longest(self) -> u64 {
        PART << self.doublings
    }

    /// The first replicate of a wave.
    pub fn start(self, wave: u64) -> u64 {
        let doublings = u64::from(self.doublings);
        match wave {
            0 => 0,
            wave if wave <= doublings => PART << (wave - 1),
            wave => self.longest() * (wave - doublings),
        }
    }

    /// The wave in which a replicate lies.
    pub fn of(self, replicate: u64) -> u64 {
        match replicate {
            first if first < PART => 0,
            early if early < self.longest() => u64::from((early / PART).ilog2()) + 1,
            late => late / self.longest() + u64::from(self.doublings),
        }
    }

    /// How many waves so many replicates are.
    pub fn waves(self, replicates: u64) -> u64 {
        replicates.checked_sub(1).map_or(0, |last| self.of(last) + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waves_double_until_they_are_long_enough() {
        let starts = |lengths: Lengths| -> Vec<u64> { (0..10).map(|wave| lengths.start(wave) / PART).collect() };
        assert_eq!(starts(Lengths::EVEN), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        assert_eq!(starts(Lengths::of_points(5)), [0, 1, 2, 4, 8, 16, 24, 32, 40, 48]);
        assert_eq!(starts(Lengths::LONGEST), [0, 1, 2, 4, 8, 16, 32, 64, 128, 192]);
        assert_eq!(
            [1, 64, 65, 1_000_000].map(Lengths::of_points),
            [Lengths::LONGEST, Lengths::EVEN, Lengths::EVEN, Lengths::EVEN]
        );
    }

    #[test]
    fn a_replicate_lies_in_the_wave_that_begins_at_or_before_it() {
        for points in [1, 2, 5, 33, 100] {
            let lengths = Lengths::of_points(points);
            for wave in 0..200 {
                let [start, next] = [wave, wave + 1].map(|wave| lengths.start(wave));
                assert!(start < next && next - start <= lengths.longest());
                assert_eq!([lengths.of(start), lengths.of(next - 1)], [wave, wave]);
                assert_eq!([lengths.waves(next), lengths.waves(start + 1)], [wave + 1; 2]);
                // Where the longest end, all end.
                let longest = Lengths::LONGEST.start(wave);
                assert_eq!(lengths.start(lengths.of(longest)), longest);
            }
        }
        assert_eq!(Lengths::EVEN.waves(0), 0);
    }
}
