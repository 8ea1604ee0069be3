//! The bargaining situation as the program tells it: `solve`, `solutions.csv`, the distances in `runs.csv` and the warnings
//! of `check` say the same of the same scenario.

use crate::common::{self, SplitMix, Table, detente, shipped, told};
use serde_json::Value;
use std::fmt::Write;
use std::path::Path;

/// Two growers share an orchard: the product of their utilities is greatest at six rows, the least at four.
const ORCHARD: &str = r#"format = 1
[scenario]
id = "orchard"
stylised = true
horizon_days = 1
[talks]
protocol = "alternating_offers"
scale = "own"
[[parties]]
id = "hill"
role = "disputant"
reservation_value = 0.0
[[parties]]
id = "vale"
role = "disputant"
reservation_value = 0.0
[[negotiators]]
id = "h"
party = "hill"
strategy = { offers = "boulware", accepts = "aspiration" }
[[negotiators]]
id = "v"
party = "vale"
strategy = { offers = "boulware", accepts = "aspiration" }
[[issues]]
id = "harvest"
options = [{ id = "all" }, { id = "ten" }, { id = "six" }, { id = "four" }]
weight = { hill = 1, vale = 1 }
values.hill = { all = 1.0, ten = 0.9, six = 0.7, four = 0.6 }
values.vale = { all = 0.3, ten = 0.41, six = 0.55, four = 0.6 }
[[calendar]]
id = "meeting"
day = 0
participants = ["hill", "vale"]
rounds = 100
"#;

fn solved(folder: &Path, file: &str) -> Value {
    serde_json::from_str(&told(folder, &["solve", file, "--json"])).expect("JSON")
}

fn utilities(settlements: &Value) -> Vec<Vec<f64>> {
    let all = settlements.as_array().expect("settlements");
    let numbers = |s: &Value| {
        let by_party = s["utilities"].as_object().expect("utilities by party");
        by_party.values().map(|u| u.as_f64().expect("a number")).collect()
    };
    all.iter().map(numbers).collect()
}

fn run(folder: &Path, file: &str) -> (Table, Table) {
    told(
        folder,
        &[
            "run",
            file,
            "--replicates",
            "2",
            "--out",
            "out",
            "--no-figures",
            "--quiet",
            "--force",
        ],
    );
    let table = |name: &str| Table::read(&folder.join("out").join(name));
    (table("runs.csv"), table("solutions.csv"))
}

fn number(cell: &str) -> f64 {
    cell.parse().unwrap_or_else(|_| panic!("`{cell}` is no number"))
}

/// The distance columns of agreements against the distances from `utility.*` to the points in `solutions.csv`. How many
/// were compared.
fn compare(folder: &Path, file: &str) -> usize {
    let (runs, solutions) = run(folder, file);
    let parties: Vec<String> = solutions
        .columns("utility.")
        .map(|(_, party)| party.to_owned())
        .collect();
    let point = |table: &Table, row: &[String]| -> Vec<f64> {
        parties
            .iter()
            .map(|p| number(table.cell(row, &format!("utility.{p}"))))
            .collect()
    };
    let mut compared = 0;
    for agreed in runs.rows.iter().filter(|row| runs.cell(row, "outcome") == "agreement") {
        let here = point(&runs, agreed);
        for (kind, column) in [
            ("nash", "nash_distance"),
            ("kalai_smorodinsky", "kalai_smorodinsky_distance"),
            ("egalitarian", "egalitarian_distance"),
            ("maximum_welfare", "welfare_distance"),
            ("frontier_exact", "frontier_distance"),
        ] {
            let named = solutions.rows.iter().filter(|row| solutions.cell(row, "kind") == kind);
            let distance = |row: &Vec<String>| {
                let there = point(&solutions, row);
                here.iter()
                    .zip(&there)
                    .map(|(a, b)| (a - b) * (a - b))
                    .sum::<f64>()
                    .sqrt()
            };
            let expected = named.map(distance).reduce(f64::min);
            let found = Some(runs.cell(agreed, column))
                .filter(|cell| !cell.is_empty())
                .map(number);
            let same = match (expected, found) {
                (Some(a), Some(b)) => (a - b).abs() <= 1e-12 * (1.0 + a),
                (a, b) => a == b,
            };
            assert!(same, "{file}: {column} is {found:?}, {expected:?} by solutions.csv");
            compared += 1;
        }
    }
    compared
}

