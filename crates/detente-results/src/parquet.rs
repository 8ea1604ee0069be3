//! `runs.parquet`: the same runs by column, for programs that read many of them. An empty cell is a null; the bytes depend
//! on the rows only, not on the pieces in which they come.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::properties::{WriterProperties, WriterPropertiesBuilder};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{ColumnPath, Type};

use crate::atomic::{AtomicFile, WholeFile};
use crate::column::{Cells, Column, Kind, Rows};
use crate::error::ResultsError;

mod parts;
mod reader;

pub use parts::{Cuts, ParquetParts, is_parquet_of_runs, remove_parquet};
pub(crate) use parts::{RUNS, is_part};
pub use reader::ParquetReader;

/// The level of a cell that holds something.
const PRESENT: i16 = 1;

/// Writes rows of declared columns, a row group at a time, to a file that is complete or absent.
#[derive(Debug)]
pub struct ParquetWriter {
    path: PathBuf,
    file: SerializedFileWriter<AtomicFile>,
    /// Rows of a row group.
    group: usize,
    /// Cells of the row group in the making.
    waiting: Vec<Waiting>,
    rows: usize,
}

/// The cells of one column that wait for their row group to be full.
#[derive(Debug)]
struct Waiting {
    /// Of each cell, whether it holds something.
    levels: Vec<i16>,
    values: Values,
}

/// What stands in the cells that hold something.
#[derive(Debug)]
enum Values {
    Counts(Vec<i64>),
    Days(Vec<i64>),
    Numbers(Vec<f64>),
    Words {
        /// Every word and its place among them, so that a column of many words stays fast.
        places: BTreeMap<String, usize>,
        words: Vec<ByteArray>,
        cells: Vec<usize>,
    },
}

impl ParquetWriter {
    /// Begins a file.
    ///
    /// # Errors
    /// The file system refuses.
    pub fn create(path: &Path, columns: &[Column]) -> Result<Self, ResultsError> {
        Self::with_groups(path, columns, Cuts::default().group)
    }

    /// The same with row groups of so many rows.
    fn with_groups(path: &Path, columns: &[Column], group: usize) -> Result<Self, ResultsError> {
        let file = AtomicFile::create(path)?;
        let begun = schema(columns)
            .and_then(|schema| SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties(columns))));
        Ok(Self {
            path: path.to_owned(),
            file: begun.map_err(refused(path))?,
            group,
            waiting: columns.iter().map(|column| Waiting::new(column.kind)).collect(),
            rows: 0,
        })
    }

    /// Writes some of the rows, whose columns are those declared.
    ///
    /// # Errors
    /// The file system refuses.
    ///
    /// # Panics
    /// A column is of another kind than was declared.
    pub fn write(&mut self, rows: &Rows, mut range: Range<usize>) -> Result<(), ResultsError> {
        while !range.is_empty() {
            let end = range.end.min(range.start + self.room());
            for (waiting, cells) in self.waiting.iter_mut().zip(&rows.columns) {
                waiting.add(cells, range.start..end);
            }
            self.rows += end - range.start;
            range.start = end;
            if self.rows == self.group {
                self.close_group().map_err(refused(&self.path))?;
            }
        }
        Ok(())
    }

    /// Writes what waits and the table of contents, waits until all is on the disk, and gives it its name; returns its hash,
    /// in hexadecimal.
    ///
    /// # Errors
    /// The file system refuses; then the name is as it was.
    pub fn finish(self) -> Result<String, ResultsError> {
        let path = self.path.clone();
        self.whole()?.named(&path)
    }

    /// The same without a name.
    fn whole(mut self) -> Result<WholeFile, ResultsError> {
        if self.rows > 0 {
            self.close_group().map_err(refused(&self.path))?;
        }
        self.file.into_inner().map_err(refused(&self.path))?.whole()
    }

    /// Rows that fit into the row group in the making.
    fn room(&self) -> usize {
        self.group - self.rows
    }

    /// Whether its row groups take so many bytes; that can change only where one ends.
    fn holds(&self, bytes: usize) -> bool {
        !self.file.flushed_row_groups().is_empty() && self.file.bytes_written() >= bytes
    }

    fn close_group(&mut self) -> ParquetResult<()> {
        let mut group = self.file.next_row_group()?;
        for waiting in &mut self.waiting {
            let mut column = group.next_column()?.expect("as many columns as were declared");
            let levels = Some(waiting.levels.as_slice());
            match &waiting.values {
                Values::Counts(values) | Values::Days(values) => {
                    column.typed::<Int64Type>().write_batch(values, levels, None)?
                }
                Values::Numbers(values) => column.typed::<DoubleType>().write_batch(values, levels, None)?,
                Values::Words { words, cells, .. } => {
                    let values: Vec<_> = cells.iter().map(|&place| words[place].clone()).collect();
                    column.typed::<ByteArrayType>().write_batch(&values, levels, None)?
                }
            };
            column.close()?;
            waiting.clear();
        }
        group.close()?;
        self.rows = 0;
        Ok(())
    }
}

