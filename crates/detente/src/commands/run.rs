//! `run EXPERIMENT`: the main job. Monte Carlo from a file into a results folder, figures, and the answer on the terminal.

mod answer;
mod progress;

use crate::cli::Run;
use crate::exit::Failure;
use crate::play::play;
use crate::scenario::file_of_ours;
use crate::{output, transcript};
use detente_core::Registry;
use detente_lab::experiment::Experiment;
use detente_lab::plan::Plan;
use detente_lab::run::{self, Finished, RunError, Settings};
use detente_report::{FIGURES, draw_all};
use detente_results::{Existing, Folder, ResultsError, Staging, State, grouped, inspect};
use detente_scenario::Severity;
use progress::Progress;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

pub(crate) fn run(args: &Run, registry: &Registry) -> Result<(), Failure> {
    let plan = Plan::new(experiment(args)?, registry)?;
    run::check(&plan, registry)?;
    for finding in plan
        .findings
        .iter()
        .filter(|f| f.severity == Severity::Warning && !args.quiet)
    {
        output::say(&finding.to_string());
    }
    let target = args
        .out
        .clone()
        .unwrap_or_else(|| Path::new("results").join(&plan.experiment.id));
    if args.dry_run {
        return output::print(&answer::plan(&plan, &target));
    }
    let existing = match look(&target, &plan, args)? {
        Standing::Done if args.quiet => return Ok(()),
        Standing::Done => return again(&plan, &target),
        Standing::Write(existing) => existing,
    };
    let staging = Staging::begin(&target)?;
    let stop = Arc::new(AtomicBool::new(false));
    on_interrupt(&stop);
    let progress = Progress::new(plan.runs(), args.quiet);
    let settings = Settings {
        threads: args.threads.map_or_else(default_threads, |n| n as usize),
        batch: args.batch.map_or(run::DEFAULT_BATCH, |n| n as usize),
    };
    let finished = run::run(&plan, registry, settings, &staging, &stop, &mut |done| {
        progress.at(done);
    })?;
    progress.finish();
    if !args.no_figures {
        progress.say("drawing figures");
        draw_all(&Folder::open(staging.path())?).map_err(|e| Failure::Run(e.to_string()))?;
    }
    write_transcripts(&plan, registry, args.transcripts, &staging)?;
    if stop.load(Ordering::Relaxed) {
        return Err(Failure::Stopped);
    }
    let kept = staging.publish(existing)?;
    if !args.quiet {
        let place = answer::Place {
            target: &target,
            kept: kept.as_deref(),
            figures: !args.no_figures,
        };
        let days = run::end_days(&target.join("runs.csv"))?;
        output::print(&answer::tables(&plan, &finished, &days, &place))?;
    }
    match finished.failed {
        0 => Ok(()),
        n => Err(Failure::Run(format!(
            "{} of {} runs failed; their rows say `failed`",
            grouped(n),
            grouped(plan.runs())
        ))),
    }
}

/// The answer of a finished folder, once more.
fn again(plan: &Plan, target: &Path) -> Result<(), Failure> {
    let folder = Folder::open(target)?;
    let done = Finished {
        summary: folder.table()?,
        contrasts: folder.table()?,
        failed: 0,
    };
    let place = answer::Place {
        target,
        kept: None,
        figures: target.join(FIGURES).is_dir(),
    };
    let days = run::end_days(&folder.file("runs.csv"))?;
    let answer = answer::tables(plan, &done, &days, &place);
    output::print(&format!(
        "{} holds this run already; nothing was run.\n\n{answer}",
        target.display()
    ))
}

/// The experiment of a file, with what the command line says otherwise.
fn experiment(args: &Run) -> Result<Experiment, Failure> {
    let toml = file_of_ours(&args.file)?;
    let mut experiment = if Experiment::is_one(&toml) {
        Experiment::from_toml(&toml)?
    } else {
        let frame = toml.root.table("scenario");
        let text = |key: &str| frame.and_then(|t| t.text(key));
        // A file without an id is told so when the scenario is built; no folder is named by it.
        let id = text("id").unwrap_or("scenario");
        Experiment::of_scenario(&args.file, id, text("title").unwrap_or(id))
    };
    experiment.seed = args.seed.unwrap_or(experiment.seed);
    experiment.replicates = args.replicates.unwrap_or(experiment.replicates);
    let usable = |c: char| !matches!(c, '/' | '\\' | '\0');
    if args.out.is_none() && (!experiment.id.chars().all(usable) || experiment.id.starts_with('.')) {
        return Err(Failure::Input(format!(
            "failed to name the results folder after the id `{}`; give one with --out DIR",
            experiment.id
        )));
    }
    Ok(experiment)
}

/// What stands where the results are to go.
enum Standing {
    /// The same plan, complete.
    Done,
    /// Something that may be written, and what becomes of what was there.
    Write(Existing),
}

fn look(target: &Path, plan: &Plan, args: &Run) -> Result<Standing, Failure> {
    let refuse = |why: String, hint: &str| Failure::Input(format!("failed to use {}: {why}; {hint}", target.display()));
    match inspect(target)? {
        State::Missing | State::Empty => Ok(Standing::Write(Existing::Keep)),
        State::Foreign { example } => Err(refuse(
            format!("it holds something that is no result (`{example}`)"),
            "expected a results folder, an empty one or none; choose another with --out DIR",
        )),
        State::Ours(_) if args.force => Ok(Standing::Write(Existing::Replace)),
        State::Ours(manifest) if manifest.complete && manifest.plan == plan.hash => Ok(Standing::Done),
        State::Ours(_) if args.out.is_none() => Ok(Standing::Write(Existing::Keep)),
        State::Ours(manifest) => Err(refuse(
            format!(
                "it holds another run (of `{}`, seed {})",
                manifest.experiment.id, manifest.seed
            ),
            "choose another folder, or replace it with --force",
        )),
    }
}

/// The first Ctrl-C ends the work in good order: nothing is published, nothing half written is left.
fn on_interrupt(stop: &Arc<AtomicBool>) {
    let stop = Arc::clone(stop);
    // Without a handler Ctrl-C still ends the program; the folder in the making is cleared by the next run.
    let _ = ctrlc::set_handler(move || stop.store(true, Ordering::Relaxed));
}

fn default_threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Minutes of the first replicates of point 0, made by playing them again.
fn write_transcripts(plan: &Plan, registry: &Registry, n: u64, staging: &Staging) -> Result<(), Failure> {
    for replicate in 0..n.min(plan.experiment.replicates) {
        let account = play(registry, &plan.base, plan.experiment.seed, replicate)
            .map_err(|_| Failure::Run(format!("failed to replay replicate {replicate}")))?;
        let minutes = transcript::minutes(&account, registry);
        staging.write(
            &format!("transcripts/point-0-replicate-{replicate}.txt"),
            minutes.as_bytes(),
        )?;
    }
    Ok(())
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Plan(error) => error.into(),
            RunError::Responses(findings) => Failure::Findings(findings),
            RunError::Stopped => Failure::Stopped,
            RunError::Results(error) => error.into(),
            RunError::File { .. } => Failure::Run(error.to_string()),
        }
    }
}

impl From<ResultsError> for Failure {
    fn from(error: ResultsError) -> Self {
        Failure::Input(format!("failed to {error}"))
    }
}
