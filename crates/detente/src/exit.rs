//! How the program ends: one table of codes for all commands.

use crate::{diagnostics, output};
use detente_core::EngineError;
use detente_lab::execute::RunError;
use detente_lab::plan::PlanError;
use detente_results::ResultsError;
use detente_scenario::{Findings, is_line};
use std::io;
use std::process::ExitCode;

/// Why a command did not do what was asked.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The input is wrong, and the user has been told.
    Told,
    /// The input is wrong, in a sentence.
    Input(String),
    /// A place cannot be read or written, in a sentence.
    Refused(String),
    /// The same of a shard: again, later or elsewhere, it may be otherwise.
    Again(String),
    /// The input is wrong, at these places.
    Findings(Box<Findings>),
    /// What a design point makes of the input is wrong.
    Point(String, Box<Findings>),
    /// Runs failed, or what was made of them differs.
    Run(String),
    /// The user has stopped it.
    Stopped,
    /// The result could not be written: what is wrong, in a sentence.
    Output(io::Error),
}

/// Runs failed, or what was made of them differs.
const FAILED: u8 = 1;
/// Usage, file, scenario, or a place that cannot be read or written, whichever file it is for.
const WRONG_INPUT: u8 = 2;
/// A shard could not be kept where it belongs; as `sysexits.h` has it, a failure that may pass.
const AGAIN: u8 = 75;
/// Stopped by the user: 128 and the number of the signal, as shells have it.
pub(crate) const STOPPED: u8 = 130;

/// The table, for help and guide.
pub(crate) const CODES: &str = "Exit codes: 0 done (a shard: complete, failed runs included); 1 runs failed, or a table of \
     `rerun` differs; 2 the input is wrong (usage, file, scenario), or a place cannot be read or written (a full disk, \
     whichever file it is for); 75 the same of a shard: try it again; 130 stopped by the user: what is finished is kept, the same command goes on.";

impl Failure {
    fn code(&self) -> u8 {
        match self {
            Failure::Told
            | Failure::Input(_)
            | Failure::Refused(_)
            | Failure::Findings(_)
            | Failure::Point(..)
            | Failure::Output(_) => WRONG_INPUT,
            Failure::Again(_) => AGAIN,
            Failure::Run(_) => FAILED,
            Failure::Stopped => STOPPED,
        }
    }

    /// Of a shard, what a place refuses may be otherwise the next time.
    pub(crate) fn again(self) -> Self {
        match self {
            Failure::Refused(message) => Failure::Again(message),
            other => other,
        }
    }

    /// Says on standard error what is wrong.
    pub(crate) fn tell(&self) {
        match self {
            // Whoever was stopped has said what is left.
            Failure::Told | Failure::Stopped => {}
            Failure::Input(message) | Failure::Refused(message) | Failure::Again(message) | Failure::Run(message) => {
                output::say(&format!("error: {message}"));
            }
            Failure::Findings(findings) => diagnostics::report(findings),
            Failure::Point(place, findings) => {
                output::say(&format!("error: failed to build {place}:"));
                diagnostics::report(findings);
            }
            Failure::Output(error) => output::say(&format!("error: {error}")),
        }
    }
}

impl From<Findings> for Failure {
    fn from(findings: Findings) -> Self {
        Failure::Findings(Box::new(findings))
    }
}

/// A model that was built, but no world can be made of it: two names share an address.
impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        Failure::Input(error.to_string())
    }
}

impl From<PlanError> for Failure {
    fn from(error: PlanError) -> Self {
        match error {
            PlanError::Scenario(findings) | PlanError::Responses(findings) => Failure::Findings(findings),
            PlanError::Point { place, findings } => Failure::Point(place, findings),
            PlanError::Engine(_) => Failure::Input(error.to_string()),
        }
    }
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Plan(error) => error.into(),
            RunError::Stopped => Failure::Stopped,
            RunError::Results(error) => error.into(),
            RunError::Incomplete(message) => Failure::Input(message),
            RunError::Broken(_) => Failure::Run(error.to_string()),
        }
    }
}

impl From<ResultsError> for Failure {
    fn from(error: ResultsError) -> Self {
        let message = format!("failed to {error}");
        match error.is_refusal() {
            true => Failure::Refused(message),
            false => Failure::Input(message),
        }
    }
}

/// Of the functions in `output`.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Output(error)
    }
}

/// The exit code of a command; tells what went wrong first.
pub(crate) fn code(outcome: Result<(), Failure>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.tell();
            ExitCode::from(failure.code())
        }
    }
}

/// What clap has to say: help and version are results, anything else is wrong usage.
pub(crate) fn usage(error: &clap::Error) -> Result<(), Failure> {
    if error.use_stderr() {
        // Colours are for arguments that bring none of their own.
        match std::env::args_os().all(|word| is_line(&word.to_string_lossy())) {
            // A closed standard error leaves nobody to tell.
            true => drop(error.print()),
            false => output::say(error.render().to_string().trim_end()),
        }
        return Err(Failure::Told);
    }
    Ok(output::finish(error.print())?)
}
