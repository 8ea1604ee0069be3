//! Trajectories: how variables are distributed over the runs still talking, by round and by day, and over all runs, each at its
//! own end. Values are kept in steps
//! of 1/1000 of the variable's range and summed as whole numbers, so that a part costs what its runs cost, and any order
//! of merging gives the same bytes.
//!
//! A run still talks until it ends or its text is signed: who waits for a vote at home does not talk any more. At a day it
//! has the values that it had after the last round held until then.

use super::settling::Settling;
use crate::plan::FOLLOWED;
use detente_analyses::Partial;
use detente_core::facts::Settled;
use detente_core::{Outcome, Run, RunRecord, Variable};
use detente_results::{Clock, TrajectoryRow};
use serde::{Deserialize, Serialize};

/// Days between two points of the day clock.
pub(super) const WEEK: i32 = 7;
/// Steps of a variable's range.
const STEPS: f64 = 1000.0;
/// Unit of the whole-number sums.
const UNIT: f64 = 1_073_741_824.0;
/// Latest time that is followed, in weeks or rounds.
pub(super) const LONGEST: usize = 2000;

/// The values of one variable at one time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Spread {
    /// Sum, in parts of [`UNIT`].
    sum: i64,
    /// Step and how many values lie there, by step: one of each followed run at most.
    steps: Vec<(u16, u16)>,
}

const _: () = assert!(
    FOLLOWED <= u16::MAX as u64,
    "as many values as followed runs are counted"
);

/// Values as they come, in no order, and those that have been counted.
#[derive(Debug, Clone, Default)]
struct Heap {
    fresh: Vec<u16>,
    counted: Spread,
}

/// So many values are counted at a time: with many parties there are tens of thousands of heaps.
const FRESH: usize = 128;

impl Heap {
    fn add(&mut self, position: f64) {
        let position = position.clamp(0.0, 1.0);
        self.counted.sum += (position * UNIT) as i64;
        if self.fresh.len() == FRESH {
            self.count();
        }
        self.fresh.push((position * STEPS + 0.5) as u16);
    }

    fn count(&mut self) {
        self.fresh.sort_unstable();
        let runs = self.fresh.chunk_by(|a, b| a == b);
        self.counted.merge(&Spread {
            sum: 0,
            steps: runs.map(|run| (run[0], run.len() as u16)).collect(),
        });
        self.counted.steps.shrink_to_fit();
        self.fresh.clear();
    }

    fn sorted(mut self) -> Spread {
        self.count();
        self.counted
    }
}

impl Spread {
    fn n(&self) -> u64 {
        self.steps.iter().map(|(_, n)| u64::from(*n)).sum()
    }

    fn merge(&mut self, later: &Self) {
        self.sum += later.sum;
        let mut merged = Vec::with_capacity(self.steps.len() + later.steps.len());
        let (mut mine, mut theirs) = (self.steps.iter().peekable(), later.steps.iter().peekable());
        while let Some(&(step, n)) = match (mine.peek(), theirs.peek()) {
            (Some(a), Some(b)) if a.0 > b.0 => theirs.next(),
            (None, _) => theirs.next(),
            _ => mine.next(),
        } {
            match merged.last_mut() {
                Some((last, count)) if *last == step => *count += n,
                _ => merged.push((step, n)),
            }
        }
        self.steps = merged;
    }

    fn mean(&self) -> f64 {
        self.sum as f64 / UNIT / self.n() as f64
    }

    /// The step at or below which this share of the values lies.
    fn quantile(&self, share: f64) -> f64 {
        let rank = (share * self.n() as f64).ceil().max(1.0) as u64;
        let mut seen = 0;
        let step = self.steps.iter().find(|(_, n)| {
            seen += u64::from(*n);
            seen >= rank
        });
        step.map_or(1.0, |(step, _)| f64::from(*step) / STEPS)
    }
}

/// A variable that is followed, as its numbers are kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Followed {
    name: String,
    range: [f64; 2],
}

