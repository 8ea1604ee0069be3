//! The finalists of a search as an ordinary experiment, written down: whoever reads it sees what is played, and can play it
//! again with other numbers.

use super::rounds::seed_of;
use crate::experiment::{Experiment, Search};
use crate::plan::Plan;
use detente_analyses::{Condition, Filter, Measure, Response};
use detente_results::{FactorLevel, format_float};
use detente_scenario::{Change, Node, Value};
use std::fmt::Write;

/// The file of the finalists.
pub const FILE: &str = "finalists.toml";
/// The folder of their results.
pub const FOLDER: &str = "finalists";

/// The name of a candidate as a policy.
pub fn id(candidate: usize) -> String {
    format!("candidate_{candidate}")
}

/// What a candidate sets, in words: `secrecy 0.93, aides 1`.
pub fn levels(field: &Plan, candidate: usize) -> String {
    let levers = field.experiment.factors.iter().zip(field.levels(candidate));
    let told = levers.filter(|(_, level)| *level != FactorLevel::AsIs);
    told.map(|(lever, level)| format!("{} {}", lever.id, short(&level)))
        .collect::<Vec<_>>()
        .join(", ")
}

/// A level in three digits: what it is exactly, the changes of the policy say.
pub fn short(level: &FactorLevel) -> String {
    let in_three = |x: f64| format!("{x:.2e}").parse().unwrap_or(x);
    match level {
        FactorLevel::Number(x) => format_float(in_three(*x)),
        level => level.to_string(),
    }
}

/// The experiment in which the finalists meet: its text. `scenario` is the scenario's file as it is to be named there.
pub fn text(field: &Plan, search: &Search, finalists: &[usize], scenario: &str) -> String {
    let e = &field.experiment;
    let objective = &e.responses[search.objective];
    let mut text = format!(
        "# The finalists of the search {}, on luck that it has not seen. Made by `detente search`; play it again, or with\n\
         # other numbers, with `detente run`.\n\
         format = 1\n\n[experiment]\nid = {}\ntitle = {}\nscenario = {}\nseed = {}\nreplicates = {}\n\n\
         [output]\ndraws = {}\ntrajectories = {}\n",
        quoted(&e.id),
        quoted(&format!("{}-finalists", e.id)),
        quoted(&format!("{}: the finalists", e.title)),
        quoted(scenario),
        seed_of(e.seed, "final", 0),
        search.final_runs,
        e.draws,
        quoted(e.trajectories.name()),
    );
    for (k, response) in e.responses.iter().enumerate().skip(Response::built_in().len()) {
        let about = if k == search.objective {
            "# What the search was for.\n"
        } else {
            ""
        };
        let _ = write!(text, "\n{about}{}", of_response(response));
    }
    for (rank, &candidate) in finalists.iter().enumerate() {
        let place = if rank == 0 {
            format!("# Best of the last round by {}.\n", quoted(&objective.id))
        } else {
            String::new()
        };
        let _ = write!(text, "\n{place}{}", of_candidate(field, e, candidate));
    }
    text
}

fn of_response(response: &Response) -> String {
    let mut text = format!(
        "[[responses]]\nid = {}\ntitle = {}\n",
        quoted(&response.id),
        quoted(&response.title)
    );
    let _ = match &response.measure {
        Measure::Share(share) => writeln!(text, "share = {}", of_filter(share)),
        Measure::Mean(column) => writeln!(text, "mean = {}", quoted(column)),
    };
    if !response.given.0.is_empty() {
        let _ = writeln!(text, "given = {}", of_filter(&response.given));
    }
    text
}

fn of_filter(filter: &Filter) -> String {
    let condition = |condition: &Condition| match condition {
        Condition::Is(word) => quoted(word),
        Condition::Within(low, high) if low == high => format_float(*low),
        Condition::Within(low, high) => {
            let bounds = [("at_least", low), ("at_most", high)]
                .into_iter()
                .filter(|(_, bound)| bound.is_finite());
            let bounds: Vec<String> = bounds
                .map(|(key, bound)| format!("{key} = {}", format_float(*bound)))
                .collect();
            format!("{{ {} }}", bounds.join(", "))
        }
    };
    let entries: Vec<String> = filter
        .0
        .iter()
        .map(|(column, c)| format!("{} = {}", quoted(column), condition(c)))
        .collect();
    format!("{{ {} }}", entries.join(", "))
}

/// A candidate as a policy: its changes by what they do, in the order of the levers.
fn of_candidate(field: &Plan, e: &Experiment, candidate: usize) -> String {
    let title = levels(field, candidate);
    let mut text = format!(
        "[[policies]]\nid = {}\ntitle = {}\n",
        quoted(&id(candidate)),
        quoted(&title)
    );
    let changes = field.changes(candidate);
    debug_assert_eq!(changes.len(), e.factors.len());
    for word in ["set", "add", "scale"] {
        let said = changes.iter().filter_map(|placed| match &placed.change {
            Change::Set(path, node) if word == "set" => Some((path, value(node))),
            Change::Add(path, x) if word == "add" => Some((path, format_float(*x))),
            Change::Scale(path, x) if word == "scale" => Some((path, format_float(*x))),
            _ => None,
        });
        let said: Vec<String> = said
            .map(|(path, value)| format!("{} = {value}", quoted(&path.to_string())))
            .collect();
        if !said.is_empty() {
            let _ = writeln!(text, "{word} = {{ {} }}", said.join(", "));
        }
    }
    text
}

/// A level as TOML.
fn value(level: &Node) -> String {
    match &level.value {
        Value::Number(x) => format_float(*x),
        Value::Boolean(flag) => flag.to_string(),
        _ => quoted(level.as_text().unwrap_or_default()),
    }
}

/// Text as a basic string of TOML.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
