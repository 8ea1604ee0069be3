//! What is asked of an experiment: whether the analyses are there and can be made of it, and what a file asks of finished
//! runs.

use super::{BASE, Input, Plan, PlanError, file_name, identity};
use crate::catalogue::Lab;
use crate::experiment::read_asked;
use detente_analyses::{Asked, Entry};
use detente_results::InputRecord;
use detente_scenario::{Finding, Findings, SourceText, Table, TomlFile, did_you_mean};
use std::path::Path;

impl Plan {
    /// Asks what a file asks, in place of the analyses of the experiment and besides its responses.
    ///
    /// # Errors
    /// All that is wrong with what it asks.
    pub fn ask(&mut self, toml: &TomlFile, lab: &Lab) -> Result<(), PlanError> {
        let wrong = |findings| PlanError::Responses(Box::new(findings));
        let (responses, analyses) = read_asked(toml, &self.experiment.responses).map_err(wrong)?;
        if let Some(response) = responses.first().filter(|_| self.experiment.summary) {
            let known: Vec<&str> = self.experiment.responses.iter().map(|known| &*known.id).collect();
            let finding = Finding::error(
                "responses",
                format!("the response `{}` of runs that are summed up", response.id),
            );
            let finding = finding
                .expected(format!(
                    "those that were summed when they were played: {}",
                    known.join(", ")
                ))
                .hint(Some(
                    "play them with it, or with `runs = \"all\"` in [output]".to_owned(),
                ));
            return Err(wrong(Findings::new(
                vec![finding.at(&toml.file, None)],
                vec![toml.source()],
            )));
        }
        // What columns are asked for is looked up, and told, in the text of the file.
        let mut of_file = self.experiment.clone();
        of_file.file = Some(toml.source());
        of_file.responses.clone_from(&responses);
        let findings = self.columns.findings(&self.base, &of_file, &lab.registry);
        self.asked_from = Some(self.experiment.responses.len());
        self.experiment.responses.extend(responses);
        let findings = findings.with(findings_of(self, &analyses, lab, Some(&toml.source())));
        if !findings.is_empty() {
            return Err(wrong(findings));
        }
        self.experiment.analyses = analyses;
        let mut name = file_name(&toml.file);
        while self.inputs.iter().any(|known| known.record.name == name) {
            name = format!("{}-{name}", InputRecord::ASKED);
        }
        let text = toml.source().text;
        self.inputs.push(Input {
            record: InputRecord {
                role: InputRecord::ASKED.to_owned(),
                name,
                hash: blake3::hash(text.as_bytes()).to_hex().to_string(),
            },
            text,
        });
        self.identify(lab);
        Ok(())
    }

    /// Asks what was asked of a folder besides.
    pub(super) fn ask_again(&mut self, file: &Path, lab: &Lab) -> Result<(), PlanError> {
        let wrong = |findings: Findings| PlanError::Responses(Box::new(findings));
        self.ask(&TomlFile::read(file).map_err(wrong)?, lab)
    }

    /// Works out what tells the plan from others.
    pub(super) fn identify(&mut self, lab: &Lab) {
        let files = self.inputs.iter().filter(|input| input.record.role != "experiment");
        let hashes: Vec<String> = files.map(|input| input.record.hash.clone()).collect();
        self.study = identity::study(&self.experiment, &hashes, &lab.registry);
        self.hash = identity::plan(&self.study, self.experiment.replicates, &self.experiment.raced);
    }
}

