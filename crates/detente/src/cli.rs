//! The command line as clap reads it.

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use std::path::PathBuf;

/// Simulate a negotiation thousands of times, from a scenario file to figures.
#[derive(Debug, Parser)]
#[command(name = "detente", version, propagate_version = true, disable_help_subcommand = true)]
#[command(after_help = "Exit codes: 0 done; 1 a run failed; 2 the input is wrong (usage, file, scenario).")]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Play one run and tell it as minutes of the talks
    Simulate(Simulate),
    /// Validate scenarios and say what is odd about them
    Check(Check),
    /// List every parameter of a scenario: path, value or distribution, range, unit, source
    Params(Params),
    /// Explain a parameter, a behaviour or a protocol: what it means, where it comes from
    Explain(Explain),
    /// Write a commented scenario to start from
    New(New),
    /// Print the JSON Schema of a kind of file, for editors
    Schema(Schema),
    /// Print a completion script for a shell
    Completions(Completions),
}

#[derive(Debug, Args)]
pub(crate) struct Simulate {
    /// The scenario
    pub(crate) file: PathBuf,
    /// Root of all luck
    #[arg(long, value_name = "S", default_value_t = DEFAULT_SEED)]
    pub(crate) seed: u64,
    /// Which run of that seed: the same as replicate K of any ensemble
    #[arg(long, value_name = "K", default_value_t = 0)]
    pub(crate) replicate: u64,
    /// Change what the scenario says, for example `calendar.*.secrecy=0.9`; may be repeated
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(crate) changes: Vec<String>,
    /// Print one JSON object instead of minutes
    #[arg(long)]
    pub(crate) json: bool,
    /// Write the minutes to a file
    #[arg(long, value_name = "FILE")]
    pub(crate) transcript: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Scenarios
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Treat warnings as errors
    #[arg(long)]
    pub(crate) strict: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Params {
    /// The scenario
    pub(crate) scenario: PathBuf,
    /// Part of a path, or a whole path with `*` for anything
    pub(crate) pattern: Option<String>,
    /// Print a JSON array
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// Path of a parameter (`behaviours.fatigue.rate_per_session`), or key of a behaviour or protocol (`fatigue`)
    pub(crate) path: String,
    /// Show the values of this scenario too
    #[arg(long = "in", value_name = "SCENARIO")]
    pub(crate) scenario: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct New {
    /// Identifier of the scenario; the file is NAME.toml
    pub(crate) name: String,
    /// Template to start from
    #[arg(long, value_name = "TEMPLATE", default_value = "basic")]
    pub(crate) from: String,
}

#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// Kind of file
    pub(crate) of: SchemaOf,
}

/// Kinds of files that have a schema.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(crate) enum SchemaOf {
    /// A scenario
    Scenario,
}

#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// Shell
    pub(crate) shell: Shell,
}

/// Seed of a scenario that is played without an experiment.
pub(crate) const DEFAULT_SEED: u64 = 1;
