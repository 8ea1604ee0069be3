//! When each point was settled: in how many of all followed runs an issue stands settled, by round and by week. What is kept is by
//! how many that changes from one time to the next, in whole numbers, so that any order of merging gives the same bytes.
//!
//! A run that has ended counts as it ended, and an agreement settles every issue: nothing here is of those alone that still
//! talk. At a day an issue stands as it did after the last round held until then.

use super::trajectories::{LONGEST, WEEK};
use detente_analyses::Partial;
use detente_analyses::statistics::wilson;
use detente_core::Run;
use detente_core::facts::Settled;
use detente_results::{Clock, SettledRow};
use serde::{Deserialize, Serialize};

/// By time, then issue: by how many the runs change in which it is settled.
type Track = Vec<Vec<i64>>;

/// The issues of some runs of one point.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Settling {
    runs: u64,
    by_round: Track,
    by_week: Track,
}

/// The first week whose day is not before this one.
fn week(day: i32) -> usize {
    (day.max(0) as usize).div_ceil(WEEK as usize)
}

/// Makes room up to this time, or to the latest that is followed.
fn reach(track: &mut Track, t: usize, issues: usize) {
    let times = (t + 1).min(LONGEST);
    if track.len() < times {
        track.resize(times, vec![0; issues]);
    }
}

impl Settling {
    /// A round of a run has been played; `before` is how its issues stood until then.
    pub(super) fn round(&mut self, run: &Run, settled: &[Settled], before: &mut Vec<bool>) {
        let now = settled.iter().map(|settled| settled.0);
        self.turn([run.round as usize, week(run.day)], now, before);
    }

    /// A run has ended after so many rounds, having talked until this day.
    pub(super) fn ended(&mut self, agreed: bool, rounds: u32, day: i32, before: &mut Vec<bool>) {
        self.runs += 1;
        let times = [rounds.saturating_sub(1) as usize, week(day)];
        let now: Vec<bool> = before.iter().map(|settled| *settled || agreed).collect();
        self.turn(times, now.into_iter(), before);
    }

    /// At a round and a week, issues come to stand so.
    fn turn(&mut self, times: [usize; 2], now: impl ExactSizeIterator<Item = bool>, before: &mut Vec<bool>) {
        before.resize(now.len(), false);
        for (track, t) in [&mut self.by_round, &mut self.by_week].into_iter().zip(times) {
            reach(track, t, before.len());
        }
        for (issue, (now, before)) in now.zip(before.iter_mut()).enumerate() {
            let change = i64::from(now) - i64::from(*before);
            *before = now;
            for (track, t) in [&mut self.by_round, &mut self.by_week].into_iter().zip(times) {
                if let Some(changes) = track.get_mut(t) {
                    changes[issue] += change;
                }
            }
        }
    }

    /// The rows of a point with these issues, up to the time when the last run has ended.
    pub(crate) fn rows(&self, point: usize, issues: &[&str], row: &mut dyn FnMut(SettledRow)) {
        for (clock, track, unit) in [(Clock::Round, &self.by_round, 1), (Clock::Day, &self.by_week, WEEK)] {
            let mut counts = vec![0; issues.len()];
            for (t, changes) in track.iter().enumerate() {
                for ((count, change), issue) in counts.iter_mut().zip(changes).zip(issues) {
                    *count += change;
                    let (n, count) = (self.runs, (*count).max(0) as u64);
                    let interval = wilson(count, n);
                    row(SettledRow {
                        point: point as u64,
                        clock,
                        t: f64::from(t as i32 * unit),
                        issue: (*issue).to_owned(),
                        n,
                        count,
                        share: count as f64 / n as f64,
                        ci_low: interval.low,
                        ci_high: interval.high,
                    });
                }
            }
        }
    }
}

impl Partial for Settling {
    fn merge(&mut self, later: &Self) {
        self.runs += later.runs;
        for (mine, theirs) in [
            (&mut self.by_round, &later.by_round),
            (&mut self.by_week, &later.by_week),
        ] {
            for (t, changes) in theirs.iter().enumerate() {
                match mine.get_mut(t) {
                    Some(own) => own.iter_mut().zip(changes).for_each(|(a, b)| *a += b),
                    None => mine.push(changes.clone()),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(number: u32, day: i32) -> Run {
        let mut run = Run::default();
        (run.round, run.day) = (number, day);
        run
    }

    /// By time: how many runs have each of two issues settled.
    fn told(settling: &Settling, clock: Clock) -> Vec<[u64; 2]> {
        let mut counts = Vec::new();
        settling.rows(0, &["mud", "toll"], &mut |row| {
            if row.clock == clock {
                assert_eq!((row.n, row.share), (2, row.count as f64 / 2.0));
                counts.push(row.count);
            }
        });
        counts.chunks(2).map(|pair| [pair[0], pair[1]]).collect()
    }

    /// One run settles the first issue on day 0, opens it on day 10 and settles it for good on day 21; the other settles
    /// nothing, and signs on day 3: then all is settled. It goes on counting when it has ended.
    #[test]
    fn issues_count_as_they_stand_and_as_they_stood_at_the_end() {
        let mut parts = [Settling::default(), Settling::default()];
        let mut before = [Vec::new(), Vec::new()];
        for (number, day, first) in [(0, 0, true), (1, 10, false), (2, 21, true)] {
            parts[0].round(&round(number, day), &[Settled(first), Settled(false)], &mut before[0]);
        }
        parts[0].ended(false, 3, 30, &mut before[0]);
        parts[1].round(&round(0, 3), &[Settled(false); 2], &mut before[1]);
        parts[1].ended(true, 1, 3, &mut before[1]);
        let mut all = parts[1].clone();
        all.merge(&parts[0]);
        let mut other_way = parts[0].clone();
        other_way.merge(&parts[1]);
        assert_eq!(all, other_way);
        assert_eq!(told(&all, Clock::Round), [[2, 1], [1, 1], [2, 1]]);
        assert_eq!(told(&all, Clock::Day), [[1, 0], [2, 1], [1, 1], [2, 1], [2, 1], [2, 1]]);
    }
}