/// The trajectories of some runs of one point.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Trajectories {
    variables: Vec<Followed>,
    /// By round, then variable.
    by_round: Vec<Vec<Spread>>,
    /// By week, then variable.
    by_week: Vec<Vec<Spread>>,
    /// By variable, after the last round of each run; one row, or none.
    at_end: Vec<Vec<Spread>>,
    /// Sum of the last days on which the runs of `at_end` talked.
    last_days: i64,
    /// Which issues are settled.
    settling: Settling,
}

impl Partial for Trajectories {
    fn merge(&mut self, later: &Self) {
        if self.variables.is_empty() {
            self.variables.clone_from(&later.variables);
        }
        for (mine, theirs) in [
            (&mut self.by_round, &later.by_round),
            (&mut self.by_week, &later.by_week),
            (&mut self.at_end, &later.at_end),
        ] {
            for (t, row) in theirs.iter().enumerate() {
                match mine.get_mut(t) {
                    Some(own) => own.iter_mut().zip(row).for_each(|(a, b)| a.merge(b)),
                    None => mine.push(row.clone()),
                }
            }
        }
        self.last_days += later.last_days;
        self.settling.merge(&later.settling);
    }
}

impl Trajectories {
    /// When each issue of a point was settled.
    pub(crate) fn settling(&self) -> &Settling {
        &self.settling
    }

    /// The rows of a point.
    pub fn rows(&self, point: usize, row: &mut dyn FnMut(TrajectoryRow)) {
        for (clock, track, unit) in [(Clock::Round, &self.by_round, 1), (Clock::Day, &self.by_week, WEEK)] {
            for (t, spreads) in track.iter().enumerate() {
                self.moment(point, (clock, f64::from(t as i32 * unit)), spreads, row);
            }
        }
        for spreads in &self.at_end {
            let n = spreads.first().map_or(0, Spread::n);
            self.moment(point, (Clock::End, self.last_days as f64 / n as f64), spreads, row);
        }
    }

    /// The rows of one time.
    fn moment(&self, point: usize, (clock, t): (Clock, f64), spreads: &[Spread], row: &mut dyn FnMut(TrajectoryRow)) {
        let known = self.variables.iter().zip(spreads).filter(|(_, s)| !s.steps.is_empty());
        for (variable, spread) in known {
            let [low, high] = variable.range;
            let at = |position: f64| low + (high - low) * position;
            row(TrajectoryRow {
                point: point as u64,
                clock,
                t,
                variable: variable.name.clone(),
                mean: at(spread.mean()),
                p05: at(spread.quantile(0.05)),
                p25: at(spread.quantile(0.25)),
                p50: at(spread.quantile(0.5)),
                p75: at(spread.quantile(0.75)),
                p95: at(spread.quantile(0.95)),
                n: spread.n(),
            });
        }
    }
}

/// Follows the runs of one part while they are played.
#[derive(Debug, Default)]
pub(super) struct Follower {
    by_round: Vec<Vec<Heap>>,
    by_week: Vec<Vec<Heap>>,
    at_end: Vec<Vec<Heap>>,
    last_days: i64,
    settling: Settling,
}

/// What a run looked like after its last round.
#[derive(Debug, Clone, Default)]
pub(super) struct LastSeen {
    /// The first week that it has not been counted in.
    week: usize,
    values: Vec<f64>,
    /// By issue.
    settled: Vec<bool>,
}

fn add(track: &mut Vec<Vec<Heap>>, t: usize, variables: &[Variable], values: &[f64]) {
    while track.len() <= t {
        track.push(vec![Heap::default(); variables.len()]);
    }
    for ((heap, variable), &value) in track[t].iter_mut().zip(variables).zip(values) {
        let [low, high] = variable.range;
        heap.add((value - low) / (high - low));
    }
}

impl Follower {
    /// Which issues are settled after a round of a run.
    pub(super) fn settled(&mut self, run: &Run, settled: &[Settled], seen: &mut LastSeen) {
        self.settling.round(run, settled, &mut seen.settled);
    }

    /// Adds one round of a run. Days on which it talked since it was last seen have the values seen then.
    pub(super) fn round(&mut self, run: &Run, variables: &[Variable], values: &[f64], seen: &mut LastSeen) {
        if (run.round as usize) < LONGEST {
            add(&mut self.by_round, run.round as usize, variables, values);
        }
        self.weeks(run.day - 1, variables, seen);
        seen.values.clear();
        seen.values.extend_from_slice(values);
    }

