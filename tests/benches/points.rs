//! What a design point costs: as many points with one run each as there are runs of one point, with tables. Points that
//! differ in numbers should cost their runs and little more, and memory should not grow with them.
//!
//! `cargo bench -p detente-benches --bench points`; prints one line of JSON with processor time and peak memory of both sides
//! and their ratios, and exits with 1 if points cost more than [`LIMIT`] times the runs, or hold more than [`MEMORY`].

#[path = "support/process.rs"]
mod process;

use process::{Cost, cost, is_player};
use std::process::ExitCode;

/// The most that points may cost, as a multiple of as many runs of one point.
const LIMIT: f64 = 1.3;
/// The most that a process may hold, in megabytes.
const MEMORY: f64 = 200.0;
/// Timings of each side; the median of the ratios counts.
const REPETITIONS: usize = 3;

/// A scenario, the runs of either side, and two factors that leave talks nearly as they are.
struct Case {
    name: &'static str,
    runs: u64,
    factors: [(&'static str, u64); 2],
}

const CASES: [Case; 2] = [
    Case {
        name: "harbour",
        runs: 100_000,
        factors: [
            ("negotiators.south_lead.leak_sensitivity", 400),
            ("calendar.*.secrecy", 250),
        ],
    },
    Case {
        name: "ukraine-28-points",
        runs: 10_000,
        factors: [
            ("negotiators.ua_lead.leak_sensitivity", 100),
            ("calendar.*.secrecy", 100),
        ],
    },
];

impl Case {
    /// The experiment: many runs of the scenario as it stands, or one of each of many points.
    fn experiment(&self, points: bool, replicates: u64) -> String {
        let head = format!(
            "format = 1\n[experiment]\nid = \"points\"\nscenario = \"scenarios/{}.toml\"\nseed = 3\nreplicates = {replicates}\n",
            self.name
        );
        let factor = |(path, steps): (&str, u64)| {
            format!(
                "[[factors]]\nid = \"{path}\"\npath = \"{path}\"\nop = \"add\"\nrange = [-1e-4, 1e-4]\nsteps = {steps}\n"
            )
        };
        match points {
            false => head,
            true => head + "[design]\nkind = \"grid\"\n" + &self.factors.map(factor).concat(),
        }
    }
}

/// Both sides in turn; the cost of each, and the median ratio of processor times.
fn compare(case: &Case) -> (Cost, Cost, f64) {
    let pairs: Vec<(Cost, Cost)> = (0..REPETITIONS)
        .map(|_| {
            (
                cost(&case.experiment(false, case.runs), 1),
                cost(&case.experiment(true, 1), 1),
            )
        })
        .collect();
    let mut ratios: Vec<f64> = pairs
        .iter()
        .map(|(runs, points)| points.seconds / runs.seconds)
        .collect();
    ratios.sort_by(f64::total_cmp);
    let (runs, points) = pairs[REPETITIONS - 1];
    (runs, points, ratios[REPETITIONS / 2])
}

fn main() -> ExitCode {
    if is_player() {
        return ExitCode::SUCCESS;
    }
    let mut told = Vec::new();
    let mut beyond = false;
    for case in &CASES {
        let (runs, points, ratio) = compare(case);
        beyond |= ratio > LIMIT || points.megabytes > MEMORY;
        told.push(format!(
            "\"{}\": {{ \"runs\": {}, \"runs_seconds\": {:.2}, \"points_seconds\": {:.2}, \"ratio\": {ratio:.3}, \
             \"runs_megabytes\": {:.0}, \"points_megabytes\": {:.0} }}",
            case.name, case.runs, runs.seconds, points.seconds, runs.megabytes, points.megabytes
        ));
    }
    println!("{{ {} }}", told.join(", "));
    if beyond { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
