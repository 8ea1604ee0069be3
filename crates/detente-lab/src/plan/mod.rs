//! The plan of an experiment: which points there are, what each changes, and how their runs are cut into blocks.
//!
//! Point 0 is the scenario as it stands, policy `base`; named policies follow; then the design's settings, each crossed
//! with base and every policy. Nothing is kept by point: a point is worked out from its number.

mod asked;
mod identity;
mod joint;
mod lengths;
mod points;
mod shapes;
mod stakes;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_of_designs;
#[cfg(test)]
mod tests_of_factors;
mod values;
mod vary;
mod waves;

use crate::catalogue::Lab;
use crate::columns::{Asking, Columns};
use crate::designs::{Layout, Place};
use crate::experiment::{Experiment, FactorRole};
use detente_analyses::{Arrangement, Points};
use detente_core::{EngineError, Frontiers, Lot, Model, Seed};
use detente_results::{FactorLevel, InputRecord, PlanRecord, format_float};
use detente_scenario::{Change, Document, Finding, Findings, Node, Placed, TomlFile, Value, build_changed};
use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

pub use lengths::Lengths;
pub use points::PointModel;
pub use waves::{Block, PART, Waves};

/// Name of the policy that changes nothing.
pub const BASE: &str = "base";

/// Replicates of each point that are followed round by round, where a point is followed: enough for quantiles to within a
/// percentage point.
pub const FOLLOWED: u64 = 2 * PART;

/// Sets of inputs of all points and responses that are held one by one.
const MOST_CELLS: u64 = 4_000_000;

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
    /// Responses ask what rows cannot answer.
    #[error("{0}")]
    Responses(Box<Findings>),
    /// The engine refuses the model.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// Everything that is to be run.
pub struct Plan {
    /// The experiment.
    pub experiment: Experiment,
    /// How its runs are cut.
    pub waves: Waves,
    /// The scenario as it stands.
    pub base: Arc<Model>,
    /// Warnings about the scenario.
    pub findings: Findings,
    /// The files it is made of: experiment, scenario, tables.
    pub inputs: Vec<Input>,
    /// Identifies the plan: two plans of one hash give the same runs.
    pub hash: String,
    /// The same but for the number of replicates.
    pub study: String,
    /// Root of all luck.
    pub seed: Seed,
    /// Where a file asks of finished runs: the place of its first response of its own.
    pub asked_from: Option<usize>,
    /// What a row of `runs.csv` says.
    pub columns: Columns,
    document: Document,
    /// The factors, laid out.
    layout: Box<dyn Layout>,
    /// Settings that do not meet the constraints.
    left_out: u64,
    /// By factor.
    bearings: Vec<shapes::Bearing>,
    models: points::Models,
    /// Points that bargain over the same find the same.
    frontiers: Arc<Frontiers>,
}

/// A file that is run.
#[derive(Debug, Clone)]
pub struct Input {
    /// Role, name without folder, hash.
    pub record: InputRecord,
    /// Its text.
    pub text: Arc<str>,
}

impl Plan {
    /// The plan of an experiment. Every shape of model is built, and every value held against its range, so that nothing
    /// can be wrong later.
    ///
    /// # Errors
    /// What is wrong with the scenario, a path, a point, or a response.
    pub fn new(experiment: Experiment, lab: &Lab) -> Result<Self, PlanError> {
        Self::with_tables(experiment, lab, &|_| None)
    }

    /// The same with tables that lie elsewhere than the scenario says: `place` tells where, in the order of their names.
    ///
    /// # Errors
    /// As for [`Plan::new`].
    pub fn with_tables(
        experiment: Experiment,
        lab: &Lab,
        place: &dyn Fn(usize) -> Option<std::path::PathBuf>,
    ) -> Result<Self, PlanError> {
        let wrong = |findings| PlanError::Scenario(Box::new(findings));
        let document = Document::read_with(&experiment.scenario, place).map_err(|f| wrong(named(f, &experiment)))?;
        if let Some(finding) = experiment.names_itself_or_another(&document) {
            let source = experiment.file.clone().into_iter().collect();
            return Err(wrong(Findings::new(vec![finding], source)));
        }
        let set = experiment.set_changes().map_err(wrong)?;
        let built = build_changed(&document, &set, &[], &lab.registry).map_err(wrong)?;
        let set: Vec<Change> = set.into_iter().map(|placed| placed.change).collect();
        // Built already: it cannot fail now.
        let document = document.patched(&set, &lab.registry).unwrap_or(document);
        let mut base = built.model;
        let inputs = inputs(&experiment, &built.files);
        let mut experiment = experiment;
        let settings = laid_out(&mut experiment, &mut base, lab).map_err(wrong)?;
        let (base, layout) = (Arc::new(base), settings.layout);
        let mut plan = Self {
            waves: Waves {
                points: experiment.points(&*layout),
                replicates: experiment.replicates,
                raced: experiment.raced.clone().into(),
                together: experiment.together(),
            },
            hash: String::new(),
            study: String::new(),
            seed: Seed::new(experiment.seed),
            asked_from: None,
            columns: Columns::default(),
            layout,
            left_out: settings.left_out,
            bearings: experiment.factors.iter().map(shapes::Bearing::of).collect(),
            models: points::Models::default(),
            frontiers: Arc::default(),
            base,
            findings: built
                .findings
                .with(experiment.misread_ids())
                .with(experiment.empty_policies())
                .with(experiment.overwritten_factors())
                .beside(experiment.file.clone()),
            experiment,
            inputs,
            document,
        };
        plan.models = points::Models::new(&plan, lab)?;
        plan.columns = plan.asked_columns(lab);
        let findings = plan.columns.findings(&plan.base, &plan.experiment, &lab.registry);
        let asked = asked::findings_of(&plan, &plan.experiment.analyses, lab, plan.experiment.file.as_ref());
        let findings = findings.with(asked);
        if !findings.is_empty() {
            return Err(PlanError::Responses(Box::new(findings)));
        }
        plan.identify(lab);
        Ok(plan)
    }

