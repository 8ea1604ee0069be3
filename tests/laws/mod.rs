//! Laws: what must come out of the model, under common luck and fixed seeds. `exact`: run by run, against an independent
//! computation. `pathwise`: pair by pair of runs with the same luck. `flagship`: the levers of the first case.
//! `directions`: what the literature expects of each mechanism, on two cases of the library or more. `patterns`: what is
//! known of talks at large.

mod directions;
mod exact;
mod flagship;
mod pathwise;
mod patterns;

use detente_core::{Ensemble, Job, Loadout, Model, Observer, Outcome, Seed};
use detente_lab::experiment::{Experiment, Policy};
use detente_lab::plan::Plan;
use detente_lab::run::{self, ContrastRow, Finished, Settings};
use detente_results::Staging;
use detente_scenario::{Change, Node, Path as ScenarioPath};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

pub(crate) const FLAGSHIP: &str = "ukraine-28-points";

pub(crate) fn scenario(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../scenarios")
        .join(name)
        .with_extension("toml")
}

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
        id: id.to_owned(),
        title: id.to_owned(),
        changes: changes.into_iter().map(|change| (change, None)).collect(),
    }
}

/// Runs a shipped scenario with policies and gives the tables, and the rows of `runs.csv`.
pub(crate) fn run_policies(name: &str, replicates: u64, policies: Vec<Policy>) -> (Finished, Vec<csv::StringRecord>) {
    run_file(&scenario(name), replicates, policies)
}

fn run_file(file: &Path, replicates: u64, policies: Vec<Policy>) -> (Finished, Vec<csv::StringRecord>) {
    let registry = detente_agents::standard();
    let mut experiment = Experiment::of_scenario(file, "laws", "laws");
    experiment.seed = 20_251_130;
    experiment.replicates = replicates;
    experiment.policies = policies;
    let plan = Plan::new(experiment, &registry).expect("a valid scenario");
    let folder = tempfile::tempdir().expect("a folder");
    let staging = Staging::begin(folder.path().join("results")).expect("staging");
    let settings = Settings {
        threads: 2,
        batch: run::DEFAULT_BATCH,
    };
    let stop = AtomicBool::new(false);
    let finished = run::run(&plan, &registry, settings, &staging, &stop, &mut |_| {}).expect("runs");
    let rows = csv::Reader::from_path(staging.path().join("runs.csv"))
        .expect("runs.csv")
        .into_records()
        .collect::<Result<_, _>>()
        .expect("rows");
    (finished, rows)
}

pub(crate) fn share(finished: &Finished, point: usize, outcome: Outcome) -> f64 {
    let row = finished
        .summary
        .iter()
        .find(|r| r.point == point as u64 && r.outcome == outcome.name());
    row.expect("a row per outcome").share
}

pub(crate) fn agreement_of<'a>(finished: &'a Finished, policy: &str) -> &'a ContrastRow {
    finished
        .contrasts
        .iter()
        .find(|c| c.response == "agreement" && c.policy == policy)
        .expect("a contrast")
}

/// Each point's rows without the number of the point.
pub(crate) fn without_point(rows: &[csv::StringRecord], point: usize) -> Vec<Vec<&str>> {
    let own = rows.iter().filter(|r| r.get(0) == Some(point.to_string().as_str()));
    own.map(|r| r.iter().skip(1).collect()).collect()
}

/// Outcome and day of each run of a point.
pub(crate) fn ends(rows: &[csv::StringRecord], point: usize) -> Vec<(String, i32)> {
    let own = rows.iter().filter(|r| r.get(0) == Some(point.to_string().as_str()));
    own.map(|r| (r[2].to_owned(), r[3].parse().expect("a day"))).collect()
}

const RUNS: u64 = 4000;
/// Quantile of the normal distribution that leaves one in twenty thousand on either side.
const SURE: f64 = 3.891;

const DAYTON: &str = "dayton-1995";
const COLOMBIA: &str = "colombia-2016";
const HARBOUR: &str = "harbour";
const CAMP_DAVID: &str = "camp-david-1978";
const OSLO: &str = "oslo-1993";

/// The runs of a case, as it stands and under one change after another.
struct Played {
    case: &'static str,
    parties: Vec<String>,
    /// By point: the rows of `runs.csv`.
    points: Vec<Vec<csv::StringRecord>>,
}

impl Played {
    /// Point 0 is the case as it stands; the variants follow.
    fn new(case: &'static str, variants: Vec<Vec<Change>>) -> Self {
        Self::of_file(case, &scenario(case), RUNS, variants)
    }

