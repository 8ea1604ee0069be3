//! A replicate comes out the same whoever is played beside it.

use crate::kernel::{NEGOTIATORS, model, registry};
use crate::models::give;
use crate::{Listener, Told, play};
use detente_core::{Form, Lot, Model, Number, Observer, Registry, RowKind, Run, RunRecord, Seed, Stage};
use std::cell::Cell;
use std::sync::Arc;

/// Talks with drawn positions, so that runs take from few rounds to all.
fn talks(registry: &Registry) -> Model {
    let mut model = model(registry, NEGOTIATORS);
    for n in 0..NEGOTIATORS {
        let number = Number {
            form: Form::Uniform(0.42, 0.58),
            min: None,
            max: None,
        };
        give(
            &mut model,
            registry,
            RowKind::Negotiator,
            "conceding",
            "position",
            n,
            number,
        );
    }
    model
}

fn sorted(replicates: &[u64], told: Vec<Told>) -> Vec<Told> {
    let mut pairs: Vec<_> = replicates.iter().zip(told).collect();
    pairs.sort_by_key(|(replicate, _)| **replicate);
    pairs.into_iter().map(|(_, told)| told).collect()
}

#[test]
fn a_replicate_takes_the_same_course_in_any_number_of_slots_and_any_order_of_jobs() {
    let registry = registry();
    let model = talks(&registry);
    let in_order: Vec<u64> = (0..150).collect();
    // 67 and 150 have no common divisor, so every replicate comes once.
    let shuffled: Vec<u64> = in_order.iter().map(|r| r * 67 % 150).collect();
    let alone = play(&registry, &model, &in_order, 1);
    let lengths: Vec<usize> = alone.iter().map(|t| t.rounds.len()).collect();
    assert!(lengths.iter().max() > lengths.iter().min(), "runs of different lengths");
    assert!(alone.iter().all(|t| t.record.is_some()), "every job is played");
    for slots in [1, 7, 64] {
        for order in [&in_order, &shuffled] {
            let told = sorted(order, play(&registry, &model, order, slots));
            for (replicate, (told, alone)) in told.iter().zip(&alone).enumerate() {
                assert_eq!(told, alone, "replicate {replicate} in {slots} slots");
            }
        }
    }
}

/// Leaves off after so many rounds.
struct Hasty(Listener, Cell<usize>);

impl Observer for Hasty {
    fn round_played(&mut self, key: usize, run: &Run, values: &[f64]) {
        self.0.round_played(key, run, values);
    }
    fn ended(&mut self, key: usize, record: RunRecord) {
        self.0.ended(key, record);
    }
    fn has_enough(&self) -> bool {
        self.1.replace(self.1.get().saturating_sub(1)) == 0
    }
    fn wants_rounds(&self) -> bool {
        true
    }
}

/// Records are taken when slots are loaded again, and when nothing is loaded any more.
#[test]
fn whoever_has_enough_is_told_what_has_ended_by_then() {
    const SLOTS: usize = 32;
    /// Slots are loaded anew when one in so many is free.
    const LEAST_VACANT: usize = 8;
    let registry = registry();
    let model = Arc::new(talks(&registry));
    let replicates: Vec<u64> = (0..SLOTS as u64).collect();
    let alone = play(&registry, &model, &replicates, 1);
    let mut some_but_not_all = 0;
    for rounds in 1..alone.iter().map(|told| told.rounds.len()).max().expect("runs") {
        let listener = Listener(vec![Told::default(); SLOTS]);
        let mut hasty = Hasty(listener, Cell::new(rounds));
        let mut stage = Stage::new(&registry, &model, Seed::new(3), SLOTS).expect("a world for the model");
        stage.play(replicates.iter().map(|&k| Lot::of(k)), &mut hasty);
        for (told, alone) in hasty.0.0.iter().zip(&alone) {
            let has_ended = alone.rounds.len() <= rounds;
            assert_eq!(told.record.is_some(), has_ended, "after {rounds} rounds");
        }
        let ended = hasty.0.0.iter().filter(|told| told.record.is_some()).count();
        some_but_not_all += usize::from(ended > 0 && ended < SLOTS / LEAST_VACANT);
    }
    assert!(some_but_not_all > 0, "fewer than are loaded again have ended once");
}

#[test]
fn replicates_differ() {
    let registry = registry();
    let told = play(&registry, &talks(&registry), &[0, 1], 2);
    assert_ne!(told[0].rounds[0], told[1].rounds[0]);
}
