//! Designs: how factors make points. A design is one file with an `impl Design`, and one line here.
//!
//! A design lays its factors out once; settings are then worked out from their number when they are asked for, so that a
//! design of a million points costs nothing until its runs are played. The points of an experiment are the scenario as it
//! stands and under each policy, and then each setting of the design, under base and under each policy.

mod baseline;
mod chosen;
pub mod cube;
mod grid;
mod latin_hypercube;
pub(crate) mod layers;
mod list;
mod morris;
mod one_at_a_time;
mod random;
mod saltelli;
mod sobol;

use crate::experiment::Factor;
use detente_analyses::Arrangement;

pub use baseline::Baseline;
pub use chosen::Chosen;
pub(crate) use chosen::Subset;
pub use grid::Grid;
pub use latin_hypercube::LatinHypercube;
pub use list::List;
pub use morris::Morris;
pub use one_at_a_time::OneAtATime;
pub use random::Random;
pub use saltelli::Saltelli;
pub use sobol::Sobol;

/// The designs that ship.
pub const ALL: [&dyn Design; 9] = [
    &Baseline,
    &OneAtATime,
    &Grid,
    &List,
    &Random,
    &LatinHypercube,
    &Sobol,
    &Saltelli,
    &Morris,
];

/// A way to make settings of factors.
pub trait Design: Sync {
    /// Its word in `[design] kind`.
    fn key(&self) -> &'static str;

    /// What it is for, in a sentence.
    fn about(&self) -> &'static str;

    /// Where it comes from.
    fn source(&self) -> &'static str;

    /// What factors it makes settings of.
    fn takes(&self) -> Takes {
        Takes::Levels
    }

    /// What its size is called in `[design]`; none where the factors decide it.
    fn size(&self) -> Option<Size> {
        None
    }

    /// No more factors than these.
    fn most_factors(&self) -> usize {
        crate::experiment::MOST_FACTORS
    }

    /// Whether it compares settings in which one factor moves, and so needs factors that are free of one another: no
    /// constraints, no correlations.
    fn needs_free_factors(&self) -> bool {
        false
    }

    /// Whether a larger size of it goes on where a smaller one ends, so that settings that are left out can be made up for.
    fn goes_on(&self) -> bool {
        false
    }

    /// Whether it says itself which settings share luck: [`Layout::luck`].
    fn shares_luck_out(&self) -> bool {
        false
    }

    /// Whether its settings have luck of their own unless `luck = "common"` is said: what is read off all of them together
    /// should hang on no few lucks.
    fn has_own_luck(&self) -> bool {
        false
    }

    /// How its settings lie to one another.
    fn arrangement(&self) -> Arrangement {
        Arrangement::Apart
    }

    /// Lays the factors out.
    fn lay_out(&self, space: &Space<'_>) -> Box<dyn Layout>;
}

/// What factors a design makes settings of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// None.
    Nothing,
    /// Those with levels; a range is cut into steps.
    Levels,
    /// Those with levels, one as likely as another, and those with a range or a distribution, which are gone through without
    /// steps.
    Ranges,
    /// Those whose values are in the rows of a list.
    Rows,
}

/// How large a design is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Its key in `[design]`.
    pub key: &'static str,
    /// What is counted.
    pub about: &'static str,
    /// So many, if nothing is said.
    pub default: u64,
    /// No more.
    pub most: u64,
}

/// What is laid out.
pub struct Space<'a> {
    /// What is varied; of factors that move together, one.
    pub factors: &'a [&'a Factor],
    /// The settings of a list: by row and factor the level, none where it stays as the scenario has it.
    pub rows: &'a [Vec<Option<u32>>],
    /// Seed of what the design draws.
    pub seed: u64,
    /// So many, of what [`Design::size`] counts; 0 for a design without a size.
    pub size: u64,
}

/// Where a factor stands in a setting.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Place {
    /// Where the scenario has it.
    AsItStands,
    /// At this one of its levels.
    Level(usize),
    /// At this quantile of its values, 0 to 1.
    Quantile(f64),
}

/// Factors laid out.
pub trait Layout: Send + Sync {
    /// How many settings there are; `u64::MAX` for more than can be counted.
    fn settings(&self) -> u64;

    /// Where each factor stands in a setting.
    fn setting(&self, number: u64) -> Vec<Place>;

    /// How many lucks its settings share out; 1 where all of them meet the same.
    fn lucks(&self) -> u64 {
        1
    }

    /// Which of the lucks a setting meets.
    fn luck(&self, _number: u64) -> u64 {
        0
    }
}

/// So many rows of quantiles, each worked out from its number.
pub struct Rows<F> {
    /// How many.
    pub rows: u64,
    /// A row.
    pub row: F,
}

impl<F: Fn(u64) -> Vec<f64> + Send + Sync> Layout for Rows<F> {
    fn settings(&self) -> u64 {
        self.rows
    }

    fn setting(&self, number: u64) -> Vec<Place> {
        (self.row)(number).into_iter().map(Place::Quantile).collect()
    }
}

/// Points of a design, for those that are made of so many.
const POINTS: Size = Size {
    key: "points",
    about: "settings of the factors",
    default: 100,
    // The scenario as it stands is a point too.
    most: crate::experiment::MOST_POINTS - 1,
};

/// As files name it.
impl std::fmt::Debug for dyn Design {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.key())
    }
}

impl PartialEq for dyn Design {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}
