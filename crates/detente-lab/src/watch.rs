//! One run, watched: everything that happened, how the variables stood after every meeting, and how it ended.

use crate::Numbers;
use detente_core::{EngineError, Event, Lot, Model, Observer, Registry, Run, RunRecord, Seed, Stage, Variable};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// A run that was watched.
#[derive(Debug, Clone)]
pub struct Account {
    /// The model that was played.
    pub model: Arc<Model>,
    /// Root of its luck.
    pub seed: u64,
    /// The values of its parameters.
    pub numbers: Numbers,
    /// What happened, in order.
    pub events: Vec<Event>,
    /// How the variables stood.
    pub samples: Samples,
    /// How it ended.
    pub record: RunRecord,
}

/// The variables as they stood when each meeting ended.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Samples {
    /// The variables.
    pub variables: Vec<Variable>,
    /// By meeting, in the order in which they were held: a value for each variable.
    pub meetings: Vec<Vec<f64>>,
}

/// Why a run has no account.
#[derive(Debug)]
pub enum PlayError {
    /// No world can be made for the model.
    Engine(EngineError),
    /// A behaviour panicked.
    Panicked,
}

/// Plays one run. It is the same as the run with this lot inside any ensemble with this seed.
///
/// # Errors
/// If no world can be made for the model, or a behaviour panics.
pub fn play(registry: &Registry, model: &Arc<Model>, seed: u64, lot: Lot) -> Result<Account, PlayError> {
    let mut stage = Stage::new(registry, model, Seed::new(seed), 1)?;
    let numbers = Numbers::of_run(model, registry, seed, lot.inputs)?;
    stage.ensemble().record(true);
    let variables = stage.ensemble().variables().to_vec();
    let mut witness = Witness {
        samples: Samples {
            variables,
            meetings: Vec::new(),
        },
        events: Vec::new(),
        record: None,
    };
    // The stage is dropped whatever happens, so nothing half-changed is seen again.
    let played = catch_unwind(AssertUnwindSafe(|| stage.play([lot], &mut witness)));
    let Witness {
        samples,
        events,
        record,
    } = witness;
    match (played, record) {
        (Ok(()), Some(record)) => Ok(Account {
            model: Arc::clone(model),
            seed,
            numbers,
            events,
            samples,
            record,
        }),
        _ => Err(PlayError::Panicked),
    }
}

impl From<EngineError> for PlayError {
    fn from(error: EngineError) -> Self {
        PlayError::Engine(error)
    }
}

struct Witness {
    samples: Samples,
    events: Vec<Event>,
    record: Option<RunRecord>,
}

impl Observer for Witness {
    fn round_played(&mut self, _key: usize, run: &Run, values: &[f64]) {
        if run.opens {
            self.samples.meetings.push(Vec::new());
        }
        if let Some(last) = self.samples.meetings.last_mut() {
            *last = values.to_vec();
        }
    }

    fn happened(&mut self, _key: usize, event: Event) {
        self.events.push(event);
    }

    fn ended(&mut self, _key: usize, record: RunRecord) {
        self.record = Some(record);
    }

    fn wants_rounds(&self) -> bool {
        true
    }
}
