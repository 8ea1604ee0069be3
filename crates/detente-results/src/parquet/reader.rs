//! Reading a table in the format Parquet back, piece by piece, from one file or from several of the same columns.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use parquet::basic::{LogicalType, Type as Physical};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::DataType;
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::schema::types::ColumnDescriptor;

use super::PRESENT;
use crate::column::{Cells, Column, Kind, Rows, Value};
use crate::error::ResultsError;
use crate::runs::PIECE;

/// Reads a table in pieces of at most 1,024 rows.
pub struct ParquetReader {
    path: PathBuf,
    file: SerializedFileReader<File>,
    columns: Vec<Column>,
    /// Row groups that were opened.
    groups: usize,
    /// The columns of the last of them, and its rows not yet read.
    open: Vec<ColumnReader>,
    left: usize,
    /// Rows of the file before the last piece, and with it.
    read: [usize; 2],
    /// The files that come behind it.
    more: std::vec::IntoIter<PathBuf>,
}

impl ParquetReader {
    /// Opens a table. Its columns tell name and type; units and meanings are in the manifest.
    ///
    /// # Errors
    /// The file cannot be read or is no table of flat columns of the four kinds.
    pub fn open(path: &Path) -> Result<Self, ResultsError> {
        let file = File::open(path).map_err(ResultsError::io("read", path))?;
        let file = caught(path, || SerializedFileReader::new(file))?;
        let found = file.metadata().file_metadata().schema_descr().columns();
        let columns = found
            .iter()
            .map(|column| column_of(column))
            .collect::<ParquetResult<_>>();
        Ok(Self {
            path: path.to_owned(),
            columns: columns.map_err(|error| damaged(path, &error))?,
            file,
            groups: 0,
            open: Vec::new(),
            left: 0,
            read: [0, 0],
            more: Vec::new().into_iter(),
        })
    }

    /// Opens a table that is cut into these files, one behind the other.
    ///
    /// # Errors
    /// There is none, or the first is no such table.
    pub(crate) fn open_parts(paths: Vec<PathBuf>) -> Result<Self, ResultsError> {
        let mut paths = paths.into_iter();
        let first = paths.next().unwrap_or_default();
        let mut reader = Self::open(&first)?;
        reader.more = paths;
        Ok(reader)
    }

    /// Goes on with the next file.
    fn turn_to(&mut self, path: &Path) -> Result<(), ResultsError> {
        let next = Self::open(path)?;
        if next.columns != self.columns {
            let reason = format!("found other columns than in {}; expected the same", self.path.display());
            return Err(ResultsError::Parquet {
                path: path.to_owned(),
                reason,
            });
        }
        let more = std::mem::take(&mut self.more);
        *self = Self { more, ..next };
        Ok(())
    }

    /// The columns, in the order of the file.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The file that the last piece is of.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Which row of that file, from 1, a row of the last piece is.
    pub(crate) fn row(&self, of_piece: usize) -> usize {
        self.read[0] + of_piece + 1
    }

    fn piece(&mut self) -> ParquetResult<Option<Rows>> {
        while self.left == 0 {
            if self.groups == self.file.num_row_groups() {
                return Ok(None);
            }
            let group = self.file.get_row_group(self.groups)?;
            let columns = (0..self.columns.len()).map(|place| group.get_column_reader(place));
            self.open = columns.collect::<ParquetResult<_>>()?;
            self.left = usize::try_from(group.metadata().num_rows())?;
            self.groups += 1;
        }
        let n = self.left.min(PIECE);
        let columns = self.open.iter_mut().zip(&self.columns);
        let columns = columns
            .map(|(reader, column)| cells(reader, column, n))
            .collect::<ParquetResult<_>>()?;
        self.left -= n;
        self.read = [self.read[1], self.read[1] + n];
        Ok(Some(Rows { columns }))
    }
}

impl Iterator for ParquetReader {
    type Item = Result<Rows, ResultsError>;

    fn next(&mut self) -> Option<Self::Item> {
        let piece = loop {
            let path = self.path.clone();
            let piece = caught(&path, || self.piece());
            if !matches!(piece, Ok(None)) {
                break piece;
            }
            let turned = self.more.next().map(|path| self.turn_to(&path));
            match turned {
                None => break Ok(None),
                Some(Err(error)) => break Err(error),
                Some(Ok(())) => {}
            }
        };
        if piece.is_err() {
            // Nothing good comes after damage.
            (self.left, self.groups) = (0, self.file.num_row_groups());
            self.more = Vec::new().into_iter();
        }
        piece.transpose()
    }
}

