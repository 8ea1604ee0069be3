//! Points that are numbers in another's place are the same as points that are built for themselves.

use super::{BASE, Plan, PlanError, points};
use crate::example::{harbour, lab};
use detente_analyses::Points;
use detente_core::{Loadout, Seed};
use detente_scenario::{Document, build_changed};
use std::sync::Arc;

fn plan_of(rest: &str) -> Result<Plan, PlanError> {
    Plan::new(harbour(&format!("replicates = 2\n{rest}")), &lab())
}

fn plan(rest: &str) -> Plan {
    plan_of(rest).unwrap_or_else(|e| panic!("{e}"))
}

/// Numbers of all kinds and by all operations: fixed and drawn, inherited and own, one factor and a policy on one number.
const NUMBERS: &str = r#"
[design]
kind = "grid"
[[factors]]
id = "skins"
path = "negotiators.*.leak_sensitivity"
levels = [0.1, 0.4, 0.5, 1.0]
[[factors]]
id = "patience"
path = "parties.north.reservation_value"
op = "add"
levels = [-0.05, 0.0, 0.05]
[[factors]]
id = "tiring"
path = "negotiators.north_lead.fatigue.rate_per_session"
op = "scale"
levels = [0.5, 1.0, 2.0]
[[factors]]
id = "care"
path = "issues.dredging.weight.north"
levels = [1, 7, 20]
[[policies]]
id = "softer"
scale = { "negotiators.*.leak_sensitivity" = 0.5, "parties.north.reservation_value" = 0.9 }
[[policies]]
id = "known"
set = { "parties.south.reservation_value" = 0.4, "parties.north.reservation_value" = { uniform = [0.3, 0.5] } }
"#;

#[test]
fn numbers_in_anothers_place_are_those_of_a_scenario_built_anew() {
    let (plan, lab) = (plan(NUMBERS), lab());
    let document = Document::read(&plan.experiment.scenario).expect("a scenario");
    let first = plan.model(3, &lab).expect("a point");
    for point in (0..plan.n_points()).step_by(7).chain([3, 4, 5, plan.n_points() - 1]) {
        let quick = plan.model(point, &lab).expect("a point");
        let built = build_changed(&document, &plan.changes(point), &[], &lab.registry).expect("a valid point");
        let loadout = Loadout::new(&built.model, &lab.registry).expect("a loadout");
        assert!(
            quick.loadout.drawn().eq(loadout.drawn()),
            "point {point}: what is drawn"
        );
        let (seed, inputs) = (Seed::new(9), 11);
        let [ours, theirs] = [&*quick.loadout, &loadout].map(|l| l.draws(seed, inputs));
        assert_eq!(ours, theirs, "point {point}: draws");
        let anew = super::PointModel {
            model: Arc::new(built.model),
            loadout: Arc::new(loadout),
        };
        for parameter in 0..anew.model.parameters.len() {
            let path = &anew.model.parameters[parameter].path;
            assert_eq!(*path, quick.model.parameters[parameter].path);
            let [ours, theirs] = [&quick, &anew].map(|p| p.value(parameter, &ours));
            assert_eq!(ours, theirs, "point {point}: {path}");
        }
        if plan.policy(point) == BASE && point > 2 {
            assert!(
                Arc::ptr_eq(&quick.model, &first.model),
                "point {point} was built for itself"
            );
        }
    }
}

#[test]
fn levels_that_are_no_numbers_have_a_model_each_and_numbers_share_it() {
    let plan = plan(
        "[design]\nkind = \"grid\"\n[[factors]]\nid = \"leaks\"\npath = \"behaviours.leaks.enabled\"\n\
         levels = [true, false]\n[[factors]]\nid = \"skins\"\npath = \"negotiators.*.leak_sensitivity\"\n\
         levels = [0.1, 0.5, 1.0]\n[[policies]]\nid = \"alone\"\n\
         remove = { \"calendar.*.participants\" = [\"commissioner\"] }\n",
    );
    let lab = lab();
    let models: Vec<_> = (2..14)
        .map(|point| plan.model(point, &lab).expect("a point").model)
        .collect();
    for (k, model) in models.iter().enumerate() {
        assert_eq!(model.uses("leaks"), k < 6, "setting {}", k / 2);
        // Base and policy alternate; three settings share a shape.
        assert!(Arc::ptr_eq(model, &models[k / 6 * 6 + k % 2]), "point {}", k + 2);
    }
    assert!(!models[0].same_shape(&models[1]));
}

