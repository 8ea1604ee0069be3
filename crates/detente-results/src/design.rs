//! `design.csv`: what each design point sets. Its columns are open, one per factor.

use std::io::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::column::Kind;
use crate::error::ResultsError;
use crate::line::CsvLine;
use crate::number::format_float;
use crate::records::{Line, Records};
use crate::table::Cell;

/// What a design point sets a factor to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FactorLevel {
    /// A number; must be finite.
    Number(f64),
    /// An id, for example of a style or a participant.
    Text(String),
    /// Left as the scenario has it; an empty cell.
    AsIs,
}

impl FactorLevel {
    /// The number, if it is one.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(value) => Some(*value),
            Self::Text(_) | Self::AsIs => None,
        }
    }
}

/// As its cell in `design.csv`; `as it is` for one that is left alone.
impl std::fmt::Display for FactorLevel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(value) => f.write_str(&format_float(*value)),
            Self::Text(text) => f.write_str(text),
            Self::AsIs => f.write_str("as it is"),
        }
    }
}

impl Cell for FactorLevel {
    const KIND: Kind = Kind::Word;
    const EXPECTED: &'static str = "a finite number, an id or nothing";

    fn read(text: &str) -> Option<Self> {
        match text.parse::<f64>() {
            Ok(value) if value.is_finite() => Some(Self::Number(value)),
            _ if text.is_empty() => Some(Self::AsIs),
            _ => Some(Self::Text(text.to_owned())),
        }
    }

    fn write(&self, line: &mut CsvLine<'_>) {
        match self {
            Self::Number(value) => line.number(*value),
            Self::Text(text) => line.word(text),
            Self::AsIs => line.empty(),
        }
    }
}

/// One design point under one policy.
#[derive(Clone, Debug, PartialEq)]
pub struct DesignRow {
    /// Design point, counted from 0.
    pub point: u64,
    /// Policy, `base` for none.
    pub policy: String,
    /// What each factor is set to, in the order of [`DesignTable::factors`].
    pub levels: Vec<FactorLevel>,
}

/// All design points.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DesignTable {
    /// The factors' ids, in the order of the columns.
    pub factors: Vec<String>,
    /// The points, in order.
    pub rows: Vec<DesignRow>,
}

impl DesignTable {
    /// The table's file name in a results folder.
    pub const FILE: &'static str = "design.csv";

    const FIXED: [&'static str; 2] = ["point", "policy"];

    /// The table as CSV.
    pub fn write(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let written = Self::write_rows(&self.factors, self.rows.iter().cloned(), &mut out);
        written.expect("a Vec takes every write");
        out
    }

    /// Writes a table row by row: there may be a million.
    ///
    /// # Errors
    /// `out` refuses.
    pub fn write_rows(
        factors: &[String],
        rows: impl Iterator<Item = DesignRow>,
        out: &mut dyn Write,
    ) -> std::io::Result<()> {
        let mut bytes = Vec::new();
        let mut line = CsvLine::begin(&mut bytes);
        let names = Self::FIXED.into_iter().chain(factors.iter().map(String::as_str));
        names.for_each(|name| line.word(name));
        line.end();
        for row in rows {
            out.write_all(&bytes)?;
            bytes.clear();
            let mut line = CsvLine::begin(&mut bytes);
            line.count(row.point);
            line.word(&row.policy);
            row.levels.iter().for_each(|level| level.write(&mut line));
            line.end();
        }
        out.write_all(&bytes)
    }

    /// Reads the table.
    ///
    /// # Errors
    /// The file cannot be read, or a line is not a design point; the error names the line.
    pub fn read(path: &Path) -> Result<Self, ResultsError> {
        Self::read_points(path, |_| true)
    }

    /// Reads the rows of some points and holds no others: there may be a million.
    ///
    /// # Errors
    /// The file cannot be read, or a line, wanted or not, is not a design point; the error names the line.
    pub fn read_points(path: &Path, wanted: impl Fn(u64) -> bool) -> Result<Self, ResultsError> {
        let mut records = Records::open(path, &Self::FIXED)?;
        let factors = records.also("");
        let mut rows = Vec::new();
        while let Some(row) = records.read(DesignRow::read).transpose()? {
            if wanted(row.point) {
                rows.push(row);
            }
        }
        Ok(Self { factors, rows })
    }
}

impl DesignRow {
    fn read(mut cells: Line<'_>) -> Result<Self, (usize, &'static str)> {
        Ok(Self {
            point: cells.cell()?,
            policy: cells.cell()?,
            levels: cells.rest()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{DesignRow, DesignTable, FactorLevel};

    fn table() -> DesignTable {
        let row = |point, policy: &str, levels| DesignRow {
            point,
            policy: policy.to_owned(),
            levels,
        };
        DesignTable {
            factors: vec!["quiet rooms".into(), "style, if any".into()],
            rows: vec![
                row(0, "base", vec![FactorLevel::AsIs, FactorLevel::AsIs]),
                row(
                    1,
                    "base",
                    vec![FactorLevel::Number(0.5), FactorLevel::Text("communication".into())],
                ),
            ],
        }
    }

    #[test]
    fn a_design_reads_back_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(DesignTable::FILE);
        std::fs::write(&path, table().write()).unwrap();
        assert_eq!(DesignTable::read(&path).unwrap(), table());
    }

    #[test]
    fn only_the_points_that_are_wanted_are_held() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(DesignTable::FILE);
        std::fs::write(&path, table().write()).unwrap();
        let found = DesignTable::read_points(&path, |point| point == 1).unwrap();
        assert_eq!(found.factors, table().factors);
        assert_eq!(found.rows, table().rows[1..]);
        std::fs::write(&path, "point,policy\n0,base\nlast,base\n").unwrap();
        let message = DesignTable::read_points(&path, |_| false).unwrap_err().to_string();
        assert!(message.contains("line 3, column `point`"), "{message}");
    }

    #[test]
    fn a_cell_left_as_it_is_is_empty() {
        let text = String::from_utf8(table().write()).unwrap();
        assert_eq!(
            text,
            "point,policy,quiet rooms,\"style, if any\"\n0,base,,\n1,base,0.5,communication\n"
        );
    }

    #[test]
    fn columns_are_found_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(DesignTable::FILE);
        std::fs::write(
            &path,
            "quiet rooms,policy,\"style, if any\",point\n,base,,0\n0.5,base,communication,1\n",
        )
        .unwrap();
        assert_eq!(DesignTable::read(&path).unwrap(), table());
    }

    #[test]
    fn a_point_must_be_a_count() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(DesignTable::FILE);
        std::fs::write(&path, "point,policy\nfirst,base\n").unwrap();
        let message = DesignTable::read(&path).unwrap_err().to_string();
        assert!(
            message.ends_with("line 2, column `point`: found `first`, expected a count, like `12`"),
            "{message}"
        );
    }
}
