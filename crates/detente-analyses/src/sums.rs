//! What is kept of runs that are finished: whole numbers and sums, which merge part by part in the order of the plan, and
//! so come out the same for any threads, shards and interruptions.

use crate::methods::transitions::Transitions;
use crate::statistics::{PairedCounts, Sums};
use detente_results::OUTCOMES;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What some runs leave behind. It merges, and it goes to a file and back unchanged.
pub trait Partial: Serialize + DeserializeOwned + Default + PartialEq {
    /// Adds what later runs have left.
    fn merge(&mut self, later: &Self);
}

/// On which day how many runs have ended, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ends {
    /// Day, place of the outcome in [`OUTCOMES`], and how many runs: in this order, each pair once.
    by_day: Vec<(i32, u8, u64)>,
    /// Runs that failed; they count nowhere else.
    pub failed: u64,
}

impl Ends {
    /// Counts runs that ended so, on this day.
    pub fn add(&mut self, day: i32, outcome: usize, runs: u64) {
        let key = (day, outcome as u8);
        match self
            .by_day
            .binary_search_by_key(&key, |&(day, outcome, _)| (day, outcome))
        {
            Ok(place) => self.by_day[place].2 += runs,
            Err(place) => self.by_day.insert(place, (key.0, key.1, runs)),
        }
    }

    /// Runs that did not fail.
    pub fn n(&self) -> u64 {
        self.by_day.iter().map(|(.., runs)| runs).sum()
    }

    /// Runs by outcome, in the order of [`OUTCOMES`].
    pub fn counts(&self) -> [u64; OUTCOMES.len()] {
        let mut counts = [0; OUTCOMES.len()];
        for &(_, outcome, runs) in &self.by_day {
            counts[outcome as usize] += runs;
        }
        counts
    }

    /// Day, place of the outcome and number of runs, by day, then outcome.
    pub fn by_day(&self) -> impl Iterator<Item = (i32, usize, u64)> + '_ {
        self.by_day
            .iter()
            .map(|&(day, outcome, runs)| (day, outcome as usize, runs))
    }
}

impl Partial for Ends {
    fn merge(&mut self, later: &Self) {
        for &(day, outcome, runs) in &later.by_day {
            self.add(day, outcome as usize, runs);
        }
        self.failed += later.failed;
    }
}

impl Partial for Vec<Sums> {
    fn merge(&mut self, later: &Self) {
        if self.len() < later.len() {
            self.resize(later.len(), Sums::default());
        }
        for (mine, theirs) in self.iter_mut().zip(later) {
            mine.merge(*theirs);
        }
    }
}

/// What pairs of runs with the same luck say of a response.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct PairSums {
    /// Both, one or none of a pair, where the response is a share.
    pub counts: PairedCounts,
    /// Here minus there.
    pub differences: Sums,
}

impl PairSums {
    /// Adds a pair.
    pub fn add(&mut self, here: f64, there: f64) {
        self.differences.add(here - there);
        match (here > 0.5, there > 0.5) {
            (true, true) => self.counts.n11 += 1,
            (true, false) => self.counts.n10 += 1,
            (false, true) => self.counts.n01 += 1,
            (false, false) => self.counts.n00 += 1,
        }
    }
}

impl Partial for Vec<PairSums> {
    fn merge(&mut self, later: &Self) {
        if self.len() < later.len() {
            self.resize(later.len(), PairSums::default());
        }
        for (mine, theirs) in self.iter_mut().zip(later) {
            mine.counts.merge(theirs.counts);
            mine.differences.merge(theirs.differences);
        }
    }
}

/// What is known of a point when all its runs have ended.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PointSums {
    /// Ends by day.
    pub ends: Ends,
    /// By response: the runs that count.
    pub values: Vec<Sums>,
    /// By response: the pairs with the point that it is compared with; none at point 0, and where luck differs.
    pub pairs: Vec<PairSums>,
    /// How those pairs end, there and here.
    pub flips: Option<Box<Transitions>>,
    /// By set of inputs, then response: the runs that count. Empty where nobody looks at sets of inputs one by one; the
    /// first of them where there are very many.
    pub sets: Vec<Vec<Sums>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(runs: &[(i32, usize, u64)], failed: u64) -> Ends {
        let mut ends = Ends::default();
        for &(day, outcome, n) in runs {
            ends.add(day, outcome, n);
        }
        ends.failed = failed;
        ends
    }

    #[test]
    fn merging_counts_as_if_all_had_been_counted_together() {
        let mut a = ends(&[(7, 0, 2), (3, 5, 1), (7, 0, 1)], 1);
        a.merge(&ends(&[(3, 5, 4), (90, 2, 1)], 2));
        assert_eq!(a, ends(&[(90, 2, 1), (7, 0, 3), (3, 5, 5)], 3));
        assert_eq!((a.n(), a.counts()), (9, [3, 0, 1, 0, 0, 5]));
        let days: Vec<i32> = a.by_day().map(|(day, ..)| day).collect();
        assert_eq!(days, [3, 7, 90]);
    }

    #[test]
    fn pairs_merge_as_if_all_had_been_added_together() {
        let pairs = |of: &[(f64, f64)]| {
            let mut pairs = PairSums::default();
            of.iter().for_each(|(here, there)| pairs.add(*here, *there));
            pairs
        };
        let all = [(1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0), (1.0, 0.0)];
        let mut merged = Vec::new();
        merged.merge(&vec![pairs(&all[..2])]);
        merged.merge(&vec![pairs(&all[2..])]);
        assert_eq!(merged, [pairs(&all)]);
    }

    #[test]
    fn what_is_saved_is_loaded_unchanged() {
        let kept = ends(&[(-1, 0, u64::MAX), (7, 5, 1)], 3);
        let bytes = postcard::to_stdvec(&kept).unwrap();
        assert_eq!(postcard::from_bytes::<Ends>(&bytes).unwrap(), kept);
    }
}
