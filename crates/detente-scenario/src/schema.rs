//! The JSON Schema of a kind of file, for editors: the same shape that checks files, in other words.

use crate::number::is_flag;
use crate::printable::{JOINERS, NOT_PRINTABLE};
use crate::shape::{self, Key, Presence, Shape};
use detente_core::terms::declared;
use detente_core::{FORMS, LARGEST, Parameter, Registry};
use serde_json::{Map, Value, json};

/// JSON Schema (draft 2020-12) of a scenario, with the keys of the registry's behaviours.
pub fn schema(registry: &Registry) -> Value {
    let keys = shape::scenario(registry);
    let [wide, narrow] = [true, false].map(|own_scale| Writer { own_scale }.table(&keys));
    let own = json!({ "required": ["scale"], "properties": { "scale": { "const": "own" } } });
    let mut schema = rooted("Scenario", wide.clone());
    schema["if"] = json!({ "required": ["talks"], "properties": { "talks": own } });
    schema["else"] = difference(&wide, &narrow).unwrap_or(json!(true));
    schema
}

/// JSON Schema (draft 2020-12) of a kind of file with these keys.
pub fn json_schema(title: &str, keys: &[Key]) -> Value {
    rooted(title, Writer { own_scale: false }.table(keys))
}

fn rooted(title: &str, mut root: Value) -> Value {
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    root["title"] = json!(title);
    root["$defs"] = json!({
        "distribution": distribution(),
        "id": text(1, "", &format!(";={JOINERS}")),
        "line": { "type": "string", "pattern": format!("^[^{NOT_PRINTABLE}\\n\\t]*$") },
        "prose": { "type": "string", "pattern": format!("^[^{NOT_PRINTABLE}]*$") },
    });
    root
}

/// What the other schema says differently, with the keys that lead there.
fn difference(one: &Value, other: &Value) -> Option<Value> {
    match (one, other) {
        (one, other) if one == other => None,
        (Value::Object(one), Value::Object(other)) => {
            let differing = other
                .iter()
                .filter_map(|(key, value)| Some((key.clone(), difference(one.get(key)?, value)?)));
            Some(Value::Object(differing.collect()))
        }
        _ => Some(other.clone()),
    }
}

/// Writes shapes as schemas.
struct Writer {
    /// Whether utilities count as they stand: `talks.scale = "own"`.
    own_scale: bool,
}

impl Writer {
    fn table(&self, keys: &[Key]) -> Value {
        let properties: Map<String, Value> = keys
            .iter()
            .map(|key| (key.name.to_owned(), self.property(key)))
            .collect();
        let required: Vec<&str> = keys
            .iter()
            .filter(|key| key.presence == Presence::Required)
            .map(|key| key.name)
            .collect();
        let mut schema = json!({ "type": "object", "additionalProperties": false, "properties": properties });
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        for key in keys {
            match key.presence {
                Presence::Beside(other) => schema["dependentRequired"][key.name] = json!([other]),
                Presence::OneOf(names) => {
                    let ways: Vec<Value> = names.iter().map(|name| json!({ "required": [name] })).collect();
                    schema["oneOf"] = json!(ways);
                }
                Presence::Optional | Presence::Required => {}
            }
        }
        schema
    }

    fn property(&self, key: &Key) -> Value {
        let mut schema = self.of(&key.shape);
        if let Some(schema) = schema.as_object_mut() {
            schema.entry("description").or_insert_with(|| json!(key.about));
            if let Some(default) = &key.default {
                schema.insert("default".to_owned(), default.clone());
            }
        }
        schema
    }

