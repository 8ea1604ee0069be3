//! What tells one run of a model from another: two numbers.

/// What a run draws with. Runs of one seed with equal lots are the same run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lot {
    /// Addresses every draw of the engine: what differs between two talks with the same numbers.
    pub luck: u64,
    /// Addresses every draw of a parameter: the numbers that nobody knows.
    pub inputs: u64,
}

impl Lot {
    /// The lot of a replicate whose luck and inputs nobody has taken apart.
    pub const fn of(replicate: u64) -> Self {
        Self {
            luck: replicate,
            inputs: replicate,
        }
    }
}
