//! Variants: changes by path, and what they do to the model.

use super::{HARBOUR, registry};
use crate::{Change, Document, Node, Path, build};
use std::path::Path as File;

fn document() -> Document {
    Document::parse(File::new("x.toml"), HARBOUR).unwrap()
}

fn path(text: &str) -> Path {
    text.parse().unwrap()
}

fn set(at: &str, value: &str) -> Change {
    Change::Set(path(at), Node::from_argument(value))
}

fn remove(at: &str, values: &[&str]) -> Change {
    Change::Remove(path(at), values.iter().map(|v| (*v).to_owned()).collect())
}

/// The numbers at some paths after some changes.
fn after(changes: &[Change], paths: &[&str]) -> Vec<String> {
    let document = document()
        .patched(changes, &registry())
        .unwrap_or_else(|error| panic!("{error}"));
    let model = build(&document, &registry())
        .unwrap_or_else(|findings| panic!("{findings}"))
        .model;
    let number = |path: &&str| match model.parameters.iter().find(|p| p.path == *path) {
        Some(p) => p
            .number
            .as_constant()
            .map_or_else(|| format!("{:?}", p.number.form), |x| format!("{x:.4}")),
        None => "absent".to_owned(),
    };
    paths.iter().map(number).collect()
}

fn fails(change: Change) -> String {
    document()
        .patched(&[change], &registry())
        .map(|_| ())
        .unwrap_err()
        .to_string()
}

#[test]
fn values_are_set_where_the_file_says_something_or_nothing() {
    for (at, value, expected) in [
        ("scenario.horizon_days", "30", "30.0000"),
        (
            "parties.south.reservation_value",
            "{ uniform = [0.1, 0.2] }",
            "Uniform(0.1, 0.2)",
        ),
        ("parties.mediator.bias.south", "0.9", "0.9000"),
        ("parties.mediator.tilt.south", "0.9", "0.9000"),
        ("negotiators.south_lead.leak_sensitivity", "1", "1.0000"),
        ("negotiators.envoy.fatigue.rate_per_session", "0.5", "0.5000"),
        ("negotiators.south_lead.strategy.offers.boulware", "3", "3.0000"),
        ("behaviours.leaks.hazard_per_day", "0.1", "0.1000"),
        ("constituencies.dockers.emphasis.tariff", "2", "2.0000"),
        ("relations.south_north.trust", "0.9", "0.9000"),
        ("issues.dredging.tolerance.north", "0.2", "0.2000"),
        ("issues.dredging.options.levy.latent", "false", "0.0000"),
        ("issues.tariff.values.north.\"0.5\"", "0.3", "0.3000"),
        ("calendar.opening.day", "5", "5.0000"),
        ("calendar.round.legs.down.secrecy", "0.2", "0.2000"),
        ("linkages.package.value", "0", "0.0000"),
    ] {
        assert_eq!(after(&[set(at, value)], &[at]), [expected], "{at}");
    }
}

#[test]
fn a_template_is_a_place_too() {
    let changes = [
        set("defaults.issues.tolerance", "0.3"),
        set("defaults.negotiators.influence", "2"),
    ];
    let paths = [
        "issues.dredging.tolerance.north",
        "issues.tariff.tolerance.north",
        "negotiators.envoy.influence",
    ];
    assert_eq!(after(&changes, &paths), ["0.3000", "0.5000", "2.0000"]);
}

