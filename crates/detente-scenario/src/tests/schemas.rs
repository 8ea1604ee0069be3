//! The schema and the parser accept the same keys.

use super::{HARBOUR, read, registry};
use crate::{Document, Table, schema};
use serde_json::Value;
use std::path::Path;

/// Every key of the schema as a path; rows stand for their list.
fn keys(schema: &Value, path: &str, found: &mut Vec<String>) {
    for (name, below) in schema["properties"].as_object().into_iter().flatten() {
        let path = if path.is_empty() {
            name.clone()
        } else {
            format!("{path}.{name}")
        };
        keys(below, &path, found);
        keys(&below["items"], &path, found);
        for way in below["anyOf"].as_array().into_iter().flatten() {
            keys(way, &path, found);
        }
        found.push(path);
    }
}

/// The file with an impossible value at a key: what the parser says about it.
fn says(path: &str) -> String {
    let value = "{ nonsense = 1 }";
    let (list, key) = path.rsplit_once('.').unwrap_or(("", path));
    let is_list = |list: &str| {
        ["scenario.sources", "issues.options", "calendar.legs"].contains(&list)
            || !["", "scenario", "talks", "tables", "behaviours", "defaults"].contains(&list) && !list.contains('.')
    };
    // `a.b.c` may be a key of a row of `a`, or lie in a table of such a row.
    let text = match list.split_once('.') {
        None if list.is_empty() => format!("{key} = {value}\n"),
        None if is_list(list) => format!("[[{list}]]\n{key} = {value}\n"),
        None => format!("[{list}]\n{key} = {value}\n"),
        Some((first, _)) if is_list(first) && is_list(list) => format!("[[{first}]]\n[[{list}]]\n{key} = {value}\n"),
        Some((first, _)) if is_list(first) => format!("[[{first}]]\n[{list}]\n{key} = {value}\n"),
        Some(_) if is_list(list) => format!("[[{list}]]\n{key} = {value}\n"),
        Some(_) => format!("[{list}]\n{key} = {value}\n"),
    };
    read(&text).unwrap_err().to_string()
}

#[test]
fn every_key_of_the_schema_is_known_to_the_parser() {
    let mut found = Vec::new();
    keys(&schema(&registry()), "", &mut found);
    assert!(found.len() > 200, "{}", found.len());
    for path in &found {
        let key = path.rsplit('.').next().unwrap();
        let said = says(path);
        assert!(!said.contains(&format!("unknown key `{key}`")), "{path}: {said}");
    }
    assert!(says("parties.shocks").contains("unknown key `shocks`"));
}

/// Walks a valid file beside the schema.
fn follows(table: &Table, schema: &Value, path: &str) {
    for entry in table.entries() {
        let path = format!("{path}.{}", entry.key);
        let mut below = &schema["properties"][&entry.key];
        if below.is_null() {
            below = &schema["additionalProperties"];
        }
        assert!(below.is_object(), "{path} is not in the schema");
        let tables = entry
            .node
            .as_list()
            .into_iter()
            .flatten()
            .filter_map(crate::Node::as_table);
        tables.for_each(|row| follows(row, &below["items"], &path));
        if let Some(inner) = entry
            .node
            .as_table()
            .filter(|_| below["properties"].is_object() || below["additionalProperties"].is_object())
        {
            follows(inner, below, &path);
        }
    }
}

#[test]
fn every_key_of_a_valid_file_is_in_the_schema() {
    let document = Document::parse(Path::new("x.toml"), HARBOUR).unwrap();
    follows(document.root(), &schema(&registry()), "");
}

#[test]
fn parameters_are_described() {
    let schema = schema(&registry());
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    let rate = &schema["properties"]["behaviours"]["properties"]["fatigue"]["properties"]["rate_per_session"];
    assert_eq!(
        rate["description"],
        "Gain per session. Unit: share; range 0 to 1; default 0.08. Source: test"
    );
    assert_eq!(rate["anyOf"][0]["maximum"], 1.0);
}
