//! The models of points. The scenario as it stands and under each policy is built once. Of the settings of a design, one is
//! built for each *shape*: for each combination of levels that are no numbers, or that are 0 where others are not, under each
//! policy. (What is 0 is often not there: a behaviour that is not enabled, a matter nobody cares for.) The other settings
//! of a shape differ from it in numbers, and are its numbers with others in their place. That this is all that differs is
//! looked at before the first run, on settings from all over the design: built anew, they must be the same model to the
//! last field. Where it is not so, every setting is built for itself.

use super::shapes::{Bearing, Shapes};
use super::{Plan, PlanError, stakes};
use crate::catalogue::Lab;
use detente_core::{Loadout, Model};
use detente_results::grouped;
use detente_scenario::{Change, Finding, Findings, Node, NumberPatch, Placed, Step, build_changed};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The model of a point, and its numbers.
#[derive(Debug, Clone)]
pub struct PointModel {
    /// What is played; its numbers are those of the first setting of its shape.
    pub model: Arc<Model>,
    /// The point's own numbers.
    pub loadout: Arc<Loadout>,
}

/// So many models that have to be built one by one are kept.
const KEPT: u64 = 256;

/// Most models of one plan that are built one by one: each costs a millisecond or more before the first run.
pub(super) const MOST_BUILT: u64 = 100_000;

/// Most numbers, relations and stakes in options of all policies together: each policy is a model of its own.
pub(super) const MOST_CELLS: usize = 800_000;

/// The models of a plan, by policy.
#[derive(Default)]
pub(super) struct Models {
    as_is: Vec<PointModel>,
    shapes: Option<Shapes>,
    designed: Vec<Designed>,
    /// What some point draws.
    drawn: Vec<String>,
    /// Whether at some point somebody's utility loses by waiting.
    pub(super) discounted: bool,
    /// By party: whether at some point it has a stake in what is agreed.
    pub(super) stakes: Vec<bool>,
}

/// The settings of a design under one policy.
enum Designed {
    /// In the order of the shapes of the design.
    Shapes(Vec<Shape>),
    /// Each is a model of its own; the first are kept.
    Each(Vec<PointModel>),
}

/// Settings that differ in numbers.
struct Shape {
    first: PointModel,
    patch: NumberPatch,
}

