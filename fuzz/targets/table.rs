//! A sheet from any bytes, and the scenario that is made of it.
#![no_main]

use detente_fuzz::HOME;
use detente_import::{TableOptions, import_table};
use libfuzzer_sys::fuzz_target;
use std::fs;

fuzz_target!(|bytes: &[u8]| {
    // The first byte chooses the ending, and with it the reader.
    let Some((&kind, rest)) = bytes.split_first() else { return };
    let ending = ["csv", "csv", "csv", "xlsx", "ods"][usize::from(kind) % 5];
    let file = HOME.path().join(format!("sheet.{ending}"));
    fs::write(&file, rest).expect("a writable folder");
    let options = TableOptions {
        name: "sheet".to_owned(),
        sheet: None,
        rounds: 10,
    };
    if let Err(error) = import_table(&file, &options) {
        assert!(!error.to_string().is_empty());
    }
});
