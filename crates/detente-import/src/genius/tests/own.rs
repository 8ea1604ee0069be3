//! Domains of our own, with utilities worked out by hand.

use super::*;
use crate::notes;

use Utilities::{Genius, Raw};

/// Weights stand after the issues, indices begin at 2, and each file has its own order.
#[test]
fn names_and_indices_meet() {
    let genius = import(&own("orchard"), 2, Genius);
    assert_eq!(genius.parties(), ["owner", "picker"]);
    assert_eq!(genius.issues(), ["Harvest", "Fence"]);
    let harvest = vec!["half & half", "$3.98 a crate", "by \"turns\""];
    assert_eq!(genius.options(), [harvest, vec!["yes", "no"]]);
    // Weights as they stand: 0.75 and 0.5 are not made to add up to 1.
    assert_eq!(genius.weights("owner"), [0.75, 0.5]);
    // Harvest 10, 20, 5 of at most 20; fence 4, 0 of at most 4.
    assert_eq!(genius.values("owner"), [vec![0.5, 1.0, 0.25], vec![1.0, 0.0]]);
    // 0.75 * 0.25 + 0.5 * 1
    assert_eq!(genius.utility("owner", &["by \"turns\"", "yes"]), 0.6875);
    // The picker's fence is worth 0 throughout: so are the values, as in GENIUS.
    assert_eq!(genius.values("picker"), [vec![1.0, 0.0, 0.5], vec![0.0, 0.0]]);

    let raw = import(&own("orchard"), 2, Raw);
    // 0.75 * 5 + 0.5 * 4
    assert_eq!(raw.utility("owner", &["by \"turns\"", "yes"]), 5.75);
    assert_eq!(raw.utility_range("owner"), [3.75, 17.0]);
}

#[test]
fn reservation_values_and_discount_factors_are_taken_where_they_stand() {
    let orchard = import(&own("orchard"), 2, Genius);
    // A factor of 0 is none, and so is its absence; a reservation value that is absent is 0.
    assert_eq!(orchard.party("owner")["reservation_value"].as_float(), Some(0.125));
    assert_eq!(orchard.party("picker")["reservation_value"].as_float(), Some(0.0));
    assert!(orchard.rows("parties").all(|party| !party.contains_key("discount")));
    // Outside of the utility space, and after it.
    let three = import(&own("three"), 3, Genius);
    let discounts = three
        .rows("parties")
        .map(|party| party.get("discount").and_then(toml::Value::as_float));
    assert_eq!(discounts.collect::<Vec<_>>(), [None, Some(0.5), None]);
    assert_eq!(three.party("coast")["reservation_value"].as_float(), Some(0.25));
}

#[test]
fn profiles_take_part_in_byte_order_of_file_names() {
    assert_eq!(
        import(&own("three"), 3, Genius).parties(),
        ["Inland", "coast", "harbour"]
    );
    let two = import(&own("three"), 2, Genius);
    assert_eq!(two.parties(), ["Inland", "coast"]);
    assert_eq!(two.values("Inland"), [[1.0, 0.25]]);
    assert_eq!(two.values("coast"), [[0.5, 1.0]]);
    let participants = two.rows("calendar").next().unwrap()["participants"]
        .as_array()
        .unwrap()
        .len();
    assert_eq!(participants, 2);
}

#[test]
fn numbers_become_options() {
    let genius = import(&own("ferry"), 2, Genius);
    let options = genius.options();
    assert_eq!(options[0], ["-2", "-1", "0", "1", "2"]);
    // Five steps, as the file says; ten where it says nothing.
    assert_eq!(options[1], ["0", "1", "2", "3", "4"]);
    assert_eq!(options[2], ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);

    let island = genius.values("island");
    // 0.5 + 0.25 (x + 2), at most 1
    assert_eq!(island[0], [0.5, 0.75, 1.0, 1.0, 1.0]);
    // 1 - 0.5 x, at least 0
    assert_eq!(island[1], [1.0, 0.5, 0.0, 0.0, 0.0]);
    assert_eq!(island[2], [0.5; 10]);
    let line = genius.values("line");
    assert_eq!(line[0], [0.0, 0.5, 1.0, 0.5, 0.0]);
    assert_eq!(line[1], [0.0, 0.25, 0.5, 0.75, 1.0]);
    assert_eq!(line[2], [0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1.0, 1.0, 1.0]);
    // 0.5 * 0.75 + 0.25 * 0.5 + 0.25 * 0.5
    assert_eq!(genius.utility("island", &["-1", "1", "7"]), 0.625);

    let raw = import(&own("ferry"), 2, Raw);
    let island = raw.values("island");
    // 0.5 + 0.25 x and 1 - 0.5 x, neither clipped
    assert_eq!(island[0], [0.0, 0.25, 0.5, 0.75, 1.0]);
    assert_eq!(island[1], [1.0, 0.5, 0.0, -0.5, -1.0]);
    assert_eq!(raw.values("line")[2][9], 1.25);
}

