//! A results folder that is there: opening it, and saying what a path holds before anything is touched.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::design::DesignTable;
use crate::error::ResultsError;
use crate::manifest::{MANIFEST_FILE, Manifest};
use crate::parquet::is_parquet_of_runs;
use crate::runs::RunsReader;
use crate::sample::Sample;
use crate::solutions::SolutionsTable;
use crate::table::{Row, TableReader};

/// An opened results folder.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
    manifest: Manifest,
}

impl Folder {
    /// Opens a folder by its manifest.
    ///
    /// # Errors
    /// There is no manifest, or it is not one that this version reads.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, ResultsError> {
        let path = path.into();
        let manifest = Manifest::read(&path.join(MANIFEST_FILE))?;
        Ok(Self { path, manifest })
    }

    /// Where the folder is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What it says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The place of a file in the folder, there or not.
    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Reads a table. One that is neither listed in the manifest nor there has no rows: not every experiment has
    /// contrasts or trajectories.
    ///
    /// # Errors
    /// The table is listed but not there, or it is damaged.
    pub fn table<R: Row>(&self) -> Result<Vec<R>, ResultsError> {
        self.rows()?.collect()
    }

    /// Reads a table row by row, by the same rule as [`Folder::table`].
    ///
    /// # Errors
    /// The table is listed but not there, or lacks a column; each row may be damaged.
    pub fn rows<R: Row>(&self) -> Result<impl Iterator<Item = Result<R, ResultsError>> + use<R>, ResultsError> {
        let reader = self.holds(R::FILE)?.then(|| TableReader::open(&self.file(R::FILE)));
        Ok(reader.transpose()?.into_iter().flatten())
    }

    /// Reads the design, by the same rule as [`Folder::table`].
    ///
    /// # Errors
    /// The design is listed but not there, or it is damaged.
    pub fn design(&self) -> Result<DesignTable, ResultsError> {
        self.design_points(|_| true)
    }

    /// Reads the design's rows of some points, by the same rule as [`Folder::table`].
    ///
    /// # Errors
    /// The design is listed but not there, or it is damaged.
    pub fn design_points(&self, wanted: impl Fn(u64) -> bool) -> Result<DesignTable, ResultsError> {
        if self.holds(DesignTable::FILE)? {
            DesignTable::read_points(&self.file(DesignTable::FILE), wanted)
        } else {
            Ok(DesignTable::default())
        }
    }

    /// Reads the solutions of one design point, by the same rule as [`Folder::table`].
    ///
    /// # Errors
    /// The table is listed but not there, or it is damaged.
    pub fn solutions(&self, point: u64) -> Result<SolutionsTable, ResultsError> {
        if self.holds(SolutionsTable::FILE)? {
            SolutionsTable::read(&self.file(SolutionsTable::FILE), point)
        } else {
            Ok(SolutionsTable::default())
        }
    }

    /// Opens the runs, as CSV where that is there, as Parquet where only that is; none if they are neither listed in the
    /// manifest nor there, as where only a sample of them was kept.
    ///
    /// # Errors
    /// The table is listed but not there, or its columns are not those that it must have.
    pub fn runs(&self) -> Result<Option<RunsReader>, ResultsError> {
        let columns = &self.manifest.columns;
        let (csv, parts) = (RunsReader::FILE, self.parquet());
        if self.file(csv).exists() || !self.file(parts[0]).exists() {
            // Whichever of the two the manifest lists, one of them must be there.
            let there = self.holds(csv)? || self.holds(parts[0])?;
            return there.then(|| RunsReader::open(&self.file(csv), columns)).transpose();
        }
        for part in &parts {
            self.holds(part)?;
        }
        let parts = parts.into_iter().map(|part| self.file(part)).collect();
        RunsReader::open_parts(parts, columns).map(Some)
    }

    /// Opens the runs that were kept: all, or the sample. A sample holds more of rare ends than there are among all runs.
    ///
    /// # Errors
    /// As for [`Folder::runs`].
    pub fn kept_runs(&self) -> Result<Option<RunsReader>, ResultsError> {
        match self.manifest.sample {
            None => self.runs(),
            Some(_) => self.sample(),
        }
    }

    /// Opens the runs that stand for all runs alike: all, or the first of each point where a sample was kept.
    ///
    /// # Errors
    /// As for [`Folder::runs`].
    pub fn first_runs(&self) -> Result<Option<RunsReader>, ResultsError> {
        let kept = self.kept_runs()?;
        Ok(match self.manifest.sample {
            None => kept,
            Some(sample) => kept.map(|runs| runs.below(sample.first)),
        })
    }

    /// Opens the sample.
    fn sample(&self) -> Result<Option<RunsReader>, ResultsError> {
        let [csv, parquet] = [Sample::FILE, Sample::PARQUET];
        let is_csv = self.file(csv).exists() || !self.file(parquet).exists();
        let file = if is_csv { csv } else { parquet };
        let there = self.holds(file)? || self.holds(parquet)?;
        let open = || RunsReader::open(&self.file(file), &self.manifest.columns);
        there.then(open).transpose()
    }

    /// The files of the runs as Parquet: those that the manifest lists and no other, since it was written when all of them
    /// were there; where it lists none, the one that may be there all the same.
    fn parquet(&self) -> Vec<&str> {
        let files = self.manifest.files.iter().map(|file| file.name.as_str());
        let listed: Vec<&str> = files.filter(|name| is_parquet_of_runs(name)).collect();
        match listed.is_empty() {
            true => vec![RunsReader::PARQUET],
            false => listed,
        }
    }

    fn holds(&self, name: &str) -> Result<bool, ResultsError> {
        let path = self.file(name);
        match path.exists() {
            false if self.manifest.lists(name) => Err(ResultsError::Absent { path }),
            there => Ok(there),
        }
    }
}

