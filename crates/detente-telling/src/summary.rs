//! What a scenario or an experiment is, in a few lines.

use crate::hazards;
use crate::solution::Solution;
use crate::wording::{self, normal};
use detente_core::{Model, Registry, Role};
use detente_lab::plan::Plan;
use detente_results::grouped;

/// An experiment in a few lines, the first of which is given.
pub fn of_experiment(first: String, plan: &Plan) -> String {
    let experiment = &plan.experiment;
    let policies: Vec<&str> = experiment.policies.iter().map(|p| p.id.as_str()).collect();
    let responses: Vec<&str> = experiment.responses.iter().map(|r| r.id.as_str()).collect();
    let lines = [
        first,
        row("title", &experiment.title),
        row(
            "scenario",
            &format!("{} ({})", normal(&experiment.scenario).display(), plan.base.title),
        ),
        row(
            "points",
            &format!(
                "{}, {} factors varied",
                grouped(plan.waves.points),
                experiment.factors.len()
            ),
        ),
        row("policies", &wording::list(&[&["base"], policies.as_slice()].concat())),
        row("responses", &wording::list(&responses)),
        row(
            "runs",
            &format!(
                "{}{}, {} replicates of each point{}, seed {}",
                if experiment.looks().is_some() { "at least " } else { "" },
                grouped(plan.runs()),
                grouped(experiment.replicates),
                match experiment.luck {
                    1 => String::new(),
                    luck => format!(", {} with the same inputs", grouped(luck)),
                },
                experiment.seed
            ),
        ),
    ];
    lines.join("\n") + "\n"
}

/// A scenario in a few lines, the first of which is given.
pub fn of_scenario(first: String, model: &Model, prospects: Option<&Solution>, registry: &Registry) -> String {
    let drawn = model
        .parameters
        .iter()
        .filter(|p| p.number.as_constant().is_none())
        .count();
    let behaviours: Vec<&str> = model.behaviours.iter().map(|b| b.key.as_str()).collect();
    let mut lines = vec![
        first,
        row("title", &model.title),
        row("parties", &parties(model)),
        row("negotiators", &model.negotiators.len().to_string()),
        row(
            "issues",
            &format!(
                "{}, {} packages",
                model.issues.len(),
                wording::packages(prospects.map_or(0.0, |p| p.situation.n_packages()))
            ),
        ),
        row("sessions", &format!("{} on the calendar", model.sessions.len())),
        row(
            "behaviours",
            if behaviours.is_empty() {
                "none".to_owned()
            } else {
                behaviours.join(", ")
            }
            .as_str(),
        ),
        row(
            "parameters",
            &format!("{}, {drawn} of them drawn from distributions", model.parameters.len()),
        ),
    ];
    let told = prospects.map(|p| p.rows(model)).unwrap_or_default();
    lines.extend(told.iter().map(|(name, text)| row(name, text)));
    lines.join("\n") + "\n" + &rates(model, registry)
}

/// What the rates of a scenario mean, a line each under one name.
fn rates(model: &Model, registry: &Registry) -> String {
    let told = hazards::told(model, registry).into_iter().enumerate();
    told.map(|(k, line)| row(if k == 0 { "rates" } else { "" }, &line) + "\n")
        .collect()
}

fn row(name: &str, text: &str) -> String {
    format!("  {name:<12} {text}")
}

fn parties(model: &Model) -> String {
    let of = |role: Role, noun: &str| {
        let names: Vec<&str> = model
            .parties
            .iter()
            .filter(|p| p.role == role)
            .map(|p| p.name.as_str())
            .collect();
        let plural = if names.len() == 1 { "" } else { "s" };
        (!names.is_empty()).then(|| format!("{} {noun}{plural} ({})", names.len(), names.join(", ")))
    };
    let roles = [
        of(Role::Disputant, "disputant"),
        of(Role::Mediator, "mediator"),
        of(Role::Guarantor, "guarantor"),
    ];
    wording::list(&roles.into_iter().flatten().collect::<Vec<_>>())
}
