//! Rows of a list, distributions, groups, constraints and correlations, as points and as draws.

use super::{Plan, PlanError};
use crate::example::{harbour, lab};
use crate::execute::{Settings, Source};
use crate::sinks::play;
use detente_analyses::Points;
use detente_core::normal_cdf;
use detente_results::FactorLevel::{self, AsIs, Number};
use detente_results::Value;

fn plan_of(rest: &str) -> Result<Plan, PlanError> {
    Plan::new(harbour(&format!("replicates = 2\n{rest}")), &lab())
}

fn plan(rest: &str) -> Plan {
    plan_of(rest).unwrap_or_else(|e| panic!("{e}"))
}

/// A factor on the secrecy of all sessions, or on the skins of all negotiators, with these further keys.
fn secrecy(rest: &str) -> String {
    format!("[[factors]]\nid = \"secrecy\"\npath = \"calendar.*.secrecy\"\n{rest}\n")
}

fn skins(rest: &str) -> String {
    format!("[[factors]]\nid = \"skins\"\npath = \"negotiators.*.leak_sensitivity\"\n{rest}\n")
}

fn design(kind: &str, rest: &str) -> String {
    format!("[design]\nkind = \"{kind}\"\n{rest}\n")
}

fn numbers(plan: &Plan, factor: usize) -> Vec<f64> {
    let points = 1..plan.n_points();
    let level = |point: usize| plan.levels(point)[factor].number();
    points.map(|point| level(point).expect("a number")).collect()
}

/// Ranks from 0; ties do not come.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    for (rank, place) in order.into_iter().enumerate() {
        ranks[place] = rank as f64;
    }
    ranks
}

/// Spearman's rank correlation: 1 - 6 sum d^2 / (n (n^2 - 1)).
fn rank_correlation(one: &[f64], other: &[f64]) -> f64 {
    let n = one.len() as f64;
    let squares = ranks(one).into_iter().zip(ranks(other)).map(|(a, b)| (a - b) * (a - b));
    1.0 - 6.0 * squares.sum::<f64>() / (n * (n * n - 1.0))
}

/// The distance of Kolmogorov and Smirnov from a distribution.
fn distance(values: &[f64], below: impl Fn(f64) -> f64) -> f64 {
    let n = values.len() as f64;
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let apart = |(k, x): (usize, &f64)| {
        (below(*x) - k as f64 / n)
            .abs()
            .max((below(*x) - (k as f64 + 1.0) / n).abs())
    };
    sorted.iter().enumerate().map(apart).fold(0.0, f64::max)
}

#[test]
fn rows_of_a_list_are_its_points() {
    let rows = "rows = [{ secrecy = 0.5, skins = 0.2 }, { skins = 0.4 }, { secrecy = 0.5 }]";
    let plan = plan(&(design("list", rows) + &secrecy("") + &skins("op = \"scale\"")));
    let levels: Vec<Vec<FactorLevel>> = (0..plan.n_points()).map(|point| plan.levels(point)).collect();
    let expected = [
        [AsIs, AsIs],
        [Number(0.5), Number(0.2)],
        [AsIs, Number(0.4)],
        [Number(0.5), AsIs],
    ];
    assert_eq!(levels, expected);
    let model = |point: usize| plan.model(point, &lab()).expect("a point");
    let sensitivity = |point: usize| {
        let model = model(point);
        let place = model
            .model
            .parameters
            .iter()
            .position(|used| used.path.ends_with("north_lead.leak_sensitivity"));
        model.value(place.expect("a number"), &[]).expect("a constant")
    };
    assert!((sensitivity(2) - 0.4 * sensitivity(0)).abs() < 1e-12);
}

/// The values of a normal factor are normal, cut to what a share may be; where nothing is said the scenario's own or, for one
/// value, all that it may be.
#[test]
fn values_of_a_distribution_are_distributed_so() {
    let factors = secrecy("distribution = { normal = [0.5, 0.1], min = 0.4 }") + &skins("");
    let plan = plan(&(design("sobol", "points = 1024") + &factors));
    // The normal distribution from 0.4 on: mean 0.5, sd 0.1.
    let [low, high] = [-1.0, 5.0].map(normal_cdf);
    let below = |x: f64| (normal_cdf((x - 0.5) / 0.1) - low) / (high - low);
    assert!(distance(&numbers(&plan, 0), below) < 0.01);
    assert!(
        distance(&numbers(&plan, 1), |x| x) < 0.01,
        "leak_sensitivity is a share"
    );
    let own = "[[factors]]\nid = \"own\"\npath = \"parties.north.reservation_value\"\n";
    let drawn = super::Plan::new(harbour("replicates = 2\n"), &lab()).expect("a plan");
    let used = drawn
        .base
        .parameters
        .iter()
        .find(|used| used.path == "parties.north.reservation_value");
    let used = used.expect("a number");
    let sampler = detente_core::Sampler::new(&used.number, &used.declaration);
    let plan = self::plan(&(design("latin_hypercube", "points = 64") + own));
    for point in 1..plan.n_points() {
        let value = plan.levels(point)[0].number().expect("a number");
        let u = plan.quantiles(point)[0].expect("a quantile");
        assert!((value - sampler.at(u)).abs() < 1e-5, "{value} at {u}");
    }
}

