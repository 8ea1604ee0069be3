//! Typed rows to and from CSV. Columns are fixed and come first; a reader ignores those that a later version adds.
//!
//! Cells are read one by one rather than through serde, so that a damaged cell is told with its column, and so that
//! every float is written by [`format_float`].

use std::fs::File;
use std::path::{Path, PathBuf};

use csv::{Reader, ReaderBuilder, StringRecord, WriterBuilder};

use crate::error::ResultsError;
use crate::number::format_float;

/// A value that stands in one cell of a table.
pub trait Cell: Sized {
    /// What such a cell holds, with an example: completes "expected ...".
    const EXPECTED: &'static str;

    /// The value in the text of a cell, if it is one.
    fn read(text: &str) -> Option<Self>;

    /// The text of the cell.
    fn write(&self) -> String;
}

/// One line of a table with fixed columns.
pub trait Row: Sized {
    /// The table's file name in a results folder.
    const FILE: &'static str;

    /// The fixed columns, in order.
    const COLUMNS: &'static [&'static str];

    /// The row in a line's cells, which are at least as many as the columns; or the index of the cell that is wrong
    /// and what it should hold.
    fn read(cells: &StringRecord) -> Result<Self, (usize, &'static str)>;

    /// The cells, one for each column.
    fn write(&self) -> Vec<String>;
}

impl Cell for u64 {
    const EXPECTED: &'static str = "a count, like `12`";

    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn write(&self) -> String {
        self.to_string()
    }
}

impl Cell for f64 {
    const EXPECTED: &'static str = "a finite number, like `0.25`";

    fn read(text: &str) -> Option<Self> {
        text.parse().ok().filter(|value: &f64| value.is_finite())
    }

    fn write(&self) -> String {
        format_float(*self)
    }
}

impl Cell for String {
    const EXPECTED: &'static str = "text";

    fn read(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }

    fn write(&self) -> String {
        self.clone()
    }
}

/// Writes rows as CSV: the fixed columns as first line, then one line for each row.
pub fn write_table<R: Row>(rows: &[R]) -> Vec<u8> {
    write_records(R::COLUMNS, rows.iter().map(Row::write))
}

/// Writes a header and lines of text cells as CSV, for tables whose columns are open.
pub fn write_records<H: AsRef<str>>(header: &[H], lines: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer = WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let mut put = |cells: Vec<&str>| writer.write_record(cells).expect("a Vec takes every write");
    put(header.iter().map(AsRef::as_ref).collect());
    for line in lines {
        put(line.iter().map(String::as_str).collect());
    }
    writer.into_inner().expect("a Vec takes every write")
}

/// Reads a whole table.
///
/// # Errors
/// The file cannot be read, does not begin with the fixed columns, or holds a cell that is not what its column
/// promises; the error names the line.
pub fn read_table<R: Row>(path: &Path) -> Result<Vec<R>, ResultsError> {
    let (header, lines) = read_records(path, R::COLUMNS)?;
    lines
        .iter()
        .map(|(line, cells)| {
            R::read(cells).map_err(|(column, expected)| cell_error(path, *line, &header, cells, column, expected))
        })
        .collect()
}

/// The header and the lines of a table, each with its number, once the fixed columns are seen to come first.
pub(crate) fn read_records(
    path: &Path,
    fixed: &[&str],
) -> Result<(StringRecord, Vec<(u64, StringRecord)>), ResultsError> {
    let mut records = Records::open(path, fixed)?;
    let lines = records.by_ref().collect::<Result<_, _>>()?;
    Ok((records.header, lines))
}

/// The lines of a table one after another, each with its number, for tables too long to be held.
#[derive(Debug)]
pub(crate) struct Records {
    pub(crate) path: PathBuf,
    pub(crate) header: StringRecord,
    reader: Reader<File>,
}

impl Records {
    /// Opens a table, once the fixed columns are seen to come first.
    pub(crate) fn open(path: &Path, fixed: &[&str]) -> Result<Self, ResultsError> {
        let file = File::open(path).map_err(ResultsError::io("read", path))?;
        let mut reader = ReaderBuilder::new().from_reader(file);
        let header = reader.headers().map_err(|error| line_error(path, error))?.clone();
        let records = Self {
            path: path.to_owned(),
            header,
            reader,
        };
        if records.header.iter().take(fixed.len()).eq(fixed.iter().copied()) {
            Ok(records)
        } else {
            Err(records.header_error(fixed.join(",")))
        }
    }

    /// The error for columns that are not those expected.
    pub(crate) fn header_error(&self, expected: String) -> ResultsError {
        ResultsError::Header {
            path: self.path.clone(),
            found: self.header.iter().collect::<Vec<_>>().join(","),
            expected,
        }
    }
}

impl Iterator for Records {
    type Item = Result<(u64, StringRecord), ResultsError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut record = StringRecord::new();
        match self.reader.read_record(&mut record) {
            Ok(false) => None,
            Ok(true) => Some(Ok((record.position().map_or(0, csv::Position::line), record))),
            Err(error) => Some(Err(line_error(&self.path, error))),
        }
    }
}

