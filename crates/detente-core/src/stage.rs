//! A model, its numbers and a world for it, ready to be played: what everything that plays a single model uses.

use crate::assembly::EngineError;
use crate::draws::Seed;
use crate::ensemble::{Ensemble, Job, Observer};
use crate::loadout::Loadout;
use crate::lot::Lot;
use crate::model::Model;
use crate::outcome::RunRecord;
use crate::registry::Registry;
use std::sync::Arc;

/// One model on a stage of its own.
pub struct Stage {
    ensemble: Ensemble,
    loadout: Arc<Loadout>,
}

/// Keeps the records of runs in the order of their keys.
#[derive(Default)]
struct Records(Vec<Option<RunRecord>>);

impl Observer for Records {
    fn ended(&mut self, key: usize, record: RunRecord) {
        if self.0.len() <= key {
            self.0.resize(key + 1, None);
        }
        self.0[key] = Some(record);
    }
}

impl Stage {
    /// A stage for a model, with so many slots.
    ///
    /// # Errors
    /// As for [`Ensemble::new`] and [`Loadout::new`].
    pub fn new(registry: &Registry, model: &Arc<Model>, seed: Seed, slots: usize) -> Result<Self, EngineError> {
        Ok(Self {
            ensemble: Ensemble::new(registry, model, seed, slots)?,
            loadout: Arc::new(Loadout::new(model, registry)?),
        })
    }

    /// The world.
    pub fn ensemble(&mut self) -> &mut Ensemble {
        &mut self.ensemble
    }

    /// Plays these runs; the key of each is its place among them.
    pub fn play(&mut self, lots: impl IntoIterator<Item = Lot>, observer: &mut dyn Observer) {
        let mut jobs = lots.into_iter().enumerate().map(|(key, lot)| Job {
            key,
            lot,
            loadout: Arc::clone(&self.loadout),
        });
        self.ensemble.play(&mut jobs, observer);
    }

    /// Plays these runs and gives their records, in order.
    pub fn records(&mut self, lots: impl IntoIterator<Item = Lot>) -> Vec<RunRecord> {
        let mut records = Records::default();
        self.play(lots, &mut records);
        records.0.into_iter().flatten().collect()
    }
}
