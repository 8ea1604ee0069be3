//! Values, policies and responses as TOML, each as an experiment's file has them.

use detente_analyses::{Condition, Filter, Measure, Response};
use detente_lab::experiment::Policy;
use detente_results::format_float;
use detente_scenario::{Change, Node, Value};
use std::fmt::Write;

/// A text in quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", c as u32);
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// A list of texts: on one line if it is short, else one text a line.
pub(super) fn texts(all: &[String]) -> String {
    let all: Vec<String> = all.iter().map(|text| quoted(text)).collect();
    match &all[..] {
        [] => "[]".to_owned(),
        [one] => format!("[{one}]"),
        _ => format!("[\n    {},\n]", all.join(",\n    ")),
    }
}

/// A value.
fn value(node: &Node) -> String {
    match &node.value {
        Value::Text(text) => quoted(text),
        Value::Number(x) => number(*x),
        Value::Boolean(flag) => flag.to_string(),
        Value::Date(date) => date.clone(),
        Value::List(list) => format!("[{}]", list.iter().map(value).collect::<Vec<_>>().join(", ")),
        Value::Table(table) => {
            let entries: Vec<String> = (table.entries().iter())
                .map(|entry| format!("{} = {}", quoted(&entry.key), value(&entry.node)))
                .collect();
            inline(&entries)
        }
    }
}

fn number(x: f64) -> String {
    match x {
        x if x.is_nan() => "nan".to_owned(),
        x if x.is_infinite() => if x > 0.0 { "inf" } else { "-inf" }.to_owned(),
        x => format_float(x),
    }
}

fn inline(entries: &[String]) -> String {
    match entries {
        [] => "{}".to_owned(),
        all => format!("{{ {} }}", all.join(", ")),
    }
}

/// A title, where it says more than the id.
fn title(id: &str, title: &str) -> String {
    match title == id.replace('_', " ") {
        true => String::new(),
        false => format!("title = {}\n", quoted(title)),
    }
}

/// A policy.
pub(super) fn policy(policy: &Policy) -> String {
    let mut text = format!(
        "[[policies]]\nid = {}\n{}",
        quoted(&policy.id),
        title(&policy.id, &policy.title)
    );
    for key in ["set", "add", "scale", "remove"] {
        let of_key = |(change, _): &(Change, _)| {
            let (of, value) = match change {
                Change::Set(_, node) => ("set", value(node)),
                Change::Add(_, by) => ("add", number(*by)),
                Change::Scale(_, by) => ("scale", number(*by)),
                Change::Remove(_, ids) => {
                    let ids: Vec<String> = ids.iter().map(|id| quoted(id)).collect();
                    ("remove", format!("[{}]", ids.join(", ")))
                }
            };
            (of == key).then(|| format!("{} = {value}", quoted(&change.path().to_string())))
        };
        let entries: Vec<String> = policy.changes.iter().filter_map(of_key).collect();
        if !entries.is_empty() {
            let _ = writeln!(text, "{key} = {}", inline(&entries));
        }
    }
    text
}

/// A response.
pub(super) fn response(response: &Response) -> String {
    let measure = match &response.measure {
        Measure::Share(of) => format!("share = {}\n", filter(of)),
        Measure::Mean(column) => format!("mean = {}\n", quoted(column)),
    };
    let given = match response.given.0.is_empty() {
        true => String::new(),
        false => format!("given = {}\n", filter(&response.given)),
    };
    format!(
        "[[responses]]\nid = {}\n{}{measure}{given}",
        quoted(&response.id),
        title(&response.id, &response.title)
    )
}

fn filter(filter: &Filter) -> String {
    let condition = |condition: &Condition| match condition {
        Condition::Is(text) => quoted(text),
        Condition::Within(low, high) if low == high => number(*low),
        Condition::Within(low, high) => {
            let bound = |key: &str, x: f64| x.is_finite().then(|| format!("{key} = {}", number(x)));
            let bounds: Vec<String> = [bound("at_least", *low), bound("at_most", *high)]
                .into_iter()
                .flatten()
                .collect();
            inline(&bounds)
        }
    };
    let entries: Vec<String> = (filter.0.iter())
        .map(|(column, of)| format!("{} = {}", quoted(column), condition(of)))
        .collect();
    inline(&entries)
}

#[cfg(test)]
mod tests {
    use super::*;
    use detente_lab::Lab;
    use detente_lab::experiment::Experiment;
    use detente_scenario::TomlFile;
    use std::path::Path;

    const WRITTEN: &str = r#"
format = 1
[experiment]
id = "x"
scenario = "s.toml"
[[policies]]
id = "all_at_once"
title = "Say \"no\", \\ and wait"
set = { "issues.toll.options.low.off_table" = true, "calendar.first.day" = 3, "scenario.start_date" = 2025-11-30 }
add = { "parties.*.reservation_value" = -1e-7 }
scale = { "calendar.*.aides" = 0.5 }
remove = { "calendar.*.participants" = ["a", "b"] }
[[policies]]
id = "plain_words"
set = { "parties.a.reservation_value" = { normal = [0.5, 0.1] } }
[[responses]]
id = "early"
share = { outcome = "agreement", end_day = { at_most = 120 }, leaks = 0 }
given = { "utility.a" = { at_least = 0.25, at_most = 0.75 } }
[[responses]]
id = "worth"
mean = "utility.a"
"#;

    /// What is written reads as what was read.
    #[test]
    fn policies_and_responses_survive_being_written() {
        let lab = Lab::from(detente_agents::standard());
        let read = |text: &str| {
            let toml = TomlFile::parse(Path::new("x.toml"), text).expect("TOML");
            Experiment::from_toml(&toml, &lab.designs).expect("an experiment")
        };
        let first = read(WRITTEN);
        let mut text = String::from("format = 1\n[experiment]\nid = \"x\"\nscenario = \"s.toml\"\n");
        text.extend(first.policies.iter().map(policy));
        text.extend(first.responses[2..].iter().map(response));
        let again = read(&text);
        let bare = |all: &[Policy]| -> Vec<String> {
            let change = |(change, _): &(Change, _)| match change {
                Change::Set(path, node) => format!("set {path} {:?}", node.unplaced()),
                other => format!("{other:?}"),
            };
            all.iter()
                .map(|p| {
                    format!(
                        "{} {} {:?}",
                        p.id,
                        p.title,
                        p.changes.iter().map(change).collect::<Vec<_>>()
                    )
                })
                .collect()
        };
        assert_eq!(bare(&again.policies), bare(&first.policies));
        assert_eq!(again.responses, first.responses);
        assert_eq!((first.policies.len(), first.responses.len()), (2, 4));
        assert!(!policy(&first.policies[1]).contains("title"));
    }
}
