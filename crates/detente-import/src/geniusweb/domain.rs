//! The domain: issues and their values.

use super::json::Json;
use super::value::Value;
use crate::error::{ImportError, ImportProblem::Domain as DOMAIN};
use crate::ids;
use crate::scenario;
use detente_scenario::{limits, quote, quoted};
use std::collections::BTreeMap;

/// A domain.
#[derive(Debug)]
pub(super) struct Domain {
    pub(super) name: String,
    pub(super) issues: Vec<Issue>,
}

/// An issue, under its name in the files and as the scenario has it.
#[derive(Debug)]
pub(super) struct Issue {
    pub(super) name: String,
    pub(super) options: Options,
    id: String,
    option_ids: Vec<String>,
}

/// The values of an issue.
#[derive(Debug)]
pub(super) enum Options {
    /// By name.
    Discrete(Vec<String>),
    /// Numbers of a range.
    Numbers(Vec<f64>),
}

impl Issue {
    /// What the scenario says of it.
    pub(super) fn plain(&self) -> scenario::Issue {
        scenario::Issue {
            id: self.id.clone(),
            option_ids: self.option_ids.clone(),
        }
    }
}

/// Whether a file is a domain by itself.
pub(super) fn is_domain(root: &Value) -> bool {
    root.get("issuesValues").is_some()
}

/// Reads a domain: the file itself, or what a profile carries.
pub(super) fn read(json: &Json, notes: &mut Vec<String>) -> Result<Domain, ImportError> {
    let root = if is_domain(&json.root) {
        &json.root
    } else {
        let space = json
            .root
            .entries()
            .and_then(|entries| entries.first())
            .map(|(_, space)| space);
        json.object(space.unwrap_or(&json.root), "domain", DOMAIN)?
    };
    let entries = json.object(root, "issuesValues", DOMAIN)?.entries().unwrap_or_default();
    if entries.is_empty() || entries.len() > limits::ROWS {
        let (found, expected) = (format!("{} issues", entries.len()), format!("1 to {}", limits::ROWS));
        return Err(json.error(DOMAIN, "issuesValues", found, expected, "give the domain its issues"));
    }
    let (mut issues, mut seen) = (Vec::new(), BTreeMap::new());
    for (name, values) in entries {
        let id = ids::fit(name, &format!("issue {}", quoted(name)), notes);
        different(json, "issuesValues", name, &id, &mut seen)?;
        issues.push(issue(json, name, id, values, notes)?);
    }
    let count: usize = issues.iter().map(|issue: &Issue| issue.option_ids.len()).sum();
    if count > limits::OPTIONS {
        let (found, expected) = (format!("{count} values"), format!("at most {}", limits::OPTIONS));
        return Err(json.error(
            DOMAIN,
            "issuesValues",
            found,
            expected,
            "domains of this size cannot be imported",
        ));
    }
    tell_unknown(json, root, entries, notes);
    let name = root.get("name").and_then(Value::text).unwrap_or("geniusweb").to_owned();
    Ok(Domain { name, issues })
}

/// What the domain says beside what is read.
fn tell_unknown(json: &Json, root: &Value, issues: &[(String, Value)], notes: &mut Vec<String>) {
    let mut paths: Vec<String> = root.strange(&["name", "issuesValues"]).map(str::to_owned).collect();
    for (issue, values) in issues {
        let path = format!("issuesValues.{}", quote(issue));
        let read = if values.get("values").and_then(Value::list).is_some() {
            "values"
        } else {
            "range"
        };
        paths.extend(values.strange(&[read]).map(|key| format!("{path}.{}", quote(key))));
        let range = values.get(read).map(|range| range.strange(&["low", "high", "step"]));
        let strange = range.into_iter().flatten();
        paths.extend(strange.map(|key| format!("{path}.range.{}", quote(key))));
    }
    json.tell_unknown(&paths, notes);
}

