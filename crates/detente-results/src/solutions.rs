//! `solutions.csv`: what could be agreed at each design point, in the disputants' utilities. Its columns are open, one
//! for each disputant.

use std::path::Path;

use crate::column::Kind;
use crate::error::ResultsError;
use crate::line::CsvLine;
use crate::records::{Line, Records};
use crate::table::Cell;

/// What a line of the table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SolutionKind {
    /// A package of the Pareto frontier, of which all are given.
    FrontierExact,
    /// A package of the supported frontier: what weighted sums of utilities reach.
    FrontierSupported,
    /// The Nash solution.
    Nash,
    /// The Kalai-Smorodinsky solution.
    KalaiSmorodinsky,
    /// The egalitarian solution.
    Egalitarian,
    /// The greatest sum of utilities.
    MaximumWelfare,
    /// The reservation values.
    Reservation,
    /// Each party's least utility.
    Lowest,
    /// Each party's greatest utility.
    Highest,
}

impl SolutionKind {
    /// All kinds, in the order of the table.
    pub const ALL: [Self; 9] = [
        Self::FrontierExact,
        Self::FrontierSupported,
        Self::Nash,
        Self::KalaiSmorodinsky,
        Self::Egalitarian,
        Self::MaximumWelfare,
        Self::Reservation,
        Self::Lowest,
        Self::Highest,
    ];

    /// The name in the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::FrontierExact => "frontier_exact",
            Self::FrontierSupported => "frontier_supported",
            Self::Nash => "nash",
            Self::KalaiSmorodinsky => "kalai_smorodinsky",
            Self::Egalitarian => "egalitarian",
            Self::MaximumWelfare => "maximum_welfare",
            Self::Reservation => "reservation",
            Self::Lowest => "lowest",
            Self::Highest => "highest",
        }
    }
}

impl Cell for SolutionKind {
    const KIND: Kind = Kind::Word;
    const EXPECTED: &'static str = "`frontier_exact`, `frontier_supported`, `nash`, `kalai_smorodinsky`, \
        `egalitarian`, `maximum_welfare`, `reservation`, `lowest` or `highest`";

    fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == text)
    }

    fn write(&self, line: &mut CsvLine<'_>) {
        line.word(self.name());
    }
}

/// One package, or one set of utilities that is none.
#[derive(Clone, Debug, PartialEq)]
pub struct SolutionRow {
    /// Design point, counted from 0.
    pub point: u64,
    /// What it is. A solution has several rows where packages tie.
    pub kind: SolutionKind,
    /// Utility of each disputant, in the order of [`SolutionsTable::parties`].
    pub utilities: Vec<f64>,
    /// The package as `issue=option;issue=option`; empty for reservation values and bounds.
    pub package: String,
}

/// The frontier, the solutions and the reservation values. Rows of a frontier stand in its order, by falling utility of
/// the first disputant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SolutionsTable {
    /// The disputants' ids, in the order of the columns.
    pub parties: Vec<String>,
    /// The rows, in order.
    pub rows: Vec<SolutionRow>,
}

impl SolutionsTable {
    /// The table's file name in a results folder.
    pub const FILE: &'static str = "solutions.csv";

    const FIXED: [&'static str; 3] = ["point", "kind", "package"];
    const UTILITY: &'static str = "utility.";

    /// The table as CSV.
    pub fn write(&self) -> Vec<u8> {
        let [point, kind, package] = Self::FIXED;
        let mut out = Vec::new();
        let mut line = CsvLine::begin(&mut out);
        line.word(point);
        line.word(kind);
        let utilities = self.parties.iter().map(|party| format!("{}{party}", Self::UTILITY));
        utilities.for_each(|name| line.word(&name));
        line.word(package);
        line.end();
        for row in &self.rows {
            let mut line = CsvLine::begin(&mut out);
            row.point.write(&mut line);
            row.kind.write(&mut line);
            row.utilities.iter().for_each(|utility| utility.write(&mut line));
            row.package.write(&mut line);
            line.end();
        }
        out
    }

    /// Reads the rows of one design point.
    ///
    /// # Errors
    /// The file cannot be read, lacks a column, or a line is not a solution; the error names the line.
    pub fn read(path: &Path, point: u64) -> Result<Self, ResultsError> {
        let mut records = Records::open(path, &Self::FIXED)?;
        let parties = records.also(Self::UTILITY);
        let mut rows = Vec::new();
        while let Some(row) = records.read(SolutionRow::read).transpose()? {
            if row.point == point {
                rows.push(row);
            }
        }
        Ok(Self { parties, rows })
    }
}

impl SolutionRow {
    fn read(mut cells: Line<'_>) -> Result<Self, (usize, &'static str)> {
        Ok(Self {
            point: cells.cell()?,
            kind: cells.cell()?,
            package: cells.cell()?,
            utilities: cells.rest()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{SolutionKind, SolutionRow, SolutionsTable};

    fn read(text: &[u8], point: u64) -> Result<SolutionsTable, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(SolutionsTable::FILE);
        std::fs::write(&path, text).unwrap();
        let place = format!("{}/", folder.path().display());
        SolutionsTable::read(&path, point).map_err(|error| error.to_string().replace(&place, ""))
    }

    fn table() -> SolutionsTable {
        let row = |point, kind| SolutionRow {
            point,
            kind,
            utilities: vec![0.1 + 0.2, -7.0],
            package: "toll=\"low\", if any;pilot=yes".to_owned(),
        };
        let rows = |point| SolutionKind::ALL.into_iter().map(move |kind| row(point, kind));
        SolutionsTable {
            parties: vec!["north".to_owned(), "so,uth".to_owned()],
            rows: rows(0).chain(rows(1)).collect(),
        }
    }

    #[test]
    fn the_rows_of_a_point_read_back_as_they_were_written() {
        let all = table();
        for point in [0, 1, 2] {
            let found = read(&all.write(), point).unwrap();
            assert_eq!(found.parties, all.parties);
            let expected: Vec<_> = all.rows.iter().filter(|row| row.point == point).cloned().collect();
            assert_eq!(found.rows, expected);
        }
    }

    #[test]
    fn the_columns_are_those_of_the_contract() {
        let text = "package,utility.a,kind,more,utility.b,point\ntoll=low,1,nash,x,2.5,0\n";
        let table = read(text.as_bytes(), 0).unwrap();
        let written = String::from_utf8(table.write()).unwrap();
        assert_eq!(
            written,
            "point,kind,utility.a,utility.b,package\n0,nash,1,2.5,toll=low\n"
        );
    }

    #[test]
    fn damage_is_told_by_place_found_and_expected() {
        let columns = "expected among them `point,kind,package`";
        for (text, message) in [
            (
                "point,package\n",
                format!("found the columns `point,package`, {columns}"),
            ),
            (
                "point,kind,utility.a\n",
                format!("found the columns `point,kind,utility.a`, {columns}"),
            ),
            (
                "point,kind,utility.a,package\n0,nash,1,\n0,nash,NaN,\n",
                "line 3, column `utility.a`: found `NaN`, expected a finite number, like `0.25`".to_owned(),
            ),
            (
                "point,kind,utility.a,package\n0,best,1,\n",
                "line 2, column `kind`: found `best`, expected `frontier_exact`,".to_owned(),
            ),
        ] {
            let found = read(text.as_bytes(), 0).unwrap_err();
            assert!(found.contains(&message), "{found}");
        }
    }
}
