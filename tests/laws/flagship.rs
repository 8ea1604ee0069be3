//! The levers of the first case, and that each of its behaviours matters.

use crate::laws::{FLAGSHIP, agreed, path, policy, scale, set};
use crate::played::{PlayedRun, run_policies};
use detente_core::Outcome;
use detente_lab::experiment::Policy;
use detente_scenario::Change;

/// The levers of the model, each with the direction in which theory says it moves agreement.
fn levers() -> Vec<(Policy, f64)> {
    let mut levers = Vec::new();
    let mut lever = |id: &str, sign: f64, changes: Vec<Change>| levers.push((policy(id, changes), sign));
    lever("no leaks", 1.0, vec![set("behaviours.leaks.hazard_per_day", "0")]);
    lever("leaks x2", -1.0, vec![scale("behaviours.leaks.hazard_per_day", 2.0)]);
    lever("leaks x4", -1.0, vec![scale("behaviours.leaks.hazard_per_day", 4.0)]);
    lever("twice the people", -1.0, vec![set("calendar.*.aides", "12")]);
    lever("closed doors", 1.0, vec![set("calendar.*.secrecy", "0.95")]);
    lever("open doors", -1.0, vec![set("calendar.*.secrecy", "0.5")]);
    lever("thin skins", -1.0, vec![set("negotiators.*.leak_sensitivity", "0.9")]);
    lever("no hospitality", -1.0, vec![set("calendar.*.hospitality", "0")]);
    lever("full hospitality", 1.0, vec![set("calendar.*.hospitality", "1")]);
    lever(
        "a fifth of the ideas",
        -1.0,
        vec![scale("behaviours.discovery.hazard_per_session", 0.2)],
    );
    lever("allies reluctant", -1.0, vec![set("parties.nato.consent.mu", "-0.2")]);
    lever("allies willing", 1.0, vec![set("parties.nato.consent.mu", "1.2")]);
    lever(
        "harder vote in Kyiv",
        -1.0,
        vec![Change::Add(path("parties.ua.ratification.threshold"), 0.05)],
    );
    lever(
        "war twice as costly",
        1.0,
        vec![scale("parties.*.war.cost_per_year", 2.0)],
    );
    levers
}

#[test]
fn the_flagship_is_alive_and_its_levers_move_agreement_as_theory_says() {
    let levers = levers();
    let mut policies: Vec<Policy> = levers.iter().map(|(p, _)| p.clone()).collect();
    let workaround = "issues.alliance_door.options.limits_by_alliance.off_table";
    policies.push(policy("no workaround", vec![set(workaround, "true")]));
    let played = run_policies(FLAGSHIP, 6000, policies);
    for outcome in Outcome::ALL {
        let share = played.share(0, outcome);
        assert!((0.02..=0.60).contains(&share), "{}: {share}", outcome.name());
    }
    for (lever, sign) in &levers {
        let row = played.agreement_of(&lever.id);
        let ends = [sign * row.ci_low, sign * row.ci_high];
        assert!(
            ends.iter().all(|&end| end > 0.0),
            "{}: {} [{}, {}]",
            lever.id,
            row.estimate,
            row.ci_low,
            row.ci_high
        );
    }
    assert_eq!(
        played.share(levers.len() + 1, Outcome::Agreement),
        0.0,
        "no workaround, no agreement"
    );
}

#[test]
fn every_behaviour_of_the_flagship_matters() {
    let keys: Vec<&str> = detente_agents::standard().behaviours().iter().map(|b| b.key).collect();
    let off = |key: &&str| policy(key, vec![set(&format!("behaviours.{key}.enabled"), "false")]);
    let played = run_policies(FLAGSHIP, 400, keys.iter().map(off).collect());
    for (k, key) in keys.iter().enumerate() {
        assert!(played.runs(0) != played.runs(k + 1), "{key} changes nothing");
    }
}

