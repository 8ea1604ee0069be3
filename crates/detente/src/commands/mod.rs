//! The commands: one file each.

mod check;
mod completions;
mod explain;
mod import;
mod new;
mod odd;
mod params;
mod run;
mod schema;
mod simulate;
mod solve;

use crate::cli::Command;
use crate::exit::Failure;
use detente_core::Registry;

/// Does what was asked.
pub(crate) fn run(command: Command, registry: &Registry) -> Result<(), Failure> {
    match command {
        Command::Run(args) => run::run(&args, registry),
        Command::Simulate(args) => simulate::run(&args, registry),
        Command::Solve(args) => solve::run(&args, registry),
        Command::Check(args) => check::run(&args, registry),
        Command::Params(args) => params::run(&args, registry),
        Command::Odd(args) => odd::run(&args, registry),
        Command::Explain(args) => explain::run(&args, registry),
        Command::New(args) => new::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Schema(args) => schema::run(&args, registry),
        Command::Completions(args) => completions::run(&args),
    }
}
