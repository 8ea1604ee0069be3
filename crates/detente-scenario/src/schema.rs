//! The JSON Schema of a scenario, for editors: the same shape that checks files, in other words.

use crate::number::{FORMS, is_flag};
use crate::shape::{self, Key, Shape};
use detente_core::{Parameter, Registry};
use serde_json::{Map, Value, json};

/// JSON Schema (draft 2020-12) of a scenario, with the keys of the registry's behaviours.
pub fn schema(registry: &Registry) -> Value {
    let mut root = table(&shape::scenario(registry));
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    root["title"] = json!("Scenario");
    root["$defs"] = json!({ "distribution": distribution(), "id": id() });
    root
}

fn table(keys: &[Key]) -> Value {
    let properties: Map<String, Value> = keys.iter().map(|key| (key.name.to_owned(), property(key))).collect();
    let required: Vec<&str> = keys.iter().filter(|k| k.required).map(|k| k.name).collect();
    let mut schema = json!({ "type": "object", "additionalProperties": false, "properties": properties });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

fn property(key: &Key) -> Value {
    let mut schema = of(&key.shape);
    if let Some(schema) = schema.as_object_mut() {
        schema.entry("description").or_insert_with(|| json!(key.about));
    }
    schema
}

fn of(shape: &Shape) -> Value {
    match shape {
        Shape::Number(parameter) => number(parameter, &[]),
        Shape::Day(parameter) => number(parameter, &[json!({ "type": "string", "format": "date" })]),
        Shape::NumberByParty(parameter) => number(
            parameter,
            &[json!({ "type": "object", "additionalProperties": number(parameter, &[]) })],
        ),
        Shape::One => json!({ "const": 1 }),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Text | Shape::Prose | Shape::Reference(_) => json!({ "type": "string" }),
        Shape::Date => json!({ "type": "string", "format": "date" }),
        Shape::Id => json!({ "$ref": "#/$defs/id" }),
        Shape::Word(words) => json!({ "enum": words }),
        Shape::References(_) | Shape::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Shape::OptionId => json!({ "type": ["string", "number"] }),
        Shape::Range => range(),
        Shape::Table(keys) | Shape::Override(_, keys) => table(keys),
        Shape::WordOrTable(words, keys) => json!({ "anyOf": [{ "enum": words }, table(keys)] }),
        Shape::Rows(keys) => json!({ "type": "array", "items": table(keys) }),
        Shape::Map(_, below) => json!({ "type": "object", "additionalProperties": of(below) }),
    }
}

/// A parameter with all that is known of it; `others` are further ways to say it.
fn number(parameter: &Parameter, others: &[Value]) -> Value {
    if let Some(words) = parameter.words() {
        let Parameter { meaning, source, .. } = parameter;
        return json!({ "description": format!("{meaning}. Source: {source}"), "enum": words });
    }
    let [low, high] = parameter.range;
    let mut ways = vec![
        json!({ "type": if parameter.whole { "integer" } else { "number" }, "minimum": low, "maximum": high }),
        json!({ "$ref": "#/$defs/distribution" }),
    ];
    if is_flag(parameter) {
        ways.push(json!({ "type": "boolean" }));
    }
    ways.extend_from_slice(others);
    let Parameter {
        meaning,
        unit,
        default,
        source,
        ..
    } = parameter;
    let has_default = (low..=high).contains(default);
    let said = if has_default {
        format!("; default {default}")
    } else {
        String::new()
    };
    let whole = if parameter.whole { "whole numbers" } else { "range" };
    let description = format!("{meaning}. Unit: {unit}; {whole} {low} to {high}{said}. Source: {source}");
    let mut schema = json!({ "description": description, "anyOf": ways });
    // A value that the line gives where nothing is said has no default of its own.
    if has_default {
        schema["default"] = json!(default);
    }
    schema
}

fn id() -> Value {
    let unseen = "\\u0000-\\u001f\\u007f-\\u009f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2064\\u2066-\\u2069\\ufeff";
    json!({ "type": "string", "minLength": 1, "maxLength": 80, "pattern": format!("^[^;={unseen}]*$") })
}

fn range() -> Value {
    let number = |about: &str| json!({ "type": "number", "description": about });
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "from": number("the first value, an option"),
            "to": number("the last value, an option"),
            "step": { "type": "number", "exclusiveMinimum": 0, "description": "from one value to the next" },
            "unit": { "type": "string", "description": "what the values are counted in" },
        },
        "required": ["from", "to", "step"],
    })
}

/// One distribution, with bounds if need be.
fn distribution() -> Value {
    let one = FORMS.iter().map(|(name, arguments, count)| {
        let about = format!("a distribution: {arguments}");
        let mut list = json!({ "type": "array", "items": { "type": "number" }, "description": about });
        list["minItems"] = json!(count.unwrap_or(1));
        if let Some(count) = count {
            list["maxItems"] = json!(count);
        }
        let bound = |about: &str| json!({ "type": "number", "description": about });
        json!({
            "type": "object",
            "additionalProperties": false,
            "properties": {
                *name: list,
                "min": bound("nothing below it is drawn"),
                "max": bound("nothing above it is drawn"),
            },
            "required": [name],
        })
    });
    json!({ "oneOf": one.collect::<Vec<Value>>() })
}
