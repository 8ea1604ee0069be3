//! Typed rows to and from CSV. Columns are found by name, in any order; a reader ignores those that it does not know.
//!
//! Cells are read one by one rather than through serde, so that a damaged cell is told with its column, and so that
//! every float is written by [`push_float`](crate::push_float). Tables may be too long to be held: readers and writers
//! go row by row.

use std::io::Write;
use std::marker::PhantomData;
use std::path::Path;

use crate::column::{Column, Kind, csv_header};
use crate::error::ResultsError;
use crate::line::CsvLine;
use crate::records::{Line, Records};

/// A value that stands in one cell of a table.
pub trait Cell: Sized {
    /// Type of the column it stands in.
    const KIND: Kind;

    /// What such a cell holds, with an example: completes "expected ...".
    const EXPECTED: &'static str;

    /// Whether the cell may hold nothing.
    const MAY_BE_EMPTY: bool = false;

    /// The value in the text of a cell, if it is one.
    fn read(text: &str) -> Option<Self>;

    /// Adds the cell to a line.
    fn write(&self, line: &mut CsvLine<'_>);
}

/// One line of a table with fixed columns.
pub trait Row: Sized {
    /// The table's file name in a results folder.
    const FILE: &'static str;

    /// The names of the columns, in the order in which they are written.
    const COLUMNS: &'static [&'static str];

    /// The columns as they are declared, in the same order.
    fn columns() -> Vec<Column>;

    /// The row in the cells of its columns; or the place of the cell that is wrong and what it should hold.
    fn read(cells: Line<'_>) -> Result<Self, (usize, &'static str)>;

    /// Adds the cells, one for each column.
    fn write(&self, line: &mut CsvLine<'_>);
}

impl Cell for u64 {
    const KIND: Kind = Kind::Count;
    const EXPECTED: &'static str = "a count, like `12`";

    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn write(&self, line: &mut CsvLine<'_>) {
        line.count(*self);
    }
}

impl Cell for f64 {
    const KIND: Kind = Kind::Number;
    const EXPECTED: &'static str = "a finite number, like `0.25`";

    fn read(text: &str) -> Option<Self> {
        text.parse().ok().filter(|value: &f64| value.is_finite())
    }

    fn write(&self, line: &mut CsvLine<'_>) {
        line.number(*self);
    }
}

/// A cell that may hold nothing.
macro_rules! or_nothing {
    ($cell:ty, $expected:literal) => {
        impl Cell for Option<$cell> {
            const KIND: Kind = <$cell>::KIND;
            const EXPECTED: &'static str = $expected;
            const MAY_BE_EMPTY: bool = true;

            fn read(text: &str) -> Option<Self> {
                match text {
                    "" => Some(None),
                    cell => <$cell>::read(cell).map(Some),
                }
            }

            fn write(&self, line: &mut CsvLine<'_>) {
                match self {
                    Some(cell) => cell.write(line),
                    None => line.empty(),
                }
            }
        }
    };
}

or_nothing!(f64, "a finite number, like `0.25`, or nothing");
or_nothing!(u64, "a count, like `12`, or nothing");

impl Cell for String {
    const KIND: Kind = Kind::Word;
    const EXPECTED: &'static str = "text";

    fn read(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }

    fn write(&self, line: &mut CsvLine<'_>) {
        line.word(self);
    }
}

/// Writes a table row by row: the columns as first line when it begins, then one line for each row.
#[derive(Debug)]
pub struct TableWriter<R, W> {
    out: W,
    line: Vec<u8>,
    row: PhantomData<fn(&R)>,
}

impl<R: Row, W: Write> TableWriter<R, W> {
    /// Begins a table.
    ///
    /// # Errors
    /// `out` refuses.
    pub fn new(mut out: W) -> std::io::Result<Self> {
        out.write_all(&csv_header(&R::columns()))?;
        Ok(Self {
            out,
            line: Vec::new(),
            row: PhantomData,
        })
    }

    /// Writes a row.
    ///
    /// # Errors
    /// `out` refuses.
    pub fn row(&mut self, row: &R) -> std::io::Result<()> {
        self.line.clear();
        let mut line = CsvLine::begin(&mut self.line);
        row.write(&mut line);
        line.end();
        self.out.write_all(&self.line)
    }

