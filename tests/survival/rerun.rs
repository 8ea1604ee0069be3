//! `rerun` plays a finished folder again from the files that it kept.

use crate::study::{Home, RESULTS, everything};
use std::fs;

#[test]
fn every_table_matches_or_the_first_row_that_differs_is_named() {
    let home = Home::new();
    home.done("run study.toml --replicates 300 --format csv,parquet --no-figures");
    // The files that were run are gone; their copies are not.
    fs::remove_file(home.at("study.toml")).unwrap();
    let before = everything(&home.at(RESULTS));
    for threads in [1, 2] {
        let ended = home.done(&format!("rerun results/ports --threads {threads}"));
        assert!(ended.stdout.contains("played again, every table matches"), "{ended:?}");
    }
    assert_eq!(everything(&home.at(RESULTS)), before);

    let (table, manifest) = (
        home.text("results/ports/runs.csv"),
        home.text("results/ports/manifest.json"),
    );
    let mut lines: Vec<&str> = table.lines().collect();
    let doctored = lines[41].replacen(',', ",9", 1);
    lines[41] = &doctored;
    let edited = lines.join("\n") + "\n";
    home.put("results/ports/runs.csv", &edited);
    let touched = home.run("rerun results/ports");
    assert_eq!(touched.code, Some(1), "{touched:?}");
    let place = "runs.csv (changed since it was written), line 42:";
    assert!(touched.stderr.contains(place), "{}", touched.stderr);

    // Doctored with care: the manifest tells of what is there.
    let [old, new] = [&table, &edited].map(|text| blake3::hash(text.as_bytes()).to_hex().to_string());
    assert!(manifest.contains(&old));
    home.put("results/ports/manifest.json", &manifest.replace(&old, &new));
    let ended = home.run("rerun results/ports");
    assert_eq!(ended.code, Some(1), "{ended:?}");
    for told in ["1 of ", "runs.csv, line 42:", &doctored, table.lines().nth(41).unwrap()] {
        assert!(ended.stderr.contains(told), "no `{told}` in {}", ended.stderr);
    }
}

/// The table of a list is one of the files that were run, and is read from its copy.
#[test]
fn the_rows_of_a_list_are_played_again_from_their_copy() {
    let home = Home::new();
    let listed = home
        .text("study.toml")
        .replace("\"grid\"", "\"list\"\nrows = \"settings.csv\"");
    home.put("study.toml", &listed.replace("levels = [1.0]\n", ""));
    home.put("settings.csv", "leak\n0.25\n0.75\n");
    home.done("run study.toml --replicates 30 --no-figures");
    assert!(
        home.text("results/ports/design.csv")
            .ends_with("\n4,base,0.75\n5,calm,0.75\n")
    );
    for file in ["study.toml", "settings.csv"] {
        fs::remove_file(home.at(file)).unwrap();
    }
    home.done("rerun results/ports");
    home.put("results/ports/inputs/settings.csv", "leak\n0.25\n0.5\n");
    home.refused("rerun results/ports", &["settings.csv"]);
}

#[test]
fn what_cannot_be_played_again() {
    let home = Home::new();
    home.refused("rerun results/ports", &["it is no results folder"]);
    home.done("run study.toml --replicates 30 --no-figures");
    let scenario = home.text("results/ports/inputs/harbour.toml");
    home.put("results/ports/inputs/harbour.toml", &scenario.replace("0.08", "0.09"));
    home.refused("rerun results/ports", &["inputs/harbour.toml was changed"]);
    fs::remove_file(home.at("results/ports/inputs/harbour.toml")).unwrap();
    home.refused("rerun results/ports", &["inputs/harbour.toml"]);
    home.put("results/ports/inputs/harbour.toml", &scenario);
    fs::remove_file(home.at("results/ports/summary.csv")).unwrap();
    let ended = home.run("rerun results/ports");
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(
        ended.stderr.contains("summary.csv: it is not there"),
        "{}",
        ended.stderr
    );
}
