//! The manifest: what was run, with what, and what came of it.

use crate::catalogue::Lab;
use crate::experiment::{Experiment, Goal, Operation};
use crate::plan::{BASE, Plan, shown};
use crate::sample::SAMPLE;
use detente_results::{
    BehaviourRecord, ExperimentRecord, FORMAT, FactorRecord, FileRecord, GoalRecord, Manifest, OUTCOMES, PartyRecord,
    PolicyRecord, ResponseRecord, ScenarioRecord,
};

/// The manifest of a plan whose tables are these.
pub(super) fn of(plan: &Plan, lab: &Lab, failed: u64, files: Vec<FileRecord>) -> Manifest {
    let (e, model) = (&plan.experiment, &plan.base);
    let scenario = plan.inputs.iter().find(|input| input.record.role == "scenario");
    Manifest {
        format: FORMAT,
        scenario: ScenarioRecord {
            id: model.id.clone(),
            title: model.title.clone(),
            file: scenario.map_or_else(String::new, |input| input.record.name.clone()),
            stylised: model.stylised,
            start_date: model.start_date.map(|date| date.to_string()),
        },
        experiment: ExperimentRecord {
            id: e.id.clone(),
            title: e.title.clone(),
        },
        inputs: plan.inputs.iter().map(|input| input.record.clone()).collect(),
        seed: e.seed,
        replicates: e.replicates,
        raced: e.raced.clone(),
        luck: e.luck,
        settings: e.said(),
        sample: e.summary.then_some(SAMPLE),
        points: plan.waves.points,
        runs: plan.runs(),
        failed,
        plan: plan.hash.clone(),
        study: plan.study.clone(),
        complete: true,
        policies: std::iter::once((BASE.to_owned(), "The scenario as it stands".to_owned()))
            .chain(e.policies.iter().map(|p| (p.id.clone(), p.title.clone())))
            .map(|(id, title)| PolicyRecord { id, title })
            .collect(),
        factors: e
            .factors
            .iter()
            .map(|factor| FactorRecord {
                id: factor.id.clone(),
                path: factor.path.to_string(),
                unit: unit_of(plan, &factor.path),
                levels: factor.levels().iter().map(shown).collect(),
                operation: (factor.operation != Operation::Set).then(|| factor.operation.name().to_owned()),
            })
            .collect(),
        responses: e
            .responses
            .iter()
            .map(|r| ResponseRecord {
                id: r.id.clone(),
                title: r.title.clone(),
                unit: r.unit(&plan.columns.declared),
            })
            .collect(),
        goals: e.goals.iter().map(|goal| goal_of(goal, e)).collect(),
        parties: model
            .parties
            .iter()
            .map(|p| PartyRecord {
                id: p.id.clone(),
                name: p.name.clone(),
            })
            .collect(),
        outcomes: OUTCOMES.map(str::to_owned).to_vec(),
        columns: plan.columns.declared.clone(),
        figures: e.figures.clone(),
        behaviours: behaviours(plan, lab),
        files,
    }
}

fn goal_of(goal: &Goal, experiment: &Experiment) -> GoalRecord {
    let bound = |x: f64| Some(x).filter(|x| x.is_finite());
    GoalRecord {
        title: goal.title.clone(),
        response: experiment.responses[goal.bound.response].id.clone(),
        at_least: bound(goal.bound.at_least),
        at_most: bound(goal.bound.at_most),
    }
}

fn behaviours(plan: &Plan, lab: &Lab) -> Vec<BehaviourRecord> {
    let origin = |key: &str| {
        lab.registry
            .behaviours()
            .iter()
            .find(|b| b.key == key)
            .map(|b| b.origin)
    };
    let used = plan.base.behaviours.iter();
    let record = used.filter_map(|b| {
        origin(&b.key).map(|origin| BehaviourRecord {
            name: b.key.clone(),
            crate_name: origin.package.into(),
            version: origin.version.into(),
        })
    });
    record.collect()
}

/// The unit of a factor: that of the first parameter that its path meets.
fn unit_of(plan: &Plan, path: &detente_scenario::Path) -> String {
    let meets = |p: &&detente_core::ParameterUse| {
        p.path
            .parse::<detente_scenario::Path>()
            .is_ok_and(|own| path.meets(&own))
    };
    let first = plan.base.parameters.iter().find(meets);
    first.map_or_else(String::new, |p| p.declaration.unit.to_owned())
}
