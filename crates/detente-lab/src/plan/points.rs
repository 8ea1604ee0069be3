//! The models of points. The scenario as it stands and under each policy is built once. Of a design's settings under one
//! policy, one is built; where the others differ from it in nothing but numbers, they are its numbers with others in their
//! place. That this is so is looked at before the first run, on settings from all over the design: built anew, they must be
//! the same model to the last field. Where it is not so, every setting is built for itself.

use super::{Plan, PlanError};
use crate::catalogue::Lab;
use detente_core::{Loadout, Model};
use detente_scenario::{Findings, NumberPatch, Placed, build_changed};
use std::sync::Arc;

/// The model of a point, and its numbers.
#[derive(Debug, Clone)]
pub struct PointModel {
    /// What is played; its numbers are those of the first setting of the design.
    pub model: Arc<Model>,
    /// The point's own numbers.
    pub loadout: Arc<Loadout>,
}

/// So many settings of a design are built anew to see that numbers are all that differs.
const SAMPLES: u64 = 6;

/// So many models that have to be built one by one are kept.
const KEPT: u64 = 256;

/// The models of a plan, by policy.
#[derive(Default)]
pub(super) struct Models {
    as_is: Vec<PointModel>,
    designed: Vec<Designed>,
}

/// The settings of a design under one policy.
enum Designed {
    /// They differ in numbers.
    Numbers { first: PointModel, patch: NumberPatch },
    /// Each is a model of its own; the first are kept.
    Each(Vec<PointModel>),
}

impl PointModel {
    fn new(model: Arc<Model>, lab: &Lab) -> Result<Self, PlanError> {
        let loadout = Arc::new(Loadout::new(&model, &lab.registry)?);
        Ok(Self { model, loadout })
    }

    /// What a parameter is in a run, drawn or not; `draws` are those of the run's inputs.
    pub(crate) fn value(&self, parameter: usize, draws: &[f64]) -> Option<f64> {
        let drawn = self.loadout.drawn().position(|p| p == parameter);
        match drawn {
            Some(place) => draws.get(place).copied(),
            None => self
                .loadout
                .constant(parameter)
                .or_else(|| self.model.parameters[parameter].number.as_constant()),
        }
    }
}

impl Models {
    pub(super) fn new(plan: &Plan, lab: &Lab) -> Result<Self, PlanError> {
        let policies = plan.experiment.policies.len() + 1;
        let mut models = Self::default();
        for policy in 0..policies {
            models.as_is.push(build(plan, None, policy, lab)?);
        }
        let settings = plan.experiment.design.settings(&plan.experiment.factors);
        for policy in (0..policies).filter(|_| settings > 0) {
            models.designed.push(Designed::new(plan, policy, settings, lab)?);
        }
        Ok(models)
    }

    pub(super) fn of(&self, plan: &Plan, point: usize, lab: &Lab) -> Result<PointModel, PlanError> {
        let (setting, policy) = plan.setting(point);
        let Some(setting) = setting else {
            return Ok(self.as_is[policy].clone());
        };
        match &self.designed[policy] {
            Designed::Numbers { first, patch } => {
                let numbers = plan.steps(setting, policy).map(|steps| patch.numbers(&steps));
                match numbers {
                    Some(Ok(numbers)) => Ok(PointModel {
                        model: Arc::clone(&first.model),
                        loadout: Arc::new(first.loadout.with(&numbers)),
                    }),
                    // Told by whoever reads scenarios, with its place.
                    _ => build(plan, Some(setting), policy, lab),
                }
            }
            Designed::Each(kept) => match kept.get(setting as usize) {
                Some(model) => Ok(model.clone()),
                None => build(plan, Some(setting), policy, lab),
            },
        }
    }

    /// The paths that some point draws: those of the scenario as it stands in its order, then those of others.
    pub(super) fn drawn(&self, plan: &Plan) -> Vec<String> {
        let designed = self.designed.iter().flat_map(|designed| match designed {
            Designed::Numbers { first, .. } => std::slice::from_ref(first),
            Designed::Each(kept) => kept.as_slice(),
        });
        let mut drawn: Vec<&str> = Vec::new();
        for point in self.as_is.iter().chain(designed) {
            for parameter in point.loadout.drawn() {
                let path = point.model.parameters[parameter].path.as_str();
                if !drawn.contains(&path) {
                    drawn.push(path);
                }
            }
        }
        let place = |path: &&str| plan.base.parameters.iter().position(|p| p.path == **path);
        drawn.sort_by_key(|path| place(path).unwrap_or(usize::MAX));
        drawn.into_iter().map(str::to_owned).collect()
    }
}

