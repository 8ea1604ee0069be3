//! Detente from the outside: the command line, and the library entry for a program with behaviours of one's own.
//!
//! A user's whole `main`:
//! ```no_run
//! use detente::prelude::*;
//! # use detente_agents::behaviours::war::War as MyBehaviour;
//!
//! fn main() -> std::process::ExitCode {
//!     detente::run_with(Registry::standard().with::<MyBehaviour>())
//! }
//! ```
//! The behaviour then appears in `check`, `params`, `explain` and `schema`, and is played like those that ship with
//! Detente.
//!
//! This crate is a face: it parses arguments, prints, and turns the typed errors of the libraries into text and exit
//! codes. Results go to standard output, messages to standard error.

mod cli;
mod columns;
mod commands;
mod diagnostics;
mod exit;
mod glossary;
mod interrupt;
mod keys;
mod output;
mod packed;
pub mod prelude;
mod provenance;
mod scenario;
mod shard;
mod variables;

pub use prelude::Standard;

use clap::Parser;
use detente_lab::Lab;
use std::process::ExitCode;
use std::sync::Arc;

/// Runs the command line with these behaviours and protocols (a `Registry`), or with designs, columns and analyses of one's
/// own besides (a `Lab`). Exit codes: 0 done; 1 a run failed; 2 the input is wrong (usage, file, scenario); 130 stopped by
/// the user.
pub fn run_with(lab: impl Into<Lab>) -> ExitCode {
    let outcome = match cli::Cli::try_parse() {
        Ok(cli) => commands::run(cli.command, &Arc::new(lab.into())),
        Err(usage) => exit::usage(&usage),
    };
    exit::code(outcome)
}
