//! Lines of CSV, read one after another, their columns found by name.

use std::fs::File;
use std::path::{Path, PathBuf};

use csv::{Reader, ReaderBuilder, StringRecord};

use crate::error::ResultsError;
use crate::table::Cell;

/// The lines of a table one after another, for tables too long to be held.
#[derive(Debug)]
pub(crate) struct Records {
    path: PathBuf,
    header: StringRecord,
    /// Where the columns asked for stand in the file.
    places: Vec<usize>,
    reader: Reader<File>,
    /// The line last read.
    record: StringRecord,
}

/// The cells of one line of a table, in the order of the columns asked for.
#[derive(Debug)]
pub struct Line<'a> {
    cells: &'a StringRecord,
    places: std::slice::Iter<'a, usize>,
}

impl Records {
    /// Opens a table that has these columns, wherever they stand.
    pub(crate) fn open(path: &Path, columns: &[&str]) -> Result<Self, ResultsError> {
        let file = File::open(path).map_err(ResultsError::io("read", path))?;
        let mut reader = ReaderBuilder::new().from_reader(file);
        let header = reader.headers().map_err(|error| line_error(path, error))?.clone();
        let place = |column: &&str| header.iter().position(|name| name == *column);
        let places = columns.iter().map(place).collect::<Option<_>>();
        let places = places.ok_or_else(|| ResultsError::header(path, header.iter(), columns))?;
        Ok(Self {
            path: path.to_owned(),
            header,
            places,
            reader,
            record: StringRecord::new(),
        })
    }

    /// Asks for further columns, those not yet asked for whose names begin so; gives what stands behind.
    pub(crate) fn also(&mut self, prefix: &str) -> Vec<String> {
        let open = self
            .header
            .iter()
            .enumerate()
            .filter(|(place, _)| !self.places.contains(place));
        let found = open.filter_map(|(place, name)| Some((name.strip_prefix(prefix)?.to_owned(), place)));
        let (names, places): (_, Vec<_>) = found.unzip();
        self.places.extend(places);
        names
    }

    /// The names of all columns of the file, in its order.
    pub(crate) fn header(&self) -> impl Iterator<Item = &str> {
        self.header.iter()
    }

    /// Reads the next line by what is to be made of it; none after the last.
    pub(crate) fn read<R>(
        &mut self,
        make: impl FnOnce(Line<'_>) -> Result<R, (usize, &'static str)>,
    ) -> Option<Result<R, ResultsError>> {
        match self.reader.read_record(&mut self.record) {
            Ok(false) => return None,
            Ok(true) => {}
            Err(error) => return Some(Err(line_error(&self.path, error))),
        }
        let line = Line {
            cells: &self.record,
            places: self.places.iter(),
        };
        Some(make(line).map_err(|(place, expected)| self.cell_error(place, expected)))
    }

    /// The error for one cell of the line last read that is not what its column promises.
    fn cell_error(&self, place: usize, expected: &'static str) -> ResultsError {
        let text = |record: &StringRecord| record.get(place).unwrap_or_default().to_owned();
        ResultsError::Cell {
            path: self.path.clone(),
            line: self.record.position().map_or(0, csv::Position::line),
            column: text(&self.header),
            found: text(&self.record),
            expected,
        }
    }
}

impl<'a> Line<'a> {
    /// The value in the next cell.
    ///
    /// # Errors
    /// The place of that cell and what it should hold.
    pub fn cell<C: Cell>(&mut self) -> Result<C, (usize, &'static str)> {
        let place = self.places.next().copied().unwrap_or(usize::MAX);
        C::read(self.cells.get(place).unwrap_or_default()).ok_or((place, C::EXPECTED))
    }

    /// The values in all cells that are left.
    pub(crate) fn rest<C: Cell>(mut self) -> Result<Vec<C>, (usize, &'static str)> {
        (0..self.places.len()).map(|_| self.cell()).collect()
    }

    /// All cells of the line as text, in the order of the file.
    pub(crate) fn cells(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.cells.iter()
    }
}

fn line_error(path: &Path, error: csv::Error) -> ResultsError {
    let line = error.position().map_or(1, csv::Position::line);
    let reason = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("found {len} cells, expected {expected_len} as in the first line")
        }
        csv::ErrorKind::Utf8 { .. } => "found bytes that are not UTF-8, expected text".to_owned(),
        _ => error.to_string(),
    };
    match error.into_kind() {
        csv::ErrorKind::Io(source) => ResultsError::io("read", path)(source),
        _ => ResultsError::Line {
            path: path.to_owned(),
            line,
            reason,
        },
    }
}