#[test]
fn a_star_stands_for_every_id() {
    let secrecy = [
        "calendar.opening.secrecy",
        "calendar.round.secrecy",
        "calendar.round.legs.up.secrecy",
        "calendar.summit.secrecy",
    ];
    assert_eq!(after(&[set("calendar.*.secrecy", "0.95")], &secrecy), ["0.9500"; 4]);
    let added = after(&[Change::Add(path("calendar.*.secrecy"), 0.05)], &secrecy);
    assert_eq!(added, ["0.7500", "0.7500", "0.9500", "0.7500"]);
    let met = |text: &str| {
        document()
            .meets(&path(text))
            .unwrap()
            .iter()
            .map(Path::to_string)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        met("issues.*.weight.north"),
        ["issues.dredging.weight.north", "issues.tariff.weight.north"]
    );
    assert_eq!(
        met("issues.tariff.weight.*"),
        ["issues.tariff.weight.north", "issues.tariff.weight.south"]
    );
    assert_eq!(
        met("issues.*.options.levy.off_table"),
        ["issues.dredging.options.levy.off_table"]
    );
    assert_eq!(met("behaviours.*.enabled").len(), 4);
    assert_eq!(met("relations.*.trust").len(), 12);
}

#[test]
fn numbers_that_a_row_inherits_become_its_own() {
    for (change, at, expected) in [
        (
            Change::Scale(path("negotiators.*.fatigue.rate_per_session"), 2.0),
            "negotiators.envoy.fatigue.rate_per_session",
            "0.0600",
        ),
        (
            Change::Scale(path("negotiators.*.fatigue.rate_per_session"), 2.0),
            "negotiators.north_lead.fatigue.rate_per_session",
            "Uniform(0.0, 0.2)",
        ),
        (
            Change::Add(path("negotiators.envoy.discretion"), 0.05),
            "negotiators.envoy.discretion",
            "0.9500",
        ),
        (
            Change::Add(path("negotiators.envoy.experience"), 0.1),
            "negotiators.envoy.experience",
            "0.7000",
        ),
        (
            Change::Add(path("negotiators.envoy.strategy.offers.boulware"), 1.0),
            "negotiators.envoy.strategy.offers.boulware",
            "2.0000",
        ),
        (
            Change::Add(path("calendar.round.legs.down.secrecy"), 0.1),
            "calendar.round.legs.down.secrecy",
            "0.8000",
        ),
        (
            Change::Add(path("calendar.opening.day"), 3.0),
            "calendar.opening.day",
            "5.0000",
        ),
        (
            Change::Add(path("issues.tariff.tolerance.south"), 0.1),
            "issues.tariff.tolerance.south",
            "0.9000",
        ),
        (
            Change::Add(path("issues.dredging.weight.union"), 0.0),
            "issues.dredging.weight.union",
            "0.0000",
        ),
        (
            Change::Scale(path("issues.dredging.options.north_alone.at"), 0.5),
            "issues.dredging.options.north_alone.at",
            "0.5000",
        ),
        (
            Change::Add(path("relations.south_union.trust"), 0.25),
            "relations.south_union.trust",
            "0.5000",
        ),
        (
            Change::Add(path("parties.north.reservation_value"), 0.1),
            "parties.north.reservation_value",
            "Normal(0.5, 0.05)",
        ),
    ] {
        assert_eq!(after(&[change], &[at]), [expected], "{at}");
    }
}

#[test]
fn switches_and_words_can_be_set() {
    let patched = |change| build(&document().patched(&[change], &registry()).unwrap(), &registry());
    let model = patched(set("behaviours.leaks.enabled", "false")).unwrap().model;
    assert!(model.behaviours.iter().all(|b| b.key != "leaks"));
    let model = patched(set("talks.protocol", "shuttle")).unwrap().model;
    assert_eq!(model.sessions[3].protocol, "shuttle");
    let model = patched(set("issues.tariff.opening", "0.5")).unwrap().model;
    assert_eq!(model.option_ref(model.issues[1].opening), "tariff=0.5");
    let findings = patched(set("parties.south.reservation_value", "1.5"))
        .unwrap_err()
        .to_string();
    assert_eq!(
        findings,
        "x.toml: error: parties.south.reservation_value: 1.5; expected a number from 0 to 1"
    );
    let findings = patched(set("parties.south.reservation", "0.5"))
        .unwrap_err()
        .to_string();
    assert!(
        findings.starts_with("x.toml: error: parties.south: unknown key `reservation`"),
        "{findings}"
    );
}

