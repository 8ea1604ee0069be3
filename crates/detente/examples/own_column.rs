//! A column of one's own: how much the two sides' gains differ. One value: its name, type and meaning, and how it is read
//! off a run. It stands in `runs.csv` behind ours, in Parquet too, and responses may ask for it.
//!
//! `cargo run --example own_column -- run experiments/harbour-leaks.toml`

use detente::prelude::*;
use detente_lab::columns::{ColumnRule, Each};
use detente_results::{Kind, Value};

/// The greatest surplus of a disputant minus the least.
fn inequality() -> ColumnRule {
    ColumnRule::new(
        "inequality",
        Each::Run,
        Kind::Number,
        "the greatest surplus of a disputant minus the least",
        |run, _| {
            let Some(record) = run.record else { return Value::Empty };
            let gain = |p: PartyIx| record.utilities[p] - record.reservation_values[p];
            let gains = run.model.disputants().map(gain);
            let ends = |[low, high]: [f64; 2], x: f64| [low.min(x), high.max(x)];
            let [low, high] = gains.fold([f64::INFINITY, f64::NEG_INFINITY], ends);
            Value::Number(high - low)
        },
    )
}

fn main() -> std::process::ExitCode {
    detente::run_with(Lab::from(Registry::standard()).with_column(inequality()))
}
