//! A plain sample: every number is a uniform of its own.
//!
//! Source: Metropolis & Ulam (1949), The Monte Carlo method, JASA 44.

use super::keyed::Words;

/// Independent uniforms; there is no last row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Random {
    /// Seed of the design.
    pub seed: u64,
    /// One for each factor.
    pub dimensions: usize,
}

impl Random {
    /// A row, strictly between 0 and 1.
    #[must_use]
    pub fn row(&self, number: u64) -> Vec<f64> {
        let mut words = Words::new(self.seed, "random", number);
        (0..self.dimensions).map(|_| words.unit()).collect()
    }
}
