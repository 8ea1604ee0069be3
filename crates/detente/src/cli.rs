//! The command line as clap reads it.

use crate::shard::ShardArgument;
use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use detente_lab::tables::Format;
use std::path::PathBuf;

/// Simulate a negotiation thousands of times, from a scenario file to figures.
#[derive(Debug, Parser)]
#[command(name = "detente", version, propagate_version = true, disable_help_subcommand = true)]
#[command(after_help = crate::exit::CODES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run an experiment, or a scenario as it stands: tables, figures and the answer, into a results folder
    Run(Run),
    /// Write a guided set of experiments about a scenario, run them within a budget of time, and give one answer
    Study(Study),
    /// Put shards that were played apart together into one results folder
    Merge(Merge),
    /// Say how far an unfinished run is, from its files alone
    Status(Status),
    /// Write what an engine of a cluster is told, so that it plays the shards of an experiment and merges them; Slurm is told it
    Submit(Submit),
    /// Say which shards of an unfinished run are not complete, and how they are sent again
    Missing(Missing),
    /// Put an experiment and all that it is made of into one file, which `run` plays anywhere
    Pack(Pack),
    /// Analyse finished results once more, or answer what a file asks of them besides, without new runs
    Analyse(Analyse),
    /// Say how results differ: how often, which talks, and by which numbers of their scenarios
    Compare(Compare),
    /// Draw the figures of a results folder again, and write its report and its brief; the folder is all that is needed
    Report(Report),
    /// Play the plan of a results folder again and say whether every table matches
    Rerun(Rerun),
    /// Play one run and tell it as minutes of the talks
    Simulate(Simulate),
    /// Say what theory makes of the bargaining situation: zone of agreement, frontier, Nash and other solutions
    Solve(Solve),
    /// Turn one lever of a scenario after another, from none to much, and say whether the answer is as expected
    Doses(Doses),
    /// Look for the settings of levers under which a response is best, and play those that are left again on fresh luck
    Search(Search),
    /// Validate scenarios and experiments, and say what is odd about them
    Check(Check),
    /// List every parameter of a scenario: path, value or distribution, range, unit, source
    Params(Params),
    /// Describe the model of a scenario in the ODD protocol: what it uses, with its own numbers, in Markdown
    Odd(Odd),
    /// Explain a behaviour, a parameter or any word of files and tables, with its source
    Explain(Explain),
    /// Write a commented scenario to start from
    New(New),
    /// Make a scenario of a negotiation domain in another format
    Import(Import),
    /// Print the JSON Schema of a kind of file, for editors
    Schema(Schema),
    /// Print a completion script for a shell
    Completions(Completions),
}

#[derive(Clone, Debug, Args)]
pub(crate) struct Run {
    /// The experiment, a scenario, or what `pack` has made of one
    #[arg(value_name = "EXPERIMENT")]
    pub(crate) file: PathBuf,
    /// Results folder; results/<experiment id> unless given
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) asked: Asked,
    /// Worker threads; all cores unless given. Results do not depend on it
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    /// Runs side by side in one world, at most; fewer where talks are large. Results do not depend on it
    #[arg(long, value_name = "B", value_parser = clap::value_parser!(u16).range(1..=4096))]
    pub(crate) batch: Option<u16>,
    /// How the runs are written: csv, parquet or csv,parquet
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', default_value = "csv", value_parser = crate::commands::format)]
    pub(crate) format: Vec<Format>,
    /// Write every table a second time, for spreadsheets of countries that write `0,5`, into the folder `excel`
    #[arg(long, value_name = "DIALECT")]
    pub(crate) csv: Option<Dialect>,
    /// Write tables only: no figures, no report, no brief
    #[arg(long)]
    pub(crate) no_figures: bool,
    /// Write the minutes of the N most typical runs of every end, and of a run that each policy turns, beside its like
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u64).range(0..=10_000))]
    pub(crate) transcripts: u64,
    /// Hold N talks of each point in explorable.html, which is made where the experiment is a grid of up to four factors
    /// [default: 200]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=detente_pages::MOST_TALKS))]
    pub(crate) talks: Option<u64>,
    /// Play part K of N, to be merged; auto: as the scheduler of an array of jobs says
    #[arg(long, value_name = "K/N", value_parser = crate::shard::parse, conflicts_with_all = ["fresh", "force", "dry_run"])]
    pub(crate) shard: Option<ShardArgument>,
    /// Write the blocks of a shard to this folder, on a disk of the machine's own, and move them when the shard ends
    #[arg(long, value_name = "DIR", requires = "shard")]
    pub(crate) scratch: Option<PathBuf>,
    /// Begin anew instead of going on with what is finished
    #[arg(long)]
    pub(crate) fresh: bool,
    /// Replace the results folder, or run again what is there already
    #[arg(long)]
    pub(crate) force: bool,
    /// Check everything and say what would be run
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Say nothing but errors
    #[arg(long)]
    pub(crate) quiet: bool,
}

