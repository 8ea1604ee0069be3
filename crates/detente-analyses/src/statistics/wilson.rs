//! The score interval of a share (Wilson 1927, J. Am. Statist. Assoc. 22:209).

use super::{Interval, Z_95};

/// The Wilson 95 % interval of the share `count / n`, within [0, 1].
///
/// It has a width even where the share is 0 or 1. A `count` above `n` is taken as `n`; with
/// `n = 0` nothing is known and the interval is [0, 1].
#[must_use]
pub fn wilson(count: u64, n: u64) -> Interval {
    if n == 0 {
        return Interval { low: 0.0, high: 1.0 };
    }
    let count = count.min(n);
    let size = n as f64;
    let share = count as f64 / size;
    let z2 = Z_95 * Z_95;
    let centre = share + z2 / (2.0 * size);
    let half = Z_95 * (share * (1.0 - share) / size + z2 / (4.0 * size * size)).sqrt();
    let scale = 1.0 + z2 / size;
    // At the ends of the range centre and half cancel; rounding must not leave the range.
    Interval {
        low: if count == 0 {
            0.0
        } else {
            ((centre - half) / scale).min(share)
        },
        high: if count == n {
            1.0
        } else {
            ((centre + half) / scale).max(share)
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_values() {
        let cases = [
            (0, 20, 0.0, 0.161125),
            (1, 20, 0.008881, 0.236131),
            (10, 20, 0.299298, 0.700702),
            (20, 20, 0.838875, 1.0),
            (81, 263, 0.255289, 0.366210),
            (0, 1000, 0.0, 0.003827),
        ];
        for (count, n, low, high) in cases {
            let interval = wilson(count, n);
            assert!((interval.low - low).abs() < 5e-7, "{count}/{n}: {interval:?}");
            assert!((interval.high - high).abs() < 5e-7, "{count}/{n}: {interval:?}");
        }
    }

    #[test]
    fn every_share_lies_in_its_interval_and_the_interval_in_the_unit_range() {
        for n in 1..=60 {
            for count in 0..=n {
                let interval = wilson(count, n);
                assert!(interval.contains(count as f64 / n as f64), "{count}/{n}");
                assert!(interval.low >= 0.0 && interval.high <= 1.0, "{count}/{n}");
            }
        }
    }

    #[test]
    fn successes_and_failures_mirror_each_other() {
        for count in 0..=30 {
            let (one, other) = (wilson(count, 30), wilson(30 - count, 30));
            assert!((one.low - (1.0 - other.high)).abs() < 1e-14);
        }
    }

    #[test]
    fn nothing_observed_says_nothing() {
        assert_eq!(wilson(0, 0), Interval { low: 0.0, high: 1.0 });
        assert_eq!(wilson(9, 5), wilson(5, 5));
    }
}
