//! Trajectories: how variables are distributed over the runs still talking, by round and by day. Values are counted at
//! 1/1000 of the variable's range and summed as whole numbers, so that memory is flat and any order gives the same bytes.

use detente_core::{Run, Variable};
use detente_results::{Clock, TrajectoryRow};

/// Replicates of each point that trajectories are counted over: enough for quantiles to within a percentage point, and
/// few enough for whole-number sums in 64 bits.
pub(super) const FOLLOWED: u64 = 2048;
/// Days between two points of the day clock.
const WEEK: i32 = 7;
/// Steps of a variable's range.
const STEPS: usize = 1000;
/// Unit of the whole-number sums.
const UNIT: f64 = 1_073_741_824.0;
/// Latest time that is followed, in weeks or rounds.
const LONGEST: usize = 2000;

/// Counts of one variable at one time.
#[derive(Debug, Clone)]
struct Counts {
    n: u64,
    sum: i64,
    steps: Box<[u32]>,
}

impl Counts {
    fn new() -> Self {
        Self {
            n: 0,
            sum: 0,
            steps: vec![0; STEPS + 1].into_boxed_slice(),
        }
    }

    fn add(&mut self, position: f64) {
        let position = position.clamp(0.0, 1.0);
        self.n += 1;
        self.sum += (position * UNIT) as i64;
        self.steps[(position * STEPS as f64 + 0.5) as usize] += 1;
    }

    fn merge(&mut self, other: &Self) {
        self.n += other.n;
        self.sum += other.sum;
        for (mine, theirs) in self.steps.iter_mut().zip(&other.steps) {
            *mine += theirs;
        }
    }

    fn mean(&self) -> f64 {
        self.sum as f64 / UNIT / self.n as f64
    }

    /// The step at or below which this share of the values lies.
    fn quantile(&self, share: f64) -> f64 {
        let rank = (share * self.n as f64).ceil().max(1.0) as u64;
        let mut seen = 0;
        for (step, &count) in self.steps.iter().enumerate() {
            seen += u64::from(count);
            if seen >= rank {
                return step as f64 / STEPS as f64;
            }
        }
        1.0
    }
}

/// Counts by time, then variable.
type Track = Vec<Vec<Counts>>;

/// The trajectories of one point.
#[derive(Debug, Clone, Default)]
pub(super) struct Trajectories {
    by_round: Track,
    by_week: Track,
}

/// What a run looked like when it was last seen, so that days without a session can be filled.
#[derive(Debug, Clone, Default)]
pub(super) struct LastSeen {
    weeks: usize,
    values: Vec<f64>,
}

fn add(track: &mut Track, t: usize, variables: &[Variable], values: &[f64]) {
    while track.len() <= t {
        track.push(variables.iter().map(|_| Counts::new()).collect());
    }
    for ((counts, variable), &value) in track[t].iter_mut().zip(variables).zip(values) {
        let [low, high] = variable.range;
        counts.add((value - low) / (high - low));
    }
}

fn merge(mine: &mut Track, theirs: Track) {
    for (t, row) in theirs.into_iter().enumerate() {
        match mine.get_mut(t) {
            Some(own) => own.iter_mut().zip(&row).for_each(|(a, b)| a.merge(b)),
            None => mine.push(row),
        }
    }
}

impl Trajectories {
    /// Adds one round of a run; weeks that have passed since it was last seen carry the values seen then.
    pub(super) fn round(&mut self, run: &Run, variables: &[Variable], values: &[f64], seen: &mut LastSeen) {
        if (run.round as usize) < LONGEST {
            add(&mut self.by_round, run.round as usize, variables, values);
        }
        let week = (run.day / WEEK) as usize;
        while seen.weeks < week.min(LONGEST) {
            if !seen.values.is_empty() {
                add(&mut self.by_week, seen.weeks, variables, &seen.values);
            }
            seen.weeks += 1;
        }
        seen.values.clear();
        seen.values.extend_from_slice(values);
    }

    /// A run has ended on this day: the weeks until then still count.
    pub(super) fn ended(&mut self, day: i32, variables: &[Variable], seen: &mut LastSeen) {
        let week = (day / WEEK).max(0) as usize;
        while !seen.values.is_empty() && seen.weeks <= week.min(LONGEST) {
            add(&mut self.by_week, seen.weeks, variables, &seen.values);
            seen.weeks += 1;
        }
        *seen = LastSeen::default();
    }

    /// Adds what another block has counted.
    pub(super) fn merge(&mut self, other: Self) {
        merge(&mut self.by_round, other.by_round);
        merge(&mut self.by_week, other.by_week);
    }

    /// The rows of a point.
    pub(super) fn rows(&self, point: usize, variables: &[Variable]) -> Vec<TrajectoryRow> {
        let mut rows = Vec::new();
        for (clock, track, unit) in [(Clock::Round, &self.by_round, 1), (Clock::Day, &self.by_week, WEEK)] {
            for (t, counts) in track.iter().enumerate() {
                for (variable, counts) in variables.iter().zip(counts).filter(|(_, c)| c.n > 0) {
                    let [low, high] = variable.range;
                    let at = |position: f64| low + (high - low) * position;
                    rows.push(TrajectoryRow {
                        point: point as u64,
                        clock,
                        t: (t as i32 * unit) as f64,
                        variable: variable.name.clone(),
                        mean: at(counts.mean()),
                        p05: at(counts.quantile(0.05)),
                        p25: at(counts.quantile(0.25)),
                        p50: at(counts.quantile(0.5)),
                        p75: at(counts.quantile(0.75)),
                        p95: at(counts.quantile(0.95)),
                        n: counts.n,
                    });
                }
            }
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Quantiles of the uniform grid 0/999 ... 999/999 are the shares themselves, to a step.
    #[test]
    fn quantiles_and_means_of_a_uniform_sample() {
        let mut counts = Counts::new();
        for k in 0..1000 {
            counts.add(f64::from(k) / 999.0);
        }
        for share in [0.05, 0.25, 0.5, 0.75, 0.95] {
            assert!((counts.quantile(share) - share).abs() <= 1.5 / STEPS as f64);
        }
        assert!((counts.mean() - 0.5).abs() < 1e-8);
    }

    #[test]
    fn merging_equals_counting_together() {
        let (mut a, mut b, mut both) = (Counts::new(), Counts::new(), Counts::new());
        for k in 0..500 {
            let x = f64::from(k * k % 97) / 97.0;
            if k % 3 == 0 {
                a.add(x);
            } else {
                b.add(x);
            }
            both.add(x);
        }
        a.merge(&b);
        assert_eq!((a.n, a.sum, a.steps), (both.n, both.sum, both.steps));
    }
}
