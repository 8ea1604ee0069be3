//! `check FILE...`: validates, lints, and sums up what a valid scenario is.

use crate::cli::Check;
use crate::exit::Failure;
use crate::scenario::Ours;
use crate::{diagnostics, output, scenario};
use detente_lab::Lab;
use detente_scenario::{Findings, Severity, build};
use detente_telling::solution::Solution;
use detente_telling::summary;
use detente_telling::wording::normal;
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
            let summary = summary::of_experiment(first(file, &plan.findings), &plan);
            (plan.findings, summary)
        }
        Ours::Scenario(document) => {
            let built = build(&document, &lab.registry)?;
            let prospects = Solution::of(&built.model, &lab.registry);
            let odd = prospects.as_ref().map(|p| p.oddities(file, &built.model));
            let findings = built.findings.with(odd.unwrap_or_default());
            let first = first(file, &findings);
            let summary = summary::of_scenario(first, &built.model, prospects.as_ref(), &lab.registry);
            (findings, summary)
        }
    };
    if strict && findings.iter().any(|f| f.severity == Severity::Warning) {
        return Err(findings.into());
    }
    diagnostics::report(&findings);
    Ok(summary)
}

/// The file, and whether it can be used.
fn first(file: &Path, findings: &Findings) -> String {
    let file = normal(file).display().to_string();
    match findings.is_empty() {
        true => format!("{file}: valid"),
        false => format!("{file}: valid, {}", diagnostics::count(findings)),
    }
}
