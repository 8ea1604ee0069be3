//! What the flagship costs, as a multiple of a plain loop of the same arithmetic, and what a look at it costs: two hundred
//! runs in a world that is there, as they stand and with one number changed, as a multiple of as many in a long experiment.
//!
//! `cargo bench -p detente-benches --bench flagship`; prints one line of JSON, from processor time, and exits with 1 above
//! [`LIMIT`] or [`LATENCY`], or with `-- --gross` above what a busy machine may take. With `-- --play N` it plays
//! N runs and prints nothing, with `-- --measure N` the plain loop as often: what instructions are counted of; `--slots N` plays so many side by side.

#[path = "../support/timing.rs"]
mod timing;
mod yardstick;

use detente_core::{Job, Loadout, Lot, Model, Number, Observer, Registry, RunRecord, Seed, Stage};
use detente_scenario::{Document, build};
use std::hint::black_box;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use timing::{asked, median, ratio, time};
use yardstick::Yardstick;

/// The most that the flagship may cost, as a multiple of the yardstick.
const LIMIT: f64 = 3.0;
/// The same on any machine, however busy: with `--gross`.
const GROSS_LIMIT: f64 = 8.0;
/// The most that a look may cost, as a multiple of as many runs in a long experiment.
const LATENCY: f64 = 1.1;
/// The same on any machine, however busy: with `--gross`.
const GROSS_LATENCY: f64 = 1.5;
/// Runs that are timed in one go.
const BATCH: u64 = 1_000;
/// Runs of a look.
const LOOK: u64 = 200;
/// Timings of each; the median of ratios counts.
const REPETITIONS: u64 = 11;
/// Runs side by side: as many as the lab plays of talks of this size.
const SLOTS: usize = 24;
/// The number that a look changes.
const CHANGED: &str = "negotiators.ua_lead.leak_sensitivity";

/// Enough to see that runs were played.
#[derive(Default)]
struct Rounds(u64);

impl Observer for Rounds {
    fn ended(&mut self, _: usize, record: RunRecord) {
        self.0 += u64::from(record.rounds);
    }
}

/// The flagship in a world of its own.
struct Flagship {
    stage: Stage,
    model: Arc<Model>,
    loadout: Loadout,
}

impl Flagship {
    fn new(registry: &Registry, slots: usize) -> Self {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/ukraine-28-points.toml");
        let document = Document::read(&file).unwrap_or_else(|e| panic!("{e}"));
        let model = Arc::new(build(&document, registry).unwrap_or_else(|e| panic!("{e}")).model);
        Self {
            stage: Stage::new(registry, &model, Seed::new(1), slots).unwrap_or_else(|e| panic!("{e}")),
            loadout: Loadout::new(&model, registry).unwrap_or_else(|e| panic!("{e}")),
            model,
        }
    }

    fn play(&mut self, first: u64, runs: u64) -> u64 {
        let mut rounds = Rounds::default();
        self.stage.play((first..first + runs).map(Lot::of), &mut rounds);
        rounds.0
    }

    /// As many runs with one number changed, in the same world.
    fn play_changed(&mut self, first: u64, runs: u64, value: f64) -> u64 {
        let parameter = self.model.parameters.iter().position(|used| used.path == CHANGED);
        let parameter = parameter.expect("a number of the flagship");
        let loadout = Arc::new(self.loadout.with(&[(parameter, Number::constant(value))]));
        let mut jobs = (first..first + runs).map(|luck| Job {
            key: 0,
            lot: Lot::of(luck),
            loadout: Arc::clone(&loadout),
        });
        let mut rounds = Rounds::default();
        self.stage.ensemble().play(&mut jobs, &mut rounds);
        rounds.0
    }
}

fn main() -> ExitCode {
    let (mut flagship, mut yardstick) = (
        Flagship::new(
            &detente_agents::standard(),
            asked("--slots").map_or(SLOTS, |slots| slots as usize),
        ),
        Yardstick::new(),
    );
    if let Some(runs) = asked("--play") {
        black_box(flagship.play(0, runs));
        return ExitCode::SUCCESS;
    }
    if let Some(runs) = asked("--measure") {
        (0..runs).for_each(|luck| {
            black_box(yardstick.play(black_box(luck)));
        });
        return ExitCode::SUCCESS;
    }
    // Caches and schedules warm up.
    black_box(flagship.play(0, BATCH));
    let (mut long, mut plain, mut look, mut changed) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for repetition in 1..=REPETITIONS {
        let first = repetition * BATCH;
        long.push(time(BATCH, || flagship.play(first, BATCH)));
        plain.push(time(BATCH, || {
            (first..first + BATCH)
                .map(|luck| yardstick.play(black_box(luck)))
                .sum::<f64>()
        }));
        let looks = BATCH / LOOK;
        look.push(time(BATCH, || {
            (0..looks).map(|k| flagship.play(first + k * LOOK, LOOK)).sum::<u64>()
        }));
        let value = |k: u64| 0.4 + 0.01 * k as f64;
        changed.push(time(BATCH, || {
            (0..looks)
                .map(|k| flagship.play_changed(first + k * LOOK, LOOK, value(k)))
                .sum::<u64>()
        }));
    }
    let (cost, same, other) = (ratio(&long, &plain), ratio(&look, &long), ratio(&changed, &long));
    println!(
        "{{ \"flagship_microseconds\": {:.1}, \"yardstick_microseconds\": {:.1}, \"ratio\": {cost:.2}, \
         \"look\": {same:.2}, \"look_with_a_number_changed\": {other:.2} }}",
        median(long),
        median(plain)
    );
    let is_gross = std::env::args().any(|word| word == "--gross");
    let (limit, latency) = match is_gross {
        true => (GROSS_LIMIT, GROSS_LATENCY),
        false => (LIMIT, LATENCY),
    };
    if cost > limit || same.max(other) > latency {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}
