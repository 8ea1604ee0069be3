//! How the runs of the scenario as it stands were decided and what was agreed: counted in one pass, piece by piece, so that
//! a million runs need no more room than a thousand.

use std::collections::BTreeMap;

use detente_results::{Cells, FAILED, Folder, OUTCOMES, ResultsError, Rows, RunsReader, Value};

const DECIDED_BY: &str = "decided_by";
/// Before an issue in the name of a column.
const AGREED: &str = "agreed.";

/// An issue and how many agreements chose each of its options.
pub(crate) struct AgreedOn {
    pub(crate) issue: String,
    pub(crate) options: BTreeMap<String, u64>,
}

/// Counts over the runs of point 0.
#[derive(Default)]
pub(crate) struct Ended {
    /// Runs that did not fail.
    pub(crate) runs: u64,
    /// How many of them agreed.
    pub(crate) agreements: u64,
    /// By outcome and `event:actor[:issue=option]`.
    pub(crate) decided: BTreeMap<(String, String), u64>,
    /// In the order of the scenario.
    pub(crate) agreed: Vec<AgreedOn>,
}

/// Where the columns are.
struct Places {
    point: usize,
    outcome: usize,
    decided_by: Option<usize>,
    issues: Vec<usize>,
}

impl Places {
    /// None if a column is missing that every table of runs has.
    fn of(reader: &RunsReader) -> Option<Self> {
        let columns = reader.columns().iter().enumerate();
        let issues = columns.filter(|(_, column)| column.name.starts_with(AGREED));
        Some(Self {
            point: reader.place("point")?,
            outcome: reader.place("outcome")?,
            decided_by: reader.place(DECIDED_BY),
            issues: issues.map(|(place, _)| place).collect(),
        })
    }
}

impl Ended {
    pub(super) fn read(folder: &Folder) -> Result<Self, ResultsError> {
        let mut ended = Self::default();
        let Some(reader) = folder.first_runs()? else {
            return Ok(ended);
        };
        let Some(places) = Places::of(&reader) else {
            return Ok(ended);
        };
        ended.agreed = places
            .issues
            .iter()
            .map(|place| AgreedOn {
                issue: reader.columns()[*place].name[AGREED.len()..].to_owned(),
                options: BTreeMap::new(),
            })
            .collect();
        for piece in reader {
            let piece = piece?;
            let point = &piece.columns[places.point];
            // Rows are by point, so that the first of another point ends it.
            let own = (0..piece.len())
                .take_while(|row| point.at(*row) == Value::Count(0))
                .count();
            ended.take(&piece, own, &places);
            if own < piece.len() {
                break;
            }
        }
        Ok(ended)
    }

    fn take(&mut self, piece: &Rows, rows: usize, places: &Places) {
        let mut decided: BTreeMap<(&str, &str), u64> = BTreeMap::new();
        for row in 0..rows {
            let Value::Word(outcome) = piece.columns[places.outcome].at(row) else {
                continue;
            };
            if outcome == FAILED {
                continue;
            }
            self.runs += 1;
            self.agreements += u64::from(outcome == OUTCOMES[0]);
            let by = places
                .decided_by
                .map_or(Value::Empty, |place| piece.columns[place].at(row));
            if let Value::Word(by) = by {
                *decided.entry((outcome, by)).or_default() += 1;
            }
        }
        for ((outcome, by), count) in decided {
            *self.decided.entry((outcome.to_owned(), by.to_owned())).or_default() += count;
        }
        for (agreed, place) in self.agreed.iter_mut().zip(&places.issues) {
            agreed.take(&piece.columns[*place], rows);
        }
    }
}

impl AgreedOn {
    /// Cells are empty in runs without an agreement.
    fn take(&mut self, cells: &Cells, rows: usize) {
        let Cells::Words { words, cells } = cells else {
            return;
        };
        let mut counts = vec![0; words.len()];
        for word in cells.iter().take(rows).flatten() {
            if let Some(count) = counts.get_mut(*word as usize) {
                *count += 1;
            }
        }
        for (word, count) in words.iter().zip(counts).filter(|(_, count)| *count > 0) {
            *self.options.entry(word.clone()).or_default() += count;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::Example;

    #[test]
    fn only_runs_of_the_scenario_that_did_not_fail_are_counted() {
        let (_home, folder) = Example::usual().folder();
        let text = "point,replicate,outcome,decided_by,utility.north,agreed.toll\n\
                    0,0,agreement,text_ratified:south,0.5,low\n\
                    0,1,failed,,,\n\
                    0,2,walkout,walked_out:north,0.5,\n\
                    0,3,agreement,text_ratified:south,0.5,high\n\
                    1,0,agreement,text_ratified:south,0.5,high\n";
        std::fs::write(folder.file(RunsReader::FILE), text).unwrap();
        let ended = Ended::read(&folder).unwrap();
        assert_eq!((ended.runs, ended.agreements), (3, 2));
        let decided: Vec<_> = ended.decided.iter().map(|((end, by), n)| (&**end, &**by, *n)).collect();
        assert_eq!(
            decided,
            [
                ("agreement", "text_ratified:south", 2),
                ("walkout", "walked_out:north", 1)
            ]
        );
        assert_eq!(ended.agreed[0].issue, "toll");
        let options: Vec<_> = ended.agreed[0].options.iter().map(|(id, n)| (&**id, *n)).collect();
        assert_eq!(options, [("high", 1), ("low", 1)]);
    }
}
