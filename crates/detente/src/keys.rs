//! The keys of scenarios and experiments and the words that they take, read off the schemas, so that `explain` knows every
//! word of a file.

use detente_lab::Lab;
use serde_json::Value;

/// A key of a file, or a word that it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    /// Its last segment.
    pub(crate) name: String,
    /// Where it stands, with `*` for ids.
    pub(crate) path: String,
    /// Kind of the file.
    pub(crate) file: &'static str,
    /// What it says.
    pub(crate) about: String,
    /// The words that it takes, where it is a choice.
    pub(crate) words: Vec<String>,
}

/// All keys of both kinds of files. What `defaults` and the legs of a session take is what the rows themselves take.
pub(crate) fn all(lab: &Lab) -> Vec<Key> {
    let mut found = Vec::new();
    for (file, schema) in [
        ("a scenario", detente_scenario::schema(&lab.registry)),
        ("an experiment", detente_lab::experiment::schema(&lab.designs)),
    ] {
        below(&schema, "", file, &mut found);
        let distributions = schema["$defs"]["distribution"]["oneOf"].as_array();
        for distribution in distributions.into_iter().flatten() {
            below(distribution, "<number>", file, &mut found);
        }
    }
    found.dedup();
    found
}

/// The keys that a schema has below a path.
fn below(schema: &Value, path: &str, file: &'static str, found: &mut Vec<Key>) {
    for (name, key) in schema["properties"].as_object().into_iter().flatten() {
        let path = match path {
            "" => name.clone(),
            path => format!("{path}.{name}"),
        };
        if !found.iter().any(|known| known.path == path && known.file == file) {
            found.push(Key {
                name: name.clone(),
                path: path.clone(),
                file,
                about: key["description"].as_str().unwrap_or_default().to_owned(),
                words: words(key),
            });
        }
        if name != "defaults" && name != "legs" {
            inside(key, &path, file, found);
        }
    }
}

/// What may stand at a key, or at any id.
fn inside(key: &Value, path: &str, file: &'static str, found: &mut Vec<Key>) {
    below(key, path, file, found);
    for way in key["anyOf"].as_array().into_iter().flatten() {
        inside(way, path, file, found);
    }
    for each in ["items", "additionalProperties"] {
        if key[each].is_object() {
            inside(&key[each], &format!("{path}.*"), file, found);
        }
    }
}

/// The words of a choice, also of one that may be a table instead.
fn words(key: &Value) -> Vec<String> {
    let ways = std::iter::once(key).chain(key["anyOf"].as_array().into_iter().flatten());
    let words = ways.filter_map(|way| way["enum"].as_array()).flatten();
    words.filter_map(|word| Some(word.as_str()?.to_owned())).collect()
}
