//! A domain of GENIUS of which every profile is any text.
#![no_main]

use detente_fuzz::HOME;
use detente_import::{ImportOptions, import_genius};
use libfuzzer_sys::fuzz_target;
use std::fs;

fuzz_target!(|text: &str| {
    // Both profiles are the same file, so that one that stands up to itself gets as far as a scenario.
    for profile in ["a.xml", "b.xml"] {
        fs::write(HOME.path().join(profile), text).expect("a writable folder");
    }
    if let Err(error) = import_genius(HOME.path(), &ImportOptions::default()) {
        assert!(!error.to_string().is_empty());
    }
});
