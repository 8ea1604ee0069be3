//! What lies around a design: factors that move together, that go together, and settings that are left out. Each is a layout
//! around another one.

use super::{Layout, Place};
use detente_core::Copula;

/// Factors that move together have one dimension of the design.
pub(crate) struct Grouped {
    /// Laid out by dimension.
    pub(crate) inner: Box<dyn Layout>,
    /// By factor, its dimension.
    pub(crate) dimensions: Vec<usize>,
}

impl Layout for Grouped {
    fn settings(&self) -> u64 {
        self.inner.settings()
    }

    fn setting(&self, number: u64) -> Vec<Place> {
        let places = self.inner.setting(number);
        self.dimensions.iter().map(|&dimension| places[dimension]).collect()
    }

    fn lucks(&self) -> u64 {
        self.inner.lucks()
    }

    fn luck(&self, number: u64) -> u64 {
        self.inner.luck(number)
    }
}

/// Some dimensions of a design of quantiles go together.
pub(crate) struct Correlated {
    /// Laid out as if they did not.
    pub(crate) inner: Box<dyn Layout>,
    /// The dimensions.
    pub(crate) members: Vec<usize>,
    /// How they go together, in the same order.
    pub(crate) copula: Copula,
}

impl Layout for Correlated {
    fn settings(&self) -> u64 {
        self.inner.settings()
    }

    fn setting(&self, number: u64) -> Vec<Place> {
        let mut places = self.inner.setting(number);
        let uniform = |&member: &usize| match places[member] {
            Place::Quantile(u) => u,
            // Designs of quantiles give nothing else.
            Place::Level(_) | Place::AsItStands => 0.5,
        };
        let mut uniforms: Vec<f64> = self.members.iter().map(uniform).collect();
        self.copula.correlate(&mut uniforms);
        for (&member, u) in self.members.iter().zip(uniforms) {
            places[member] = Place::Quantile(u);
        }
        places
    }
}

/// Those settings that meet what is asked of them.
pub(crate) struct Kept {
    /// All settings.
    pub(crate) inner: Box<dyn Layout>,
    /// The numbers of those that are kept, in order.
    pub(crate) numbers: Vec<u64>,
}

impl Layout for Kept {
    fn settings(&self) -> u64 {
        self.numbers.len() as u64
    }

    fn setting(&self, number: u64) -> Vec<Place> {
        self.inner.setting(self.numbers[number as usize])
    }
}
