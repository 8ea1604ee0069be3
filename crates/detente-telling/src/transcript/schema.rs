//! The JSON Schema of a line, from what behaviours declare: their events, and the columns that count them.

use super::lines::FORMAT;
use detente_core::{Outcome, Registry};
use serde_json::{Map, Value, json};

/// JSON Schema (draft 2020-12) of one line of a transcript, with the events of the registry.
pub fn schema(registry: &Registry) -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Transcript",
        "description": "A line of JSON Lines that tell one run: the first is a head, the last an end, and those between are \
                        events, in order.",
        "oneOf": [
            { "$ref": "#/$defs/head" },
            { "$ref": "#/$defs/event" },
            { "$ref": "#/$defs/end" },
        ],
        "$defs": {
            "head": head(),
            "event": event(registry),
            "end": end(registry),
            "by_party": {
                "description": "By party, in the order of the scenario.",
                "type": "object",
                "additionalProperties": { "type": "number" },
            },
        },
    })
}

/// A property: its name, its types, what it says.
type Property<'a> = (&'a str, Value, &'a str);

/// A line with these properties, all of which it has.
fn line(kind: &str, about: &str, properties: Vec<Property<'_>>) -> Value {
    let required: Vec<&str> = std::iter::once("line")
        .chain(properties.iter().map(|(name, ..)| *name))
        .collect();
    let mut described = Map::new();
    described.insert("line".to_owned(), json!({ "const": kind }));
    for (name, mut schema, about) in properties {
        schema["description"] = json!(about);
        described.insert(name.to_owned(), schema);
    }
    json!({
        "description": about,
        "type": "object",
        "properties": described,
        "required": required,
        "additionalProperties": false,
    })
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn whole() -> Value {
    json!({ "type": "integer" })
}

fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

/// The same, or null.
fn perhaps(mut schema: Value) -> Value {
    schema["type"] = json!([schema["type"], "null"]);
    schema
}

fn head() -> Value {
    line(
        "head",
        "What was played: enough to play it again.",
        vec![
            ("format", json!({ "const": FORMAT }), "version of these lines"),
            ("program", text(), "the program and its version"),
            ("scenario", text(), "id of the scenario"),
            ("title", text(), "title of the scenario"),
            (
                "start_date",
                json!({ "type": ["string", "null"], "format": "date" }),
                "date of day 0, where the scenario has one",
            ),
            (
                "point",
                count(),
                "point of the experiment; 0 is the scenario as it stands",
            ),
            (
                "changes",
                json!({ "type": "array", "items": { "type": "string" } }),
                "what `--set` changed, each as PATH=VALUE",
            ),
            ("seed", count(), "root of all luck"),
            (
                "replicate",
                perhaps(count()),
                "the replicate; null where luck and inputs were asked for by number",
            ),
            ("luck", count(), "addresses every draw of the engine"),
            ("inputs", count(), "addresses every draw of a parameter"),
        ],
    )
}

fn event(registry: &Registry) -> Value {
    let kinds = registry.events();
    let kinds = kinds
        .iter()
        .map(|kind| json!({ "const": kind.name, "description": kind.about }));
    line(
        "event",
        "Something that happened.",
        vec![
            ("session", text(), "id of the session in or after which it happened"),
            ("kind", json!({ "oneOf": kinds.collect::<Vec<_>>() }), "what happened"),
            ("day", whole(), "day of the talks, from 0"),
            ("round", count(), "round of the talks, from 0"),
            (
                "actor",
                text(),
                "id of who did it: a party, a negotiator, a carrot or stick, or a shock; `talks` for all together or nobody",
            ),
            (
                "object",
                perhaps(text()),
                "what it was about: an option as issue=option, an issue or, where one begins or ends, a session",
            ),
            (
                "sentence",
                text(),
                "what happened in the words of its behaviour; minutes say several events in one such sentence",
            ),
        ],
    )
}

fn end(registry: &Registry) -> Value {
    let outcomes = Outcome::ALL.map(Outcome::name);
    let by_party = || json!({ "$ref": "#/$defs/by_party" });
    let mut properties = vec![
        ("outcome", json!({ "enum": outcomes }), "how the talks ended"),
        ("end_day", whole(), "the day on which they ended"),
        ("rounds", count(), "rounds played"),
        (
            "proposer",
            perhaps(text()),
            "the party whose offer or text was accepted",
        ),
        ("package", perhaps(text()), "what was agreed: issue=option;issue=option"),
        (
            "utilities",
            by_party(),
            "of the agreement, or the reservation values at the end",
        ),
        ("reservation_values", by_party(), "at the end"),
    ];
    let counted = registry.counted();
    let counts = counted.iter().filter_map(|kind| kind.counted);
    properties.extend(counts.map(|counted| (counted.column, count(), counted.meaning)));
    properties.extend([
        (
            "decided_by",
            text(),
            "the event that decided it: event:actor[:issue=option]",
        ),
        (
            "issues_settled",
            count(),
            "issues on which the text of the end was settled",
        ),
        ("signed_day", perhaps(whole()), "day of the signature"),
        ("ratified_day", perhaps(whole()), "day of the vote that ratified"),
        (
            "broke_down_day",
            perhaps(whole()),
            "day on which what was ratified broke down",
        ),
    ]);
    let mut end = line("end", "How the run ended.", properties);
    end["properties"]["discounted_utilities"] = by_party();
    end["properties"]["discounted_utilities"]["description"] =
        json!("where somebody's utility loses by waiting: discounted by the time that offers took");
    end["properties"]["distances"] = distances();
    end
}

/// Only of an agreement.
fn distances() -> Value {
    let names = [
        "frontier",
        "nash",
        "kalai_smorodinsky",
        "egalitarian",
        "maximum_welfare",
    ];
    let properties: Map<String, Value> = names
        .iter()
        .map(|name| ((*name).to_owned(), perhaps(json!({ "type": "number" }))))
        .collect();
    json!({
        "description": "how far an agreement lies from what theory names, in the disputants' utilities",
        "type": "object",
        "properties": properties,
        "required": names,
        "additionalProperties": false,
    })
}