/// The error for one cell that is not what its column promises.
pub(crate) fn cell_error(
    path: &Path,
    line: u64,
    header: &StringRecord,
    cells: &StringRecord,
    column: usize,
    expected: &'static str,
) -> ResultsError {
    let text = |record: &StringRecord| record.get(column).unwrap_or_default().to_owned();
    ResultsError::Cell {
        path: path.to_owned(),
        line,
        column: text(header),
        found: text(cells),
        expected,
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

/// Declares a row type and its table in one place, so that fields, columns, reader and writer cannot drift apart.
macro_rules! row {
    (
        $(#[$about:meta])*
        $name:ident in $file:literal {
            $($(#[$meaning:meta])* $column:ident: $kind:ty,)*
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $($(#[$meaning])* pub $column: $kind,)*
        }

        impl $crate::table::Row for $name {
            const FILE: &'static str = $file;
            const COLUMNS: &'static [&'static str] = &[$(stringify!($column)),*];

            fn read(cells: &csv::StringRecord) -> Result<Self, (usize, &'static str)> {
                let mut cells = cells.iter().enumerate();
                Ok(Self { $($column: $crate::table::next_cell(&mut cells)?,)* })
            }

            fn write(&self) -> Vec<String> {
                vec![$($crate::table::Cell::write(&self.$column)),*]
            }
        }
    };
}
pub(crate) use row;

/// The value in the next cell, or the index of that cell and what it should hold.
pub(crate) fn next_cell<'a, C: Cell>(
    cells: &mut impl Iterator<Item = (usize, &'a str)>,
) -> Result<C, (usize, &'static str)> {
    let (index, text) = cells.next().unwrap_or((usize::MAX, ""));
    C::read(text).ok_or((index, C::EXPECTED))
}

#[cfg(test)]
mod tests {
    use super::{read_table, write_table};
    use crate::rows::SummaryRow;

    fn row(policy: &str) -> SummaryRow {
        SummaryRow {
            point: 3,
            policy: policy.to_owned(),
            outcome: "walkout".to_owned(),
            n: 2000,
            count: 500,
            share: 0.25,
            ci_low: 0.1 + 0.2,
            ci_high: 1.0,
        }
    }

    fn read(text: &[u8]) -> Result<Vec<SummaryRow>, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("summary.csv");
        std::fs::write(&path, text).unwrap();
        let place = format!("{}/", folder.path().display());
        read_table(&path).map_err(|error| error.to_string().replace(&place, ""))
    }

    #[test]
    fn a_table_reads_back_as_it_was_written() {
        let rows = vec![row("base"), row("with, \"quotes\"\nand lines"), row("")];
        assert_eq!(read(&write_table(&rows)).unwrap(), rows);
    }

    #[test]
    fn the_columns_are_fixed_and_floats_short() {
        let text = String::from_utf8(write_table(&[row("base")])).unwrap();
        assert_eq!(
            text,
            "point,policy,outcome,n,count,share,ci_low,ci_high\n3,base,walkout,2000,500,0.25,0.30000000000000004,1\n"
        );
    }

    #[test]
    fn an_empty_table_has_its_columns() {
        assert_eq!(
            write_table::<SummaryRow>(&[]),
            b"point,policy,outcome,n,count,share,ci_low,ci_high\n"
        );
        assert_eq!(
            read(b"point,policy,outcome,n,count,share,ci_low,ci_high\n").unwrap(),
            []
        );
    }

    #[test]
    fn columns_of_a_later_version_are_ignored() {
        let text = b"point,policy,outcome,n,count,share,ci_low,ci_high,more\n3,base,walkout,2000,500,0.25,0,1,x\n";
        assert_eq!(read(text).unwrap()[0].count, 500);
    }

    #[test]
    fn damage_is_told_by_place_found_and_expected() {
        let header = "point,policy,outcome,n,count,share,ci_low,ci_high\n";
        let line = "0,base,walkout,10,5,0.5,0.2,0.8\n";
        for (body, message) in [
            (
                format!("{header}{line}0,base,deadlock,10,many,0.5,0.2,0.8\n"),
                "read summary.csv, line 3, column `count`: found `many`, expected a count, like `12`",
            ),
            (
                format!("{header}0,base,deadlock,10,5,NaN,0.2,0.8\n"),
                "read summary.csv, line 2, column `share`: found `NaN`, expected a finite number, like `0.25`",
            ),
            (
                format!("{header}{line}0,base\n"),
                "read summary.csv, line 3: found 2 cells, expected 8 as in the first line",
            ),
            (
                "point,outcome\n".to_owned(),
                "read summary.csv, line 1: found the columns `point,outcome`, expected them to begin with \
                 `point,policy,outcome,n,count,share,ci_low,ci_high`",
            ),
            (
                String::new(),
                "read summary.csv, line 1: found the columns ``, expected them to begin with \
                 `point,policy,outcome,n,count,share,ci_low,ci_high`",
            ),
        ] {
            assert_eq!(read(body.as_bytes()).unwrap_err(), message);
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_told_by_line() {
        let text = b"point,policy,outcome,n,count,share,ci_low,ci_high\n0,\xff,walkout,10,5,0.5,0.2,0.8\n";
        assert_eq!(
            read(text).unwrap_err(),
            "read summary.csv, line 2: found bytes that are not UTF-8, expected text"
        );
    }
}
