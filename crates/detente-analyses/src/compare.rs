//! Two results side by side: how often each end comes in both, which runs end otherwise, and which numbers of the scenarios
//! are not the same. Runs are paired where they met the same luck and the same inputs: where both were played with one seed,
//! and as many runs meet one set of inputs, run k of one scenario is run k of the other.

use crate::methods::transitions::Transitions;
use crate::statistics::{Estimate, PairedCounts, newcombe_apart, newcombe_paired, wilson};
use detente_results::{Folder, Manifest, OUTCOMES, ParameterRow, ResultsError, SummaryRow, Value};
use std::collections::BTreeMap;

/// What a run came to that failed.
const NONE: u8 = u8::MAX;

/// Results that are compared.
#[derive(Debug)]
pub struct Side {
    /// What was run.
    pub manifest: Manifest,
    /// The numbers of the scenario as it stands.
    numbers: Vec<ParameterRow>,
    /// By policy, the scenario as it stands first: the end of each run, in the order of the runs.
    ends: Vec<Vec<u8>>,
    /// By policy, how many runs ended in each way, where only a sample of them was kept.
    counts: Option<Vec<[u64; OUTCOMES.len()]>>,
}

/// A number that is not the same on both sides; none where a side has not got it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherNumber {
    /// Its path.
    pub path: String,
    /// What it is in the first.
    pub first: Option<String>,
    /// What it is in the second.
    pub second: Option<String>,
}

/// Why runs are not paired.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Apart {
    /// They are of other talks.
    Scenarios,
    /// Played with other luck.
    Seeds,
    /// Other numbers of runs meet one set of inputs.
    Inputs,
}

impl Side {
    /// Reads a finished folder: the runs of the scenario as it stands and under its policies.
    ///
    /// # Errors
    /// A table is damaged or missing.
    pub fn read(folder: &Folder) -> Result<Self, ResultsError> {
        let manifest = folder.manifest().clone();
        let mut ends = vec![Vec::new(); manifest.policies.len().max(1)];
        if let Some(mut reader) = folder.first_runs()? {
            let [point, outcome] = ["point", "outcome"].map(|name| reader.place(name).unwrap_or_default());
            // Runs lie point by point, and policies come first.
            'pieces: while let Some(piece) = reader.next().transpose()? {
                for row in 0..piece.len() {
                    let Value::Count(point) = piece.columns[point].at(row) else {
                        continue;
                    };
                    let Some(ends) = ends.get_mut(point as usize) else {
                        break 'pieces;
                    };
                    let end = match piece.columns[outcome].at(row) {
                        Value::Word(word) => OUTCOMES.iter().position(|outcome| *outcome == word),
                        _ => None,
                    };
                    ends.push(end.map_or(NONE, |end| end as u8));
                }
            }
        }
        Ok(Self {
            numbers: folder.table()?,
            counts: manifest.sample.map(|_| counts(folder, ends.len())).transpose()?,
            manifest,
            ends,
        })
    }

    /// Its policies, the scenario as it stands first.
    pub fn policies(&self) -> impl Iterator<Item = &str> {
        self.manifest.policies.iter().map(|policy| policy.id.as_str())
    }

    /// Whether rows of a sample of its runs were kept, in place of all.
    #[must_use]
    pub fn is_sampled(&self) -> bool {
        self.counts.is_some()
    }

    fn of(&self, policy: &str) -> &[u8] {
        let place = self.policies().position(|id| id == policy);
        place.and_then(|place| self.ends.get(place)).map_or(&[], Vec::as_slice)
    }

    /// Runs under a policy that did not fail.
    #[must_use]
    pub fn runs(&self, policy: &str) -> u64 {
        (0..OUTCOMES.len()).map(|end| self.count(policy, end)).sum()
    }

    /// Those of them that ended so, by place in [`OUTCOMES`].
    fn count(&self, policy: &str, end: usize) -> u64 {
        if let Some(counts) = &self.counts {
            let place = self.policies().position(|id| id == policy);
            return place
                .and_then(|place| counts.get(place))
                .map_or(0, |counts| counts[end]);
        }
        self.of(policy).iter().filter(|&&e| usize::from(e) == end).count() as u64
    }

    /// The share of those that ended so; none without runs.
    #[must_use]
    pub fn share(&self, policy: &str, end: usize) -> Option<Estimate> {
        let (count, n) = (self.count(policy, end), self.runs(policy));
        (n > 0).then(|| Estimate {
            value: count as f64 / n as f64,
            interval: wilson(count, n),
        })
    }
}

