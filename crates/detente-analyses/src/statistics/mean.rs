//! Means from sums; the mean of pair-by-pair differences is the paired mean difference.

use super::{Estimate, Interval, Z_95};
use detente_distributions::student::{quantile_975, two_sided};
use serde::{Deserialize, Serialize};

/// Above this many values Student's quantile differs from the normal one by less than 0.13 %.
const LARGE_SAMPLE: u64 = 1_000;

/// How many last digits of a sum of squares rounding may take or give.
const ROUNDING: f64 = 64.0;

/// What a sample leaves behind for its mean: sums that add up over blocks and shards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sums {
    /// Number of values.
    pub n: u64,
    /// Sum of the values.
    pub sum: f64,
    /// Sum of the squared values.
    pub sum_of_squares: f64,
}

impl Sums {
    /// Adds one value.
    pub fn add(&mut self, value: f64) {
        self.n += 1;
        self.sum += value;
        self.sum_of_squares += value * value;
    }

    /// Adds the sums of another block.
    pub fn merge(&mut self, other: Self) {
        self.n += other.n;
        self.sum += other.sum;
        self.sum_of_squares += other.sum_of_squares;
    }
}

impl Sums {
    /// The standard deviation of the values; 0 of fewer than two.
    #[must_use]
    pub fn deviation(self) -> f64 {
        mean_and_error(self).map_or(0.0, |[_, error]| error * (self.n as f64).sqrt())
    }
}

/// The mean with its 95 % interval: Student's t with n - 1 degrees of freedom up to 1,000 values,
/// the normal distribution above. Over pair-by-pair differences it is the interval of the paired mean
/// difference.
///
/// The variance is taken from the sums, so values should not lie further from 0 than about 10^6
/// times their spread. `None` with fewer than two values or sums that are not finite.
#[must_use]
pub fn mean_interval(sums: Sums) -> Option<Estimate> {
    let [value, error] = mean_and_error(sums)?;
    let half = quantile(sums.n) * error;
    Some(Estimate {
        value,
        interval: Interval {
            low: value - half,
            high: value + half,
        },
    })
}

/// The chance of a mean at least as far from 0 on either side, if it were 0: Student's t with n - 1 degrees of freedom. Over
/// pair-by-pair differences it is the paired t test. 1 where all values are 0; `None` where there is no interval.
#[must_use]
pub fn mean_p_value(sums: Sums) -> Option<f64> {
    let [value, error] = mean_and_error(sums)?;
    if value == 0.0 {
        return Some(1.0);
    }
    Some(two_sided(value / error, (sums.n - 1) as f64))
}

/// The mean and its standard error.
fn mean_and_error(sums: Sums) -> Option<[f64; 2]> {
    if sums.n < 2 || !sums.sum.is_finite() || !sums.sum_of_squares.is_finite() {
        return None;
    }
    let n = sums.n as f64;
    let value = sums.sum / n;
    let squares = sums.sum_of_squares - sums.sum * value;
    // Of values that are all the same rounding leaves a few last digits, which are no variance.
    let rounding = ROUNDING * f64::EPSILON * sums.sum_of_squares;
    let variance = if squares > rounding { squares / (n - 1.0) } else { 0.0 };
    Some([value, (variance / n).sqrt()])
}

fn quantile(n: u64) -> f64 {
    if n > LARGE_SAMPLE {
        return Z_95;
    }
    quantile_975(n - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(values: &[f64]) -> Sums {
        let mut sums = Sums::default();
        values.iter().for_each(|&value| sums.add(value));
        sums
    }

    /// Quantiles as printed in tables of Student's t.
    #[test]
    fn quantiles_of_students_t() {
        for (n, expected) in [
            (2, 12.706),
            (3, 4.303),
            (5, 2.776),
            (11, 2.228),
            (31, 2.042),
            (121, 1.980),
        ] {
            assert!((quantile(n) - expected).abs() < 6e-4, "n = {n}: {}", quantile(n));
        }
        assert_eq!(quantile(1_001), Z_95);
    }

    /// Sleep (Student 1908): mean difference 1.58, t interval with 9 degrees of freedom
    /// [0.7001142, 2.4598858], p value .002832890 (R: `t.test(extra ~ group, sleep, paired = TRUE)`).
    #[test]
    fn students_sleep_data() {
        let sums = sums(&[1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4]);
        let estimate = mean_interval(sums).unwrap();
        assert!((estimate.value - 1.58).abs() < 1e-12);
        assert!((estimate.interval.low - 0.7001142).abs() < 1e-6, "{estimate:?}");
        assert!((estimate.interval.high - 2.4598858).abs() < 1e-6, "{estimate:?}");
        assert!((mean_p_value(sums).unwrap() - 0.002_832_890).abs() < 1e-9);
    }

    /// Of 2, 4, 4, 4, 5, 5, 7 and 9 the squares of what they are from their mean sum to 32.
    #[test]
    fn deviations_are_those_of_a_sample() {
        let sums = sums(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]);
        assert!((sums.deviation() - (32.0_f64 / 7.0).sqrt()).abs() < 1e-12);
        assert_eq!(Sums::default().deviation(), 0.0);
    }

    #[test]
    fn equal_values_have_no_width() {
        let estimate = mean_interval(sums(&[0.25; 40])).unwrap();
        assert_eq!(estimate.interval, Interval { low: 0.25, high: 0.25 });
    }

    #[test]
    fn blocks_merge() {
        let mut merged = sums(&[1.0, 2.0]);
        merged.merge(sums(&[4.0]));
        assert_eq!(merged, sums(&[1.0, 2.0, 4.0]));
    }

    #[test]
    fn too_little_to_say() {
        assert_eq!(mean_interval(Sums::default()), None);
        assert_eq!(mean_interval(sums(&[1.0])), None);
        assert_eq!(mean_p_value(sums(&[1.0])), None);
        assert_eq!(mean_p_value(sums(&[0.0; 9])), Some(1.0));
        assert_eq!(mean_p_value(sums(&[2.0; 9])), Some(0.0));
        assert_eq!(mean_interval(sums(&[1.0, f64::NAN])), None);
    }

    /// Ten times 0.4 has no variance, whatever rounding makes of its sums.
    #[test]
    fn what_is_always_the_same_has_an_interval_of_one_point() {
        let found = mean_interval(sums(&[0.4; 1_000])).unwrap();
        assert_eq!((found.interval.low, found.interval.high), (found.value, found.value));
    }
}
