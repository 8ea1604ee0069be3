//! After how long the runs of the scenario as it stands end, by the way in which they do: read off `runs.csv`, so that
//! the answer can be told again from a results folder.

use super::RunError;
use csv::StringRecord;
use detente_results::OUTCOMES;
use std::collections::BTreeMap;
use std::path::Path;

/// The days on which runs of one end have ended.
#[derive(Debug, Clone, PartialEq)]
pub struct EndDays {
    /// One of the outcomes.
    pub outcome: &'static str,
    /// Runs that ended so.
    pub n: u64,
    /// The day by which a quarter, half and three quarters of them had ended.
    pub quartiles: [i32; 3],
}

/// The days of point 0, for every end that occurs.
///
/// # Errors
/// A file that cannot be read.
pub fn end_days(runs: &Path) -> Result<Vec<EndDays>, RunError> {
    let mut reader = csv::Reader::from_path(runs).map_err(RunError::csv(runs))?;
    let mut counts: Vec<BTreeMap<i32, u64>> = vec![BTreeMap::new(); OUTCOMES.len()];
    let mut row = StringRecord::new();
    // Rows come point by point.
    while reader.read_record(&mut row).map_err(RunError::csv(runs))? && row.get(0) == Some("0") {
        let outcome = OUTCOMES.iter().position(|o| row.get(2) == Some(o));
        let day = row.get(3).and_then(|cell| cell.parse().ok());
        if let (Some(outcome), Some(day)) = (outcome, day) {
            *counts[outcome].entry(day).or_default() += 1;
        }
    }
    let ended = OUTCOMES.iter().zip(&counts).filter(|(_, days)| !days.is_empty());
    Ok(ended.map(|(outcome, days)| of(outcome, days)).collect())
}

fn of(outcome: &'static str, days: &BTreeMap<i32, u64>) -> EndDays {
    let n = days.values().sum();
    EndDays {
        outcome,
        n,
        quartiles: [1, 2, 3].map(|quarters| by(days, (n * quarters).div_ceil(4))),
    }
}

/// The first day by which so many had ended.
fn by(days: &BTreeMap<i32, u64>, so_many: u64) -> i32 {
    let mut ended = 0;
    let day = days.iter().find(|(_, n)| {
        ended += **n;
        ended >= so_many
    });
    day.map_or(0, |(day, _)| *day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quartile_is_the_day_by_which_a_quarter_has_ended() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("runs.csv");
        let days = [10, 20, 30, 40, 50, 60, 70, 80];
        let mut text = "point,replicate,outcome,end_day\n".to_owned();
        for (replicate, day) in days.into_iter().rev().enumerate() {
            text += &format!("0,{replicate},agreement,{day}\n");
        }
        text += "0,8,walkout,5\n0,9,failed,\n1,0,agreement,1\n1,1,deadlock,2\n";
        std::fs::write(&file, text).unwrap();
        let of = |outcome, n, quartiles| EndDays { outcome, n, quartiles };
        assert_eq!(
            end_days(&file).unwrap(),
            [of("agreement", 8, [20, 40, 60]), of("walkout", 1, [5, 5, 5])]
        );
    }
}
