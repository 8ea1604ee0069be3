//! `check FILE...`: validates, lints, and sums up what a valid scenario is.

use crate::cli::Check;
use crate::exit::Failure;
use crate::scenario::normal;
use crate::{diagnostics, output, scenario, wording};
use detente_core::{Model, Registry, Role};
use detente_lab::plan::Plan;
use detente_lab::situation::Situation;
use detente_results::grouped;
use detente_scenario::{Findings, Severity};
use std::path::Path;

pub(crate) fn run(args: &Check, registry: &Registry) -> Result<(), Failure> {
    let mut all_usable = true;
    for file in &args.files {
        match check(file, args.strict, registry) {
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
fn check(file: &Path, strict: bool, registry: &Registry) -> Result<String, Failure> {
    let (findings, summary) = match scenario::experiment(file, registry)? {
        Some(plan) => {
            detente_lab::run::check(&plan, registry)?;
            let summary = of_experiment(file, &plan);
            (plan.findings, summary)
        }
        None => {
            let built = scenario::read(file, registry)?;
            let summary = of_scenario(file, &built.model, &built.findings, registry);
            (built.findings, summary)
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
                grouped(plan.points.len() as u64),
                experiment.factors.len()
            ),
        ),
        row("policies", &wording::list(&[&["base"], policies.as_slice()].concat())),
        row("responses", &wording::list(&responses)),
        row(
            "runs",
            &format!(
                "{}, {} replicates of each point, seed {}",
                grouped(plan.runs()),
                grouped(experiment.replicates),
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

fn of_scenario(file: &Path, model: &Model, findings: &Findings, registry: &Registry) -> String {
    let drawn = model
        .parameters
        .iter()
        .filter(|p| p.number.as_constant().is_none())
        .count();
    let situation = Situation::typical(model, registry);
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
                wording::packages(situation.as_ref().map_or(0.0, Situation::n_packages))
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
    let tightness = situation.as_ref().and_then(|s| Some((s, s.tightness()?)));
    match tightness {
        Some((situation, tight)) => {
            let known = situation
                .disputants
                .iter()
                .zip(tight)
                .filter_map(|(&p, rho)| Some((p, rho?)));
            lines.extend(known.map(|(party, rho)| {
                let name = &model.parties[party].name;
                row(
                    "tightness",
                    &format!("{rho:.2} for {name} (reservation value / egalitarian level)"),
                )
            }));
        }
        None => lines.push(row(
            "tightness",
            "none: red lines and exclusions leave no package that all sides could sign",
        )),
    }
    lines.join("\n") + "\n"
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
