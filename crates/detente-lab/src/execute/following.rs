//! Runs that are followed while they are played: what is told of each round is put in steps, and counted now and then.
//!
//! A run still talks until it ends or its text is signed: who waits for a vote at home does not talk any more. At a day it
//! has the values that it had after the last round held until then.

use super::settling::Settling;
use super::trajectories::{Followed, LONGEST, Moment, Spread, Trajectories, WEEK, step};
use detente_core::facts::Settled;
use detente_core::{Outcome, Run, RunRecord, Variable};

/// So many runs are counted at a time.
const FRESH: usize = 16;

/// All variables at one time.
#[derive(Debug)]
struct Counting {
    /// Steps of runs that have not been counted: run by run, then by variable.
    fresh: Vec<u16>,
    /// By variable.
    counted: Vec<Spread>,
}

impl Counting {
    fn new(variables: usize) -> Self {
        Self {
            fresh: Vec::new(),
            counted: vec![Spread::default(); variables],
        }
    }

    fn add(&mut self, variables: &[Variable], values: &[f64]) {
        debug_assert_eq!(values.len(), variables.len(), "a value of each variable");
        if self.fresh.len() >= FRESH * variables.len() {
            self.count();
        }
        self.fresh.reserve(variables.len());
        for ((spread, variable), &value) in self.counted.iter_mut().zip(variables).zip(values) {
            let [low, high] = variable.range;
            let share = ((value - low) / (high - low)).clamp(0.0, 1.0);
            spread.add(share);
            self.fresh.push(step(share));
        }
    }

    fn count(&mut self) {
        let (mut steps, mut merged) = (Vec::with_capacity(FRESH), Vec::new());
        let variables = self.counted.len();
        for (variable, spread) in self.counted.iter_mut().enumerate() {
            steps.clear();
            steps.extend(self.fresh.iter().skip(variable).step_by(variables));
            spread.count(&mut steps, &mut merged);
        }
        self.fresh.clear();
    }

    fn finish(mut self) -> Moment {
        self.count();
        Moment::of(&self.counted)
    }
}

/// Follows the runs of one part while they are played.
#[derive(Debug, Default)]
pub(super) struct Follower {
    by_round: Vec<Counting>,
    by_week: Vec<Counting>,
    at_end: Vec<Counting>,
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

fn add(track: &mut Vec<Counting>, t: usize, variables: &[Variable], values: &[f64]) {
    while track.len() <= t {
        track.push(Counting::new(variables.len()));
    }
    track[t].add(variables, values);
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
    pub(super) fn ended(&mut self, record: &RunRecord, variables: &[Variable], mut seen: LastSeen) {
        let last = record.signed_day.map_or(record.end_day, |day| day.min(record.end_day));
        self.weeks(last, variables, &mut seen);
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
        let finish = |track: Vec<Counting>| track.into_iter().map(Counting::finish).collect();
        let followed = |v: &Variable| Followed {
            name: v.name.clone(),
            range: v.range,
        };
        Trajectories {
            variables: variables.iter().map(followed).collect(),
            by_round: finish(self.by_round),
            by_week: finish(self.by_week),
            at_end: finish(self.at_end),
            last_days: self.last_days,
            settling: self.settling,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use detente_core::RowKind;
    use detente_results::Clock;

    fn variable(name: &str) -> Variable {
        Variable {
            name: name.into(),
            group: "x",
            kind: RowKind::Talks,
            module: "x",
            unit: "",
            range: [0.0, 1.0],
        }
    }

    /// Three variables whose values go through all steps at paces of their own, over more runs than are counted at a time.
    #[test]
    fn every_variable_is_counted_by_itself() {
        let runs = 2 * FRESH + 5;
        let value = |variable: usize, run: usize| ((run * [7, 11, 13][variable]) % 29) as f64 / 28.0;
        let variables = ["x", "y", "z"].map(variable);
        let mut counting = Counting::new(variables.len());
        let mut alone: Vec<Spread> = vec![Spread::default(); variables.len()];
        for run in 0..runs {
            let values: Vec<f64> = (0..variables.len()).map(|v| value(v, run)).collect();
            counting.add(&variables, &values);
            for (spread, value) in alone.iter_mut().zip(values) {
                spread.add(value);
                spread.count(&mut [step(value)], &mut Vec::new());
            }
        }
        assert_eq!(counting.finish(), Moment::of(&alone));
    }

    /// One run: rounds on days 0, 10 and 21, signed on day 21, voted on day 50. On day 7 it still has the value of day 0,
    /// on day 14 that of day 10, on day 21 that of day 21; while it waits for the vote it does not talk.
    #[test]
    fn a_day_has_the_values_of_that_day_and_who_has_signed_talks_no_more() {
        let variables = [variable("x")];
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