impl Designed {
    fn new(plan: &Plan, policy: usize, settings: u64, lab: &Lab) -> Result<Self, PlanError> {
        let first = build(plan, Some(0), policy, lab)?;
        let changes = plan.changes_of(Some(0), policy);
        let patch = NumberPatch::new(&plan.document, &changes, &first.model, &lab.registry);
        if let Some(patch) = patch.filter(|_| plan.steps(0, policy).is_some()) {
            check_values(plan, policy, settings, &patch, lab)?;
            if only_numbers_differ(plan, policy, settings, &first, &patch, lab)? {
                return Ok(Self::Numbers { first, patch });
            }
        }
        let mut kept = vec![first];
        for setting in 1..settings {
            let model = build(plan, Some(setting), policy, lab)?;
            if setting < KEPT {
                kept.push(model);
            }
        }
        Ok(Self::Each(kept))
    }
}

/// Holds the numbers of every setting against their ranges; the first that does not fit is told with its place.
fn check_values(plan: &Plan, policy: usize, settings: u64, patch: &NumberPatch, lab: &Lab) -> Result<(), PlanError> {
    for setting in 0..settings {
        let steps = plan.steps(setting, policy).unwrap_or_default();
        if patch.numbers(&steps).is_err() {
            build(plan, Some(setting), policy, lab)?;
        }
    }
    Ok(())
}

/// Whether settings from all over the design, built anew, are the first one with other numbers.
fn only_numbers_differ(
    plan: &Plan,
    policy: usize,
    settings: u64,
    first: &PointModel,
    patch: &NumberPatch,
    lab: &Lab,
) -> Result<bool, PlanError> {
    let samples = (1..SAMPLES).map(|k| (settings - 1) * k / (SAMPLES - 1));
    let extremes = extremes(plan, settings);
    for setting in samples.chain(extremes) {
        let built = build(plan, Some(setting), policy, lab)?;
        let steps = plan.steps(setting, policy).unwrap_or_default();
        let Ok(numbers) = patch.numbers(&steps) else {
            return Ok(false);
        };
        let mut model = (*first.model).clone();
        for (parameter, number) in numbers {
            model.parameters[parameter].number = number;
        }
        if model != *built.model {
            return Ok(false);
        }
    }
    Ok(true)
}

/// For each factor, the first settings in which it has its lowest and its highest place among the levels, as far as they
/// are found among the first thousand settings.
fn extremes(plan: &Plan, settings: u64) -> Vec<u64> {
    let experiment = &plan.experiment;
    let levels = |setting| experiment.design.setting(&experiment.factors, setting);
    let mut found = Vec::new();
    for (k, factor) in experiment.factors.iter().enumerate() {
        for place in [0, factor.levels.len().saturating_sub(1)] {
            found.extend((0..settings.min(1000)).find(|&setting| levels(setting)[k] == place));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Builds the scenario as a setting and a policy change it.
fn build(plan: &Plan, setting: Option<u64>, policy: usize, lab: &Lab) -> Result<PointModel, PlanError> {
    let changes = plan.changes_of(setting, policy);
    if changes.is_empty() {
        return PointModel::new(Arc::clone(&plan.base), lab);
    }
    let policies = plan.experiment.policies.len() + 1;
    let point = setting.map_or(policy, |setting| policies + setting as usize * policies + policy);
    let wrong = |findings: Findings| PlanError::Point {
        place: plan.describe(point),
        findings: Box::new(findings),
    };
    let sources = plan.experiment.file.as_slice();
    let built = build_changed(&plan.document, &changes, sources, &lab.registry).map_err(wrong)?;
    same_names(&plan.base, &built.model, &changes, sources).map_err(wrong)?;
    PointModel::new(Arc::new(built.model), lab)
}

/// Rows of all points stand under one header: a point may not rename who talks, or what about.
fn same_names(
    base: &Model,
    model: &Model,
    changes: &[Placed],
    sources: &[detente_scenario::SourceText],
) -> Result<(), Findings> {
    let parties = |m: &Model| m.parties.iter().map(|p| p.id.clone()).collect::<Vec<_>>();
    let issues = |m: &Model| m.issues.iter().map(|i| i.id.clone()).collect::<Vec<_>>();
    if parties(base) == parties(model) && issues(base) == issues(model) {
        return Ok(());
    }
    let renames = |placed: &&Placed| placed.change.path().to_string().ends_with(".id");
    let mut finding = detente_scenario::Finding::error("", "a party or an issue under another id")
        .expected("the ids of the scenario, in all points: they name the columns of runs.csv");
    if let Some(placed) = changes.iter().rev().find(renames).or(changes.last()) {
        finding = finding.at(&placed.file, placed.span.clone());
    }
    Err(Findings::new(vec![finding], sources.to_vec()))
}
