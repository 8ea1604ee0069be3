//! Saltelli's design for Sobol indices, with luck as one more factor. A base row is one row of a scrambled Sobol sequence of
//! twice as many dimensions as there are factors: the first half are the inputs A, the second half B. It is played as
//! `A, AB_1, .., AB_D, AB_luck, B`, where `AB_i` is A with factor i taken from B. A and all `AB_i` are played with the first
//! luck of their base row, `AB_luck` (A again) and B with the second. So `D + 3` rows make a base row, and no two base rows
//! share a luck.
//!
//! Source: Saltelli (2002), Making best use of model evaluations to compute sensitivity indices, Computer Physics Communications
//! 145; Saltelli et al. (2010), ibid. 181. What is made of it: `detente_analyses::methods::sobol_indices`.

use super::sobol::{DIMENSIONS, Sobol};

/// What a row is within its base row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Inputs A, first luck.
    A,
    /// Inputs A but for one factor, which is from B; first luck.
    Ab(usize),
    /// Inputs A, second luck.
    AbLuck,
    /// Inputs B, second luck.
    B,
}

/// A design of so many factors; base rows go on as long as they are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saltelli {
    factors: usize,
    sequence: Sobol,
}

impl Saltelli {
    /// Most factors.
    pub const FACTORS: usize = DIMENSIONS / 2;

    /// The design of a seed; none for more than [`Self::FACTORS`].
    #[must_use]
    pub fn new(seed: u64, factors: usize) -> Option<Self> {
        let sequence = Sobol::scrambled(seed, factors.checked_mul(2)?)?;
        Some(Self { factors, sequence })
    }

    /// Rows that make a base row.
    #[must_use]
    pub fn rows_each(&self) -> u64 {
        self.factors as u64 + 3
    }

    /// The base row of a row, and what it is in it.
    #[must_use]
    pub fn part(&self, number: u64) -> (u64, Part) {
        let (base, place) = (number / self.rows_each(), (number % self.rows_each()) as usize);
        let part = match place {
            0 => Part::A,
            k if k <= self.factors => Part::Ab(k - 1),
            k if k == self.factors + 1 => Part::AbLuck,
            _ => Part::B,
        };
        (base, part)
    }

    /// The luck that a row is played with: two numbers for each base row.
    #[must_use]
    pub fn luck(&self, number: u64) -> u64 {
        let (base, part) = self.part(number);
        2 * base + u64::from(matches!(part, Part::AbLuck | Part::B))
    }

    /// A row, strictly between 0 and 1.
    #[must_use]
    pub fn row(&self, number: u64) -> Vec<f64> {
        let (base, part) = self.part(number);
        let mut a = self.sequence.row(base);
        let b = a.split_off(self.factors);
        match part {
            Part::A | Part::AbLuck => a,
            Part::Ab(factor) => {
                a[factor] = b[factor];
                a
            }
            Part::B => b,
        }
    }
}
