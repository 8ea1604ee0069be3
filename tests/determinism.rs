//! The same scenario, experiment and seed give the same bytes, however the work is cut and whoever does it; one run is
//! the same run alone and in an ensemble; and a killed run leaves nothing that looks finished.

use crate::common::{self, Table, detente, listing, shipped, told};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

const HARBOUR: &str = "experiments/harbour-leaks.toml";
const FLAGSHIP: &str = "experiments/ukraine-28-points.toml";

/// Sizes of ensembles: one run at a time, an odd number, a usual one, and a whole block.
const BATCHES: [&str; 4] = ["1", "7", "64", "1024"];

/// Writes the results of a shipped experiment into `out`, without figures.
fn run(folder: &Path, experiment: &str, out: &str, more: &[&str]) {
    let fixed = ["run", &shipped(experiment), "--out", out, "--quiet", "--no-figures"];
    told(folder, &[&fixed, more].concat());
}

/// Asserts that two folders hold the same files with the same bytes.
fn assert_same(home: &Path, first: &str, second: &str) {
    let (first_files, second_files) = (listing(&home.join(first)), listing(&home.join(second)));
    assert!(
        first_files.contains_key("manifest.json"),
        "{first} is no results folder"
    );
    let names = first_files.keys().chain(second_files.keys());
    let differing: Vec<&String> = names.filter(|n| first_files.get(*n) != second_files.get(*n)).collect();
    assert!(differing.is_empty(), "{first} and {second} differ in {differing:?}");
}

/// `replicates` should make more runs than fit into one block of 1,024, or the second thread would have nothing to do.
fn assert_same_however_it_is_run(experiment: &str, replicates: &str) {
    let home = common::temporary_folder();
    run(home.path(), experiment, "usual", &["--replicates", replicates]);
    let runs = Table::read(&home.path().join("usual/runs.csv")).rows.len();
    assert!(runs > 1024, "{runs} runs are one block");
    for threads in ["1", "2"] {
        for batch in BATCHES {
            let out = format!("{threads}-threads-batch-{batch}");
            let cut = ["--replicates", replicates, "--threads", threads, "--batch", batch];
            run(home.path(), experiment, &out, &cut);
            assert_same(home.path(), "usual", &out);
        }
    }
}

#[test]
fn the_harbour_gives_the_same_bytes_for_any_threads_and_batch() {
    assert_same_however_it_is_run(HARBOUR, "40");
}

#[test]
fn the_flagship_gives_the_same_bytes_for_any_threads_and_batch() {
    assert_same_however_it_is_run(FLAGSHIP, "350");
}

#[test]
fn figures_and_transcripts_are_the_same_bytes_too() {
    let home = common::temporary_folder();
    for (out, threads) in [("first", "1"), ("second", "2")] {
        let cut = ["--replicates", "20", "--transcripts", "2", "--threads", threads];
        let fixed = ["run", &shipped(HARBOUR), "--out", out, "--quiet"];
        told(home.path(), &[&fixed[..], &cut].concat());
    }
    assert_same(home.path(), "first", "second");
    let files = common::files_below(&home.path().join("first"));
    for kind in [".svg", ".png", ".txt"] {
        assert!(files.iter().any(|f| f.ends_with(kind)), "no {kind} in {files:?}");
    }
}

#[test]
fn another_seed_gives_other_runs() {
    let home = common::temporary_folder();
    for seed in ["1", "2"] {
        run(home.path(), HARBOUR, seed, &["--seed", seed, "--replicates", "20"]);
    }
    let rows = |seed: &str| Table::read(&home.path().join(seed).join("runs.csv")).rows;
    assert_ne!(rows("1"), rows("2"));
}

/// `issue=option;issue=option`; none without an agreement.
fn package(table: &Table, row: &[String]) -> Option<String> {
    let agreed = table.columns("agreed.").filter(|(k, _)| !row[*k].is_empty());
    let options: Vec<String> = agreed.map(|(k, issue)| format!("{issue}={}", row[k])).collect();
    (!options.is_empty()).then(|| options.join(";"))
}

