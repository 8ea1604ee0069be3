//! `runs.csv`, line by line: it may have millions of rows, so nothing here holds more than one.

use std::path::Path;

use csv::StringRecord;

use crate::error::ResultsError;
use crate::outcome::FAILED;
use crate::table::{Records, cell_error, next_cell};

/// What a run came to; the columns that do not say so are left where they are.
#[derive(Clone, Debug, PartialEq)]
pub struct RunRow {
    /// Design point, counted from 0.
    pub point: u64,
    /// Replicate, counted from 0.
    pub replicate: u64,
    /// One of [`crate::OUTCOMES`], or [`FAILED`].
    pub outcome: String,
    /// Utility of each party, in the order of [`RunsReader::parties`]; none if the run failed.
    pub utilities: Vec<f64>,
    /// What was agreed, as `issue=option;issue=option`; empty without an agreement.
    pub package: String,
}

/// The runs one after another, by point, then replicate.
#[derive(Debug)]
pub struct RunsReader {
    records: Records,
    parties: Vec<String>,
    /// Columns of the parties' utilities.
    utilities: Vec<usize>,
    /// Issues and their columns.
    issues: Vec<(String, usize)>,
}

impl RunsReader {
    /// The table's file name in a results folder.
    pub const FILE: &'static str = "runs.csv";

    const FIXED: [&'static str; 3] = ["point", "replicate", "outcome"];

    /// Opens the table.
    ///
    /// # Errors
    /// The file cannot be read or does not begin with the fixed columns.
    pub fn open(path: &Path) -> Result<Self, ResultsError> {
        let records = Records::open(path, &Self::FIXED)?;
        let (parties, utilities) = columns(&records.header, "utility.").into_iter().unzip();
        Ok(Self {
            parties,
            utilities,
            issues: columns(&records.header, "agreed."),
            records,
        })
    }

    /// The parties that have utilities, in the order of the columns.
    pub fn parties(&self) -> &[String] {
        &self.parties
    }

    fn row(&self, cells: &StringRecord) -> Result<RunRow, (usize, &'static str)> {
        let mut first = cells.iter().enumerate();
        let (point, replicate) = (next_cell(&mut first)?, next_cell(&mut first)?);
        let outcome: String = next_cell(&mut first)?;
        let cell = |column: &usize| next_cell(&mut cells.get(*column).map(|text| (*column, text)).into_iter());
        let utilities = match outcome.as_str() {
            FAILED => Vec::new(),
            _ => self.utilities.iter().map(cell).collect::<Result<_, _>>()?,
        };
        let agreed = self.issues.iter().filter_map(|(issue, column)| {
            let option = cells.get(*column).filter(|option| !option.is_empty())?;
            Some(format!("{issue}={option}"))
        });
        Ok(RunRow {
            point,
            replicate,
            outcome,
            utilities,
            package: agreed.collect::<Vec<_>>().join(";"),
        })
    }
}

/// What stands behind a prefix in the names of columns, and where these columns are.
fn columns(header: &StringRecord, prefix: &str) -> Vec<(String, usize)> {
    let named = |(place, name): (usize, &str)| Some((name.strip_prefix(prefix)?.to_owned(), place));
    header.iter().enumerate().filter_map(named).collect()
}

impl Iterator for RunsReader {
    type Item = Result<RunRow, ResultsError>;

    fn next(&mut self) -> Option<Self::Item> {
        let record = self.records.next()?;
        Some(record.and_then(|(line, cells)| {
            self.row(&cells).map_err(|(column, expected)| {
                cell_error(&self.records.path, line, &self.records.header, &cells, column, expected)
            })
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::{RunRow, RunsReader};

    const HEADER: &str = "point,replicate,outcome,end_day,utility.a,utility.b,surplus.a,agreed.toll,agreed.pilot\n";

    fn read(text: &str) -> Result<(Vec<String>, Vec<RunRow>), String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(RunsReader::FILE);
        std::fs::write(&path, text).unwrap();
        let place = format!("{}/", folder.path().display());
        let told = |error: crate::ResultsError| error.to_string().replace(&place, "");
        let reader = RunsReader::open(&path).map_err(told)?;
        let parties = reader.parties().to_vec();
        Ok((parties, reader.collect::<Result<_, _>>().map_err(told)?))
    }

    #[test]
    fn a_run_has_its_utilities_and_its_package() {
        let text =
            format!("{HEADER}0,0,agreement,9,0.5,0.75,0.1,low,yes\n0,1,walkout,9,0.4,0.3,0,,\n0,2,failed,,,,,,\n");
        let (parties, rows) = read(&text).unwrap();
        assert_eq!(parties, ["a", "b"]);
        let found: Vec<_> = rows
            .iter()
            .map(|row| (row.outcome.as_str(), row.utilities.as_slice(), row.package.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                ("agreement", [0.5, 0.75].as_slice(), "toll=low;pilot=yes"),
                ("walkout", [0.4, 0.3].as_slice(), ""),
                ("failed", [].as_slice(), ""),
            ]
        );
        assert_eq!((rows[2].point, rows[2].replicate), (0, 2));
    }

    #[test]
    fn a_table_without_utilities_has_runs_all_the_same() {
        let (parties, rows) = read("point,replicate,outcome\n3,7,deadlock\n").unwrap();
        assert_eq!((parties.len(), rows[0].point, rows[0].replicate), (0, 3, 7));
    }

    #[test]
    fn damage_is_told_by_place_found_and_expected() {
        for (text, message) in [
            (
                "point,outcome\n".to_owned(),
                "read runs.csv, line 1: found the columns `point,outcome`, expected them to begin with \
                 `point,replicate,outcome`",
            ),
            (
                format!("{HEADER}0,0,agreement,9,0.5,NaN,0.1,low,yes\n"),
                "read runs.csv, line 2, column `utility.b`: found `NaN`, expected a finite number, like `0.25`",
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
    fn only_the_lines_asked_for_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(RunsReader::FILE);
        std::fs::write(&path, "point,replicate,outcome\n0,0,walkout\n0,1,walkout\ndamaged\n").unwrap();
        let rows = RunsReader::open(&path).unwrap().take(2);
        assert!(rows.collect::<Result<Vec<_>, _>>().is_ok());
    }
}
