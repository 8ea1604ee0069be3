//! How the cost of a run grows with what is negotiated: parties, issues, options, sessions, rounds, each beside the work that
//! is inherent. Fitted exponents of processor time over that work, and that of the last step alone.
//!
//! `cargo bench -p detente-benches --bench growth`; prints one line of JSON and exits with 1 where time grows faster than the
//! work by more than [`BEYOND`] in the exponent, with `-- --gross` by more than a busy machine may take.

#[path = "support/timing.rs"]
mod timing;

use detente_core::{Lot, Observer, RunRecord, Seed, Stage};
use detente_scenario::{Document, build};
use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use timing::time;

/// How much the exponent may exceed that of the work.
const BEYOND: f64 = 0.15;
/// The same on any machine, however busy and small its caches: with `--gross`.
const GROSS_BEYOND: f64 = 0.4;
/// Runs side by side, and timed in one go.
const RUNS: u64 = 8;
/// Processor time of each size, in microseconds: long against a tick of the clock.
const LONG_ENOUGH: f64 = 100_000.0;
/// Timings of each size, at least.
const REPETITIONS: u64 = 5;

/// How large talks are. Nobody can agree in them, so that all of them go on to the end.
#[derive(Debug, Clone, Copy)]
struct Size {
    parties: usize,
    issues: usize,
    options: usize,
    sessions: usize,
    rounds: usize,
    /// Whether every pair of parties matters.
    pairs: bool,
}

const USUAL: Size = Size {
    parties: 4,
    issues: 10,
    options: 4,
    sessions: 10,
    rounds: 2,
    pairs: false,
};

/// What is made larger, and the work in it.
struct Axis {
    name: &'static str,
    /// What the work is made of.
    work: &'static str,
    sizes: &'static [usize],
    grown: fn(usize) -> Size,
    /// The work of one size, up to a factor.
    measure: fn(usize) -> f64,
}

const AXES: [Axis; 6] = [
    Axis {
        name: "parties",
        work: "parties x options, for a text",
        sizes: &[2, 8, 30, 100, 200],
        grown: |parties| Size { parties, ..USUAL },
        measure: |parties| parties as f64,
    },
    Axis {
        name: "pairs",
        work: "pairs of parties, where every pair matters",
        sizes: &[8, 25, 60, 120],
        grown: |parties| Size {
            parties,
            pairs: true,
            ..USUAL
        },
        measure: |parties| (parties * parties) as f64,
    },
    Axis {
        name: "issues",
        work: "issues",
        sizes: &[5, 20, 60, 200],
        grown: |issues| Size { issues, ..USUAL },
        measure: |issues| issues as f64,
    },
    Axis {
        name: "options",
        work: "options of an issue",
        sizes: &[2, 8, 24, 64],
        grown: |options| Size { options, ..USUAL },
        measure: |options| options as f64,
    },
    Axis {
        name: "sessions",
        work: "sessions",
        sizes: &[5, 20, 80, 200],
        grown: |sessions| Size { sessions, ..USUAL },
        measure: |sessions| sessions as f64,
    },
    Axis {
        name: "rounds",
        work: "rounds of a session",
        sizes: &[1, 4, 16, 50],
        grown: |rounds| Size { rounds, ..USUAL },
        measure: |rounds| rounds as f64,
    },
];

/// Talks of this size, as a scenario.
fn scenario(size: Size) -> String {
    let mut text = String::from(
        "format = 1\n[scenario]\nid = \"growth\"\ntitle = \"Growth\"\nstylised = true\nhorizon_days = 3000\n\
         [talks]\nprotocol = \"single_text\"\ntext_holder = \"chair\"\n\
         [behaviours]\nconcession = {}\nfatigue = {}\nleaks = {}\nmediation = {}\nripeness = {}\ndiscovery = {}\n\
         domestic_pressure = {}\nratification = {}\n",
    );
    if size.pairs {
        text.push_str(
            "commitment = {}\ntrust = {}\nrapport = {}\nmomentum = {}\nresolve = {}\nreciprocity = {}\nperceived_division = {}\n",
        );
    }
    text.push_str(
        "[[parties]]\nid = \"chair\"\nrole = \"mediator\"\n[[negotiators]]\nid = \"n_chair\"\nparty = \"chair\"\n",
    );
    for p in 0..size.parties {
        let _ = writeln!(
            text,
            "[[parties]]\nid = \"p{p}\"\nrole = \"disputant\"\nreservation_value = 0.95\n\
             [[negotiators]]\nid = \"n{p}\"\nparty = \"p{p}\"",
        );
    }
    let of_parties = |value: &dyn Fn(usize) -> f64| {
        let cells: Vec<String> = (0..size.parties).map(|p| format!("p{p} = {:.3}", value(p))).collect();
        cells.join(", ")
    };
    for i in 0..size.issues {
        let options: Vec<String> = (0..size.options).map(|o| format!("{{ id = \"o{o}\" }}")).collect();
        let weights = of_parties(&|p| 1.0 + ((p * 7 + i * 3) % 5) as f64);
        let ideals = of_parties(&|p| ((p * 13 + i * 5) % 11) as f64 / 10.0);
        let _ = writeln!(
            text,
            "[[issues]]\nid = \"i{i}\"\noptions = [{}]\nweight = {{ {weights} }}\nideal = {{ {ideals} }}",
            options.join(", ")
        );
    }
    let participants: Vec<String> = (0..size.parties).map(|p| format!("\"p{p}\"")).collect();
    let _ = writeln!(
        text,
        "[[calendar]]\nid = \"talks\"\nday = 0\nevery_days = 10\ntimes = {}\nrounds = {}\nparticipants = [\"chair\", {}]",
        size.sessions,
        size.rounds,
        participants.join(", ")
    );
    text
}

