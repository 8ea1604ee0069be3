//! The programs of `examples/` that use the libraries without the command line: what they print is what the tables of the
//! program say.

use crate::common::{self, Table, shipped};
use crate::own_lab::told;
use std::path::Path;

/// An experiment on the harbour with the seed and the runs of the examples; its folder is `own`.
fn harbour() -> tempfile::TempDir {
    let folder = common::temporary_folder();
    let scenario = shipped("scenarios/harbour.toml");
    let text = format!(
        "format = 1\n[experiment]\nid = \"own\"\nscenario = {scenario:?}\nseed = 1\nreplicates = 1000\n\
         [[policies]]\nid = \"open\"\nset = {{ \"calendar.*.secrecy\" = 0.1 }}\n"
    );
    std::fs::write(folder.path().join("own.toml"), text).expect("a writable folder");
    common::told(
        folder.path(),
        &["run", "own.toml", "--out", "own", "--no-figures", "--quiet"],
    );
    folder
}

/// A cell to three digits, as the examples print numbers.
fn rounded(table: &Table, row: &[String], column: &str) -> String {
    let number: f64 = table.cell(row, column).parse().expect("a number");
    format!("{number:.3}")
}

fn table(folder: &Path, name: &str) -> Table {
    Table::read(&folder.join("own").join(name))
}

#[test]
fn an_embedded_engine_counts_what_the_program_counts() {
    let folder = harbour();
    let printed = told("embedded", folder.path(), &[&shipped("scenarios/harbour.toml")]);
    let summary = table(folder.path(), "summary.csv");
    let shares = summary.of_point(0).map(|row| {
        let [share, low, high] = ["share", "ci_low", "ci_high"].map(|column| rounded(&summary, row, column));
        format!("{:<21} {share} ({low} to {high})\n", summary.cell(row, "outcome"))
    });
    assert_eq!(printed, shares.collect::<String>());
}

#[test]
fn a_change_from_a_program_does_what_the_policy_does() {
    let folder = harbour();
    let arguments = [&shipped("scenarios/harbour.toml"), "calendar.*.secrecy=0.1"];
    let printed = told("what_if", folder.path(), &arguments);
    let contrasts = table(folder.path(), "contrasts.csv");
    let mut rows = contrasts.rows.iter();
    let agreement = rows.find(|row| contrasts.cell(row, "response") == "agreement");
    let estimate = rounded(&contrasts, agreement.expect("a contrast"), "estimate");
    let found = printed.split_whitespace().nth(1).expect("a difference");
    assert_eq!(found.trim_start_matches('+'), estimate);
    assert_ne!(estimate, "0.000", "secrecy does something in the harbour");
}

#[test]
fn a_small_program_reads_a_results_folder() {
    let folder = harbour();
    let printed = told("read_results", folder.path(), &["own"]);
    let summary = table(folder.path(), "summary.csv");
    let shares: Vec<&str> = printed.lines().filter(|line| line.starts_with("point ")).collect();
    assert_eq!(shares.len(), summary.rows.len());
    for (line, row) in shares.iter().zip(&summary.rows) {
        let share = format!(
            " {} {} (",
            summary.cell(row, "outcome"),
            rounded(&summary, row, "share")
        );
        assert!(line.contains(&share), "{line} tells{share}");
    }
    let runs = table(folder.path(), "runs.csv");
    for (column, party) in runs.columns("utility.") {
        let agreed = runs.rows.iter().filter(|row| runs.cell(row, "outcome") == "agreement");
        let worths: Vec<f64> = agreed.map(|row| row[column].parse().expect("a number")).collect();
        let mean = worths.iter().sum::<f64>() / worths.len() as f64;
        let line = format!("an agreement is worth {mean:.3} to {party}");
        assert!(printed.lines().any(|printed| printed == line), "{line}");
    }
}
