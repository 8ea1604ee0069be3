//! Everything that the standard set does in a round has an order: a pair of systems that touch the same column without
//! one would make results depend on how the schedule happened to be built.

use crate::common::shipped;
use detente_core::{Ensemble, Seed};
use detente_scenario::{Document, build};
use std::path::Path;
use std::sync::Arc;

/// Builds with debug assertions look for pairs without an order when a world is made, and name them.
#[test]
fn every_system_of_the_standard_set_stands_in_an_order() {
    if !cfg!(debug_assertions) {
        eprintln!("SKIPPED: pairs without an order are looked for in builds with debug assertions");
        return;
    }
    let registry = detente_agents::standard();
    let file = shipped("scenarios/ukraine-28-points.toml");
    let document = Document::read(Path::new(&file)).expect("the flagship");
    let model = build(&document, &registry).expect("a valid flagship").model;
    let unused = registry
        .behaviours()
        .iter()
        .map(|b| b.key)
        .filter(|key| !model.uses(key));
    assert_eq!(unused.collect::<Vec<_>>(), [""; 0], "the flagship uses every behaviour");
    let used = |key: &str| model.sessions.iter().any(|s| s.protocol == key);
    assert!(used("single_text") && used("shuttle"), "and both protocols");
    if let Err(error) = Ensemble::new(&registry, &Arc::new(model), Seed::new(1), 4) {
        panic!("{error}");
    }
}
