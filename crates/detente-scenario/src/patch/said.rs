//! What holds at a path: said there, or by what the row inherits from, or by default.

use crate::document::Document;
use crate::names::{Names, row_id};
use crate::node::{Node, Table};
use detente_core::strategy::Offers;
use detente_core::{Parameter, Registry};

/// The value at a path without `*`.
pub(super) fn effective(document: &Document, names: &[String], registry: &Registry, parameter: &Parameter) -> Node {
    let found = sources(document, names, registry)
        .into_iter()
        .find_map(|(table, path)| said(table, &path));
    let day = found.and_then(|node| document.day(node)).map(Node::number);
    match (day, found) {
        (Some(day), _) => day,
        (None, Some(node)) => match node.as_text() {
            None => node.clone(),
            // A word stands for its exponent, or for the defaults of its table.
            Some(word) => {
                let exponent = Offers::of_word(word).map(|(_, exponent)| exponent);
                Node::number(exponent.unwrap_or_else(|| default(document, names, parameter)))
            }
        },
        _ => Node::number(default(document, names, parameter)),
    }
}

/// The list at a path, or what the row inherits there.
pub(super) fn list<'a>(document: &'a Document, names: &[String]) -> Option<&'a [Node]> {
    let sources = sources(document, names, &Registry::new());
    sources
        .into_iter()
        .find_map(|(table, path)| said(table, &path)?.as_list())
}

/// Places that may say the value, the most specific first.
fn sources<'a>(document: &'a Document, names: &[String], registry: &Registry) -> Vec<(&'a Table, Vec<String>)> {
    let root = document.root();
    let mut sources = vec![(root, names.to_vec())];
    let [kind, id, rest @ ..] = names else { return sources };
    let of_leg = kind == "calendar" && rest.first().is_some_and(|key| key == "legs") && rest.len() > 2;
    let rest = if of_leg { &rest[2..] } else { rest };
    let path = |first: &[&String]| first.iter().copied().chain(rest).cloned().collect::<Vec<_>>();
    if of_leg {
        sources.push((root, path(&[kind, id])));
    }
    if kind == "issues" {
        sources.extend(document.tables.iter().map(|t| (&t.issues, path(&[id]))));
    }
    sources.push((root, path(&[&"defaults".to_owned(), kind])));
    let carried = if rest.first().is_some_and(|key| key == "options") {
        rest.get(2..).unwrap_or_default()
    } else {
        rest
    };
    if registry
        .behaviours()
        .iter()
        .any(|b| carried.first().is_some_and(|key| key == b.key))
    {
        let shared = std::iter::once("behaviours".to_owned()).chain(carried.iter().cloned());
        sources.push((root, shared.collect()));
    }
    sources
}

/// The value at a path; a number for all parties, or a word in place of a table, answers for what lies below it.
fn said<'a>(table: &'a Table, names: &[String]) -> Option<&'a Node> {
    let (name, rest) = names.split_first()?;
    let node = table.get(name)?;
    if rest.is_empty() {
        return Some(node);
    }
    if let Some(rows) = node.as_list() {
        let rows = rows.iter().filter_map(Node::as_table);
        let row = rows
            .into_iter()
            .find(|row| row_id(row).is_some_and(|id| id == rest[0]))?;
        return said(row, &rest[1..]);
    }
    match node.as_table() {
        Some(inner) if !crate::number::is_distribution(inner) => said(inner, rest),
        _ => Some(node),
    }
}

/// The value where nothing says one: options lie evenly on the line, and who is not named does not care.
fn default(document: &Document, names: &[String], parameter: &Parameter) -> f64 {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    match names.as_slice() {
        ["issues", _, "weight", _] => 0.0,
        ["issues", issue, "options", option, "at"] => {
            let ids = Names::of(document.root());
            let place = ids.option(&format!("{issue}={option}"));
            let even = place.and_then(|(i, at)| crate::range::even_positions(ids.options[i].len()).nth(at));
            even.unwrap_or(parameter.default)
        }
        _ => parameter.default,
    }
}
