//! The plan of an experiment: which points there are, in which order their runs come, and what each changes.
//!
//! Point 0 is the scenario as it stands, policy `base`; named policies follow; then the design's points, each crossed
//! with base and every policy. Runs are ordered by point, then replicate; a block is a fixed range of runs in that order.

use crate::experiment::{Design, Experiment};
use detente_core::{EngineError, Loadout, Model, Registry, Seed};
use detente_results::FactorLevel;
use detente_scenario::{Change, Document, Finding, Findings, Node, Placed, Value, build, build_changed};
use std::ops::Range;
use std::sync::Arc;

/// Runs in a block: unit of work, of sums and of panic isolation.
pub const BLOCK: u64 = 1024;

/// Name of the policy that changes nothing.
pub const BASE: &str = "base";

/// Why an experiment cannot be run.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// The scenario as it stands is wrong.
    #[error("failed to build the scenario:\n{0}")]
    Scenario(Box<Findings>),
    /// The scenario as a point changes it is wrong.
    #[error("failed to build {place}:\n{findings}")]
    Point {
        /// Which point.
        place: String,
        /// What is wrong.
        findings: Box<Findings>,
    },
    /// The engine refuses the model.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// A design point.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Index of its policy: 0 is base.
    pub policy: usize,
    /// The level of each factor; none at points 0, 1, ... of the scenario as it stands.
    pub levels: Option<Vec<usize>>,
}

/// Everything that is to be run.
#[derive(Debug)]
pub struct Plan {
    /// The experiment.
    pub experiment: Experiment,
    /// The points in order.
    pub points: Vec<Point>,
    /// The scenario as it stands.
    pub base: Arc<Model>,
    /// Warnings about the scenario.
    pub findings: Findings,
    /// What it was made of: file and hash.
    pub inputs: Vec<(String, String)>,
    /// Identifies the plan: two plans of one hash give the same runs.
    pub hash: String,
    /// Root of all luck.
    pub seed: Seed,
    document: Document,
}

/// The model of a point, and its numbers.
#[derive(Debug, Clone)]
pub struct PointModel {
    /// What is played.
    pub model: Arc<Model>,
    /// Its numbers.
    pub loadout: Arc<Loadout>,
}

impl Plan {
    /// The plan of an experiment. Every point is built once, so that nothing can be wrong later.
    ///
    /// # Errors
    /// What is wrong with the scenario, a path, or a point.
    pub fn new(experiment: Experiment, registry: &Registry) -> Result<Self, PlanError> {
        let wrong = |findings| PlanError::Scenario(Box::new(findings));
        let document = Document::read(&experiment.scenario).map_err(|f| wrong(named(f, &experiment)))?;
        let built = build(&document, registry).map_err(wrong)?;
        let points = points(&experiment);
        let inputs = built
            .files
            .iter()
            .map(|f| (file_name(&f.path), f.hash.clone()))
            .collect();
        let mut plan = Self {
            hash: String::new(),
            seed: Seed::new(experiment.seed),
            base: Arc::new(built.model),
            findings: built.findings,
            experiment,
            points,
            inputs,
            document,
        };
        for point in 0..plan.points.len() {
            plan.model(point, registry)?;
        }
        plan.hash = plan.identify(registry);
        Ok(plan)
    }

    /// All runs.
    pub fn runs(&self) -> u64 {
        self.points.len() as u64 * self.experiment.replicates
    }

    /// How many blocks there are.
    pub fn blocks(&self) -> u64 {
        self.runs().div_ceil(BLOCK)
    }

    /// The runs of a block, in plan order.
    pub fn block(&self, block: u64) -> Range<u64> {
        block * BLOCK..((block + 1) * BLOCK).min(self.runs())
    }

    /// Point and replicate of a run.
    pub fn run(&self, run: u64) -> (usize, u64) {
        (
            (run / self.experiment.replicates) as usize,
            run % self.experiment.replicates,
        )
    }

    /// Name of a point's policy.
    pub fn policy(&self, point: usize) -> &str {
        match self.points[point].policy {
            0 => BASE,
            p => &self.experiment.policies[p - 1].id,
        }
    }

    /// What a point is compared with: the base of the same levels for a policy, point 0 otherwise.
    pub fn against(&self, point: usize) -> usize {
        match self.points[point].policy {
            0 => 0,
            policy => point - policy,
        }
    }

    /// The levels of a point as its row in `design.csv` shows them.
    pub fn levels(&self, point: usize) -> Vec<FactorLevel> {
        let factors = &self.experiment.factors;
        match &self.points[point].levels {
            None => vec![FactorLevel::AsIs; factors.len()],
            Some(levels) => factors.iter().zip(levels).map(|(f, &k)| shown(&f.levels[k])).collect(),
        }
    }

