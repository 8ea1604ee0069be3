//! The engine adds nothing to a model and takes nothing away.

#[path = "support/kernel.rs"]
mod kernel;
#[path = "support/models.rs"]
mod models;
#[path = "support/plain.rs"]
mod plain;
#[path = "support/same.rs"]
mod same;

use detente_core::Seed;

#[test]
fn behaviours_in_an_ensemble_come_out_as_a_plain_loop_does_to_the_last_digit() {
    for seed in 0..3 {
        same::assert_same(Seed::new(seed), 0..200);
    }
}
