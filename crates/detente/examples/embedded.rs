//! The engine in a program of one's own: a scenario from a file, played a thousand times, and how the talks ended. Nothing is
//! written to the disk.
//!
//! `cargo run --release --example embedded -- scenarios/harbour.toml`

use detente::prelude::*;
use detente_analyses::statistics::wilson;
use detente_core::{Lot, Seed, Stage};
use detente_scenario::{Document, build};
use std::error::Error;
use std::path::Path;
use std::sync::Arc;

const RUNS: u64 = 1_000;
/// Runs side by side in one world.
const SLOTS: usize = 64;

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("expected the file of a scenario")?;
    let registry = Registry::standard();
    let model = Arc::new(build(&Document::read(Path::new(&file))?, &registry)?.model);
    let mut stage = Stage::new(&registry, &model, Seed::new(1), SLOTS)?;
    let records = stage.records((0..RUNS).map(Lot::of));
    for outcome in Outcome::ALL {
        let count = records.iter().filter(|record| record.outcome == outcome).count() as u64;
        let (share, interval) = (count as f64 / RUNS as f64, wilson(count, RUNS));
        println!(
            "{:<21} {share:.3} ({:.3} to {:.3})",
            outcome.name(),
            interval.low,
            interval.high
        );
    }
    Ok(())
}
