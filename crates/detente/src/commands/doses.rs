//! `doses SCENARIO`: one lever after another turned from none to much, and what follows.

use super::run::progress::Progress;
use crate::cli::Doses;
use crate::exit::Failure;
use crate::interrupt::Interrupt;
use crate::output;
use crate::scenario::document;
use detente_lab::Lab;
use detente_lab::doses::{self, Asking, LEVERS, Lever};
use detente_lab::execute::{Event, Settings};
use detente_results::write_table;
use detente_telling::doses::{rows, told};
use std::sync::Arc;

pub(crate) fn run(args: &Doses, lab: &Arc<Lab>) -> Result<(), Failure> {
    Interrupt::heeded(|interrupt| play(args, lab, interrupt))
}

fn play(args: &Doses, lab: &Arc<Lab>, interrupt: &Interrupt) -> Result<(), Failure> {
    let levers = levers(&args.levers)?;
    if args
        .scenario
        .metadata()
        .is_ok_and(|kind| !kind.is_file() && !kind.is_dir())
    {
        return Err(Failure::Input(format!(
            "failed to play {}: it is read again for every dose; expected a regular file",
            args.scenario.display()
        )));
    }
    if let Some(file) = &args.output {
        output::spare(file, &args.scenario)?;
        output::refuse_existing(file, args.force)?;
    }
    // An experiment is refused with the name of its scenario.
    document(&args.scenario)?;
    let asking = Asking {
        scenario: &args.scenario,
        changes: &args.changes,
        levers,
        seed: args.seed,
        runs: args.runs,
    };
    let plan = doses::Doses::new(&asking, lab)?;
    let progress = Progress::new(plan.runs(), 0, false);
    let usual = Settings::default();
    let settings = Settings {
        threads: args.threads.map_or(usual.threads, usize::from),
        ..usual
    };
    let responses = plan.play(lab, settings, &interrupt.control, &mut |event| {
        if let Event::BlockDone { runs, .. } = event {
            progress.at(interrupt.more(runs));
        }
    })?;
    progress.finish();
    if let Some(file) = &args.output {
        output::write_file(file, &write_table(&rows(&responses)), args.force)?;
        output::say(&format!("every dose is in {}", file.display()));
    }
    Ok(output::print(&told(plan.title(), args.runs, args.seed, &responses))?)
}

/// The levers of these names, in the order of the list; all where none is named.
fn levers(ids: &[String]) -> Result<Vec<&'static Lever>, Failure> {
    for id in ids {
        Lever::find(id).map_err(Failure::Input)?;
    }
    let asked = |lever: &&Lever| ids.is_empty() || ids.iter().any(|id| id == lever.id);
    Ok(LEVERS.iter().filter(asked).collect())
}