/// What is played otherwise than the file says.
#[derive(Clone, Debug, Default, PartialEq, Args)]
pub(crate) struct Asked {
    /// Runs of each design point
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=detente_lab::experiment::MOST_RUNS))]
    pub(crate) replicates: Option<u64>,
    /// Root of all luck
    #[arg(long, value_name = "S")]
    pub(crate) seed: Option<u64>,
    /// Change what the scenario says, for example `calendar.*.secrecy=0.9`; may be repeated. A scenario is compared with itself as it stands; of an experiment all points are changed
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(crate) changes: Vec<String>,
    /// Keep sums for every table and a sample of 1,000 runs of each point, and not the rows of all runs
    #[arg(long)]
    pub(crate) summary: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Study {
    /// The scenario, or an experiment whose scenario is studied and whose policies are compared
    #[arg(value_name = "SCENARIO|EXPERIMENT")]
    pub(crate) file: PathBuf,
    /// What is asked about: agreement, end_day, a response of the experiment, or an end of the talks such as walkout
    #[arg(long, value_name = "RESPONSE", default_value = "agreement")]
    pub(crate) question: String,
    /// About how long it may take, as 90s, 10m or 2h; decides how large the experiments are that are not written yet
    #[arg(long, value_name = "TIME", default_value = "10m", value_parser = crate::commands::budget)]
    pub(crate) budget: f64,
    /// Folder of the files, results and answer; studies/<id> unless given
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// How far numbers are mistrusted, down and up, as a part of what each is [default: 0.2]
    #[arg(long, value_name = "PART", value_parser = crate::commands::spread)]
    pub(crate) spread: Option<f64>,
    /// Root of all luck [default: the experiment's; 1 for a scenario]
    #[arg(long, value_name = "S", value_parser = clap::value_parser!(u64).range(0..=i64::MAX as u64))]
    pub(crate) seed: Option<u64>,
    /// Worker threads; all cores unless given. Results of the same files do not depend on it
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    /// Write the files anew, and play them anew
    #[arg(long)]
    pub(crate) fresh: bool,
    /// Say what would be written and run, and how long it takes
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Write tables and answers only
    #[arg(long)]
    pub(crate) no_figures: bool,
    /// Say nothing but errors
    #[arg(long)]
    pub(crate) quiet: bool,
}

/// Ways of writing tables besides the usual one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Dialect {
    /// A byte order mark, `;` between cells, decimal commas, quoted text, formulas defused
    Excel,
}

#[derive(Debug, Args)]
pub(crate) struct Merge {
    /// Results folders of the shards, finished or not; the name with or without `.partial`
    #[arg(required = true, value_name = "DIR")]
    pub(crate) folders: Vec<PathBuf>,
    /// Results folder; the first of those merged unless given
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// How the runs are written: csv, parquet or csv,parquet
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', default_value = "csv", value_parser = crate::commands::format)]
    pub(crate) format: Vec<Format>,
    /// Write tables only
    #[arg(long)]
    pub(crate) no_figures: bool,
    /// Replace results that are there already
    #[arg(long)]
    pub(crate) force: bool,
    /// Say nothing but errors
    #[arg(long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Status {
    /// A results folder, finished or not; the name with or without `.partial`
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Submit {
    /// The engine: aws-batch, htcondor, hyperqueue, kubernetes, nextflow, parallel, slurm or snakemake
    #[arg(value_name = "ENGINE", value_parser = crate::commands::engine)]
    pub(crate) engine: &'static detente_cluster::Engine,
    /// The experiment, or a scenario
    #[arg(value_name = "EXPERIMENT")]
    pub(crate) file: PathBuf,
    /// Parts that the runs are cut into
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) shards: u64,
    /// Play these shards only, such as 2,7-9, as `missing` names them
    #[arg(long, value_name = "LIST")]
    pub(crate) only: Option<String>,
    /// Results folder; results/<experiment id> unless given
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) asked: Asked,
    /// Worker threads of a shard
    #[arg(long, value_name = "T", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: u16,
    /// Print what the engine would be told, and tell it nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Pack {
    /// The experiment, or a scenario
    #[arg(value_name = "EXPERIMENT")]
    pub(crate) file: PathBuf,
    /// The file, such as study.tar
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
    #[command(flatten)]
    pub(crate) asked: Asked,
    /// Replace that file if it is there already
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Missing {
    /// The results folder of the shards; the name with or without `.partial`
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// Parts that the runs were cut into
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) shards: u64,
    /// Print what sends them again in place of their numbers, for this engine
    #[arg(long, value_name = "ENGINE", value_parser = crate::commands::engine)]
    pub(crate) engine: Option<&'static detente_cluster::Engine>,
    /// Tasks that the shards were shared out among; as many as shards unless given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) tasks: Option<u64>,
}

