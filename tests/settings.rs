//! `run --set`: a scenario is compared with itself as it is changed; of an experiment the scenario is changed before anything
//! else. The results say so. And which parties have columns.

use crate::common::{self, Table, detente, shipped, temporary_folder, text, told};
use std::path::Path;

const HARBOUR: &str = "scenarios/harbour.toml";

fn run(folder: &Path, file: &str, out: &str, more: &[&str]) {
    let run = ["run", file, "--out", out, "--no-figures", "--quiet", "--replicates"];
    told(folder, &[&run[..], more].concat());
}

/// What-if without an experiment: the scenario as it stands beside the scenario as it is changed, on the same luck.
#[test]
fn a_scenario_that_is_changed_is_compared_with_itself() {
    let home = temporary_folder();
    let folder = home.path();
    run(
        folder,
        &shipped(HARBOUR),
        "set",
        &["60", "--set", "calendar.*.secrecy=0.2"],
    );
    let edited = text(&common::root().join(HARBOUR))
        .replace("secrecy = 0.6", "secrecy = 0.2")
        .replace("secrecy = 0.8", "secrecy = 0.2");
    std::fs::write(folder.join("edited.toml"), edited).expect("a scenario");
    run(folder, "edited.toml", "edited", &["60"]);
    run(folder, &shipped(HARBOUR), "plain", &["60"]);
    let rows = |out: &str, point| -> Vec<Vec<String>> {
        let runs = Table::read(&folder.join(out).join("runs.csv"));
        runs.of_point(point).map(|row| row[1..].to_vec()).collect()
    };
    assert_eq!(rows("set", 0), rows("plain", 0), "point 0 is the scenario as it stands");
    assert_eq!(rows("set", 1), rows("edited", 0), "point 1 is what the file would say");
    assert_ne!(rows("set", 0), rows("set", 1));
    let contrasts = Table::read(&folder.join("set/contrasts.csv"));
    let policies: Vec<&str> = contrasts.rows.iter().map(|row| contrasts.cell(row, "policy")).collect();
    assert_eq!(policies, ["what_if"; 2]);
    let manifest: serde_json::Value = serde_json::from_str(&text(&folder.join("set/manifest.json"))).expect("JSON");
    assert_eq!(manifest["settings"], serde_json::json!(["calendar.*.secrecy=0.2"]));
    let plain: serde_json::Value = serde_json::from_str(&text(&folder.join("plain/manifest.json"))).expect("JSON");
    assert!(plain.get("settings").is_none() && plain["plan"] != manifest["plan"]);
    assert_eq!(
        detente(folder, &["rerun", "set"]).code,
        Some(0),
        "played again with what was set"
    );
    let one = [
        "simulate",
        &shipped(HARBOUR),
        "--set",
        "calendar.*.secrecy=0.2",
        "--replicate",
        "5",
        "--json",
    ];
    let one: serde_json::Value = serde_json::from_str(&told(folder, &one)).expect("JSON");
    let row = Table::read(&folder.join("set/runs.csv"));
    let fifth = row.of_point(1).nth(5).expect("a row");
    assert_eq!(one["outcome"], row.cell(fifth, "outcome"));
    assert_eq!(one["end_day"].to_string(), row.cell(fifth, "end_day"));
}

#[test]
fn points_are_made_of_what_was_set() {
    let home = temporary_folder();
    let folder = home.path();
    let experiment = format!(
        "format = 1\n[experiment]\nid = \"e\"\nscenario = \"{}\"\nreplicates = 40\n[design]\nkind = \"grid\"\n[[factors]]\n\
         id = \"leaks\"\npath = \"behaviours.leaks.hazard_per_day\"\nop = \"scale\"\nlevels = [1, 4]\n",
        shipped(HARBOUR)
    );
    std::fs::write(folder.join("e.toml"), experiment).expect("an experiment");
    let set = "behaviours.leaks.hazard_per_day=0.02";
    run(folder, "e.toml", "out", &["40", "--set", set]);
    let runs = Table::read(&folder.join("out/runs.csv"));
    let rows = |point| runs.of_point(point).map(|row| row[1..].to_vec()).collect::<Vec<_>>();
    assert_eq!(rows(0), rows(1), "times 1 is the scenario as it was set");
    assert_ne!(rows(0), rows(2));
    let one = [
        "simulate",
        "e.toml",
        "--point",
        "2",
        "--set",
        set,
        "--replicate",
        "7",
        "--json",
    ];
    let one: serde_json::Value = serde_json::from_str(&told(folder, &one)).expect("JSON");
    let seventh = runs.of_point(2).nth(7).expect("a row");
    assert_eq!(one["end_day"].to_string(), runs.cell(seventh, "end_day"));
    assert_eq!(one["leaks"].to_string(), runs.cell(seventh, "leaks"));
}

