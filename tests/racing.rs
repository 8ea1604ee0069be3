//! `[select]`: a race of policies is the same for any threads, the runs of those that are dropped are those that they would have
//! had, and the answer says what the tables hold.

use crate::common::{Table, detente, listing, shipped, temporary_folder, text, told};
use std::collections::BTreeMap;

/// The shipped race, shorter.
fn short() -> String {
    let text = text(&crate::common::root().join("experiments/harbour-race.toml"));
    text.replace("20_480", "4_096")
        .replace("../scenarios/harbour.toml", &shipped("scenarios/harbour.toml"))
}

fn number(table: &Table, row: &[String], column: &str) -> f64 {
    table.cell(row, column).parse().expect("a number")
}

/// By point, the ends of its runs, by replicate.
fn ends(table: &Table) -> BTreeMap<String, Vec<String>> {
    let mut ends: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in &table.rows {
        let of_point = ends.entry(table.cell(row, "point").to_owned()).or_default();
        assert_eq!(table.cell(row, "replicate"), of_point.len().to_string());
        of_point.push(table.cell(row, "outcome").to_owned());
    }
    ends
}

#[test]
fn a_race_is_the_same_for_any_threads_and_its_runs_are_those_of_no_race() {
    let home = temporary_folder();
    let folder = home.path();
    std::fs::write(folder.join("race.toml"), short()).expect("an experiment");
    for (out, threads) in [("one", "1"), ("two", "3")] {
        let run = [
            "run",
            "race.toml",
            "--out",
            out,
            "--threads",
            threads,
            "--no-figures",
            "--quiet",
        ];
        told(folder, &run);
    }
    for table in ["runs.csv", "summary.csv", "race.csv", "manifest.json", "answer.md"] {
        let [one, two] = ["one", "two"].map(|out| text(&folder.join(out).join(table)));
        assert!(one == two, "{table}");
    }
    // Without the race: everybody's runs.
    let plain = [
        "run",
        "race.toml",
        "--out",
        "plain",
        "--replicates",
        "4096",
        "--no-figures",
        "--quiet",
    ];
    told(folder, &plain);
    assert!(!folder.join("plain/race.csv").exists());
    let [raced, all] = ["one", "plain"].map(|out| ends(&Table::read(&folder.join(out).join("runs.csv"))));
    let race = Table::read(&folder.join("one/race.csv"));
    let design = Table::read(&folder.join("one/design.csv"));
    let point = |policy: &str| {
        let is_it = |row: &&Vec<String>| design.cell(row, "policy") == policy;
        let row = design.rows.iter().find(is_it).expect("a point");
        design.cell(row, "point").to_owned()
    };
    let mut dropped = 0;
    for row in &race.rows {
        let policy = race.cell(row, "policy");
        let own = &raced[&point(policy)];
        assert_eq!(own.as_slice(), &all[&point(policy)][..own.len()], "{policy}");
        assert_eq!(number(&race, row, "runs") as usize, own.len());
        let agreed = |of: &[String]| of.iter().filter(|end| *end == "agreement").count() as f64;
        assert!((number(&race, row, "value") - agreed(own) / own.len() as f64).abs() < 1e-12);
        let against = race.cell(row, "against");
        if against.is_empty() {
            continue;
        }
        // The difference is over the pairs that both have had in the race.
        let pairs = number(&race, row, "pairs") as usize;
        let of_both = [policy, against].map(|id| agreed(&all[&point(id)][..pairs]) / pairs as f64);
        assert!(
            (number(&race, row, "difference") - (of_both[0] - of_both[1])).abs() < 1e-12,
            "{policy}"
        );
        // Fifteen pairs of six policies, four looks.
        let [p, at] = ["p_value", "dropped_at"].map(|column| number(&race, row, column));
        assert!((at - 0.05 / 60.0).abs() < 1e-12);
        match race.cell(row, "dropped_after") {
            "" => assert!(p > at, "{policy}"),
            after => {
                assert!(p <= at && after == pairs.to_string(), "{policy}");
                dropped += 1;
            }
        }
    }
    assert!((1..race.rows.len()).contains(&dropped), "{dropped} dropped");
    assert_eq!(raced["0"].len(), 4_096, "base is played to the end");
}

#[test]
fn a_finished_race_is_what_it_is_and_a_wider_one_is_another() {
    let home = temporary_folder();
    let folder = home.path();
    std::fs::write(folder.join("race.toml"), short()).expect("an experiment");
    let run = ["run", "race.toml", "--out", "one", "--no-figures"];
    let said = told(folder, &run);
    let race = Table::read(&folder.join("one/race.csv"));
    let winner = race.cell(&race.rows[0], "policy").to_owned();
    let value = format!("{:.1}", 100.0 * number(&race, &race.rows[0], "value"));
    let part = said
        .split("WHICH POLICY WON THE RACE")
        .nth(1)
        .expect("a part on the race");
    let part = part.split("\n\n").next().expect("a part");
    let part = part.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(part.contains(&winner) && part.contains(&value), "{part}");
    assert!(
        part.contains("at most 5.0 of 100, over 15 pairs of policies and 4 looks"),
        "{part}"
    );
    let again = told(folder, &run);
    assert!(again.contains("holds this run already"), "{again}");
    assert_eq!(detente(folder, &["rerun", "one"]).code, Some(0));
    let status = told(folder, &["status", "one"]);
    assert!(status.contains("complete"), "{status}");
    let before = listing(folder);
    let shard = detente(folder, &["run", "race.toml", "--shard", "1/2", "--out", "three"]);
    assert!(
        shard.code == Some(2) && shard.stderr.contains("[select]"),
        "{}",
        shard.stderr
    );
    std::fs::write(folder.join("race.toml"), short().replace("0.95", "0.99")).expect("an experiment");
    let other = detente(folder, &run);
    assert!(
        other.code == Some(2) && other.stderr.contains("it holds another run"),
        "{}",
        other.stderr
    );
    std::fs::write(folder.join("race.toml"), short()).expect("an experiment");
    assert_eq!(listing(folder), before);
}