    /// The columns that its points ask for.
    fn asked_columns(&self, lab: &Lab) -> Columns {
        let drawn = match self.experiment.draws {
            true => self.models.drawn(),
            false => &[],
        };
        let is_number = |level: &Node| level.as_number().is_some();
        let factors = self
            .experiment
            .factors
            .iter()
            .filter(|_| self.experiment.factor_columns);
        let factors = factors.map(|factor| (factor.id.clone(), factor.levels().iter().all(is_number)));
        let asking = Asking {
            drawn,
            factors: &factors.collect::<Vec<_>>(),
            discounted: self.models.discounted,
            stakes: &self.models.stakes,
        };
        Columns::new(&self.base, &asking, &lab.columns)
    }

    /// The plan of a folder, from the copies of what was run that lie in it.
    ///
    /// # Errors
    /// As for [`Plan::new`].
    pub fn of_inputs(folder: &Path, record: &PlanRecord, lab: &Lab) -> Result<Self, PlanError> {
        let file = |role: &'static str| {
            let of_role = record.inputs.iter().filter(move |input| input.role == role);
            of_role.map(|input| folder.join(&input.name))
        };
        let wrong = |findings| PlanError::Scenario(Box::new(findings));
        let scenario = file("scenario").next().unwrap_or_else(|| folder.join("scenario.toml"));
        let main = file("experiment").next().unwrap_or_else(|| scenario.clone());
        let toml = TomlFile::read(&main).map_err(wrong)?;
        let rows = file("rows").next();
        let mut experiment = Experiment::of_file_with(&toml, &lab.designs, rows.as_deref()).map_err(wrong)?;
        experiment.scenario = scenario;
        experiment.seed = record.seed;
        experiment.replicates = record.replicates;
        experiment.raced.clone_from(&record.raced);
        experiment.luck = record.luck;
        experiment.summary = record.together > 0;
        let experiment = experiment.changed_by(&record.settings);
        let mut plan = Self::with_tables(experiment, lab, &|n| file("table").nth(n))?;
        if let Some(asked) = file(InputRecord::ASKED).next() {
            plan.ask_again(&asked, lab)?;
        }
        Ok(plan)
    }

    /// Another experiment on the same scenario, whose tables lie where this one's do.
    ///
    /// # Errors
    /// As for [`Plan::new`].
    pub fn beside(&self, experiment: Experiment, lab: &Lab) -> Result<Self, PlanError> {
        let files = self.document.files();
        let tables: Vec<_> = files.into_iter().skip(1).map(|table| table.path).collect();
        Self::with_tables(experiment, lab, &|n| tables.get(n).cloned())
    }

    /// The scenario as it stands, as a document.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// How many points there are.
    pub fn n_points(&self) -> usize {
        self.waves.points as usize
    }

    /// How many settings of the factors are left out, since they do not meet the constraints between them.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    /// All runs.
    pub fn runs(&self) -> u64 {
        self.waves.runs()
    }

    /// What a replicate of a point draws with. Where the settings of a design have lucks of their own, every replicate
    /// is as many lucks as there are, so that more replicates leave those that are there as they are.
    pub fn lot(&self, point: usize, replicate: u64) -> Lot {
        let [lucks, luck] = match self.setting(point).0 {
            Some(setting) if self.experiment.own_luck => [self.layout.settings(), setting],
            Some(setting) => [self.layout.lucks(), self.layout.luck(setting)],
            None => [1, 0],
        };
        Lot {
            luck: replicate * lucks + luck,
            inputs: replicate / self.experiment.luck * lucks + luck,
        }
    }

    /// How many sets of inputs of each point are looked at one by one: none where nothing is drawn, and no more than
    /// memory holds.
    pub(crate) fn sets_held(&self) -> usize {
        let one_by_one = self.layout.lucks() > 1 || !self.models.as_is(0).loadout.is_fixed();
        let cells = self.waves.points.saturating_mul(self.experiment.responses.len() as u64);
        match one_by_one {
            true => (MOST_CELLS / cells.max(1)) as usize,
            false => 0,
        }
    }

    /// Whether this point is followed round by round, in its first replicates.
    pub fn follows(&self, point: usize) -> bool {
        self.experiment
            .trajectories
            .follows(point, self.experiment.policies.len())
    }

    /// The setting of the design that a point has, and its policy: 0 is base.
    pub fn setting(&self, point: usize) -> (Option<u64>, usize) {
        let policies = self.experiment.policies.len() + 1;
        match point.checked_sub(policies) {
            None => (None, point),
            Some(designed) => (Some((designed / policies) as u64), designed % policies),
        }
    }

    /// By dimension of the design, the first of the factors that move with it.
    fn firsts(&self) -> impl Iterator<Item = usize> {
        let dimensions = self.experiment.dimensions();
        let mut seen = 0;
        (0..dimensions.len()).filter(move |&factor| {
            let is_new = dimensions[factor] == seen;
            seen += usize::from(is_new);
            is_new
        })
    }

    /// The value of each factor in a setting; none where it stays as the scenario has it.
    fn values(&self, setting: u64) -> Vec<Option<Cow<'_, Node>>> {
        self.values_at(&self.layout.setting(setting))
    }

    /// The value of each factor where a setting puts it.
    fn values_at(&self, places: &[Place]) -> Vec<Option<Cow<'_, Node>>> {
        let factors = self.experiment.factors.iter().zip(places);
        factors.map(|(factor, place)| factor.at(*place)).collect()
    }

    /// The levels of a point as its row in `design.csv` shows them.
    pub fn levels(&self, point: usize) -> Vec<FactorLevel> {
        let factors = &self.experiment.factors;
        match self.setting(point).0 {
            None => vec![FactorLevel::AsIs; factors.len()],
            Some(setting) => {
                let values = self.values(setting);
                values
                    .into_iter()
                    .map(|v| v.map_or(FactorLevel::AsIs, |v| shown(&v)))
                    .collect()
            }
        }
    }

    /// The model of a point.
    ///
    /// # Errors
    /// What is wrong with it; only where scenarios have to be built anew, since all else has been looked at.
    pub fn model(&self, point: usize, lab: &Lab) -> Result<PointModel, PlanError> {
        self.models.of(self, point, lab)
    }

    /// A point in words: its number, the levels of its factors, its policy.
    pub fn describe(&self, point: usize) -> String {
        let factors = self.experiment.factors.iter().zip(self.levels(point));
        let levels = factors.filter(|_| self.setting(point).0.is_some());
        let levels: String = levels.map(|(f, level)| format!("{} = {level}, ", f.id)).collect();
        format!("point {point} ({levels}policy {})", self.policy(point))
    }

    /// What a point changes: levels of factors first, then its policy.
    pub fn changes(&self, point: usize) -> Vec<Placed> {
        let (setting, policy) = self.setting(point);
        self.changes_of(setting, policy)
    }

    fn changes_of(&self, setting: Option<u64>, policy: usize) -> Vec<Placed> {
        let experiment = &self.experiment;
        let mut changes = Vec::new();
        if let Some(setting) = setting {
            let factors = experiment.factors.iter().zip(self.values(setting));
            let moved = factors.filter_map(|(factor, value)| Some((factor, value?)));
            changes.extend(moved.map(|(factor, value)| experiment.level_change(factor, &value)));
        }
        if let Some(policy) = policy.checked_sub(1) {
            changes.extend(experiment.policy_changes(&experiment.policies[policy]));
        }
        changes
    }

    /// The plan as a folder in the making says it.
    pub fn record(&self) -> PlanRecord {
        PlanRecord {
            plan: self.hash.clone(),
            study: self.study.clone(),
            experiment: self.experiment.id.clone(),
            seed: self.experiment.seed,
            points: self.waves.points,
            replicates: self.waves.replicates,
            raced: self.experiment.raced.clone(),
            luck: self.experiment.luck,
            together: self.experiment.together(),
            settings: self.experiment.said(),
            responses: self.experiment.responses.iter().map(|r| r.id.clone()).collect(),
            inputs: self.inputs.iter().map(|i| i.record.clone()).collect(),
        }
    }
}

