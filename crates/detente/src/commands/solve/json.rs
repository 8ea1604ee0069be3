//! The situation as one JSON object; keys stand in a fixed order, parties in the order of the file.

use detente_core::Model;
use detente_lab::situation::{Counts, Home, Settlement};
use detente_telling::solution::{Solution, named};
use serde_json::{Map, Value, json};

/// The object, as text.
pub(super) fn of(model: &Model, answer: &Solution) -> String {
    let Solution {
        situation,
        solved,
        home,
    } = answer;
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
    let end = |k: usize, end: usize| json!(solved.ranges.as_ref().map(|ranges| ranges[k][end]));
    let parties = (0..situation.disputants.len()).map(|k| {
        json!({
            "id": id(k),
            "reservation_value": situation.reservation_values[k],
            "utility_min": end(k, 0),
            "utility_max": end(k, 1),
            "tightness": tightness(k),
        })
    });
    let mut object = Map::new();
    let mut put = |key: &str, value: Value| {
        object.insert(key.to_owned(), value);
    };
    put("scenario", json!(model.id));
    put("issues", json!(model.issues.len()));
    put("packages", packages(situation.n_packages()));
    put("parties", parties.collect());
    put("zone_of_agreement", json!(solved.zone));
    put_counts(&mut put, solved.counts.as_ref());
    put("home", json!(home.as_ref().map(at_home)));
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

/// How many packages everybody gains by, as shares of all and of those without red lines; null where they were not counted.
fn put_counts(put: &mut impl FnMut(&str, Value), counts: Option<&Counts>) {
    let all = counts.and_then(|c| c.all);
    let share = |n: Option<f64>| json!(counts.zip(n).filter(|(_, n)| *n > 0.0).map(|(c, n)| c.gaining / n));
    put("packages_that_exclusions_allow", json!(all.map(packages)));
    put("packages_without_red_lines", json!(counts.map(|c| packages(c.open))));
    put("packages_that_all_gain_by", json!(counts.map(|c| packages(c.gaining))));
    put("rational_fraction", share(all));
    put("rational_fraction_without_red_lines", share(counts.map(|c| c.open)));
}

/// What the votes at home leave.
fn at_home(home: &Home) -> Value {
    let counts = home.counts.as_ref();
    json!({
        "packages_in_the_zone": counts.map(|c| packages(c.zone)),
        "packages_that_pass_every_vote": counts.map(|c| packages(c.votes)),
        "packages_that_do_both": counts.map(|c| packages(c.both)),
        "some_package_passes_every_vote": home.votes,
        "some_package_does_both": home.both,
    })
}

/// A whole number as long as a float counts exactly.
fn packages(n: f64) -> Value {
    if n <= 9_007_199_254_740_992.0 {
        json!(n as u64)
    } else {
        json!(n)
    }
}
