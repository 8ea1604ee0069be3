//! Indices of Sobol from a Saltelli design, with luck as one more factor: what share of the variance of a response goes if a
//! number is known (first order), and what share stays if all the others are (total).
//!
//! A base row holds two sets of inputs, A and B, and two lucks, z and z'. It is played as `A` and as `AB_i` (A with input i
//! taken from B), all with z; as `AB_luck`, which is A with z'; and as `B` with z'. With `f` less its mean over A and B, and
//! V the variance over both:
//!
//! - first order (Saltelli 2010): `S_i = mean(f(B) (f(AB_i) - f(A))) / V`;
//! - total (Jansen 1999): `T_i = mean((f(A) - f(AB_i))^2) / (2 V)`.
//!
//! Luck has both, with `AB_luck` in the place of `AB_i`. So these are indices of *single runs*: luck and the inputs together
//! make up all of V. In the *mean* over luck, the share that a policy is judged by, there is none of it. Its variance is
//! `V (1 - T_luck)`, the first-order indices are those of single runs divided by `1 - T_luck`, and what stays of the mean if
//! all inputs but i are known comes from two runs that share these and no luck:
//! `T_i = mean(f(AB_luck) (f(A) - f(AB_i))) / (V (1 - T_luck))`. The total index of single runs divided by the same would
//! count an input's play with luck as its own.
//!
//! Intervals are those of resampled base rows.
//!
//! Source: Saltelli et al. (2010), Variance based sensitivity analysis of model output, Computer Physics Communications 181,
//! table 2 (b) and (f); Jansen (1999), Analysis of variance designs for model output, ibid. 117; for the mean, the same
//! estimators on runs with different luck, as Hart, Alexanderian & Gremaud (2017), Efficient computation of Sobol' indices
//! for stochastic models, SIAM Journal on Scientific Computing 39, set out.

use super::left_out::{LeftOut, complete};
use super::resample::{Resampler, dot, estimate, rounds};
use crate::statistics::Estimate;

/// Base rows that a step of the table of convergence has at least.
const LEAST_ROWS: usize = 16;

/// Resamples in which the mean may have no variance left, so that it still has indices: what an interval leaves out on a side.
const MOST_WITHOUT: f64 = 0.025;

/// Runs of a Saltelli design.
#[derive(Debug, Clone, PartialEq)]
pub struct BaseRows {
    /// Number of factors.
    factors: usize,
    /// By base row, replicate by replicate, in the order of play: A, AB of each factor, AB_luck, B.
    rows: Vec<Vec<f64>>,
    /// Base rows with a run that failed or does not count.
    pub left_out: usize,
}

/// What one factor, or luck, accounts for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Index {
    /// The share of the variance that goes if it alone is known.
    pub first: Estimate,
    /// The share of the variance that stays if all else is known.
    pub total: Estimate,
}

/// What all factors account for.
#[derive(Debug, Clone, PartialEq)]
pub struct Indices {
    /// Base rows.
    pub n: usize,
    /// Variance of single runs.
    pub variance: f64,
    /// By factor, for single runs.
    pub of_runs: Vec<Index>,
    /// Luck, for single runs.
    pub luck: Index,
    /// What neither a factor nor luck accounts for alone: 1 without all first-order indices of single runs.
    pub interactions: Estimate,
    /// By factor, for the mean over luck. None where luck explains so much that the variance of the mean cannot be told from 0.
    pub of_mean: Option<Vec<Index>>,
}

impl BaseRows {
    /// Sorts runs in the order of the design, a base row after the other; those of a base row with a gap are left out.
    ///
    /// # Errors
    /// If more than 5 in 100 base rows are left out.
    pub fn new(factors: usize, runs: &[Option<f64>]) -> Result<Self, LeftOut> {
        Self::of_replicates(factors, 1, runs)
    }

    /// The same of base rows that were played so many times, each time with two lucks of its own; the runs of a base row
    /// stand together, replicate by replicate. Replicates have their inputs in common, and so are no base rows of their own:
    /// indices are of all runs, and their intervals of whole base rows.
    ///
    /// # Errors
    /// If more than 5 in 100 base rows are left out.
    pub fn of_replicates(factors: usize, replicates: usize, runs: &[Option<f64>]) -> Result<Self, LeftOut> {
        let (rows, left_out) = complete(runs, (factors + 3) * replicates.max(1))?;
        Ok(Self {
            factors,
            rows,
            left_out,
        })
    }

    /// How many base rows are complete.
    #[must_use]
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    /// The indices; `name` is that of the response, and decides the resamples. None with fewer than two base rows, or a
    /// response that is always the same.
    #[must_use]
    pub fn indices(&self, name: &str) -> Option<Indices> {
        self.of_first(self.rows.len(), name)
    }

    /// The indices by the first of the base rows: all of them, half of them, and so on, from few to all. They have converged
    /// where the last steps agree.
    #[must_use]
    pub fn convergence(&self, name: &str) -> Vec<Indices> {
        let halves = std::iter::successors(Some(self.rows.len()), |n| Some(n / 2));
        let mut steps: Vec<usize> = halves.take_while(|n| *n >= LEAST_ROWS).collect();
        steps.reverse();
        steps.into_iter().filter_map(|n| self.of_first(n, name)).collect()
    }