/// What is wrong with what a file asks for.
pub(super) fn findings_of(plan: &Plan, all: &[Asked], lab: &Lab, source: Option<&SourceText>) -> Vec<Finding> {
    let toml = source.and_then(|s| TomlFile::parse(&s.file, s.text.clone()).ok());
    let rows: Vec<&Table> = (toml.as_ref())
        .map(|toml| toml.root.rows("analyses").map(|(row, _)| row).collect())
        .unwrap_or_default();
    let mut wrong = Vec::new();
    for (place, asked) in all.iter().enumerate() {
        let again = || {
            let is_it = |other: &Asked| {
                (&other.kind, &other.response, &other.policy) == (&asked.kind, &asked.response, &asked.policy)
            };
            let is_again = all[..place].iter().any(is_it);
            let finding = Finding::error(
                "analyses.response",
                format!("{} of {} twice", asked.kind, asked.response),
            );
            is_again.then(|| {
                (
                    "response",
                    finding.expected("each response once for a kind and a policy"),
                )
            })
        };
        let Some((key, finding)) = misfit(plan, asked, lab).or_else(again) else {
            continue;
        };
        let span = (rows.get(place)).and_then(|row| row.get(key).or(row.get("kind"))?.span.clone());
        wrong.push(match source {
            Some(source) => finding.at(&source.file, span),
            None => finding,
        });
    }
    wrong
}

/// What is wrong with an analysis, and at which of its keys.
fn misfit(plan: &Plan, asked: &Asked, lab: &Lab) -> Option<(&'static str, Finding)> {
    let wrong = |key: &'static str, found: String| (key, Finding::error(format!("analyses.{key}"), found));
    let can_be: Vec<&Entry> = lab.analyses.iter().filter(|entry| !entry.takes.is_empty()).collect();
    let Some(entry) = can_be.iter().find(|entry| entry.key == asked.kind) else {
        let names: Vec<&str> = can_be.iter().map(|entry| entry.key).collect();
        let is_made = lab.analyses.iter().any(|entry| entry.key == asked.kind);
        let hint = match is_made {
            true => Some(format!("{} is made without being asked for", asked.kind)),
            false => did_you_mean(&asked.kind, names.iter().copied()),
        };
        let (key, finding) = wrong("kind", format!("the analysis `{}`", asked.kind));
        let expected = format!("one that is made if it is asked for: {}", names.join(", "));
        return Some((key, finding.expected(expected).hint(hint)));
    };
    let said = [
        ("policy", asked.policy.is_some()),
        ("at_least", asked.at_least.is_some()),
        ("at_most", asked.at_most.is_some()),
    ];
    if let Some((key, _)) = said.into_iter().find(|(key, said)| *said && !entry.takes.contains(key)) {
        let (key, finding) = wrong(key, format!("`{key}` for the analysis {}", entry.key));
        return Some((
            key,
            finding.expected(format!("no more than {}", entry.takes.join(", "))),
        ));
    }
    if asked.at_least.is_some() && asked.at_most.is_some() {
        let (key, finding) = wrong("at_most", "both `at_least` and `at_most`".to_owned());
        return Some((
            key,
            finding.expected("one of them: with `at_most` less is better, else more"),
        ));
    }
    let experiment = &plan.experiment;
    let one_of = |key: &'static str, word: &str, known: Vec<&str>| {
        let (key, finding) = wrong(key, format!("no {key} `{word}`"));
        let hint = did_you_mean(word, known.iter().copied());
        (!known.contains(&word)).then(|| {
            (
                key,
                finding.expected(format!("one of: {}", known.join(", "))).hint(hint),
            )
        })
    };
    let responses = experiment.responses.iter().map(|response| &*response.id).collect();
    let policies = experiment.policies.iter().map(|policy| &*policy.id);
    let policy = asked.policy.as_deref().unwrap_or(BASE);
    one_of("response", &asked.response, responses)
        .or_else(|| one_of("policy", policy, std::iter::once(BASE).chain(policies).collect()))
        .or_else(|| {
            let response = experiment.responses.iter().find(|known| known.id == asked.response)?;
            let (key, expected) = (entry.amiss)(asked, response)?;
            let (key, finding) = wrong(key, format!("{} of {}", entry.key, asked.response));
            Some((key, finding.expected(expected)))
        })
        .or_else(|| {
            let needs = (entry.lacks)(plan)?;
            let (key, finding) = wrong("kind", format!("{} without {needs}", entry.key));
            Some((key, finding.expected(needs)))
        })
}
