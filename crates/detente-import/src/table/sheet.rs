//! A sheet as rows of texts, whatever file it comes from.

use super::workbook;
use crate::error::{ImportError, ImportProblem};
use crate::files;
use detente_scenario::{Dialect, Misfit, quoted};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Cells of one sheet.
pub(super) const CELLS: usize = 1_000_000;
/// Columns of one sheet.
pub(super) const COLUMNS: usize = 4_096;

/// A sheet.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) file: PathBuf,
    /// Rows that are not empty.
    pub(super) rows: Vec<Row>,
    /// What the user should know of how it was read.
    pub(super) notes: Vec<String>,
    /// What cells of a workbook hold that are neither numbers nor texts, by number of the row and place of the column.
    pub(super) odd: BTreeMap<(u32, usize), Odd>,
    /// How numbers in texts are written.
    dialect: Dialect,
    /// Whether the cells were told apart by separators.
    is_text: bool,
}

/// What is neither a number nor a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Odd {
    Date,
    Time,
    Truth,
    /// As the cell shows it.
    Error(String),
}

/// A row with its number in the file, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) number: u32,
    pub(super) cells: Vec<String>,
}

impl Row {
    /// The text of a cell; empty where the row is shorter.
    pub(super) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

impl Sheet {
    /// Rows of texts from a workbook; numbers in them have points.
    pub(super) fn new(file: &Path, rows: Vec<Row>) -> Self {
        let rows = rows
            .into_iter()
            .filter(|row| row.cells.iter().any(|cell| !cell.is_empty()))
            .collect();
        Self {
            file: file.to_owned(),
            rows,
            notes: Vec::new(),
            odd: BTreeMap::new(),
            dialect: Dialect::of(""),
            is_text: false,
        }
    }

    /// Refuses a row of which another separator, or decimal commas, would move the cells under the wrong heads.
    pub(super) fn fits(&self, row: &Row, heads: &Row) -> Result<(), ImportError> {
        let named = heads
            .cells
            .iter()
            .rposition(|head| !head.is_empty())
            .map_or(0, |last| last + 1);
        let cells = row.cells.iter().map(String::as_str);
        if let Some(Misfit { found, expected, hint }) = self.dialect.misfit(cells, named).filter(|_| self.is_text) {
            return Err(self.error(row.number, 0, found, expected, hint));
        }
        let count = row
            .cells
            .iter()
            .rposition(|cell| !cell.is_empty())
            .map_or(0, |last| last + 1);
        if count <= named || !self.is_text {
            return Ok(());
        }
        let found = format!("the row has {count} cells, the heads are {named}");
        let expected = "a head above each cell";
        let hint = format!(
            "put a cell with {} in it into quotes, name the column, or remove the cell",
            self.dialect.separator_name()
        );
        Err(self.error(row.number, named, found, expected, hint))
    }

    /// Refuses a cell that is neither a number nor a text: what it would be taken for is not what it shows.
    pub(super) fn plain(&self, row: &Row, column: usize, expected: &str) -> Result<(), ImportError> {
        let Some(odd) = self.odd.get(&(row.number, column)) else {
            return Ok(());
        };
        let format = || format!("format the cell as {expected}");
        let (held, hint) = match odd {
            Odd::Date => ("a date".to_owned(), format()),
            Odd::Time => ("a time".to_owned(), format()),
            Odd::Truth => ("a truth value".to_owned(), format!("write {expected} in its place")),
            Odd::Error(error) => (
                format!("the error {}", quoted(error)),
                "mend its formula, or leave the cell empty where nothing is known".to_owned(),
            ),
        };
        let found = format!("cell {} holds {held}", cell_name(row.number.saturating_sub(1), column));
        Err(self.error(row.number, column, found, expected, hint))
    }

    /// An error at a cell.
    pub(super) fn error(
        &self,
        row: u32,
        column: usize,
        found: impl Into<String>,
        expected: impl Into<String>,
        hint: impl Into<String>,
    ) -> ImportError {
        let column = u32::try_from(column + 1).unwrap_or(u32::MAX);
        ImportError::new(ImportProblem::Sheet, &self.file, found, expected, hint).cell(row, column)
    }

