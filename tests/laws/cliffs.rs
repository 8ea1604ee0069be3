//! No cliffs: a number that is changed by 15 % or so changes how often the first case agrees by less than ten points, with
//! 95 % confidence. What falls off a cliff between two values that nobody could tell apart says more of the rules than of the talks.

use crate::laws::{FLAGSHIP, agreement, difference, path, set, vary_file};
use crate::played::scenario;
use detente_scenario::{Change, declaration};

/// Most that a step may change.
const MOST: f64 = 0.1;
const RUNS: u64 = 2_000;

/// What is changed, the paths of which those count that exist, and the values from step to step.
const STEPS: [(&str, &[&str], &[&str]); 5] = [
    (
        "tempo",
        &["negotiators.*.concession.tempo_days"],
        &["208", "239", "275", "316", "364", "419", "481", "554", "637"],
    ),
    (
        "meetings without movement",
        &["behaviours.deadlock.sessions", "behaviours.deadlock.meetings"],
        &["3", "4", "5", "6", "7", "8"],
    ),
    (
        "horizon",
        &["scenario.horizon_days"],
        &["238", "274", "315", "364", "419", "482"],
    ),
    (
        "the gap that calls the summit",
        &["calendar.summit.threshold"],
        &["0.033", "0.038", "0.043", "0.05", "0.058", "0.066", "0.076"],
    ),
    // Shares of the scale of support: a twentieth of one is a great deal of opinion.
    (
        "threshold",
        &["parties.*.ratification.threshold"],
        &["0.44", "0.46", "0.48", "0.5", "0.52", "0.54"],
    ),
];

/// What falls off a cliff today. Whoever mends it takes it off the list.
const TODAY: [&str; 0] = [];

/// Days between two rounds of visits; the way from one capital to the next takes six days of fourteen.
const INTERVALS: [u32; 11] = [7, 8, 9, 10, 12, 14, 16, 18, 21, 24, 28];

fn meetings_every(days: u32) -> Vec<Change> {
    vec![
        set("calendar.shuttle.every_days", &days.to_string()),
        set("calendar.shuttle.legs.moscow.travel_days", &(days * 6 / 14).to_string()),
        // So many that the calendar does not end before the horizon.
        set("calendar.shuttle.times", "60"),
    ]
}

/// Which of these paths there are.
fn known<'a>(paths: &[&'a str]) -> Vec<&'a str> {
    let registry = detente_agents::standard();
    let exists = |at: &&&str| declaration(&registry, &path(&at.replace('*', "x"))).is_some();
    paths.iter().filter(exists).copied().collect()
}

/// The steps that may change more than they should, luck included.
fn cliffs(variants: Vec<Vec<Change>>) -> Vec<String> {
    let points = variants.len();
    let played = vary_file(FLAGSHIP, &scenario(FLAGSHIP), RUNS, variants);
    let steps = (1..points).map(|k| (k, difference(&played.runs(k + 1), &played.runs(k), agreement)));
    let falls = steps.filter(|(_, (mean, width))| mean.abs() + width > MOST);
    falls
        .map(|(k, (mean, width))| format!("step {k}: {mean:.3} +- {width:.3}"))
        .collect()
}

#[test]
fn no_number_of_the_first_case_stands_at_a_cliff() {
    let mut found = vec![("days between meetings", cliffs(INTERVALS.map(meetings_every).to_vec()))];
    for (what, paths, values) in STEPS {
        let known = known(paths);
        assert!(!known.is_empty(), "{what}: none of {paths:?} exists");
        let variant = |value: &&str| known.iter().map(|at| set(at, value)).collect();
        found.push((what, cliffs(values.iter().map(variant).collect())));
    }
    let mut wrong = Vec::new();
    for (what, cliffs) in found {
        match (cliffs.is_empty(), TODAY.contains(&what)) {
            (false, false) => wrong.push(format!("{what}: {}", cliffs.join(", "))),
            (true, true) => wrong.push(format!("{what}: no cliff any more; take it off the list")),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
