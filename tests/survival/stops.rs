//! Ctrl-C and SIGTERM stop within a second with exit code 130; one sentence says what is kept and how to go on.

use crate::study::{Ended, Home, PARTIAL, RESULTS, Running, blocks, shipped};
use std::process::Command;
use std::time::{Duration, Instant};

/// A second, and another for a machine that is slow.
const SOON: Duration = Duration::from_secs(2);

/// Moments at which a program is stopped.
const MOMENTS: u32 = 10;

/// Two sides that can never agree, in ten thousand sessions of a hundred rounds.
const LONG: &str = r#"
format = 1
[scenario]
id = "long"
stylised = true
horizon_days = 36500
[behaviours]
concession = {}
[talks]
protocol = "single_text"
[[parties]]
id = "a"
role = "disputant"
reservation_value = 0.9
[[parties]]
id = "b"
role = "disputant"
reservation_value = 0.9
[[parties]]
id = "m"
role = "mediator"
[[negotiators]]
id = "na"
party = "a"
[[negotiators]]
id = "nb"
party = "b"
[[negotiators]]
id = "nm"
party = "m"
[[issues]]
id = "i"
range = { from = 0.0, to = 12.0, step = 0.5 }
weight = { a = 1, b = 1 }
ideal = { a = 1.0, b = 0.0 }
[[calendar]]
id = "s"
day = 0
every_days = 3
times = 10000
rounds = 100
participants = ["a", "b", "m"]
"#;

/// Stops a program and says how it ended, which is soon, with exit code 130 and without a panic.
fn stopped(mut run: Running, signal: &str) -> Ended {
    let start = Instant::now();
    run.signal(signal);
    let ended = run.end();
    let after = start.elapsed();
    assert!(after < SOON, "stopped after {after:?}: {ended:?}");
    assert_eq!(ended.code, Some(130), "{ended:?}");
    assert!(!ended.stderr.contains("panicked"), "{ended:?}");
    assert_eq!(ended.stderr.matches("stopped; ").count(), 1, "{ended:?}");
    ended
}

/// Goes on with the command that the sentence names, typed into a shell.
fn go_on(home: &Home, ended: &Ended) {
    let (_, command) = ended.stderr.trim_end().rsplit_once("go on with: ").expect("a command");
    let shell = Command::new("sh")
        .current_dir(home.at(""))
        .args(["-c", command])
        .output();
    let shell = shell.expect("a shell");
    assert!(
        shell.status.success(),
        "{command}: {}",
        String::from_utf8_lossy(&shell.stderr)
    );
}

#[test]
fn while_runs_are_played() {
    for (signal, threads) in [("INT", 1), ("TERM", 2)] {
        let home = Home::new();
        let mut run = home.start(&format!("run study.toml --threads {threads}"));
        run.until("a block", || !blocks(&home.at(PARTIAL)).is_empty());
        let ended = stopped(run, signal);
        let [kept, told] = [" of 8,400 runs are finished and kept in ", PARTIAL];
        assert!(ended.stderr.contains(kept) && ended.stderr.contains(told), "{ended:?}");
        assert!(!blocks(&home.at(PARTIAL)).is_empty() && !home.at(RESULTS).exists());
        go_on(&home, &ended);
        home.assert_undisturbed(RESULTS);
    }
}

/// Signals at moments that are spread over an undisturbed run, also before anything is there: the program stops, or was done
/// already; the same command goes on.
#[test]
fn at_any_moment() {
    let length = crate::study::undisturbed().1;
    for k in 0..MOMENTS {
        let home = Home::new();
        let mut run = home.start("run study.toml --threads 2");
        // Before its first millisecond a program listens to nobody.
        std::thread::sleep(Duration::from_millis(30) + length.mul_f64(f64::from(k) / f64::from(MOMENTS)));
        if run.is_at_work() {
            let start = Instant::now();
            run.signal(if k % 2 == 0 { "INT" } else { "TERM" });
            let ended = run.end();
            assert!(start.elapsed() < SOON, "{ended:?}");
            assert!(matches!(ended.code, Some(0 | 130)), "{ended:?}");
            assert!(!ended.stderr.contains("panicked"), "{ended:?}");
        }
        home.done("run study.toml");
        home.assert_undisturbed(RESULTS);
    }
}

