//! The runs of a folder, piece by piece: there may be millions of them, so nothing here holds more than a piece. They are
//! read from `runs.csv` or, where only that is, from Parquet in one file or several, and come as the same typed columns.

use std::path::{Path, PathBuf};

use crate::column::{Column, Kind, Rows, Value};
use crate::error::ResultsError;
use crate::outcome::{FAILED, OUTCOMES};
use crate::parquet::ParquetReader;
use crate::records::{Line, Records};
use crate::run_rows::RunRows;

/// Rows that are read at once; so few that many readers can be open side by side.
pub(crate) const PIECE: usize = 1024;

const POINT: &str = "point";
const REPLICATE: &str = "replicate";
const OUTCOME: &str = "outcome";
/// Before a party in the name of a column.
pub const UTILITY: &str = "utility.";
/// Before an issue in the name of a column.
pub(crate) const AGREED: &str = "agreed.";

/// What stands in the column of the ends: completes "expected ...".
const END: &str = "how a run ended, like `agreement`, or `failed`";

/// The columns that every table of runs has, and that are filled in every row.
pub(crate) const FIXED: [&str; 3] = [POINT, REPLICATE, OUTCOME];

/// The runs as typed columns, by point, then replicate, in pieces of at most 1,024 rows.
#[derive(Debug)]
pub struct RunsReader {
    columns: Vec<Column>,
    filled: Filled,
    /// None once it is at its end or has told of damage.
    source: Option<Source>,
    /// What ended a piece early, to be told after it.
    damage: Option<ResultsError>,
    /// Rows of this replicate and later ones are passed over.
    below: u64,
}

#[derive(Debug)]
enum Source {
    Csv(Records),
    Parquet(ParquetReader),
}

/// Places of the columns whose cells must not be empty.
#[derive(Debug)]
struct Filled {
    always: Vec<usize>,
    /// In the row of a run that did not fail.
    if_played: Vec<usize>,
    outcome: usize,
}

impl RunsReader {
    /// The table's file name in a results folder.
    pub const FILE: &'static str = "runs.csv";

    /// The name of the same table in the format Parquet, where one file is enough.
    pub const PARQUET: &'static str = "runs.parquet";

    /// Opens a table, of Parquet if its name ends so, of CSV if not. A column that is not among those declared holds
    /// words, but for those that a [`crate::RunRow`] is made of: they are of one type in every folder.
    ///
    /// # Errors
    /// The file cannot be read, lacks a column that every table has, or has one of another type than is declared.
    pub fn open(path: &Path, declared: &[Column]) -> Result<Self, ResultsError> {
        if path.extension().is_some_and(|ending| ending == "parquet") {
            return Self::open_parts(vec![path.to_owned()], declared);
        }
        let records = Records::open(path, &FIXED)?;
        let columns = records.header().map(|name| column(name, Kind::Word, declared));
        Ok(Self::of(columns.collect(), Source::Csv(records)))
    }

    /// Opens a table of Parquet that is cut into these files, one behind the other.
    ///
    /// # Errors
    /// As for [`RunsReader::open`]; a further file of other columns is told when it is its turn.
    pub fn open_parts(paths: Vec<PathBuf>, declared: &[Column]) -> Result<Self, ResultsError> {
        let reader = ParquetReader::open_parts(paths)?;
        let found = reader.columns().iter();
        let columns: Vec<Column> = found.map(|found| column(&found.name, found.kind, declared)).collect();
        check(&reader, &columns)?;
        Ok(Self::of(columns, Source::Parquet(reader)))
    }

    fn of(columns: Vec<Column>, source: Source) -> Self {
        Self {
            filled: Filled::of(&columns),
            columns,
            source: Some(source),
            damage: None,
            below: u64::MAX,
        }
    }

    /// The columns of every piece, in the order of the file.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The place of a column among them.
    pub fn place(&self, name: &str) -> Option<usize> {
        place(&self.columns, name)
    }

    /// The same without this replicate of each point and later ones.
    #[must_use]
    pub(crate) fn below(self, replicate: u64) -> Self {
        Self {
            below: replicate,
            ..self
        }
    }