impl PointModel {
    fn new(model: Arc<Model>, plan: &Plan, lab: &Lab) -> Result<Self, PlanError> {
        let loadout = Loadout::new(&model, &lab.registry)?.sharing(&plan.frontiers);
        let loadout = Arc::new(loadout);
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

/// A large scenario can have fewer policies than a small one.
pub(super) fn bound_policies(plan: &Plan, most_cells: usize) -> Result<(), PlanError> {
    let (base, experiment) = (&plan.base, &plan.experiment);
    let cells = base.parameters.len() + base.relations.len() + base.parties.len() * base.options.len();
    let (policies, most) = (experiment.policies.len(), most_cells / cells.max(1));
    if policies <= most.max(1) {
        return Ok(());
    }
    let found = format!(
        "{} policies of a scenario with {} numbers, relations and stakes in options",
        grouped(policies as u64),
        grouped(cells as u64)
    );
    let error = Finding::error("policies", found)
        .expected(format!("at most {} of such a scenario", grouped(most.max(1) as u64)))
        .hint("several experiments can share them out".to_owned());
    let file = experiment.file.as_ref().map(|source| source.file.clone());
    let place = experiment.policies.last().and_then(|policy| policy.changes.first());
    let error = error.at(&file.unwrap_or_default(), place.and_then(|(_, span)| span.clone()));
    let sources = experiment.file.iter().cloned().collect();
    Err(PlanError::Scenario(Box::new(Findings::new(vec![error], sources))))
}

/// Models that have to be built one by one are bounded.
pub(super) fn bound_built(plan: &Plan, most: u64) -> Result<(), PlanError> {
    let policies = plan.experiment.policies.len() as u64 + 1;
    let built = plan.layout.settings().saturating_mul(policies);
    if built <= most {
        return Ok(());
    }
    let found = format!("{} settings whose models differ in more than numbers", grouped(built));
    let error = Finding::error("design", found)
        .expected(format!("at most {}", grouped(most)))
        .hint("fewer levels that are no numbers; several experiments can share them out".to_owned());
    let source = plan.experiment.file.as_ref();
    let file = source.map(|source| source.file.clone()).unwrap_or_default();
    let span = plan.experiment.factors.first().and_then(|factor| factor.span.clone());
    Err(PlanError::Scenario(Box::new(Findings::new(
        vec![error.at(&file, span)],
        source.cloned().into_iter().collect(),
    ))))
}

impl Models {
    pub(super) fn new(plan: &Plan, lab: &Lab) -> Result<Self, PlanError> {
        bound_policies(plan, MOST_CELLS)?;
        let policies = plan.experiment.policies.len() + 1;
        let mut models = Self {
            stakes: stakes::varied(plan),
            ..Self::default()
        };
        for policy in 0..policies {
            let model = build(plan, None, policy, lab)?;
            models.note(&model, lab);
            models.as_is.push(model);
        }
        let settings = plan.layout.settings();
        let shapes = Shapes::of(plan);
        for policy in (0..policies).filter(|_| settings > 0) {
            let note = &mut |model: &PointModel| models.note(model, lab);
            let designed = match &shapes {
                Some(shapes) => Designed::by_shape(plan, policy, shapes, lab, note)?,
                None => None,
            };
            let designed = match designed {
                Some(designed) => designed,
                None => Designed::each(plan, policy, lab, note)?,
            };
            models.designed.push(designed);
        }
        models.shapes = shapes;
        let place = |path: &String| plan.base.parameters.iter().position(|p| p.path == *path);
        models.drawn.sort_by_key(|path| place(path).unwrap_or(usize::MAX));
        Ok(models)
    }

    /// Notes what columns a model asks for.
    fn note(&mut self, point: &PointModel, lab: &Lab) {
        for (noted, has) in self.stakes.iter_mut().zip(stakes::of(&point.model, &lab.registry)) {
            *noted |= has;
        }
        for parameter in point.loadout.drawn() {
            let path = &point.model.parameters[parameter].path;
            if !self.drawn.contains(path) {
                self.drawn.push(path.clone());
            }
        }
        let discounts = |p: &detente_core::ParameterUse| p.declaration.name == "discount" && p.given;
        self.discounted |= point.model.parameters.iter().any(discounts);
    }

    /// The scenario as it stands, under a policy.
    pub(super) fn as_is(&self, policy: usize) -> &PointModel {
        &self.as_is[policy]
    }

    /// The paths that some point draws: those of the scenario as it stands in its order, then those of others.
    pub(super) fn drawn(&self) -> &[String] {
        &self.drawn
    }

    pub(super) fn of(&self, plan: &Plan, point: usize, lab: &Lab) -> Result<PointModel, PlanError> {
        let (setting, policy) = plan.setting(point);
        let Some(setting) = setting else {
            return Ok(self.as_is[policy].clone());
        };
        match (&self.designed[policy], &self.shapes) {
            (Designed::Shapes(designed), Some(shapes)) => {
                let shape = &designed[shapes.by_setting[setting as usize]];
                match shape.patch.numbers(&steps(plan, &plan.values(setting), policy)) {
                    Ok(numbers) => Ok(PointModel {
                        model: Arc::clone(&shape.first.model),
                        loadout: Arc::new(shape.first.loadout.with(&numbers)),
                    }),
                    // Told by whoever reads scenarios, with its place.
                    Err(_) => build(plan, Some(setting), policy, lab),
                }
            }
            (Designed::Shapes(_), None) => build(plan, Some(setting), policy, lab),
            (Designed::Each(kept), _) => match kept.get(setting as usize) {
                Some(model) => Ok(model.clone()),
                None => build(plan, Some(setting), policy, lab),
            },
        }
    }
}

impl Designed {
    /// A model for each shape, and numbers for each setting; none where more than numbers differs between settings.
    fn by_shape(
        plan: &Plan,
        policy: usize,
        shapes: &Shapes,
        lab: &Lab,
        note: &mut dyn FnMut(&PointModel),
    ) -> Result<Option<Self>, PlanError> {
        let mut designed = Vec::new();
        for samples in &shapes.samples {
            let Some(shape) = Shape::new(plan, policy, samples, lab)? else {
                return Ok(None);
            };
            note(&shape.first);
            designed.push(shape);
        }
        // Every number is held against its range; the first that does not fit is told with its place.
        for (setting, &shape) in (0..).zip(&shapes.by_setting) {
            let numbers = designed[shape]
                .patch
                .numbers(&steps(plan, &plan.values(setting), policy));
            if numbers.is_err() {
                build(plan, Some(setting), policy, lab)?;
            }
        }
        Ok(Some(Self::Shapes(designed)))
    }

    fn each(plan: &Plan, policy: usize, lab: &Lab, note: &mut dyn FnMut(&PointModel)) -> Result<Self, PlanError> {
        bound_built(plan, MOST_BUILT)?;
        let mut kept = Vec::new();
        for setting in 0..plan.layout.settings() {
            let model = build(plan, Some(setting), policy, lab)?;
            note(&model);
            if setting < KEPT {
                kept.push(model);
            }
        }
        Ok(Self::Each(kept))
    }
}

impl Shape {
    /// The shape of these settings; none if more than numbers differs between them.
    fn new(plan: &Plan, policy: usize, samples: &BTreeSet<u64>, lab: &Lab) -> Result<Option<Self>, PlanError> {
        let Some(&setting) = samples.first() else {
            return Ok(None);
        };
        let first = build(plan, Some(setting), policy, lab)?;
        // Of factors that stay as they stand there is no change.
        let moved = plan.values(setting);
        let moved = moved.iter().zip(&plan.bearings).filter(|(value, _)| value.is_some());
        let bearings: Vec<Bearing> = moved.map(|(_, bearing)| *bearing).collect();
        let changes = plan.changes_of(Some(setting), policy).into_iter().enumerate();
        let (numbers, fixed): (Vec<_>, Vec<_>) = changes.partition(|(k, placed)| match bearings.get(*k) {
            Some(bearing) => *bearing != Bearing::Shapes,
            None => gives_number(&placed.change),
        });
        let numbers: Vec<Placed> = numbers.into_iter().map(|(_, placed)| placed).collect();
        let fixed: Vec<Change> = fixed.into_iter().map(|(_, placed)| placed.change).collect();
        let document = plan.document.patched(&fixed, &lab.registry).ok();
        let patch = document.and_then(|d| NumberPatch::new(&d, &numbers, &first.model, &lab.registry));
        let Some(patch) = patch else { return Ok(None) };
        for &setting in samples {
            let values = plan.values(setting);
            let built = build(plan, Some(setting), policy, lab)?;
            let Ok(numbers) = patch.numbers(&steps(plan, &values, policy)) else {
                return Ok(None);
            };
            let mut model = (*first.model).clone();
            for (parameter, number) in numbers {
                model.parameters[parameter].number = number;
            }
            if model != *built.model {
                return Ok(None);
            }
        }
        Ok(Some(Self { first, patch }))
    }
}

/// Whether a change gives a number to what it meets; everything else may shape the model.
fn gives_number(change: &Change) -> bool {
    match change {
        // A table is a distribution where a number is expected.
        Change::Set(_, node) => node.as_number().is_some() || node.as_table().is_some(),
        Change::Add(..) | Change::Scale(..) => true,
        Change::Remove(..) => false,
    }
}

/// What a setting and a policy do to numbers, in order.
fn steps<'a>(plan: &'a Plan, values: &'a [Option<Cow<'_, Node>>], policy: usize) -> Vec<Step<'a>> {
    let experiment = &plan.experiment;
    let factors = experiment.factors.iter().zip(values).zip(&plan.bearings);
    let factors = factors.filter(|(_, bearing)| **bearing != Bearing::Shapes);
    let of_factors = factors.filter_map(|((factor, value), _)| Some(factor.step(value.as_deref()?)));
    let policy = policy.checked_sub(1).map(|p| &experiment.policies[p].changes);
    let of_policy = policy.into_iter().flatten().map(|(change, _)| change);
    let of_policy = of_policy.filter(|change| gives_number(change)).filter_map(Change::step);
    of_factors.chain(of_policy).collect()
}

/// Builds the scenario as a setting and a policy change it.
fn build(plan: &Plan, setting: Option<u64>, policy: usize, lab: &Lab) -> Result<PointModel, PlanError> {
    let changes = plan.changes_of(setting, policy);
    if changes.is_empty() {
        return PointModel::new(Arc::clone(&plan.base), plan, lab);
    }
    let policies = plan.experiment.policies.len() + 1;
    let point = setting.map_or(policy, |setting| policies + setting as usize * policies + policy);
    let wrong = |findings: Findings| PlanError::Point {
        place: plan.describe(point),
        findings: Box::new(findings),
    };
    let sources = plan.experiment.file.as_slice();
    let mut built = build_changed(&plan.document, &changes, sources, &lab.registry).map_err(wrong)?;
    built.model.joint.clone_from(&plan.base.joint);
    same_names(&plan.base, &built.model, &changes, sources).map_err(wrong)?;
    PointModel::new(Arc::new(built.model), plan, lab)
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