impl Waiting {
    fn new(kind: Kind) -> Self {
        Self {
            levels: Vec::new(),
            values: match kind {
                Kind::Count => Values::Counts(Vec::new()),
                Kind::Day => Values::Days(Vec::new()),
                Kind::Number => Values::Numbers(Vec::new()),
                Kind::Word => Values::Words {
                    places: BTreeMap::new(),
                    words: Vec::new(),
                    cells: Vec::new(),
                },
            },
        }
    }

    fn add(&mut self, cells: &Cells, range: Range<usize>) {
        match (&mut self.values, cells) {
            // The bits of a count are those of the column, which is marked as unsigned.
            (Values::Counts(values), Cells::Counts(cells)) => {
                extend(&mut self.levels, values, &cells[range], u64::cast_signed);
            }
            (Values::Days(values), Cells::Days(cells)) => extend(&mut self.levels, values, &cells[range], |day| day),
            // Adding zero takes the sign from a negative zero, as CSV does.
            (Values::Numbers(values), Cells::Numbers(cells)) => {
                extend(&mut self.levels, values, &cells[range], |value| value + 0.0);
            }
            (Values::Words { places, words, cells }, Cells::Words { words: own, cells: new }) => {
                let places: Vec<_> = own.iter().map(|word| place_of(word, places, words)).collect();
                extend(&mut self.levels, cells, &new[range], |place| places[place as usize]);
            }
            (_, cells) => panic!("the column holds {:?}, which is not what was declared", cells.kind()),
        }
    }

    fn clear(&mut self) {
        self.levels.clear();
        match &mut self.values {
            Values::Counts(values) | Values::Days(values) => values.clear(),
            Values::Numbers(values) => values.clear(),
            Values::Words { places, words, cells } => {
                places.clear();
                words.clear();
                cells.clear();
            }
        }
    }
}

fn extend<T: Copy, V>(levels: &mut Vec<i16>, values: &mut Vec<V>, cells: &[Option<T>], value: impl Fn(T) -> V) {
    levels.extend(cells.iter().map(|cell| if cell.is_some() { PRESENT } else { 0 }));
    values.extend(cells.iter().flatten().map(|&cell| value(cell)));
}

fn place_of(word: &str, places: &mut BTreeMap<String, usize>, words: &mut Vec<ByteArray>) -> usize {
    if let Some(&place) = places.get(word) {
        return place;
    }
    words.push(ByteArray::from(word));
    places.insert(word.to_owned(), words.len() - 1);
    words.len() - 1
}

fn schema(columns: &[Column]) -> ParquetResult<Type> {
    let field = |column: &Column| {
        let (physical, logical) = match column.kind {
            Kind::Count => (Physical::INT64, Some(LogicalType::integer(64, false))),
            Kind::Day => (Physical::INT64, Some(LogicalType::integer(64, true))),
            Kind::Number => (Physical::DOUBLE, None),
            Kind::Word => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        };
        let field = Type::primitive_type_builder(&column.name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical)
            .build()?;
        Ok(Arc::new(field))
    };
    let fields = columns.iter().map(field).collect::<ParquetResult<_>>()?;
    Type::group_type_builder("runs").with_fields(fields).build()
}