/// A number of an object inside the JSON of a run. It is read from the text: serde_json may be a bit off, and here
/// every bit counts.
fn number(json: &str, object: &str, key: &str) -> f64 {
    let (_, inside) = json.split_once(&format!("\"{object}\": {{")).expect("an object");
    let (_, value) = inside.split_once(&format!("\"{key}\": ")).expect("a key");
    let digits = value.split([',', '\n']).next().expect("a first part");
    digits
        .parse()
        .unwrap_or_else(|e| panic!("{object}.{key}: `{digits}`: {e}"))
}

/// Asserts that a row of `runs.csv` and the same run played alone tell the same.
fn assert_row_is_run(table: &Table, row: &[String], json: &str, what: &str) {
    let alone: Value = serde_json::from_str(json).expect("one JSON object");
    assert_eq!(Some(table.cell(row, "outcome")), alone["outcome"].as_str(), "{what}");
    for column in ["end_day", "rounds", "leaks"] {
        assert_eq!(table.cell(row, column), alone[column].to_string(), "{what}: {column}");
    }
    assert_eq!(
        package(table, row).as_deref(),
        alone["package"].as_str(),
        "{what}: package"
    );
    for (k, party) in table.columns("utility.") {
        let utility = number(json, "utilities", party);
        assert_eq!(row[k].parse(), Ok(utility), "{what}: utility of {party}");
        let surplus = utility - number(json, "reservation_values", party);
        let column = format!("surplus.{party}");
        assert_eq!(table.cell(row, &column).parse(), Ok(surplus), "{what}: {column}");
    }
}

#[test]
fn a_row_is_the_run_that_simulate_plays() {
    const SEED: &str = "11";
    let home = common::temporary_folder();
    for (experiment, points) in [(FLAGSHIP, [0, 1, 2]), (HARBOUR, [0, 9, 25])] {
        let name = Path::new(experiment)
            .file_stem()
            .and_then(|s| s.to_str())
            .expect("a stem");
        run(home.path(), experiment, name, &["--seed", SEED, "--replicates", "30"]);
        let table = Table::read(&home.path().join(name).join("runs.csv"));
        for point in points {
            for replicate in [0, 1, 13, 29] {
                let row = table.of_point(point).nth(replicate).expect("a row");
                let (point, replicate) = (point.to_string(), replicate.to_string());
                let place = ["--point", &point, "--replicate", &replicate, "--seed", SEED, "--json"];
                let alone = told(home.path(), &[&["simulate", &shipped(experiment)], &place[..]].concat());
                assert_row_is_run(&table, row, &alone, &format!("{name}: {}", place.join(" ")));
            }
        }
    }
}

/// Runs an experiment of the test's own on a shipped scenario and reads its runs.
fn runs_of(home: &Path, scenario: &str, rest: &str) -> Table {
    let frame = format!("format = 1\n[experiment]\nid = \"own\"\nscenario = \"scenario.toml\"\nseed = 5\n{rest}");
    fs::copy(common::root().join(scenario), home.join("scenario.toml")).expect("a scenario");
    fs::write(home.join("own.toml"), frame).expect("a writable folder");
    told(home, &["run", "own.toml", "--out", "own", "--quiet", "--no-figures"]);
    Table::read(&home.join("own/runs.csv"))
}

#[test]
fn a_policy_that_changes_nothing_changes_no_run() {
    let home = common::temporary_folder();
    let table = runs_of(
        home.path(),
        "scenarios/harbour.toml",
        r#"replicates = 300
        [[policies]]
        id = "in_words"
        set = { "behaviours.fatigue.rate_per_session" = 0.08, "talks.protocol" = "single_text" }
        [[policies]]
        id = "in_arithmetic"
        add = { "calendar.*.secrecy" = 0 }
        scale = { "negotiators.*.leak_sensitivity" = 1 }
        [[policies]]
        id = "in_effect"
        set = { "behaviours.fatigue.rate_per_session" = 0.3 }
        "#,
    );
    let of = |point| -> Vec<&[String]> { table.of_point(point).map(|row| &row[1..]).collect() };
    assert_eq!(of(0).len(), 300);
    assert_eq!(of(0), of(1), "set to what it is");
    assert_eq!(of(0), of(2), "nothing added, scaled by one");
    assert_ne!(of(0), of(3), "a policy that does change something");
}

