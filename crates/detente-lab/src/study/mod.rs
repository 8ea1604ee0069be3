//! A guided set of experiments about one scenario: how it stands, which of its numbers matter, how much of the answer is luck,
//! and what follows if none of the numbers is trusted. What is decided on the way is decided here: how large each experiment
//! is ([`Size`]), and what the first ones have found that the later ones are about ([`Found`]). Both go into the files that
//! are written, so that the files alone decide the results.

mod found;
mod size;

pub use found::{Found, question_sums};
pub use size::{MOST_RUNS_OF_A_STEP, Size, Spent, settings, size};

/// Numbers whose indices are quantified: base rows cost three settings more than that.
pub const QUANTIFIED: usize = 8;
/// Numbers that are varied together where none is trusted: enough to hold what matters, few enough that a box in them is no
/// chance find.
pub const SPREAD: usize = 12;
/// How far numbers move, down and up, as a part of what each is, if nothing is said.
pub const DEFAULT_SPREAD: f64 = crate::experiment::DEFAULT_SPREAD;
/// Lucks of each set of inputs where the scenario draws numbers and is played as it stands.
pub const LUCKS: u64 = 20;

/// An experiment of a study.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The scenario as it stands, and under each policy.
    Base,
    /// Which of all its numbers matter at all.
    Screen,
    /// How much the leading ones account for, and how much luck does.
    Quantify,
    /// What follows, and which policy holds, if none of the leading numbers is trusted.
    Spread,
}

impl Step {
    /// All, in the order in which they are run: each but the first two needs what those before it have found.
    pub const ALL: [Self; 4] = [Self::Base, Self::Screen, Self::Quantify, Self::Spread];

    /// Its experiment's id: its file is called so, and the folder of its results.
    pub fn name(self) -> &'static str {
        match self {
            Self::Base => "1-base",
            Self::Screen => "2-screen",
            Self::Quantify => "3-quantify",
            Self::Spread => "4-spread",
        }
    }

    /// Its file.
    pub fn file(self) -> String {
        format!("{}.toml", self.name())
    }

    /// How many of the numbers that the screen has found it varies; none for those that vary no number or all.
    pub fn numbers(self) -> Option<usize> {
        match self {
            Self::Base | Self::Screen => None,
            Self::Quantify => Some(QUANTIFIED),
            Self::Spread => Some(SPREAD),
        }
    }

    /// Whether the policies are played beside the scenario as it stands.
    pub fn has_policies(self) -> bool {
        matches!(self, Self::Base | Self::Spread)
    }

    /// The part of the time that is there for it. A screen that misses a number cannot be mended by what comes after it, and
    /// the last step plays every policy in every setting; the scenario as it stands is known soonest.
    pub fn part_of_budget(self) -> f64 {
        match self {
            Self::Base => 0.10,
            Self::Screen => 0.25,
            Self::Quantify => 0.30,
            Self::Spread => 0.35,
        }
    }
}
