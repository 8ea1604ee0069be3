//! Where the runs are spread over so many settings that those of the scenario as it stands say little by themselves, what is
//! told is over all settings of the design: shares of all runs under each policy, and what a policy changes on average over
//! the settings, each of which is one look at it.

use super::finished::{Finished, held};
use detente_analyses::statistics::{Sums, holm, mean_interval, mean_p_value, wilson};
use detente_analyses::{Arrangement, Points, Response};
use detente_lab::plan::Plan;
use detente_results::{ContrastRow, Folder, OUTCOMES, ResultsError, SummaryRow, TransitionRow};
use std::collections::BTreeMap;

/// With fewer runs of the scenario as it stands nothing is said of it.
pub(super) const FEW_RUNS: u64 = 30;

/// Whether the design is what is told of.
pub(super) fn is_told(plan: &Plan) -> bool {
    let policies = plan.experiment.policies.len() as u64 + 1;
    let settings = plan.waves.points / policies - 1;
    let runs = plan.experiment.replicates;
    let lies_all_over = plan.arrangement() == Arrangement::AllOver;
    // Of settings that share a few lucks nothing is known over all of them.
    let is_apart = settings > 0 && !plan.is_paired(plan.experiment.policies.len() + 1);
    is_apart && (runs < FEW_RUNS || lies_all_over) && settings.saturating_mul(runs) >= FEW_RUNS
}

/// The policy of a point, 0 for base.
pub(super) fn policy_of(plan: &Plan, point: u64) -> u64 {
    point % (plan.experiment.policies.len() as u64 + 1)
}

/// Settings that share luck or values, and so are one look: a base row, a trajectory, or a setting by itself.
fn look(plan: &Plan, point: u64) -> u64 {
    let setting = point / (plan.experiment.policies.len() as u64 + 1) - 1;
    let factors = Points::factors(plan).len() as u64;
    match plan.arrangement() {
        Arrangement::BaseRows => setting / (factors + 3),
        Arrangement::Trajectories => setting / (factors + 1),
        _ => setting,
    }
}

/// A mean over looks, each of which is a mean itself.
#[derive(Default)]
pub(super) struct Looks(BTreeMap<u64, Sums>);

impl Looks {
    /// Adds what a point is.
    pub(super) fn add(&mut self, plan: &Plan, point: u64, value: f64) {
        self.0.entry(look(plan, point)).or_default().add(value);
    }

    /// Their means.
    pub(super) fn sums(&self) -> Sums {
        let mut sums = Sums::default();
        self.0.values().for_each(|look| sums.add(look.sum / look.n as f64));
        sums
    }
}

/// How the runs of all settings end under a policy.
#[derive(Default)]
pub(super) struct EndsOverDesign {
    counts: [u64; OUTCOMES.len()],
    looks: [Looks; OUTCOMES.len()],
}

impl EndsOverDesign {
    /// Adds a row of `summary.csv`.
    pub(super) fn see(&mut self, plan: &Plan, row: &SummaryRow) {
        if let Some(place) = OUTCOMES.iter().position(|outcome| *outcome == row.outcome) {
            self.counts[place] += row.count;
            self.looks[place].add(plan, row.point, row.share);
        }
    }
}

/// Puts what is over all settings in the place of what is of the scenario as it stands.
pub(super) fn put(
    done: &mut Finished,
    plan: &Plan,
    folder: &Folder,
    ends: &BTreeMap<u64, EndsOverDesign>,
) -> Result<(), ResultsError> {
    let policies = plan.experiment.policies.len() as u64 + 1;
    done.summary = (ends.iter())
        .flat_map(|(policy, ends)| summary(plan, *policy, ends))
        .collect();
    done.days.clear();
    let mut differences: BTreeMap<(String, u64), Looks> = BTreeMap::new();
    for row in held(folder, |row: &ContrastRow| {
        row.point >= policies && !row.point.is_multiple_of(policies)
    })? {
        let looks = differences.entry((row.response, row.point % policies)).or_default();
        looks.add(plan, row.point, row.estimate);
    }
    done.contrasts = (plan.experiment.responses.iter())
        .flat_map(|response| contrasts(plan, response, &differences))
        .collect();
    done.compared = (done.contrasts.iter())
        .map(|row| (row.response.clone(), plan.experiment.policies.len() as u64))
        .collect();
    let mut flips: BTreeMap<(u64, String, String), u64> = BTreeMap::new();
    for row in held(folder, |row: &TransitionRow| {
        row.point >= policies && !row.point.is_multiple_of(policies)
    })? {
        *flips.entry((row.point % policies, row.from, row.to)).or_default() += row.count;
    }
    done.transitions = transitions(flips);
    Ok(())
}

/// Shares of all runs, each look one number: runs of one are not apart from each other.
fn summary(plan: &Plan, policy: u64, ends: &EndsOverDesign) -> Vec<SummaryRow> {
    let n: u64 = ends.counts.iter().sum();
    let row = |((outcome, &count), looks): ((&&str, &u64), &Looks)| {
        let share = count as f64 / n.max(1) as f64;
        let interval = mean_interval(looks.sums()).map(|found| found.interval);
        SummaryRow {
            point: policy,
            policy: Points::policy(plan, policy as usize).to_owned(),
            outcome: (*outcome).to_owned(),
            n,
            count,
            share,
            ci_low: interval.map_or(0.0, |i| i.low.max(0.0)),
            ci_high: interval.map_or(1.0, |i| i.high.min(1.0)),
        }
    };
    OUTCOMES.iter().zip(&ends.counts).zip(&ends.looks).map(row).collect()
}

/// The mean difference over settings, which are drawn apart from each other, with Student's t.
fn contrasts(plan: &Plan, response: &Response, differences: &BTreeMap<(String, u64), Looks>) -> Vec<ContrastRow> {
    let policies = 1..=plan.experiment.policies.len() as u64;
    let found = policies.filter_map(|policy| {
        let sums = differences.get(&(response.id.clone(), policy))?.sums();
        Some((policy, sums, mean_interval(sums)?, mean_p_value(sums)?))
    });
    let found: Vec<_> = found.collect();
    let p_values: Vec<f64> = found.iter().map(|(.., p)| *p).collect();
    let row = |((policy, sums, estimate, p_value), p_holm)| {
        let (policy, sums): (u64, Sums) = (policy, sums);
        let estimate: detente_analyses::statistics::Estimate = estimate;
        ContrastRow {
            response: response.id.clone(),
            point: policy,
            policy: plan.experiment.policies[policy as usize - 1].id.clone(),
            against: "base".to_owned(),
            n: sums.n * plan.experiment.replicates,
            estimate: estimate.value,
            ci_low: estimate.interval.low,
            ci_high: estimate.interval.high,
            method: "over_settings".to_owned(),
            p_value,
            p_holm,
        }
    };
    found.into_iter().zip(holm(&p_values)).map(row).collect()
}

fn transitions(flips: BTreeMap<(u64, String, String), u64>) -> Vec<TransitionRow> {
    let of = |policy: u64| -> u64 { flips.iter().filter(|((p, ..), _)| *p == policy).map(|(_, n)| n).sum() };
    let row = |((policy, from, to), count): (&(u64, String, String), &u64)| {
        let n = of(*policy);
        let interval = wilson(*count, n);
        TransitionRow {
            point: *policy,
            against: 0,
            from: from.clone(),
            to: to.clone(),
            count: *count,
            share: *count as f64 / n as f64,
            ci_low: interval.low,
            ci_high: interval.high,
        }
    };
    flips.iter().map(row).collect()
}
