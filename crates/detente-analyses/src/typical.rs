//! Typical talks: which runs to read, of thousands. Of each end those in the middle of all that ended so, by day, rounds and
//! what the outcome is worth to each party; of each policy the middle one of those that end otherwise most often, which is to
//! be read beside the same run of the scenario as it stands.
//!
//! A run's distance from the middle is `sum ((x - median) / scale)^2`, the scale being the distance of the quartiles, or the
//! standard deviation where these are one: a medoid of standardised values (Kaufman & Rousseeuw 1990, Finding Groups in Data,
//! chapter 2, of the distance from the marginal medians and not from all others, which would grow with their square).

use crate::statistics::quantile;
use detente_results::{Folder, OUTCOMES, ResultsError, Rows, RunsReader, TypicalRow, UTILITY, Value, minutes_file};
use std::collections::BTreeMap;

/// So many runs of a point are looked at; those behind them are not typical of anything else.
const LOOKED_AT: usize = 100_000;

/// Place of no end.
const FAILED: usize = OUTCOMES.len();

/// The runs of a point.
#[derive(Default)]
struct Talks {
    replicates: Vec<u64>,
    /// Places in [`OUTCOMES`].
    ends: Vec<usize>,
    /// By run: day, rounds, utilities; NaN for what is not there.
    values: Vec<Vec<f64>>,
}

/// The runs to read: so many of each end at the scenario as it stands, the most typical first, then one of each policy.
///
/// # Errors
/// A table is damaged or missing.
pub fn typical(folder: &Folder, most: usize) -> Result<Vec<TypicalRow>, ResultsError> {
    let policies = &folder.manifest().policies;
    let points = read(folder, policies.len().max(1))?;
    let Some(base) = points.first() else {
        return Ok(Vec::new());
    };
    let mut rows = Vec::new();
    for (end, outcome) in OUTCOMES.iter().enumerate() {
        let which: Vec<usize> = (0..base.ends.len()).filter(|&k| base.ends[k] == end).collect();
        for (rank, k) in base.nearest(&which).into_iter().take(most).enumerate() {
            rows.push(TypicalRow {
                point: 0,
                policy: "base".to_owned(),
                replicate: base.replicates[k],
                outcome: (*outcome).to_owned(),
                instead_of: String::new(),
                rank: rank as u64 + 1,
                of: which.len() as u64,
                file: minutes_file(0, base.replicates[k]),
            });
        }
    }
    // Of a sample the first runs are those of every point; those of rare ends behind them are other runs at each.
    let paired = folder
        .manifest()
        .sample
        .map_or(usize::MAX, |sample| sample.first as usize);
    for ((point, talks), policy) in (0..).zip(&points).zip(policies).skip(1).filter(|_| most > 0) {
        rows.extend(flipped(base, talks, point, &policy.id, paired));
    }
    Ok(rows)
}

/// The middle one of the runs of a policy that end otherwise in the way that is commonest.
/// So many runs have the same luck at their place as those of the scenario as it stands.
fn flipped(base: &Talks, talks: &Talks, point: u64, policy: &str, paired: usize) -> Option<TypicalRow> {
    let mut ways: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (k, (&from, &to)) in base.ends.iter().zip(&talks.ends).take(paired).enumerate() {
        if from != to && from != FAILED && to != FAILED {
            ways.entry((from, to)).or_default().push(k);
        }
    }
    // Of two that are as common, the one that comes first in the order of ends.
    let commonest = ways.into_iter().min_by_key(|(_, which)| std::cmp::Reverse(which.len()));
    let ((from, to), which) = commonest?;
    let k = *talks.nearest(&which).first()?;
    Some(TypicalRow {
        point,
        policy: policy.to_owned(),
        replicate: talks.replicates[k],
        outcome: OUTCOMES[to].to_owned(),
        instead_of: OUTCOMES[from].to_owned(),
        rank: 1,
        of: which.len() as u64,
        file: minutes_file(point, talks.replicates[k]),
    })
}

impl Talks {
    /// These runs, the nearest to their middle first.
    fn nearest(&self, which: &[usize]) -> Vec<usize> {
        let dimensions = which.first().map_or(0, |&k| self.values[k].len());
        let middles: Vec<Option<[f64; 2]>> = (0..dimensions).map(|d| self.middle(which, d)).collect();
        let distance = |k: usize| -> f64 {
            let each = self.values[k].iter().zip(&middles).filter_map(|(x, middle)| {
                let [median, scale] = (*middle)?;
                let away = (x - median) / scale;
                away.is_finite().then_some(away * away)
            });
            each.sum()
        };
        let mut sorted: Vec<(f64, usize)> = which.iter().map(|&k| (distance(k), k)).collect();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        sorted.into_iter().map(|(_, k)| k).collect()
    }

    /// Median and scale of one value; none where it is the same in all.
    fn middle(&self, which: &[usize], dimension: usize) -> Option<[f64; 2]> {
        let values = which.iter().map(|&k| self.values[k][dimension]);
        let mut values: Vec<f64> = values.filter(|x| x.is_finite()).collect();
        values.sort_by(f64::total_cmp);
        if values.is_empty() {
            return None;
        }
        let [first, median, third] = [0.25, 0.5, 0.75].map(|share| quantile(&values, share));
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let deviation = (values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n).sqrt();
        let scale = if third > first { third - first } else { deviation };
        (scale > 0.0).then_some([median, scale])
    }
}

