//! `check FILE...`: validates, lints, and sums up what a valid scenario is.

use crate::cli::Check;
use crate::exit::Failure;
use crate::scenario::Ours;
use crate::{diagnostics, output, scenario};
use detente_core::Model;
use detente_lab::Lab;
use detente_report::unprintable;
use detente_scenario::{Finding, Findings, Severity, build, quote};
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
            let titles = plan
                .experiment
                .policies
                .iter()
                .map(|policy| (&policy.id, &policy.title));
            let titles = titles.map(|(id, title)| (format!("policies.{}.title", quote(id)), title.as_str()));
            let named = names(&plan.base).into_iter().chain(titles);
            let findings = plan.findings.clone().with(unprinted(file, named));
            let summary = summary::of_experiment(first(file, &findings), &plan);
            (findings, summary)
        }
        Ours::Scenario(document) => {
            let built = build(&document, &lab.registry)?;
            let prospects = Solution::of(&built.model, &lab.registry);
            let odd = prospects.as_ref().map(|p| p.oddities(file, &built.model));
            let findings = built.findings.with(odd.unwrap_or_default());
            let findings = findings.with(unprinted(file, names(&built.model)));
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

/// What figures call a scenario and its parties, by the paths of these names.
fn names(model: &Model) -> Vec<(String, &str)> {
    let parties = model.parties.iter();
    let parties = parties.map(|party| (format!("parties.{}.name", quote(&party.id)), party.name.as_str()));
    std::iter::once(("scenario.title".to_owned(), model.title.as_str()))
        .chain(parties)
        .collect()
}

/// A warning for each name with letters that the font of the figures has not got.
fn unprinted<'a>(file: &Path, names: impl IntoIterator<Item = (String, &'a str)>) -> Vec<Finding> {
    let told = |(path, name): (String, &str)| {
        let lacking = unprintable(name);
        let found = format!("letters that figures cannot print: {lacking}");
        let finding =
            Finding::warning(path, found).hint("figures say the id in its place; pages say the name".to_owned());
        (!lacking.is_empty()).then(|| finding.at(file, None))
    };
    names.into_iter().filter_map(told).collect()
}

/// The file, and whether it can be used.
fn first(file: &Path, findings: &Findings) -> String {
    let file = normal(file).display().to_string();
    match findings.is_empty() {
        true => format!("{file}: valid"),
        false => format!("{file}: valid, {}", diagnostics::count(findings)),
    }
}