/// A trajectory never goes to an end that is not there: a normal factor is met at its quantiles 1/8, 3/8, 5/8 and 7/8.
#[test]
fn trajectories_stay_off_ends_that_are_not_there() {
    let factors = secrecy("distribution = { normal = [0.5, 0.1] }") + &skins("range = [0.2, 0.8]");
    let plan = plan(&(design("morris", "trajectories = 20") + &factors));
    let met = |factor: usize| {
        let quantile = |point: usize| plan.quantiles(point)[factor].expect("a quantile");
        let mut met: Vec<f64> = (1..plan.n_points()).map(quantile).collect();
        met.sort_by(f64::total_cmp);
        met.dedup_by(|a, b| (*a - *b).abs() < 1e-12);
        met
    };
    let near = |met: Vec<f64>, expected: [f64; 4]| {
        assert!(
            met.len() == 4 && met.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12),
            "{met:?}"
        );
    };
    near(met(0), [0.125, 0.375, 0.625, 0.875]);
    near(met(1), [0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0]);
}

#[test]
fn factors_of_a_group_move_together_and_answer_as_one() {
    let factors = secrecy("range = [0.2, 0.8]\ngroup = \"doors\"\nrole = \"lever\"")
        + "[[factors]]\nid = \"leaks\"\npath = \"behaviours.leaks.hazard_per_day\"\nop = \"scale\"\nrange = [0, 2]\n"
        + &skins("range = [0, 1]\ngroup = \"doors\"\nrole = \"lever\"");
    let plan = plan(&(design("saltelli", "base_rows = 4") + &factors));
    assert_eq!(plan.n_points(), 1 + 4 * (2 + 3), "two dimensions");
    assert_eq!(Points::factors(&plan), ["doors", "leaks"]);
    assert_eq!([0, 1].map(|factor| plan.is_lever(factor)), [true, false]);
    for point in 1..plan.n_points() {
        let levels = plan.levels(point);
        let [doors, skins] = [0, 2].map(|factor| levels[factor].number().expect("a number"));
        assert!((0.2 + 0.6 * skins - doors).abs() < 1e-5, "{doors} beside {skins}");
        assert_eq!(plan.quantiles(point).len(), 2);
    }
    let grid = secrecy("levels = [0.2, 0.8]\ngroup = \"doors\"") + &skins("levels = [1.0, 0.5]\ngroup = \"doors\"");
    let grid = self::plan(&(design("grid", "") + &grid));
    let levels: Vec<Vec<FactorLevel>> = (1..grid.n_points()).map(|point| grid.levels(point)).collect();
    assert_eq!(levels, [[Number(0.2), Number(1.0)], [Number(0.8), Number(0.5)]]);
}

#[test]
fn settings_that_do_not_meet_a_constraint_are_left_out() {
    const LESS: &str = "[[constraints]]\nless = [\"secrecy\", \"skins\"]\n";
    let levels = secrecy("levels = [0.2, 0.4, 0.6]") + &skins("levels = [0.6, 0.4, 0.2]");
    let grid = plan(&(design("grid", "") + &levels + LESS));
    let settings: Vec<Vec<FactorLevel>> = (1..grid.n_points()).map(|point| grid.levels(point)).collect();
    let kept = [[0.2, 0.6], [0.2, 0.4], [0.4, 0.6]].map(|setting| setting.map(Number));
    assert_eq!(settings, kept);
    assert_eq!(grid.left_out(), 6);
    let ranges = secrecy("range = [0, 1]") + &skins("range = [0, 1]");
    for (kind, made_up) in [("random", true), ("sobol", true), ("latin_hypercube", false)] {
        let plan = plan(&(design(kind, "points = 64") + &ranges + LESS));
        let points = plan.n_points() - 1;
        assert_eq!(points == 64, made_up, "{kind}: {points}");
        assert!(
            plan.left_out() > 20 && (made_up || points as u64 + plan.left_out() == 64),
            "{kind}"
        );
        assert!(
            numbers(&plan, 0).iter().zip(numbers(&plan, 1)).all(|(a, b)| *a < b),
            "{kind}"
        );
    }
}

