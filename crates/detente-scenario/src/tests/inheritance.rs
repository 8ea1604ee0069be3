//! Which parameter feeds which cell: rows of their own, templates, calendar entries, behaviours.

use super::{HARBOUR, harbour_with, valid};
use detente_core::{Cell, Model, RowKind};

/// The sources of one field over all rows: the path of its parameter, or the fixed value.
fn sources(model: &Model, kind: RowKind, key: &str, field: &str) -> Vec<String> {
    let registry = super::registry();
    let is_meant = |set: usize| registry.sets()[set].kind == kind && registry.sets()[set].key == key;
    let column = model.columns.iter().find(|c| is_meant(c.set)).unwrap();
    let all = registry.sets()[column.set].all;
    let field = all.iter().position(|p| p.name == field).unwrap();
    let source = |cell: &Cell| match cell {
        Cell::Parameter(p) => model.parameters[*p].path.clone(),
        Cell::Fixed(value) => format!("{value}"),
    };
    column.cells.iter().skip(field).step_by(all.len()).map(source).collect()
}

#[test]
fn rows_share_the_number_of_a_behaviour_unless_they_have_their_own() {
    let model = valid(HARBOUR).model;
    assert_eq!(
        sources(&model, RowKind::Negotiator, "fatigue", "rate_per_session"),
        [
            "negotiators.north_lead.fatigue.rate_per_session",
            "behaviours.fatigue.rate_per_session",
            "0",
            "behaviours.fatigue.rate_per_session"
        ]
    );
    // Key by key: the other key of the same table is still shared. A row that is switched off has the neutral value.
    assert_eq!(
        sources(&model, RowKind::Negotiator, "fatigue", "half_life_days"),
        [
            "behaviours.fatigue.half_life_days",
            "behaviours.fatigue.half_life_days",
            "12",
            "behaviours.fatigue.half_life_days"
        ]
    );
    assert_eq!(
        sources(&model, RowKind::Talks, "leaks", "hazard_per_day"),
        ["behaviours.leaks.hazard_per_day"]
    );
    let grudges = sources(&model, RowKind::Relation, "grudge", "days");
    assert_eq!(grudges[0], "relations.north_south.grudge.days");
    assert!(grudges[1..].iter().all(|s| s == "behaviours.grudge.days"));
}

#[test]
fn legs_share_what_their_entry_says() {
    let model = valid(HARBOUR).model;
    let of = |field| sources(&model, RowKind::Session, "", field);
    assert_eq!(
        of("secrecy"),
        [
            "calendar.opening.secrecy",
            "calendar.round.legs.up.secrecy",
            "calendar.round.secrecy",
            "calendar.summit.secrecy"
        ]
    );
    assert_eq!(of("times")[1..3], ["calendar.round.times", "calendar.round.times"]);
    assert_eq!(
        of("travel_days")[1..3],
        ["calendar.round.travel_days", "calendar.round.legs.down.travel_days"]
    );
    let rain = sources(&model, RowKind::Session, "weather", "rain");
    assert_eq!(rain[1], "calendar.round.legs.up.weather.rain");
    assert!(
        rain.iter()
            .enumerate()
            .all(|(n, s)| n == 1 || s == "behaviours.weather.rain")
    );
    let model = valid(&harbour_with("protocol = \"shuttle\"", "weather = { rain = 0.1 }")).model;
    let rain = sources(&model, RowKind::Session, "weather", "rain");
    assert_eq!(
        rain[1..3],
        ["calendar.round.legs.up.weather.rain", "calendar.round.weather.rain"]
    );
}

#[test]
fn a_template_gives_each_row_a_number_of_its_own() {
    let text = harbour_with(
        "[defaults.negotiators]",
        "[defaults.negotiators]\nfatigue = { half_life_days = 9 }",
    );
    let model = valid(&text).model;
    let half_lives = sources(&model, RowKind::Negotiator, "fatigue", "half_life_days");
    assert_eq!(half_lives[0], "negotiators.north_lead.fatigue.half_life_days");
    assert_eq!(half_lives[3], "negotiators.envoy.fatigue.half_life_days");
    let text = harbour_with(
        "[defaults.issues]",
        "[defaults.relations]\ntrust = 0.4\n[defaults.issues]",
    );
    let trust = sources(&valid(&text).model, RowKind::Relation, "", "trust");
    assert_eq!(trust[3], "relations.south_north.trust");
}

#[test]
fn what_is_switched_off_everywhere_is_left_out() {
    let keys = |text: &str| {
        valid(text)
            .model
            .behaviours
            .iter()
            .map(|b| b.key.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(keys(HARBOUR), ["fatigue", "leaks", "weather", "grudge"]);
    assert_eq!(
        keys(&harbour_with("leaks = {}", "leaks = { enabled = false }")),
        ["fatigue", "weather", "grudge"]
    );
    assert_eq!(
        keys(&harbour_with("leaks = {}", "leaks = { enabled = 0 }")),
        ["fatigue", "weather", "grudge"]
    );
    // One row may be on where all others are off.
    let text = harbour_with("{ enabled = true }", "{ enabled = false }");
    assert_eq!(keys(&text), ["fatigue", "leaks", "weather"]);
    let model = valid(&text.replace("grudge = { days = 30 }", "grudge = { days = 30, enabled = true }")).model;
    let grudges = sources(&model, RowKind::Relation, "grudge", "days");
    assert_eq!(
        (grudges[0].as_str(), grudges[1].as_str()),
        ("relations.north_south.grudge.days", "0")
    );
}

#[test]
fn a_behaviour_that_concerns_nobody_is_a_warning() {
    let text = HARBOUR.split("[[constituencies]]").next().unwrap().to_owned()
        + "[[relations]]"
        + HARBOUR.split_once("[[relations]]").unwrap().1;
    let built = valid(&text.replace("leaks = {}", "protest = {}"));
    assert_eq!(
        built.findings.to_string(),
        "x.toml:19:1: warning: behaviours.protest: it concerns constituencies, and there are none; leave it out"
    );
}
