//! The schemas and the checker accept the same files. Files are made from the schema, by luck, and spoilt by luck; of each
//! the schema, as another library reads it, and the checker must say the same.

use crate::common::SplitMix;
use detente_lab::{Lab, experiment};
use detente_scenario::shape::{self, Key};
use detente_scenario::{TomlFile, check};
use jsonschema::Validator;
use serde_json::{Map, Value, json};
use std::path::Path;

/// Files of each kind.
const FILES: u64 = 300;
/// Ways in which each is spoilt.
const SPOILT: u64 = 12;

/// What no schema can say: what the checker may refuse for all that.
const BEYOND_SCHEMAS: [&str; 9] = [
    " a second time;",
    " in order",
    "a distribution with nothing inside the range",
    "a distribution that gives",
    "min at or below max",
    "a step",
    "a larger step",
    "; did you mean ",
    "one distribution, such as",
];

/// Makes values that fit a schema.
struct Maker<'a> {
    root: &'a Value,
    luck: SplitMix,
    made: usize,
}

impl Maker<'_> {
    fn value(&mut self, schema: &Value) -> Value {
        if let Some(name) = schema["$ref"].as_str() {
            let name = name.trim_start_matches("#/$defs/");
            return self.value(&self.root["$defs"][name]);
        }
        for ways in ["anyOf", "oneOf"] {
            if let (Some(ways), None) = (schema[ways].as_array(), schema.get("properties")) {
                let way = self.luck.pick(ways).clone();
                return self.value(&way);
            }
        }
        if let Some(words) = schema["enum"].as_array() {
            return self.luck.pick(words).clone();
        }
        if let Some(value) = schema.get("const") {
            return value.clone();
        }
        let kind = match &schema["type"] {
            Value::Array(kinds) => self.luck.pick(kinds).clone(),
            kind => kind.clone(),
        };
        match kind.as_str() {
            Some("object") => self.object(schema),
            Some("array") => self.array(schema),
            Some("boolean") => json!(self.luck.chance(0.5)),
            Some("integer") => json!(self.number(schema).trunc() as i64),
            Some("number") => json!(self.number(schema)),
            Some("string") if schema["format"] == "date" => json!("2025-11-23"),
            Some("string") => {
                self.made += 1;
                json!(format!("word_{}", self.made))
            }
            _ => json!(1),
        }
    }

    fn object(&mut self, schema: &Value) -> Value {
        let has = |list: &Value, name: &str| list.as_array().is_some_and(|l| l.iter().any(|v| v == name));
        let mut object = Map::new();
        let one_of: &[Value] = schema["oneOf"].as_array().map_or(&[], Vec::as_slice);
        let chosen = match one_of {
            [] => json!(null),
            ways => self.luck.pick(ways)["required"].clone(),
        };
        for (name, below) in schema["properties"].as_object().into_iter().flatten() {
            let alternative = one_of.iter().any(|way| has(&way["required"], name));
            let beside = schema["dependentRequired"][name]
                .as_array()
                .map_or(&[] as &[Value], Vec::as_slice);
            let fits = beside
                .iter()
                .all(|other| object.contains_key(other.as_str().unwrap_or_default()));
            let wanted = has(&schema["required"], name) || has(&chosen, name);
            if wanted || !alternative && fits && self.luck.chance(0.15) {
                object.insert(name.clone(), self.value(below));
            }
        }
        let least = schema["minProperties"].as_u64().unwrap_or(0) as usize;
        let open = schema["additionalProperties"].is_object();
        while open && (object.len() < least || self.luck.chance(0.3)) {
            self.made += 1;
            let value = self.value(&schema["additionalProperties"]);
            object.insert(format!("key_{}", self.made), value);
        }
        while object.len() < least {
            let properties: Vec<(&String, &Value)> = schema["properties"].as_object().into_iter().flatten().collect();
            let (name, below) = *self.luck.pick(&properties);
            object.insert(name.clone(), self.value(below));
        }
        Value::Object(object)
    }

    fn array(&mut self, schema: &Value) -> Value {
        if let Some(items) = schema["prefixItems"].as_array() {
            let mut list: Vec<f64> = items.iter().map(|item| self.number(item)).collect();
            list.sort_by(f64::total_cmp);
            return json!(list);
        }
        let least = schema["minItems"].as_u64().unwrap_or(0) as usize;
        let most = schema["maxItems"].as_u64().map_or(least + 2, |most| most as usize);
        let count = least + self.luck.below(most.min(least + 2) - least + 1);
        (0..count).map(|_| self.value(&schema["items"])).collect()
    }

    /// An end of the range, or something between.
    fn number(&mut self, schema: &Value) -> f64 {
        let low = schema["minimum"].as_f64().unwrap_or(-1e3);
        let high = schema["maximum"].as_f64().unwrap_or(1e3);
        match self.luck.below(4) {
            0 => low,
            1 => high,
            _ => low + (high - low) * self.luck.unit(),
        }
    }
}

