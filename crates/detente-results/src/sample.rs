//! What is kept of runs where not all of them are: a sample of each point, the same columns as those of all runs, in a file that
//! is called so.

use crate::row;
use serde::{Deserialize, Serialize};

/// Which runs of each point are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// All replicates below this number: they stand for all runs alike.
    pub first: u64,
    /// Runs of each end, at least, where there are so many: the first of them, of which the later ones are no even sample.
    pub of_each_end: u64,
}

impl Sample {
    /// The sample's file name in a results folder.
    pub const FILE: &'static str = "sample.csv";

    /// The name of the same table in the format Parquet.
    pub const PARQUET: &'static str = "sample.parquet";
}

row! {
    /// How many runs of a point that ended in one way are in the sample, where only a sample of the runs was kept.
    StratumRow in "strata.csv" {
        /// Design point.
        point: u64,
        /// How the runs ended, or `failed`.
        outcome: String,
        /// All runs that ended so.
        runs: u64,
        /// Those of them in the sample.
        rows: u64,
        /// `runs / rows`: for how many runs each of these rows stands.
        weight: f64,
    }
}