/// The settings of an experiment on this model: what its factors are is known now, and what goes together is noted in the
/// model.
fn laid_out(experiment: &mut Experiment, model: &mut Model, lab: &Lab) -> Result<joint::Settings, Findings> {
    vary::find(experiment, model)?;
    values::resolve(experiment, model, &lab.designs)?;
    if let Some(finding) = experiment.too_large() {
        return Err(Findings::new(vec![finding], experiment.file.iter().cloned().collect()));
    }
    let together = joint::together(experiment, model, &lab.designs)?;
    let settings = joint::settings(experiment, model, &lab.designs, &together)?;
    model.joint = together.inputs;
    Ok(settings)
}

impl Points for Plan {
    fn policy(&self, point: usize) -> &str {
        match self.setting(point).1 {
            0 => BASE,
            p => &self.experiment.policies[p - 1].id,
        }
    }

    fn against(&self, point: usize) -> usize {
        match self.setting(point).1 {
            0 => 0,
            policy => point - policy,
        }
    }

    fn is_policy(&self, point: usize) -> bool {
        self.setting(point).1 > 0
    }

    fn is_paired(&self, point: usize) -> bool {
        // The first replicate of a first setting meets the first luck in any case.
        point > 0 && self.lot(point, 1) == self.lot(self.against(point), 1)
    }

