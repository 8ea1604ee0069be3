//! What was meant by something that cannot stand where it stands, as the text to write in its place.

use crate::date;
use crate::node::{Node, Table, Value};
use crate::shape::{Key, Shape};
use crate::suggest::quoted;

/// Ids that a list in a hint has at most.
const LISTED: usize = 6;

/// What distributions are described by elsewhere, and the form that takes these numbers.
const DESCRIBED: [(&str, &[&str]); 5] = [
    ("normal", &["mean", "sd"]),
    ("normal", &["mu", "sigma"]),
    ("triangular", &["low", "mode", "high"]),
    ("uniform", &["low", "high"]),
    ("beta", &["alpha", "beta"]),
];

/// Text within a hint, cut where it is long.
pub(crate) fn shown(text: &str) -> String {
    quoted(text).trim_matches('`').to_owned()
}

/// A text in quotes that is a number, a flag or a date without them.
pub(crate) fn unquoted(text: &str) -> Option<String> {
    let text = text.trim();
    let number = |text: &str| {
        let plain = text.chars().all(|c| c.is_ascii_digit() || "+-.eE".contains(c));
        text.parse::<f64>().ok().filter(|number| plain && number.is_finite())
    };
    if number(text).is_some() || ["true", "false"].contains(&text) {
        return Some(format!("write {text} without quotes"));
    }
    let point = text.replacen(',', ".", 1);
    number(&point).map(|number| format!("write {number}, without quotes and with a decimal point"))
}

/// The character that nobody sees and that keeps a text from being what it should be, by its number.
pub(crate) fn unseen(text: &str, may_stand: fn(char) -> bool) -> Option<String> {
    let character = text.chars().find(|c| !may_stand(*c) && !c.is_ascii())?;
    Some(format!(
        "remove the character U+{:04X}, which nobody sees",
        u32::from(character)
    ))
}

/// The date that a text says, to be written without quotes.
pub(crate) fn dated(text: &str) -> Option<String> {
    date::in_words(text).map(|date| format!("write {date} without quotes"))
}

/// Whether a node is a date, in quotes or not.
pub(crate) fn is_dated(node: &Node) -> bool {
    matches!(node.value, Value::Date(_)) || node.as_text().and_then(date::in_words).is_some()
}

/// The distribution that a table describes by the names of its numbers: `{ mean = 0.5, sd = 0.1 }`.
pub(crate) fn distribution(table: &Table) -> Option<String> {
    let number = |name: &&str| table.get(name).and_then(Node::as_number);
    let (form, names) = DESCRIBED
        .iter()
        .find(|(_, names)| names.iter().all(|name| number(name).is_some()))?;
    let numbers: Vec<String> = names.iter().filter_map(number).map(|x| x.to_string()).collect();
    Some(format!("write `{{ {form} = [{}] }}`", numbers.join(", ")))
}

/// The key below which a key belongs that does not stand beside these, if there is one such key.
pub(crate) fn nested(key: &str, value: &Node, keys: &[Key]) -> Option<String> {
    let takes = |outer: &&Key| match &outer.shape {
        Shape::Table(inner) | Shape::WordOrTable(_, inner) | Shape::Override(_, inner) => {
            inner.iter().any(|k| k.name == key)
        }
        _ => false,
    };
    let [outer] = keys.iter().filter(takes).collect::<Vec<_>>()[..] else {
        return None;
    };
    let value = match &value.value {
        Value::Number(number) => number.to_string(),
        Value::Boolean(flag) => flag.to_string(),
        Value::Text(text) => format!("\"{}\"", shown(text)),
        _ => "...".to_owned(),
    };
    Some(format!(
        "it belongs to `{0}`: write `{0} = {{ {key} = {value} }}`",
        outer.name
    ))
}

/// The table that was meant by a word, a number or a flag in its place.
pub(crate) fn table(own: &str, node: &Node, keys: &[Key]) -> Option<String> {
    if keys.iter().any(|key| key.name == "enabled") {
        return behaviour(own, node, keys);
    }
    let (key, words, inner) = keys.iter().find_map(|key| match &key.shape {
        Shape::WordOrTable(words, inner) => Some((key.name, words, inner)),
        _ => None,
    })?;
    let number = inner
        .first()
        .map(|inner| format!("{{ {} = {} }}", inner.name, node.as_number().unwrap_or(4.0)));
    let word = node
        .as_text()
        .filter(|text| words.contains(text))
        .map(|word| format!("\"{word}\""));
    let written = |value: &str| format!("`{own} = {{ {key} = {value} }}`");
    match (word, number) {
        (Some(word), Some(number)) => Some(format!("write {}, or {}", written(&word), written(&number))),
        (word, number) => word.or(number).map(|value| format!("write {}", written(&value))),
    }
}

/// A behaviour that is said to be on or off, or one of its numbers without its name.
fn behaviour(own: &str, node: &Node, keys: &[Key]) -> Option<String> {
    let numbers: Vec<&str> = keys
        .iter()
        .map(|key| key.name)
        .filter(|name| *name != "enabled")
        .collect();
    match (&node.value, numbers.as_slice()) {
        (Value::Boolean(true), _) | (Value::Number(_), []) => Some(format!("write `{own} = {{}}`")),
        (Value::Boolean(false), _) => Some(format!("write `{own} = {{ enabled = false }}`")),
        (Value::Number(number), [only]) => Some(format!("write `{own} = {{ {only} = {number} }}`")),
        (Value::Number(number), [first, ..]) => Some(format!(
            "say which of its numbers that is, as `{own} = {{ {first} = {number} }}`; it has {}",
            numbers.join(", ")
        )),
        _ => None,
    }
}

/// The list that was meant by one text: of it alone if it may stand there, or else of all that is offered.
pub(crate) fn list<'a>(key: &str, text: &str, fits: bool, offered: impl Iterator<Item = &'a str>) -> Option<String> {
    let offered: Vec<&str> = offered.collect();
    let written = |ids: &[&str], more: &str| {
        let ids: Vec<String> = ids.iter().map(|id| format!("\"{}\"", shown(id))).collect();
        format!("write `{key} = [{}{more}]`", ids.join(", "))
    };
    if fits {
        return Some(written(&[text], ""));
    }
    let more = if offered.len() > LISTED { ", ..." } else { "" };
    (!offered.is_empty()).then(|| written(&offered[..offered.len().min(LISTED)], more))
}
