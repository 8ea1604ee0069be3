//! Methods that answer a question about many runs, each a pure function in one file: from numbers to numbers, without files
//! or an engine. Tables and sentences are made of them elsewhere.
//!
//! | question | method |
//! |---|---|
//! | which of the invented numbers matters most? | [`given_data`], [`sobol_indices`], [`morris`] |
//! | how sure is this, if the numbers are not known? | [`spread`] |
//! | which talks end otherwise? | [`transitions`] |
//! | which policy, if none of the numbers is trusted? | [`regret`], [`racing`] |
//! | which is best, and how sure is that? | [`best`] |
//! | when do talks collapse? | [`prim`] |
//! | how many runs? | [`power`] |
//!
//! All intervals are at 95 %.

pub mod best;
pub mod given_data;
mod left_out;
#[cfg(test)]
pub(crate) mod made_up;
pub mod morris;
pub mod power;
pub mod prim;
pub mod racing;
pub mod regret;
mod resample;
pub mod sobol_indices;
pub mod spread;
pub mod transitions;

pub use left_out::{LeftOut, complete};