impl std::fmt::Debug for ParquetReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ParquetReader")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// Turns what the library says into an error of ours. It takes much of a file for granted: where that is damaged, it may
/// panic, which must end the reading of this file and not the program.
fn caught<T>(path: &Path, read: impl FnOnce() -> ParquetResult<T>) -> Result<T, ResultsError> {
    let impossible = || Err(ParquetError::General("found pages that do not fit together".to_owned()));
    let result = catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| impossible());
    result.map_err(|error| damaged(path, &error))
}

fn damaged(path: &Path, error: &ParquetError) -> ResultsError {
    ResultsError::Parquet {
        path: path.to_owned(),
        reason: match error {
            ParquetError::General(reason) => reason.clone(),
            other => other.to_string(),
        },
    }
}

/// The column as it would be declared.
fn column_of(found: &ColumnDescriptor) -> ParquetResult<Column> {
    let kind = match (found.physical_type(), found.logical_type_ref()) {
        (Physical::INT64, Some(LogicalType::Integer(integer))) if !integer.is_signed => Some(Kind::Count),
        (Physical::INT64, Some(LogicalType::Integer(_)) | None) => Some(Kind::Day),
        (Physical::DOUBLE, None) => Some(Kind::Number),
        (Physical::BYTE_ARRAY, Some(LogicalType::String)) => Some(Kind::Word),
        _ => None,
    };
    let flat = found.max_rep_level() == 0 && found.max_def_level() == PRESENT;
    match kind.filter(|_| flat) {
        Some(kind) => Ok(Column::new(found.name(), kind, "", "").or_empty()),
        None => Err(ParquetError::General(format!(
            "column `{}`: found {} ({:?}), expected optional UINT64, INT64, DOUBLE or UTF-8 text",
            found.path().string(),
            found.physical_type(),
            found.logical_type_ref(),
        ))),
    }
}

/// The next cells of a column.
fn cells(reader: &mut ColumnReader, column: &Column, n: usize) -> ParquetResult<Cells> {
    let mut cells = Cells::new(column.kind);
    match (&mut cells, reader) {
        (Cells::Counts(cells), ColumnReader::Int64ColumnReader(reader)) => {
            *cells = next(reader, column, n)?.map(|n| n.map(i64::cast_unsigned)).collect();
        }
        (Cells::Days(cells), ColumnReader::Int64ColumnReader(reader)) => *cells = next(reader, column, n)?.collect(),
        (Cells::Numbers(cells), ColumnReader::DoubleColumnReader(reader)) => {
            *cells = next(reader, column, n)?.collect();
            if let Some(value) = cells.iter().flatten().find(|value| !value.is_finite()) {
                let expected = column.kind.expected();
                let reason = format!("column `{}`: found `{value}`, expected {expected}", column.name);
                return Err(ParquetError::General(reason));
            }
        }
        (cells, ColumnReader::ByteArrayColumnReader(reader)) => {
            for text in next(reader, column, n)? {
                cells.push(match &text {
                    Some(text) => Value::Word(text.as_utf8()?),
                    None => Value::Empty,
                });
            }
        }
        _ => {
            return Err(ParquetError::General(format!(
                "column `{}`: found two types",
                column.name
            )));
        }
    }
    Ok(cells)
}

/// The next cells of a column in its own type.
fn next<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    column: &Column,
    n: usize,
) -> ParquetResult<impl Iterator<Item = Option<T::T>> + use<T>> {
    let (mut levels, mut values) = (Vec::new(), Vec::new());
    reader.read_records(n, Some(&mut levels), None, &mut values)?;
    if levels.len() != n || values.len() != levels.iter().filter(|level| **level == PRESENT).count() {
        let reason = format!(
            "column `{}`: found {} rows, expected {n} more",
            column.name,
            levels.len()
        );
        return Err(ParquetError::General(reason));
    }
    let mut values = values.into_iter();
    let cell = move |level| if level == PRESENT { values.next() } else { None };
    Ok(levels.into_iter().map(cell))
}
