//! Which talks end otherwise: of runs that meet the same inputs and the same luck at a point and at the point that it is
//! compared with, how many that ended in one way there end in another way here. A difference of two points may be two talks
//! saved, or forty saved and thirty-eight lost.
//!
//! Source: the table of turnover of Bishop, Fienberg & Holland (1975), Discrete Multivariate Analysis, chapter 7; Wilson (1927)
//! for the intervals.

use crate::statistics::{Estimate, Interval, wilson};
use crate::sums::Partial;
use detente_results::OUTCOMES;
use serde::{Deserialize, Serialize};

/// How many ends there are.
const ENDS: usize = OUTCOMES.len();

/// Pairs of runs by how they ended there, and here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transitions {
    counts: [[u64; ENDS]; ENDS],
}

/// A cell of the table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Transition {
    /// Place of the end there in [`OUTCOMES`].
    pub from: usize,
    /// Place of the end here.
    pub to: usize,
    /// Pairs.
    pub count: u64,
    /// Their share of all pairs.
    pub share: Estimate,
}

impl Transitions {
    /// Counts a pair, by places in [`OUTCOMES`]. A run that failed has none: its pair is not counted.
    pub fn add(&mut self, from: usize, to: usize) {
        if let Some(count) = self.counts.get_mut(from).and_then(|row| row.get_mut(to)) {
            *count += 1;
        }
    }

    /// All pairs.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.counts.iter().flatten().sum()
    }

    /// Runs by how they ended there.
    #[must_use]
    pub fn there(&self) -> [u64; ENDS] {
        self.counts.map(|row| row.iter().sum())
    }

    /// Runs by how they end here.
    #[must_use]
    pub fn here(&self) -> [u64; ENDS] {
        std::array::from_fn(|to| self.counts.iter().map(|row| row[to]).sum())
    }

    /// Runs that end in one way here and did not there, and the other way round: 'of 100 talks, 14 are saved and 4 lost'.
    #[must_use]
    pub fn gained_and_lost(&self, end: usize) -> [u64; 2] {
        let [there, here] = [self.there()[end], self.here()[end]];
        let stay = self.counts[end][end];
        [here - stay, there - stay]
    }

    /// Every cell in which there are pairs, by the end there, then here.
    pub fn cells(&self) -> impl Iterator<Item = Transition> + '_ {
        let n = self.n();
        let all = (0..ENDS).flat_map(|from| (0..ENDS).map(move |to| (from, to)));
        all.filter(|&(from, to)| self.counts[from][to] > 0)
            .map(move |(from, to)| {
                let count = self.counts[from][to];
                let interval: Interval = wilson(count, n);
                let value = count as f64 / n as f64;
                Transition {
                    from,
                    to,
                    count,
                    share: Estimate { value, interval },
                }
            })
    }
}

impl Partial for Transitions {
    fn merge(&mut self, later: &Self) {
        for (mine, theirs) in self.counts.iter_mut().flatten().zip(later.counts.iter().flatten()) {
            *mine += theirs;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(pairs: &[(usize, usize, u64)]) -> Transitions {
        let mut table = Transitions::default();
        for &(from, to, n) in pairs {
            (0..n).for_each(|_| table.add(from, to));
        }
        table
    }

    #[test]
    fn rows_and_columns_sum_to_how_runs_ended() {
        let table = table(&[
            (0, 0, 30),
            (0, 3, 4),
            (3, 0, 14),
            (3, 3, 40),
            (5, 5, 12),
            (6, 0, 9),
            (0, 99, 1),
        ]);
        assert_eq!(table.n(), 100);
        assert_eq!(table.there(), [34, 0, 0, 54, 0, 12]);
        assert_eq!(table.here(), [44, 0, 0, 44, 0, 12]);
        assert_eq!(table.gained_and_lost(0), [14, 4]);
        assert_eq!(table.gained_and_lost(5), [0, 0]);
        let cells: Vec<Transition> = table.cells().collect();
        assert_eq!(cells.iter().map(|cell| cell.count).sum::<u64>(), 100);
        let saved = cells[2];
        assert_eq!((saved.from, saved.to, saved.share.interval), (3, 0, wilson(14, 100)));
        assert_eq!(Transitions::default().cells().count(), 0);
    }

    #[test]
    fn parts_merge_and_are_saved() {
        let mut merged = table(&[(0, 1, 2), (2, 2, 1)]);
        merged.merge(&table(&[(0, 1, 3), (4, 0, 1)]));
        assert_eq!(merged, table(&[(0, 1, 5), (2, 2, 1), (4, 0, 1)]));
        let bytes = postcard::to_stdvec(&merged).unwrap();
        assert_eq!(postcard::from_bytes::<Transitions>(&bytes).unwrap(), merged);
    }
}