/// A random scenario of two or three parties by alternating offers, with linkages, exclusions and red lines.
fn random(luck: &mut SplitMix) -> String {
    let parties = &["east", "west", "north"][..2 + luck.below(2)];
    let scale = if luck.chance(0.5) { "own" } else { "unit" };
    let mut text = "format = 1\nscenario = { id = \"random\", stylised = true, horizon_days = 3 }\n".to_owned();
    text += "[talks]\nprotocol = \"alternating_offers\"\n";
    if scale == "own" {
        text += "scale = \"own\"\n";
    }
    for id in parties {
        let r = luck.below(5) as f64 / 10.0;
        let red_line = if luck.chance(0.3) {
            "red_lines = [\"i0=o0\"]\n"
        } else {
            ""
        };
        let _ = write!(
            text,
            "[[parties]]\nid = \"{id}\"\nrole = \"disputant\"\nreservation_value = {r}\n{red_line}\
             [[negotiators]]\nid = \"{id}_lead\"\nparty = \"{id}\"\nstrategy = {{ offers = \"conceder\", accepts = \"aspiration\" }}\n"
        );
    }
    for issue in 0..2 + luck.below(3) {
        let _ = write!(text, "[[issues]]\nid = \"i{issue}\"\noptions = [");
        let options = 2 + luck.below(3);
        (0..options).for_each(|o| text += &format!("{{ id = \"o{o}\" }}, "));
        let weights: Vec<String> = parties
            .iter()
            .map(|id| format!("{id} = {}", 1 + luck.below(9)))
            .collect();
        let _ = writeln!(text, "]\nweight = {{ {} }}", weights.join(", "));
        for id in parties {
            let values: Vec<String> = (0..options)
                .map(|o| format!("o{o} = {}", luck.below(11) as f64 / 10.0))
                .collect();
            let _ = writeln!(text, "values.{id} = {{ {} }}", values.join(", "));
        }
    }
    if luck.chance(0.5) {
        text += "[[exclusions]]\nid = \"never\"\noptions = [\"i0=o1\", \"i1=o1\"]\n";
    }
    if luck.chance(0.5) {
        text += "[[linkages]]\nid = \"both\"\nparty = \"west\"\noptions = [\"i0=o1\", \"i1=o0\"]\nvalue = 0.3\n";
    }
    let names: Vec<String> = parties.iter().map(|id| format!("\"{id}\"")).collect();
    let _ = write!(
        text,
        "[[calendar]]\nid = \"meeting\"\nday = 0\nparticipants = [{}]\nrounds = 40\n",
        names.join(", ")
    );
    text
}

#[test]
fn distances_are_those_to_the_points_in_the_table() {
    let home = common::temporary_folder();
    let mut luck = SplitMix(1);
    let mut compared = 0;
    for _ in 0..40 {
        let text = random(&mut luck);
        std::fs::write(home.path().join("random.toml"), text).expect("a file");
        compared += compare(home.path(), "random.toml");
    }
    assert!(compared > 200, "{compared}");
}

#[test]
fn distances_are_those_to_the_points_in_the_table_on_imported_domains() {
    let home = common::temporary_folder();
    let mut domains = vec![shipped("crates/detente-import/tests/genius/orchard")];
    let reference = common::root()
        .parent()
        .map(|beside| beside.join("shared/reference/domains"));
    // The largest domain is left to the tests of the import.
    let others = reference
        .and_then(|folder| std::fs::read_dir(folder).ok())
        .into_iter()
        .flatten();
    let others = others.map(|entry| entry.expect("a domain").path().display().to_string());
    domains.extend(others.filter(|domain| !domain.ends_with("AMPOvsCity")));
    if domains.len() == 1 {
        eprintln!("SKIPPED: no reference data beside the project");
    }
    let mut compared = 0;
    for domain in domains {
        for scale in ["genius", "raw"] {
            let import = [
                "import",
                "genius",
                &domain,
                "--rounds",
                "30",
                "--utilities",
                scale,
                "-o",
                "talks.toml",
                "--force",
            ];
            common::told_with_notes(home.path(), &import);
            compared += compare(home.path(), "talks.toml");
        }
    }
    assert!(compared > 0);
}

#[test]
fn surplus_is_counted_from_the_reservation_value_everywhere() {
    let home = common::temporary_folder();
    std::fs::write(home.path().join("orchard.toml"), ORCHARD).expect("a file");
    let found = solved(home.path(), "orchard.toml");
    assert_eq!(found["nash"][0]["package"], "harvest=six");
    assert_eq!(found["kalai_smorodinsky"][0]["package"], "harvest=six");
    assert_eq!(found["egalitarian"][0]["package"], "harvest=four");
    // The runs agree on ten rows, (.9, .41): sqrt(.04 + .0196) from Nash.
    let (runs, _) = run(home.path(), "orchard.toml");
    let distance = number(runs.cell(&runs.rows[0], "nash_distance"));
    assert!((distance - 0.0596_f64.sqrt()).abs() < 1e-12, "{distance}");
}

