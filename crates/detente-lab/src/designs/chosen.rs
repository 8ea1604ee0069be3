//! Some of the settings of a design, in an order of their own: what a search plays on with.

use super::{Layout, Place};

/// Which settings of which lay-out are points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// Seed that the design is laid out by, whatever seeds the runs.
    pub seed: u64,
    /// The settings, by their numbers in the whole design.
    pub settings: Vec<u64>,
}

/// The lay-out of the chosen.
pub(crate) struct Subset {
    /// The whole design.
    pub(crate) of: Box<dyn Layout>,
    /// The settings.
    pub(crate) settings: Vec<u64>,
}

impl Layout for Subset {
    fn settings(&self) -> u64 {
        self.settings.len() as u64
    }

    fn setting(&self, number: u64) -> Vec<Place> {
        self.of.setting(self.settings[number as usize])
    }

    fn lucks(&self) -> u64 {
        self.of.lucks()
    }

    fn luck(&self, number: u64) -> u64 {
        self.of.luck(self.settings[number as usize])
    }
}
