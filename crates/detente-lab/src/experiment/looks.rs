//! When what has been played is looked at, to decide whether and with whom it goes on: between waves, for all points together,
//! so that pairs stay pairs and threads do not matter.

use crate::plan::PART;

/// The numbers of runs of each point after which it is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Looks {
    /// No fewer runs of each point.
    pub least: u64,
    /// No more.
    pub most: u64,
}

impl Looks {
    /// The first: after whole waves, if there may be so many.
    pub fn first(&self) -> u64 {
        (self.least.div_ceil(PART) * PART).min(self.most)
    }

    /// The next after so many; none if there may be no more. A quarter more each time: looking costs what has been played
    /// so far.
    pub fn next(&self, after: u64) -> Option<u64> {
        let waves = after.div_ceil(PART);
        let next = ((waves + (waves / 4).max(1)) * PART).min(self.most);
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

    #[test]
    fn they_fall_between_waves_and_there_is_an_end() {
        let looks = |least: u64, most: u64| Looks { least, most };
        let times: Vec<u64> = looks(1, 20_000).all().collect();
        assert_eq!(times[..5], [1, 2, 3, 4, 5].map(|wave| wave * PART));
        assert!(times.windows(2).all(|pair| pair[0] < pair[1]) && times.last() == Some(&20_000));
        assert!(times[..times.len() - 1].iter().all(|n| n.is_multiple_of(PART)));
        assert_eq!((looks(500, 700).first(), looks(500, 700).next(700)), (700, None));
    }
}
