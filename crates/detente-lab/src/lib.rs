//! Experiments: from a file to points, from points to runs, from runs to tables with honest intervals.

pub mod experiment;
pub mod plan;
pub mod run;
pub mod statistics;
