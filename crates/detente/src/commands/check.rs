//! `check FILE...`: validates, lints, and sums up what a valid scenario is.

use crate::cli::Check;
use crate::exit::Failure;
use crate::scenario::{Ours, normal};
use crate::{diagnostics, output, scenario, wording};
use detente_core::{Model, Role};
use detente_lab::Lab;
use detente_lab::plan::Plan;
use detente_lab::situation::Situation;
use detente_results::grouped;
use detente_scenario::{Finding, Findings, Severity, build, quote};
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
            let situation = Situation::typical(&built.model, &lab.registry);
            // Of hundreds of parties it takes a second.
            let tight = situation.as_ref().and_then(|s| Some((s, s.tightness()?)));
            let odd = situation
                .as_ref()
                .map(|s| oddities(file, &built.model, s, tight.as_ref().map(|(_, tight)| tight.as_slice())));
            let findings = built.findings.with(odd.unwrap_or_default());
            let packages = situation.as_ref().map_or(0.0, Situation::n_packages);
            let summary = of_scenario(file, &built.model, &findings, packages, tight);
            (findings, summary)
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

fn of_scenario(
    file: &Path,
    model: &Model,
    findings: &Findings,
    packages: f64,
    tight: Option<(&Situation, Vec<Option<f64>>)>,
) -> String {
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
            &format!("{}, {} packages", model.issues.len(), wording::packages(packages)),
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
    match tight {
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

/// Reservation values between these tightnesses leave something to bargain over, and something to lose.
const LIVELY: [f64; 2] = [0.4, 1.05];

/// What makes a situation dead before anybody speaks. On a scale of its own a reservation value of 0 says nothing.
fn oddities(file: &Path, model: &Model, situation: &Situation, tight: Option<&[Option<f64>]>) -> Vec<Finding> {
    let hint = "see `detente solve`";
    let mut odd = Vec::new();
    if situation.solve().is_some_and(|solved| solved.zone == Some(false)) {
        let message = "no package gives every disputant as much as no agreement";
        odd.push(
            Finding::warning("parties", message)
                .hint(hint.to_owned())
                .at(file, None),
        );
    }
    let [low, high] = LIVELY;
    for (&p, &rho) in situation.disputants.iter().zip(tight.unwrap_or_default()) {
        let Some(rho) = rho.filter(|rho| !model.talks.own_scale && !(low..=high).contains(rho)) else {
            continue;
        };
        let path = format!("parties.{}.reservation_value", quote(&model.parties[p].id));
        let meaning = if rho < low {
            "it would take nearly anything"
        } else {
            "it would take hardly anything"
        };
        let message = format!("tightness {rho:.2}: {meaning}");
        let expected = format!("{low} to {high}: reservation value over the egalitarian level");
        odd.push(
            Finding::warning(path, message)
                .expected(expected)
                .hint(hint.to_owned())
                .at(file, None),
        );
    }
    odd
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