    /// The model of a point.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn model(&self, point: usize, registry: &Registry) -> Result<PointModel, PlanError> {
        let changes = self.changes(point);
        let model = if changes.is_empty() {
            Arc::clone(&self.base)
        } else {
            let built = build_changed(&self.document, &changes, self.experiment.file.as_slice(), registry);
            let wrong = |findings| PlanError::Point {
                place: self.describe(point),
                findings: Box::new(findings),
            };
            Arc::new(built.map_err(wrong)?.model)
        };
        let loadout = Arc::new(Loadout::new(&model, registry)?);
        Ok(PointModel { model, loadout })
    }

    /// A point in words: its number, the levels of its factors, its policy.
    fn describe(&self, point: usize) -> String {
        let factors = self.experiment.factors.iter().zip(self.levels(point));
        let levels = factors.filter(|_| self.points[point].levels.is_some());
        let levels: String = levels.map(|(f, level)| format!("{} = {level}, ", f.id)).collect();
        format!("point {point} ({levels}policy {})", self.policy(point))
    }

    /// What a point changes: levels of factors first, then its policy.
    pub fn changes(&self, point: usize) -> Vec<Placed> {
        let point = &self.points[point];
        let levels = self.experiment.factors.iter().zip(point.levels.iter().flatten());
        let mut changes: Vec<Placed> = levels
            .map(|(factor, &k)| self.experiment.level_change(factor, &factor.levels[k]))
            .collect();
        if let Some(policy) = point.policy.checked_sub(1) {
            changes.extend(self.experiment.policy_changes(&self.experiment.policies[policy]));
        }
        changes
    }

    /// A hash over all that decides what the runs will be.
    fn identify(&self, registry: &Registry) -> String {
        let e = &self.experiment;
        let mut hasher = blake3::Hasher::new_derive_key("detente 1 plan");
        let mut add = |text: &str| {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        };
        add(&format!("{:?}", (&e.id, e.seed, e.replicates, e.draws, &e.responses)));
        for (_, hash) in &self.inputs {
            add(hash);
        }
        for point in 0..self.points.len() {
            add(self.policy(point));
            for placed in self.changes(point) {
                add(&unplaced(&placed.change));
            }
        }
        for behaviour in registry.behaviours() {
            add(&format!("{} {:?}", behaviour.key, behaviour.origin));
        }
        hasher.finalize().to_hex().to_string()
    }
}

/// A scenario that cannot even be read is told where the experiment names it.
fn named(findings: Findings, experiment: &Experiment) -> Findings {
    let unread = findings.iter().find(|f| findings.source(f).is_none()).cloned();
    match (unread, &experiment.file) {
        (Some(finding), Some(source)) => {
            // The experiment names its scenario relative to itself.
            let folder = source.file.parent().map(|p| p.join("").display().to_string());
            let own = |text: String| {
                folder
                    .as_ref()
                    .filter(|f| !f.is_empty())
                    .map_or(text.clone(), |f| text.replace(f, ""))
            };
            let message = own(format!("{}: {}", finding.file.display(), finding.message));
            let told = Finding::error("experiment.scenario", message)
                .expected(finding.expected)
                .hint(finding.hint.map(own))
                .at(&source.file, experiment.scenario_span.clone());
            Findings::new(vec![told], vec![source.clone()])
        }
        _ => findings,
    }
}

/// The name of a file without its folder: results must not depend on where the project lies.
pub(crate) fn file_name(path: &std::path::Path) -> String {
    path.file_name()
        .map_or_else(String::new, |n| n.to_string_lossy().into_owned())
}

/// A change as text, without the place in the file from which it was read.
fn unplaced(change: &Change) -> String {
    match change {
        Change::Set(path, node) => format!("{path} = {}", plain(node)),
        Change::Add(path, by) => format!("{path} + {by}"),
        Change::Scale(path, by) => format!("{path} * {by}"),
        Change::Remove(path, ids) => format!("{path} - {ids:?}"),
    }
}

fn plain(node: &Node) -> String {
    match &node.value {
        Value::Text(text) => format!("{text:?}"),
        Value::Number(x) => format!("{x}"),
        Value::Boolean(flag) => format!("{flag}"),
        Value::Date(date) => date.clone(),
        Value::List(list) => format!("[{}]", list.iter().map(plain).collect::<Vec<_>>().join(", ")),
        Value::Table(table) => {
            let entries = table
                .entries()
                .iter()
                .map(|e| format!("{:?} = {}", e.key, plain(&e.node)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

fn shown(node: &Node) -> FactorLevel {
    match node.as_number() {
        Some(x) => FactorLevel::Number(x),
        None => FactorLevel::Text(node.as_text().map_or_else(|| plain(node), str::to_owned)),
    }
}

fn points(experiment: &Experiment) -> Vec<Point> {
    let policies = 0..=experiment.policies.len();
    let crossed = |levels: Option<Vec<usize>>| {
        policies.clone().map(move |policy| Point {
            policy,
            levels: levels.clone(),
        })
    };
    let mut points: Vec<Point> = crossed(None).collect();
    if experiment.design == Design::Grid {
        let sizes: Vec<usize> = experiment.factors.iter().map(|f| f.levels.len()).collect();
        let combinations: usize = sizes.iter().product();
        for n in 0..combinations {
            // The last factor moves fastest.
            let mut rest = n;
            let mut levels = vec![0; sizes.len()];
            for (level, &size) in levels.iter_mut().zip(&sizes).rev() {
                *level = rest % size;
                rest /= size;
            }
            points.extend(crossed(Some(levels)));
        }
    }
    points
}
