//! Reading a table in the format Parquet back, piece by piece.

use std::fs::File;
use std::path::{Path, PathBuf};

use parquet::basic::{LogicalType, Type as Physical};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::DataType;
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};
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
}

impl ParquetReader {
    /// Opens a table. Its columns tell name and type; units and meanings are in the manifest.
    ///
    /// # Errors
    /// The file cannot be read or is no table of flat columns of the four kinds.
    pub fn open(path: &Path) -> Result<Self, ResultsError> {
        let file = File::open(path).map_err(ResultsError::io("read", path))?;
        let file = SerializedFileReader::new(file).map_err(|error| damaged(path, &error))?;
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
        })
    }

    /// The columns, in the order of the file.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Where the table is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    fn piece(&mut self) -> ParquetResult<Option<Rows>> {
        while self.left == 0 {
            if self.groups == self.file.num_row_groups() {
                return Ok(None);
            }
            let group = self.file.get_row_group(self.groups)?;
            sound(group.metadata(), self.columns.len())?;
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
        Ok(Some(Rows { columns }))
    }
}

impl Iterator for ParquetReader {
    type Item = Result<Rows, ResultsError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.piece().map_err(|error| damaged(&self.path, &error)).transpose()
    }
}

impl std::fmt::Debug for ParquetReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ParquetReader")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
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

/// Whether a row group names places that can be, which the library takes for granted.
fn sound(group: &RowGroupMetaData, columns: usize) -> ParquetResult<()> {
    let starts = |chunk: &ColumnChunkMetaData| {
        let first = chunk.dictionary_page_offset().unwrap_or(chunk.data_page_offset());
        first >= 0 && chunk.compressed_size() >= 0
    };
    if group.num_columns() == columns && group.columns().iter().all(starts) {
        Ok(())
    } else {
        Err(ParquetError::General(
            "found a row group in no possible place".to_owned(),
        ))
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