/// A behaviour that is on with neutral values for everybody is a behaviour that is off: same rows, to the last digit.
#[test]
fn neutral_values_do_nothing() {
    let registry = detente_agents::standard();
    let on = |key: &str| {
        let entry = registry.behaviours().iter().find(|b| b.key == key).expect("registered");
        let all = registry.sets()[entry.set].all;
        let value = |p: &detente_core::Parameter| match p.words() {
            Some(words) => words[p.absent as usize].to_owned(),
            None => p.absent.to_string(),
        };
        let neutral = |p: &detente_core::Parameter| set(&format!("behaviours.{key}.{}", p.name), &value(p));
        all.iter().map(neutral).collect::<Vec<_>>()
    };
    // Behaviours that no row of the flagship overrides, so that the defaults reach everybody.
    let keys = [
        "momentum",
        "trust",
        "rapport",
        "leaks",
        "missteps",
        "walkouts",
        "mediation",
        "deadlock",
        "haste",
        "caution",
        "signals",
        "commitment",
        "perceived_division",
        "shocks",
        "durability",
    ];
    let mut policies = Vec::new();
    for key in keys {
        policies.push(policy(&format!("{key} neutral"), on(key)));
        policies.push(policy(
            &format!("{key} off"),
            vec![set(&format!("behaviours.{key}.enabled"), "false")],
        ));
    }
    let played = run_policies(FLAGSHIP, 150, policies);
    for (k, key) in keys.iter().enumerate() {
        let (neutral, off) = (played.runs(2 * k + 1), played.runs(2 * k + 2));
        let same = neutral
            .iter()
            .zip(&off)
            .take_while(|(neutral, off)| neutral == off)
            .count();
        assert_eq!(neutral.get(same), off.get(same), "{key}");
    }
}

/// With certain judgement and certain votes, whatever is agreed is worth at least its reservation value to those who sign.
#[test]
fn nothing_is_agreed_below_anybodys_reservation_value() {
    let certain = vec![
        set("behaviours.ratification.width", "0"),
        set("behaviours.ratification.drift", "0"),
        set("negotiators.*.noise", "0"),
        set("behaviours.fatigue.noise", "0"),
    ];
    for (name, parties) in [(FLAGSHIP, ["ua", "ru"]), ("harbour", ["north", "south"])] {
        // What the process adds to an option counts for whoever signs, and not in `utility`.
        let mut certain = certain.clone();
        if name == FLAGSHIP {
            certain.push(set("issues.*.options.*.battlefield.ru", "0"));
            certain.push(set("behaviours.haste.noise", "0"));
        }
        let played = run_policies(name, 1500, vec![policy("certain", certain)]);
        let agreed: Vec<PlayedRun> = played.runs(1).into_iter().filter(agreed).collect();
        assert!(agreed.len() > 50, "{name}: {}", agreed.len());
        assert_eq!(played.share(1, Outcome::RejectedAtHome), 0.0, "{name}");
        for run in agreed {
            for id in parties {
                let surplus = run.number(&format!("surplus.{id}")).expect("a number");
                assert!(surplus >= 0.0, "{name} {id}: {run:?}");
            }
        }
    }
}

/// What nobody finds cannot be agreed, and what is not ripe neither.
#[test]
fn discovery_and_ripeness_are_needed_where_the_case_needs_them() {
    let blind = policy("blind", vec![set("behaviours.discovery.hazard_per_session", "0")]);
    let never = policy(
        "never",
        vec![
            set("behaviours.ripeness.hazard_per_day", "0"),
            set("issues.*.ripe", "0"),
        ],
    );
    let played = run_policies("harbour", 1000, vec![blind, never]);
    let agreed = |point| played.share(point, Outcome::Agreement);
    assert!(agreed(0) > 0.1 && agreed(1) < agreed(0), "{} {}", agreed(0), agreed(1));
    assert_eq!(agreed(2), 0.0);
}

/// A room in which every session brings a misstep gets fewer agreements.
#[test]
fn missteps_cost_agreements() {
    let clumsy = policy("clumsy", vec![set("behaviours.missteps.hazard_per_meeting_day", "3")]);
    let played = run_policies(FLAGSHIP, 2000, vec![clumsy]);
    let row = played.agreement_of("clumsy");
    assert!(row.ci_high < 0.0, "{} [{}, {}]", row.estimate, row.ci_low, row.ci_high);
}
