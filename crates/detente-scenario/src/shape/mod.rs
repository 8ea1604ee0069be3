//! What a file may say: keys, and what may stand at each. Checking, paths and the JSON Schema all read this one
//! description, so they cannot drift apart. Scenarios and experiments are described with the same words.

mod rows;
mod scenario;

pub use scenario::scenario;
pub(crate) use scenario::{VALUE, declaration, declared};

use detente_core::Parameter;
use serde_json::Value;
use std::borrow::Cow;

/// A key of a table.
#[derive(Debug, Clone)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What may stand there.
    pub shape: Shape,
    /// Whether it must be there.
    pub presence: Presence,
    /// What it means, in a phrase.
    pub about: Cow<'static, str>,
    /// What holds where nothing is said, as far as it can be told.
    pub default: Option<Value>,
}

/// Whether a key must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It may be left out.
    Optional,
    /// It must be there.
    Required,
    /// Exactly one of these keys must be there, and this is one of them.
    OneOf(&'static [&'static str]),
    /// It may be there beside another key only.
    Beside(&'static str),
}

/// A key that may be left out.
pub fn key(name: &'static str, shape: Shape, about: impl Into<Cow<'static, str>>) -> Key {
    Key {
        name,
        shape,
        presence: Presence::Optional,
        about: about.into(),
        default: None,
    }
}

/// A key that must be there.
pub fn required(name: &'static str, shape: Shape, about: impl Into<Cow<'static, str>>) -> Key {
    Key {
        presence: Presence::Required,
        ..key(name, shape, about)
    }
}

impl Key {
    /// The key where it may be left out.
    #[must_use]
    pub fn optional(&self) -> Self {
        Self {
            presence: Presence::Optional,
            ..self.clone()
        }
    }

    /// One of several keys, of which exactly one must be there.
    #[must_use]
    pub fn one_of(self, keys: &'static [&'static str]) -> Self {
        Self {
            presence: Presence::OneOf(keys),
            ..self
        }
    }

    /// May be there beside another key only.
    #[must_use]
    pub fn beside(self, other: &'static str) -> Self {
        Self {
            presence: Presence::Beside(other),
            ..self
        }
    }

    /// What holds where nothing is said.
    #[must_use]
    pub fn by_default(self, value: impl Into<Value>) -> Self {
        Self {
            default: Some(value.into()),
            ..self
        }
    }
}

/// What ids refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// A party.
    Party,
    /// A party or a negotiator.
    Participant,
    /// An issue.
    Issue,
    /// `issue=option`.
    Option,
    /// An option of the issue at hand.
    OwnOption,
    /// An entry of the calendar.
    Session,
    /// Something that is cited.
    Source,
    /// The path of a parameter: checked once all parameters are known.
    Path,
    /// The path of a state, or of several: checked once all rows are known.
    State,
    /// A column of `runs.csv`: checked once the scenario is known.
    Column,
    /// A factor of an experiment: checked where it is read.
    Factor,
}

/// What may stand at a key.
#[derive(Debug, Clone)]
pub enum Shape {
    /// A number or a distribution.
    Number(&'static Parameter),
    /// The same, or a date.
    Day(&'static Parameter),
    /// A number for all parties, or a table by party.
    NumberByParty(&'static Parameter),
    /// A distribution, of whatever number: held against its range once that is known.
    Distribution,
    /// The number 1.
    One,
    /// Any finite number.
    Finite,
    /// A whole number from the first to the second.
    Whole([u64; 2]),
    /// True or false.
    Flag,
    /// On one line.
    Text,
    /// Text of several lines.
    Prose,
    /// A date, as 2025-11-23.
    Date,
    /// An identifier.
    Id,
    /// An identifier that can name a file, none of these words.
    FileName(&'static [&'static str]),
    /// One of these words.
    Word(Vec<&'static str>),
    /// What an id refers to.
    Reference(Of),
    /// A list of references.
    References(Of),
    /// A list of texts.
    Texts,
    /// An option's id, or its number.
    OptionId,
    /// `{ from, to, step }`.
    Range,
    /// From so many to so many of what is described, each once.
    List(Box<Shape>, [usize; 2]),
    /// A table with these keys.
    Table(Vec<Key>),
    /// The table of a behaviour on a row.
    Override(&'static str, Vec<Key>),
    /// Each word stands for a table with defaults of its own.
    WordOrTable(Vec<&'static str>, Vec<Key>),
    /// Tables with an id each.
    Rows(Vec<Key>),
    /// A table whose keys are ids.
    Map(Of, Box<Shape>),
    /// A table or a map with one entry or more.
    Filled(Box<Shape>),
    /// One of these, in words.
    Either(Vec<Shape>, &'static str),
    /// Whatever a file can say: checked where it is used.
    Anything,
}
