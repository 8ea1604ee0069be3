//! Two uncertainties of a response, apart: what is not known of the inputs, and what luck adds.
//!
//! Of K sets of inputs each was played with `n_k` lucks, with a mean of `y_k`. With y the mean of all N runs,
//! `MSB = sum n_k (y_k - y)^2 / (K - 1)` and MSW the sum of squares within sets over `N - K`, the variance of the true mean
//! over inputs is `max(0, (MSB - MSW) / n0)`, where `n0 = (N - sum n_k^2 / N) / (K - 1)`, which is the number of lucks if all
//! have the same. Of a share the runs are 0 and 1, and `MSW = sum n_k y_k (1 - y_k) / (N - K)`.
//!
//! The response over inputs is shown by 5 %, 50 %, 95 %, and 50 dots, each of which is as likely as any other: of the beta
//! distribution with this mean and variance for a share, of the normal one for a mean.
//!
//! The error of the runs is another matter: it is the interval of y over sets of inputs, `y -+ t sqrt(MSB / N)` with K - 1
//! degrees of freedom. It shrinks with more runs; the spread over inputs does not.
//!
//! Source: Searle, Casella & McCulloch (1992), Variance Components, 3.6, for one-way random effects; Kleinman (1973),
//! Proportions with extraneous variance, JASA 68, for the beta distribution by its moments; Kay et al. (2016), When (ish) is my
//! bus?, CHI 2016, for quantile dots.

use crate::statistics::{Estimate, Interval, Sums, wilson};
use detente_distributions::{beta, normal_quantile, student};

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

/// A share or a mean with both uncertainties.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    /// Sets of inputs.
    pub inputs: u64,
    /// Runs of all of them.
    pub runs: u64,
    /// The share or mean over all, and the error of the runs.
    pub mean: Estimate,
    /// Variance of the share or mean over inputs.
    pub variance_of_inputs: f64,
    /// Variance of a single run that luck adds, for given inputs.
    pub variance_of_luck: f64,
    is_share: bool,
}

/// The spread of a share over inputs. None with fewer than two sets of inputs, or where none was played twice: then inputs and
/// luck cannot be told apart. Sets without runs do not count.
#[must_use]
pub fn spread(inputs: &[Inputs]) -> Option<Spread> {
    let sums = |set: &Inputs| {
        let count = set.count.min(set.runs) as f64;
        Sums {
            n: set.runs,
            sum: count,
            sum_of_squares: count,
        }
    };
    let sets: Vec<Sums> = inputs.iter().map(sums).collect();
    let all = Components::of(&sets)?;
    let interval = match all.between > 0.0 {
        true => all.error_of_runs(0.0, 1.0),
        // Where all sets of inputs came out alike, nothing is known of how far they stray, and the runs are taken as one sample.
        false => wilson(libm::round(all.mean * all.n) as u64, all.n as u64),
    };
    Some(all.spread(interval, true, all.mean * (1.0 - all.mean)))
}

/// The same of a mean, from what the runs of each set of inputs sum to. None for sums that are not finite, too.
#[must_use]
pub fn spread_of_means(sets: &[Sums]) -> Option<Spread> {
    let all = Components::of(sets)?;
    let interval = all.error_of_runs(f64::NEG_INFINITY, f64::INFINITY);
    Some(all.spread(interval, false, f64::MAX))
}

/// The table of the analysis of variance.
struct Components {
    /// Sets of inputs, and runs.
    k: f64,
    n: f64,
    mean: f64,
    /// Mean squares between and within sets of inputs.
    between: f64,
    within: f64,
    /// Lucks of a set.
    lucks: f64,
}

impl Components {
    fn of(sets: &[Sums]) -> Option<Self> {
        let played: Vec<Sums> = sets.iter().copied().filter(|set| set.n > 0).collect();
        let sum = |of: &dyn Fn(&Sums) -> f64| played.iter().map(of).sum::<f64>();
        let (k, n) = (played.len() as f64, sum(&|set| set.n as f64));
        let mean = sum(&|set| set.sum) / n;
        let within = sum(&|set| (set.sum_of_squares - set.sum * (set.sum / set.n as f64)).max(0.0));
        if k < 2.0 || n <= k || !mean.is_finite() || !within.is_finite() {
            return None;
        }
        let distance = |set: &Sums| set.sum / set.n as f64 - mean;
        Some(Self {
            k,
            n,
            mean,
            between: sum(&|set| set.n as f64 * distance(set) * distance(set)) / (k - 1.0),
            within: within / (n - k),
            lucks: (n - sum(&|set| set.n as f64 * set.n as f64) / n) / (k - 1.0),
        })
    }

    fn error_of_runs(&self, least: f64, most: f64) -> Interval {
        let half = student::two_sided_quantile(0.05, self.k - 1.0) * (self.between / self.n).sqrt();
        Interval {
            low: (self.mean - half).max(least),
            high: (self.mean + half).min(most),
        }
    }

    fn spread(&self, interval: Interval, is_share: bool, most: f64) -> Spread {
        Spread {
            inputs: self.k as u64,
            runs: self.n as u64,
            mean: Estimate {
                value: self.mean,
                interval,
            },
            variance_of_inputs: ((self.between - self.within) / self.lucks).clamp(0.0, most),
            variance_of_luck: self.within,
            is_share,
        }
    }
}

impl Spread {
    /// Half the width of the interval of the mean: what more runs would make less of.
    #[must_use]
    pub fn half_width(&self) -> f64 {
        0.5 * (self.mean.interval.high - self.mean.interval.low)
    }

