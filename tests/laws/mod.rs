//! Laws: what must come out of the model, under common luck and fixed seeds. `exact`: run by run, against an independent
//! computation. `pathwise`: pair by pair of runs with the same luck. `flagship`: the levers of the first case.
//! `directions`: what the literature expects of each mechanism, on two cases of the library or more. `doses`: every lever
//! from none to much. `cliffs`: steps that no number should make. `patterns`: what is known of talks at large. `people`:
//! hawks, fatigue, caution, signals and missteps. `rivals`: what they believe of each other.

mod cliffs;
mod directions;
mod doses;
mod exact;
mod flagship;
mod laboratory;
mod pathwise;
mod patterns;
mod people;
mod rivals;

use crate::common;
use crate::played::{Played, PlayedRun, run_file, scenario};
use detente_core::{Model, Outcome, Stage};
use detente_lab::experiment::Policy;
use detente_scenario::{Change, Node, Path as ScenarioPath};
use std::path::Path;

pub(crate) const FLAGSHIP: &str = "ukraine-28-points";

pub(crate) fn path(text: &str) -> ScenarioPath {
    text.parse().expect("a path")
}

pub(crate) fn set(at: &str, value: &str) -> Change {
    Change::Set(path(at), Node::from_argument(value))
}

pub(crate) fn scale(at: &str, by: f64) -> Change {
    Change::Scale(path(at), by)
}

pub(crate) fn policy(id: &str, changes: Vec<Change>) -> Policy {
    Policy {
        span: None,
        id: id.to_owned(),
        title: id.to_owned(),
        changes: changes.into_iter().map(|change| (change, None)).collect(),
    }
}

const RUNS: u64 = 4000;
/// Quantile of the normal distribution that leaves one in twenty thousand on either side.
const SURE: f64 = 3.891;

const DAYTON: &str = "dayton-1995";
const COLOMBIA: &str = "colombia-2016";
const HARBOUR: &str = "harbour";
const CAMP_DAVID: &str = "camp-david-1978";
const OSLO: &str = "oslo-1993";

/// Plays a case as it stands, point 0, and under one change after another.
fn vary(case: &str, variants: Vec<Vec<Change>>) -> Played {
    vary_file(case, &scenario(case), RUNS, variants)
}

/// The same of a file, and of so many runs.
fn vary_file(case: &str, file: &Path, runs: u64, variants: Vec<Vec<Change>>) -> Played {
    let policies = variants.into_iter().enumerate();
    let policies = policies.map(|(k, changes)| policy(&format!("variant {}", k + 1), changes));
    run_file(case, file, runs, policies.collect())
}

/// The mean difference of some runs from others with the same luck, over the pairs that both have a value, and its half
/// width.
fn difference(of: &[PlayedRun], from: &[PlayedRun], value: impl Fn(&PlayedRun) -> Option<f64>) -> (f64, f64) {
    let pairs = of.iter().zip(from);
    let differences: Vec<f64> = pairs.filter_map(|(a, b)| Some(value(a)? - value(b)?)).collect();
    assert!(differences.len() > 100, "{} pairs", differences.len());
    let n = differences.len() as f64;
    let mean = differences.iter().sum::<f64>() / n;
    let variance = differences.iter().map(|d| (d - mean) * (d - mean)).sum::<f64>() / (n - 1.0);
    (mean, SURE * (variance / n).sqrt())
}

impl Played {
    fn rises(&self, what: &str, of: usize, from: usize, value: impl Fn(&PlayedRun) -> Option<f64>) {
        let (mean, width) = difference(&self.runs(of), &self.runs(from), value);
        assert!(mean - width > 0.0, "{}: {what}: {mean} +- {width}", self.case());
    }

    fn falls(&self, what: &str, of: usize, from: usize, value: impl Fn(&PlayedRun) -> Option<f64>) {
        self.rises(what, of, from, |run| value(run).map(|x| -x));
    }
}

fn agreed(run: &PlayedRun) -> bool {
    run.ended_in(Outcome::Agreement)
}

/// 1 for an agreement.
fn agreement(run: &PlayedRun) -> Option<f64> {
    Some(f64::from(u8::from(agreed(run))))
}

/// A number of an agreement.
fn of_agreement(run: &PlayedRun, column: &str) -> Option<f64> {
    agreed(run).then(|| run.number(column).expect("a number of every agreement"))
}

/// The day of an agreement.
fn day(run: &PlayedRun) -> Option<f64> {
    of_agreement(run, "end_day")
}

/// What an agreement is worth to a party.
fn utility(party: &str) -> impl Fn(&PlayedRun) -> Option<f64> {
    let column = format!("utility.{party}");
    move |run| of_agreement(run, &column)
}

/// How far an agreement lies from the frontier.
fn waste(run: &PlayedRun) -> Option<f64> {
    of_agreement(run, "frontier_distance")
}

/// 1 for an agreement that broke down while it was followed.
fn broken(run: &PlayedRun) -> Option<f64> {
    agreed(run).then(|| f64::from(u8::from(run.number("broke_down_day").is_some())))
}

fn model(file: &Path, changes: &[Change]) -> Model {
    let registry = detente_agents::standard();
    let document = detente_scenario::Document::read(file).expect("a file");
    let document = document.patched(changes, &registry).expect("paths that meet something");
    let built = detente_scenario::build(&document, &registry);
    built.unwrap_or_else(|e| panic!("{e}")).model
}

/// A stage for a shipped case under changes, which records events.
fn stage(case: &str, changes: &[Change]) -> Stage {
    let mut stage = common::stage(model(&scenario(case), changes), 5, 64);
    stage.ensemble().record(true);
    stage
}
