//! The runs of a folder as Parquet: one file, `runs.parquet`, or, where that would be larger than what tools like to read at
//! once, several of one schema, `runs/part-00000.parquet` and so on. Where one ends is said by the rows alone.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::ParquetWriter;
use crate::atomic::WholeFile;
use crate::column::{Column, Rows};
use crate::error::ResultsError;
use crate::manifest::FileRecord;
use crate::runs::{PIECE, RunsReader};
use crate::unfinished::{is_absent, remove};

/// The folder of the part files inside a results folder.
pub(crate) const RUNS: &str = "runs";

/// Digits of a part's number; there may be more.
const DIGITS: usize = 5;

/// How rows are cut.
#[derive(Clone, Copy, Debug)]
pub struct Cuts {
    /// Rows of a row group.
    pub group: usize,
    /// A file whose row groups take so many bytes is followed by another, if there are more rows.
    pub bytes: usize,
}

impl Default for Cuts {
    /// Whole pieces, and enough of them to compress well; files of 64 MiB and a row group at most.
    fn default() -> Self {
        Self {
            group: 100 * PIECE,
            bytes: 64 << 20,
        }
    }
}

/// Writes the runs of a folder, whole or not at all: no file has its name before all are complete.
#[derive(Debug)]
pub struct ParquetParts {
    folder: PathBuf,
    columns: Vec<Column>,
    cuts: Cuts,
    whole: Vec<WholeFile>,
    open: ParquetWriter,
}

