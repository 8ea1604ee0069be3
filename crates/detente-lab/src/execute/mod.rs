//! Playing a plan: workers take blocks in order, play them, and hand them to a sink. Who watches is told by events.
//!
//! A block is the same bytes for any number of workers and any size of ensemble, and everything that is made of blocks is
//! made in the order of the plan, so results do not depend on who did what when.

mod following;
mod packed;
mod record;
mod settling;
mod summing;
#[cfg(test)]
mod tests;
mod trajectories;
mod worker;

use crate::catalogue::Lab;
use crate::plan::{Plan, PlanError};
use detente_results::ResultsError;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use worker::Worker;

pub use packed::Packed;
pub use record::{BlockRecord, PartRecord, Summary};
pub use trajectories::Trajectories;

/// How to run.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Worker threads.
    pub threads: usize,
    /// Runs side by side in one world; results do not depend on it.
    pub batch: usize,
}

/// Runs side by side that fit into a core's cache for talks of the usual size.
pub const DEFAULT_BATCH: usize = 48;

impl Default for Settings {
    fn default() -> Self {
        let threads = std::thread::available_parallelism();
        Self {
            threads: threads.map_or(1, std::num::NonZero::get),
            batch: DEFAULT_BATCH,
        }
    }
}

/// Why a plan was not played to its end.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// A point cannot be built.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The results folder refuses.
    #[error("failed to {0}")]
    Results(#[from] ResultsError),
    /// Blocks that should be there are not, or are none of this plan.
    #[error("{0}")]
    Incomplete(String),
    /// Something broke that is no run.
    #[error("failed to play block {0}: the program panicked, which is its own fault; please report it")]
    Broken(u64),
    /// The user has stopped it.
    #[error("stopped")]
    Stopped,
}

/// Where finished blocks go. Workers hand them over themselves.
pub trait Sink: Send + Sync {
    /// Takes the block of this number in the plan.
    ///
    /// # Errors
    /// It cannot be kept; nothing more is played then.
    fn take(&self, block: u64, record: BlockRecord) -> Result<(), RunError>;
}

/// Where finished blocks come from.
pub trait Source {
    /// The block of this number in the plan.
    ///
    /// # Errors
    /// It is not there, or cannot be read.
    fn block(&self, block: u64) -> Result<BlockRecord, RunError>;
}

/// A switch that ends the work in good order, within a round of the runs that are being played.
#[derive(Debug, Default)]
pub struct Control(AtomicBool);

impl Control {
    /// Asks for the end.
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether somebody has.
    pub fn is_stopped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What those who watch are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A block has been kept: so many runs, of which so many failed.
    BlockDone {
        /// Its number in the plan.
        block: u64,
        /// Its runs.
        runs: u64,
        /// Those that failed.
        failed: u64,
    },
    /// Everything that was asked for is kept.
    Finished,
    /// The work was stopped; what was told before is kept.
    Stopped,
}

/// Plays these blocks of a plan into a sink.
///
/// # Errors
/// The first thing that went wrong, or that it was stopped. Workers that are in the middle of a block are left to notice
/// for themselves: whoever called need not wait for them.
pub fn execute(
    plan: &Arc<Plan>,
    lab: &Arc<Lab>,
    blocks: Vec<u64>,
    settings: Settings,
    sink: &Arc<dyn Sink>,
    control: &Arc<Control>,
    tell: &mut dyn FnMut(Event),
) -> Result<(), RunError> {
    let threads = settings.threads.clamp(1, blocks.len().clamp(1, 4096));
    let (blocks, next) = (Arc::new(blocks), Arc::new(AtomicUsize::new(0)));
    let quit = Arc::new(AtomicBool::new(false));
    let (send, receive) = mpsc::channel();
    for _ in 0..threads {
        let (plan, lab, sink, control) = (Arc::clone(plan), Arc::clone(lab), Arc::clone(sink), Arc::clone(control));
        let (blocks, next, quit, send) = (Arc::clone(&blocks), Arc::clone(&next), Arc::clone(&quit), send.clone());
        std::thread::spawn(move || {
            let mut worker = Worker::new(&plan, &lab, settings.batch, &control);
            while !quit.load(Ordering::Relaxed) && !control.is_stopped() {
                let Some(&number) = blocks.get(next.fetch_add(1, Ordering::Relaxed)) else {
                    return;
                };
                let outcome = catch_unwind(AssertUnwindSafe(|| play(&mut worker, &plan, number, &*sink)));
                let outcome = outcome.unwrap_or(Err(RunError::Broken(number)));
                let is_last = !matches!(outcome, Ok(Some(_)));
                if send.send(outcome).is_err() || is_last {
                    return;
                }
            }
        });
    }
    drop(send);
    let outcome = watch(&receive, control, tell);
    quit.store(true, Ordering::Relaxed);
    outcome?;
    tell(Event::Finished);
    Ok(())
}

/// Plays a block and hands it over; none if it was stopped in the middle.
fn play(worker: &mut Worker<'_>, plan: &Plan, number: u64, sink: &dyn Sink) -> Result<Option<Event>, RunError> {
    let block = plan.waves.block(number);
    let Some(record) = worker.block(&block)? else {
        return Ok(None);
    };
    let failed = record.failed();
    sink.take(number, record)?;
    Ok(Some(Event::BlockDone {
        block: number,
        runs: block.runs(),
        failed,
    }))
}

/// Passes on what workers say, until all have gone, one fails, or somebody stops the work.
fn watch(
    receive: &mpsc::Receiver<Result<Option<Event>, RunError>>,
    control: &Control,
    tell: &mut dyn FnMut(Event),
) -> Result<(), RunError> {
    /// How long a stop may go unnoticed where no block ends.
    const GLANCE: std::time::Duration = std::time::Duration::from_millis(50);
    loop {
        match receive.recv_timeout(GLANCE) {
            Ok(Ok(Some(event))) => tell(event),
            Ok(Err(error)) => return Err(error),
            Err(mpsc::RecvTimeoutError::Disconnected) if !control.is_stopped() => return Ok(()),
            _ => {}
        }
        if control.is_stopped() {
            // What was kept until now has been told or will never be.
            receive.try_iter().flatten().flatten().for_each(&mut *tell);
            tell(Event::Stopped);
            return Err(RunError::Stopped);
        }
    }
}