/// Two sides.
#[derive(Debug, Clone, Copy)]
pub struct Comparison<'a> {
    /// What is compared with.
    pub first: &'a Side,
    /// What is compared.
    pub second: &'a Side,
}

/// How the runs of the first points ended, by the table that counts them all.
fn counts(folder: &Folder, points: usize) -> Result<Vec<[u64; OUTCOMES.len()]>, ResultsError> {
    let mut counts = vec![[0; OUTCOMES.len()]; points];
    for row in folder.rows::<SummaryRow>()? {
        let row = row?;
        let end = OUTCOMES.iter().position(|outcome| *outcome == row.outcome);
        if let (Some(counts), Some(end)) = (counts.get_mut(row.point as usize), end) {
            counts[end] = row.count;
        }
    }
    Ok(counts)
}

impl Comparison<'_> {
    /// Why its runs are not paired; none where they are.
    #[must_use]
    pub fn apart(&self) -> Option<Apart> {
        let [first, second] = [&self.first.manifest, &self.second.manifest];
        let is_other = [
            (first.scenario.id != second.scenario.id, Apart::Scenarios),
            (first.seed != second.seed, Apart::Seeds),
            (first.luck != second.luck, Apart::Inputs),
        ];
        is_other
            .into_iter()
            .find_map(|(is_other, apart)| is_other.then_some(apart))
    }

    /// Pairs of runs under a policy, by how they ended.
    #[must_use]
    pub fn pairs(&self, policy: &str) -> Transitions {
        let mut pairs = Transitions::default();
        if self.apart().is_none() {
            let ends = self.first.of(policy).iter().zip(self.second.of(policy));
            ends.for_each(|(&from, &to)| pairs.add(usize::from(from), usize::from(to)));
        }
        pairs
    }

    /// The shares of an end on both sides, over pairs where there are any, else over all runs of each. None where a side has
    /// no run.
    #[must_use]
    pub fn shares(&self, policy: &str, end: usize) -> Option<[f64; 2]> {
        let pairs = self.pairs(policy);
        if pairs.n() > 0 {
            return Some([pairs.there()[end], pairs.here()[end]].map(|count| count as f64 / pairs.n() as f64));
        }
        Some([
            self.first.share(policy, end)?.value,
            self.second.share(policy, end)?.value,
        ])
    }

    /// By how much the share of an end is larger in the second: over pairs where there are any, else over all runs of both.
    /// None where a side has no run.
    #[must_use]
    pub fn difference(&self, policy: &str, end: usize) -> Option<Estimate> {
        let pairs = self.pairs(policy);
        if pairs.n() == 0 {
            let share = |side: &Side| [side.count(policy, end), side.runs(policy)];
            return newcombe_apart(share(self.second), share(self.first));
        }
        let [gained, lost] = pairs.gained_and_lost(end);
        let both = pairs.here()[end] - gained;
        newcombe_paired(PairedCounts {
            n11: both,
            n10: gained,
            n01: lost,
            n00: pairs.n() - both - gained - lost,
        })
    }

    /// The numbers of the scenarios as they stand that are not the same: those of the first in its order, then what only the
    /// second has.
    #[must_use]
    pub fn numbers(&self) -> Vec<OtherNumber> {
        let of = |side: &Side| -> BTreeMap<String, String> {
            let rows = side.numbers.iter();
            rows.map(|row| (row.path.clone(), row.value.clone())).collect()
        };
        let [first, second] = [of(self.first), of(self.second)];
        let only_second = self.second.numbers.iter().filter(|row| !first.contains_key(&row.path));
        let paths = self.first.numbers.iter().chain(only_second).map(|row| &row.path);
        let other = |path: &String| OtherNumber {
            path: path.clone(),
            first: first.get(path).cloned(),
            second: second.get(path).cloned(),
        };
        paths
            .map(other)
            .filter(|number| number.first != number.second)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(seed: u64, ends: &[u8], numbers: &[(&str, &str)]) -> Side {
        let text = |text: &str| text.to_owned();
        let manifest = serde_json::json!({
            "format": 1, "scenario": {"id": "s", "title": "S", "file": "s.toml", "stylised": true},
            "experiment": {"id": "e", "title": "E"}, "inputs": [], "seed": seed, "replicates": ends.len(), "luck": 1,
            "points": 1, "runs": ends.len(), "failed": 0, "plan": "", "study": "", "complete": true,
            "policies": [{"id": "base", "title": "As it stands"}], "factors": [], "responses": [], "parties": [],
            "outcomes": OUTCOMES, "behaviours": [], "files": [],
        });
        let number = |(path, value): &(&str, &str)| ParameterRow {
            path: text(path),
            value: text(value),
            range: String::new(),
            unit: String::new(),
            meaning: String::new(),
            source: String::new(),
            evidence: String::new(),
        };
        Side {
            manifest: serde_json::from_value(manifest).unwrap(),
            numbers: numbers.iter().map(number).collect(),
            ends: vec![ends.to_vec()],
            counts: None,
        }
    }

    /// 10 pairs: 3 agree in both, 4 only in the second, 1 only in the first; one run failed and has no pair.
    #[test]
    fn pairs_are_runs_of_one_luck() {
        let first = side(7, &[0, 0, 0, 2, 2, 2, 2, 0, 5, NONE, 5], &[]);
        let second = side(7, &[0, 0, 0, 0, 0, 0, 0, 2, 5, 0, 5], &[]);
        let comparison = Comparison {
            first: &first,
            second: &second,
        };
        assert_eq!((comparison.apart(), comparison.pairs("base").n()), (None, 10));
        assert_eq!((first.runs("base"), second.runs("base")), (10, 11));
        let found = comparison.difference("base", 0).unwrap();
        let counts = PairedCounts {
            n11: 3,
            n10: 4,
            n01: 1,
            n00: 2,
        };
        assert_eq!(Some(found), newcombe_paired(counts));
        assert!((found.value - 0.3).abs() < 1e-12);
        assert_eq!(comparison.pairs("base").gained_and_lost(0), [4, 1]);
        // Over the pairs, as the difference is: the run that failed would have had one more.
        assert_eq!(comparison.shares("base", 0), Some([0.4, 0.7]));
    }

    /// A folder of a million runs of which three are kept: shares are those of all, pairs those that both sides hold.
    #[test]
    fn shares_are_of_all_runs_and_pairs_of_those_that_are_kept() {
        let mut first = side(7, &[0, 2, 2], &[]);
        first.counts = Some(vec![[400_000, 0, 600_000, 0, 0, 0]]);
        let second = side(7, &[0, 0, 2, 2], &[]);
        let comparison = Comparison {
            first: &first,
            second: &second,
        };
        assert_eq!(
            (first.runs("base"), first.share("base", 0).unwrap().value),
            (1_000_000, 0.4)
        );
        assert_eq!(comparison.pairs("base").n(), 3);
        assert_eq!(comparison.pairs("base").gained_and_lost(0), [1, 0]);
    }

    #[test]
    fn runs_of_other_seeds_are_no_pairs() {
        let [first, second] = [side(1, &[0, 2, 2, 2], &[]), side(2, &[0, 0, 0, 5], &[])];
        let comparison = Comparison {
            first: &first,
            second: &second,
        };
        assert_eq!(
            (comparison.apart(), comparison.pairs("base").n()),
            (Some(Apart::Seeds), 0)
        );
        assert_eq!(comparison.difference("base", 0), newcombe_apart([3, 4], [1, 4]));
        assert_eq!(comparison.difference("elsewhere", 0), None);
    }

    #[test]
    fn numbers_that_differ_are_told_once_each() {
        let first = side(1, &[], &[("a", "1"), ("b", "2"), ("c", "3")]);
        let second = side(1, &[], &[("d", "5"), ("c", "4"), ("a", "1")]);
        let comparison = Comparison {
            first: &first,
            second: &second,
        };
        let told: Vec<_> = comparison
            .numbers()
            .into_iter()
            .map(|n| (n.path, n.first, n.second))
            .collect();
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            told,
            [
                ("b".to_owned(), some("2"), None),
                ("c".to_owned(), some("3"), some("4")),
                ("d".to_owned(), None, some("5"))
            ]
        );
    }
}
