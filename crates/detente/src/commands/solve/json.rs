//! The situation as one JSON object; keys stand in a fixed order, parties in the order of the file.

use super::named;
use detente_core::Model;
use detente_lab::situation::{Settlement, Situation, Solved};
use serde_json::{Map, Value, json};

/// The object, as text.
pub(super) fn of(model: &Model, situation: &Situation, solved: &Solved) -> String {
    let id = |k: usize| model.parties[situation.disputants[k]].id.clone();
    let by_party = |values: &[f64]| -> Value {
        let entries = values.iter().enumerate().map(|(k, value)| (id(k), json!(value)));
        Value::Object(entries.collect())
    };
    let settlement = |found: &Settlement| {
        let options: Vec<String> = found.package.iter().map(|&o| model.option_ref(o)).collect();
        json!({ "utilities": by_party(&found.utilities), "package": options.join(";") })
    };
    let settlements = |found: &[Settlement]| -> Value { found.iter().map(settlement).collect() };
    let tightness = |k: usize| json!(solved.tightness[k]);
    let parties = (0..situation.disputants.len()).map(|k| {
        json!({
            "id": id(k),
            "reservation_value": situation.reservation_values[k],
            "utility_min": solved.ranges[k][0],
            "utility_max": solved.ranges[k][1],
            "tightness": tightness(k),
        })
    });
    let mut object = Map::new();
    let mut put = |key: &str, value: Value| object.insert(key.to_owned(), value);
    put("scenario", json!(model.id));
    put("issues", json!(model.issues.len()));
    put("packages", packages(situation.n_packages()));
    put("parties", parties.collect());
    put("zone_of_agreement", json!(solved.zone));
    put("rational_fraction", json!(solved.rational_fraction));
    for (name, _, found) in named(solved) {
        put(name, settlements(found));
    }
    put("opposition", json!(solved.opposition));
    put(
        "frontier",
        json!({
            "exact": solved.exact,
            "size": solved.frontier.len(),
            "points": settlements(&solved.frontier),
        }),
    );
    // Text keys and finite numbers: nothing here can fail to be JSON.
    serde_json::to_string_pretty(&object).unwrap_or_default() + "\n"
}

/// A whole number as long as a float counts exactly.
fn packages(n: f64) -> Value {
    if n <= 9_007_199_254_740_992.0 {
        json!(n as u64)
    } else {
        json!(n)
    }
}
