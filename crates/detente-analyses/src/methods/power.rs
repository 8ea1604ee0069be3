//! How many runs: how wide an interval will be, and how small a difference will be seen.
//!
//! A share of n runs comes with an interval that is widest where it is a half: half its width is Wilson's there.
//!
//! Two points are compared pair by pair; all that tells them apart is the share d of pairs that end otherwise. A difference D
//! is found at 5 % with power 80 % where `D sqrt(n) = z sqrt(d) + w sqrt(d - D^2)`, z and w the normal quantiles of 97.5 and
//! 80 %. Solved for D: `D = sqrt(d) (z sqrt(n) + w sqrt(n + w^2 - z^2)) / (n + w^2)`.
//!
//! Source: Wilson (1927), JASA 22; Connor (1987), Sample size for testing differences in proportions for the paired-sample
//! design, Biometrics 43.

use crate::statistics::{Z_95, wilson};
use detente_distributions::normal_quantile;

/// The power at which a difference counts as seen.
pub const POWER: f64 = 0.8;

/// The share of pairs that differ, before anything is known of it: what two coins differ by that have nothing to do with each
/// other. With luck in common there are fewer.
pub const DISCORDANT: f64 = 0.5;

/// Half the width of the interval of a share after so many runs, at most.
#[must_use]
pub fn half_width(runs: u64) -> f64 {
    let interval = wilson(runs / 2, runs);
    0.5 * (interval.high - interval.low)
}

/// The runs after which half the width of a share's interval is at most this; none if no number of runs will do.
#[must_use]
pub fn runs_for(half_width: f64) -> Option<u64> {
    if half_width.is_nan() || half_width <= 0.0 {
        return None;
    }
    // At a half Wilson's interval reaches z / (2 sqrt(n + z^2)) to either side.
    let runs = Z_95 * Z_95 * (0.25 / (half_width * half_width) - 1.0);
    (runs < u64::MAX as f64).then_some(libm::ceil(runs.max(0.0)) as u64)
}

/// The least difference between two shares that so many pairs show with 80 % power, if this share of them differs. None if
/// there are too few pairs for any difference to be seen.
#[must_use]
pub fn difference_seen(pairs: u64, discordant: f64) -> Option<f64> {
    let (n, z, w) = (pairs as f64, Z_95, normal_quantile(POWER));
    let under = n + w * w - z * z;
    if !(0.0..=1.0).contains(&discordant) || under < 0.0 {
        return None;
    }
    let difference = discordant.sqrt() * (z * n.sqrt() + w * under.sqrt()) / (n + w * w);
    // All pairs that differ go the same way at most.
    (difference <= discordant).then_some(difference)
}

/// How many times as many pairs show a difference with 80 % power, where half the width of its 95 % interval is known, and it
/// is one of so many comparisons: the first of them has to pass Holm's correction, which divides 5 % by their number.
#[must_use]
pub fn times_as_many(difference: f64, half_width: f64, comparisons: usize) -> f64 {
    let error = half_width / Z_95;
    let level = 0.05 / comparisons.max(1) as f64;
    let needed = error * (normal_quantile(1.0 - 0.5 * level) + normal_quantile(POWER));
    (needed / difference.abs()) * (needed / difference.abs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::methods::made_up::Luck;
    use crate::statistics::{PairedCounts, mcnemar};

    #[test]
    fn half_widths_are_those_of_wilson() {
        for (runs, expected) in [(20, 0.200_702), (1_000, 0.030_930), (100_000, 0.003_099)] {
            assert!(
                (half_width(runs) - expected).abs() < 1e-6,
                "{runs}: {}",
                half_width(runs)
            );
        }
        for half in [0.2, 0.05, 0.01] {
            let runs = runs_for(half).unwrap();
            let reached = |runs: u64| half_width(runs & !1) <= half + 1e-9;
            assert!(reached(runs + 2) && !reached(runs - 3), "{half}: {runs}");
        }
        assert_eq!((runs_for(0.0), runs_for(0.7), runs_for(1e-12)), (None, Some(0), None));
    }

    /// A difference of as many standard errors as quantiles ask needs no more pairs: 1.960 + 0.842, and 2.576 + 0.842 for one
    /// of five; half the difference needs four times as many.
    #[test]
    fn more_comparisons_ask_for_more_pairs() {
        let times = |difference: f64, comparisons| times_as_many(difference, Z_95 * 0.01, comparisons);
        for (difference, comparisons) in [(0.028_015_9, 1), (0.034_174_5, 5), (-0.028_015_9, 0)] {
            assert!((times(difference, comparisons) - 1.0).abs() < 1e-4, "{difference}");
        }
        assert!((times(0.5 * 0.028_015_9, 1) - 4.0).abs() < 1e-3);
    }

    /// Connor's formula for n, at what is solved for: n = (z sqrt(d) + w sqrt(d - D^2))^2 / D^2.
    #[test]
    fn a_difference_needs_its_pairs() {
        for (n, d) in [(50, 0.5), (200, 0.3), (1_000, 0.1), (10_000, 0.02)] {
            let seen = difference_seen(n, d).unwrap();
            let root = 1.959_964 * d.sqrt() + 0.841_621 * (d - seen * seen).sqrt();
            assert!(
                (root * root / (seen * seen) / n as f64 - 1.0).abs() < 1e-5,
                "{n} {d}: {seen}"
            );
        }
        assert!((difference_seen(1_000, 0.5).unwrap() - 0.0626).abs() < 1e-4);
        assert_eq!(
            (
                difference_seen(2, 0.5),
                difference_seen(100, 0.01),
                difference_seen(9, -1.0)
            ),
            (None, None, None)
        );
    }

    /// Played: in 80 of 100 studies the exact test, which is a little careful, finds the difference.
    #[test]
    fn the_difference_is_found_in_four_of_five_studies() {
        let (n, d) = (2_000, 0.2);
        let seen = difference_seen(n, d).unwrap();
        let mut luck = Luck::new(21);
        let found = |_: &u32| {
            let mut counts = PairedCounts::default();
            for _ in 0..n {
                let u = luck.unit();
                counts.n10 += u64::from(u < 0.5 * (d + seen));
                counts.n01 += u64::from(u >= 0.5 * (d + seen) && u < d);
            }
            mcnemar(counts) < 0.05
        };
        let found = (0..1_000).filter(found).count();
        assert!((740..=840).contains(&found), "{found} of 1,000");
    }
}