/// Changes one value, key or item somewhere.
fn spoil(value: &mut Value, luck: &mut SplitMix) {
    let inside = match value {
        Value::Object(object) => object.len(),
        Value::Array(list) => list.len(),
        _ => 0,
    };
    if inside > 0 && luck.chance(0.85) {
        let place = luck.below(inside);
        let below = match value {
            Value::Object(object) => object.values_mut().nth(place),
            Value::Array(list) => list.get_mut(place),
            _ => None,
        };
        return spoil(below.expect("a place inside"), luck);
    }
    match (luck.below(4), &mut *value) {
        (0, Value::Object(object)) if !object.is_empty() => {
            let key = object.keys().nth(luck.below(object.len())).cloned().unwrap_or_default();
            object.remove(&key);
        }
        (1, Value::Object(object)) => {
            object.insert("nonsense".to_owned(), json!(1));
        }
        (2, Value::Array(list)) if !list.is_empty() => list.push(list[0].clone()),
        _ => *value = scrap(luck),
    }
}

fn scrap(luck: &mut SplitMix) -> Value {
    let scraps = [
        json!("x"),
        json!(""),
        json!("a;b"),
        json!(".a"),
        json!("a/b"),
        json!("base"),
        json!("two\nlines"),
        json!("\u{7}"),
        json!("\u{202e}"),
        json!("\u{85}"),
        json!("x".repeat(81)),
        json!("2025-11-30"),
        json!("2025-13-30"),
        json!(-1),
        json!(0),
        json!(0.5),
        json!(1.0),
        json!(2),
        json!(1e9),
        json!(-1e16),
        json!(true),
        json!([]),
        json!(["x"]),
        json!([0.5, 0.7]),
        json!({}),
        json!({ "x": 1 }),
        json!({ "normal": [0.5, 0.1] }),
        json!({ "beta": [0.001, 2.0] }),
    ];
    luck.pick(&scraps).clone()
}

/// The keys at which a date may stand.
const DATED: [&str; 2] = ["day", "start_date"];

/// The value at a key as TOML has it: a date is text to JSON, and none to TOML.
fn toml(key: &str, value: &Value) -> toml::Value {
    match value {
        Value::Null => unreachable!("nothing makes null"),
        Value::Bool(flag) => toml::Value::Boolean(*flag),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => toml::Value::Integer(whole),
            None => toml::Value::Float(number.as_f64().expect("a float")),
        },
        Value::String(text) => match text.parse() {
            Ok(date) if DATED.contains(&key) => toml::Value::Datetime(date),
            _ => toml::Value::String(text.clone()),
        },
        Value::Array(list) => toml::Value::Array(list.iter().map(|item| toml(key, item)).collect()),
        Value::Object(object) => toml::Value::Table(object.iter().map(|(k, v)| (k.clone(), toml(k, v))).collect()),
    }
}

/// What the checker says, one finding a line.
fn said(value: &Value, keys: &[Key]) -> Vec<String> {
    let text = toml::to_string(&toml("", value)).expect("TOML");
    // What a file may not hold as it stands may come as an escape.
    let escaped = |c: char| match c.is_ascii() {
        true => c.to_string(),
        false => format!("\\u{:04x}", u32::from(c)),
    };
    let text: String = text.chars().map(escaped).collect();
    match TomlFile::parse(Path::new("made.toml"), text.as_str()) {
        Ok(file) => check(&file, keys).iter().map(ToString::to_string).collect(),
        Err(findings) => vec![findings.to_string()],
    }
}

/// Both say the same of files that fit the schema and of those that are spoilt; how many fitted, how many did not.
fn agree(schema: &Value, keys: &[Key]) -> [usize; 2] {
    let validator: Validator = jsonschema::options()
        .should_validate_formats(true)
        .build(schema)
        .expect("a schema");
    let mut counts = [0; 2];
    for seed in 0..FILES {
        let mut maker = Maker {
            root: schema,
            luck: SplitMix(seed),
            made: 0,
        };
        let whole = maker.value(schema);
        for variant in 0..=SPOILT {
            let mut value = whole.clone();
            if variant > 0 {
                spoil(&mut value, &mut SplitMix(seed * 1000 + variant));
            }
            if !value.is_object() {
                continue;
            }
            let fits = validator.is_valid(&value);
            let said = said(&value, keys);
            let beyond = |line: &String| BEYOND_SCHEMAS.iter().any(|known| line.contains(known));
            let errors: Vec<String> = validator
                .iter_errors(&value)
                .map(|e| format!("{}: {e}", e.instance_path()))
                .collect();
            match fits {
                true => assert!(
                    said.iter().all(beyond),
                    "{seed}.{variant}: the schema takes it; {said:#?}\n{value:#}"
                ),
                false => assert!(
                    !said.is_empty(),
                    "{seed}.{variant}: the checker takes it; {errors:#?}\n{value:#}"
                ),
            }
            counts[usize::from(!fits)] += 1;
        }
    }
    counts
}

#[test]
fn the_schema_of_scenarios_accepts_what_the_checker_accepts() {
    let registry = detente_agents::standard();
    let [right, wrong] = agree(&detente_scenario::schema(&registry), &shape::scenario(&registry));
    assert!(right > 400 && wrong > 1000, "{right} right, {wrong} wrong");
}

#[test]
fn the_schema_of_experiments_accepts_what_the_checker_accepts() {
    let lab = Lab::from(detente_agents::standard());
    let schema = experiment::schema(&lab.designs);
    let [right, wrong] = agree(&schema, &experiment::keys(&lab.designs));
    assert!(right > 400 && wrong > 1000, "{right} right, {wrong} wrong");
}
