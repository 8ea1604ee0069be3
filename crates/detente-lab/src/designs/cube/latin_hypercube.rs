//! Latin hypercube: each factor's range is cut into as many strata as there are rows, and each stratum is met once, at a place
//! of its own. Which row meets which stratum is a permutation for each factor, worked out row by row: a Feistel network with a
//! key, walked until it comes out below the number of rows.
//!
//! Source: McKay, Beckman & Conover (1979), A comparison of three methods for selecting values of input variables,
//! Technometrics 21; Black & Rogaway (2002), Ciphers with arbitrary finite domains, CT-RSA 2002, for the permutation.

use super::keyed::{Words, mix, unit};

/// Rounds of the network: four make a permutation that looks random, more are for its small domains.
const ROUNDS: u64 = 8;

/// A Latin hypercube of so many rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LatinHypercube {
    rows: u64,
    /// By dimension.
    keys: Vec<u64>,
}

impl LatinHypercube {
    /// The design of a seed, one dimension for each factor.
    #[must_use]
    pub fn new(seed: u64, rows: u64, dimensions: usize) -> Self {
        let mut words = Words::new(seed, "latin hypercube", 0);
        Self {
            rows,
            keys: (0..dimensions).map(|_| words.long()).collect(),
        }
    }

    /// A row, strictly between 0 and 1; rows behind the last begin again.
    #[must_use]
    pub fn row(&self, number: u64) -> Vec<f64> {
        let rows = self.rows.max(1);
        let number = number % rows;
        let place = |key: &u64| {
            let stratum = permuted(*key, rows, number);
            let inside = unit((mix(!key, number) >> 32) as u32);
            // Adding to a large number may round up to the next stratum.
            ((stratum as f64 + inside) / rows as f64).min(1.0_f64.next_down())
        };
        self.keys.iter().map(place).collect()
    }
}

/// Where a number below `n` goes in the permutation of a key.
fn permuted(key: u64, n: u64, number: u64) -> u64 {
    let bits = (u64::BITS - (n - 1).leading_zeros()).max(2).div_ceil(2);
    let mask = (1_u64 << bits) - 1;
    let mut x = number;
    loop {
        let (mut left, mut right) = (x >> bits, x & mask);
        for round in 0..ROUNDS {
            (left, right) = (right, left ^ (mix(key ^ round, right) >> 32 & mask));
        }
        x = left << bits | right;
        if x < n {
            return x;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stratum_of_every_factor_is_met_once() {
        for rows in [1, 2, 3, 7, 64, 1_000] {
            let design = LatinHypercube::new(5, rows, 4);
            let all: Vec<Vec<f64>> = (0..rows).map(|n| design.row(n)).collect();
            for factor in 0..4 {
                let mut strata: Vec<u64> = all.iter().map(|row| (row[factor] * rows as f64) as u64).collect();
                strata.sort_unstable();
                assert!(strata.iter().copied().eq(0..rows), "{rows} rows, factor {factor}");
            }
        }
    }

    /// Over many keys each of five numbers goes to each of five places equally often: chi-squared with 4 degrees of freedom is
    /// above 18.5 once in a thousand times.
    #[test]
    fn permutations_have_no_favourites() {
        let mut counts = [[0_f64; 5]; 5];
        let keys = 5_000;
        for key in 0..keys {
            (0..5).for_each(|k| counts[k][permuted(mix(77, key), 5, k as u64) as usize] += 1.0);
        }
        let expected = keys as f64 / 5.0;
        for row in counts {
            let chi2: f64 = row.iter().map(|n| (n - expected) * (n - expected) / expected).sum();
            assert!(chi2 < 18.5, "{row:?}");
        }
    }

    /// Two factors of a thousand rows are not correlated: 1 / sqrt(1000) is a standard error.
    #[test]
    fn factors_have_nothing_to_do_with_each_other() {
        let design = LatinHypercube::new(6, 1_000, 6);
        let all: Vec<Vec<f64>> = (0..1_000).map(|n| design.row(n)).collect();
        for a in 0..6 {
            for b in 0..a {
                let sum: f64 = all.iter().map(|row| (row[a] - 0.5) * (row[b] - 0.5)).sum();
                assert!((12.0 * sum / 1_000.0).abs() < 4.0 / libm::sqrt(1_000.0), "{a} and {b}");
            }
        }
    }
}
