//! The programs of `examples/own_*.rs`: a column, a design and an analysis written outside this project are as good as
//! ours.

use crate::common::{self, Table, shipped};
use std::path::Path;
use std::process::Command;

/// Runs an example with these arguments in a folder; its standard output.
pub(crate) fn told(example: &str, folder: &Path, arguments: &[&str]) -> String {
    let program = common::example(example);
    let output = Command::new(&program).current_dir(folder).args(arguments).output();
    let output = output.unwrap_or_else(|error| panic!("failed to start {}: {error}", program.display()));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("the program writes UTF-8")
}

/// Writes an experiment on the harbour and runs it with an example.
fn run(example: &str, rest: &str) -> tempfile::TempDir {
    let folder = common::temporary_folder();
    let scenario = shipped("scenarios/harbour.toml");
    let text = format!("format = 1\n[experiment]\nid = \"own\"\nscenario = {scenario:?}\nreplicates = 40\n{rest}");
    std::fs::write(folder.path().join("own.toml"), text).expect("a writable folder");
    told(
        example,
        folder.path(),
        &["run", "own.toml", "--out", "own", "--no-figures", "--quiet"],
    );
    folder
}

#[test]
fn a_column_of_ones_own_stands_in_the_runs_and_can_be_asked_for() {
    let response = "[[responses]]\nid = \"gap\"\nmean = \"inequality\"\n[[policies]]\nid = \"same\"\n";
    let folder = run("own_column", response);
    let runs = Table::read(&folder.path().join("own/runs.csv"));
    assert_eq!(runs.header.last().map(String::as_str), Some("inequality"));
    let contrasts = Table::read(&folder.path().join("own/contrasts.csv"));
    let gap = contrasts
        .rows
        .iter()
        .find(|row| contrasts.cell(row, "response") == "gap")
        .expect("a contrast");
    assert_eq!(contrasts.cell(gap, "estimate"), "0", "a policy that changes nothing");
    for row in &runs.rows {
        let gains = runs
            .columns("surplus.")
            .map(|(k, _)| row[k].parse::<f64>().expect("a number"));
        let gains: Vec<f64> = gains.collect();
        let spread = gains.iter().copied().fold(f64::MIN, f64::max) - gains.iter().copied().fold(f64::MAX, f64::min);
        assert_eq!(runs.cell(row, "inequality").parse(), Ok(spread));
    }
}

#[test]
fn a_design_of_ones_own_makes_its_points() {
    let factors = "[design]\nkind = \"ends\"\n\
        [[factors]]\nid = \"skins\"\npath = \"negotiators.*.leak_sensitivity\"\nlevels = [0.5, 0.2, 0.9]\n\
        [[factors]]\nid = \"doors\"\npath = \"calendar.*.secrecy\"\nlevels = [0.1, 0.8]\n";
    let folder = run("own_design", factors);
    let design = Table::read(&folder.path().join("own/design.csv"));
    let levels: Vec<[&str; 2]> = design
        .rows
        .iter()
        .map(|row| ["skins", "doors"].map(|id| design.cell(row, id)))
        .collect();
    assert_eq!(
        levels,
        [["", ""], ["0.5", "0.1"], ["0.9", "0.1"], ["0.5", "0.1"], ["0.5", "0.8"]]
    );
    assert!(told("own_design", folder.path(), &["schema", "experiment"]).contains("\"ends\""));
}

#[test]
fn an_analysis_of_ones_own_writes_its_table() {
    let folder = run("own_analysis", "");
    let table = Table::read(&folder.path().join("own/half_lives.csv"));
    assert_eq!(table.header, ["point", "n", "day"]);
    let runs = Table::read(&folder.path().join("own/runs.csv"));
    let mut days: Vec<i32> = runs
        .rows
        .iter()
        .map(|row| runs.cell(row, "end_day").parse().expect("a day"))
        .collect();
    days.sort_unstable();
    assert_eq!(
        table.cell(&table.rows[0], "day"),
        days[19].to_string(),
        "by the 20th of 40"
    );
    let manifest = common::text(&folder.path().join("own/manifest.json"));
    assert!(manifest.contains("half_lives.csv"));
}
