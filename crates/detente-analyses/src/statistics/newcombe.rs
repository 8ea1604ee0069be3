//! Differences of two shares by squaring and adding the distances to their Wilson limits.

use super::{Estimate, Interval, wilson};
use serde::{Deserialize, Serialize};

/// How `n` pairs fell out: first letter for the first of the pair, second for the second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairedCounts {
    /// Pairs in which it happened in both.
    pub n11: u64,
    /// Pairs in which it happened in the first only.
    pub n10: u64,
    /// Pairs in which it happened in the second only.
    pub n01: u64,
    /// Pairs in which it happened in neither.
    pub n00: u64,
}

impl PairedCounts {
    /// Number of pairs.
    #[must_use]
    pub fn n(self) -> u64 {
        self.n11 + self.n10 + self.n01 + self.n00
    }

    /// Adds the pairs of another block.
    pub fn merge(&mut self, other: Self) {
        self.n11 += other.n11;
        self.n10 += other.n10;
        self.n01 += other.n01;
        self.n00 += other.n00;
    }

    /// The correlation of the pairs, with the numerator lowered by n/2 as far as 0 where it is
    /// positive: an overrated correlation would make the interval too narrow.
    fn corrected_phi(self) -> f64 {
        let [both, first, second, neither] = [self.n11, self.n10, self.n01, self.n00].map(|count| count as f64);
        let margins = (both + first) * (second + neither) * (both + second) * (first + neither);
        if margins == 0.0 {
            return 0.0;
        }
        let excess = both * neither - first * second;
        let half = self.n() as f64 / 2.0;
        let corrected = if excess > 0.0 { (excess - half).max(0.0) } else { excess };
        corrected / margins.sqrt()
    }
}

/// The difference of two shares seen on the same pairs, first minus second, with its 95 %
/// interval, within [-1, 1].
///
/// Method 10 of Newcombe 1998, Statist. Med. 17:2635, with its continuity rule for the correlation
/// phi. `None` without pairs.
#[must_use]
pub fn newcombe_paired(counts: PairedCounts) -> Option<Estimate> {
    let n = counts.n();
    if n == 0 {
        return None;
    }
    let first = Share::of(counts.n11 + counts.n10, n);
    let second = Share::of(counts.n11 + counts.n01, n);
    Some(square_and_add(first, second, counts.corrected_phi()))
}

/// The difference of two shares seen on runs that have nothing to do with each other, first minus second, with its 95 %
/// interval. Each is a count and of how many.
///
/// Method 10 of Newcombe 1998, Statist. Med. 17:873. `None` where one of them is of none.
#[must_use]
pub fn newcombe_apart(first: [u64; 2], second: [u64; 2]) -> Option<Estimate> {
    let [first, second] = [first, second].map(|[count, n]| (n > 0).then(|| Share::of(count, n)));
    Some(square_and_add(first?, second?, 0.0))
}

/// A share and how far its Wilson limits lie below and above it.
#[derive(Clone, Copy)]
struct Share {
    value: f64,
    below: f64,
    above: f64,
}

impl Share {
    fn of(count: u64, n: u64) -> Self {
        let value = count.min(n) as f64 / n as f64;
        let Interval { low, high } = wilson(count, n);
        Self {
            value,
            below: value - low,
            above: high - value,
        }
    }
}

fn square_and_add(a: Share, b: Share, phi: f64) -> Estimate {
    let length = |x: f64, y: f64| (x * x - 2.0 * phi * x * y + y * y).max(0.0).sqrt();
    let value = a.value - b.value;
    let low = (value - length(a.below, b.above)).max(-1.0);
    let high = (value + length(a.above, b.below)).min(1.0);
    Estimate {
        value,
        interval: Interval { low, high },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_interval(estimate: Option<Estimate>, low: f64, high: f64, tolerance: f64) {
        let interval = estimate.unwrap().interval;
        assert!((interval.low - low).abs() < tolerance, "{interval:?}");
        assert!((interval.high - high).abs() < tolerance, "{interval:?}");
    }

    #[test]
    fn independent_shares_as_published() {
        assert_interval(newcombe_apart([56, 70], [48, 80]), 0.052431, 0.333873, 5e-7);
    }

    /// A worked example of the paper.
    #[test]
    fn paired_shares_as_published() {
        let counts = PairedCounts {
            n11: 36,
            n10: 12,
            n01: 2,
            n00: 0,
        };
        assert_interval(newcombe_paired(counts), 0.0569, 0.3404, 5e-5);
    }

    #[test]
    fn a_weak_positive_correlation_counts_as_none() {
        // Excess 5 * 5 - 4 * 4 = 9, equal to n/2: corrected to zero, so the limits are those of
        // two independent samples of the same size.
        let counts = PairedCounts {
            n11: 5,
            n10: 4,
            n01: 4,
            n00: 5,
        };
        assert_eq!(newcombe_paired(counts), newcombe_apart([9, 18], [9, 18]));
    }

    #[test]
    fn identical_pairs_narrow_the_interval_but_leave_a_width() {
        let paired = newcombe_paired(PairedCounts {
            n11: 500,
            n10: 0,
            n01: 0,
            n00: 500,
        })
        .unwrap();
        let independent = newcombe_apart([500, 1000], [500, 1000]).unwrap();
        assert!(paired.interval.high > 0.0);
        assert!(paired.interval.high < independent.interval.high / 10.0);
    }

    #[test]
    fn every_difference_lies_in_its_interval() {
        for n11 in 0..6 {
            for n10 in 0..6 {
                for n01 in 0..6 {
                    for n00 in 0..6 {
                        let Some(estimate) = newcombe_paired(PairedCounts { n11, n10, n01, n00 }) else {
                            assert_eq!(n11 + n10 + n01 + n00, 0);
                            continue;
                        };
                        let Interval { low, high } = estimate.interval;
                        assert!(-1.0 <= low && high <= 1.0, "{estimate:?}");
                        assert!(estimate.interval.contains(estimate.value), "{estimate:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn empty_samples_have_no_difference() {
        assert_eq!(newcombe_paired(PairedCounts::default()), None);
    }
}
