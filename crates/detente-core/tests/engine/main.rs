//! What the engine promises to those who write behaviours.

#[path = "../support/kernel.rs"]
mod kernel;
#[path = "../support/models.rs"]
mod models;

mod addresses;
mod assembly_errors;
mod calendar;
mod declarations;
mod hazards;
mod passing_over;
mod replicates;
mod rows;

use detente_core::{Lot, Model, Observer, Registry, Run, RunRecord, Seed, Stage};
use std::sync::Arc;

/// What was told about one run.
#[derive(Debug, Clone, Default, PartialEq)]
struct Told {
    /// The variables after each round.
    rounds: Vec<Vec<f64>>,
    /// How it ended.
    record: Option<RunRecord>,
}

/// What was told about each key.
struct Listener(Vec<Told>);

impl Observer for Listener {
    fn round_played(&mut self, key: usize, _: &Run, values: &[f64]) {
        self.0[key].rounds.push(values.to_vec());
    }
    fn ended(&mut self, key: usize, record: RunRecord) {
        assert!(self.0[key].record.is_none(), "a run ends once");
        self.0[key].record = Some(record);
    }
    fn wants_rounds(&self) -> bool {
        true
    }
}

/// Plays these replicates in this order, side by side in so many slots; what was told about each, in the same order.
fn play(registry: &Registry, model: &Model, replicates: &[u64], slots: usize) -> Vec<Told> {
    let model = Arc::new(model.clone());
    let mut listener = Listener(vec![Told::default(); replicates.len()]);
    let mut stage = Stage::new(registry, &model, Seed::new(3), slots).expect("a world for the model");
    stage.play(replicates.iter().map(|&k| Lot::of(k)), &mut listener);
    listener.0
}
