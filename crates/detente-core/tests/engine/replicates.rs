//! A replicate comes out the same whoever is played beside it.

use crate::kernel::{NEGOTIATORS, model, registry};
use crate::models::give;
use crate::{Told, play};
use detente_core::{Form, Model, Number, Registry, RowKind};

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

#[test]
fn replicates_differ() {
    let registry = registry();
    let told = play(&registry, &talks(&registry), &[0, 1], 2);
    assert_ne!(told[0].rounds[0], told[1].rounds[0]);
}