/// Twelve issues of four options: 4^12 times as many packages, none of which matters.
#[test]
fn issues_that_weigh_nothing_change_nothing() {
    let home = common::temporary_folder();
    let mut text = ORCHARD.to_owned();
    for trifle in 0..12 {
        let _ = write!(
            text,
            "[[issues]]\nid = \"trifle{trifle}\"\noptions = [{{ id = \"a\" }}, {{ id = \"b\" }}, {{ id = \"c\" }}, {{ id = \"d\" }}]\n\
             weight = {{ hill = 0, vale = 0 }}\n"
        );
    }
    std::fs::write(home.path().join("orchard.toml"), ORCHARD).expect("a file");
    std::fs::write(home.path().join("large.toml"), text).expect("a file");
    let (small, large) = (solved(home.path(), "orchard.toml"), solved(home.path(), "large.toml"));
    for key in [
        "nash",
        "kalai_smorodinsky",
        "egalitarian",
        "maximum_welfare",
        "maximum_relative_welfare",
    ] {
        assert_eq!(utilities(&small[key]), utilities(&large[key]), "{key}");
    }
    for key in ["rational_fraction", "opposition", "parties", "zone_of_agreement"] {
        assert_eq!(small[key], large[key], "{key}");
    }
    assert_eq!(large["frontier"]["exact"], true);
    assert_eq!(large["frontier"]["size"], 4);
}

/// .4 for the second village in two packages, once as 0.39999999999999997: the worse one for the first is not efficient.
#[test]
fn rounding_keeps_nothing_on_the_frontier() {
    let home = common::temporary_folder();
    let text = ORCHARD
        .replace(
            "{ id = \"all\" }, { id = \"ten\" }, { id = \"six\" }, { id = \"four\" }",
            "{ id = \"t0\" }, { id = \"t1\" }, { id = \"t2\" }",
        )
        .replace("weight = { hill = 1, vale = 1 }", "weight = { hill = 0.3, vale = 0.6 }")
        .replace(
            "{ all = 1.0, ten = 0.9, six = 0.7, four = 0.6 }",
            "{ t0 = 0.1, t1 = 0.4, t2 = 0.5 }",
        )
        .replace(
            "{ all = 0.3, ten = 0.41, six = 0.55, four = 0.6 }",
            "{ t0 = 0.2, t1 = 0.0, t2 = 0.0 }",
        )
        .replace(
            "[[calendar]]",
            "[[issues]]\nid = \"hours\"\noptions = [{ id = \"h0\" }, { id = \"h1\" }, { id = \"h2\" }]\n\
             weight = { hill = 0.7, vale = 0.4 }\nvalues.hill = { h0 = 0.5, h1 = 0.9, h2 = 0.3 }\n\
             values.vale = { h0 = 1.0, h1 = 0.7, h2 = 0.9 }\n[[calendar]]",
        );
    std::fs::write(home.path().join("bridge.toml"), text).expect("a file");
    let found = solved(home.path(), "bridge.toml");
    assert_eq!(found["frontier"]["size"], 3, "{}", found["frontier"]);
}

/// All of the time has gone at the deadline: half of .7, whatever the number of rounds.
#[test]
fn the_deadline_discounts_by_all_of_the_time() {
    let home = common::temporary_folder();
    for rounds in [1, 2, 10, 100] {
        let text = ORCHARD
            .replacen("reservation_value = 0.0", "reservation_value = 0.7\ndiscount = 0.5", 1)
            .replace("reservation_value = 0.0", "reservation_value = 0.7")
            .replace("rounds = 100", &format!("rounds = {rounds}"));
        std::fs::write(home.path().join("pact.toml"), text).expect("a file");
        let (runs, _) = run(home.path(), "pact.toml");
        assert_eq!(runs.cell(&runs.rows[0], "outcome"), "deadline");
        assert_eq!(
            number(runs.cell(&runs.rows[0], "discounted.hill")),
            0.35,
            "{rounds} rounds"
        );
        assert_eq!(number(runs.cell(&runs.rows[0], "discounted.vale")), 0.7);
        let told = told(home.path(), &["simulate", "pact.toml", "--json"]);
        let run: Value = serde_json::from_str(&told).expect("JSON");
        assert_eq!(run["discounted_utilities"]["hill"], 0.35, "{rounds} rounds");
    }
}

