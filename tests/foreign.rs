//! The tables of results folders against other people's programs: statsmodels, lifelines and SALib, on the runs of experiments
//! that ship.

use crate::common::{root, shipped, temporary_folder, text, told};
use std::path::Path;
use std::process::Command;

/// What the script says of a folder.
fn read(folder: &Path, design: &str) -> Result<String, String> {
    let script = root().join("tests/foreign/folder.py");
    let output = Command::new("python3").arg(script).arg(folder).arg(design).output();
    let output = output.map_err(|error| error.to_string())?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match output.status.success() {
        true => Ok(text(&output.stdout)),
        false => Err(text(&output.stderr)),
    }
}

/// Writes another number into a cell of a table's row that begins so.
fn change(table: &Path, row: &str, column: usize) {
    let changed = text(table).lines().fold(String::new(), |all, line| {
        let mut cells: Vec<&str> = line.split(',').collect();
        if line.starts_with(row) {
            cells[column] = "0.987654";
        }
        all + &cells.join(",") + "\n"
    });
    assert!(changed.contains("0.987654"), "no row {row} in {}", table.display());
    std::fs::write(table, changed).expect("a table");
}

#[test]
fn other_programs_make_the_same_tables_of_the_same_runs() {
    let imports = ["-c", "import SALib, statsmodels, lifelines, pandas"];
    let there = Command::new("python3").args(imports).output();
    if !there.is_ok_and(|output| output.status.success()) {
        println!("SKIPPED: python3 with SALib, statsmodels and lifelines is not there to check the tables");
        return;
    }
    let home = temporary_folder();
    for (experiment, design, tables, wrong) in [
        ("fishery", "", "shares", ("summary.csv", "0,base,agreement", 6)),
        ("harbour-leaks", "", "contrasts", ("contrasts.csv", "agreement,1,", 9)),
        (
            "oslo-1993-doors",
            "",
            "incidence",
            ("cumulative_incidence.csv", "0,agreement,", 3),
        ),
        (
            "harbour-indices",
            "saltelli",
            "indices",
            ("sensitivity.csv", "end_day,luck,ST", 3),
        ),
        (
            "harbour-screen",
            "morris",
            "effects",
            ("sensitivity.csv", "agreement,behaviours.leaks.motive,sigma", 3),
        ),
    ] {
        let file = shipped(&format!("experiments/{experiment}.toml"));
        told(
            home.path(),
            &["run", &file, "--out", experiment, "--no-figures", "--quiet"],
        );
        let folder = home.path().join(experiment);
        let said = read(&folder, design).unwrap_or_else(|error| panic!("{experiment}: {error}"));
        assert!(
            said.contains(&format!("{tables}: ")) && said.ends_with("as others have them\n"),
            "{said}"
        );
        // A check that sees everything as the same would be none.
        let (table, row, column) = wrong;
        change(&folder.join(table), row, column);
        let error = read(&folder, design).expect_err("a cell is wrong");
        assert!(error.contains("AssertionError"), "{experiment}: {error}");
    }
}