    /// What was written to; nothing is flushed.
    pub fn into_inner(self) -> W {
        self.out
    }
}

/// Writes rows as CSV: the columns as first line, then one line for each row.
pub fn write_table<R: Row>(rows: &[R]) -> Vec<u8> {
    let written = TableWriter::new(Vec::new()).and_then(|mut writer| {
        rows.iter().try_for_each(|row| writer.row(row))?;
        Ok(writer.into_inner())
    });
    written.expect("a Vec takes every write")
}

/// Writes a header and lines of text cells as CSV, for tables whose columns are open.
pub fn write_records<H: AsRef<str>>(header: &[H], lines: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut line = CsvLine::begin(&mut out);
    header.iter().for_each(|name| line.word(name.as_ref()));
    line.end();
    for cells in lines {
        let mut line = CsvLine::begin(&mut out);
        cells.iter().for_each(|cell| line.word(cell));
        line.end();
    }
    out
}

/// Reads a table row by row.
#[derive(Debug)]
pub struct TableReader<R> {
    records: Records,
    row: PhantomData<fn() -> R>,
}

impl<R: Row> TableReader<R> {
    /// Opens a table.
    ///
    /// # Errors
    /// The file cannot be read or lacks a column.
    pub fn open(path: &Path) -> Result<Self, ResultsError> {
        Ok(Self {
            records: Records::open(path, R::COLUMNS)?,
            row: PhantomData,
        })
    }
}

impl<R: Row> Iterator for TableReader<R> {
    type Item = Result<R, ResultsError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.records.read(R::read)
    }
}

/// Reads a whole table.
///
/// # Errors
/// The file cannot be read, lacks a column, or holds a cell that is not what its column promises; the error names the
/// line.
pub fn read_table<R: Row>(path: &Path) -> Result<Vec<R>, ResultsError> {
    TableReader::open(path)?.collect()
}

/// Declares a row type and its table in one place, so that fields, columns, reader and writer cannot drift apart. What a
/// field is said to be in its documentation is what the column means.
///
/// ```
/// detente_results::row! {
///     /// How many talks took how long.
///     LengthRow in "lengths.csv" {
///         /// Rounds played.
///         rounds: u64,
///         /// Share of the runs.
///         share: f64,
///     }
/// }
/// let rows = [LengthRow { rounds: 3, share: 0.5 }];
/// assert_eq!(detente_results::write_table(&rows), b"rounds,share\n3,0.5\n");
/// ```
#[macro_export]
macro_rules! row {
    (
        $(#[$about:meta])*
        $name:ident in $file:literal {
            $($(#[doc = $meaning:literal])+ $column:ident: $kind:ty,)*
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $($(#[doc = $meaning])+ pub $column: $kind,)*
        }

        impl $crate::Row for $name {
            const FILE: &'static str = $file;
            const COLUMNS: &'static [&'static str] = &[$(stringify!($column)),*];

            fn columns() -> Vec<$crate::Column> {
                vec![$($crate::Column {
                    may_be_empty: <$kind as $crate::Cell>::MAY_BE_EMPTY,
                    ..$crate::Column::new(
                        stringify!($column),
                        <$kind as $crate::Cell>::KIND,
                        "",
                        concat!($($meaning),+).trim(),
                    )
                }),*]
            }

            fn read(mut cells: $crate::Line<'_>) -> Result<Self, (usize, &'static str)> {
                Ok(Self { $($column: cells.cell()?,)* })
            }

            fn write(&self, line: &mut $crate::CsvLine<'_>) {
                $($crate::Cell::write(&self.$column, line);)*
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::{TableWriter, read_table, write_table};
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
    fn rows_are_written_one_by_one_to_where_they_go() {
        let mut written = Vec::new();
        let mut writer = TableWriter::<SummaryRow, _>::new(&mut written).unwrap();
        writer.row(&row("base")).unwrap();
        writer.row(&row("with, comma")).unwrap();
        assert_eq!(written, write_table(&[row("base"), row("with, comma")]));
        let full: &mut [u8] = &mut [0; 60];
        let mut writer = TableWriter::<SummaryRow, _>::new(full).unwrap();
        assert!(writer.row(&row("base")).is_err());
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
    fn columns_are_found_by_name() {
        let text = b"ci_high,policy,outcome,more,n,share,count,ci_low,point\n1,base,walkout,x,2000,0.25,500,0.1,3\n";
        let expected = SummaryRow {
            ci_low: 0.1,
            ..row("base")
        };
        assert_eq!(read(text).unwrap(), [expected]);
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
                "read summary.csv, line 1: found the columns `point,outcome`, expected among them \
                 `point,policy,outcome,n,count,share,ci_low,ci_high`",
            ),
            (
                String::new(),
                "read summary.csv, line 1: found the columns ``, expected among them \
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
