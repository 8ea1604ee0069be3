//! The JSON Schema of an experiment, for editors. Its keys are those that the reader knows.

use super::{Trajectories, keys};
use crate::designs::Design;
use serde_json::{Map, Value, json};

/// JSON Schema (draft 2020-12) of an experiment.
pub fn schema(designs: &[&'static dyn Design]) -> Value {
    let mut root = table(&keys::TOP, &["format", "experiment"], |key| top(key, designs));
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    root["title"] = json!("Experiment");
    root
}

/// A closed table with these keys.
fn table(keys: &[&str], required: &[&str], property: impl Fn(&str) -> Value) -> Value {
    let properties: Map<String, Value> = keys.iter().map(|&key| (key.to_owned(), property(key))).collect();
    let mut schema = json!({ "type": "object", "additionalProperties": false, "properties": properties });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

fn rows(items: &Value, about: &str) -> Value {
    json!({ "type": "array", "items": items, "description": about })
}

fn described(mut schema: Value, about: &str) -> Value {
    schema["description"] = json!(about);
    schema
}

fn text(about: &str) -> Value {
    json!({ "type": "string", "description": about })
}

fn id(about: &str) -> Value {
    json!({
        "type": "string",
        "minLength": 1,
        "maxLength": 80,
        "pattern": "^[^.;=/\\\\,\"\\u0000-\\u001f\\u007f-\\u009f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2064\\u2066-\\u2069\\ufeff][^;=/\\\\,\"\\u0000-\\u001f\\u007f-\\u009f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2064\\u2066-\\u2069\\ufeff]*$",
        "description": about,
    })
}

fn whole(least: u64, default: u64, about: &str) -> Value {
    json!({ "type": "integer", "minimum": least, "default": default, "description": about })
}

fn top(key: &str, designs: &[&'static dyn Design]) -> Value {
    match key {
        "format" => json!({ "const": 1, "description": "version of the format: 1" }),
        "experiment" => described(
            table(&keys::EXPERIMENT, &["id", "scenario"], frame),
            "what is run, how often",
        ),
        "replication" => described(
            table(&keys::REPLICATION, &["inputs", "luck"], replication),
            "in place of `replicates`: so many sets of inputs, each played with so many lucks",
        ),
        "design" => described(
            table(&keys::DESIGN, &["kind"], |_| design(designs)),
            "how factors make points",
        ),
        "factors" => rows(&table(&keys::FACTOR, &["id", "path"], factor), "what is varied"),
        "policies" => rows(
            &table(&keys::POLICY, &["id"], policy),
            "named bundles of changes, each run against the same luck as the scenario as it stands",
        ),
        "responses" => rows(
            &table(&keys::RESPONSE, &["id"], response),
            "what is compared, besides the built-in `agreement` and `end_day`",
        ),
        _ => described(table(&keys::OUTPUT, &[], output), "what is written"),
    }
}

fn frame(key: &str) -> Value {
    match key {
        "id" => id("names the results folder"),
        "title" => text("title for people"),
        "scenario" => text("the scenario's file, relative to this one"),
        "seed" => {
            let mut seed = whole(0, super::DEFAULT_SEED, "root of all luck");
            seed["maximum"] = json!(i64::MAX);
            seed
        }
        _ => whole(1, super::DEFAULT_REPLICATES, "runs of every design point"),
    }
}

fn replication(key: &str) -> Value {
    match key {
        "inputs" => json!({ "type": "integer", "minimum": 1, "description": "sets of the numbers that are drawn" }),
        _ => {
            json!({ "type": "integer", "minimum": 1, "description": "runs with each set of them, each with its own luck" })
        }
    }
}

fn design(designs: &[&'static dyn Design]) -> Value {
    let keys: Vec<&str> = designs.iter().map(|d| d.key()).collect();
    let about: Vec<String> = designs.iter().map(|d| format!("{}: {}", d.key(), d.about())).collect();
    json!({ "enum": keys, "description": about.join("; ") })
}

fn factor(key: &str) -> Value {
    match key {
        "id" => id("names the column of design.csv"),
        "path" => text("where in the scenario, for example `calendar.*.secrecy`"),
        "op" => {
            json!({ "enum": ["set", "add", "scale"], "default": "set", "description": "how a level changes what the scenario says: set in its place, added to it, or as a factor of it" })
        }
        "levels" => json!({
            "type": "array",
            "minItems": 1,
            "uniqueItems": true,
            "items": { "type": ["number", "string", "boolean"] },
            "description": "the values",
        }),
        "range" => json!({
            "type": "array",
            "minItems": 2,
            "maxItems": 2,
            "items": { "type": "number" },
            "description": "lowest and highest level, with `steps` in place of `levels`",
        }),
        _ => whole(2, 5, "how many levels a range is cut into"),
    }
}

fn policy(key: &str) -> Value {
    let of =
        |value: Value, about: &str| json!({ "type": "object", "additionalProperties": value, "description": about });
    match key {
        "id" => id("the policy's name in tables; `base` is the scenario as it stands"),
        "title" => text("title for people"),
        "set" => of(json!({}), "by path: a value in its place"),
        "add" => of(
            json!({ "type": "number" }),
            "by path: added to a number or shifts a distribution",
        ),
        "scale" => of(
            json!({ "type": "number" }),
            "by path: multiplies a number or a distribution",
        ),
        _ => of(
            json!({ "type": "array", "items": { "type": "string" } }),
            "by path: ids taken out of a list; a party among participants stands for its negotiators",
        ),
    }
}

fn response(key: &str) -> Value {
    match key {
        "id" => id("the response's name in tables"),
        "title" => text("title for people"),
        "share" => described(filter(), "the share of runs for which all conditions hold"),
        "mean" => text("a column of runs.csv: its mean"),
        _ => described(filter(), "only runs for which all conditions hold"),
    }
}

/// Conditions on columns of `runs.csv`.
fn filter() -> Value {
    let bounds = table(&keys::BOUNDS, &[], |key| {
        let about = match key {
            "at_least" => "the smallest number that meets the condition",
            _ => "the largest number that meets the condition",
        };
        json!({ "type": "number", "description": about })
    });
    json!({
        "type": "object",
        "minProperties": 1,
        "additionalProperties": { "anyOf": [{ "type": ["string", "number"] }, bounds] },
    })
}

fn output(key: &str) -> Value {
    match key {
        "draws" => {
            json!({ "type": "boolean", "default": false, "description": "columns draw.<path>: what each run drew" })
        }
        _ => json!({
            "enum": Trajectories::ALL.map(Trajectories::name),
            "default": Trajectories::Policies.name(),
            "description": "which points are followed round by round: the scenario and its policies, all points, or none",
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::designs;
    use crate::experiment::Experiment;
    use detente_scenario::TomlFile;
    use std::path::Path;

    fn says(text: &str) -> String {
        let toml = TomlFile::parse(Path::new("x.toml"), text).expect("TOML");
        Experiment::from_toml(&toml, &designs::ALL).map_or_else(|findings| findings.to_string(), |_| String::new())
    }

    /// Each key of the schema, with an impossible value, is known to the reader, and keys that are not there are not.
    #[test]
    fn the_schema_has_the_keys_that_the_reader_knows() {
        let schema = schema(&designs::ALL);
        let mut n = 0;
        for (first, below) in schema["properties"].as_object().expect("properties") {
            let row = &below["items"]["properties"];
            let (open, close) = if row.is_object() { ("[[", "]]") } else { ("[", "]") };
            let keys = if row.is_object() { row } else { &below["properties"] };
            let frame = if first == "experiment" {
                ""
            } else {
                "[experiment]\nid = \"a\"\n"
            };
            for key in keys.as_object().into_iter().flat_map(Map::keys) {
                let says = |line: &str| says(&format!("format = 1\n{frame}{open}{first}{close}\n{line}\n"));
                let said = says(&format!("{key} = {{ nonsense = [[]] }}"));
                assert!(!said.contains(&format!("unknown key `{key}`")), "{first}.{key}: {said}");
                let said = says(&format!("{key}x = 1"));
                assert!(said.contains(&format!("unknown key `{key}x`")), "{first}.{key}: {said}");
                n += 1;
            }
        }
        assert!(n >= 24, "{n}");
    }

    #[test]
    fn words_and_defaults_are_those_of_the_reader() {
        let schema = schema(&designs::ALL);
        let kinds = &schema["properties"]["design"]["properties"]["kind"]["enum"];
        for kind in kinds.as_array().expect("kinds") {
            let said = says(&format!("format = 1\n[design]\nkind = {kind}\n"));
            assert!(!said.contains("expected baseline or grid"), "{said}");
        }
        let frame = &schema["properties"]["experiment"]["properties"];
        let text = "format = 1\n[experiment]\nid = \"a\"\nscenario = \"b.toml\"\n";
        let toml = TomlFile::parse(Path::new("x.toml"), text).expect("TOML");
        let experiment = Experiment::from_toml(&toml, &designs::ALL).expect("an experiment");
        assert_eq!(frame["replicates"]["default"], experiment.replicates);
        assert_eq!(frame["seed"]["default"], experiment.seed);
    }
}
