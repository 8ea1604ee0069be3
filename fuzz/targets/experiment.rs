//! An experiment from any text: a plan with its first models, or findings.
#![no_main]

use detente_fuzz::LAB;
use detente_lab::experiment::Experiment;
use detente_lab::plan::Plan;
use detente_scenario::TomlFile;
use libfuzzer_sys::fuzz_target;
use std::path::Path;

fuzz_target!(|text: &str| {
    // As if it lay beside the shipped experiments, so that the scenarios that it names are found.
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../experiments/fuzzed.toml");
    let Ok(toml) = TomlFile::parse(&file, text) else { return };
    if let Ok(experiment) = Experiment::from_toml(&toml, &LAB.designs) {
        if let Err(error) = Plan::new(experiment, &LAB) {
            assert!(!error.to_string().is_empty());
        }
    }
});
