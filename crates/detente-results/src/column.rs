//! Columns of `runs.csv`, each declared once: name, type, unit, meaning, and whether a cell may be empty. The manifest
//! carries the declarations, so that a folder tells its own types; header, writers, readers, schemas and the guide's table
//! follow from them.

use serde::{Deserialize, Serialize};

/// What stands in the cells of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A whole number from 0.
    Count,
    /// A day of the talks, a whole number.
    Day,
    /// A finite number.
    Number,
    /// Text, mostly one of a few.
    Word,
}

/// A column as a folder declares it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Name in the header.
    pub name: String,
    /// Type of its cells.
    pub kind: Kind,
    /// Unit, empty if none.
    pub unit: String,
    /// What it says of a run.
    pub meaning: String,
    /// Whether a cell may be empty, also in the row of a run that did not fail.
    pub may_be_empty: bool,
}

/// The cells of one column, row after row; none is an empty cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Cells {
    /// Of [`Kind::Count`].
    Counts(Vec<Option<u64>>),
    /// Of [`Kind::Day`].
    Days(Vec<Option<i64>>),
    /// Of [`Kind::Number`].
    Numbers(Vec<Option<f64>>),
    /// Of [`Kind::Word`]: places in a list of the words that occur, in the order of their first cell.
    Words {
        /// The words.
        words: Vec<String>,
        /// Places among them.
        cells: Vec<Option<u32>>,
    },
}

/// One cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// Nothing.
    Empty,
    /// Of [`Kind::Count`].
    Count(u64),
    /// Of [`Kind::Day`].
    Day(i64),
    /// Of [`Kind::Number`].
    Number(f64),
    /// Of [`Kind::Word`].
    Word(&'a str),
}

/// Rows as typed columns of equal length.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rows {
    /// The columns, in the order of their declarations.
    pub columns: Vec<Cells>,
}

impl Cells {
    /// No cells yet.
    pub fn new(kind: Kind) -> Self {
        match kind {
            Kind::Count => Self::Counts(Vec::new()),
            Kind::Day => Self::Days(Vec::new()),
            Kind::Number => Self::Numbers(Vec::new()),
            Kind::Word => Self::Words {
                words: Vec::new(),
                cells: Vec::new(),
            },
        }
    }

    /// How many cells there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Counts(cells) => cells.len(),
            Self::Days(cells) => cells.len(),
            Self::Numbers(cells) => cells.len(),
            Self::Words { cells, .. } => cells.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a cell; `Empty` fits everywhere.
    ///
    /// # Panics
    /// A value of another kind: the caller has declared the column wrongly.
    pub fn push(&mut self, value: Value<'_>) {
        match (self, value) {
            (Self::Counts(cells), Value::Count(n)) => cells.push(Some(n)),
            (Self::Days(cells), Value::Day(day)) => cells.push(Some(day)),
            (Self::Numbers(cells), Value::Number(x)) => cells.push(Some(x)),
            (Self::Words { words, cells }, Value::Word(word)) => {
                let known = words.iter().position(|w| w == word);
                let place = known.unwrap_or_else(|| {
                    words.push(word.to_owned());
                    words.len() - 1
                });
                cells.push(Some(place as u32));
            }
            (Self::Counts(cells), Value::Empty) => cells.push(None),
            (Self::Days(cells), Value::Empty) => cells.push(None),
            (Self::Numbers(cells), Value::Empty) => cells.push(None),
            (Self::Words { cells, .. }, Value::Empty) => cells.push(None),
            (cells, value) => panic!("{value:?} does not fit among {:?}", cells.kind()),
        }
    }

    /// Type of the cells.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Counts(_) => Kind::Count,
            Self::Days(_) => Kind::Day,
            Self::Numbers(_) => Kind::Number,
            Self::Words { .. } => Kind::Word,
        }
    }

    /// The cell of a row; `Empty` beyond the last.
    pub fn at(&self, row: usize) -> Value<'_> {
        match self {
            Self::Counts(cells) => cells.get(row).copied().flatten().map_or(Value::Empty, Value::Count),
            Self::Days(cells) => cells.get(row).copied().flatten().map_or(Value::Empty, Value::Day),
            Self::Numbers(cells) => cells.get(row).copied().flatten().map_or(Value::Empty, Value::Number),
            Self::Words { words, cells } => {
                let place = cells.get(row).copied().flatten();
                let word = place.and_then(|place| words.get(place as usize));
                word.map_or(Value::Empty, |word| Value::Word(word))
            }
        }
    }
}

impl Rows {
    /// No rows yet.
    pub fn new(columns: &[Column]) -> Self {
        Self {
            columns: columns.iter().map(|column| Cells::new(column.kind)).collect(),
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.columns.first().map_or(0, Cells::len)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