/// Runs of a million rounds: a stop is noticed inside a block, and a second signal ends the program at once.
#[test]
fn inside_a_block() {
    let home = Home::new();
    home.put("long.toml", LONG);
    for signals in [1, 2] {
        let mut run = home.start("run long.toml --replicates 1000 --threads 1 --out long --no-figures");
        run.until("the folder", || home.at("long.partial/plan.json").exists());
        std::thread::sleep(Duration::from_millis(300));
        assert!(run.is_at_work(), "a thousand runs of a million rounds are done already");
        let start = Instant::now();
        for _ in 0..signals {
            run.signal("TERM");
            std::thread::sleep(Duration::from_millis(20));
        }
        let ended = run.end();
        assert!(start.elapsed() < SOON, "{signals} signals: {ended:?}");
        assert_eq!(ended.code, Some(130), "{signals} signals: {ended:?}");
    }
}

/// The sentence names the folder that is there, and its command draws what is missing.
#[test]
fn while_figures_are_drawn() {
    let home = Home::new();
    let figures = home.at("results/ports/figures.partial");
    for line in ["run study.toml --force", "run study.toml"] {
        let mut run = home.start(line);
        run.until("figures", || figures.exists());
        let ended = stopped(run, "TERM");
        let told = "stopped; 8,400 of 8,400 runs are finished and kept in results/ports; go on with: ";
        assert!(ended.stderr.contains(told), "{ended:?}");
        assert!(
            !ended.stderr.contains("--force"),
            "that would play it all again: {ended:?}"
        );
        if line == "run study.toml" {
            go_on(&home, &ended);
        }
    }
    home.assert_undisturbed(RESULTS);
}

/// Thirty parties: the plan takes a while, and so does a world; a stop is not kept waiting by either.
#[test]
fn while_a_large_world_is_made() {
    let home = Home::new();
    let file = shipped("experiments/climate-conference.toml");
    let line = format!("run {file} --replicates 1024 --out big --no-figures");
    let mut run = home.start(&line);
    run.until("the folder", || home.at("big.partial/plan.json").exists());
    let ended = stopped(run, "INT");
    assert!(ended.stderr.contains("kept in big.partial; go on with: "), "{ended:?}");
    let run = home.start(&line);
    std::thread::sleep(Duration::from_millis(100));
    stopped(run, "INT");
}

#[test]
fn while_it_is_merged_or_played_again() {
    let home = Home::new();
    home.done("run study.toml --shard 1/1");
    let mut merge = home.start("merge results/ports");
    merge.until("figures", || home.at("results/ports/figures.partial").exists());
    let ended = stopped(merge, "INT");
    go_on(&home, &ended);
    home.assert_undisturbed(RESULTS);
    let run = home.start("rerun results/ports --threads 1");
    std::thread::sleep(Duration::from_millis(200));
    stopped(run, "TERM");
    home.assert_undisturbed(RESULTS);
}

/// `--fresh` would throw away what is kept; the command that goes on does not say it. Words with spaces are quoted.
#[test]
fn the_command_goes_on_whatever_was_said() {
    let home = Home::new();
    let mut command = home.command("run study.toml --fresh --no-figures --out");
    let mut run = Running::of(command.arg("it's here"));
    run.until("a block", || !blocks(&home.at("it's here.partial")).is_empty());
    let ended = stopped(run, "INT");
    assert!(!ended.stderr.contains("--fresh"), "{ended:?}");
    go_on(&home, &ended);
    home.assert_undisturbed_tables("it's here");
}
