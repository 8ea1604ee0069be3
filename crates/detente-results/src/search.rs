//! `search.csv`: how each candidate of a search stood after each of its rounds. Its columns are open: one per limit
//! and one per lever.

use std::path::Path;

use crate::design::FactorLevel;
use crate::error::ResultsError;
use crate::line::CsvLine;
use crate::records::{Line, Records};
use crate::table::Cell;

/// One candidate after one round.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchRow {
    /// Candidate, counted from 1; 0 is the scenario as it stands.
    pub candidate: u64,
    /// Round, counted from 1; the last is the final.
    pub round: u64,
    /// Runs of the candidate in the round.
    pub runs: u64,
    /// Mean of the objective, a share between 0 and 1; none where too few runs count.
    pub objective: Option<f64>,
    /// Lower bound of its 95 % interval.
    pub ci_low: Option<f64>,
    /// Upper bound of its 95 % interval.
    pub ci_high: Option<f64>,
    /// Whether it meets every limit: `yes` or `no`.
    pub limits_met: String,
    /// Why it does not go on: `halved`, `limit`, `raced` or `final`; empty where it does, has won, or is the scenario as it
    /// stands.
    pub dropped_by: String,
    /// By limit, in the order of [`SearchTable::limits`]: the mean that it is about; none where no run counts.
    pub limits: Vec<Option<f64>>,
    /// What each lever is set to, in the order of [`SearchTable::levers`].
    pub levels: Vec<FactorLevel>,
}

/// All candidates after all rounds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchTable {
    /// The responses that limits are about, in the order of their columns.
    pub limits: Vec<String>,
    /// The levers' ids, in the order of the columns.
    pub levers: Vec<String>,
    /// Round by round, and in a round by candidate.
    pub rows: Vec<SearchRow>,
}

impl SearchTable {
    /// The table's file name.
    pub const FILE: &'static str = "search.csv";

    const FIXED: [&'static str; 8] = [
        "candidate",
        "round",
        "runs",
        "objective",
        "ci_low",
        "ci_high",
        "limits_met",
        "dropped_by",
    ];

    /// What the columns of limits begin with.
    const LIMIT: &'static str = "limit.";
    /// What the columns of levers begin with.
    const LEVER: &'static str = "lever.";

    /// The table as CSV.
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut line = CsvLine::begin(&mut bytes);
        Self::FIXED.iter().for_each(|name| line.word(name));
        for (begin, names) in [(Self::LIMIT, &self.limits), (Self::LEVER, &self.levers)] {
            names.iter().for_each(|name| line.word(&format!("{begin}{name}")));
        }
        line.end();
        for row in &self.rows {
            let mut line = CsvLine::begin(&mut bytes);
            [row.candidate, row.round, row.runs]
                .into_iter()
                .for_each(|n| line.count(n));
            [row.objective, row.ci_low, row.ci_high]
                .iter()
                .for_each(|x| x.write(&mut line));
            line.word(&row.limits_met);
            line.word(&row.dropped_by);
            row.limits.iter().for_each(|mean| mean.write(&mut line));
            row.levels.iter().for_each(|level| level.write(&mut line));
            line.end();
        }
        bytes
    }

    /// Reads the table.
    ///
    /// # Errors
    /// The file cannot be read, or a line is not a candidate; the error names the line.
    pub fn read(path: &Path) -> Result<Self, ResultsError> {
        let mut records = Records::open(path, &Self::FIXED)?;
        let limits = records.also(Self::LIMIT);
        let levers = records.also(Self::LEVER);
        let mut rows = Vec::new();
        while let Some(row) = records.read(|cells| SearchRow::read(cells, limits.len())).transpose()? {
            rows.push(row);
        }
        Ok(Self { limits, levers, rows })
    }
}

impl SearchRow {
    fn read(mut cells: Line<'_>, limits: usize) -> Result<Self, (usize, &'static str)> {
        Ok(Self {
            candidate: cells.cell()?,
            round: cells.cell()?,
            runs: cells.cell()?,
            objective: cells.cell()?,
            ci_low: cells.cell()?,
            ci_high: cells.cell()?,
            limits_met: cells.cell()?,
            dropped_by: cells.cell()?,
            limits: (0..limits).map(|_| cells.cell()).collect::<Result<_, _>>()?,
            levels: cells.rest()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{SearchRow, SearchTable};
    use crate::design::FactorLevel;

    #[test]
    fn a_search_reads_back_as_it_was_written() {
        let row = |candidate, objective, levels| SearchRow {
            candidate,
            round: 1,
            runs: 64,
            objective,
            ci_low: objective,
            ci_high: objective,
            limits_met: "yes".into(),
            dropped_by: if candidate == 0 { "" } else { "halved" }.into(),
            limits: vec![objective],
            levels,
        };
        let table = SearchTable {
            limits: vec!["end_day".into()],
            levers: vec!["round".into(), "style, if any".into()],
            rows: vec![
                row(0, Some(0.25), vec![FactorLevel::AsIs, FactorLevel::AsIs]),
                row(
                    7,
                    None,
                    vec![FactorLevel::Number(0.5), FactorLevel::Text("communication".into())],
                ),
            ],
        };
        let text = String::from_utf8(table.write()).unwrap();
        assert_eq!(
            text,
            "candidate,round,runs,objective,ci_low,ci_high,limits_met,dropped_by,limit.end_day,lever.round,\"lever.style, if any\"\n\
             0,1,64,0.25,0.25,0.25,yes,,0.25,,\n7,1,64,,,,yes,halved,,0.5,communication\n"
        );
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(SearchTable::FILE);
        std::fs::write(&path, text).unwrap();
        assert_eq!(SearchTable::read(&path).unwrap(), table);
    }
}
