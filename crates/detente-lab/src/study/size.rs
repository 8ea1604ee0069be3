//! How large the experiments of a study are: as many runs as fit into the time, cut into settings and runs of each, no fewer
//! than of which something can be told and no more than tables should have.

use super::{LUCKS, Step};
use crate::experiment::Experiment;

/// Most runs of one experiment of a study: its table of runs is then a few hundred megabytes, and more runs would move none
/// of its numbers by what anybody cares about.
pub const MOST_RUNS_OF_A_STEP: u64 = 500_000;

/// How large an experiment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// What its design counts: trajectories, base rows, points; for the scenario as it stands, sets of inputs, one where it
    /// draws nothing.
    pub units: u64,
    /// Runs of each point; for the scenario as it stands those of a set of inputs.
    pub each: u64,
}

/// What a step is spent on: what its points are multiplied by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spent {
    /// Numbers that it varies.
    pub factors: usize,
    /// Policies that are compared.
    pub policies: usize,
    /// Whether the scenario draws numbers.
    pub draws: bool,
}

impl Size {
    /// That of an experiment that is written already.
    pub fn of(experiment: &Experiment) -> Self {
        match (experiment.size, experiment.luck) {
            (0, 1) => Self {
                units: 1,
                each: experiment.replicates,
            },
            (0, luck) => Self {
                units: experiment.replicates / luck,
                each: luck,
            },
            (units, _) => Self {
                units,
                each: experiment.replicates,
            },
        }
    }

    /// All runs of a step.
    pub fn runs(self, step: Step, spent: Spent) -> u64 {
        match step {
            Step::Base => self.units * self.each * settings(step, spent),
            // The scenario as it stands is played too, under each policy.
            _ => (self.units * settings(step, spent) + of_policies(step, spent)) * self.each,
        }
    }
}

/// Points of the scenario as it stands.
fn of_policies(step: Step, spent: Spent) -> u64 {
    match step.has_policies() {
        true => spent.policies as u64 + 1,
        false => 1,
    }
}

/// Points that one of what the design counts makes.
pub fn settings(step: Step, spent: Spent) -> u64 {
    match step {
        Step::Base | Step::Spread => of_policies(step, spent),
        Step::Screen => spent.factors as u64 + 1,
        Step::Quantify => spent.factors as u64 + 3,
    }
}

/// The least size of a step, of which something can be told, and the largest: beyond it runs are better spent on another
/// question.
fn bounds(step: Step) -> [Size; 2] {
    match step {
        Step::Base => [split(1, 500), split(1, 20_000)],
        Step::Screen => [split(4, 8), split(20, 400)],
        Step::Quantify => [split(64, 8), split(2_048, 100)],
        Step::Spread => [split(100, 8), split(1_000, 200)],
    }
}

/// The size of a step that so many runs can be spent on; its least size if they are too few.
pub fn size(step: Step, runs: f64, spent: Spent) -> Size {
    let [least, most] = bounds(step);
    let runs = runs.clamp(0.0, MOST_RUNS_OF_A_STEP as f64);
    // Runs that each setting of one unit can have, all units together.
    let room = (runs / settings(step, spent) as f64) as u64;
    let within = |x: u64, of: fn(Size) -> u64| x.clamp(of(least), of(most));
    match step {
        Step::Base => base(within(few(room), |size| size.each), spent.draws),
        // Trajectories tell one place from another, runs the effect from luck: by luck alone every number seems to move
        // something, the less the more runs there are.
        Step::Screen => {
            let units = within(root(room) / 4, |size| size.units);
            split(units, within(room / units, |size| size.each))
        }
        // A sequence of Sobol is even at powers of two.
        Step::Quantify => {
            let units = within(room / 8, |size| size.units);
            let units = 1 << units.ilog2();
            split(units, within(room / units, |size| size.each))
        }
        // Every setting must be known well enough that boxes and regrets are not those of luck.
        Step::Spread => {
            let each = within(root(room) / 5, |size| size.each);
            split(within(few(room / each), |size| size.units), each)
        }
    }
}

fn split(units: u64, each: u64) -> Size {
    Size { units, each }
}

/// So many runs, in sets of inputs where inputs are drawn.
fn base(runs: u64, draws: bool) -> Size {
    match draws {
        true => split(runs / LUCKS, LUCKS),
        false => split(1, runs),
    }
}

/// The whole part of a square root.
fn root(x: u64) -> u64 {
    x.isqrt()
}

/// A number with its first two digits alone, as somebody would write it.
fn few(x: u64) -> u64 {
    let unit = 10_u64.pow(x.checked_ilog10().unwrap_or(0).saturating_sub(1));
    x / unit * unit
}

#[cfg(test)]
mod tests {
    use super::*;

    const HARBOUR: Spent = Spent {
        factors: 100,
        policies: 2,
        draws: false,
    };

    #[test]
    fn more_time_is_never_spent_on_fewer_runs_and_never_on_more_than_there_are() {
        for step in Step::ALL {
            let spent = Spent {
                factors: step.numbers().unwrap_or(HARBOUR.factors),
                ..HARBOUR
            };
            let least = size(step, 0.0, spent).runs(step, spent);
            let mut last = 0;
            for runs in (10..24).map(|power| f64::from(1 << power)) {
                let made = size(step, runs, spent).runs(step, spent);
                assert!(
                    made as f64 <= runs.max(least as f64) * 1.05,
                    "{step:?}: {made} of {runs}"
                );
                assert!(made >= last * 3 / 4, "{step:?}: {made} after {last}");
                last = made;
            }
            assert!(
                last <= MOST_RUNS_OF_A_STEP && last > 20 * least.min(MOST_RUNS_OF_A_STEP / 50),
                "{step:?}: {last}"
            );
        }
    }

    #[test]
    fn sizes_are_what_the_design_likes() {
        let spent = Spent {
            factors: 8,
            policies: 0,
            draws: true,
        };
        assert!(size(Step::Quantify, 1e5, spent).units.is_power_of_two());
        assert_eq!(size(Step::Base, 1_234.0, spent), Size { units: 60, each: 20 });
        assert_eq!([0, 7, 99, 1_299].map(few), [0, 7, 99, 1_200]);
        assert_eq!(size(Step::Screen, 0.0, spent), Size { units: 4, each: 8 });
    }
}