/// Three factors: what was asked of each pair, and nothing more; each is still uniform.
#[test]
fn factors_go_together_as_asked() {
    let third =
        "[[factors]]\nid = \"leaks\"\npath = \"behaviours.leaks.hazard_per_day\"\nop = \"scale\"\nrange = [0, 1]\n";
    let asked = "[[correlations]]\nof = [\"secrecy\", \"skins\"]\nrank = 0.6\n\
        [[correlations]]\nof = [\"skins\", \"leaks\"]\nrank = -0.4\n";
    let factors = secrecy("range = [0, 1]") + &skins("range = [0, 1]") + third;
    for kind in ["random", "latin_hypercube", "sobol"] {
        let plan = plan(&(design(kind, "points = 10000") + &factors + asked));
        let quantile = |factor: usize| {
            let points = 1..plan.n_points();
            points
                .map(|p| plan.quantiles(p)[factor].expect("a quantile"))
                .collect::<Vec<f64>>()
        };
        let values = [0, 1, 2].map(quantile);
        for (pair, expected) in [([0, 1], 0.6), ([1, 2], -0.4), ([0, 2], 0.0)] {
            let found = rank_correlation(&values[pair[0]], &values[pair[1]]);
            assert!((found - expected).abs() < 0.03, "{kind}: {found}, not {expected}");
        }
        for values in values {
            // Beyond 1.95 / sqrt(n) comes once in a thousand times (Kolmogorov).
            assert!(distance(&values, |x| x) < 0.0195, "{kind}");
        }
    }
}

/// Numbers that the scenario draws: correlated as asked, each distributed as before, the first of them and all others the same
/// numbers as without.
#[test]
fn inputs_go_together_as_asked() {
    let asked = "[[correlations]]\nof = [\"parties.north.reservation_value\", \"parties.south.reservation_value\"]\nrank = 0.6\n";
    let [with, without] = [asked, ""].map(plan);
    let paths = Points::drawn(&with);
    let place = |path: &str| paths.iter().position(|known| known == path).expect("it is drawn");
    let [north, south] = ["parties.north.reservation_value", "parties.south.reservation_value"].map(place);
    let draws = |plan: &Plan| {
        (0..10_000)
            .map(|set| Points::inputs(plan, set))
            .collect::<Vec<Vec<f64>>>()
    };
    let [with_draws, without_draws] = [&with, &without].map(draws);
    let column = |draws: &[Vec<f64>], k: usize| draws.iter().map(|row| row[k]).collect::<Vec<f64>>();
    let found = rank_correlation(&column(&with_draws, north), &column(&with_draws, south));
    assert!((found - 0.6).abs() < 0.03, "{found}");
    let found = rank_correlation(&column(&without_draws, north), &column(&without_draws, south));
    assert!(found.abs() < 0.03, "{found}");
    for k in (0..paths.len()).filter(|k| *k != south) {
        assert_eq!(column(&with_draws, k), column(&without_draws, k), "{}", paths[k]);
    }
    let mut before = column(&without_draws, south);
    before.sort_by(f64::total_cmp);
    let below = |x: f64| before.partition_point(|known| *known <= x) as f64 / 10_000.0;
    // Two samples: sqrt(2) times as far apart.
    assert!(distance(&column(&with_draws, south), below) < 0.0276);
    assert_ne!(with.hash, without.hash);
}

/// What runs say of their factors is what `design.csv` says of their points.
#[test]
fn runs_carry_their_factors() {
    let factors = secrecy("range = [0.2, 0.8]")
        + "[[factors]]\nid = \"rule\"\npath = \"behaviours.leaks.enabled\"\nlevels = [true, false]\n";
    let text = design("random", "points = 6") + &factors + "[output]\nfactors = true\ndraws = true\n";
    let played = play(plan(&text), lab(), Settings::default()).expect("runs");
    let plan = &played.plan;
    let names: Vec<&str> = plan
        .columns
        .declared
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    let place = |name: &str| names.iter().position(|known| *known == name).expect("a column");
    let last_draw = names.iter().rposition(|name| name.starts_with("draw.")).expect("draws");
    let own = ["factor.secrecy", "factor.rule"].map(place);
    assert_eq!(own, [last_draw + 1, last_draw + 2]);
    let rows = &played.blocks.block(0).expect("a block").rows;
    assert_eq!(rows.len(), 14);
    for row in 0..rows.len() {
        let Value::Count(point) = rows.columns[place("point")].at(row) else {
            panic!("a point")
        };
        let expected = plan.levels(point as usize);
        let cells = own.map(|column| match rows.columns[column].at(row) {
            Value::Number(x) => Number(x),
            Value::Word(word) => FactorLevel::Text(word.to_owned()),
            _ => AsIs,
        });
        assert_eq!(cells.to_vec(), expected, "row {row} of point {point}");
    }
}
