//! The bargaining core against the reference results of the field, through the public path: a GENIUS domain is imported,
//! then one negotiation is simulated, or the situation solved. The reference data are not part of the project; where they
//! are not at hand these tests say so and pass.

use crate::common::{self, root, told};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Where the reference data lie, if they do.
fn reference() -> Option<PathBuf> {
    let folder = root().parent()?.join("shared/reference");
    if folder.join("oracle_stable.csv").is_file() {
        return Some(folder);
    }
    eprintln!("SKIPPED: no reference data at {}", folder.display());
    None
}

type Row = BTreeMap<String, String>;

fn rows(file: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(file).expect("reference data");
    reader
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("rows with a header")
}

/// The name of a strategy in `detente import`.
fn strategy(name: &str) -> &'static str {
    match name {
        "Boulware" => "boulware",
        "Linear" => "linear",
        "Conceder" => "conceder",
        "NaiveTFT" => "naive_tit_for_tat",
        "MiCRO" => "micro",
        other => panic!("a strategy that is not in the reference: {other}"),
    }
}

fn import(home: &Path, reference: &Path, row: &Row, strategies: &[&str], rounds: &str, file: &str) {
    let domain = reference.join("domains").join(&row["domain"]);
    let domain = domain.to_str().expect("a path of letters");
    let strategies = strategies.join(",");
    let fixed = [
        "import",
        "genius",
        domain,
        "--strategies",
        &strategies,
        "--rounds",
        rounds,
    ];
    common::told_with_notes(
        home,
        &[&fixed[..], &["--utilities", &row["ufun_mode"], "-o", file, "--force"]].concat(),
    );
}

/// Whether a whole number of the answer is that of the reference.
fn same_count(found: &Value, expected: &str) -> bool {
    found.as_u64() == expected.parse().ok()
}

fn numbers(text: &str) -> Vec<f64> {
    text.split(',').map(|x| x.parse().expect("a number")).collect()
}

fn close(found: &[f64], expected: &[f64]) -> bool {
    found.len() == expected.len()
        && found
            .iter()
            .zip(expected)
            .all(|(a, b)| (a - b).abs() <= 1e-12 * b.abs().max(1.0))
}

/// Values of an object by party, in the order of the parties' names: profiles take part in that order.
fn by_party(object: &Value) -> Vec<f64> {
    let entries: BTreeMap<&String, f64> = object
        .as_object()
        .expect("an object by party")
        .iter()
        .map(|(party, value)| (party, value.as_f64().expect("a number")))
        .collect();
    entries.into_values().collect()
}

/// What is wrong with a simulated negotiation, if anything is.
fn differs(run: &Value, row: &Row) -> Option<String> {
    let agreed = row["end"] == "agreement";
    let expected = if agreed { "agreement" } else { "deadline" };
    if run["outcome"] != expected || !same_count(&run["rounds"], &row["rounds"]) {
        return Some(format!("{} after {} rounds", run["outcome"], run["rounds"]));
    }
    let events = run["events"].as_array().expect("events");
    let offers = events.iter().filter(|e| e["kind"] == "offer_made").count();
    if row["n_offers"].parse() != Ok(offers) {
        return Some(format!("{offers} offers"));
    }
    if !close(&by_party(&run["utilities"]), &numbers(&row["utilities"])) {
        return Some(format!("utilities {}", run["utilities"]));
    }
    if !agreed {
        return None;
    }
    let parties: Vec<&String> = run["utilities"].as_object().expect("utilities").keys().collect();
    let proposer = parties[row["proposer"].parse::<usize>().expect("a place")];
    let same = run["package"] == row["agreement"].as_str() && run["proposer"] == proposer.as_str();
    (!same).then(|| format!("{} of {}", run["package"], run["proposer"]))
}

