//! What a laboratory knows: the behaviours and protocols that talks are made of, the designs that factors can be put
//! into, the columns that tell of a run, and the analyses that are made of many. Each list can be added to.

use crate::columns::{self, ColumnRule};
use crate::designs::{self, Design};
use detente_analyses::{Analysis, Entry};
use detente_core::Registry;

/// The lists.
pub struct Lab {
    /// Behaviours and protocols.
    pub registry: Registry,
    /// Ways to make points of factors.
    pub designs: Vec<&'static dyn Design>,
    /// What the rows of `runs.csv` say.
    pub columns: Vec<ColumnRule>,
    /// The tables that are made of all runs.
    pub analyses: Vec<Entry>,
}

impl From<Registry> for Lab {
    fn from(registry: Registry) -> Self {
        Self {
            columns: columns::standard(&registry.counted()),
            registry,
            designs: designs::ALL.to_vec(),
            analyses: detente_analyses::standard(),
        }
    }
}

impl Lab {
    /// With one more design; one of the same key is replaced.
    #[must_use]
    pub fn with_design(mut self, design: &'static dyn Design) -> Self {
        self.designs.retain(|d| d.key() != design.key());
        self.designs.push(design);
        self
    }

    /// With one more column, behind the others.
    #[must_use]
    pub fn with_column(mut self, column: ColumnRule) -> Self {
        self.columns.push(column);
        self
    }

    /// With one more analysis; one of the same key is replaced.
    #[must_use]
    pub fn with_analysis<A: Analysis>(mut self) -> Self {
        self.analyses.retain(|a| a.key != A::KEY);
        self.analyses.push(Entry::of::<A>());
        self
    }
}
