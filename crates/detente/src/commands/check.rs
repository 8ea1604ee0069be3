//! `check FILE...`: validates, lints, and sums up what a valid scenario is.

use crate::cli::Check;
use crate::exit::Failure;
use crate::{diagnostics, output, scenario, situation, wording};
use detente_core::{Model, Registry, Role};
use detente_scenario::{Findings, Severity};
use std::path::Path;

pub(crate) fn run(args: &Check, registry: &Registry) -> Result<(), Failure> {
    let mut unusable = 0;
    for file in &args.files {
        unusable += usize::from(!passes(file, args.strict, registry)?);
    }
    match unusable {
        0 => Ok(()),
        _ => Err(Failure::Told),
    }
}

fn passes(file: &Path, strict: bool, registry: &Registry) -> Result<bool, Failure> {
    let (findings, model) = match scenario::read(file, registry) {
        Ok(built) => (built.findings, Some(built.model)),
        Err(findings) => (findings, None),
    };
    diagnostics::report(&findings);
    let warned = findings.iter().any(|f| f.severity == Severity::Warning);
    match model {
        Some(model) if !(strict && warned) => {
            output::print(&summary(file, &model, &findings, registry))?;
            Ok(true)
        }
        _ => {
            output::say(&format!("{}: {}", file.display(), diagnostics::count(&findings)));
            Ok(false)
        }
    }
}

/// What the scenario is, in a few lines.
fn summary(file: &Path, model: &Model, findings: &Findings, registry: &Registry) -> String {
    let found = if findings.is_empty() {
        "valid".to_owned()
    } else {
        format!("valid, {}", diagnostics::count(findings))
    };
    let drawn = model
        .parameters
        .iter()
        .filter(|p| p.number.as_constant().is_none())
        .count();
    let behaviours: Vec<&str> = model.behaviours.iter().map(|b| b.key.as_str()).collect();
    let mut lines = vec![
        format!("{}: {found}", file.display()),
        row("title", &model.title),
        row("parties", &parties(model)),
        row("negotiators", &model.negotiators.len().to_string()),
        row(
            "issues",
            &format!(
                "{}, {} packages",
                model.issues.len(),
                packages(situation::n_packages(model))
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
    match situation::tightnesses(model, registry) {
        Some(tight) => lines.extend(tight.into_iter().map(|(party, rho)| {
            let name = &model.parties[party].name;
            row(
                "tightness",
                &format!("{rho:.2} for {name} (reservation value / egalitarian level)"),
            )
        })),
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

/// Exact up to a million, then as 4.1e15.
fn packages(n: f64) -> String {
    if n <= 1e6 { format!("{n}") } else { format!("{n:.1e}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_packages_are_rounded() {
        assert_eq!(packages(1024.0), "1024");
        assert_eq!(packages(4.12e15), "4.1e15");
    }
}