impl ParquetParts {
    /// Begins the first file.
    ///
    /// # Errors
    /// The file system refuses.
    pub fn create(folder: &Path, columns: &[Column], cuts: Cuts) -> Result<Self, ResultsError> {
        Ok(Self {
            folder: folder.to_owned(),
            columns: columns.to_vec(),
            cuts,
            whole: Vec::new(),
            open: begun(folder, columns, cuts)?,
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
            if self.open.holds(self.cuts.bytes) {
                let next = begun(&self.folder, &self.columns, self.cuts)?;
                self.whole.push(std::mem::replace(&mut self.open, next).whole()?);
            }
            let end = range.end.min(range.start + self.open.room());
            self.open.write(rows, range.start..end)?;
            range.start = end;
        }
        Ok(())
    }

    /// Gives all files their names, and says which they are, in order. What was there of the runs in this format is gone.
    ///
    /// # Errors
    /// The file system refuses.
    pub fn finish(mut self) -> Result<Vec<FileRecord>, ResultsError> {
        self.whole.push(self.open.whole()?);
        // Before any new one: parts of two tables must never stand side by side as if they were one.
        remove(parts_in(&self.folder)?)?;
        let names = match self.whole.len() {
            1 => vec![RunsReader::PARQUET.to_owned()],
            n => {
                remove(vec![self.folder.join(RunsReader::PARQUET)])?;
                let runs = self.folder.join(RUNS);
                fs::create_dir_all(&runs).map_err(ResultsError::io("create", &runs))?;
                (0..n).map(part_name).collect()
            }
        };
        let files = self.whole.into_iter().zip(names);
        let files = files.map(|(file, name)| {
            let hash = file.named(&self.folder.join(&name))?;
            Ok(FileRecord { name, hash })
        });
        let files = files.collect::<Result<_, ResultsError>>();
        remove_empty(&self.folder);
        files
    }
}

/// A file in the making, called by what it is if it stays alone.
fn begun(folder: &Path, columns: &[Column], cuts: Cuts) -> Result<ParquetWriter, ResultsError> {
    ParquetWriter::with_groups(&folder.join(RunsReader::PARQUET), columns, cuts.group)
}

/// Removes the runs of a folder as Parquet, in one file or several.
///
/// # Errors
/// The file system refuses.
pub fn remove_parquet(folder: &Path) -> Result<(), ResultsError> {
    let mut files = parts_in(folder)?;
    files.push(folder.join(RunsReader::PARQUET));
    remove(files)?;
    remove_empty(folder);
    Ok(())
}

/// Whether a file of a results folder holds runs as Parquet, by its name below it.
pub fn is_parquet_of_runs(name: &str) -> bool {
    let part = name.strip_prefix(RUNS).and_then(|rest| rest.strip_prefix('/'));
    name == RunsReader::PARQUET || part.is_some_and(is_part)
}

/// `part-00000.parquet`.
pub(crate) fn is_part(file: &str) -> bool {
    let number = file
        .strip_prefix("part-")
        .and_then(|rest| rest.strip_suffix(".parquet"));
    number.is_some_and(|number| number.len() >= DIGITS && number.bytes().all(|digit| digit.is_ascii_digit()))
}

fn part_name(number: usize) -> String {
    format!("{RUNS}/part-{number:0DIGITS$}.parquet")
}

fn parts_in(folder: &Path) -> Result<Vec<PathBuf>, ResultsError> {
    let runs = folder.join(RUNS);
    let entries = match fs::read_dir(&runs) {
        Err(error) if is_absent(&error) => return Ok(Vec::new()),
        entries => entries.map_err(ResultsError::io("read", &runs))?,
    };
    let parts = entries
        .flatten()
        .filter(|entry| entry.file_name().to_str().is_some_and(is_part));
    Ok(parts.map(|entry| entry.path()).collect())
}

/// The folder of part files stays where somebody keeps something in it.
fn remove_empty(folder: &Path) {
    let _ = fs::remove_dir(folder.join(RUNS));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column::{Cells, Kind, Value};
    use crate::parquet::ParquetReader;

    fn columns() -> [Column; 2] {
        [
            Column::new("n", Kind::Count, "", ""),
            Column::new("x", Kind::Number, "", "").or_empty(),
        ]
    }

    fn rows(n: u64) -> Rows {
        let mut rows = Rows::new(&columns());
        for row in 0..n {
            rows.columns[0].push(Value::Count(row));
            rows.columns[1].push(Value::Number(1.0 / (row as f64 + 1.0)));
        }
        rows
    }

    /// Files of about 2 kB: a row group of 100 rows takes about 1.4 kB.
    const SMALL: Cuts = Cuts {
        group: 100,
        bytes: 2_000,
    };

    fn write(folder: &Path, rows: &Rows, cuts: Cuts, step: usize) -> Vec<FileRecord> {
        let mut parts = ParquetParts::create(folder, &columns(), cuts).unwrap();
        for begin in (0..rows.len()).step_by(step) {
            parts.write(rows, begin..rows.len().min(begin + step)).unwrap();
        }
        parts.finish().unwrap()
    }

    /// Names of the files below a folder, and their bytes.
    fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
        let mut files = Vec::new();
        for at in [folder.to_owned(), folder.join(RUNS)] {
            for entry in fs::read_dir(at).into_iter().flatten().flatten() {
                if entry.file_type().unwrap().is_file() {
                    let path = entry.path();
                    let name = path.strip_prefix(folder).unwrap().display().to_string();
                    files.push((name, fs::read(path).unwrap()));
                }
            }
        }
        files.sort();
        files
    }

    /// The column `n` of all files, in order.
    fn read(folder: &Path, files: &[FileRecord]) -> Result<Vec<u64>, ResultsError> {
        let reader = ParquetReader::open_parts(files.iter().map(|file| folder.join(&file.name)).collect())?;
        let mut read = Vec::new();
        for piece in reader {
            match &piece?.columns[0] {
                Cells::Counts(cells) => read.extend(cells.iter().flatten()),
                other => panic!("{other:?}"),
            }
        }
        Ok(read)
    }

    /// Every file but the last is as large as is asked for, none by more than a row group, and the rows come back in order.
    #[test]
    fn files_are_cut_by_their_bytes_and_by_nothing_else() {
        let (home, rows) = (tempfile::tempdir().unwrap(), rows(1_250));
        let [whole, steps] = ["whole", "steps"].map(|name| home.path().join(name));
        for folder in [&whole, &steps] {
            fs::create_dir(folder).unwrap();
        }
        let written = write(&whole, &rows, SMALL, 1_250);
        assert_eq!(written, write(&steps, &rows, SMALL, 7));
        assert_eq!(files(&whole), files(&steps));
        let names: Vec<&str> = written.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(
            (names[0], names[1]),
            ("runs/part-00000.parquet", "runs/part-00001.parquet")
        );
        assert_eq!(
            names,
            files(&whole).iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>()
        );
        assert!(names.len() > 4 && names.iter().all(|name| is_parquet_of_runs(name)));
        let sizes: Vec<usize> = files(&whole).iter().map(|(_, bytes)| bytes.len()).collect();
        let (_, but_last) = sizes.split_last().unwrap();
        assert!(but_last.iter().all(|size| (2_000..6_000).contains(size)), "{sizes:?}");
        assert!(read(&whole, &written).unwrap().into_iter().eq(0..1_250));
        for file in &written {
            assert_eq!(crate::atomic::hash_of(&whole.join(&file.name)).unwrap(), file.hash);
        }
    }

