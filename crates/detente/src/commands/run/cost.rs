//! What a run of a plan costs: some runs of the scenario as it stands are played, timed and thrown away. Times are for people
//! to plan by, and reach no result.

use crate::exit::Failure;
use crate::interrupt::Interrupt;
use detente_lab::Lab;
use detente_lab::designs::Baseline;
use detente_lab::execute::{Settings, Sink, Source, execute};
use detente_lab::experiment::{Experiment, Vary};
use detente_lab::plan::Plan;
use detente_lab::sinks::Memory;
use detente_telling::answer::Cost;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Runs that are played, one number after the other until it takes long enough to be timed.
const RUNS: [u64; 3] = [1, 16, 256];
/// Long enough.
const ENOUGH: Duration = Duration::from_millis(300);

/// What some runs cost.
///
/// # Errors
/// It was stopped, or the scenario cannot be played.
pub(in crate::commands) fn of(plan: &Plan, lab: &Arc<Lab>, interrupt: &Interrupt) -> Result<Option<Cost>, Failure> {
    let mut cost = None;
    for runs in RUNS {
        let experiment = Experiment {
            replicates: runs,
            luck: 1,
            design: &Baseline,
            size: 0,
            vary: Vary::default(),
            factors: Vec::new(),
            constraints: Vec::new(),
            correlations: Vec::new(),
            stop: None,
            select: None,
            raced: Vec::new(),
            policies: Vec::new(),
            what_if: Vec::new(),
            analyses: Vec::new(),
            // What a row takes is asked.
            summary: false,
            ..plan.experiment.clone()
        };
        let alone = Arc::new(plan.beside(experiment, lab)?);
        let blocks = Arc::new(Memory::default());
        let sink: Arc<dyn Sink> = Arc::<Memory>::clone(&blocks);
        let settings = Settings {
            threads: 1,
            ..Settings::default()
        };
        let begun = Instant::now();
        execute(&alone, lab, vec![0], settings, &sink, &interrupt.control, &mut |_| {})?;
        let time = begun.elapsed();
        let record = blocks.block(0)?;
        let mut text = Vec::new();
        record.rows.write_csv(0..record.rows.len(), &mut text);
        let bytes = (record.save().len() + text.len()) as u64;
        cost = Some(Cost { runs, time, bytes });
        if time >= ENOUGH {
            break;
        }
    }
    Ok(cost)
}