    /// The same of a file, and of so many runs.
    fn of_file(case: &'static str, file: &Path, runs: u64, variants: Vec<Vec<Change>>) -> Self {
        let n = variants.len();
        let policies = variants.into_iter().enumerate();
        let policies = policies.map(|(k, changes)| policy(&format!("variant {}", k + 1), changes));
        let (_, rows) = run_file(file, runs, policies.collect());
        let mut points = vec![Vec::new(); n + 1];
        for row in rows {
            let point: usize = row[0].parse().expect("the number of a point");
            points[point].push(row);
        }
        let model = model(file, &[]);
        Self {
            case,
            parties: model.parties.into_iter().map(|p| p.id).collect(),
            points,
        }
    }

    /// The mean difference of a variant from another, over the pairs that both have a value, and its half width.
    fn difference(&self, of: usize, from: usize, value: impl Fn(&csv::StringRecord) -> Option<f64>) -> (f64, f64) {
        let pairs = self.points[of].iter().zip(&self.points[from]);
        let differences: Vec<f64> = pairs.filter_map(|(a, b)| Some(value(a)? - value(b)?)).collect();
        assert!(differences.len() > 100, "{}: {} pairs", self.case, differences.len());
        let n = differences.len() as f64;
        let mean = differences.iter().sum::<f64>() / n;
        let variance = differences.iter().map(|d| (d - mean) * (d - mean)).sum::<f64>() / (n - 1.0);
        (mean, SURE * (variance / n).sqrt())
    }

    fn rises(&self, what: &str, of: usize, from: usize, value: impl Fn(&csv::StringRecord) -> Option<f64>) {
        let (mean, width) = self.difference(of, from, value);
        assert!(mean - width > 0.0, "{}: {what}: {mean} +- {width}", self.case);
    }

    fn falls(&self, what: &str, of: usize, from: usize, value: impl Fn(&csv::StringRecord) -> Option<f64>) {
        self.rises(what, of, from, |row| value(row).map(|x| -x));
    }

    /// What an agreement is worth to a party.
    fn utility(&self, party: &str) -> impl Fn(&csv::StringRecord) -> Option<f64> {
        let place = self.parties.iter().position(|p| p == party).expect("a party");
        move |row| agreed(row).then(|| row[11 + place].parse().expect("a utility"))
    }

    /// How far an agreement lies from the frontier.
    fn waste(&self) -> impl Fn(&csv::StringRecord) -> Option<f64> {
        let place = 11 + 2 * self.parties.len() + 1;
        move |row| agreed(row).then(|| row[place].parse().expect("a distance"))
    }
}

fn agreed(row: &csv::StringRecord) -> bool {
    &row[2] == "agreement"
}

/// 1 for an agreement.
fn agreement(row: &csv::StringRecord) -> Option<f64> {
    Some(f64::from(u8::from(agreed(row))))
}

/// The day of an agreement.
fn day(row: &csv::StringRecord) -> Option<f64> {
    agreed(row).then(|| row[3].parse().expect("a day"))
}

/// 1 for an agreement that broke down while it was followed.
fn broken(row: &csv::StringRecord) -> Option<f64> {
    agreed(row).then(|| f64::from(u8::from(!row[10].is_empty())))
}

fn model(file: &Path, changes: &[Change]) -> Model {
    let registry = detente_agents::standard();
    let document = detente_scenario::Document::read(file).expect("a file");
    let document = document.patched(changes, &registry).expect("paths that meet something");
    let built = detente_scenario::build(&document, &registry);
    built.unwrap_or_else(|e| panic!("{e}")).model
}

/// A world for a shipped case under changes, which records events.
fn ensemble(case: &str, changes: &[Change]) -> Ensemble {
    let model = Arc::new(model(&scenario(case), changes));
    let mut ensemble = Ensemble::new(&detente_agents::standard(), &model, Seed::new(5), 64).expect("a world");
    ensemble.record(true);
    ensemble
}

/// Plays so many replicates; the key of a run is its replicate.
fn play(ensemble: &mut Ensemble, replicates: u64, observer: &mut impl Observer) {
    let loadout = Loadout::new(ensemble.model(), &detente_agents::standard());
    let loadout = Arc::new(loadout.expect("paths without collisions"));
    let mut jobs = (0..replicates).map(|replicate| Job {
        key: replicate as usize,
        replicate,
        loadout: Arc::clone(&loadout),
    });
    ensemble.play(&mut jobs, observer);
}