    /// Whatever was there before, a folder holds one table; what is somebody's own stays.
    #[test]
    fn a_folder_holds_the_last_table_in_one_file_or_in_several() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path();
        let names = || files(folder).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        let one = Cuts {
            bytes: 1 << 20,
            ..SMALL
        };
        assert_eq!(write(folder, &rows(250), one, 250)[0].name, "runs.parquet");
        let many = write(folder, &rows(1_250), SMALL, 250);
        assert_eq!(names(), many.iter().map(|file| file.name.clone()).collect::<Vec<_>>());
        let fewer = write(folder, &rows(450), SMALL, 250);
        assert!(fewer.len() < many.len());
        assert_eq!(names(), fewer.iter().map(|file| file.name.clone()).collect::<Vec<_>>());
        fs::write(folder.join("runs/notes.md"), "mine").unwrap();
        write(folder, &rows(250), one, 250);
        assert_eq!(names(), ["runs.parquet", "runs/notes.md"]);
        fs::remove_file(folder.join("runs/notes.md")).unwrap();
        write(folder, &rows(450), SMALL, 250);
        remove_parquet(folder).unwrap();
        assert_eq!(fs::read_dir(folder).unwrap().count(), 0);
        // A folder of no runs has a table.
        assert_eq!(write(folder, &rows(0), SMALL, 1)[0].name, "runs.parquet");
    }

    /// What ends before it is complete leaves what was there.
    #[test]
    fn nothing_has_its_name_before_all_is_written() {
        let home = tempfile::tempdir().unwrap();
        let before = write(home.path(), &rows(450), SMALL, 250);
        let there = files(home.path());
        let rows = rows(1_250);
        let mut parts = ParquetParts::create(home.path(), &columns(), SMALL).unwrap();
        parts.write(&rows, 0..1_000).unwrap();
        let temporary = |name: &str| crate::atomic::is_temporary(name);
        let found = files(home.path());
        assert!(found.iter().filter(|(name, _)| temporary(name)).count() > 2);
        assert!(found.iter().filter(|(name, _)| !temporary(name)).eq(&there));
        drop(parts);
        assert_eq!(files(home.path()), there);
        assert_eq!(read(home.path(), &before).unwrap().len(), 450);
    }

    #[test]
    fn a_part_of_other_columns_is_told() {
        let home = tempfile::tempdir().unwrap();
        let written = write(home.path(), &rows(450), SMALL, 250);
        let other = [Column::new("n", Kind::Word, "", ""), columns()[1].clone()];
        ParquetWriter::create(&home.path().join(&written[1].name), &other)
            .unwrap()
            .finish()
            .unwrap();
        let told = read(home.path(), &written).unwrap_err().to_string();
        let told = told.replace(&format!("{}/", home.path().display()), "");
        assert_eq!(
            told,
            "read runs/part-00001.parquet: found other columns than in runs/part-00000.parquet; expected the same"
        );
    }

    #[test]
    fn names_of_parts_are_told_from_those_of_others() {
        assert_eq!(part_name(7), "runs/part-00007.parquet");
        for (name, is) in [
            ("runs.parquet", true),
            ("runs/part-123456.parquet", true),
            ("runs/part-1.parquet", false),
            ("runs/part-0000x.parquet", false),
            ("runs/part-00000.csv", false),
            ("part-00000.parquet", false),
            ("other/runs.parquet", false),
        ] {
            assert_eq!(is_parquet_of_runs(name), is, "{name}");
        }
    }
}