#[test]
fn strategies_become_offers_and_answers() {
    let strategies = ["conceder", "naive_tit_for_tat", "trade_off"]
        .map(str::to_owned)
        .to_vec();
    let options = ImportOptions {
        strategies,
        rounds: 7,
        ..ImportOptions::default()
    };
    let scenario = Imported::new(import_genius(&own("three"), &options).unwrap());
    let strategies: Vec<[&str; 4]> = scenario
        .rows("negotiators")
        .map(|row| {
            let strategy = &row["strategy"];
            [&row["id"], &row["party"], &strategy["offers"], &strategy["accepts"]].map(|v| v.as_str().unwrap())
        })
        .collect();
    assert_eq!(strategies[0], ["Inland_negotiator", "Inland", "conceder", "aspiration"]);
    assert_eq!(
        strategies[1],
        ["coast_negotiator", "coast", "naive_tit_for_tat", "naive_tit_for_tat"]
    );
    assert_eq!(
        strategies[2],
        ["harbour_negotiator", "harbour", "trade_off", "aspiration"]
    );
    assert_eq!(
        scenario.rows("calendar").next().unwrap()["rounds"].as_integer(),
        Some(7)
    );
}

/// The whole text of a small domain.
#[test]
fn the_scenario_reads_well() {
    let text = import(&own("three"), 2, Genius).text;
    let expected = r#"# Imported from a GENIUS domain. Utilities: as GENIUS has them, evaluations divided by the largest of their issue.
# Note: Inland.xml, coast.xml take part, the first by name; left out: harbour.xml; `--profiles A,B` takes others.
format = 1

[scenario]
id = "three"
title = "three"
stylised = true
horizon_days = 1

[[scenario.sources]]
id = "domain"
text = "Domain of GENIUS, file z_domain.xml"

[[scenario.sources]]
id = "profile_1"
text = "Profile of GENIUS, file Inland.xml"

[[scenario.sources]]
id = "profile_2"
text = "Profile of GENIUS, file coast.xml"

[talks]
protocol = "alternating_offers"
scale = "own" # weights, values and reservation values count as they stand

[[parties]]
id = "Inland"
role = "disputant"
reservation_value = 0.0

[[parties]]
id = "coast"
role = "disputant"
reservation_value = 0.25
discount = 0.5

[[negotiators]]
id = "Inland_negotiator"
party = "Inland"
strategy = { offers = "boulware", accepts = "aspiration" }

[[negotiators]]
id = "coast_negotiator"
party = "coast"
strategy = { offers = "boulware", accepts = "aspiration" }

[[issues]]
id = "Quota"
options = [{ id = "low" }, { id = "high" }]
weight = { "Inland" = 1.0, "coast" = 1.0 }
values."Inland" = { "low" = 1.0, "high" = 0.25 }
values."coast" = { "low" = 0.5, "high" = 1.0 }

[[calendar]]
id = "negotiation"
day = 0
participants = ["Inland", "coast"]
rounds = 100
"#;
    assert_eq!(text, expected);
}

/// A line that is there twice counts once, and a name that is no id is fitted; the scenario says so.
#[test]
fn what_is_changed_on_the_way_is_said() {
    let domain = r#"<negotiation_template><utility_space><objective>
        <issue index="1" name="a=b"><item index="1" value="x;y"/><item index="2" value="z"/></issue>
        </objective></utility_space></negotiation_template>"#;
    let profile = r#"<utility_space><objective><weight index="1" value="1"/>
        <issue index="1" name="a=b"><item index="1" value="x;y" evaluation="1"/>
        <item index="1" value="x;y" evaluation="2"/><item index="2" value="z" evaluation="4"/></issue>
        </objective></utility_space>"#;
    let folder = folder(&[("d.xml", domain), ("p.xml", profile), ("q.xml", profile)]);
    let scenario = import(folder.path(), 2, Raw);
    assert_eq!(scenario.issues(), ["a:b"]);
    assert_eq!(scenario.options(), [["x,y", "z"]]);
    assert_eq!(scenario.values("q"), [[2.0, 4.0]]);
    let notes: Vec<&str> = notes(&scenario.text).collect();
    let expected = [
        "issue `a=b` has the id `a:b`, because its name is no id.",
        "value `x;y` has the id `x,y`, because its name is no id.",
        "p.xml evaluates `x;y` of issue `a=b` twice; the last one counts, as in GENIUS.",
        "q.xml evaluates `x;y` of issue `a=b` twice; the last one counts, as in GENIUS.",
        "p.xml and q.xml want the same (every package is worth as much to both): they may be two variants of one side.",
    ];
    assert_eq!(notes, expected);
}
