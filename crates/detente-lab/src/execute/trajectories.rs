//! Trajectories: how variables are distributed over the runs still talking, by round and by day, and over all runs, each at its
//! own end. Values are kept in steps of 1/1000 of the variable's range and summed as whole numbers, so that a part costs what its
//! runs cost, and any order of merging gives the same bytes.
//!
//! With many parties there are tens of thousands of pairs of variable and time: what is not being counted or read is kept as bytes,
//! moment by moment.

use super::settling::Settling;
use crate::plan::FOLLOWED;
use detente_analyses::Partial;
use detente_results::{Clock, TrajectoryRow};
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

/// Days between two points of the day clock.
pub(super) const WEEK: i32 = 7;
/// Steps of a variable's range.
const STEPS: f64 = 1000.0;
/// Unit of the whole-number sums.
const UNIT: f64 = 1_073_741_824.0;
/// Latest time that is followed, in weeks or rounds.
pub(super) const LONGEST: usize = 2000;

const _: () = assert!(
    FOLLOWED <= u16::MAX as u64,
    "as many values as followed runs are counted"
);

/// Steps and how many values lie there, by step: one of each followed run at most.
type Steps = Vec<(u16, u16)>;

/// The step at which a value lies that is this share of its range.
pub(super) fn step(share: f64) -> u16 {
    (share * STEPS + 0.5) as u16
}

/// The values of one variable at one time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Spread {
    /// Sum, in parts of [`UNIT`].
    sum: i64,
    steps: Steps,
}

impl Spread {
    /// Adds to the sum a value that is this share of its range; it is counted later.
    pub(super) fn add(&mut self, share: f64) {
        self.sum += (share * UNIT) as i64;
    }

    /// Counts the steps of values; they are put in order. What is left in `merged` does not matter.
    pub(super) fn count(&mut self, steps: &mut [u16], merged: &mut Steps) {
        steps.sort_unstable();
        let runs = steps.chunk_by(|a, b| a == b);
        self.put(runs.map(|run| (run[0], run.len() as u16)), merged);
    }

    fn merge(&mut self, later: &Self) {
        self.sum += later.sum;
        self.put(later.steps.iter().copied(), &mut Steps::new());
    }

    /// Adds what comes in order of the steps. With many spreads it matters that none has room to spare.
    fn put(&mut self, later: impl Iterator<Item = (u16, u16)>, merged: &mut Steps) {
        merged.clear();
        let (mut mine, mut theirs) = (self.steps.iter().copied().peekable(), later.peekable());
        while let Some((step, n)) = match (mine.peek(), theirs.peek()) {
            (Some(a), Some(b)) if a.0 > b.0 => theirs.next(),
            (None, _) => theirs.next(),
            _ => mine.next(),
        } {
            match merged.last_mut() {
                Some((last, count)) if *last == step => *count += n,
                _ => merged.push((step, n)),
            }
        }
        self.steps.clear();
        self.steps.reserve_exact(merged.len());
        self.steps.extend_from_slice(merged);
    }

    fn n(&self) -> u64 {
        self.steps.iter().map(|(_, n)| u64::from(*n)).sum()
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

/// All variables at one time, as bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "ByteBuf")]
pub(super) struct Moment(#[serde(with = "serde_bytes")] Vec<u8>);

impl Moment {
    /// What is known of each variable.
    pub(super) fn of(spreads: &[Spread]) -> Self {
        let mut bytes = postcard::to_stdvec(spreads).expect("plain values are always written");
        bytes.shrink_to_fit();
        Self(bytes)
    }

    fn spreads(&self) -> Vec<Spread> {
        postcard::from_bytes(&self.0).expect("written by `of`, or looked at when they were read")
    }

    fn merge(&mut self, later: &Self) {
        let mut spreads = self.spreads();
        let pairs = spreads.iter_mut().zip(later.spreads());
        pairs.for_each(|(own, theirs)| own.merge(&theirs));
        *self = Self::of(&spreads);
    }
}

impl TryFrom<ByteBuf> for Moment {
    type Error = postcard::Error;

    fn try_from(bytes: ByteBuf) -> Result<Self, postcard::Error> {
        postcard::from_bytes::<Vec<Spread>>(&bytes)?;
        Ok(Self(bytes.into_vec()))
    }
}

/// A variable that is followed, as its numbers are kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Followed {
    pub(super) name: String,
    pub(super) range: [f64; 2],
}

/// The trajectories of some runs of one point.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Trajectories {
    pub(super) variables: Vec<Followed>,
    pub(super) by_round: Vec<Moment>,
    pub(super) by_week: Vec<Moment>,
    /// After the last round of each run; one, or none.
    pub(super) at_end: Vec<Moment>,
    /// Sum of the last days on which the runs of `at_end` talked.
    pub(super) last_days: i64,
    /// Which issues are settled.
    pub(super) settling: Settling,
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
            for (t, moment) in theirs.iter().enumerate() {
                match mine.get_mut(t) {
                    Some(own) => own.merge(moment),
                    None => mine.push(moment.clone()),
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
            for (t, moment) in track.iter().enumerate() {
                self.moment(point, (clock, f64::from(t as i32 * unit)), &moment.spreads(), row);
            }
        }
        for moment in &self.at_end {
            let spreads = moment.spreads();
            let n = spreads.first().map_or(0, Spread::n);
            self.moment(point, (Clock::End, self.last_days as f64 / n as f64), &spreads, row);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(values: impl IntoIterator<Item = f64>) -> Spread {
        let mut spread = Spread::default();
        let mut steps: Vec<u16> = Vec::new();
        for value in values {
            spread.add(value);
            steps.push(step(value));
        }
        for some in steps.chunks_mut(64) {
            spread.count(some, &mut Steps::new());
        }
        spread
    }

    /// Quantiles of the uniform grid 0/999 ... 999/999 are the shares themselves, to a step.
    #[test]
    fn quantiles_and_means_of_a_uniform_sample() {
        let spread = spread((0..1000).map(|k| f64::from(k) / 999.0));
        for share in [0.05, 0.25, 0.5, 0.75, 0.95] {
            assert!((spread.quantile(share) - share).abs() <= 1.5 / STEPS);
        }
        assert!((spread.mean() - 0.5).abs() < 1e-8);
    }

    #[test]
    fn merging_equals_counting_together() {
        let values: Vec<f64> = (0..500).map(|k| f64::from(k * k % 97) / 97.0).collect();
        let (a, b): (Vec<f64>, Vec<f64>) = values.iter().partition(|x| **x < 0.4);
        let mut merged = Moment::of(&[spread(a)]);
        merged.merge(&Moment::of(&[spread(b)]));
        let together = spread(values);
        assert_eq!(together.n(), 500);
        assert_eq!(merged, Moment::of(&[together]));
    }

    #[test]
    fn bytes_that_are_no_moment_are_refused_when_they_are_read() {
        let moment = Moment::of(&[spread([0.5, 0.7])]);
        let written = postcard::to_stdvec(&moment).unwrap();
        assert_eq!(postcard::from_bytes::<Moment>(&written).unwrap(), moment);
        let cut_off = Moment(moment.0[..moment.0.len() - 1].to_vec());
        let written = postcard::to_stdvec(&cut_off).unwrap();
        assert!(postcard::from_bytes::<Moment>(&written).is_err());
    }
}