/// What a path holds.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// Nothing is there.
    Missing,
    /// A folder with nothing in it.
    Empty,
    /// A results folder.
    Ours(Box<Manifest>),
    /// Something else, which nobody may overwrite unasked.
    Foreign {
        /// The name of something in it, or of the path itself if it is no folder.
        example: String,
    },
}

/// Says what a path holds and touches nothing. A folder whose manifest cannot be read as ours is foreign.
///
/// # Errors
/// The path is there, but cannot be looked into.
pub fn inspect(path: &Path) -> Result<State, ResultsError> {
    let entries = match std::fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(State::Missing),
        Err(error) if error.kind() == ErrorKind::NotADirectory => return Ok(foreign(path)),
        Err(error) => return Err(ResultsError::io("read", path)(error)),
    };
    let mut names = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(ResultsError::io("read", path))?;
    names.sort();
    let Some(first) = names.first() else {
        return Ok(State::Empty);
    };
    let manifest = path.join(MANIFEST_FILE);
    Ok(match Manifest::read(&manifest) {
        Ok(ours) => State::Ours(Box::new(ours)),
        Err(_) if manifest.exists() => foreign(&manifest),
        Err(_) => foreign(first),
    })
}

fn foreign(path: &Path) -> State {
    let example = path
        .file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned();
    State::Foreign { example }
}

#[cfg(test)]
mod tests {
    use super::{Folder, State, inspect};
    use crate::column::{Column, Kind, Rows, Value};
    use crate::error::ResultsError;
    use crate::manifest::tests::example;
    use crate::manifest::{FileRecord, Manifest};
    use crate::parquet::{Cuts, ParquetParts, ParquetWriter};
    use crate::rows::{ContrastRow, SummaryRow};
    use crate::table::Row;

