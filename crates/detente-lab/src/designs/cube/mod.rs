//! Points of the unit cube, one dimension for each factor: generators that designs of factors with ranges or distributions are
//! made of. A row is worked out from the seed and its number, so that a design of a million points costs nothing until its
//! rows are asked for, and a row is the same whatever rows are asked for before it.
//!
//! | generator | for |
//! |---|---|
//! | [`Random`] | a plain sample |
//! | [`LatinHypercube`] | every factor's range covered evenly, by few rows |
//! | [`Sobol`] | all factors' ranges covered evenly together |
//! | [`Saltelli`] | how much of a response each factor accounts for |
//! | [`Morris`] | which of many factors matter at all |

mod keyed;
mod latin_hypercube;
mod morris;
mod random;
mod saltelli;
mod sobol;

pub use latin_hypercube::LatinHypercube;
pub use morris::Morris;
pub use random::Random;
pub use saltelli::{Part, Saltelli};
pub use sobol::{DIMENSIONS, Sobol};

#[cfg(test)]
mod tests;
