//! Two uncertainties of a share, apart: what is not known of the inputs, and what luck adds.
//!
//! Of K sets of inputs each was played with `n_k` lucks, in `c_k` of which it happened. With `p_k = c_k / n_k`, p the share of
//! all N runs, `MSB = sum n_k (p_k - p)^2 / (K - 1)` and `MSW = sum n_k p_k (1 - p_k) / (N - K)`, the variance of the true share
//! over inputs is `max(0, (MSB - MSW) / n0)`, where `n0 = (N - sum n_k^2 / N) / (K - 1)`, which is the number of lucks if all
//! have the same. The share over inputs is shown by the beta distribution with mean p and this variance: 5 %, 50 %, 95 %, and
//! 50 dots, each of which is as likely as any other.
//!
//! The error of the runs is another matter: it is the interval of p over sets of inputs, `p -+ t sqrt(MSB / N)` with K - 1
//! degrees of freedom. It shrinks with more runs; the spread over inputs does not.
//!
//! Source: Searle, Casella & McCulloch (1992), Variance Components, 3.6, for one-way random effects; Kleinman (1973),
//! Proportions with extraneous variance, JASA 68, for the beta distribution by its moments; Kay et al. (2016), When (ish) is my
//! bus?, CHI 2016, for quantile dots.

use crate::statistics::{Estimate, Interval, wilson};
use detente_distributions::{beta, student};

/// How many dots a distribution is shown by.
pub const DOTS: usize = 50;

/// The least of `a + b` of a beta distribution, and the greatest shape: beyond, it is two points, or one.
const FIRMNESS: [f64; 2] = [0.02, 1e6];

/// How the runs of one set of inputs came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inputs {
    /// In how many it happened.
    pub count: u64,
    /// How many there are.
    pub runs: u64,
}

/// A share with both uncertainties.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    /// Sets of inputs.
    pub inputs: u64,
    /// Runs of all of them.
    pub runs: u64,
    /// The share over all, and the error of the runs.
    pub share: Estimate,
    /// Variance of the share over inputs.
    pub variance_of_inputs: f64,
    /// Variance of a single run that luck adds, for given inputs.
    pub variance_of_luck: f64,
    /// The share over inputs: 5 %, 50 %, 95 %.
    pub quantiles: [f64; 3],
    /// The share over inputs as quantile dots, in ascending order.
    pub dots: [f64; DOTS],
}

/// The spread of a share over inputs. None with fewer than two sets of inputs, or where none was played twice: then inputs and
/// luck cannot be told apart. Sets without runs do not count.
#[must_use]
pub fn spread(inputs: &[Inputs]) -> Option<Spread> {
    let played: Vec<[f64; 2]> = inputs
        .iter()
        .filter(|set| set.runs > 0)
        .map(|set| [set.count.min(set.runs) as f64, set.runs as f64])
        .collect();
    let sum = |of: &dyn Fn([f64; 2]) -> f64| played.iter().map(|&set| of(set)).sum::<f64>();
    let (k, n, count) = (played.len() as f64, sum(&|[_, n]| n), sum(&|[c, _]| c));
    if k < 2.0 || n <= k {
        return None;
    }
    let share = count / n;
    let between = sum(&|[c, n]| n * (c / n - share) * (c / n - share)) / (k - 1.0);
    let within = sum(&|[c, n]| c * (1.0 - c / n)) / (n - k);
    let lucks = (n - sum(&|[_, n]| n * n) / n) / (k - 1.0);
    let variance = ((between - within) / lucks).clamp(0.0, share * (1.0 - share));
    let quantile = quantiles(share, variance);
    Some(Spread {
        inputs: played.len() as u64,
        runs: n as u64,
        share: Estimate {
            value: share,
            interval: error_of_runs(share, count as u64, n as u64, between, k - 1.0),
        },
        variance_of_inputs: variance,
        variance_of_luck: within,
        quantiles: [0.05, 0.5, 0.95].map(&quantile),
        dots: std::array::from_fn(|dot| quantile((dot as f64 + 0.5) / DOTS as f64)),
    })
}

impl Spread {
    /// Half the width of the interval of the mean: what more runs would make less of.
    #[must_use]
    pub fn half_width(&self) -> f64 {
        0.5 * (self.share.interval.high - self.share.interval.low)
    }
}

/// Where all sets of inputs came out alike, nothing is known of how far they stray, and the runs are taken as one sample.
fn error_of_runs(share: f64, count: u64, n: u64, between: f64, degrees: f64) -> Interval {
    if between <= 0.0 {
        return wilson(count, n);
    }
    let half = student::two_sided_quantile(0.05, degrees) * (between / n as f64).sqrt();
    Interval {
        low: (share - half).max(0.0),
        high: (share + half).min(1.0),
    }
}

