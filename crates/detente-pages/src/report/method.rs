//! How it was done: how many runs of what, with which luck, how intervals are made; and how to do it again.

use crate::glossary::Links;
use crate::source::Source;
use detente_results::{Manifest, grouped};
use serde::Serialize;
use std::collections::BTreeSet;

/// How it was done.
#[derive(Debug, Serialize)]
pub(super) struct Method {
    /// Sentences.
    sentences_html: Vec<String>,
    seed: u64,
    plan: String,
    study: String,
    format: u32,
    /// The program, where it is known.
    program: String,
    /// Changes of the command line.
    settings: Vec<String>,
    /// The command that plays it again from the file.
    command: String,
    /// The files of the folder and their hashes, inputs first.
    files: Vec<File>,
}

#[derive(Debug, Serialize)]
struct File {
    name: String,
    hash: String,
}

/// What is said of the ways in which intervals are made, by their names in tables.
const INTERVALS: [(&str, &str); 6] = [
    ("wilson", "Shares of runs have Wilson intervals."),
    ("student", "Means over runs have intervals by Student's t."),
    (
        "over_sets",
        "Where several runs meet the same inputs, intervals are over sets of inputs, each of which is one look.",
    ),
    (
        "newcombe_paired",
        "Differences of shares are paired, run by run, with Newcombe's interval.",
    ),
    (
        "paired_mean",
        "Differences of means are paired, run by run, with an interval by Student's t.",
    ),
    (
        "paired_sets",
        "Differences are taken set by set of the inputs, each the mean over its runs.",
    ),
];

pub(super) fn of(source: &Source, links: &mut Links) -> Method {
    let manifest = &source.manifest;
    let inputs = manifest
        .inputs
        .iter()
        .map(|input| (format!("inputs/{}", input.name), &input.hash));
    let tables = manifest.files.iter().map(|file| (file.name.clone(), &file.hash));
    Method {
        sentences_html: sentences(source).iter().map(|text| links.text(text)).collect(),
        seed: manifest.seed,
        plan: manifest.plan.clone(),
        study: manifest.study.clone(),
        format: manifest.format,
        program: program(source),
        settings: manifest.settings.clone(),
        command: command(manifest),
        files: inputs
            .chain(tables)
            .map(|(name, hash)| File {
                name,
                hash: hash.clone(),
            })
            .collect(),
    }
}

fn sentences(source: &Source) -> Vec<String> {
    let manifest = &source.manifest;
    let [runs, replicates, points] = [manifest.runs, manifest.replicates, manifest.points].map(grouped);
    let mut sentences = vec![format!(
        "A Monte Carlo simulation of {runs} runs: {replicates} replicates of each of {points} design points. Point 0 is the \
         scenario as it stands."
    )];
    if manifest.failed > 0 {
        sentences.push(format!(
            "{} runs failed; they count in no share.",
            grouped(manifest.failed)
        ));
    }
    if manifest.policies.len() > 1 {
        sentences.push(
            "Every policy meets the same luck and the same inputs, so that talks are compared pair by pair.".into(),
        );
    }
    if manifest.luck > 1 {
        sentences.push(format!(
            "Each set of inputs is played with {} lucks, so that what is not known and what is luck stay apart.",
            grouped(manifest.luck)
        ));
    }
    let of_responses = source.responses.iter().map(|row| &*row.method);
    let methods: BTreeSet<&str> = of_responses
        .chain(source.contrasts.iter().map(|row| &*row.method))
        .collect();
    let named = INTERVALS.iter().filter(|(method, _)| methods.contains(method));
    sentences.extend(named.map(|(_, said)| (*said).to_owned()));
    sentences
        .push("All intervals are of 95 % and say what the runs leave open, not whether the model is right.".to_owned());
    sentences
}

/// `Detente 0.1.0, commit ...`.
fn program(source: &Source) -> String {
    let Some(program) = &source.program else {
        return String::new();
    };
    let commit = match (program.commit.as_str(), program.dirty) {
        ("", _) => String::new(),
        (commit, false) => format!(", commit {commit}"),
        (commit, true) => format!(", commit {commit} with changes"),
    };
    format!("Detente {}{commit}", program.version)
}

/// The command that plays it again from the file that was run.
pub(crate) fn command(manifest: &Manifest) -> String {
    let file = manifest.inputs.first().map_or("", |input| &input.name);
    let mut words = vec!["detente".to_owned(), "run".to_owned(), quoted(file)];
    words.push(format!("--seed {}", manifest.seed));
    words.push(format!("--replicates {}", manifest.replicates));
    words.extend(
        manifest
            .settings
            .iter()
            .map(|setting| format!("--set {}", quoted(setting))),
    );
    words.join(" ")
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./=".contains(c);
    match !word.is_empty() && word.chars().all(is_plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', r"'\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_reach_a_shell_as_they_are() {
        assert_eq!(quoted("harbour.toml"), "harbour.toml");
        assert_eq!(quoted("calendar.*.secrecy=0.9"), "'calendar.*.secrecy=0.9'");
        assert_eq!(quoted("it's $(x)"), r"'it'\''s $(x)'");
        assert_eq!(quoted(""), "''");
    }
}
