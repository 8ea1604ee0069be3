//! Designs: how the levels of factors make points. A design is one file with an `impl Design`, and one line here.
//!
//! Settings are numbered and made when they are asked for, so that a design of a million points costs nothing until its
//! runs are played. The points of an experiment are the scenario as it stands and under each policy, and then each setting
//! of the design, under base and under each policy.

mod baseline;
pub mod cube;
mod grid;

use crate::experiment::Factor;

pub use baseline::Baseline;
pub use grid::Grid;

/// The designs that ship.
pub const ALL: [&dyn Design; 2] = [&Baseline, &Grid];

/// A way to make settings of factors.
pub trait Design: Sync {
    /// Its word in `[design] kind`.
    fn key(&self) -> &'static str;

    /// What it is for, in a sentence.
    fn about(&self) -> &'static str;

    /// Where it comes from.
    fn source(&self) -> &'static str;

    /// Whether it varies factors; an experiment with factors needs a design that does.
    fn takes_factors(&self) -> bool {
        true
    }

    /// How many settings it has; `u64::MAX` for more than can be counted.
    fn settings(&self, factors: &[Factor]) -> u64;

    /// The level of each factor in a setting, by its place among the factor's levels.
    fn setting(&self, factors: &[Factor], number: u64) -> Vec<usize>;
}

/// As files name it.
impl std::fmt::Debug for dyn Design {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.key())
    }
}

impl PartialEq for dyn Design {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}
