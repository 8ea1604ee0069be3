//! The recipes of docs/recipes.md: other people's programs read the runs, in one file and in several, and find what the tables say.

use crate::common::{self, Table, command, root, text};
use crate::documents::{Block, blocks, commands, words};
use detente_lab::tables::{Format, convert};
use detente_results::{Cuts, Folder, RunsReader};
use std::path::Path;
use std::process::Command;

/// What is known of a point: its row of the design, its runs, the share that agrees, and the mean day of that.
type Point = (Vec<String>, f64, f64, f64);

/// What a recipe leaves.
const SHARES: &str = "shares.csv";

/// The points as our own tables have them, the days as they stand in the runs.
fn expected(folder: &Path) -> Vec<Point> {
    let [summary, design, runs] =
        ["summary.csv", "design.csv", "runs.csv"].map(|table| Table::read(&folder.join(table)));
    let point = |(n, row): (usize, &Vec<String>)| {
        let is_agreement = |table: &Table, row: &[String]| table.cell(row, "outcome") == "agreement";
        let agreement = summary.of_point(n).find(|row| is_agreement(&summary, row));
        let cell = |name: &str| summary.cell(agreement.expect("a row for each end"), name);
        let agreed = runs.of_point(n).filter(|row| is_agreement(&runs, row));
        let days: Vec<f64> = agreed.map(|row| number(runs.cell(row, "end_day"))).collect();
        let day = days.iter().sum::<f64>() / days.len() as f64;
        (row.clone(), number(cell("n")), number(cell("share")), day)
    };
    design.rows.iter().enumerate().map(point).collect()
}

fn number(cell: &str) -> f64 {
    cell.parse().unwrap_or(f64::NAN)
}

/// The points as a recipe has them; levels as numbers, since each program writes them in its own way.
fn assert_as_expected(shares: &Table, expected: &[Point], what: &str) {
    assert_eq!(shares.rows.len(), expected.len(), "{what}");
    for (found, (design, n, share, day)) in shares.rows.iter().zip(expected) {
        for (found, level) in found.iter().zip(design) {
            assert!(
                found == level || number(found) == number(level),
                "{what}: {found}, not {level}"
            );
        }
        for (column, expected) in [("n", n), ("share", share), ("day", day)] {
            let cell = shares.cell(found, column);
            assert!(
                (number(cell) - expected).abs() < 1e-9,
                "{what}, {column}: {cell}, not {expected}"
            );
        }
    }
}

/// Whether Python has what a recipe imports.
fn is_there(recipe: &Block<'_>) -> bool {
    let imports: Vec<&str> = recipe.text.lines().filter(|line| line.starts_with("import ")).collect();
    let python = Command::new("python3").args(["-c", &imports.join("\n")]).output();
    python.is_ok_and(|output| output.status.success())
}

/// Plays a recipe, and reads what it leaves.
fn played(recipe: &Block<'_>, folder: &Path) -> Table {
    let python = Command::new("python3")
        .args(["-c", &recipe.text])
        .current_dir(folder)
        .output();
    let output = python.expect("python3 starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let shares = Table::read(&folder.join(SHARES));
    std::fs::remove_file(folder.join(SHARES)).expect("what it leaves");
    shares
}

#[test]
fn recipes_find_in_one_file_and_in_several_what_the_tables_say() {
    let page = text(&root().join("docs/recipes.md"));
    let home = common::temporary_folder();
    for shipped in ["scenarios", "experiments"] {
        common::copy(&root().join(shipped), &home.path().join(shipped));
    }
    let (recipes, others): (Vec<_>, Vec<_>) = blocks(&page).into_iter().partition(|block| block.language == "python");
    for (line, _) in others
        .iter()
        .filter(|block| block.language == "console")
        .flat_map(|block| commands(&block.text))
    {
        let run = command(home.path()).args(&words(line)[1..]).status();
        assert!(run.is_ok_and(|status| status.success()), "{line}");
    }
    let place = home.path().join("results/leaks");
    let rewritten = |format, cuts| {
        convert(&Folder::open(&place).expect("a folder"), format, cuts).expect("the runs once more");
    };
    rewritten(Format::Csv, Cuts::default());
    let expected = expected(&place);
    assert!(place.join(RunsReader::PARQUET).is_file() && expected.iter().any(|point| point.2 > 0.1 && point.2 < 0.9));
    let names: Vec<_> = recipes.iter().map(|recipe| recipe.file.expect("a name")).collect();
    assert_eq!(names, ["with_duckdb.py", "with_polars.py", "with_pandas.py"]);
    let (there, absent): (Vec<_>, Vec<_>) = recipes.iter().partition(|recipe| is_there(recipe));
    for recipe in absent {
        println!("SKIPPED: what docs/recipes.md:{} imports is not there", recipe.line);
    }
    for recipe in &there {
        assert_as_expected(
            &played(recipe, home.path()),
            &expected,
            &format!("line {}, one file", recipe.line),
        );
    }
    rewritten(Format::Parquet, Cuts { group: 500, bytes: 1 });
    assert!(place.join("runs/part-00009.parquet").is_file() && !place.join(RunsReader::PARQUET).exists());
    for recipe in &there {
        assert_as_expected(
            &played(recipe, home.path()),
            &expected,
            &format!("line {}, several", recipe.line),
        );
    }
}