    fn of(&self, shape: &Shape) -> Value {
        match shape {
            Shape::Number(parameter) => self.number(parameter, &[]),
            Shape::Day(parameter) => self.number(parameter, &[json!({ "type": "string", "format": "date" })]),
            Shape::NumberByParty(parameter) => self.number(
                parameter,
                &[json!({ "type": "object", "additionalProperties": self.number(parameter, &[]) })],
            ),
            Shape::Distribution => json!({ "$ref": "#/$defs/distribution" }),
            Shape::One => json!({ "const": 1 }),
            Shape::Finite => json!({ "type": "number" }),
            Shape::Whole([least, most]) => json!({ "type": "integer", "minimum": least, "maximum": most }),
            // A level of a factor may be 0 or 1 where a flag stands, and so may the file.
            Shape::Flag => json!({ "enum": [true, false, 0, 1] }),
            Shape::Text => json!({ "$ref": "#/$defs/line" }),
            Shape::Prose => json!({ "$ref": "#/$defs/prose" }),
            Shape::Reference(_) => json!({ "type": "string" }),
            Shape::Date => json!({ "type": "string", "format": "date" }),
            Shape::Id => json!({ "$ref": "#/$defs/id" }),
            Shape::FileName(taken) => {
                let mut name = text(1, ".", &format!(";=/\\\\,\"{JOINERS}"));
                if !taken.is_empty() {
                    name["not"] = json!({ "enum": taken });
                }
                name
            }
            Shape::Word(words) => json!({ "enum": words }),
            Shape::References(_) => json!({ "type": "array", "items": { "type": "string" }, "uniqueItems": true }),
            Shape::Texts => json!({ "type": "array", "items": { "$ref": "#/$defs/line" } }),
            Shape::OptionId => json!({ "type": ["string", "number"] }),
            Shape::Range => range(),
            Shape::List(below, [least, most]) => {
                let mut list =
                    json!({ "type": "array", "items": self.of(below), "uniqueItems": true, "minItems": least });
                if *most < usize::MAX {
                    list["maxItems"] = json!(most);
                }
                list
            }
            Shape::Table(keys) | Shape::Override(_, keys) => self.table(keys),
            Shape::WordOrTable(words, keys) => json!({ "anyOf": [{ "enum": words }, self.table(keys)] }),
            Shape::Rows(keys) => json!({ "type": "array", "items": self.table(keys) }),
            Shape::Map(_, below) => json!({ "type": "object", "additionalProperties": self.of(below) }),
            Shape::Filled(below) => {
                let mut table = self.of(below);
                table["minProperties"] = json!(1);
                table
            }
            Shape::Either(shapes, _) => {
                json!({ "anyOf": shapes.iter().map(|shape| self.of(shape)).collect::<Vec<Value>>() })
            }
            Shape::Anything => json!({}),
        }
    }

    /// A parameter with all that is known of it; `others` are further ways to say it.
    fn number(&self, parameter: &Parameter, others: &[Value]) -> Value {
        if let Some(words) = parameter.words() {
            let Parameter { meaning, source, .. } = parameter;
            return json!({ "description": format!("{meaning}. Source: {source}"), "enum": words });
        }
        let [low, high] = declared(parameter, self.own_scale).range;
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
        let [low, high] = parameter.range;
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
}

/// Text of so many to 80 characters, without some at its start and some anywhere.
fn text(least: usize, not_first: &str, not: &str) -> Value {
    let pattern = match not_first {
        "" => format!("^[^{not}{NOT_PRINTABLE}\\n\\t]*$"),
        first => format!("^[^{first}{not}{NOT_PRINTABLE}\\n\\t][^{not}{NOT_PRINTABLE}\\n\\t]*$"),
    };
    json!({ "type": "string", "minLength": least, "maxLength": crate::limits::ID_CHARACTERS, "pattern": pattern })
}

fn range() -> Value {
    let number =
        |about: &str| json!({ "type": "number", "minimum": -LARGEST, "maximum": LARGEST, "description": about });
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "from": number("the first value, an option"),
            "to": number("the last value, an option"),
            "step": { "type": "number", "exclusiveMinimum": 0, "maximum": LARGEST, "description": "from one value to the next" },
            "unit": { "$ref": "#/$defs/line", "description": "what the values are counted in" },
        },
        "required": ["from", "to", "step"],
    })
}

/// One distribution, with bounds if need be.
fn distribution() -> Value {
    let within = |&[low, high]: &[f64; 2]| json!({ "type": "number", "minimum": low, "maximum": high });
    let one = FORMS.iter().map(|(name, arguments, bounds)| {
        let about = format!("a distribution: {arguments}");
        let mut list = json!({ "type": "array", "description": about, "minItems": bounds.len() });
        match bounds {
            [each] => list["items"] = within(each),
            bounds => {
                list["prefixItems"] = bounds.iter().map(within).collect();
                list["maxItems"] = json!(bounds.len());
            }
        }
        let bound = |about: &str| {
            let mut bound = within(&[-LARGEST, LARGEST]);
            bound["description"] = json!(about);
            bound
        };
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
