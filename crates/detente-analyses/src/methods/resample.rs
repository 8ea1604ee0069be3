//! Resampling with replacement: how far a number would stray if the same work were done again.
//!
//! Draws come from ChaCha8 with a fixed key, made of the name of what is resampled: the same interval always, whatever else
//! is analysed. Work is bounded: the more numbers a resample goes through, the fewer resamples, and never fewer than 200.
//!
//! Source: Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapters 6 and 13, for the percentile interval.

use crate::statistics::{Estimate, Interval, quantile};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Resamples at most, and at least.
const MOST: usize = 1_000;
const LEAST: usize = 200;

/// Numbers that all resamples together may go through, as long as there are not too few of them.
const BUDGET: usize = 400_000_000;

/// Draws items with replacement.
pub(super) struct Resampler {
    generator: ChaCha8Rng,
    times: Vec<f64>,
}

impl Resampler {
    /// Resamples of so many items.
    pub(super) fn new(name: &str, items: usize) -> Self {
        let key = blake3::derive_key("detente 1 resample", name.as_bytes());
        Self {
            generator: ChaCha8Rng::from_seed(key),
            times: vec![0.0; items],
        }
    }

    /// How often each item stands in the next resample.
    pub(super) fn draw(&mut self) -> &[f64] {
        let items = self.times.len() as u64;
        self.times.fill(0.0);
        for _ in 0..items {
            let item = (u64::from(self.generator.next_u32()) * items) >> 32;
            self.times[item as usize] += 1.0;
        }
        &self.times
    }
}

/// How many resamples to make if each goes through so many numbers.
pub(super) fn rounds(numbers: usize) -> usize {
    (BUDGET / numbers.max(1)).clamp(LEAST, MOST)
}

/// A value with the 2.5 % and 97.5 % quantiles of what resamples gave in its place. The interval reaches to the value
/// where all resamples lie on one side of it.
pub(super) fn estimate(value: f64, mut resampled: Vec<f64>) -> Estimate {
    resampled.sort_by(f64::total_cmp);
    let interval = Interval {
        low: quantile(&resampled, 0.025).min(value),
        high: quantile(&resampled, 0.975).max(value),
    };
    Estimate { value, interval }
}

/// Sum of products, in eight lanes: the same for any machine, and several times faster than one after the other.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut lanes = [0.0; 8];
    let (a_eights, a_rest) = a.as_chunks::<8>();
    let (b_eights, b_rest) = b.as_chunks::<8>();
    for (x, y) in a_eights.iter().zip(b_eights) {
        for (lane, (x, y)) in lanes.iter_mut().zip(x.iter().zip(y)) {
            *lane += x * y;
        }
    }
    let rest: f64 = a_rest.iter().zip(b_rest).map(|(x, y)| x * y).sum();
    lanes.iter().sum::<f64>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The variance of a resampled mean is the variance of the values (over n) divided by n.
    #[test]
    fn resampled_means_stray_as_they_should() {
        let values: Vec<f64> = (0..100).map(f64::from).collect();
        let mut resampler = Resampler::new("means", values.len());
        let means: Vec<f64> = (0..4_000).map(|_| dot(resampler.draw(), &values) / 100.0).collect();
        let centre = means.iter().sum::<f64>() / 4_000.0;
        let variance = means.iter().map(|m| (m - centre) * (m - centre)).sum::<f64>() / 4_000.0;
        assert!((centre - 49.5).abs() < 0.2, "{centre}");
        let expected = (100.0 * 100.0 - 1.0) / 12.0 / 100.0;
        assert!(
            (variance / expected - 1.0).abs() < 0.1,
            "{variance}, expected {expected}"
        );
    }

    #[test]
    fn names_decide_the_draws_and_every_resample_has_all_its_items() {
        let draws = |name: &str| {
            let mut resampler = Resampler::new(name, 37);
            [resampler.draw().to_vec(), resampler.draw().to_vec()]
        };
        assert_eq!(draws("a"), draws("a"));
        assert_ne!(draws("a"), draws("b"));
        assert_ne!(draws("a")[0], draws("a")[1]);
        for times in draws("a") {
            assert_eq!(times.iter().sum::<f64>(), 37.0);
        }
    }

    #[test]
    fn work_is_bounded() {
        assert_eq!(
            (rounds(0), rounds(100), rounds(1_000_000), rounds(1 << 40)),
            (MOST, MOST, 400, LEAST)
        );
    }

    #[test]
    fn a_sum_of_products_is_one() {
        let a: Vec<f64> = (0..21).map(f64::from).collect();
        assert_eq!(dot(&a, &a), 20.0 * 21.0 * 41.0 / 6.0);
        assert_eq!(dot(&[], &[]), 0.0);
    }
}
