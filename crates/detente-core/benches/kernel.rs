//! What the engine costs: a small model as behaviours in an ensemble, against the same model as a plain loop over arrays.
//! Both draw the same numbers and must come out the same to the last digit. They are timed in alternation and the median
//! ratio is judged, since other programs on the machine disturb both alike.
//!
//! `cargo bench -p detente-core --bench kernel`; prints one line of JSON, from processor time, and exits with 1 if the engine
//! costs more than [`LIMIT`] times the loop. With `-- --gross` it times a few seconds and fails above [`GROSS_LIMIT`]: a check
//! for any machine, however busy. With `-- --play N` it plays N runs and prints nothing: what instructions are counted of.

#[path = "../tests/support/kernel.rs"]
mod kernel;
#[path = "../tests/support/models.rs"]
mod models;
#[path = "../tests/support/plain.rs"]
mod plain;
#[path = "../tests/support/same.rs"]
mod same;

use cpu_time::ProcessTime;
use detente_core::{Lot, Observer, RunRecord, Seed, Stage};
use plain::Plain;
use std::hint::black_box;
use std::process::ExitCode;
use std::sync::Arc;

/// The most that the engine may cost, as a multiple of the plain loop.
const LIMIT: f64 = 1.2;
/// The same where only a gross slowdown is looked for: twice what is usual.
const GROSS_LIMIT: f64 = 2.4;
/// Runs that are timed in one go.
const BATCH: u64 = 4096;
/// Timings of each side.
const REPETITIONS: usize = 41;
/// The same where only a gross slowdown is looked for.
const GROSS_REPETITIONS: usize = 11;
/// Runs side by side: as many as the lab plays unless it is told otherwise.
const SLOTS: usize = 48;

/// Sums over runs: enough to see that both sides played the same, and little to do.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sums {
    rounds: u64,
    leaks: u64,
}

impl Observer for Sums {
    fn ended(&mut self, _: usize, record: RunRecord) {
        self.rounds += u64::from(record.rounds);
        self.leaks += u64::from(record.count(kernel::LEAKED));
    }
}

/// One side: plays a batch of replicates.
trait Side {
    fn play(&mut self, replicates: std::ops::Range<u64>) -> Sums;
}

impl Side for Stage {
    fn play(&mut self, replicates: std::ops::Range<u64>) -> Sums {
        let mut sums = Sums::default();
        Stage::play(self, replicates.map(Lot::of), &mut sums);
        sums
    }
}

impl Side for Plain {
    fn play(&mut self, replicates: std::ops::Range<u64>) -> Sums {
        let mut sums = Sums::default();
        for replicate in replicates {
            let finish = Plain::play(self, black_box(replicate), |_, _| {});
            sums.rounds += u64::from(finish.rounds);
            sums.leaks += u64::from(finish.leaks);
        }
        sums
    }
}

/// Processor seconds that a side takes for a batch, and what came out.
fn time(side: &mut dyn Side, replicates: std::ops::Range<u64>) -> (f64, Sums) {
    let start = ProcessTime::now();
    let sums = side.play(replicates);
    (start.elapsed().as_secs_f64(), sums)
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn main() -> ExitCode {
    let gross = std::env::args().any(|word| word == "--gross");
    let (limit, repetitions) = match gross {
        true => (GROSS_LIMIT, GROSS_REPETITIONS),
        false => (LIMIT, REPETITIONS),
    };
    let registry = kernel::registry();
    let seed = Seed::new(1);
    let model = Arc::new(kernel::model(&registry, black_box(2)));
    let mut engine = Stage::new(&registry, &model, seed, SLOTS).expect("a world for the model");
    let mut words = std::env::args().skip_while(|word| word != "--play").skip(1);
    if let Some(runs) = words.next().and_then(|word| word.parse().ok()) {
        black_box(Side::play(&mut engine, 0..runs));
        return ExitCode::SUCCESS;
    }
    same::assert_same(seed, 0..500);
    let mut plain = Plain::new(seed, &model);
    let (mut engine_times, mut plain_times, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for repetition in 0..=repetitions as u64 {
        let replicates = repetition * BATCH..(repetition + 1) * BATCH;
        let (engine_time, engine_sums) = time(&mut engine, replicates.clone());
        let (plain_time, plain_sums) = time(&mut plain, replicates);
        assert_eq!(engine_sums, plain_sums, "both sides play the same runs");
        // The first repetition warms up caches and schedules.
        if repetition > 0 {
            engine_times.push(engine_time);
            plain_times.push(plain_time);
            ratios.push(engine_time / plain_time);
        }
    }
    let per_second = |times: &mut [f64]| BATCH as f64 / median(times);
    let ratio = median(&mut ratios);
    println!(
        "{{ \"rounds\": {:.1}, \"engine_runs_per_second\": {:.0}, \"plain_runs_per_second\": {:.0}, \"ratio\": {ratio:.3}, \
         \"quartiles\": [{:.3}, {:.3}], \"limit\": {limit} }}",
        Side::play(&mut engine, 0..BATCH).rounds as f64 / BATCH as f64,
        per_second(&mut engine_times),
        per_second(&mut plain_times),
        ratios[ratios.len() / 4],
        ratios[ratios.len() * 3 / 4]
    );
    if ratio > limit {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}