    /// The rows that are not passed over.
    fn wanted(&self, rows: Rows) -> Rows {
        let Some(replicates) = self.place(REPLICATE).filter(|_| self.below < u64::MAX) else {
            return rows;
        };
        let is_wanted = |row: &usize| matches!(rows.columns[replicates].at(*row), Value::Count(n) if n < self.below);
        let mut wanted = Rows::new(&self.columns);
        for row in (0..rows.len()).filter(is_wanted) {
            wanted.push_row(&rows, row);
        }
        wanted
    }

    /// The runs one by one instead.
    pub fn rows(self) -> RunRows {
        RunRows::new(self)
    }

    /// Reads rows until there is a piece of them.
    fn fill(&mut self, rows: &mut Rows) -> Result<(), ResultsError> {
        match &mut self.source {
            None => {}
            Some(Source::Csv(records)) => {
                while rows.len() < PIECE {
                    let Some(row) = records.read(|line| take(line, &self.columns, &self.filled, rows)) else {
                        break;
                    };
                    row?;
                }
            }
            Some(Source::Parquet(reader)) => {
                if let Some(piece) = reader.next().transpose()? {
                    if let Some((row, column)) = self.filled.first_lacking(&piece, &self.columns) {
                        let (row, name, expected) = (reader.row(row), &column.name, column.kind.expected());
                        return Err(ResultsError::Parquet {
                            path: reader.path().to_owned(),
                            reason: format!("row {row}, column `{name}`: found nothing, expected {expected}"),
                        });
                    }
                    if let Some((row, word)) = self.filled.first_no_end(&piece) {
                        let row = reader.row(row);
                        return Err(ResultsError::Parquet {
                            path: reader.path().to_owned(),
                            reason: format!("row {row}, column `{OUTCOME}`: found `{word}`, expected {END}"),
                        });
                    }
                    *rows = piece;
                }
            }
        }
        Ok(())
    }
}

impl Iterator for RunsReader {
    type Item = Result<Rows, ResultsError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let mut rows = Rows::new(&self.columns);
            let mut damage = self.damage.take();
            if damage.is_none() {
                damage = self.fill(&mut rows).err();
            }
            if rows.is_empty() {
                self.source = None;
                return damage.map(Err);
            }
            self.damage = damage;
            let wanted = self.wanted(rows);
            if !wanted.is_empty() {
                return Some(Ok(wanted));
            }
        }
    }
}

impl Filled {
    fn of(columns: &[Column]) -> Self {
        let places = |wanted: &dyn Fn(&Column) -> bool| (0..columns.len()).filter(|&k| wanted(&columns[k])).collect();
        Self {
            always: places(&|column| FIXED.contains(&column.name.as_str())),
            if_played: places(&|column| !column.may_be_empty),
            outcome: place(columns, OUTCOME).unwrap_or(usize::MAX),
        }
    }

    /// The first place of a row that must not be empty and is.
    fn lacking<'a>(&self, at: impl Fn(usize) -> Value<'a>) -> Option<usize> {
        let always = self.always.iter().find(|place| at(**place) == Value::Empty);
        let played = || match at(self.outcome) {
            Value::Word(FAILED) => None,
            _ => self.if_played.iter().find(|place| at(**place) == Value::Empty),
        };
        always.or_else(played).copied()
    }

    /// The row and the word of the first run of a piece that has no end that there is.
    fn first_no_end<'a>(&self, piece: &'a Rows) -> Option<(usize, &'a str)> {
        (0..piece.len()).find_map(|row| match piece.columns[self.outcome].at(row) {
            Value::Word(word) => (!is_end(word)).then_some((row, word)),
            _ => None,
        })
    }

    /// The row and the column of the first cell of a piece that must not be empty and is.
    fn first_lacking<'a>(&self, piece: &Rows, columns: &'a [Column]) -> Option<(usize, &'a Column)> {
        (0..piece.len()).find_map(|row| {
            let place = self.lacking(|place| piece.columns[place].at(row))?;
            Some((row, &columns[place]))
        })
    }
}

/// Whether a run can have ended so, or failed.
fn is_end(word: &str) -> bool {
    word == FAILED || OUTCOMES.contains(&word)
}

