//! The binomial distribution, by the beta distribution.
//!
//! Source: Abramowitz & Stegun 1964, 26.5.24: of `n` trials with chance `p` at least `k > 0` succeed with the chance that a
//! beta variable with shapes `k` and `n - k + 1` lies at or below `p`.

use crate::beta;

/// The chance that at least `k` of `n` trials succeed, each with chance `p`.
pub fn at_least(k: u64, n: u64, p: f64) -> f64 {
    if k == 0 {
        return 1.0;
    }
    if k > n {
        return 0.0;
    }
    beta::chances(k as f64, (n - k) as f64 + 1.0, p)[0]
}

/// The chance that at most `k` of `n` trials succeed, each with chance `p`.
pub fn at_most(k: u64, n: u64, p: f64) -> f64 {
    if k >= n {
        return 1.0;
    }
    beta::chances(k as f64 + 1.0, (n - k) as f64, p)[1]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By adding up: the chance of `k` successes is that of `k - 1` times `(n - k + 1) p / (k (1 - p))`.
    #[test]
    fn tails_are_sums_of_chances() {
        for (n, p) in [(1, 0.3), (7, 0.5), (40, 0.02), (300, 0.9)] {
            let mut chance = (0..n).fold(1.0, |c: f64, _| c * (1.0 - p));
            let mut below = 0.0;
            for k in 0..=n {
                assert!((at_least(k, n, p) - (1.0 - below)).abs() < 1e-12, "{k} of {n}");
                below += chance;
                assert!((at_most(k, n, p) - below).abs() < 1e-12, "{k} of {n}");
                chance *= (n - k) as f64 * p / ((k + 1) as f64 * (1.0 - p));
            }
            assert_eq!(at_least(n + 1, n, p), 0.0);
        }
    }

    /// The lady tasting tea, with eight cups poured independently: all right by chance in 1 of 256.
    #[test]
    fn far_tails_are_exact() {
        assert!((at_least(8, 8, 0.5) * 256.0 - 1.0).abs() < 1e-12);
        let all = (0..1000).fold(1.0_f64, |c, _| c * 0.5);
        assert!((at_least(1000, 1000, 0.5) / all - 1.0).abs() < 1e-10);
    }
}
