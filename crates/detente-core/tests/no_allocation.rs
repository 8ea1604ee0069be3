//! Between the rounds in which runs begin and end, playing allocates nothing: a night's work does not fragment memory, and
//! threads do not wait for the allocator.

#[path = "support/kernel.rs"]
mod kernel;
#[path = "support/models.rs"]
mod models;

use detente_core::{Lot, Number, Observer, RowKind, Run, RunRecord, Seed, Stage};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use std::alloc::System;
use std::sync::Arc;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Rounds before counting begins: enough for every column, cache and buffer to have been used.
const WARM_UP: u32 = 5;
/// Rounds that are counted.
const COUNTED: u32 = 30;
/// Runs side by side; all begin together.
const SLOTS: usize = 16;

fn allocations() -> usize {
    let stats = ALLOCATOR.stats();
    stats.allocations + stats.reallocations
}

/// Counts allocations at the first word of each round.
struct Counter {
    /// Allocations up to each round; room for all is made beforehand.
    at_round: Vec<usize>,
}

impl Observer for Counter {
    fn round_played(&mut self, _: usize, run: &Run, _: &[f64]) {
        if self.at_round.len() == run.round as usize {
            self.at_round.push(allocations());
        }
    }
    fn ended(&mut self, _: usize, record: RunRecord) {
        assert!(
            record.rounds > WARM_UP + COUNTED,
            "no run ends while allocations are counted"
        );
    }
    fn wants_rounds(&self) -> bool {
        true
    }
}

#[test]
fn a_round_in_which_no_run_begins_or_ends_allocates_nothing() {
    let registry = kernel::registry();
    let mut model = kernel::model(&registry, 2);
    // Positions so far apart that they do not meet while allocations are counted.
    for (n, position) in [(0, 0.0), (kernel::NEGOTIATORS - 1, 1.0)] {
        let number = Number::constant(position);
        models::give(
            &mut model,
            &registry,
            RowKind::Negotiator,
            "conceding",
            "position",
            n,
            number,
        );
    }
    let model = Arc::new(model);
    let mut stage = Stage::new(&registry, &model, Seed::new(1), SLOTS).expect("a world for the model");
    let mut counter = Counter {
        at_round: Vec::with_capacity(kernel::ROUNDS as usize),
    };
    stage.play((0..SLOTS as u64).map(Lot::of), &mut counter);
    let counted = &counter.at_round[WARM_UP as usize..=(WARM_UP + COUNTED) as usize];
    assert!(counter.at_round[0] > 0, "the allocator counts");
    assert!(
        counted.iter().all(|&n| n == counted[0]),
        "allocations up to each round: {counted:?}"
    );
}
