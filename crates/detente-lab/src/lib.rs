//! Experiments: from a file to points, from points to runs, from runs to tables with honest intervals.

pub mod experiment;
mod numbers;
pub mod plan;
pub mod run;
pub mod situation;
pub mod statistics;

pub use numbers::Numbers;