    #[test]
    fn a_path_is_missing_empty_ours_or_foreign() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("levers");
        let foreign = |name: &str| State::Foreign {
            example: name.to_owned(),
        };
        assert_eq!(inspect(&path).unwrap(), State::Missing);
        std::fs::create_dir(&path).unwrap();
        assert_eq!(inspect(&path).unwrap(), State::Empty);
        std::fs::write(path.join("thesis.doc"), "years of work").unwrap();
        std::fs::write(path.join("zebra"), "").unwrap();
        assert_eq!(inspect(&path).unwrap(), foreign("thesis.doc"));
        assert_eq!(inspect(&path.join("thesis.doc")).unwrap(), foreign("thesis.doc"));
        std::fs::write(path.join("manifest.json"), "{\"name\": \"a web page\"}").unwrap();
        assert_eq!(inspect(&path).unwrap(), foreign("manifest.json"));
        std::fs::write(path.join("manifest.json"), example().to_json()).unwrap();
        assert_eq!(inspect(&path).unwrap(), State::Ours(Box::new(example())));
    }

    #[test]
    fn a_folder_without_a_manifest_does_not_open() {
        let home = tempfile::tempdir().unwrap();
        let message = Folder::open(home.path()).unwrap_err().to_string();
        assert!(message.starts_with("read "), "{message}");
        assert!(message.contains("manifest.json"), "{message}");
    }

    #[test]
    fn a_table_may_be_absent_unless_it_is_listed() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("manifest.json"), example().to_json()).unwrap();
        let folder = Folder::open(home.path()).unwrap();
        assert_eq!(folder.table::<ContrastRow>().unwrap(), []);
        assert_eq!(folder.design().unwrap().rows, []);
        assert_eq!(folder.solutions(0).unwrap().rows, []);
        assert!(folder.runs().unwrap().is_none());
        assert!(matches!(folder.table::<SummaryRow>(), Err(ResultsError::Absent { .. })));
    }

    #[test]
    fn a_table_is_read_row_by_row() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("manifest.json"), example().to_json()).unwrap();
        let folder = Folder::open(home.path()).unwrap();
        assert_eq!(folder.rows::<ContrastRow>().unwrap().count(), 0);
        let text = "point,policy,outcome,n,count,share,ci_low,ci_high\n0,base,walkout,2,1,0.5,0,1\ndamaged\n";
        std::fs::write(folder.file(SummaryRow::FILE), text).unwrap();
        let told: Vec<_> = folder.rows::<SummaryRow>().unwrap().map(|row| row.is_ok()).collect();
        assert_eq!(told, [true, false]);
        assert!(folder.table::<SummaryRow>().is_err());
    }

    #[test]
    fn runs_are_read_from_either_file() {
        let home = tempfile::tempdir().unwrap();
        let mut manifest = example();
        let listed = |name: &str| FileRecord {
            name: name.to_owned(),
            hash: "00".to_owned(),
        };
        let open = |manifest: &Manifest| {
            std::fs::write(home.path().join("manifest.json"), manifest.to_json()).unwrap();
            let runs = Folder::open(home.path()).unwrap().runs()?;
            Ok(runs.map(|runs| runs.rows().map(|row| row.unwrap().point).collect::<Vec<_>>()))
        };
        manifest.files.push(listed("runs.parquet"));
        assert!(matches!(open(&manifest), Err(ResultsError::Absent { path }) if path.ends_with("runs.parquet")));
        let columns = [
            ("point", Kind::Count),
            ("replicate", Kind::Count),
            ("outcome", Kind::Word),
        ];
        let columns = columns.map(|(name, kind)| Column::new(name, kind, "", ""));
        let mut rows = Rows::new(&columns);
        let values = [Value::Count(7), Value::Count(0), Value::Word("walkout")];
        rows.columns
            .iter_mut()
            .zip(values)
            .for_each(|(cells, value)| cells.push(value));
        let mut writer = ParquetWriter::create(&home.path().join("runs.parquet"), &columns).unwrap();
        writer.write(&rows, 0..1).unwrap();
        writer.finish().unwrap();
        assert_eq!(open(&manifest).unwrap(), Some(vec![7]));
        std::fs::write(home.path().join("runs.csv"), "point,replicate,outcome\n8,0,walkout\n").unwrap();
        assert_eq!(open(&manifest).unwrap(), Some(vec![8]));
    }

    /// Two points of five replicates each, of which those below 2 are all kept and later ones if they are rare.
    #[test]
    fn a_sample_is_not_taken_for_the_runs() {
        let home = tempfile::tempdir().unwrap();
        let mut manifest = example();
        manifest.sample = manifest.sample.map(|sample| crate::Sample { first: 2, ..sample });
        std::fs::write(home.path().join("manifest.json"), manifest.to_json()).unwrap();
        let text = "point,replicate,outcome\n0,0,walkout\n0,1,walkout\n0,4,deadlock\n1,0,walkout\n1,1,deadlock\n1,3,deadlock\n";
        std::fs::write(home.path().join("sample.csv"), text).unwrap();
        let folder = Folder::open(home.path()).unwrap();
        let told = |runs: Option<crate::RunsReader>| -> Vec<(u64, u64)> {
            let rows = runs.expect("rows").rows().map(Result::unwrap);
            rows.map(|row| (row.point, row.replicate)).collect()
        };
        assert!(folder.runs().unwrap().is_none());
        assert_eq!(
            told(folder.kept_runs().unwrap()),
            [(0, 0), (0, 1), (0, 4), (1, 0), (1, 1), (1, 3)]
        );
        assert_eq!(told(folder.first_runs().unwrap()), [(0, 0), (0, 1), (1, 0), (1, 1)]);
    }

    /// A folder of runs that end so, with a file for each.
    fn in_parts(ends: &[&str]) -> (tempfile::TempDir, Folder) {
        let home = tempfile::tempdir().unwrap();
        let columns = [
            ("point", Kind::Count),
            ("replicate", Kind::Count),
            ("outcome", Kind::Word),
        ];
        let columns = columns.map(|(name, kind)| Column::new(name, kind, "", ""));
        let mut rows = Rows::new(&columns);
        for (point, end) in ends.iter().enumerate() {
            let values = [Value::Count(point as u64), Value::Count(0), Value::Word(end)];
            rows.columns
                .iter_mut()
                .zip(values)
                .for_each(|(cells, value)| cells.push(value));
        }
        let mut parts = ParquetParts::create(home.path(), &columns, Cuts { group: 1, bytes: 1 }).unwrap();
        parts.write(&rows, 0..ends.len()).unwrap();
        let mut manifest = example();
        manifest.files.extend(parts.finish().unwrap());
        std::fs::write(home.path().join("manifest.json"), manifest.to_json()).unwrap();
        let folder = Folder::open(home.path()).unwrap();
        (home, folder)
    }

    #[test]
    fn runs_are_those_of_the_parts_that_are_listed() {
        let (_home, folder) = in_parts(&["walkout"; 3]);
        let points = || {
            let rows = folder.runs()?.unwrap().rows();
            rows.map(|row| Ok(row?.point)).collect::<Result<Vec<_>, ResultsError>>()
        };
        assert_eq!(points().unwrap(), [0, 1, 2]);
        let [first, second, fourth] = [0, 1, 3].map(|n| folder.file(&format!("runs/part-0000{n}.parquet")));
        std::fs::copy(&first, fourth).unwrap();
        assert_eq!(points().unwrap(), [0, 1, 2]);
        std::fs::remove_file(&second).unwrap();
        assert!(matches!(points(), Err(ResultsError::Absent { path }) if path == second));
    }

    #[test]
    fn damage_in_a_part_is_told_by_its_file_and_row() {
        let (_home, folder) = in_parts(&["walkout", "peace"]);
        let told = folder
            .runs()
            .unwrap()
            .unwrap()
            .find_map(Result::err)
            .unwrap()
            .to_string();
        let file = folder.file("runs/part-00001.parquet");
        let place = format!("read {}: row 1, column `outcome`: found `peace`", file.display());
        assert!(told.starts_with(&place), "{told}");
    }
}