    fn policies(&self) -> usize {
        self.experiment.policies.len() + 1
    }

    fn arrangement(&self) -> Arrangement {
        self.experiment.design.arrangement()
    }

    fn factors(&self) -> Vec<String> {
        joint::names(&self.experiment)
    }

    fn is_lever(&self, factor: usize) -> bool {
        let first = self.firsts().nth(factor);
        first.is_some_and(|factor| self.experiment.factors[factor].role == FactorRole::Lever)
    }

    fn quantiles(&self, point: usize) -> Vec<Option<f64>> {
        let Some(setting) = self.setting(point).0 else {
            return Vec::new();
        };
        let places = self.layout.setting(setting);
        let quantile = |factor: usize| self.experiment.factors[factor].quantile(places[factor]);
        self.firsts().map(quantile).collect()
    }

    fn levels(&self, point: usize) -> Vec<Option<f64>> {
        let levels = Plan::levels(self, point);
        self.firsts().map(|factor| levels[factor].number()).collect()
    }

    fn shown(&self, point: usize) -> Vec<FactorLevel> {
        let levels = Plan::levels(self, point);
        self.firsts().map(|factor| levels[factor].clone()).collect()
    }

    fn drawn(&self) -> Vec<String> {
        let point = self.models.as_is(0);
        let path = |parameter: usize| point.model.parameters[parameter].path.clone();
        point.loadout.drawn().map(path).collect()
    }

    fn inputs(&self, set: usize) -> Vec<f64> {
        self.models.as_is(0).loadout.draws(self.seed, set as u64)
    }

    fn lucks(&self) -> u64 {
        self.experiment.luck
    }
}

/// The files of a plan, each with a name that no other has.
fn inputs(experiment: &Experiment, files: &[detente_scenario::InputFile]) -> Vec<Input> {
    let own = experiment
        .file
        .as_ref()
        .map(|source| ("experiment", source.file.as_path(), &source.text));
    let rows = experiment
        .table
        .as_ref()
        .map(|source| ("rows", source.file.as_path(), &source.text));
    let others = files.iter().map(|file| match file.role {
        "scenario" => ("scenario", file.path.as_path(), &file.text),
        _ => ("table", file.path.as_path(), &file.text),
    });
    let mut inputs: Vec<Input> = Vec::new();
    for (role, path, text) in own.into_iter().chain(others).chain(rows) {
        let mut name = file_name(path);
        while inputs.iter().any(|known| known.record.name == name) {
            name = format!("{role}-{name}");
        }
        let record = InputRecord {
            role: role.to_owned(),
            name,
            hash: blake3::hash(text.as_bytes()).to_hex().to_string(),
        };
        inputs.push(Input {
            record,
            text: Arc::clone(text),
        });
    }
    inputs
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
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name()
        .map_or_else(String::new, |n| n.to_string_lossy().into_owned())
}

/// A level as tables show it.
pub(crate) fn shown(node: &Node) -> FactorLevel {
    match &node.value {
        Value::Number(x) => FactorLevel::Number(*x),
        Value::Text(text) => FactorLevel::Text(text.clone()),
        _ => FactorLevel::Text(plain(node)),
    }
}

fn plain(node: &Node) -> String {
    match &node.value {
        Value::Text(text) => format!("{text:?}"),
        Value::Number(x) => format_float(*x),
        Value::Boolean(flag) => flag.to_string(),
        Value::Date(date) => date.clone(),
        Value::List(list) => format!("[{}]", list.iter().map(plain).collect::<Vec<_>>().join(", ")),
        Value::Table(table) => {
            let entries = table
                .entries()
                .iter()
                .map(|e| format!("{} = {}", e.key, plain(&e.node)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}
