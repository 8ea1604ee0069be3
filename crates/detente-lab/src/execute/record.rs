//! What a block of runs leaves behind: a value, the same bytes wherever, however often and beside whatever it is played.

use super::packed::Packed;
use super::trajectories::Trajectories;
use detente_analyses::methods::transitions::Transitions;
use detente_analyses::statistics::{Histogram, Sums};
use detente_analyses::{Ends, PairSums};
use detente_results::Rows;
use serde::{Deserialize, Serialize};

/// A finished block.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct BlockRecord {
    /// Its rows, part after part; of a summary those of the sample.
    pub rows: Rows,
    /// Its parts, in order.
    pub parts: Vec<PartRecord>,
}

/// A finished part: so many replicates of one point.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PartRecord {
    /// Design point.
    pub point: u64,
    /// First replicate.
    pub replicate: u64,
    /// Runs.
    pub runs: u64,
    /// Ends by day.
    pub ends: Ends,
    /// By response: the sums of its values.
    pub responses: Vec<Sums>,
    /// How variables were spread; empty where the part is not followed.
    pub trajectories: Trajectories,
    /// What else was read off its rows, where these are not kept.
    pub summary: Option<Box<Summary>>,
}

/// What is read off the rows of a part before they are dropped, besides ends and sums of responses.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Rows that are kept.
    pub rows: u64,
    /// By response: pairs with the point that it is compared with.
    pub pairs: Vec<PairSums>,
    /// How those pairs end.
    pub flips: Option<Box<Transitions>>,
    /// The first set of inputs that it meets.
    pub first_set: u64,
    /// By set of inputs, then response, as far as sets are looked at one by one.
    pub sets: Vec<Vec<Packed>>,
    /// By response: how its values are spread. Empty for a share.
    pub values: Vec<Histogram>,
}

impl PartRecord {
    /// How many of the block's rows are its own.
    pub fn rows(&self) -> usize {
        let rows = self.summary.as_ref().map_or(self.runs, |summary| summary.rows);
        rows as usize
    }
}

impl BlockRecord {
    /// As bytes for a file.
    pub fn save(&self) -> Vec<u8> {
        let written = "plain values are always written";
        // What followed runs leave is long: room is made once, and none to spare.
        let size = postcard::serialize_with_flavor(self, postcard::ser_flavors::Size::default()).expect(written);
        postcard::to_extend(self, Vec::with_capacity(size)).expect(written)
    }

    /// Back from bytes; none if they are no block of this version.
    pub fn load(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }

    /// The place of each part's first row, and the part.
    pub fn parts(&self) -> impl Iterator<Item = (usize, &PartRecord)> {
        let mut next = 0;
        self.parts.iter().map(move |part| {
            let first = next;
            next += part.rows();
            (first, part)
        })
    }

    /// Runs that failed.
    pub fn failed(&self) -> u64 {
        self.parts.iter().map(|part| part.ends.failed).sum()
    }
}