/// Two of the four harvests are refused, one by each; of the other two both gain by one.
#[test]
fn shares_are_of_all_packages_and_of_those_without_red_lines() {
    let home = common::temporary_folder();
    let text = ORCHARD
        .replacen(
            "reservation_value = 0.0",
            "reservation_value = 0.65\nred_lines = [\"harvest=four\"]",
            1,
        )
        .replacen(
            "reservation_value = 0.0",
            "reservation_value = 0.5\nred_lines = [\"harvest=all\"]",
            1,
        );
    std::fs::write(home.path().join("orchard.toml"), &text).expect("a file");
    let found = solved(home.path(), "orchard.toml");
    assert_eq!(found["packages_that_exclusions_allow"], 4);
    assert_eq!(found["packages_without_red_lines"], 2);
    assert_eq!(found["packages_that_all_gain_by"], 1);
    assert_eq!(
        [
            &found["rational_fraction"],
            &found["rational_fraction_without_red_lines"]
        ],
        [0.25, 0.5]
    );
    let said = told(home.path(), &["solve", "orchard.toml"]);
    assert!(
        said.contains("25.0 % of all packages, 50.0 % of those without red lines"),
        "{said}"
    );
}

#[test]
fn contradictory_red_lines_are_an_answer() {
    let home = common::temporary_folder();
    let refused = "red_lines = [\"harvest=four\", \"harvest=six\", \"harvest=ten\", \"harvest=all\"]";
    let text = ORCHARD.replacen(
        "reservation_value = 0.0",
        &format!("reservation_value = 0.0\n{refused}"),
        1,
    );
    std::fs::write(home.path().join("orchard.toml"), text).expect("a file");
    let said = told(home.path(), &["solve", "orchard.toml"]);
    assert!(
        said.contains("no package can be agreed: red lines or exclusions refuse every one"),
        "{said}"
    );
    let found = solved(home.path(), "orchard.toml");
    assert_eq!(found["zone_of_agreement"], false);
    assert_eq!(found["rational_fraction"], 0.0);
    assert!(found["nash"].as_array().is_some_and(Vec::is_empty) && found["parties"][0]["utility_min"].is_null());
    let checked = detente(home.path(), &["check", "orchard.toml"]);
    assert_eq!(checked.code, Some(0), "{}", checked.stderr);
    assert!(
        checked
            .stderr
            .contains("warning: parties: red lines or exclusions refuse every package"),
        "{}",
        checked.stderr
    );
    assert!(
        checked.stdout.contains("red lines and exclusions leave no package"),
        "{}",
        checked.stdout
    );
}

/// Thirty-two states: products of surpluses that differ by a factor of e^35 do not tie.
#[test]
fn many_surpluses_do_not_tie_falsely() {
    let home = common::temporary_folder();
    let scenario = shipped("scenarios/climate-conference.toml");
    let found = solved(home.path(), &scenario);
    let reservations: Vec<f64> = found["parties"]
        .as_array()
        .expect("parties")
        .iter()
        .map(|party| party["reservation_value"].as_f64().expect("a number"))
        .collect();
    let ids: Vec<&str> = found["parties"]
        .as_array()
        .expect("parties")
        .iter()
        .map(|p| p["id"].as_str().expect("an id"))
        .collect();
    let log_product = |settlement: &Value| -> f64 {
        let surplus = |(id, r): (&&str, &f64)| settlement["utilities"][*id].as_f64().expect("a number") - r;
        ids.iter().zip(&reservations).map(surplus).map(libm::log).sum()
    };
    let best = log_product(&found["nash"][0]);
    assert!(best.is_finite());
    for tie in found["nash"].as_array().expect("ties") {
        assert!((log_product(tie) - best).abs() < 1e-10, "{tie}");
    }
    let points = found["frontier"]["points"].as_array().expect("points");
    let positive = |p: &&Value| {
        ids.iter()
            .zip(&reservations)
            .all(|(id, r)| p["utilities"][*id].as_f64() > Some(*r))
    };
    assert!(points.iter().filter(positive).all(|p| log_product(p) <= best + 1e-10));
}