/// The quantiles of the beta distribution with this mean and variance: `a = m s`, `b = (1 - m) s`, `s = m (1 - m) / v - 1`.
fn quantiles(mean: f64, variance: f64) -> impl Fn(f64) -> f64 {
    let firmness = mean * (1.0 - mean) / variance - 1.0;
    let [least, most] = FIRMNESS;
    let [a, b] = [mean, 1.0 - mean].map(|m| m * firmness.max(least));
    move |p| {
        if variance <= 0.0 || a.max(b) > most {
            mean
        } else {
            beta::quantile(a, b, p)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::methods::made_up::Luck;

    fn played(shares: impl Iterator<Item = f64>, runs: u64, luck: &mut Luck) -> Vec<Inputs> {
        let mut play = |share: f64| Inputs {
            count: (0..runs).map(|_| luck.happens(share) as u64).sum(),
            runs,
        };
        shares.map(&mut play).collect()
    }

    /// Beta [2, 6]: mean 1/4, variance 1/48, 5 %, 50 %, 95 % at .053376, .228490, .520703 (SciPy 1.17.1).
    #[test]
    fn beta_binomial_data_give_back_their_beta() {
        let mut luck = Luck::new(11);
        let uniforms: Vec<f64> = (0..4_000).map(|_| luck.unit()).collect();
        let shares = uniforms.iter().map(|&u| beta::quantile(2.0, 6.0, u));
        let found = spread(&played(shares, 25, &mut luck)).unwrap();
        assert!((found.share.value - 0.25).abs() < 0.01, "{found:?}");
        assert!(
            (found.variance_of_inputs * 48.0 - 1.0).abs() < 0.08,
            "{}",
            found.variance_of_inputs
        );
        // E p (1 - p) = m (1 - m) - v.
        assert!((found.variance_of_luck - (3.0 / 16.0 - 1.0 / 48.0)).abs() < 0.005);
        for (quantile, expected) in found.quantiles.into_iter().zip([0.053_376, 0.228_490, 0.520_703]) {
            assert!((quantile - expected).abs() < 0.02, "{quantile}, expected {expected}");
        }
        let mean_of_dots = found.dots.iter().sum::<f64>() / DOTS as f64;
        assert!((mean_of_dots - found.share.value).abs() < 0.002 && found.dots.is_sorted());
        // The error of 4,000 sets of inputs, each with the variance of inputs and a 25th of that of luck.
        let expected = 1.96 * ((1.0 / 48.0 + (1.0 / 6.0) / 25.0) / 4_000.0_f64).sqrt();
        assert!(
            (found.half_width() / expected - 1.0).abs() < 0.05,
            "{}",
            found.half_width()
        );
    }

    /// With the same share for all inputs, half of all estimates of their variance are cut off at 0, and 95 of 100 intervals
    /// hold the share.
    #[test]
    fn luck_alone_gives_no_spread() {
        let mut luck = Luck::new(12);
        let (mut zeros, mut covered, mut widest) = (0, 0, 0.0_f64);
        for _ in 0..400 {
            let found = spread(&played((0..40).map(|_| 0.3), 20, &mut luck)).unwrap();
            zeros += u32::from(found.variance_of_inputs == 0.0);
            covered += u32::from(found.share.interval.contains(0.3));
            widest = widest.max(found.variance_of_inputs.sqrt());
            assert!(found.variance_of_inputs > 0.0 || found.quantiles == [found.share.value; 3]);
        }
        assert!((180..=260).contains(&zeros), "{zeros} of 400");
        assert!((368..=392).contains(&covered), "{covered} of 400");
        assert!(widest < 0.1, "{widest}");
    }

    /// Two sets by hand: p = 1/2, MSB = 4 ((3/4 - 1/2)^2 + (1/4 - 1/2)^2) = 1/2, MSW = 2 * 3/4 / 6 = 1/4.
    #[test]
    fn a_small_table_by_hand() {
        let found = spread(&[Inputs { count: 3, runs: 4 }, Inputs { count: 1, runs: 4 }]).unwrap();
        assert_eq!(found.variance_of_luck, 0.25);
        assert_eq!(found.variance_of_inputs, 1.0 / 16.0);
        // s = 1/4 * 16 - 1 = 3: beta [1.5, 1.5].
        assert!((found.quantiles[1] - 0.5).abs() < 1e-12);
        assert_eq!(found.share.interval, Interval { low: 0.0, high: 1.0 });
    }

    #[test]
    fn ends_of_the_range_and_too_little_are_borne() {
        let set = |count, runs| Inputs { count, runs };
        let never = spread(&[set(0, 10); 30]).unwrap();
        assert_eq!((never.quantiles, never.share.interval), ([0.0; 3], wilson(0, 300)));
        let all_or_none: Vec<Inputs> = (0..40).map(|k| set(if k % 4 == 0 { 10 } else { 0 }, 10)).collect();
        let found = spread(&all_or_none).unwrap();
        assert!(found.quantiles[0] < 1e-9 && found.quantiles[2] > 0.999, "{found:?}");
        assert!(found.dots.iter().all(|d| (0.0..=1.0).contains(d)) && found.dots.is_sorted());
        let rare: Vec<Inputs> = (0..1_000).map(|k| set(u64::from(k == 0), 2)).collect();
        assert!(spread(&rare).unwrap().dots.iter().all(|d| d.is_finite()));
        assert_eq!(spread(&[set(1, 1), set(0, 1), set(0, 0)]), None);
        assert_eq!(spread(&[set(1, 9)]), None);
    }
}
