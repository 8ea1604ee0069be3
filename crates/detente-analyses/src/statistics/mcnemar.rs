//! Whether two shares seen on the same pairs differ.
//!
//! Source: McNemar (1947), Note on the sampling error of the difference between correlated proportions or percentages,
//! Psychometrika 12, in its exact form: of pairs that differ, half would go either way.

use super::PairedCounts;
use detente_distributions::binomial;

/// The chance of a difference at least as large on either side, if neither of the two were likelier. 1 where no pair differs.
#[must_use]
pub fn mcnemar(counts: PairedCounts) -> f64 {
    let differ = counts.n10 + counts.n01;
    if differ == 0 {
        return 1.0;
    }
    let fewer = counts.n10.min(counts.n01);
    (2.0 * binomial::at_most(fewer, differ, 0.5)).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(n10: u64, n01: u64) -> f64 {
        let counts = PairedCounts {
            n11: 40,
            n10,
            n01,
            n00: 7,
        };
        mcnemar(counts)
    }

    /// By counting: of 2^8 ways in which eight pairs can differ, 1 + 8 have at most one on a given side.
    #[test]
    fn chances_are_those_of_coins() {
        assert!((p(7, 1) - 18.0 / 256.0).abs() < 1e-14);
        assert!((p(1, 7) - 18.0 / 256.0).abs() < 1e-14);
        assert!((p(5, 0) - 1.0 / 16.0).abs() < 1e-15);
        assert_eq!((p(3, 3), p(0, 0)), (1.0, 1.0));
    }

    /// Agresti 1990, Categorical Data Analysis, table 10.1 (approval of the prime minister, 1,600 people asked twice): 150 left,
    /// 86 came. R: `binom.test(86, 236)`.
    #[test]
    fn the_prime_minister_lost_approval() {
        assert!((p(150, 86) - 3.716_0e-5).abs() < 1e-7, "{:e}", p(150, 86));
    }
}
