//! When what has been played is looked at, to decide whether and with whom it goes on: between waves, for all points together,
//! so that pairs stay pairs and threads do not matter.

use crate::plan::Lengths;

/// The numbers of runs of each point after which it is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Looks {
    /// No fewer runs of each point.
    pub least: u64,
    /// No more.
    pub most: u64,
    /// How long the waves are between which it is looked.
    pub lengths: Lengths,
}

impl Looks {
    /// The first: after whole waves, if there may be so many.
    pub fn first(&self) -> u64 {
        self.lengths.start(self.lengths.waves(self.least)).min(self.most)
    }

    /// The next after so many; none if there may be no more. A quarter more each time: looking costs what has been played
    /// so far.
    pub fn next(&self, after: u64) -> Option<u64> {
        let waves = self.lengths.waves(after);
        let next = self.lengths.start(waves + (waves / 4).max(1)).min(self.most);
        (next > after).then_some(next)
    }

    /// All of them.
    pub fn all(self) -> impl Iterator<Item = u64> {
        std::iter::successors(Some(self.first()), move |after| self.next(*after))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::PART;

    #[test]
    fn they_fall_between_waves_and_there_is_an_end() {
        let looks = |least: u64, most: u64| Looks {
            least,
            most,
            lengths: Lengths::EVEN,
        };
        let times: Vec<u64> = looks(1, 20_000).all().collect();
        assert_eq!(times[..5], [1, 2, 3, 4, 5].map(|wave| wave * PART));
        assert!(times.windows(2).all(|pair| pair[0] < pair[1]) && times.last() == Some(&20_000));
        assert!(times[..times.len() - 1].iter().all(|n| n.is_multiple_of(PART)));
        let long = Looks {
            lengths: Lengths::LONGEST,
            ..looks(3_000, 300_000)
        };
        // Waves of 1, 1, 2, 4, 8, 16, 32, 64, 64, ... parts; from eight of them on a quarter more are two.
        let parts: Vec<u64> = long.all().map(|runs| runs / PART).collect();
        assert_eq!(parts, [4, 8, 16, 32, 64, 128, 256, 300_000 / PART]);
        assert_eq!((looks(500, 700).first(), looks(500, 700).next(700)), (700, None));
    }
}
