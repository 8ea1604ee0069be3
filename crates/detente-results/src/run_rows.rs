//! The runs of a folder one by one, as far as figures look at them alone: how a run ended and what it was worth.

use crate::column::{Rows, Value};
use crate::error::ResultsError;
use crate::outcome::FAILED;
use crate::runs::{AGREED, FIXED, RunsReader, UTILITY};

/// What a run came to; the columns that do not say so are left where they are.
#[derive(Clone, Debug, PartialEq)]
pub struct RunRow {
    /// Design point, counted from 0.
    pub point: u64,
    /// Replicate, counted from 0.
    pub replicate: u64,
    /// One of [`crate::OUTCOMES`], or [`FAILED`].
    pub outcome: String,
    /// Utility of each party, in the order of [`RunRows::parties`]; none if the run failed.
    pub utilities: Vec<f64>,
    /// What was agreed, as `issue=option;issue=option`; empty without an agreement.
    pub package: String,
}

/// The runs one after another, by point, then replicate.
#[derive(Debug)]
pub struct RunRows {
    reader: RunsReader,
    piece: Rows,
    /// The next row of the piece.
    next: usize,
    /// Places of [`FIXED`].
    fixed: [usize; 3],
    parties: Vec<String>,
    /// Places of the parties' utilities.
    utilities: Vec<usize>,
    /// Issues and their places.
    issues: Vec<(String, usize)>,
}

impl RunRows {
    pub(crate) fn new(reader: RunsReader) -> Self {
        let named = |prefix: &str| -> Vec<(String, usize)> {
            let columns = reader.columns().iter().enumerate();
            let named =
                columns.filter_map(|(place, column)| Some((column.name.strip_prefix(prefix)?.to_owned(), place)));
            named.collect()
        };
        let (parties, utilities) = named(UTILITY).into_iter().unzip();
        Self {
            fixed: FIXED.map(|name| reader.place(name).expect("a reader that has opened has these columns")),
            parties,
            utilities,
            issues: named(AGREED),
            piece: Rows::new(reader.columns()),
            next: 0,
            reader,
        }
    }

    /// The parties that have utilities, in the order of the columns.
    pub fn parties(&self) -> &[String] {
        &self.parties
    }

    fn row(&self, row: usize) -> RunRow {
        let value = |place: usize| self.piece.columns[place].at(row);
        let [Value::Count(point), Value::Count(replicate), Value::Word(outcome)] = self.fixed.map(value) else {
            unreachable!("the reader lets no other row through");
        };
        let utilities = self.utilities.iter().filter_map(|&place| match value(place) {
            Value::Number(utility) if outcome != FAILED => Some(utility),
            _ => None,
        });
        let agreed = self.issues.iter().filter_map(|(issue, place)| match value(*place) {
            Value::Word(option) => Some(format!("{issue}={option}")),
            _ => None,
        });
        RunRow {
            point,
            replicate,
            outcome: outcome.to_owned(),
            utilities: utilities.collect(),
            package: agreed.collect::<Vec<_>>().join(";"),
        }
    }
}

impl Iterator for RunRows {
    type Item = Result<RunRow, ResultsError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.next == self.piece.len() {
            self.piece = match self.reader.next()? {
                Ok(piece) => piece,
                Err(error) => return Some(Err(error)),
            };
            self.next = 0;
        }
        self.next += 1;
        Some(Ok(self.row(self.next - 1)))
    }
}

#[cfg(test)]
mod tests {
    use super::RunRow;
    use crate::runs::RunsReader;

    fn read(text: &str) -> (Vec<String>, Vec<RunRow>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(RunsReader::FILE);
        std::fs::write(&path, text).unwrap();
        let rows = RunsReader::open(&path, &[]).unwrap().rows();
        let parties = rows.parties().to_vec();
        (parties, rows.collect::<Result<_, _>>().unwrap())
    }

    #[test]
    fn a_run_has_its_utilities_and_its_package() {
        let (parties, rows) = read(
            "point,replicate,outcome,end_day,utility.a,utility.b,surplus.a,agreed.toll,agreed.pilot\n\
             0,0,agreement,9,0.5,0.75,0.1,low,yes\n0,1,walkout,9,0.4,0.3,0,,\n0,2,failed,,,,,,\n",
        );
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
    fn columns_are_found_by_name() {
        let (parties, rows) = read("utility.b,outcome,more,replicate,agreed.toll,point\n0.5,walkout,x,7,,3\n");
        assert_eq!(parties, ["b"]);
        let expected = RunRow {
            point: 3,
            replicate: 7,
            outcome: "walkout".to_owned(),
            utilities: vec![0.5],
            package: String::new(),
        };
        assert_eq!(rows, [expected]);
    }

    #[test]
    fn a_table_without_utilities_has_runs_all_the_same() {
        let (parties, rows) = read("point,replicate,outcome\n3,7,deadlock\n");
        assert_eq!((parties.len(), rows[0].point, rows[0].replicate), (0, 3, 7));
    }
}
