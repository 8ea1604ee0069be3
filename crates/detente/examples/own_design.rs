//! A design of one's own: each factor at its lowest and at its highest level while the others stay at their first. One type
//! with the settings that it makes; `kind = "ends"` then works in experiment files, and stands in their schema.
//!
//! `cargo run --example own_design -- run EXPERIMENT.toml`

use detente::prelude::*;
use detente_lab::designs::Design;
use detente_lab::experiment::Factor;

/// The ends of one factor at a time.
struct Ends;

impl Design for Ends {
    fn key(&self) -> &'static str {
        "ends"
    }

    fn about(&self) -> &'static str {
        "each factor at its first and its last level, the others at their first"
    }

    fn source(&self) -> &'static str {
        "stylised"
    }

    fn settings(&self, factors: &[Factor]) -> u64 {
        2 * factors.len() as u64
    }

    fn setting(&self, factors: &[Factor], number: u64) -> Vec<usize> {
        let varied = (number / 2) as usize;
        let level = |(k, factor): (usize, &Factor)| match k == varied && number % 2 == 1 {
            true => factor.levels.len() - 1,
            false => 0,
        };
        factors.iter().enumerate().map(level).collect()
    }
}

fn main() -> std::process::ExitCode {
    detente::run_with(Lab::from(Registry::standard()).with_design(&Ends))
}