#[test]
fn people_leave_the_room_legs_included() {
    let rooms = |change| {
        let document = document().patched(&[change], &registry()).unwrap();
        let model = build(&document, &registry()).unwrap().model;
        model
            .sessions
            .iter()
            .map(|s| detente_core::Ix::numbers(&s.negotiators))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        rooms(remove("calendar.*.participants", &["north_aide"])),
        [vec![0, 2, 3], vec![0, 3], vec![2, 3], vec![0, 2, 3]]
    );
    assert_eq!(
        rooms(remove("calendar.opening.participants", &["union", "north_lead"]))[0],
        [1, 2, 3]
    );
    assert_eq!(rooms(remove("calendar.summit.participants", &["north"]))[3], [2, 3]);
    let lines = document()
        .patched(&[remove("parties.north.red_lines", &["tariff=12"])], &registry())
        .unwrap();
    assert_eq!(
        build(&lines, &registry()).unwrap().model.parties[0].red_lines,
        [detente_core::OptionIx::FIRST]
    );
}

/// A number would switch a behaviour on by the way, with defaults that nobody chose for everything else.
#[test]
fn a_behaviour_that_is_not_listed_is_switched_on_on_purpose_only() {
    assert_eq!(
        fails(set("behaviours.protest.loudness", "0.3")),
        "failed to change `behaviours.protest.loudness`: `protest` is not switched on; add `protest = {}` \
         to [behaviours], or set `behaviours.protest.enabled` to true first"
    );
    assert!(fails(Change::Scale(path("behaviours.protest.loudness"), 2.0)).contains("is not switched on"));
    let at = "behaviours.protest.loudness";
    for on in [
        set("behaviours.protest.enabled", "true"),
        set("behaviours.protest", "{}"),
    ] {
        assert_eq!(after(&[on, set(at, "0.3")], &[at]), ["0.3000"]);
    }
}

#[test]
fn changes_that_cannot_be_made_say_why() {
    for (change, expected) in [
        (
            set("negotiators.north_led.discretion", "1"),
            "failed to change `negotiators.north_led.discretion`: it meets nothing; expected one of these in `negotiators`: north_lead, north_aide, south_lead, envoy; did you mean `negotiators.north_lead.discretion`?",
        ),
        (
            set("calender.*.secrecy", "1"),
            "failed to change `calender.*.secrecy`: it meets nothing; expected one of these: format, scenario, behaviours, talks, parties, defaults, negotiators, constituencies, relations, issues, linkages, exclusions, calendar; did you mean `calendar.*.secrecy`?",
        ),
        (
            set("issues.*.options.levi.at", "1"),
            "failed to change `issues.*.options.levi.at`: it meets nothing; expected one of these in `issues.dredging.options`: south_alone, shared, levy, north_alone; did you mean `issues.dredging.options.levy.at`?",
        ),
        (
            set("calendar.summit.legs.up.secrecy", "1"),
            "failed to change `calendar.summit.legs.up.secrecy`: it meets nothing",
        ),
        (
            set("parties.north", "1"),
            "failed to change `parties.north`: this is a row, not a value",
        ),
        (
            set("parties", "1"),
            "failed to change `parties`: this is a list of rows, not a value",
        ),
        (
            set("scenario.horizon_days.x", "1"),
            "failed to change `scenario.horizon_days.x`: `horizon_days` is the number 120, nothing lies below it",
        ),
        (
            Change::Add(path("parties.north.name"), 1.0),
            "failed to change `parties.north.name`: there is no number here",
        ),
        (
            Change::Scale(path("parties.north.reservation_value"), -1.0),
            "failed to change `parties.north.reservation_value`: a distribution cannot be scaled by -1: the factor must be above 0",
        ),
        (
            remove("calendar.*.participants", &["nobody"]),
            "failed to change `calendar.*.participants`: `nobody` is in no list that it meets; expected one of these: mediator, north, south, south_lead, union",
        ),
    ] {
        assert_eq!(fails(change), expected);
    }
}
