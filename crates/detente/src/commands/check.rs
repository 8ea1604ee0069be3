//! `check FILE...`: validates, lints, and sums up what a valid scenario is.

mod hazards;
mod prospects;

use crate::cli::Check;
use crate::exit::Failure;
use crate::scenario::{Ours, normal};
use crate::{diagnostics, output, scenario, wording};
use detente_core::{Model, Role};
use detente_lab::Lab;
use detente_lab::plan::Plan;
use detente_results::grouped;
use detente_scenario::{Findings, Severity, build};
use prospects::Prospects;
use std::path::Path;

pub(crate) fn run(args: &Check, lab: &Lab) -> Result<(), Failure> {
    let mut all_usable = true;
    for file in &args.files {
        match check(file, args.strict, lab) {
            Ok(summary) => output::print(&summary)?,
            Err(failure) => {
                failure.tell();
                output::say(&format!("{}: cannot be used", file.display()));
                all_usable = false;
            }
        }
    }
    if all_usable { Ok(()) } else { Err(Failure::Told) }
}

/// What the file is, in a few lines; warnings are told.
fn check(file: &Path, strict: bool, lab: &Lab) -> Result<String, Failure> {
    let (findings, summary) = match scenario::either(file, lab)? {
        Ours::Experiment(plan) => {
            let summary = of_experiment(file, &plan);
            (plan.findings, summary)
        }
        Ours::Scenario(document) => {
            let built = build(&document, &lab.registry)?;
            let prospects = Prospects::of(&built.model, &lab.registry);
            let odd = prospects.as_ref().map(|p| p.oddities(file, &built.model));
            let findings = built.findings.with(odd.unwrap_or_default());
            let summary = of_scenario(file, &built.model, &findings, prospects.as_ref());
            (findings, summary + &rates(&built.model, lab))
        }
    };
    if strict && findings.iter().any(|f| f.severity == Severity::Warning) {
        return Err(findings.into());
    }
    diagnostics::report(&findings);
    Ok(summary)
}

fn of_experiment(file: &Path, plan: &Plan) -> String {
    let experiment = &plan.experiment;
    let policies: Vec<&str> = experiment.policies.iter().map(|p| p.id.as_str()).collect();
    let responses: Vec<&str> = experiment.responses.iter().map(|r| r.id.as_str()).collect();
    let lines = [
        format!("{}: {}", normal(file).display(), verdict(&plan.findings)),
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
                "{}, {} replicates of each point{}, seed {}",
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

fn verdict(findings: &Findings) -> String {
    if findings.is_empty() {
        "valid".to_owned()
    } else {
        format!("valid, {}", diagnostics::count(findings))
    }
}

fn of_scenario(file: &Path, model: &Model, findings: &Findings, prospects: Option<&Prospects>) -> String {
    let drawn = model
        .parameters
        .iter()
        .filter(|p| p.number.as_constant().is_none())
        .count();
    let behaviours: Vec<&str> = model.behaviours.iter().map(|b| b.key.as_str()).collect();
    let mut lines = vec![
        format!("{}: {}", normal(file).display(), verdict(findings)),
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
    lines.join("\n") + "\n"
}

/// What the rates of a scenario mean, a line each under one name.
fn rates(model: &Model, lab: &Lab) -> String {
    let told = hazards::told(model, &lab.registry).into_iter().enumerate();
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
