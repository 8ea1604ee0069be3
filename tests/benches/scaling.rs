//! How the cost of an experiment grows with threads and with runs: two threads against one, by the clock, the memory that ever
//! more runs of one point hold, and what large talks hold whose blocks are all played at once.
//!
//! `cargo bench -p detente-benches --bench scaling`; prints one line of JSON and exits with 1 if two threads are less than
//! [`SPEED_UP`] times as fast as one, or if the most runs hold more than [`MOST`], or large talks more than [`MOST_OF_LARGE`]. The
//! most are a million; with `-- --long` ten million. What is held grows with sets of inputs, which are held one by one up to four
//! million numbers, and no further. By the clock, so for a machine that has two cores to spare.

#[path = "support/process.rs"]
mod process;
#[path = "support/timing.rs"]
mod timing;

use process::{cost, is_player};
use std::path::Path;
use std::process::ExitCode;
use timing::median;

/// The least that two threads must gain.
const SPEED_UP: f64 = 1.85;
/// The most that may be held, in megabytes, however many the runs.
const MOST: f64 = 250.0;
/// The most that the climate conference may hold, as it is shipped, in megabytes.
const MOST_OF_LARGE: f64 = 300.0;
/// As many threads as it has blocks, and more.
const MANY_THREADS: usize = 16;
/// Runs of the flagship that are timed.
const RUNS: u64 = 20_000;
/// Timings of each side.
const REPETITIONS: usize = 3;

fn experiment(scenario: &str, replicates: u64) -> String {
    format!(
        "format = 1\n[experiment]\nid = \"scaling\"\nscenario = \"scenarios/{scenario}.toml\"\nreplicates = {replicates}\n"
    )
}

/// The climate conference as it is shipped.
fn large() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../experiments/climate-conference.toml");
    let text = std::fs::read_to_string(file).expect("a shipped experiment");
    text.replace("../scenarios/", "scenarios/")
}

fn main() -> ExitCode {
    if is_player() {
        return ExitCode::SUCCESS;
    }
    let flagship = experiment("ukraine-28-points", RUNS);
    let gains = (0..REPETITIONS).map(|_| cost(&flagship, 1).clock / cost(&flagship, 2).clock);
    let gain = median(gains.collect());
    let is_long = std::env::args().any(|word| word == "--long");
    let most = if is_long { 10_000_000 } else { 1_000_000 };
    let [few, many] = [10_000, most].map(|runs| cost(&experiment("harbour", runs), 2).megabytes);
    if few == 0.0 {
        println!("{{ \"two_threads\": {gain:.2}, \"megabytes\": \"not told by this system\" }}");
        return if gain < SPEED_UP {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        };
    }
    let large = cost(&large(), MANY_THREADS).megabytes;
    println!(
        "{{ \"two_threads\": {gain:.2}, \"ten_thousand_megabytes\": {few:.0}, \"runs\": {most}, \
         \"megabytes\": {many:.0}, \"climate_megabytes\": {large:.0} }}"
    );
    if gain < SPEED_UP || many > MOST || large > MOST_OF_LARGE {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}