#[test]
fn negotiations_end_as_in_the_reference() {
    let Some(reference) = reference() else { return };
    let all = rows(&reference.join("oracle_stable.csv"));
    let certain: Vec<&Row> = all.iter().filter(|row| row["random_draws"] == "0").collect();
    assert!(certain.len() > 600, "{} rows without chance", certain.len());
    let home = common::temporary_folder();
    let mut wrong = Vec::new();
    for row in &certain {
        let strategies: Vec<&str> = row["strategies"].split('|').map(strategy).collect();
        import(home.path(), &reference, row, &strategies, &row["n_steps"], "talks.toml");
        let run: Value = serde_json::from_str(&told(home.path(), &["simulate", "talks.toml", "--json"])).expect("JSON");
        if let Some(found) = differs(&run, row) {
            wrong.push(format!("{row:?}: found {found}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} differ:\n{}",
        wrong.len(),
        certain.len(),
        wrong.join("\n")
    );
}

/// Whether two sets of points are the same: those of the reference are written `a,b|c,d`.
fn same_solutions(found: &[Vec<f64>], expected: &str) -> bool {
    let mut found = found.to_vec();
    let mut expected: Vec<Vec<f64>> = expected.split('|').map(numbers).collect();
    let order = |a: &Vec<f64>, b: &Vec<f64>| a.partial_cmp(b).expect("numbers");
    found.sort_by(order);
    expected.sort_by(order);
    found.len() == expected.len() && found.iter().zip(&expected).all(|(a, b)| close(a, b))
}

fn settlements(found: &Value) -> Vec<Vec<f64>> {
    let all = found.as_array().expect("settlements");
    all.iter().map(|s| by_party(&s["utilities"])).collect()
}

/// The solutions by the conventions of the reference, on a frontier of ours: disagreement is the reservation value or the
/// worst package, whichever is more; the ideal is the best package, whatever the others think of it; Kalai-Smorodinsky is
/// the least gap between the shares of gain.
struct Convention {
    frontier: Vec<Vec<f64>>,
    disagreement: Vec<f64>,
    ideal: Vec<f64>,
}

impl Convention {
    fn surpluses(&self, u: &[f64]) -> Vec<f64> {
        u.iter().zip(&self.disagreement).map(|(u, d)| u - d).collect()
    }

    fn shares(&self, u: &[f64]) -> Vec<f64> {
        let gains = self.surpluses(&self.ideal);
        let possible = self.surpluses(u).into_iter().zip(gains).filter(|(_, gain)| *gain > 0.0);
        possible.map(|(surplus, gain)| surplus / gain).collect()
    }

    fn greatest(&self, criterion: impl Fn(&[f64]) -> f64) -> Vec<Vec<f64>> {
        let best = self
            .frontier
            .iter()
            .map(|u| criterion(u))
            .fold(f64::NEG_INFINITY, f64::max);
        self.frontier
            .iter()
            .filter(|u| criterion(u) >= best - 1e-12)
            .cloned()
            .collect()
    }

    fn solution(&self, column: &str) -> Vec<Vec<f64>> {
        let least = |values: &[f64]| values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = |values: &[f64]| values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        match column {
            "nash_utils" => self.greatest(|u| self.surpluses(u).iter().product()),
            "kalai_utils" => self.greatest(|u| least(&self.surpluses(u))),
            "ks_utils" => self.greatest(|u| least(&self.shares(u)) - most(&self.shares(u))),
            "max_welfare_utils" => self.greatest(|u| u.iter().sum()),
            "max_rel_welfare_utils" => self.greatest(|u| self.shares(u).iter().sum()),
            other => panic!("a column that is not in the reference: {other}"),
        }
    }

    /// The least distance of shares of the ideal from all.
    fn opposition(&self) -> f64 {
        let loss = |u: &Vec<f64>| {
            let losses = u.iter().zip(&self.ideal).map(|(u, ideal)| 1.0 - u / ideal);
            losses.map(|loss| loss * loss).sum::<f64>().sqrt()
        };
        self.frontier.iter().map(loss).fold(f64::INFINITY, f64::min)
    }
}

#[test]
fn situations_are_solved_as_in_the_reference() {
    let Some(reference) = reference() else { return };
    let home = common::temporary_folder();
    let all = rows(&reference.join("oracle_domains.csv"));
    assert!(all.len() >= 16);
    for row in &all {
        let n_parties: usize = row["n_parties"].parse().expect("a number");
        import(
            home.path(),
            &reference,
            row,
            &vec!["boulware"; n_parties],
            "20",
            "talks.toml",
        );
        let solved: Value = serde_json::from_str(&told(home.path(), &["solve", "talks.toml", "--json"])).expect("JSON");
        let place = format!("{} {}", row["domain"], row["ufun_mode"]);
        assert!(same_count(&solved["issues"], &row["n_issues"]), "{place}");
        assert!(same_count(&solved["packages"], &row["n_outcomes"]), "{place}");
        assert!(same_count(&solved["frontier"]["size"], &row["pareto_size"]), "{place}");
        assert_eq!(solved["frontier"]["exact"], true, "{place}");
        let of_parties = |key: &str| -> Vec<f64> {
            let parties = solved["parties"].as_array().expect("parties");
            parties.iter().map(|p| p[key].as_f64().expect("a number")).collect()
        };
        for (key, column) in [
            ("reservation_value", "reserved_values"),
            ("utility_min", "utility_min"),
            ("utility_max", "utility_max"),
        ] {
            assert!(close(&of_parties(key), &numbers(&row[column])), "{place}: {column}");
        }
        let convention = Convention {
            frontier: settlements(&solved["frontier"]["points"]),
            disagreement: of_parties("reservation_value")
                .into_iter()
                .zip(of_parties("utility_min"))
                .map(|(r, least)| r.max(least))
                .collect(),
            ideal: of_parties("utility_max"),
        };
        for column in [
            "nash_utils",
            "kalai_utils",
            "ks_utils",
            "max_welfare_utils",
            "max_rel_welfare_utils",
        ] {
            let found = convention.solution(column);
            assert!(same_solutions(&found, &row[column]), "{place}: {column}: {found:?}");
        }
        // The greatest sum does not depend on where talks end without agreement.
        let found = settlements(&solved["maximum_welfare"]);
        assert!(same_solutions(&found, &row["max_welfare_utils"]), "{place}: {found:?}");
        let found = convention.opposition();
        assert!(close(&[found], &numbers(&row["opposition"])), "{place}: {found}");
        let found = solved["rational_fraction"].as_f64().expect("a number");
        assert!(close(&[found], &numbers(&row["rational_fraction"])), "{place}: {found}");
    }
}

/// Two neighbours, six packages, worked out by hand. The owner's utilities are .875, .375, 1, .75, .6875, .1875 in product
/// order (the third would be 1.25, and GENIUS has nothing above 1; reservation value .125), the picker's .5, .5, 0, 0, .25,
/// .25. Both concede linearly in three rounds, so t is 1/4 in the first: the owner aspires to .1875 + .8125 * .75 = .797 and
/// offers the first package above it, worth .875; the picker aspires to .375 and accepts, as it is worth .5.
#[test]
fn a_domain_of_our_own_ends_as_worked_out_by_hand() {
    let home = common::temporary_folder();
    let domain = common::shipped("crates/detente-import/tests/genius/orchard");
    let fixed = [
        "import",
        "genius",
        &domain,
        "--strategies",
        "linear,linear",
        "--rounds",
        "3",
        "-o",
        "orchard.toml",
    ];
    common::told_with_notes(home.path(), &fixed);
    let run: Value = serde_json::from_str(&told(home.path(), &["simulate", "orchard.toml", "--json"])).expect("JSON");
    assert_eq!((&run["outcome"], &run["rounds"]), (&"agreement".into(), &1.into()));
    assert_eq!(
        (&run["proposer"], &run["package"]),
        (&"owner".into(), &"Harvest=half & half;Fence=yes".into())
    );
    assert_eq!(by_party(&run["utilities"]), [0.875, 0.5]);
    let solved: Value = serde_json::from_str(&told(home.path(), &["solve", "orchard.toml", "--json"])).expect("JSON");
    // Only two packages are efficient; the product of surpluses is .75 * .5 at the second, nothing at the first.
    assert_eq!(solved["frontier"]["size"], 2);
    assert_eq!(solved["packages"], 6);
    for concept in ["nash", "maximum_welfare"] {
        let found = settlements(&solved[concept]);
        assert!(same_solutions(&found, "0.875,0.5"), "{concept}: {found:?}");
    }
    // Four of the six give both more than no agreement: all but the two in which the picker pays.
    assert_eq!(solved["rational_fraction"], 4.0 / 6.0);
}
