//! `completions SHELL`: a completion script.

use crate::cli::{Cli, Completions};
use crate::exit::Failure;
use crate::output;
use clap::CommandFactory;

pub(crate) fn run(args: &Completions) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "detente", &mut script);
    Ok(output::print(&String::from_utf8_lossy(&script))?)
}