#[test]
fn what_is_0_where_others_are_not_is_a_shape_of_its_own() {
    let plan = plan(
        "[design]\nkind = \"grid\"\n[[factors]]\nid = \"leaks\"\npath = \"behaviours.leaks.enabled\"\nlevels = [1, 0]\n",
    );
    let lab = lab();
    let models: Vec<_> = (1..3)
        .map(|point| plan.model(point, &lab).expect("a point").model)
        .collect();
    assert!(models[0].uses("leaks") && !models[1].uses("leaks"));
}

/// Nobody may care for nothing: the one setting of 32 in which all weights are 0 is found, though no single value is wrong.
#[test]
fn values_that_are_wrong_together_are_told_before_the_first_run() {
    let factor = |issue: &str| {
        format!("[[factors]]\nid = \"{issue}\"\npath = \"issues.{issue}.weight.north\"\nlevels = [1, 0]\n")
    };
    let issues = ["dredging", "tariff", "pilots", "night", "mud"].map(factor);
    let Err(error) = plan_of(&format!("[design]\nkind = \"grid\"\n{}", issues.concat())) else {
        panic!("north cares for nothing")
    };
    assert!(error.to_string().contains("all its weights are 0"), "{error}");
    assert!(plan_of(&format!("[design]\nkind = \"grid\"\n{}", issues[..4].concat())).is_ok());
}

#[test]
fn levels_of_two_kinds_are_told_or_built_and_never_mixed_up() {
    let mixed = "[design]\nkind = \"grid\"\n[[factors]]\nid = \"a\"\npath = \"behaviours.fatigue.rate_per_session\"\n\
        levels = [0.1, \"x\"]\n[[factors]]\nid = \"b\"\npath = \"parties.north.reservation_value\"\nlevels = [0.4, 0.5]\n";
    assert!(matches!(plan_of(mixed), Err(PlanError::Point { .. })));
    let switched = mixed
        .replace("rate_per_session", "enabled")
        .replace("[0.1, \"x\"]", "[true, 0]");
    let (plan, lab) = (plan(&switched), lab());
    for point in 1..5 {
        let model = plan.model(point, &lab).expect("a point").model;
        assert_eq!(model.uses("fatigue"), point < 3, "point {point}");
    }
}

/// What somebody switches off has no numbers; the levels of its factor change nothing, and share a model.
#[test]
fn a_policy_may_switch_off_what_a_factor_varies() {
    let plan = plan(
        "[design]\nkind = \"grid\"\n[[factors]]\nid = \"tiring\"\npath = \"behaviours.fatigue.rate_per_session\"\n\
         levels = [0.05, 0.1, 0.2]\n[[policies]]\nid = \"rested\"\nset = { \"behaviours.fatigue.enabled\" = 0 }\n",
    );
    let lab = lab();
    let [first, last] = [3, 7].map(|point| plan.model(point, &lab).expect("a point").model);
    assert!(Arc::ptr_eq(&first, &last) && !first.uses("fatigue"));
}

