//! Columns of tables, each declared once: name, type, unit, meaning, and whether a cell may be empty. The manifest carries
//! those of `runs.csv`, so that a folder tells its own types; header, writers, readers, schemas and the guide's table
//! follow from them.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::line::CsvLine;
use crate::table::Cell;

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
    /// What it says of the row's subject.
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

impl Kind {
    /// The name, as in the manifest.
    pub fn name(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Day => "day",
            Self::Number => "number",
            Self::Word => "word",
        }
    }

    /// What such a cell holds, with an example: completes "expected ...".
    pub(crate) fn expected(self) -> &'static str {
        match self {
            Self::Count => u64::EXPECTED,
            Self::Day => "a day, like `-3` or `12`",
            Self::Number => f64::EXPECTED,
            Self::Word => String::EXPECTED,
        }
    }

    /// The value in the text of a cell, if it is one of this kind.
    pub(crate) fn read(self, text: &str) -> Option<Value<'_>> {
        match self {
            _ if text.is_empty() => Some(Value::Empty),
            Self::Count => u64::read(text).map(Value::Count),
            Self::Day => text.parse().ok().map(Value::Day),
            Self::Number => f64::read(text).map(Value::Number),
            Self::Word => Some(Value::Word(text)),
        }
    }
}

impl Column {
    /// A column whose cells are never empty.
    pub fn new(name: impl Into<String>, kind: Kind, unit: &str, meaning: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            kind,
            unit: unit.to_owned(),
            meaning: meaning.into(),
            may_be_empty: false,
        }
    }

    /// The same column, with cells that may be empty.
    #[must_use]
    pub fn or_empty(self) -> Self {
        Self {
            may_be_empty: true,
            ..self
        }
    }
}

/// The columns as the first line of a table.
pub fn csv_header(columns: &[Column]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut line = CsvLine::begin(&mut out);
    columns.iter().for_each(|column| line.word(&column.name));
    line.end();
    out
}

/// The columns as a table for people, one line each.
pub fn markdown(columns: &[Column]) -> String {
    let mut out = "| column | type | unit | meaning |\n|---|---|---|---|\n".to_owned();
    for column in columns {
        let empty = if column.may_be_empty { " or empty" } else { "" };
        // A bar would end the cell, inside of code too.
        let [name, unit, meaning] = [&column.name, &column.unit, &column.meaning].map(|text| text.replace('|', "\\|"));
        let kind = column.kind.name();
        out.push_str(&format!("| `{name}` | {kind}{empty} | {unit} | {meaning} |\n"));
    }
    out
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

    /// Adds a cell; `Empty` fits everywhere. A word without letters is an empty cell, since files cannot tell the two.
    ///
    /// # Panics
    /// A value of another kind: the caller has declared the column wrongly.
    pub fn push(&mut self, value: Value<'_>) {
        match (self, value) {
            (Self::Counts(cells), Value::Count(n)) => cells.push(Some(n)),
            (Self::Days(cells), Value::Day(day)) => cells.push(Some(day)),
            (Self::Numbers(cells), Value::Number(x)) => cells.push(Some(x)),
            (Self::Words { cells, .. }, Value::Word("") | Value::Empty) => cells.push(None),
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

    /// Adds a row of others, of the same columns.
    ///
    /// # Panics
    /// As for [`Cells::push`]: the columns are others.
    pub fn push_row(&mut self, of: &Self, row: usize) {
        for (own, cells) in self.columns.iter_mut().zip(&of.columns) {
            own.push(cells.at(row));
        }
    }

    /// Appends lines of CSV for some of the rows, cells beyond the last as empty.
    pub fn write_csv(&self, rows: Range<usize>, out: &mut Vec<u8>) {
        for row in rows {
            let mut line = CsvLine::begin(out);
            self.columns.iter().for_each(|cells| line.value(cells.at(row)));
            line.end();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Cells, Column, Kind, Rows, Value, csv_header, markdown};

    fn columns() -> [Column; 4] {
        [
            Column::new("replicate", Kind::Count, "", "Which run."),
            Column::new("end_day", Kind::Day, "day", "When it ended."),
            Column::new("utility.a,b", Kind::Number, "share", "What it is worth.").or_empty(),
            Column::new("agreed.toll", Kind::Word, "", "`low|high`").or_empty(),
        ]
    }

    #[test]
    fn rows_are_lines_of_csv() {
        let mut rows = Rows::new(&columns());
        for (n, value, word) in [
            (0, Value::Number(0.5), "low"),
            (1, Value::Empty, "a \"b\""),
            (2, Value::Number(-0.0), ""),
        ] {
            let cells = [Value::Count(n), Value::Day(-3), value, Value::Word(word)];
            rows.columns
                .iter_mut()
                .zip(cells)
                .for_each(|(column, cell)| column.push(cell));
        }
        let mut text = csv_header(&columns());
        rows.write_csv(0..2, &mut text);
        rows.write_csv(2..3, &mut text);
        assert_eq!(
            String::from_utf8(text).unwrap(),
            "replicate,end_day,\"utility.a,b\",agreed.toll\n0,-3,0.5,low\n1,-3,,\"a \"\"b\"\"\"\n2,-3,0,\n"
        );
    }

    #[test]
    fn the_guide_has_a_line_for_each_column() {
        assert_eq!(
            markdown(&columns()),
            "| column | type | unit | meaning |\n|---|---|---|---|\n\
             | `replicate` | count |  | Which run. |\n\
             | `end_day` | day | day | When it ended. |\n\
             | `utility.a,b` | number or empty | share | What it is worth. |\n\
             | `agreed.toll` | word or empty |  | `low\\|high` |\n"
        );
    }

    #[test]
    fn words_are_kept_once() {
        let mut cells = Cells::new(Kind::Word);
        for word in ["low", "", "high", "low"] {
            cells.push(Value::Word(word));
        }
        let expected = Cells::Words {
            words: vec!["low".to_owned(), "high".to_owned()],
            cells: vec![Some(0), None, Some(1), Some(0)],
        };
        assert_eq!(cells, expected);
    }

    #[test]
    #[should_panic(expected = "does not fit")]
    fn a_value_of_another_kind_is_refused() {
        Cells::new(Kind::Count).push(Value::Day(1));
    }
}