    fn of_first(&self, n: usize, name: &str) -> Option<Indices> {
        if n < 2 {
            return None;
        }
        let terms = Terms::new(&self.rows[..n], self.factors);
        let all = terms.shares(&vec![1.0; n])?;
        let mut resampler = Resampler::new(&format!("sobol indices: {name}"), n);
        let resampled: Vec<Shares> = (0..rounds(terms.numbers()))
            .filter_map(|_| terms.shares(resampler.draw()))
            .collect();
        Some(all.indices(n, &resampled))
    }
}

/// Columns over base rows, whose sums are all that the indices are made of.
struct Terms {
    value: Vec<f64>,
    square: Vec<f64>,
    /// By factor, luck last: the terms of first order, total, and total of the mean.
    of: Vec<[Vec<f64>; 3]>,
}

impl Terms {
    fn new(rows: &[Vec<f64>], factors: usize) -> Self {
        let (n, b, luck) = (rows.len() as f64, factors + 2, factors + 1);
        // Both estimators stay what they are if a number is taken off all runs, and stray least about 0.
        let over_replicates = |row: &Vec<f64>, term: &dyn Fn(&[f64]) -> f64| {
            let replicates = row.chunks_exact(factors + 3);
            let all = replicates.len() as f64;
            replicates.map(term).sum::<f64>() / all
        };
        let ends = rows.iter().map(|row| over_replicates(row, &|row| row[0] + row[b]));
        let mean = ends.sum::<f64>() / (2.0 * n);
        let column =
            |term: &dyn Fn(&[f64]) -> f64| -> Vec<f64> { rows.iter().map(|row| over_replicates(row, term)).collect() };
        let of = |part: usize| {
            [
                column(&|row| (row[b] - mean) * (row[part] - row[0])),
                column(&|row| 0.5 * (row[0] - row[part]) * (row[0] - row[part])),
                column(&|row| (row[luck] - mean) * (row[0] - row[part])),
            ]
        };
        Self {
            value: column(&|row| 0.5 * (row[0] + row[b]) - mean),
            square: column(&|row| {
                let (a, b) = (row[0] - mean, row[b] - mean);
                0.5 * (a * a + b * b)
            }),
            of: (1..=luck).map(of).collect(),
        }
    }

    /// Numbers that a resample goes through.
    fn numbers(&self) -> usize {
        (3 * self.of.len() + 2) * self.value.len()
    }

    /// The indices of base rows that come so many times; none if they do not vary.
    fn shares(&self, times: &[f64]) -> Option<Shares> {
        let n = times.len() as f64;
        let mean = |column: &[f64]| dot(times, column) / n;
        let centre = mean(&self.value);
        let variance = mean(&self.square) - centre * centre;
        if !(variance > 0.0 && variance.is_finite()) {
            return None;
        }
        let of = self
            .of
            .iter()
            .map(|terms| std::array::from_fn(|k| mean(&terms[k]) / variance));
        Some(Shares {
            variance,
            of: of.collect(),
        })
    }
}

/// Indices as shares of the variance, by factor, luck last.
struct Shares {
    variance: f64,
    of: Vec<[f64; 3]>,
}

impl Shares {
    fn indices(&self, n: usize, resampled: &[Self]) -> Indices {
        let luck = self.of.len() - 1;
        let told = |of: &dyn Fn(&Self) -> f64| estimate(of(self), resampled.iter().map(of).collect());
        let of_run = |k: usize| Index {
            first: told(&|shares| shares.of[k][0]),
            total: told(&|shares| shares.of[k][1]),
        };
        Indices {
            n,
            variance: self.variance,
            of_runs: (0..luck).map(of_run).collect(),
            luck: of_run(luck),
            interactions: told(&|shares| 1.0 - shares.of.iter().map(|of| of[0]).sum::<f64>()),
            of_mean: self.of_mean(resampled),
        }
    }

    /// The share of the variance that the mean over luck has.
    fn left_by_luck(&self) -> f64 {
        1.0 - self.of.last().map_or(0.0, |luck| luck[1])
    }

    fn of_mean(&self, resampled: &[Self]) -> Option<Vec<Index>> {
        let with: Vec<&Self> = resampled.iter().filter(|shares| shares.left_by_luck() > 0.0).collect();
        let without = (resampled.len() - with.len()) as f64;
        if self.left_by_luck() <= 0.0 || without > MOST_WITHOUT * resampled.len() as f64 {
            return None;
        }
        let told = |k: usize, which: usize| {
            let of = |shares: &Self| shares.of[k][which] / shares.left_by_luck();
            estimate(of(self), with.iter().map(|shares| of(shares)).collect())
        };
        let index = |k: usize| Index {
            first: told(k, 0),
            total: told(k, 2),
        };
        Some((0..self.of.len() - 1).map(index).collect())
    }
}

#[cfg(test)]
mod tests;
