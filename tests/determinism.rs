//! The same scenario, experiment and seed give the same bytes, however the work is cut and whoever does it; one run is
//! the same run alone and in an ensemble; and a killed run leaves nothing that looks finished, and nothing undone twice.

use crate::common::{self, Table, detente, listing, shipped, told};
use crate::played::{PlayedRun, run_experiment};
use detente_results::BLOCKS;
use serde_json::Value;
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

const HARBOUR: &str = "experiments/harbour-leaks.toml";
const FLAGSHIP: &str = "experiments/ukraine-28-points.toml";

/// Sizes of ensembles: one run at a time, an odd number, an even one, and as many as there is room for.
const BATCHES: [&str; 4] = ["1", "7", "16", "1024"];

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

#[test]
fn a_policy_that_changes_nothing_changes_no_run() {
    let played = run_experiment(
        "harbour",
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
    let of = |point| played.runs(point);
    assert_eq!(of(0).len(), 300);
    assert!(of(0) == of(1), "set to what it is");
    assert!(of(0) == of(2), "nothing added, scaled by one");
    assert!(of(0) != of(3), "a policy that does change something");
}

#[test]
fn policies_meet_the_same_luck() {
    let played = run_experiment(
        "ukraine-28-points",
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
    let drawn: Vec<&str> = played.columns("draw.").collect();
    assert!(drawn.len() > 5, "{drawn:?}");
    let draws = |point| -> Vec<Vec<f64>> {
        let of_run = |run: &PlayedRun| {
            let value = |path: &&str| run.number(path).unwrap_or_else(|| panic!("{path}"));
            drawn.iter().map(value).collect()
        };
        played.runs(point).iter().map(of_run).collect()
    };
    let base = draws(0);
    assert_eq!((&base, &base), (&draws(1), &draws(2)));
    assert!(base.windows(2).all(|pair| pair[0] != pair[1]), "replicates differ");
}

/// Starts a run of the harbour and waits until some of it is kept.
fn begun(home: &Path, replicates: &str) -> Child {
    let mut command = common::command(home);
    command.args(["run", &shipped(HARBOUR), "--out", "long", "--no-figures", "--quiet"]);
    command.args(["--replicates", replicates, "--threads", "1"]);
    let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
    let child = child.expect("the program starts");
    let begun = Instant::now();
    while kept_blocks(home) == 0 {
        assert!(begun.elapsed() < Duration::from_secs(60), "nothing kept after a minute");
        sleep(Duration::from_millis(5));
    }
    child
}

/// How many blocks of the long run are kept.
fn kept_blocks(home: &Path) -> usize {
    let blocks = home.join("long.partial").join(BLOCKS);
    let is_whole = |file: &String| file.ends_with(".block");
    match blocks.exists() {
        true => common::files_below(&blocks).into_iter().filter(is_whole).count(),
        false => 0,
    }
}

#[test]
fn a_killed_run_leaves_nothing_under_the_final_name_and_the_same_command_goes_on() {
    const REPLICATES: &str = "1100";
    let home = common::temporary_folder();
    let mut child = begun(home.path(), REPLICATES);
    child.kill().expect("a process of this test");
    assert!(
        !child.wait().expect("an exit").success(),
        "it ended before it was killed"
    );
    assert!(!home.path().join("long").exists(), "a killed run has a results folder");
    assert!(home.path().join("long.partial").exists(), "what was finished is gone");
    let again = ["run", &shipped(HARBOUR), "--out", "long", "--no-figures"];
    let said = detente(home.path(), &[&again[..], &["--replicates", REPLICATES]].concat());
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert!(said.stderr.contains("going on: "), "{}", said.stderr);
    run(home.path(), HARBOUR, "undisturbed", &["--replicates", REPLICATES]);
    assert_same(home.path(), "long", "undisturbed");
    assert!(
        !home.path().join("long.partial").exists(),
        "the folder in the making is left"
    );
}

#[cfg(unix)]
#[test]
fn a_run_that_the_user_stops_ends_at_once_and_says_how_to_go_on() {
    let home = common::temporary_folder();
    let child = begun(home.path(), "1000000");
    let signal = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(signal.expect("kill is everywhere").success());
    let asked = Instant::now();
    let output = child.wait_with_output().expect("an exit");
    // A second, and two more for a machine that is busy with other tests.
    assert!(asked.elapsed() < Duration::from_secs(3), "{:?}", asked.elapsed());
    assert_eq!(output.status.code(), Some(130));
    let said = String::from_utf8(output.stderr).expect("the program writes UTF-8");
    let told = said.lines().collect::<Vec<_>>();
    let [sentence] = told[..] else { panic!("{said}") };
    assert!(sentence.contains("kept in long.partial; go on with: "), "{sentence}");
    assert!(sentence.ends_with("--replicates 1000000 --threads 1"), "{sentence}");
    assert!(kept_blocks(home.path()) > 0 && !home.path().join("long").exists());
}

#[test]
fn a_run_that_is_there_already_is_not_run_again() {
    let home = common::temporary_folder();
    run(home.path(), HARBOUR, "once", &["--replicates", "2"]);
    let before = listing(home.path());
    let again = [
        "run",
        &shipped(HARBOUR),
        "--replicates",
        "2",
        "--out",
        "once",
        "--no-figures",
    ];
    let again = |more: &[&str]| told(home.path(), &[&again[..], more].concat());
    let said = again(&[]);
    assert!(said.contains("nothing was run") && said.contains("agreement"), "{said}");
    assert_eq!(again(&["--quiet"]), "");
    assert_eq!(listing(home.path()), before);
    again(&["--force", "--quiet"]);
    assert_eq!(listing(home.path()), before);
}

/// Figures that a finished run lacks are made of it; nothing else in its folder is touched.
#[test]
fn what_a_finished_run_lacks_is_made_without_new_runs() {
    let home = common::temporary_folder();
    run(home.path(), HARBOUR, "once", &["--replicates", "2"]);
    let before = listing(home.path());
    let said = told(
        home.path(),
        &["run", &shipped(HARBOUR), "--replicates", "2", "--out", "once"],
    );
    assert!(said.contains("nothing was run"), "{said}");
    let mut after = listing(home.path());
    let all = after.len();
    // Minutes are for the page to play with.
    let made = ["once/figures/", "once/transcripts/"];
    after.retain(|file, _| !file.ends_with(".html") && made.iter().all(|folder| !file.starts_with(folder)));
    assert!(after == before && after.len() < all, "{after:?}");
}
