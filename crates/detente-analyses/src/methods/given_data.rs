//! First-order indices from runs as they are: no design is needed, only inputs that were drawn. Which of the invented
//! numbers matters most?
//!
//! The index of an input is the share of a response's variance that goes if the input is known: `V(E[y | x]) / V(y)`. The
//! n runs are sorted by the input and cut into `M = n^(1/3)` bins of equal counts; runs with equal inputs stay together.
//! With SSB the sum of squares between the means of bins and SST that of all runs, `eta2 = SSB / SST`. Of n runs that know
//! nothing of the input, bins would explain `(M - 1) / (n - 1)` by chance; the index is what goes beyond it:
//! `1 - (n - 1) / (n - M) (1 - eta2)`. It can be below 0, as far as chance goes. Bins are flat, so that of what a straight
//! line explains they miss 1 part in `M^2`.
//!
//! The interval holds every index at which what was seen is no surprise: with `l` the noncentrality, `k = M - 1` and
//! `v = n - M`, `SSB / SSW * v / (l + k)` is distributed as F with `(l + k)^2 / (k + l (g + 2))` and `v` degrees of freedom,
//! `g = l / (n - 1)`, and the index is `g / (1 + g)`. Below 0, where there is no noncentrality, the degrees of freedom stay
//! `k`. Resampling runs would not do: a resample has chance twice in it, and covers an index of 0 nearly always.
//!
//! Source: Plischke, Borgonovo & Smith (2013), Global sensitivity measures from given data, European Journal of
//! Operational Research 226; Kelley (1935), An unbiased correlation ratio measure, PNAS 21, for the correction; Helland
//! (1987), On the interpretation and use of R2 in regression analysis, Biometrics 43, for the interval.

use crate::statistics::{Estimate, Interval, Sums};
use detente_distributions::beta;

/// Steps of bisection: to the last digits of an index.
const STEPS: usize = 60;

/// Runs in order of an input, cut into bins.
#[derive(Debug, Clone)]
pub struct Bins {
    /// Places of the runs, by ascending input.
    order: Vec<usize>,
    /// Where each bin ends in `order`.
    ends: Vec<usize>,
}

/// The runs of one bin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// The least input.
    pub from: f64,
    /// The greatest input.
    pub to: f64,
    /// What the response sums to.
    pub response: Sums,
}

impl Bins {
    /// Bins of runs with these inputs, `round(n^(1/3))` of them and at least two; fewer where many inputs are equal. None
    /// with inputs that are all the same.
    #[must_use]
    pub fn new(inputs: &[f64]) -> Option<Self> {
        let n = inputs.len();
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by(|&a, &b| inputs[a].total_cmp(&inputs[b]));
        let most = (libm::round(libm::cbrt(n as f64)) as usize).max(2);
        let mut ends = Vec::new();
        for bin in 1..=most {
            let mut end = bin * n / most;
            while (1..n).contains(&end) && inputs[order[end]] <= inputs[order[end - 1]] {
                end += 1;
            }
            if end > ends.last().copied().unwrap_or(0) {
                ends.push(end);
            }
        }
        (ends.len() > 1).then_some(Self { order, ends })
    }

    /// How many bins there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.ends.len()
    }

    /// The places of the runs of each bin.
    fn runs(&self) -> impl Iterator<Item = &[usize]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.order[start..end])
    }

    /// The response over the input, bin by bin: where it rises, and where it falls. Empty where the numbers of runs differ.
    #[must_use]
    pub fn curve(&self, inputs: &[f64], responses: &[f64]) -> Vec<Bin> {
        if inputs.len() != self.order.len() || responses.len() != self.order.len() {
            return Vec::new();
        }
        let bin = |runs: &[usize]| {
            let mut response = Sums::default();
            runs.iter().for_each(|&run| response.add(responses[run]));
            let ends = [runs.first(), runs.last()].map(|run| run.map_or(f64::NAN, |&run| inputs[run]));
            Bin {
                from: ends[0],
                to: ends[1],
                response,
            }
        };
        self.runs().map(bin).collect()
    }

    /// The share of the response's variance that goes if the input is known; `responses` are those of the same runs in the
    /// same order. None for a response that is always the same, or with a run per bin or less.
    #[must_use]
    pub fn first_order(&self, responses: &[f64]) -> Option<Estimate> {
        let (n, bins) = (self.order.len(), self.count());
        if responses.len() != n || n <= bins {
            return None;
        }
        let mean = responses.iter().sum::<f64>() / n as f64;
        let all: f64 = responses.iter().map(|y| (y - mean) * (y - mean)).sum();
        let between = |runs: &[usize]| {
            let sum: f64 = runs.iter().map(|&run| responses[run] - mean).sum();
            sum * sum / runs.len() as f64
        };
        let between: f64 = self.runs().map(between).sum();
        // What rounding leaves of numbers that are all the same is no variance.
        let rounding = n as f64 * (f64::EPSILON * mean) * (f64::EPSILON * mean) * ROUNDING;
        if !(all > rounding && all.is_finite()) {
            return None;
        }
        let seen = Seen {
            explained: (between / all).min(1.0),
            degrees: [(bins - 1) as f64, (n - bins) as f64],
        };
        Some(seen.estimate())
    }
}

/// How many times the square of a last digit a sum of squares may be by rounding alone.
const ROUNDING: f64 = 64.0;

/// What bins explain, and degrees of freedom between and within bins.
struct Seen {
    explained: f64,
    degrees: [f64; 2],
}

impl Seen {
    fn estimate(&self) -> Estimate {
        let [between, within] = self.degrees;
        let value = 1.0 - (between + within) / within * (1.0 - self.explained);
        let [low, high] = [0.975, 0.025].map(|chance| self.index_at(chance));
        let interval = Interval {
            low: low.min(value),
            high: high.max(value),
        };
        Estimate { value, interval }
    }

    /// The index at which it has this chance that bins explain no more than they do.
    fn index_at(&self, chance: f64) -> f64 {
        let [between, within] = self.degrees;
        let index = |noncentrality: f64| noncentrality / (noncentrality + between + within);
        if self.explained >= 1.0 {
            return 1.0;
        }
        let ratio = self.explained / (1.0 - self.explained) * within;
        let (mut low, mut high) = (-between, 2.0 * ratio + between);
        while self.chance_of_less(ratio, high) > chance && high < f64::MAX / 4.0 {
            high *= 2.0;
        }
        for _ in 0..STEPS {
            let middle = 0.5 * (low + high);
            if self.chance_of_less(ratio, middle) > chance {
                low = middle;
            } else {
                high = middle;
            }
        }
        index(0.5 * (low + high))
    }

    /// The chance that `SSB / SSW` times the degrees of freedom within bins is at most `ratio`.
    fn chance_of_less(&self, ratio: f64, noncentrality: f64) -> f64 {
        let [between, within] = self.degrees;
        let mean = noncentrality + between;
        let degrees = if noncentrality > 0.0 {
            let odds = noncentrality / (between + within);
            mean * mean / (between + noncentrality * (odds + 2.0))
        } else {
            between
        };
        if mean <= 0.0 {
            return 1.0;
        }
        let weighted = degrees * ratio / mean;
        beta::chances(0.5 * degrees, 0.5 * within, weighted / (weighted + within))[0]
    }
}

#[cfg(test)]
mod tests;