#[test]
fn columns_know_what_is_drawn_far_into_a_design() {
    let text = "[design]\nkind = \"grid\"\n[[factors]]\nid = \"a\"\npath = \"behaviours.leaks.enabled\"\nlevels = [false, true]\n\
        [[factors]]\nid = \"b\"\npath = \"parties.south.reservation_value\"\nrange = [0.3, 0.5]\nsteps = 300\n\
        [[policies]]\nid = \"p\"\nset = { \"behaviours.leaks.hazard_per_day\" = { uniform = [0.001, 0.01] }, }\n[output]\ndraws = true\n";
    let plan = plan(text);
    let drawn = plan.columns.declared.iter().filter(|c| c.name.starts_with("draw."));
    let drawn: Vec<&str> = drawn.map(|c| c.name.as_str()).collect();
    assert!(drawn.contains(&"draw.behaviours.leaks.hazard_per_day"), "{drawn:?}");
    assert!(drawn.contains(&"draw.parties.north.reservation_value"), "{drawn:?}");
}

#[test]
fn a_value_out_of_range_is_told_before_the_first_run_with_its_place() {
    let factor = |levels: &str| {
        format!(
            "[design]\nkind = \"grid\"\n[[factors]]\nid = \"a\"\npath = \"negotiators.*.leak_sensitivity\"\nlevels = {levels}\n"
        )
    };
    assert!(plan_of(&factor("[0.0, 1.0]")).is_ok());
    let Err(PlanError::Point { place, findings }) = plan_of(&factor("[0.0, 0.5, 1.5, 1.0]")) else {
        panic!("1.5 is no share")
    };
    assert!(place.contains("a = 1.5"), "{place}");
    assert!(findings.to_string().contains("1.5"), "{findings}");
    let sums = "[[policies]]\nid = \"p\"\nadd = { \"negotiators.*.leak_sensitivity\" = 0.4 }\n";
    let Err(PlanError::Point { place, .. }) = plan_of(&(factor("[0.0, 0.2, 0.7]") + sums)) else {
        panic!("0.7 and 0.4 are more than 1, if only under the policy")
    };
    assert!(place.contains("policy p"), "{place}");
}

#[test]
fn a_plan_is_told_by_what_it_plays_and_a_study_whatever_its_number_of_runs() {
    let of = |rest: &str| plan(rest);
    let [usual, again, policy] = ["", "", "[[policies]]\nid = \"p\"\n"].map(of);
    assert_eq!(usual.hash, again.hash);
    assert_ne!(usual.study, policy.study);
    let mut more = usual.experiment.clone();
    more.replicates = 3;
    let more = Plan::new(more, &lab()).expect("a plan");
    assert_eq!(more.study, usual.study);
    assert_ne!(more.hash, usual.hash);
}

/// Each policy is a model of its own: what they hold together is bounded, with the number that is allowed.
#[test]
fn many_policies_want_a_small_scenario() {
    let policies: String = (0..20)
        .map(|k| format!("[[policies]]\nid = \"p{k}\"\nset = {{ \"calendar.*.secrecy\" = 0.{k:02} }}\n"))
        .collect();
    let plan = plan(&policies);
    assert!(points::bound_policies(&plan, points::MOST_CELLS).is_ok());
    let base = &plan.base;
    let cells = base.parameters.len() + base.relations.len() + base.parties.len() * base.options.len();
    assert!(points::bound_policies(&plan, 20 * cells).is_ok());
    let told = points::bound_policies(&plan, 20 * cells - 1).unwrap_err().to_string();
    assert!(
        told.contains("20 policies of a scenario with") && told.contains("expected at most 19"),
        "{told}"
    );
}

/// Settings whose models differ in more than numbers are built one by one: there may not be many.
#[test]
fn models_that_are_built_one_by_one_are_bounded() {
    let plan = plan(
        "[design]\nkind = \"grid\"\n[[factors]]\nid = \"a\"\npath = \"behaviours.leaks.enabled\"\nlevels = [false, true]\n\
         [[policies]]\nid = \"p\"\nset = { \"calendar.*.secrecy\" = 0.5 }\n",
    );
    assert!(points::bound_built(&plan, points::MOST_BUILT).is_ok());
    assert!(points::bound_built(&plan, 4).is_ok());
    let told = points::bound_built(&plan, 3).unwrap_err().to_string();
    assert!(
        told.contains("4 settings whose models differ") && told.contains("expected at most 3"),
        "{told}"
    );
}