/// Everything by its default but what is said here; nothing tells time or place.
fn properties(columns: &[Column]) -> WriterProperties {
    let properties = WriterProperties::builder()
        .set_created_by(concat!("detente-results version ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_compression(Compression::SNAPPY);
    // Numbers are mostly all different, so that a dictionary of them would be a second column.
    let numbers = columns.iter().filter(|column| column.kind == Kind::Number);
    let plain = |properties: WriterPropertiesBuilder, column: &Column| {
        properties.set_column_dictionary_enabled(ColumnPath::new(vec![column.name.clone()]), false)
    };
    numbers.fold(properties, plain).build()
}

fn refused(path: &Path) -> impl FnOnce(ParquetError) -> ResultsError {
    let told = ResultsError::io("write", path);
    move |error| told(std::io::Error::other(error))
}

#[cfg(test)]
mod tests {
    use super::{Cuts, ParquetReader, ParquetWriter};
    use crate::column::{Column, Kind, Rows, Value};

    fn columns() -> [Column; 4] {
        [
            Column::new("n", Kind::Count, "", ""),
            Column::new("day", Kind::Day, "day", "").or_empty(),
            Column::new("x", Kind::Number, "", "").or_empty(),
            Column::new("word", Kind::Word, "", "").or_empty(),
        ]
    }

    /// Rows in which every column has empty cells, and words come and go.
    fn rows(n: usize) -> Rows {
        let mut rows = Rows::new(&columns());
        for row in 0..n as u64 {
            let words = ["low", "high", "", "m\u{e9}dium"];
            let filled = |every: u64, value| if row % every == 0 { Value::Empty } else { value };
            rows.columns[0].push(Value::Count(u64::MAX - row));
            rows.columns[1].push(filled(3, Value::Day(-(row as i64))));
            rows.columns[2].push(filled(7, Value::Number(1.0 / (row as f64 + 1.0))));
            rows.columns[3].push(Value::Word(words[row as usize / 1000 % 4]));
        }
        rows
    }

    fn written(rows: &Rows, cuts: impl Iterator<Item = usize>) -> Vec<u8> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("runs.parquet");
        let mut writer = ParquetWriter::create(&path, &columns()).unwrap();
        let mut begin = 0;
        for cut in cuts.take_while(|cut| *cut < rows.len()).chain([rows.len()]) {
            writer.write(rows, begin..cut).unwrap();
            begin = cut;
        }
        writer.finish().unwrap();
        std::fs::read(&path).unwrap()
    }

    #[test]
    fn the_bytes_do_not_depend_on_how_rows_are_cut() {
        let rows = rows(2 * Cuts::default().group + 17);
        let whole = written(&rows, std::iter::empty());
        assert!(whole == written(&rows, (1..).map(|k| k * 1024)));
        assert!(whole == written(&rows, (1..).map(|k| k * k)));
    }

    #[test]
    fn all_rows_come_back_in_pieces() {
        let rows = rows(Cuts::default().group + 1500);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("runs.parquet");
        std::fs::write(&path, written(&rows, std::iter::empty())).unwrap();
        let mut read = 0;
        for piece in ParquetReader::open(&path).unwrap() {
            let piece = piece.unwrap();
            assert!(!piece.is_empty() && piece.len() <= 1024);
            for row in 0..piece.len() {
                for (found, expected) in piece.columns.iter().zip(&rows.columns) {
                    assert_eq!(found.at(row), expected.at(read + row));
                }
            }
            read += piece.len();
        }
        assert_eq!(read, rows.len());
    }

    #[test]
    fn a_table_without_rows_has_its_columns() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("runs.parquet");
        ParquetWriter::create(&path, &columns()).unwrap().finish().unwrap();
        let mut reader = ParquetReader::open(&path).unwrap();
        let kinds = |columns: &[Column]| columns.iter().map(|c| (c.name.clone(), c.kind)).collect::<Vec<_>>();
        assert_eq!(kinds(reader.columns()), kinds(&columns()));
        assert!(reader.next().is_none());
    }

    #[test]
    fn damage_is_an_error_and_no_panic() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("runs.parquet");
        let sound = written(&rows(40), std::iter::empty());
        let read = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            ParquetReader::open(&path)?.try_for_each(|piece| piece.map(|_| ()))
        };
        assert!(read(&sound).is_ok());
        for length in 0..sound.len() {
            assert!(read(&sound[..length]).is_err(), "cut to {length} bytes");
        }
        for place in 0..sound.len() {
            let mut bytes = sound.clone();
            bytes[place] ^= 0x15;
            // A changed digit cannot be told; nothing may panic.
            let _ = read(&bytes);
        }
    }
}