#[test]
fn shards_of_one_setting_are_merged_and_of_another_are_not() {
    let home = temporary_folder();
    let folder = home.path();
    let set = ["1100", "--set", "calendar.*.secrecy=0.3"];
    for shard in ["1/2", "2/2"] {
        run(
            folder,
            &shipped(HARBOUR),
            "out",
            &[&set[..], &["--shard", shard]].concat(),
        );
    }
    told(folder, &["merge", "out", "--no-figures", "--quiet"]);
    run(folder, &shipped(HARBOUR), "whole", &set);
    assert!(text(&folder.join("out/runs.csv")) == text(&folder.join("whole/runs.csv")));
    assert!(text(&folder.join("out/manifest.json")) == text(&folder.join("whole/manifest.json")));
    let other = [
        "run",
        &shipped(HARBOUR),
        "--out",
        "out",
        "--replicates",
        "1100",
        "--set",
        "calendar.*.secrecy=0.4",
    ];
    assert_eq!(detente(folder, &other).code, Some(2), "another setting is another plan");
}

#[test]
fn a_setting_that_fits_nothing_is_told_and_nothing_is_written() {
    let home = temporary_folder();
    for (set, says) in [
        ("calendar.nowhere.secrecy=0.3", "nowhere"),
        ("calendar.*.secrecy=3", "expected a number from 0 to 1"),
        ("secrecy", "expected PATH=VALUE"),
    ] {
        let output = detente(home.path(), &["run", &shipped(HARBOUR), "--out", "out", "--set", set]);
        assert_eq!(output.code, Some(2), "{set}");
        assert!(
            output.stderr.contains(says) && output.stderr.contains(&format!("--set {set}")),
            "{}",
            output.stderr
        );
    }
    assert_eq!(common::files_below(home.path()), Vec::<String>::new());
}

/// A column that is 0 in every run is none; whoever has a stake at some point has one at all.
#[test]
fn who_has_a_stake_has_columns() {
    let home = temporary_folder();
    let folder = home.path();
    let parties = |out: &str| -> Vec<String> {
        let runs = Table::read(&folder.join(out).join("runs.csv"));
        let of = |prefix| {
            runs.columns(prefix)
                .map(|(_, party)| party.to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(of("utility."), of("surplus."));
        of("utility.")
    };
    run(folder, &shipped(HARBOUR), "plain", &["20"]);
    assert_eq!(parties("plain"), ["north", "south"]);
    run(
        folder,
        &shipped(HARBOUR),
        "worth",
        &["20", "--set", "parties.union.reservation_value=0.2"],
    );
    assert_eq!(parties("worth"), ["north", "south", "union"]);
    let experiment = format!(
        "format = 1\n[experiment]\nid = \"e\"\nscenario = \"{}\"\nreplicates = 20\n[design]\nkind = \"grid\"\n[[factors]]\n\
         id = \"worth\"\npath = \"parties.mediator.reservation_value\"\nop = \"add\"\nlevels = [0, 0.1]\n",
        shipped(HARBOUR)
    );
    std::fs::write(folder.join("e.toml"), experiment).expect("an experiment");
    run(folder, "e.toml", "varied", &["20"]);
    assert_eq!(parties("varied"), ["north", "south", "mediator"]);
    let asked =
        "format = 1\n[experiment]\nid = \"e\"\nscenario = \"S\"\nreplicates = 20\n[[responses]]\nid = \"x\"\nmean = \
                 \"utility.union\"\n"
            .replace('S', &shipped(HARBOUR));
    std::fs::write(folder.join("asked.toml"), asked).expect("an experiment");
    let refused = detente(folder, &["check", "asked.toml"]);
    assert_eq!(refused.code, Some(2), "what is no column cannot be asked for");
    assert!(refused.stderr.contains("no stake"), "{}", refused.stderr);
}
