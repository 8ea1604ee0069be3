//! Experiments in processes of their own: what they take of processor time, of the clock and of memory.
#![allow(dead_code, reason = "no bench needs all of it")]

use detente_lab::Lab;
use detente_lab::execute::{Control, Settings};
use detente_lab::experiment::Experiment;
use detente_lab::plan::Plan;
use detente_lab::session::{Reuse, Session};
use detente_lab::tables::Format;
use detente_results::{Existing, Provenance};
use detente_scenario::TomlFile;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

/// What a process has cost.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    /// Processor time in seconds.
    pub(crate) seconds: f64,
    /// Seconds by the clock.
    pub(crate) clock: f64,
    /// Most memory held, in megabytes.
    pub(crate) megabytes: f64,
}

/// Plays an experiment into a folder that is thrown away.
fn play(text: &str, threads: usize) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bench.toml");
    let lab = Arc::new(Lab::from(detente_agents::standard()));
    let toml = TomlFile::parse(&file, text).expect("TOML");
    let experiment = Experiment::from_toml(&toml, &lab.designs).unwrap_or_else(|e| panic!("{e}"));
    let plan = Arc::new(Plan::new(experiment, &lab).unwrap_or_else(|e| panic!("{e}")));
    let home = tempfile::tempdir().expect("a temporary folder");
    let by = Provenance::default();
    let session = Session::open(&plan, &lab, &home.path().join("out"), None, Reuse::NOTHING, by).expect("a session");
    let settings = Settings {
        threads,
        ..Settings::default()
    };
    let control = Arc::new(Control::default());
    session
        .play(session.missing(None), settings, None, &control, &mut |_| {})
        .expect("runs");
    session
        .finish(&[Format::Csv], Existing::Keep, &control, String::new())
        .expect("tables");
}

/// The cost of an experiment on so many threads.
pub(crate) fn cost(text: &str, threads: usize) -> Cost {
    let me = std::env::current_exe().expect("a bench has a file");
    let start = Instant::now();
    let output = Command::new(me).args(["--play", text, &threads.to_string()]).output();
    let clock = start.elapsed().as_secs_f64();
    let output = output.expect("a bench starts itself");
    let text = String::from_utf8_lossy(&output.stdout);
    let numbers: Vec<f64> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Cost {
        seconds: numbers[0],
        clock,
        megabytes: numbers[1],
    }
}

/// Whether this is such a process: it plays, tells what it took, and has nothing more to do.
pub(crate) fn is_player() -> bool {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, word, text, threads] = &arguments[..] else {
        return false;
    };
    if word != "--play" {
        return false;
    }
    play(text, threads.parse().expect("a number of threads"));
    let seconds = cpu_time::ProcessTime::now().as_duration().as_secs_f64();
    println!("{seconds} {}", peak());
    true
}

/// Most memory that this process has held, in megabytes; 0 where the system does not tell.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1024.0
}
