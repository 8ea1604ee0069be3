//! What is varied: where, by what operation, and over which values.

use super::digits::{in_few_digits, in_few_of_its_own};
use crate::designs::Place;
use detente_core::{Number, Sampler};
use detente_scenario::{Change, Node, Path as ScenarioPath, Span, Step};
use std::borrow::Cow;

/// How a level changes what the scenario says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// In its place.
    Set,
    /// Added to it.
    Add,
    /// Multiplied with it.
    Scale,
}

impl Operation {
    /// Its word in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Set => "set",
            Self::Add => "add",
            Self::Scale => "scale",
        }
    }
}

/// Numbers of the scenario that are varied without being named one by one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Vary {
    /// Patterns that paths meet, each with the place where it is written.
    pub patterns: Vec<(Pattern, Span)>,
    /// How far each number moves, down and up, as a part of itself.
    pub spread: f64,
    /// Where that is written.
    pub spread_span: Span,
}

/// Which paths are meant.
#[derive(Debug, Clone, PartialEq)]
pub enum Pattern {
    /// All: `**`.
    All,
    /// Those that a path with `*` meets.
    Path(ScenarioPath),
}

impl Pattern {
    /// Whether it means a path without `*`.
    pub fn meets(&self, path: &ScenarioPath) -> bool {
        match self {
            Self::All => true,
            Self::Path(pattern) => pattern.meets(path),
        }
    }
}

/// The values of a factor.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// A list.
    Levels(Vec<Node>),
    /// All from one end to the other.
    Range {
        /// The ends.
        ends: [f64; 2],
        /// The same in steps, for designs of levels.
        levels: Vec<Node>,
    },
    /// Those of a distribution, by its quantiles.
    Distribution {
        /// As the file says it.
        number: Number,
        /// Its quantiles, cut to what the number that is varied may be.
        sampler: Sampler,
    },
    /// Not known before the scenario is: a distribution as it is written, or the number's own.
    Open(Option<Node>),
}

/// What varying a factor stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactorRole {
    /// Somebody could decide it.
    Lever,
    /// Nobody knows it.
    Uncertainty,
}

impl FactorRole {
    /// The words that files may say.
    pub const ALL: [Self; 2] = [Self::Lever, Self::Uncertainty];

    /// Its word in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lever => "lever",
            Self::Uncertainty => "uncertainty",
        }
    }
}

/// Something that is varied.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// Identifier; names the column of `design.csv`.
    pub id: String,
    /// Where.
    pub path: ScenarioPath,
    /// How.
    pub operation: Operation,
    /// The values.
    pub values: Values,
    /// The factors that it moves together with, by the name of their group.
    pub group: Option<String>,
    /// What varying it stands for.
    pub role: FactorRole,
    /// Whether what it varies comes in whole numbers.
    pub whole: bool,
    /// Where its path is written.
    pub span: Span,
}

impl Factor {
    /// Its levels; those of a range are its steps, and a distribution has none.
    pub fn levels(&self) -> &[Node] {
        match &self.values {
            Values::Levels(levels) | Values::Range { levels, .. } => levels,
            Values::Distribution { .. } | Values::Open(_) => &[],
        }
    }

    /// Whether its values have no end: those at the quantiles 0 and 1 are then nobody's.
    pub fn is_endless(&self) -> bool {
        match &self.values {
            Values::Distribution { number, .. } => {
                let reach = number.reach([f64::NEG_INFINITY, f64::INFINITY]);
                reach.iter().any(|end| end.is_infinite())
            }
            _ => false,
        }
    }

    /// Its value where a design puts it; none where it stays as the scenario has it.
    pub fn at(&self, place: Place) -> Option<Cow<'_, Node>> {
        match (place, &self.values) {
            (Place::AsItStands, _) => None,
            (Place::Level(_), _) | (Place::Quantile(_), Values::Levels(_)) => {
                self.levels().get(self.level_at(place)).map(Cow::Borrowed)
            }
            (Place::Quantile(u), Values::Range { ends: [from, to], .. }) => {
                let value = (from + (to - from) * u).clamp(*from, *to);
                let is_whole = self.whole && self.operation != Operation::Scale;
                let value = if is_whole {
                    libm::round(value)
                } else {
                    in_few_digits(value, [*from, *to])
                };
                Some(Cow::Owned(Node::number(value)))
            }
            (Place::Quantile(u), Values::Distribution { sampler, .. }) => {
                Some(Cow::Owned(Node::number(in_few_of_its_own(sampler, u))))
            }
            (Place::Quantile(_), Values::Open(_)) => None,
        }
    }

    /// Which of its levels is meant; 0 where it stays as it stands.
    pub(crate) fn level_at(&self, place: Place) -> usize {
        let last = self.levels().len().saturating_sub(1);
        match place {
            Place::AsItStands => 0,
            Place::Level(level) => level,
            Place::Quantile(u) => ((u * self.levels().len() as f64) as usize).min(last),
        }
    }

    /// A place as a quantile of the values: levels are one as likely as another.
    pub(crate) fn quantile(&self, place: Place) -> Option<f64> {
        match place {
            Place::AsItStands => None,
            Place::Level(level) => Some((level as f64 + 0.5) / self.levels().len() as f64),
            Place::Quantile(u) => Some(u),
        }
    }

    /// Whether a place is the lower end (false) or the upper end (true) of its values; none between.
    pub(crate) fn end_at(&self, place: Place) -> Option<bool> {
        match (place, &self.values) {
            (Place::AsItStands, _) => None,
            (Place::Quantile(u), Values::Range { .. } | Values::Distribution { .. }) => {
                (u <= 0.0 || u >= 1.0).then_some(u > 0.5)
            }
            _ => {
                let (level, last) = (self.level_at(place), self.levels().len().saturating_sub(1));
                (level == 0 || level == last).then_some(level > 0)
            }
        }
    }

    /// What a level does to each number that the factor's path meets.
    pub fn step<'a>(&self, level: &'a Node) -> Step<'a> {
        let number = level.as_number().unwrap_or_default();
        match self.operation {
            Operation::Set => Step::Set(level),
            Operation::Add => Step::Add(number),
            Operation::Scale => Step::Scale(number),
        }
    }

    /// The change that a level makes.
    pub(super) fn change(&self, level: &Node) -> Change {
        let number = level.as_number().unwrap_or_default();
        match self.operation {
            Operation::Set => Change::Set(self.path.clone(), level.clone()),
            Operation::Add => Change::Add(self.path.clone(), number),
            Operation::Scale => Change::Scale(self.path.clone(), number),
        }
    }
}
