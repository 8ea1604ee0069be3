//! The commands: one file each.

mod analyse;
mod check;
mod compare;
mod completions;
mod doses;
mod explain;
mod import;
mod merge;
mod missing;
mod new;
mod odd;
mod pack;
mod params;
mod report;
mod rerun;
mod run;
mod schema;
mod search;
mod simulate;
mod solve;
mod status;
mod study;
mod submit;

use crate::cli::Command;
use crate::exit::Failure;
use detente_lab::Lab;
use std::sync::Arc;

pub(crate) use run::format;
pub(crate) use study::{budget, spread};
pub(crate) use submit::engine;

/// Does what was asked.
pub(crate) fn run(command: Command, lab: &Arc<Lab>) -> Result<(), Failure> {
    let registry = &lab.registry;
    match command {
        Command::Run(args) => run::run(&args, lab),
        Command::Study(args) => study::run(&args, lab),
        Command::Merge(args) => merge::run(&args, lab),
        Command::Analyse(args) => analyse::run(&args, lab),
        Command::Compare(args) => compare::run(&args),
        Command::Status(args) => status::run(&args),
        Command::Submit(args) => submit::run(&args, lab),
        Command::Missing(args) => missing::run(&args),
        Command::Pack(args) => pack::run(&args, lab),
        Command::Report(args) => report::run(&args),
        Command::Rerun(args) => rerun::run(&args, lab),
        Command::Simulate(args) => simulate::run(&args, lab),
        Command::Solve(args) => solve::run(&args, lab),
        Command::Doses(args) => doses::run(&args, lab),
        Command::Search(args) => search::run(&args, lab),
        Command::Check(args) => check::run(&args, lab),
        Command::Params(args) => params::run(&args, registry),
        Command::Odd(args) => odd::run(&args, registry),
        Command::Explain(args) => explain::run(&args, lab),
        Command::New(args) => new::run(&args),
        Command::Import(args) => import::run(&args, &lab.registry),
        Command::Schema(args) => schema::run(&args, lab),
        Command::Completions(args) => completions::run(&args),
    }
}
