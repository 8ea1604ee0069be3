//! A scenario from any text: a model, or findings that say something.
#![no_main]

use detente_fuzz::LAB;
use detente_scenario::{Document, TomlFile, build};
use libfuzzer_sys::fuzz_target;
use std::path::Path;

fuzz_target!(|text: &str| {
    match TomlFile::parse(Path::new("talks.toml"), text) {
        Err(findings) => assert!(findings.has_errors() && !findings.to_string().is_empty()),
        Ok(toml) => {
            if let Err(findings) = build(&Document::of(toml), &LAB.registry) {
                assert!(findings.has_errors() && !findings.to_string().is_empty());
            }
        }
    }
});
