//! Designs of ranges, of all numbers, and of one factor at a time, as points.

use super::Plan;
use crate::example::{harbour, lab};
use crate::experiment::{Operation, Values};
use detente_results::FactorLevel;
use detente_scenario::{Document, build_changed};
use std::sync::Arc;

fn plan(rest: &str) -> Plan {
    Plan::new(harbour(&format!("replicates = 2\n{rest}")), &lab()).unwrap_or_else(|e| panic!("{e}"))
}

/// Every design of ranges makes points whose numbers are those of a scenario built anew, and `design.csv` shows them.
#[test]
fn points_of_ranges_are_those_of_a_scenario_built_anew() {
    for (kind, points) in [
        ("random", 12),
        ("latin_hypercube", 12),
        ("sobol", 12),
        ("morris", 4 * 4),
    ] {
        let size = if kind == "morris" {
            "trajectories = 4"
        } else {
            "points = 12"
        };
        let text = format!(
            "[design]\nkind = \"{kind}\"\n{size}\n\
             [[factors]]\nid = \"secrecy\"\npath = \"calendar.*.secrecy\"\nrange = [0.2, 0.9]\n\
             [[factors]]\nid = \"aides\"\npath = \"calendar.*.aides\"\nrange = [0, 9]\n\
             [[factors]]\nid = \"leaks\"\npath = \"behaviours.leaks.hazard_per_day\"\nop = \"scale\"\nrange = [0, 2]\n"
        );
        let (plan, lab) = (plan(&text), lab());
        assert_eq!(plan.n_points(), 1 + points, "{kind}");
        let document = Document::read(&plan.experiment.scenario).expect("a scenario");
        for point in 1..plan.n_points() {
            let built = build_changed(&document, &plan.changes(point), &[], &lab.registry).expect("a valid point");
            let quick = plan.model(point, &lab).expect("a point");
            let [
                FactorLevel::Number(secrecy),
                FactorLevel::Number(aides),
                FactorLevel::Number(leaks),
            ] = plan.levels(point)[..]
            else {
                panic!("{kind}: {:?}", plan.levels(point));
            };
            assert!(
                (0.2..=0.9).contains(&secrecy) && (0.0..=2.0).contains(&leaks),
                "{kind} {point}"
            );
            assert!(
                aides.fract() == 0.0 && (0.0..=9.0).contains(&aides),
                "{kind} {point}: {aides} people"
            );
            for (parameter, used) in built.model.parameters.iter().enumerate() {
                let ours = quick
                    .value(parameter, &[])
                    .filter(|_| used.number.as_constant().is_some());
                assert_eq!(ours, used.number.as_constant(), "{kind} {point}: {}", used.path);
            }
        }
    }
}

/// Each number that a pattern meets is a factor, moved by a part of itself; what is 0, a word or a switch is left alone.
#[test]
fn numbers_are_varied_without_being_named() {
    let plan = plan("[design]\nkind = \"morris\"\ntrajectories = 4\nvary = [\"**\"]\nspread = 0.1\n");
    let factors = &plan.experiment.factors;
    assert!(factors.len() > 100, "{} factors", factors.len());
    for factor in factors {
        let used = plan
            .base
            .parameters
            .iter()
            .find(|used| used.path == factor.id)
            .expect("a number");
        let Values::Range { ends: [low, high], .. } = factor.values else {
            panic!("{}: a range", factor.id)
        };
        match used.number.as_constant() {
            None => assert_eq!(
                (factor.operation, [low, high]),
                (Operation::Scale, [0.9, 1.1]),
                "{}",
                factor.id
            ),
            Some(value) => {
                let [least, most] = used.declaration.range;
                let expected = [
                    (value - 0.1 * value.abs()).max(least),
                    (value + 0.1 * value.abs()).min(most),
                ];
                assert_eq!((value != 0.0, [low, high]), (true, expected), "{}", factor.id);
            }
        }
    }
    assert!(
        factors
            .iter()
            .all(|factor| !factor.id.ends_with(".latent") && !factor.id.ends_with(".style"))
    );
}

/// The others stay as the scenario has them, and the points of one factor share a model.
#[test]
fn one_at_a_time_moves_one() {
    let (plan, lab) = (
        plan(
            "[design]\nkind = \"one_at_a_time\"\n\
             [[factors]]\nid = \"secrecy\"\npath = \"calendar.*.secrecy\"\nrange = [0.2, 0.9]\nsteps = 3\n\
             [[factors]]\nid = \"leaks\"\npath = \"behaviours.leaks.hazard_per_day\"\nlevels = [0.001, 0.01]\n",
        ),
        lab(),
    );
    use FactorLevel::{AsIs, Number};
    let levels: Vec<Vec<FactorLevel>> = (1..plan.n_points()).map(|point| plan.levels(point)).collect();
    let moved = [
        [Number(0.2), AsIs],
        [Number(0.55), AsIs],
        [Number(0.9), AsIs],
        [AsIs, Number(0.001)],
        [AsIs, Number(0.01)],
    ];
    assert_eq!(levels, moved);
    let models: Vec<_> = (0..6).map(|point| plan.model(point, &lab).expect("a point")).collect();
    assert!(Arc::ptr_eq(&models[1].model, &models[3].model) && Arc::ptr_eq(&models[4].model, &models[5].model));
    let secrecy = |point: usize| {
        let place = models[point]
            .model
            .parameters
            .iter()
            .position(|used| used.path.ends_with(".secrecy"));
        models[point].value(place.expect("a number"), &[])
    };
    assert_eq!(secrecy(4), secrecy(0));
    assert_eq!(secrecy(2), Some(0.55));
}
