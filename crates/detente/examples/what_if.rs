//! A question to a scenario from a program of one's own: the same talks with one number changed, under the same luck, compared
//! run by run.
//!
//! `cargo run --release --example what_if -- scenarios/harbour.toml "calendar.*.secrecy=0.1"`

use detente::prelude::*;
use detente_analyses::statistics::{PairedCounts, newcombe_paired};
use detente_core::{Lot, Seed, Stage};
use detente_scenario::{Document, Placed, build_changed};
use std::error::Error;
use std::path::Path;
use std::sync::Arc;

const RUNS: u64 = 1_000;
/// Runs side by side in one world.
const SLOTS: usize = 64;

/// Run by run, whether the talks with these changes end in an agreement.
fn agreements(document: &Document, changes: &[Placed]) -> Result<Vec<bool>, Box<dyn Error>> {
    let registry = Registry::standard();
    let model = Arc::new(build_changed(document, changes, &[], &registry)?.model);
    let records = Stage::new(&registry, &model, Seed::new(1), SLOTS)?.records((0..RUNS).map(Lot::of));
    let agreed = records.iter().map(|record| record.outcome == Outcome::Agreement);
    Ok(agreed.collect())
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, change] = &arguments[..] else {
        return Err("expected the file of a scenario and PATH=VALUE".into());
    };
    let document = Document::read(Path::new(file))?;
    let change = Placed::from_argument(change).map_err(|finding| finding.to_string())?;
    let (changed, base) = (agreements(&document, &[change])?, agreements(&document, &[])?);
    let pairs = |of: (bool, bool)| changed.iter().zip(&base).filter(|&(a, b)| (*a, *b) == of).count() as u64;
    let counts = PairedCounts {
        n11: pairs((true, true)),
        n10: pairs((true, false)),
        n01: pairs((false, true)),
        n00: pairs((false, false)),
    };
    let difference = newcombe_paired(counts).ok_or("no runs")?;
    println!(
        "agreement: {:+.3} ({:+.3} to {:+.3}) in {RUNS} pairs of runs",
        difference.value, difference.interval.low, difference.interval.high
    );
    Ok(())
}