#[derive(Debug, Args)]
pub(crate) struct Compare {
    /// Results folders; each is told beside the first
    #[arg(value_name = "DIR", num_args = 2.., required = true)]
    pub(crate) folders: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Analyse {
    /// A results folder
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// A file with [[responses]] and [[analyses]], as experiments have them; without it, the tables of the folder are made
    /// again
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// Where the tables that FILE asks for go [default: beside DIR, `<DIR>-<FILE>`]
    #[arg(long, value_name = "OUT", requires = "file")]
    pub(crate) out: Option<PathBuf>,
    /// Draw no figures
    #[arg(long)]
    pub(crate) no_figures: bool,
    /// Say nothing unless something is wrong
    #[arg(long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Report {
    /// A finished results folder
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// Folder with templates in place of the program's own: report.html, brief.html, head.html, page.css, report.css, brief.css
    #[arg(long, value_name = "DIR")]
    pub(crate) templates: Option<PathBuf>,
    /// Hold N talks of each point in explorable.html, which is made where the experiment is a grid of up to four factors
    /// [default: 200]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=detente_pages::MOST_TALKS))]
    pub(crate) talks: Option<u64>,
    /// Say nothing unless something is wrong
    #[arg(long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Rerun {
    /// A results folder
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// Worker threads; all cores unless given
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
}

#[derive(Debug, Args)]
pub(crate) struct Simulate {
    /// A scenario, or an experiment
    pub(crate) file: PathBuf,
    /// Root of all luck [default: the experiment's; 1 for a scenario]
    #[arg(long, value_name = "S")]
    pub(crate) seed: Option<u64>,
    /// Which run of that seed: the same as replicate K of any ensemble
    #[arg(long, value_name = "K", default_value_t = 0)]
    pub(crate) replicate: u64,
    /// Which luck, in place of a replicate: addresses every draw of the engine
    #[arg(long, value_name = "L", requires = "inputs", conflicts_with = "replicate")]
    pub(crate) luck: Option<u64>,
    /// Which inputs, in place of a replicate: address every draw of a parameter
    #[arg(long, value_name = "I", requires = "luck", conflicts_with = "replicate")]
    pub(crate) inputs: Option<u64>,
    /// Which point of an experiment: 0 is the scenario as it stands
    #[arg(long, value_name = "P", default_value_t = 0)]
    pub(crate) point: u64,
    /// Change what the scenario says, for example `calendar.*.secrecy=0.9`; may be repeated
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(crate) changes: Vec<String>,
    /// Print one JSON object instead of minutes
    #[arg(long)]
    pub(crate) json: bool,
    /// Write the minutes to a file; where its name ends in `.jsonl`, the run in JSON Lines: what was played, every event, how
    /// it ended (`detente schema transcript` describes them)
    #[arg(long, value_name = "FILE")]
    pub(crate) transcript: Option<PathBuf>,
    /// Replace that file if it is there already
    #[arg(long, requires = "transcript")]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Solve {
    /// A scenario, or an experiment: its point 0
    pub(crate) file: PathBuf,
    /// Change what the scenario says, for example `parties.*.reservation_value=0.5`; may be repeated
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(crate) changes: Vec<String>,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Doses {
    /// The scenario
    pub(crate) scenario: PathBuf,
    /// A lever, for example `hawkishness`; may be repeated; all of them unless given
    #[arg(long = "lever", value_name = "NAME")]
    pub(crate) levers: Vec<String>,
    /// Runs of each dose
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u64).range(2..=20_000))]
    pub(crate) runs: u64,
    /// Root of all luck
    #[arg(long, value_name = "S", default_value_t = crate::scenario::DEFAULT_SEED)]
    pub(crate) seed: u64,
    /// Change what the scenario says first, for example `calendar.*.secrecy=0.9`; may be repeated
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(crate) changes: Vec<String>,
    /// Worker threads; all cores unless given. Results do not depend on it
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    /// Write every dose as a row of a CSV table to a file
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Replace the file if it is there already
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Search {
    /// An experiment with a table [search]
    #[arg(value_name = "EXPERIMENT")]
    pub(crate) file: PathBuf,
    /// Results folder; results/<experiment id> unless given
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Root of all luck
    #[arg(long, value_name = "S")]
    pub(crate) seed: Option<u64>,
    /// Worker threads; all cores unless given. Results do not depend on it
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    /// Check everything and say what would be searched
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Say nothing but errors
    #[arg(long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Scenarios and experiments
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
pub(crate) struct Odd {
    /// The scenario
    pub(crate) scenario: PathBuf,
    /// Write the description to a file
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Replace the file if it is there already
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// A behaviour or protocol (`fatigue`), a parameter by path or name (`leak_sensitivity`), a key or word of a file
    /// (`last_mile`), an outcome (`deadlock`), a column or variable of a table (`trust`) or a term of the glossary (`zone of
    /// agreement`)
    #[arg(required = true, value_name = "WORD")]
    pub(crate) words: Vec<String>,
    /// Show the values of this scenario too
    #[arg(long = "in", value_name = "SCENARIO")]
    pub(crate) scenario: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct New {
    /// Identifier of the scenario; the file is NAME.toml
    pub(crate) name: String,
    /// Template to start from: mediation, shuttle, plenary, offers or harbour
    #[arg(long, value_name = "TEMPLATE", default_value = "mediation")]
    pub(crate) from: String,
    /// Replace the file if it is there already
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    #[command(subcommand)]
    pub(crate) from: ImportFrom,
}

/// Formats that can be imported.
#[derive(Debug, Subcommand)]
pub(crate) enum ImportFrom {
    /// A GENIUS domain with its profiles (XML)
    Genius(ImportGenius),
    /// A GeniusWeb domain with its profiles (JSON, ANAC 2020 and later)
    Geniusweb(ImportDomain),
    /// A sheet of actors, positions and saliences (CSV, XLSX, ODS)
    Table(ImportTable),
}

#[derive(Debug, Args)]
pub(crate) struct ImportTable {
    /// The sheet: one row for each actor and issue, or one row for each actor
    pub(crate) file: PathBuf,
    /// The sheet of a workbook; otherwise the first
    #[arg(long, value_name = "NAME")]
    pub(crate) sheet: Option<String>,
    /// Rounds of each meeting
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) rounds: u32,
    #[command(flatten)]
    pub(crate) to: ImportTo,
}

#[derive(Debug, Args)]
pub(crate) struct ImportGenius {
    #[command(flatten)]
    pub(crate) domain: ImportDomain,
    /// Scale of utilities
    #[arg(long, value_name = "SCALE", default_value = "genius")]
    pub(crate) utilities: Utilities,
}

#[derive(Debug, Args)]
pub(crate) struct ImportDomain {
    /// The directory of the domain and its profiles
    #[arg(value_name = "DIR")]
    pub(crate) directory: PathBuf,
    /// Profiles that take part, by file name; otherwise those that the domain names, or the first
    #[arg(long, value_name = "A,B,..", value_delimiter = ',')]
    pub(crate) profiles: Vec<String>,
    /// The file of the domain, where there are several
    #[arg(long, value_name = "FILE")]
    pub(crate) domain: Option<String>,
    /// Strategies, one for each profile that takes part, in their order; otherwise `boulware` for each
    #[arg(long, value_name = "A,B,..", value_delimiter = ',')]
    pub(crate) strategies: Vec<String>,
    /// Rounds of the one session
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) rounds: u32,
    #[command(flatten)]
    pub(crate) to: ImportTo,
}

/// Where an imported scenario goes.
#[derive(Debug, Args)]
pub(crate) struct ImportTo {
    /// The scenario to write
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// Replace the file if it is there already
    #[arg(long)]
    pub(crate) force: bool,
}

/// Scales of imported utilities.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(crate) enum Utilities {
    /// Evaluations divided by the largest of their issue, as GENIUS does
    Genius,
    /// Evaluations as they stand
    Raw,
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
    /// An experiment
    Experiment,
    /// A line of `simulate --transcript FILE.jsonl`
    Transcript,
}

#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// Shell
    pub(crate) shell: Shell,
}