    /// A run has ended: the days on which it still talked count.
    pub(super) fn ended(&mut self, record: &RunRecord, variables: &[Variable], seen: &mut LastSeen) {
        let last = record.signed_day.map_or(record.end_day, |day| day.min(record.end_day));
        self.weeks(last, variables, seen);
        if !seen.values.is_empty() {
            add(&mut self.at_end, 0, variables, &seen.values);
            self.last_days += i64::from(last);
        }
        let agreed = record.outcome == Outcome::Agreement;
        self.settling.ended(agreed, record.rounds, last, &mut seen.settled);
    }

    /// Counts the weekly days up to this one that have not been counted.
    fn weeks(&mut self, until: i32, variables: &[Variable], seen: &mut LastSeen) {
        while seen.week < LONGEST && seen.week as i32 * WEEK <= until {
            if !seen.values.is_empty() {
                add(&mut self.by_week, seen.week, variables, &seen.values);
            }
            seen.week += 1;
        }
    }

    pub(super) fn finish(self, variables: &[Variable]) -> Trajectories {
        let sorted = |track: Vec<Vec<Heap>>| -> Vec<Vec<Spread>> {
            let rows = track.into_iter();
            rows.map(|row| row.into_iter().map(Heap::sorted).collect()).collect()
        };
        let followed = |v: &Variable| Followed {
            name: v.name.clone(),
            range: v.range,
        };
        Trajectories {
            variables: variables.iter().map(followed).collect(),
            by_round: sorted(self.by_round),
            by_week: sorted(self.by_week),
            at_end: sorted(self.at_end),
            last_days: self.last_days,
            settling: self.settling,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use detente_core::RowKind;

    fn heap(values: impl IntoIterator<Item = f64>) -> Heap {
        let mut heap = Heap::default();
        values.into_iter().for_each(|x| heap.add(x));
        heap
    }

    /// Quantiles of the uniform grid 0/999 ... 999/999 are the shares themselves, to a step.
    #[test]
    fn quantiles_and_means_of_a_uniform_sample() {
        let spread = heap((0..1000).map(|k| f64::from(k) / 999.0)).sorted();
        for share in [0.05, 0.25, 0.5, 0.75, 0.95] {
            assert!((spread.quantile(share) - share).abs() <= 1.5 / STEPS);
        }
        assert!((spread.mean() - 0.5).abs() < 1e-8);
    }

    #[test]
    fn merging_equals_counting_together() {
        let values: Vec<f64> = (0..500).map(|k| f64::from(k * k % 97) / 97.0).collect();
        let (a, b): (Vec<f64>, Vec<f64>) = values.iter().partition(|x| **x < 0.4);
        let mut merged = heap(a).sorted();
        merged.merge(&heap(b).sorted());
        assert_eq!(merged, heap(values).sorted());
        assert_eq!(merged.n(), 500);
    }

    /// One run: rounds on days 0, 10 and 21, signed on day 21, voted on day 50. On day 7 it still has the value of day 0,
    /// on day 14 that of day 10, on day 21 that of day 21; while it waits for the vote it does not talk.
    #[test]
    fn a_day_has_the_values_of_that_day_and_who_has_signed_talks_no_more() {
        let variables = [Variable {
            name: "x".into(),
            group: "x",
            kind: RowKind::Talks,
            module: "x",
            unit: "",
            range: [0.0, 1.0],
        }];
        let mut follower = Follower::default();
        let mut seen = LastSeen::default();
        for (round, (day, value)) in [(0, 0.1), (10, 0.2), (21, 0.3)].into_iter().enumerate() {
            let mut run = Run::default();
            (run.round, run.day) = (round as u32, day);
            follower.round(&run, &variables, &[value], &mut seen);
        }
        follower.weeks(21, &variables, &mut seen);
        let mut told = Vec::new();
        follower.finish(&variables).rows(0, &mut |row| {
            if row.clock == Clock::Day {
                told.push((row.t, (row.mean * 10.0).round(), row.n));
            }
        });
        assert_eq!(told, [(0.0, 1.0, 1), (7.0, 1.0, 1), (14.0, 2.0, 1), (21.0, 3.0, 1)]);
    }
}
