//! The program of `examples/faith_leaders`: a behaviour written outside this project is as good as ours.

use crate::common::{self, Table, root};
use std::process::Command;
use std::sync::OnceLock;

/// Standard output of the example.
fn told(arguments: &[&str]) -> String {
    static EXAMPLE: OnceLock<std::path::PathBuf> = OnceLock::new();
    let program = EXAMPLE.get_or_init(|| common::example("faith_leaders"));
    let output = Command::new(program).args(arguments).output();
    let output = output.unwrap_or_else(|error| panic!("failed to start {}: {error}", program.display()));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("the program writes UTF-8")
}

fn scenario() -> String {
    let file = "crates/detente/examples/faith_leaders/harbour.toml";
    root().join(file).display().to_string()
}

#[test]
fn it_appears_wherever_ours_do() {
    let file = scenario();
    assert!(told(&["check", &file, "--strict"]).contains("faith_leaders"));
    assert!(told(&["params", &file, "faith_leaders"]).contains("faith_leaders.reach"));
    assert!(told(&["explain", "faith_leaders"]).contains("back channel"));
    assert!(told(&["schema", "scenario"]).contains("\"faith_leaders\""));
    assert!(told(&["schema", "transcript"]).contains("\"joint_prayer\""));
}

/// A calmer public ratifies more: agreement rises, pair by pair under the same luck.
#[test]
fn it_moves_the_talks_and_its_name_stands_in_the_manifest() {
    let folder = common::temporary_folder();
    let experiment = folder.path().join("calm.toml");
    let text = format!(
        "format = 1\n[experiment]\nid = \"calm\"\nscenario = {:?}\nreplicates = 1500\n\
         [[policies]]\nid = \"silent\"\nset = {{ \"behaviours.faith_leaders.enabled\" = false }}\n",
        scenario()
    );
    std::fs::write(&experiment, text).unwrap();
    let out = folder.path().join("results");
    let (experiment, out) = (experiment.display().to_string(), out.display().to_string());
    told(&["run", &experiment, "--out", &out, "--no-figures", "--quiet"]);
    let manifest = std::fs::read_to_string(folder.path().join("results/manifest.json")).unwrap();
    assert!(manifest.contains("faith_leaders"), "{manifest}");
    let contrasts = Table::read(&folder.path().join("results/contrasts.csv"));
    let of_agreement = |row: &&Vec<String>| contrasts.cell(row, "response") == "agreement";
    let row = contrasts.rows.iter().find(of_agreement).expect("a contrast");
    let upper: f64 = contrasts.cell(row, "ci_high").parse().expect("a number");
    assert!(upper < 0.0, "without the leaders fewer talks end in agreement: {row:?}");
}

#[test]
fn it_is_described_with_what_it_says_of_itself() {
    let description = told(&["odd", &scenario()]);
    let (_, section) = description
        .split_once("\n### Faith leaders (`faith_leaders`)\n")
        .expect("its section");
    for part in [
        "keep a back channel",
        "Johnston & Sampson 1994",
        "| `reach` | ",
        "| `calming` | ",
    ] {
        assert!(section.contains(part), "{part}: {section}");
    }
    let schedule = description.lines().find(|line| line.starts_with("| Strain |"));
    assert!(schedule.expect("a schedule").contains("`faith_leaders`"));
}

/// Its event is counted in a column of its own, and told in the minutes in its own words.
#[test]
fn what_it_brings_about_is_counted_and_told() {
    let folder = common::temporary_folder();
    let out = folder.path().join("results").display().to_string();
    told(&[
        "run",
        &scenario(),
        "--replicates",
        "40",
        "--out",
        &out,
        "--no-figures",
        "--quiet",
    ]);
    let runs = Table::read(&folder.path().join("results/runs.csv"));
    assert_eq!(runs.column("joint_prayers"), runs.column("leaks") + 1);
    let prayers = |row: &Vec<String>| runs.cell(row, "joint_prayers").parse::<u32>().expect("a count");
    assert!(
        runs.rows.iter().all(|row| prayers(row) <= 2),
        "each side holds one at most"
    );
    let praying = runs
        .rows
        .iter()
        .position(|row| prayers(row) > 0)
        .expect("a run with a prayer");
    let minutes = told(&["simulate", &scenario(), "--replicate", &praying.to_string()]);
    assert!(
        minutes.contains("prayed together") || minutes.contains("a joint prayer"),
        "{minutes}"
    );
    let json = told(&["simulate", &scenario(), "--replicate", &praying.to_string(), "--json"]);
    let count = format!("\"joint_prayers\": {}", prayers(&runs.rows[praying]));
    assert!(
        json.contains(&count) && json.contains("\"kind\": \"joint_prayer\""),
        "{json}"
    );
    assert!(told(&["explain", "joint_prayer"]).contains("prayed together"));
    assert!(told(&["explain", "joint_prayers"]).contains("runs.csv"));
}
