//! A design of one's own: each factor at its lowest and at its highest level while the others stay at their first. One type
//! that lays factors out; `kind = "ends"` then works in experiment files, and stands in their schema.
//!
//! `cargo run --example own_design -- run EXPERIMENT.toml`

use detente::prelude::*;
use detente_lab::designs::{Design, Layout, Place, Space};

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

    fn lay_out(&self, space: &Space<'_>) -> Box<dyn Layout> {
        Box::new(LaidOut(space.factors.iter().map(|f| f.levels().len() - 1).collect()))
    }
}

/// By factor, its last level.
struct LaidOut(Vec<usize>);

impl Layout for LaidOut {
    fn settings(&self) -> u64 {
        2 * self.0.len() as u64
    }

    fn setting(&self, number: u64) -> Vec<Place> {
        let varied = (number / 2) as usize;
        let place = |(k, &last): (usize, &usize)| match k == varied && number % 2 == 1 {
            true => Place::Level(last),
            false => Place::Level(0),
        };
        self.0.iter().enumerate().map(place).collect()
    }
}

fn main() -> std::process::ExitCode {
    detente::run_with(Lab::from(Registry::standard()).with_design(&Ends))
}