/// Refuses an id that is empty or was there before.
fn different(
    json: &Json,
    path: &str,
    name: &str,
    id: &str,
    seen: &mut BTreeMap<String, String>,
) -> Result<(), ImportError> {
    if id.trim().is_empty() {
        return Err(json.error(
            DOMAIN,
            path,
            "an empty name",
            "a name",
            "give it a name, in the profiles too",
        ));
    }
    let Some(before) = seen.insert(id.to_owned(), name.to_owned()) else {
        return Ok(());
    };
    let found = match before == name {
        true => format!("{} a second time", quoted(name)),
        false => format!(
            "{} and {}, which both become {}",
            quoted(&before),
            quoted(name),
            quoted(id)
        ),
    };
    Err(json.error(
        DOMAIN,
        path,
        found,
        "different names",
        "rename one of them, in the profiles too",
    ))
}

fn issue(json: &Json, name: &str, id: String, values: &Value, notes: &mut Vec<String>) -> Result<Issue, ImportError> {
    let path = format!("issuesValues.{}", quoted(name));
    let options = match (values.get("values").and_then(Value::list), values.get("range")) {
        (Some(list), _) => Options::Discrete(texts(json, &path, list)?),
        (None, Some(range)) => Options::Numbers(numbers(json, &path, range)?),
        (None, None) => {
            let expected = "`values`, a list, or `range` with `low`, `high` and `step`";
            return Err(json.error(DOMAIN, &path, values.describe(), expected, "restore the file"));
        }
    };
    let names: Vec<String> = match &options {
        Options::Discrete(names) => names.clone(),
        Options::Numbers(numbers) => numbers.iter().map(f64::to_string).collect(),
    };
    let (mut option_ids, mut seen) = (Vec::new(), BTreeMap::new());
    for option in &names {
        let id = ids::fit(option, &format!("value {}", quoted(option)), notes);
        different(json, &path, option, &id, &mut seen)?;
        option_ids.push(id);
    }
    Ok(Issue {
        name: name.to_owned(),
        options,
        id,
        option_ids,
    })
}

/// The values of a discrete issue; numbers among them are their texts.
fn texts(json: &Json, path: &str, list: &[Value]) -> Result<Vec<String>, ImportError> {
    if list.is_empty() || list.len() > limits::RANGE_OPTIONS {
        let (found, expected) = (
            format!("{} values", list.len()),
            format!("1 to {}", limits::RANGE_OPTIONS),
        );
        return Err(json.error(DOMAIN, path, found, expected, "leave some out, in the profiles too"));
    }
    let text = |value: &Value| match value {
        Value::Text(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        other => Err(json.error(
            DOMAIN,
            path,
            other.describe(),
            "names of values, as texts",
            "restore the file",
        )),
    };
    list.iter().map(text).collect()
}

/// All values of a range, from `low` by `step` as far as `high`.
fn numbers(json: &Json, path: &str, range: &Value) -> Result<Vec<f64>, ImportError> {
    // Old files have the three in a list.
    let part = |place: usize, key: &str| {
        let value = range.list().map_or_else(|| range.get(key), |list| list.get(place));
        json.number(value, &format!("{path}.range.{key}"), DOMAIN)
    };
    let (low, high, step) = (part(0, "low")?, part(1, "high")?, part(2, "step")?);
    // The last step may miss the end by the rounding of the division alone.
    let steps = ((high - low) / step * (1.0 + 1e-12)).floor();
    let fine = step > 0.0 && high >= low && step >= 1e-9 * low.abs().max(high.abs()).max(1.0);
    if !fine || !steps.is_finite() || steps + 1.0 > limits::RANGE_OPTIONS as f64 {
        let found = format!("a range from {low} to {high} by {step}");
        let expected = format!("1 to {} values from the lower end to the upper", limits::RANGE_OPTIONS);
        return Err(json.error(DOMAIN, path, found, expected, "mend the range, in the profiles too"));
    }
    let decimals = [low, step].map(|x| {
        x.to_string()
            .split_once('.')
            .map_or(0, |(_, digits)| digits.len().min(9))
    });
    let scale = (0..decimals[0].max(decimals[1])).fold(1.0, |scale, _| scale * 10.0);
    // Rounded to the decimals that the file writes, so that 0.1 + 0.2 reads 0.3; adding 0 turns -0 into 0.
    Ok((0..=steps as u32)
        .map(|k| ((low + f64::from(k) * step) * scale).round() / scale + 0.0)
        .collect())
}