/// Each side's public goes by its utility. Support of .75 and more leaves hill all rows and ten, (1.0, .3) and (.9, .41);
/// vale, on the scale from .3 to .6, needs .45 at half and .585 at .95: no package passes both.
#[test]
fn zones_that_no_vote_would_pass_are_told() {
    let home = common::temporary_folder();
    let with = |hill: f64, vale: f64| {
        let text = ORCHARD
            .replacen(
                "reservation_value = 0.0",
                &format!("reservation_value = 0.0\nratification = {{ threshold = {hill} }}"),
                1,
            )
            .replacen(
                "reservation_value = 0.0\n[[neg",
                &format!("reservation_value = 0.0\nratification = {{ threshold = {vale} }}\n[[neg"),
                1,
            )
            .replace("[talks]", "[behaviours]\nratification = { width = 0 }\n[talks]");
        std::fs::write(home.path().join("votes.toml"), text).expect("a file");
        let output = detente(home.path(), &["check", "votes.toml"]);
        assert_eq!(output.code, Some(0), "{}", output.stderr);
        (output.stderr, solved(home.path(), "votes.toml"))
    };
    // .6 + .1 * .4 = .64 and .3 + .8 * .3 = .54: six rows pass both.
    let (said, found) = with(0.1, 0.8);
    assert!(!said.contains("at home"), "{said}");
    assert_eq!(found["home"]["packages_in_the_zone"], 4);
    assert_eq!(found["home"]["packages_that_pass_every_vote"], 1);
    assert_eq!(found["home"]["some_package_does_both"], true);
    let (said, found) = with(0.5, 0.8);
    assert!(
        said.contains("no package has an even chance in every vote at home on day 0"),
        "{said}"
    );
    assert_eq!(found["home"]["packages_that_pass_every_vote"], 0);
    assert_eq!(found["zone_of_agreement"], true);
    let (said, _) = with(1.2, 0.1);
    assert!(
        said.contains("parties.hill.ratification.threshold: no package has an even chance in its vote at home"),
        "{said}"
    );
}

#[test]
fn sides_that_want_the_same_have_nothing_to_bargain_over() {
    let home = common::temporary_folder();
    let warned = |text: &str| {
        std::fs::write(home.path().join("orchard.toml"), text).expect("a file");
        detente(home.path(), &["check", "orchard.toml"])
            .stderr
            .contains("one package gives every disputant the most that any can")
    };
    assert!(!warned(ORCHARD));
    let alike = ORCHARD.replace(
        "values.vale = { all = 0.3, ten = 0.41, six = 0.55, four = 0.6 }",
        "values.vale = { all = 1.0, ten = 0.9, six = 0.7, four = 0.6 }",
    );
    assert!(warned(&alike));
    // One package that both would sign is another matter: each could have more elsewhere.
    let tight = ORCHARD.replacen("reservation_value = 0.0", "reservation_value = 0.8", 1);
    let tight = tight.replacen("reservation_value = 0.0", "reservation_value = 0.4", 1);
    assert!(!warned(&tight));
}

/// Both would take b, worth .5 against .48, and it has an even chance in both votes. Yet nobody signs: .5 * .5 + .5 * (.48 -
/// .05) = .465.
#[test]
fn what_nobody_would_sign_does_not_pass_at_home() {
    let home = common::temporary_folder();
    let text = r#"format = 1
[scenario]
id = "even"
stylised = true
horizon_days = 60
[behaviours]
concession = { tempo_days = 10 }
ratification = { threshold = 0.5, width = 0.4, drift = 0 }
[talks]
protocol = "single_text"
text_holder = "m"
[[parties]]
id = "m"
role = "mediator"
[[parties]]
id = "east"
role = "disputant"
reservation_value = 0.48
[[parties]]
id = "west"
role = "disputant"
reservation_value = 0.48
[defaults.negotiators]
noise = 0
[[negotiators]]
id = "c"
party = "m"
[[negotiators]]
id = "e"
party = "east"
[[negotiators]]
id = "w"
party = "west"
[[issues]]
id = "i"
options = [{ id = "a" }, { id = "b" }, { id = "c" }]
weight = { east = 1, west = 1 }
values.east = { a = 1, b = 0.5, c = 0 }
values.west = { a = 0, b = 0.5, c = 1 }
[[calendar]]
id = "s"
day = 0
every_days = 3
times = 15
rounds = 3
participants = ["m", "east", "west"]
"#;
    std::fs::write(home.path().join("even.toml"), text).expect("a file");
    let found = solved(home.path(), "even.toml");
    assert_eq!(found["home"]["packages_in_the_zone"], 1);
    assert_eq!(found["home"]["packages_that_do_both"], 0);
    let checked = detente(home.path(), &["check", "even.toml"]);
    assert!(
        checked.stderr.contains("no package that every disputant would sign"),
        "{}",
        checked.stderr
    );
    // A step is sure of what reaches it.
    std::fs::write(home.path().join("even.toml"), text.replace("width = 0.4", "width = 0")).expect("a file");
    assert_eq!(solved(home.path(), "even.toml")["home"]["packages_that_do_both"], 1);
}
