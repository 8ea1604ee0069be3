//! What a design point costs: as many points with one run each as there are runs of one point, with tables. Points that
//! differ in numbers should cost their runs and little more, and memory should not grow with them.
//!
//! `cargo bench -p detente-tests --bench points`; prints one line of JSON with processor time and peak memory of both sides
//! and their ratios, and exits with 1 if points cost more than [`LIMIT`] times the runs, or hold more than [`MEMORY`]. With
//! `-- --long` it also holds the memory of ten thousand flagship runs against that of a million.

use detente_lab::Lab;
use detente_lab::execute::{Control, Settings};
use detente_lab::experiment::Experiment;
use detente_lab::plan::Plan;
use detente_lab::session::{Reuse, Session};
use detente_lab::tables::Format;
use detente_results::{Existing, Provenance};
use detente_scenario::TomlFile;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::sync::Arc;

/// The most that points may cost, as a multiple of as many runs of one point.
const LIMIT: f64 = 1.3;
/// The most that a process may hold, in megabytes.
const MEMORY: f64 = 200.0;
/// How much more memory a hundred times the runs may take.
const GROWTH: f64 = 1.05;
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

/// What a process has cost.
#[derive(Clone, Copy)]
struct Cost {
    /// Processor time in seconds.
    seconds: f64,
    /// Most memory held, in megabytes.
    megabytes: f64,
}

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

/// Plays an experiment into a folder that is thrown away.
fn play(text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../points.toml");
    let lab = Arc::new(Lab::from(detente_agents::standard()));
    let toml = TomlFile::parse(&file, text).expect("TOML");
    let experiment = Experiment::from_toml(&toml, &lab.designs).unwrap_or_else(|e| panic!("{e}"));
    let plan = Arc::new(Plan::new(experiment, &lab).unwrap_or_else(|e| panic!("{e}")));
    let home = tempfile::tempdir().expect("a temporary folder");
    let by = Provenance::default();
    let session = Session::open(&plan, &lab, &home.path().join("out"), None, Reuse::NOTHING, by).expect("a session");
    let (settings, control) = (
        Settings {
            threads: 1,
            ..Settings::default()
        },
        Arc::new(Control::default()),
    );
    session
        .play(session.missing(None), settings, None, &control, &mut |_| {})
        .expect("runs");
    session
        .finish(&[Format::Csv], Existing::Keep, &control, String::new())
        .expect("tables");
}

/// The cost of an experiment in a process of its own.
fn cost(case: &Case, points: bool, replicates: u64) -> Cost {
    let me = std::env::current_exe().expect("a bench has a file");
    let output = Command::new(me)
        .arg("--play")
        .arg(case.experiment(points, replicates))
        .output();
    let output = output.expect("a bench starts itself");
    let text = String::from_utf8_lossy(&output.stdout);
    let numbers: Vec<f64> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Cost {
        seconds: numbers[0],
        megabytes: numbers[1],
    }
}

/// Most memory that this process has held, in megabytes; 0 where the system does not tell.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1024.0
}

/// Both sides in turn; the cost of each, and the median ratio of processor times.
fn compare(case: &Case) -> (Cost, Cost, f64) {
    let pairs: Vec<(Cost, Cost)> = (0..REPETITIONS)
        .map(|_| (cost(case, false, case.runs), cost(case, true, 1)))
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
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, word, text] = &arguments[..]
        && word == "--play"
    {
        play(text);
        let seconds = cpu_time::ProcessTime::now().as_duration().as_secs_f64();
        println!("{seconds} {}", peak());
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
    if arguments.iter().any(|word| word == "--long") {
        let [few, many] = [10_000, 1_000_000].map(|replicates| cost(&CASES[1], false, replicates));
        let growth = many.megabytes / few.megabytes;
        beyond |= growth > GROWTH;
        told.push(format!(
            "\"memory\": {{ \"ten_thousand\": {:.1}, \"million\": {:.1}, \"ratio\": {growth:.3} }}",
            few.megabytes, many.megabytes
        ));
    }
    println!("{{ {} }}", told.join(", "));
    if beyond { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