/// A column of a file: as declared, or of the kind that it has otherwise.
fn column(name: &str, kind: Kind, declared: &[Column]) -> Column {
    let known = declared.iter().find(|column| column.name == name).cloned();
    let column = known.unwrap_or_else(|| Column::new(name, kind, "", "").or_empty());
    let (kind, may_be_empty) = match name {
        POINT | REPLICATE => (Kind::Count, false),
        OUTCOME => (Kind::Word, false),
        _ if name.starts_with(UTILITY) => (Kind::Number, false),
        _ if name.starts_with(AGREED) => (Kind::Word, true),
        _ => (column.kind, column.may_be_empty),
    };
    Column {
        kind,
        may_be_empty,
        ..column
    }
}

fn place(columns: &[Column], name: &str) -> Option<usize> {
    columns.iter().position(|column| column.name == name)
}

/// Whether a table of Parquet has the columns that every table has, and each of the type that it should be.
fn check(reader: &ParquetReader, columns: &[Column]) -> Result<(), ResultsError> {
    let found = || reader.columns().iter();
    if FIXED.iter().any(|name| place(columns, name).is_none()) {
        let names = found().map(|column| column.name.as_str());
        return Err(ResultsError::header(reader.path(), names, &FIXED));
    }
    match found().zip(columns).find(|(found, column)| found.kind != column.kind) {
        None => Ok(()),
        Some((found, column)) => Err(ResultsError::Parquet {
            path: reader.path().to_owned(),
            reason: format!(
                "column `{}`: found the type {}, expected {}",
                found.name,
                found.kind.name(),
                column.kind.name()
            ),
        }),
    }
}