/// Enough to see that runs were played to the end.
#[derive(Default)]
struct Rounds(u64);

impl Observer for Rounds {
    fn ended(&mut self, _: usize, record: RunRecord) {
        self.0 += u64::from(record.rounds);
    }
}

/// Microseconds of a run.
fn cost(size: Size) -> f64 {
    let registry = detente_agents::standard();
    let document = Document::parse(Path::new("growth.toml"), scenario(size)).unwrap_or_else(|e| panic!("{e}"));
    let model = Arc::new(build(&document, &registry).unwrap_or_else(|e| panic!("{e}")).model);
    let mut stage = Stage::new(&registry, &model, Seed::new(1), RUNS as usize).unwrap_or_else(|e| panic!("{e}"));
    let mut play = |first: u64| {
        let mut rounds = Rounds::default();
        stage.play((first..first + RUNS).map(Lot::of), &mut rounds);
        assert_eq!(
            rounds.0,
            RUNS * (size.sessions * size.rounds) as u64,
            "talks go on to the end"
        );
    };
    // Caches and schedules warm up.
    play(0);
    let (mut times, mut all) = (Vec::new(), 0.0);
    for k in 1.. {
        times.push(time(RUNS, || play(k * RUNS)));
        all += times[times.len() - 1] * RUNS as f64;
        if k >= REPETITIONS && all > LONG_ENOUGH {
            break;
        }
    }
    all / (times.len() as u64 * RUNS) as f64
}

/// The slope of the least squares line through logarithms.
fn exponent(points: &[(f64, f64)]) -> f64 {
    let logs: Vec<(f64, f64)> = points.iter().map(|(x, y)| (libm::log(*x), libm::log(*y))).collect();
    let n = logs.len() as f64;
    let (mean_x, mean_y) = (
        logs.iter().map(|p| p.0).sum::<f64>() / n,
        logs.iter().map(|p| p.1).sum::<f64>() / n,
    );
    let both: f64 = logs.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    let own: f64 = logs.iter().map(|(x, _)| (x - mean_x) * (x - mean_x)).sum();
    both / own
}

fn main() -> ExitCode {
    let mut told = Vec::new();
    let mut is_beyond = false;
    let is_gross = std::env::args().any(|word| word == "--gross");
    let most = 1.0 + if is_gross { GROSS_BEYOND } else { BEYOND };
    for axis in &AXES {
        let points: Vec<(f64, f64)> = axis
            .sizes
            .iter()
            .map(|&size| ((axis.measure)(size), cost((axis.grown)(size))))
            .collect();
        let exponent = exponent(&points);
        // Where fixed costs weigh little.
        let last = self::exponent(&points[points.len() - 2..]);
        // What is no number is beyond, too.
        is_beyond |= [exponent, last].iter().any(|e| !e.is_finite() || *e > most);
        let times: Vec<String> = points.iter().map(|(_, time)| format!("{time:.0}")).collect();
        told.push(format!(
            "\"{}\": {{ \"work\": \"{}\", \"sizes\": {:?}, \"microseconds\": [{}], \"exponent\": {exponent:.2}, \"last_step\": {last:.2} }}",
            axis.name,
            axis.work,
            axis.sizes,
            times.join(", ")
        ));
    }
    println!("{{ {} }}", told.join(", "));
    if is_beyond {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}
