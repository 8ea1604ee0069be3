//! The scenarios to start from: valid as they stand, and with whatever is switched on in them.

use crate::common::{self, Table, told};
use detente_scenario::{Built, Document, TEMPLATES, Template, build};
use std::collections::BTreeSet;
use std::path::Path;

/// The mark of a line that tells what the settings below it are for: `# [home fronts] ...`.
fn mark(line: &str) -> Option<&str> {
    line.trim_start()
        .strip_prefix("# [")?
        .split_once(']')
        .map(|(mark, _)| mark)
}

/// Whether a line is a setting that is switched off.
fn is_off(line: &str) -> bool {
    let rest = line.trim_start().strip_prefix('#');
    rest.and_then(|rest| rest.chars().next()).is_some_and(|c| c != ' ')
}

fn marks(text: &str) -> BTreeSet<&str> {
    text.lines().filter_map(mark).collect()
}

/// The text with the settings of these marks switched on.
fn with(text: &str, on: &BTreeSet<&str>) -> String {
    let mut below = None;
    let line = |line: &str| {
        if mark(line).is_some() {
            below = mark(line).map(str::to_owned);
        } else if !is_off(line) {
            below = None;
        } else if below.as_deref().is_some_and(|mark| on.contains(mark)) {
            return line.replacen('#', "", 1) + "\n";
        }
        line.to_owned() + "\n"
    };
    text.lines().map(line).collect()
}

fn built(text: String) -> Built {
    let document = Document::parse(Path::new("x.toml"), text).unwrap_or_else(|e| panic!("{e}"));
    build(&document, &detente_agents::standard()).unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn templates_build_without_findings_whatever_is_switched_on() {
    for template in TEMPLATES {
        let text = template.fill("my-case", "A \"title\"").expect("an id");
        let all = marks(&text);
        assert_eq!(
            all,
            BTreeSet::from(["consent", "home fronts", "relations"]),
            "{}",
            template.name
        );
        let none = built(text.clone());
        assert!(none.findings.is_empty(), "{}", none.findings);
        assert_eq!(
            (none.model.id.as_str(), none.model.title.as_str()),
            ("my-case", "A \"title\"")
        );
        assert!(template.fill("a=b", "").is_err());
        let alone = all.iter().map(|mark| BTreeSet::from([*mark]));
        for on in alone.chain([all.clone()]) {
            let more = built(with(&text, &on));
            assert!(
                more.findings.is_empty(),
                "{} with {on:?}: {}",
                template.name,
                more.findings
            );
            assert_ne!(more.model, none.model, "{} with {on:?}", template.name);
        }
        let everything = with(&text, &all);
        assert!(
            !everything.lines().any(is_off),
            "{}: a setting without a mark",
            template.name
        );
    }
    assert!(Template::find("mediation").is_some());
}

/// What `check` finds odd is more than what is wrong with a file: a vote at home that nothing can pass.
#[test]
fn templates_are_in_order_whatever_is_switched_on() {
    let folder = common::temporary_folder();
    for template in TEMPLATES {
        let text = template.fill("talks", "Talks").expect("an id");
        let all = marks(&text);
        let alone = all.iter().map(|mark| BTreeSet::from([*mark]));
        for on in alone.chain([BTreeSet::new(), all.clone()]) {
            std::fs::write(folder.path().join("talks.toml"), with(&text, &on)).expect("a scenario");
            let checked = common::detente(folder.path(), &["check", "--strict", "talks.toml"]);
            assert_eq!(
                checked.code,
                Some(0),
                "{} with {on:?}: {}",
                template.name,
                checked.stderr
            );
        }
    }
}

/// A case in which every run ends alike teaches nothing.
#[test]
fn templates_are_alive_as_they_stand_and_with_everything_on() {
    let folder = common::temporary_folder();
    for template in TEMPLATES {
        let text = template.fill("talks", "Talks").expect("an id");
        for on in [BTreeSet::new(), BTreeSet::from(["home fronts"]), marks(&text)] {
            std::fs::write(folder.path().join("talks.toml"), with(&text, &on)).expect("a scenario");
            let run = [
                "run",
                "talks.toml",
                "--replicates",
                "300",
                "--no-figures",
                "--quiet",
                "--force",
                "--out",
                "out",
            ];
            told(folder.path(), &run);
            let summary = Table::read(&folder.path().join("out/summary.csv"));
            let share = |row: &Vec<String>| summary.cell(row, "share").parse::<f64>().expect("a share");
            let most = summary.rows.iter().map(share).fold(0.0, f64::max);
            let outcome = |row: &&Vec<String>| summary.cell(row, "outcome") == "rejected_at_home";
            let rejected: f64 = summary.rows.iter().filter(outcome).map(share).sum();
            assert!(
                rejected <= 0.45,
                "{} with {on:?}: {rejected} rejected at home",
                template.name
            );
            assert!(most <= 0.9, "{} with {on:?}: one end in {most} of runs", template.name);
        }
    }
}