/// Adds a line to the rows, or tells which cell is wrong and what it should hold; then nothing is added.
fn take(line: Line<'_>, columns: &[Column], filled: &Filled, rows: &mut Rows) -> Result<(), (usize, &'static str)> {
    let expected = |place: usize| (place, columns[place].kind.expected());
    let cells = columns.iter().zip(line.cells()).enumerate();
    let values = cells.map(|(place, (column, text))| column.kind.read(text).ok_or_else(|| expected(place)));
    let values = values.collect::<Result<Vec<_>, _>>()?;
    if let Some(place) = filled.lacking(|place| values[place]) {
        return Err(expected(place));
    }
    // Whoever counts runs by their ends would leave it out without a word.
    if let Value::Word(word) = values[filled.outcome]
        && !is_end(word)
    {
        return Err((filled.outcome, END));
    }
    rows.columns
        .iter_mut()
        .zip(values)
        .for_each(|(cells, value)| cells.push(value));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::RunsReader;
    use crate::column::{Cells, Column, Kind, Value};
    use crate::error::ResultsError;
    use crate::parquet::ParquetWriter;

    const HEADER: &str = "point,replicate,outcome,end_day,utility.a,utility.b,surplus.a,agreed.toll,agreed.pilot\n";

    fn declared() -> [Column; 2] {
        [
            Column::new("end_day", Kind::Day, "day", ""),
            Column::new("surplus.a", Kind::Number, "share", "").or_empty(),
        ]
    }

    /// How many rows there are.
    fn read(text: &str) -> Result<usize, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(RunsReader::FILE);
        std::fs::write(&path, text).unwrap();
        let place = format!("{}/", folder.path().display());
        let told = |error: ResultsError| error.to_string().replace(&place, "");
        let mut pieces = RunsReader::open(&path, &declared()).map_err(told)?;
        pieces.try_fold(0, |n, piece| Ok(n + piece?.len())).map_err(told)
    }

    #[test]
    fn columns_have_the_types_that_are_declared() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(RunsReader::FILE);
        std::fs::write(&path, format!("{HEADER}0,0,agreement,-9,0.5,0.75,,low,yes\n")).unwrap();
        let mut reader = RunsReader::open(&path, &declared()).unwrap();
        let piece = reader.next().unwrap().unwrap();
        let at = |name| piece.columns[reader.place(name).unwrap()].at(0);
        assert_eq!(at("end_day"), Value::Day(-9));
        assert_eq!(at("surplus.a"), Value::Empty);
        assert_eq!(at("agreed.toll"), Value::Word("low"));
        let mut undeclared = RunsReader::open(&path, &[]).unwrap();
        let piece = undeclared.next().unwrap().unwrap();
        assert_eq!(piece.columns[3].at(0), Value::Word("-9"));
        assert!(matches!(piece.columns[4], Cells::Numbers(_)));
    }

    #[test]
    fn damage_is_told_by_place_found_and_expected() {
        for (text, message) in [
            (
                "point,outcome\n".to_owned(),
                "read runs.csv, line 1: found the columns `point,outcome`, expected among them \
                 `point,replicate,outcome`",
            ),
            (
                format!("{HEADER}0,0,agreement,9,0.5,NaN,0.1,low,yes\n"),
                "read runs.csv, line 2, column `utility.b`: found `NaN`, expected a finite number, like `0.25`",
            ),
            (
                format!("{HEADER}0,0,agreement,9,,0.5,0.1,low,yes\n"),
                "read runs.csv, line 2, column `utility.a`: found ``, expected a finite number, like `0.25`",
            ),
            (
                format!("{HEADER}0,0,failed,,,,,,\n0,,failed,,,,,,\n"),
                "read runs.csv, line 3, column `replicate`: found ``, expected a count, like `12`",
            ),
            (
                format!("{HEADER}0,0,failed,,,,,,\n0,1,agreeement,9,0.5,0.5,0.1,low,yes\n"),
                "read runs.csv, line 3, column `outcome`: found `agreeement`, expected how a run ended, like `agreement`, or \
                 `failed`",
            ),
            (
                format!("{HEADER}0,0,agreement,soon,0.5,0.5,0.1,low,yes\n"),
                "read runs.csv, line 2, column `end_day`: found `soon`, expected a day, like `-3` or `12`",
            ),
            (
                format!("{HEADER}0,0,agreement\n"),
                "read runs.csv, line 2: found 3 cells, expected 9 as in the first line",
            ),
        ] {
            assert_eq!(read(&text).unwrap_err(), message);
        }
    }

    #[test]
    fn what_comes_before_the_damage_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(RunsReader::FILE);
        std::fs::write(&path, "point,replicate,outcome\n0,0,walkout\n0,1,walkout\ndamaged\n").unwrap();
        let rows = || RunsReader::open(&path, &[]).unwrap().rows();
        assert!(rows().take(2).collect::<Result<Vec<_>, _>>().is_ok());
        let told: Vec<_> = rows().map(|row| row.is_ok()).collect();
        assert_eq!(told, [true, true, false]);
    }

    #[test]
    fn a_table_of_parquet_must_be_what_is_declared() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(RunsReader::PARQUET);
        let open = |columns: &[Column], row: &[Value<'_>]| {
            let mut writer = ParquetWriter::create(&path, columns).unwrap();
            let mut rows = crate::Rows::new(columns);
            rows.columns
                .iter_mut()
                .zip(row)
                .for_each(|(cells, value)| cells.push(*value));
            writer.write(&rows, 0..1).unwrap();
            writer.finish().unwrap();
            let read =
                RunsReader::open(&path, &declared()).and_then(|reader| reader.rows().collect::<Result<Vec<_>, _>>());
            let place = format!("{}/", folder.path().display());
            read.map_err(|error| error.to_string().replace(&place, ""))
        };
        let column = |name, kind| Column::new(name, kind, "", "");
        let mut columns = vec![
            column("outcome", Kind::Word),
            column("replicate", Kind::Count),
            column("point", Kind::Count),
            column("utility.a", Kind::Number),
        ];
        let row = [
            Value::Word("walkout"),
            Value::Count(7),
            Value::Count(3),
            Value::Number(0.5),
        ];
        let rows = open(&columns, &row).unwrap();
        assert_eq!((rows[0].point, rows[0].replicate, rows[0].utilities[0]), (3, 7, 0.5));
        assert_eq!(
            open(&columns, &[row[0], row[1], row[2], Value::Empty]).unwrap_err(),
            "read runs.parquet: row 1, column `utility.a`: found nothing, expected a finite number, like `0.25`"
        );
        assert_eq!(
            open(&columns[..2], &row[..2]).unwrap_err(),
            "read runs.parquet, line 1: found the columns `outcome,replicate`, expected among them \
             `point,replicate,outcome`"
        );
        assert_eq!(
            open(&columns, &[Value::Word("peace"), row[1], row[2], row[3]]).unwrap_err(),
            "read runs.parquet: row 1, column `outcome`: found `peace`, expected how a run ended, like `agreement`, or \
             `failed`"
        );
        columns[3] = column("end_day", Kind::Word);
        assert_eq!(
            open(&columns, &[row[0], row[1], row[2], Value::Word("9")]).unwrap_err(),
            "read runs.parquet: column `end_day`: found the type word, expected day"
        );
    }
}