    /// The response over inputs: 5 %, 50 %, 95 %.
    #[must_use]
    pub fn quantiles(&self) -> [f64; 3] {
        [0.05, 0.5, 0.95].map(self.quantile())
    }

    /// The response over inputs as quantile dots, in ascending order.
    #[must_use]
    pub fn dots(&self) -> [f64; DOTS] {
        let quantile = self.quantile();
        std::array::from_fn(|dot| quantile((dot as f64 + 0.5) / DOTS as f64))
    }

    /// The quantiles of the distribution with this mean and variance; for shares of the beta distribution, `a = m s`,
    /// `b = (1 - m) s`, `s = m (1 - m) / v - 1`.
    fn quantile(&self) -> impl Fn(f64) -> f64 {
        let (mean, variance, is_share) = (self.mean.value, self.variance_of_inputs, self.is_share);
        let firmness = mean * (1.0 - mean) / variance - 1.0;
        let [least, most] = FIRMNESS;
        let [a, b] = [mean, 1.0 - mean].map(|m| m * firmness.max(least));
        move |p| {
            if variance <= 0.0 || is_share && a.max(b) > most {
                mean
            } else if is_share {
                beta::quantile(a, b, p)
            } else {
                mean + variance.sqrt() * normal_quantile(p)
            }
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
        assert!((found.mean.value - 0.25).abs() < 0.01, "{found:?}");
        assert!(
            (found.variance_of_inputs * 48.0 - 1.0).abs() < 0.08,
            "{}",
            found.variance_of_inputs
        );
        // E p (1 - p) = m (1 - m) - v.
        assert!((found.variance_of_luck - (3.0 / 16.0 - 1.0 / 48.0)).abs() < 0.005);
        for (quantile, expected) in found.quantiles().into_iter().zip([0.053_376, 0.228_490, 0.520_703]) {
            assert!((quantile - expected).abs() < 0.02, "{quantile}, expected {expected}");
        }
        let mean_of_dots = found.dots().iter().sum::<f64>() / DOTS as f64;
        assert!((mean_of_dots - found.mean.value).abs() < 0.002 && found.dots().is_sorted());
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
            covered += u32::from(found.mean.interval.contains(0.3));
            widest = widest.max(found.variance_of_inputs.sqrt());
            assert!(found.variance_of_inputs > 0.0 || found.quantiles() == [found.mean.value; 3]);
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
        assert!((found.quantiles()[1] - 0.5).abs() < 1e-12);
        assert_eq!(found.mean.interval, Interval { low: 0.0, high: 1.0 });
    }

    /// Days: `100 + 8 u + 6 e`, u of the inputs and e of luck, both with variance 1: 5 % and 95 % of the inputs lie 1.645 * 8
    /// from the mean, and sums of 1,000 sets of 5 lucks stray by `sqrt((64 + 36 / 5) / 1,000)`.
    #[test]
    fn a_mean_has_its_normal_spread() {
        let mut luck = Luck::new(13);
        let mut normal = || normal_quantile(luck.unit());
        let sets: Vec<Sums> = (0..1_000)
            .map(|_| {
                let (mut sums, input) = (Sums::default(), 8.0 * normal());
                (0..5).for_each(|_| sums.add(100.0 + input + 6.0 * normal()));
                sums
            })
            .collect();
        let found = spread_of_means(&sets).unwrap();
        assert!((found.variance_of_inputs.sqrt() - 8.0).abs() < 0.6, "{found:?}");
        assert!((found.variance_of_luck.sqrt() - 6.0).abs() < 0.3, "{found:?}");
        let [low, middle, high] = found.quantiles();
        assert!((high - low - 2.0 * 1.645 * 8.0).abs() < 2.0 && (middle - 100.0).abs() < 1.0);
        let expected = 1.96 * ((64.0 + 36.0 / 5.0) / 1_000.0_f64).sqrt();
        assert!(
            (found.half_width() / expected - 1.0).abs() < 0.1,
            "{}",
            found.half_width()
        );
        assert_eq!(spread_of_means(&sets[..1]), None);
        let infinite = Sums {
            n: 2,
            sum: f64::INFINITY,
            sum_of_squares: f64::INFINITY,
        };
        assert_eq!(spread_of_means(&[infinite, sets[0]]), None);
    }

    #[test]
    fn ends_of_the_range_and_too_little_are_borne() {
        let set = |count, runs| Inputs { count, runs };
        let never = spread(&[set(0, 10); 30]).unwrap();
        assert_eq!((never.quantiles(), never.mean.interval), ([0.0; 3], wilson(0, 300)));
        let all_or_none: Vec<Inputs> = (0..40).map(|k| set(if k % 4 == 0 { 10 } else { 0 }, 10)).collect();
        let found = spread(&all_or_none).unwrap();
        assert!(found.quantiles()[0] < 1e-9 && found.quantiles()[2] > 0.999, "{found:?}");
        assert!(found.dots().iter().all(|d| (0.0..=1.0).contains(d)) && found.dots().is_sorted());
        let rare: Vec<Inputs> = (0..1_000).map(|k| set(u64::from(k == 0), 2)).collect();
        assert!(spread(&rare).unwrap().dots().iter().all(|d| d.is_finite()));
        assert_eq!(spread(&[set(1, 1), set(0, 1), set(0, 0)]), None);
        assert_eq!(spread(&[set(1, 9)]), None);
    }
}