    /// What numbers in this sheet are written like, to be tried on its cells in turn.
    pub(super) fn dialect(&self) -> Dialect {
        self.dialect.clone()
    }

    /// The number in a cell; what is no number is told with its column's head.
    pub(super) fn number(
        &self,
        dialect: &mut Dialect,
        row: &Row,
        column: usize,
        head: &str,
    ) -> Result<f64, ImportError> {
        dialect.number(row.cell(column)).map_err(|wrong| {
            let found = format!("{} in column {}", quoted(row.cell(column)), quoted(head));
            self.error(row.number, column, found, wrong.expected, wrong.hint)
        })
    }
}

/// Reads a sheet; `wanted` names one of a workbook.
pub(super) fn read(file: &Path, wanted: Option<&str>) -> Result<Sheet, ImportError> {
    let ending = file
        .extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let known = "a sheet, as .csv, .xlsx or .ods";
    match ending.as_str() {
        "xlsx" | "xlsm" | "ods" => workbook::read(file, &ending, wanted),
        "xls" | "xlsb" | "numbers" => {
            let found = format!("a file that ends in `.{ending}`");
            Err(ImportError::new(
                ImportProblem::File,
                file,
                found,
                known,
                "save it as .xlsx",
            ))
        }
        _ if wanted.is_some() => {
            let (found, hint) = ("a name of a sheet for a file that is one", "leave out `--sheet`");
            Err(ImportError::new(
                ImportProblem::Options,
                file,
                found,
                "a workbook, as .xlsx or .ods",
                hint,
            ))
        }
        _ => text(file),
    }
}

fn text(file: &Path) -> Result<Sheet, ImportError> {
    let bytes = files::bytes(file)?;
    let text = files::text(
        file,
        bytes,
        "save it as CSV UTF-8; it may be Latin-1 or Windows-1252 now",
    )?;
    let dialect = Dialect::of(&text);
    if let Some((at, Misfit { found, expected, hint })) = dialect.open_quote(&text) {
        return Err(ImportError::new(ImportProblem::Sheet, file, found, expected, hint).at(&text, at));
    }
    let before = text[..dialect.start].matches('\n').count() as u64;
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .trim(csv::Trim::All)
        .delimiter(dialect.separator as u8)
        .from_reader(&text.as_bytes()[dialect.start..]);
    let (mut rows, mut cells) = (Vec::new(), 0);
    for record in reader.records() {
        let record = record.map_err(|error| {
            let found = format!("a line that is no CSV ({error})");
            ImportError::new(
                ImportProblem::Sheet,
                file,
                found,
                "text between separators",
                "mend the line",
            )
        })?;
        cells += record.len();
        if cells > CELLS || record.len() > COLUMNS {
            return Err(too_large(file));
        }
        let line = before + record.position().map_or(0, csv::Position::line);
        rows.push(Row {
            number: u32::try_from(line).unwrap_or(u32::MAX),
            cells: record.iter().map(str::to_owned).collect(),
        });
    }
    Ok(Sheet {
        dialect,
        is_text: true,
        ..Sheet::new(file, rows)
    })
}

/// The name of a cell, both places counted from 0: `C4`.
pub(super) fn cell_name(row: u32, column: usize) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        letters.push(char::from(b'A' + ((left - 1) % 26) as u8));
        left = (left - 1) / 26;
    }
    let letters: String = letters.into_iter().rev().collect();
    format!("{letters}{}", row.saturating_add(1))
}

/// What is refused before it is read.
pub(super) fn too_large(file: &Path) -> ImportError {
    let expected = format!("at most {CELLS} cells in at most {COLUMNS} columns");
    let hint = "keep the columns and rows of one case";
    ImportError::new(ImportProblem::Sheet, file, "the sheet is too large", expected, hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_spreadsheets_name_them() {
        let named = [(0, 0), (3, 2), (9, 25), (0, 26), (0, 701), (0, 702)].map(|(row, column)| cell_name(row, column));
        assert_eq!(named, ["A1", "C4", "Z10", "AA1", "ZZ1", "AAA1"]);
    }
}