#[test]
fn policies_meet_the_same_luck() {
    let home = common::temporary_folder();
    let table = runs_of(
        home.path(),
        "scenarios/ukraine-28-points.toml",
        r#"replicates = 30
        [[policies]]
        id = "quiet_rooms"
        set = { "calendar.*.secrecy" = 0.95 }
        [[policies]]
        id = "small_room"
        set = { "calendar.*.aides" = 1 }
        remove = { "calendar.*.participants" = ["us_adviser"] }
        [output]
        draws = true
        "#,
    );
    let drawn: Vec<(usize, &str)> = table.columns("draw.").collect();
    assert!(drawn.len() > 5, "{drawn:?}");
    for (base, (quiet, small)) in table.of_point(0).zip(table.of_point(1).zip(table.of_point(2))) {
        for &(k, path) in &drawn {
            assert!(!base[k].is_empty(), "{path}");
            assert_eq!(
                (&base[k], &base[k]),
                (&quiet[k], &small[k]),
                "{path} of replicate {}",
                base[1]
            );
        }
    }
    let draws = |row: &Vec<String>| -> Vec<String> { drawn.iter().map(|(k, _)| row[*k].clone()).collect() };
    let replicates: Vec<Vec<String>> = table.of_point(0).map(draws).collect();
    assert!(
        replicates.windows(2).all(|pair| pair[0] != pair[1]),
        "replicates differ"
    );
}

/// Starts a run that would take hours, and waits until it has written rows.
fn long_run(home: &Path) -> Child {
    let mut command = common::command(home);
    command.args(["run", &shipped(HARBOUR), "--out", "long", "--replicates", "1000000"]);
    let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let child = child.expect("the program starts");
    let rows = home.join(".long.partial/runs.csv");
    let begun = Instant::now();
    while fs::metadata(&rows).map_or(0, |m| m.len()) == 0 {
        assert!(begun.elapsed() < Duration::from_secs(60), "no rows after a minute");
        sleep(Duration::from_millis(20));
    }
    child
}

#[test]
fn a_killed_run_leaves_nothing_under_the_final_name_and_the_next_one_works() {
    let home = common::temporary_folder();
    let mut child = long_run(home.path());
    child.kill().expect("a process of this test");
    assert!(!child.wait().expect("an exit").success());
    assert!(!home.path().join("long").exists(), "a killed run has a results folder");
    run(home.path(), HARBOUR, "long", &["--replicates", "2"]);
    run(home.path(), HARBOUR, "undisturbed", &["--replicates", "2"]);
    assert_same(home.path(), "long", "undisturbed");
    assert!(!home.path().join(".long.partial").exists(), "what was left is cleared");
}

#[cfg(unix)]
#[test]
fn a_run_that_the_user_stops_leaves_nothing_and_says_so_by_its_exit_code() {
    let home = common::temporary_folder();
    let mut child = long_run(home.path());
    let signal = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(signal.expect("kill is everywhere").success());
    assert_eq!(child.wait().expect("an exit").code(), Some(130));
    assert!(listing(home.path()).is_empty(), "{:?}", listing(home.path()));
}

#[test]
fn a_run_that_is_there_already_is_not_run_again() {
    let home = common::temporary_folder();
    run(home.path(), HARBOUR, "once", &["--replicates", "2"]);
    let before = listing(home.path());
    let again = ["run", &shipped(HARBOUR), "--replicates", "2", "--out", "once"];
    let said = told(home.path(), &again);
    assert!(said.contains("nothing was run") && said.contains("agreement"), "{said}");
    assert_eq!(told(home.path(), &[&again[..], &["--quiet"]].concat()), "");
    assert_eq!(listing(home.path()), before);
    let output = detente(
        home.path(),
        &[&again[..], &["--no-figures", "--force", "--quiet"]].concat(),
    );
    assert_eq!(output.code, Some(0), "{}", output.stderr);
    assert_eq!(listing(home.path()), before);
}
