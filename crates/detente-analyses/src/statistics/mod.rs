//! Interval estimates of shares, means and differences, all at 95 %.
//!
//! Every function takes counts or sums, never single runs, so that shards merge exactly and no
//! estimate depends on the order of runs. Values are held to published ones in each file's tests.

mod histogram;
mod holm;
mod mcnemar;
mod mean;
mod newcombe;
mod quantile;
mod wilson;

pub use histogram::Histogram;
pub use holm::holm;
pub use mcnemar::mcnemar;
pub use mean::{Sums, mean_interval, mean_p_value};
pub use newcombe::{PairedCounts, newcombe_apart, newcombe_paired};
pub use quantile::quantile;
pub use wilson::wilson;

/// The 97.5 % quantile of the standard normal distribution: half the width, in standard errors, of
/// a two-sided 95 % interval.
pub const Z_95: f64 = 1.959_963_984_540_054;

/// A two-sided 95 % confidence interval; `low <= high`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
}

impl Interval {
    /// Whether `value` lies between the limits, which belong to the interval.
    #[must_use]
    pub fn contains(self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

/// A value with its 95 % confidence interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The point estimate, inside `interval`.
    pub value: f64,
    /// Its 95 % confidence interval.
    pub interval: Interval,
}