/// The runs of the first points.
fn read(folder: &Folder, points: usize) -> Result<Vec<Talks>, ResultsError> {
    let mut talks: Vec<Talks> = (0..points).map(|_| Talks::default()).collect();
    let Some(mut reader) = folder.kept_runs()? else {
        return Ok(talks);
    };
    let places = Places::of(&reader);
    while let Some(piece) = reader.next().transpose()? {
        for row in 0..piece.len() {
            let count = |place: usize| match piece.columns[place].at(row) {
                Value::Count(count) => count,
                _ => 0,
            };
            let point = count(places.point) as usize;
            // Runs lie point by point, and policies come first.
            let Some(talks) = talks.get_mut(point) else {
                return Ok(talks);
            };
            if talks.ends.len() < LOOKED_AT {
                talks.replicates.push(count(places.replicate));
                talks.ends.push(places.end(&piece, row));
                talks.values.push(places.values(&piece, row));
            }
        }
    }
    Ok(talks)
}

/// Places of the columns that are read.
struct Places {
    point: usize,
    replicate: usize,
    outcome: usize,
    values: Vec<usize>,
}

impl Places {
    fn of(reader: &RunsReader) -> Self {
        let place = |name: &str| reader.place(name);
        let columns = reader.columns().iter().enumerate();
        let utilities = columns.filter(|(_, column)| column.name.starts_with(UTILITY));
        let [point, replicate, outcome] = ["point", "replicate", "outcome"].map(|name| place(name).unwrap_or_default());
        Self {
            point,
            replicate,
            outcome,
            values: [place("end_day"), place("rounds")]
                .into_iter()
                .flatten()
                .chain(utilities.map(|(place, _)| place))
                .collect(),
        }
    }

    fn end(&self, piece: &Rows, row: usize) -> usize {
        let place = match piece.columns[self.outcome].at(row) {
            Value::Word(word) => OUTCOMES.iter().position(|outcome| *outcome == word),
            _ => None,
        };
        place.unwrap_or(FAILED)
    }

    fn values(&self, piece: &Rows, row: usize) -> Vec<f64> {
        let value = |&place: &usize| match piece.columns[place].at(row) {
            Value::Count(x) => x as f64,
            Value::Day(x) => x as f64,
            Value::Number(x) => x,
            _ => f64::NAN,
        };
        self.values.iter().map(value).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn talks(runs: &[(usize, [f64; 2])]) -> Talks {
        Talks {
            replicates: (0..runs.len() as u64).collect(),
            ends: runs.iter().map(|run| run.0).collect(),
            values: runs.iter().map(|run| run.1.to_vec()).collect(),
        }
    }

    /// Days 10, 20, 30, 40, 100: the middle is 30, and 20 and 40 are as far from it; the second value is the same in all.
    #[test]
    fn the_middle_run_comes_first() {
        let base = talks(&[
            (0, [100.0, 1.0]),
            (0, [20.0, 1.0]),
            (0, [30.0, 1.0]),
            (0, [40.0, 1.0]),
            (0, [10.0, 1.0]),
        ]);
        assert_eq!(base.nearest(&[0, 1, 2, 3, 4]), [2, 1, 3, 4, 0]);
        // Of one run, and of none.
        assert_eq!((base.nearest(&[4]), base.nearest(&[])), (vec![4], vec![]));
    }

    #[test]
    fn what_is_not_there_counts_for_nothing() {
        let base = talks(&[(0, [10.0, f64::NAN]), (0, [20.0, f64::NAN]), (0, [31.0, f64::NAN])]);
        assert_eq!(base.nearest(&[0, 1, 2]), [1, 0, 2]);
    }

    /// Three walkouts become agreements, one agreement a walkout, one run failed: the middle one of the three.
    #[test]
    fn a_policy_has_the_middle_of_its_commonest_flip() {
        let at = |end, day| (end, [day, 0.0]);
        let base = talks(&[
            at(2, 5.0),
            at(2, 6.0),
            at(0, 7.0),
            at(2, 9.0),
            at(2, 1.0),
            at(FAILED, 1.0),
        ]);
        let policy = talks(&[
            at(0, 50.0),
            at(0, 90.0),
            at(2, 7.0),
            at(0, 60.0),
            at(2, 1.0),
            at(0, 55.0),
        ]);
        let row = flipped(&base, &policy, 1, "doors", usize::MAX).unwrap();
        assert_eq!(
            (row.replicate, &*row.outcome, &*row.instead_of, row.of),
            (3, "agreement", "walkout", 3)
        );
        assert_eq!(row.file, minutes_file(1, 3));
        assert!(flipped(&base, &base, 1, "nothing", usize::MAX).is_none());
        // Where only the first two are pairs, one of them is turned.
        assert_eq!(flipped(&base, &policy, 1, "doors", 2).unwrap().of, 2);
    }
}
