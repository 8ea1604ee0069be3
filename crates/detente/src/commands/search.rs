//! `search EXPERIMENT`: settings of levers are tried, the better half goes on, and those that are left are played again on
//! luck that the search has not seen, through the same path as `run`. The rounds lie in memory; the final is kept as it goes
//! on, and what is finished of it is not played again.

mod folder;

use super::run::extras::{self, Wishes};
use super::run::progress::Progress;
use super::run::{failed, read, resolved, target_of};
use crate::cli::Search as Args;
use crate::exit::Failure;
use crate::interrupt::{Interrupt, Kept, same_command};
use crate::{output, provenance};
use detente_lab::Lab;
use detente_lab::execute::{Event, Settings};
use detente_lab::experiment::{Experiment, Search};
use detente_lab::plan::Plan;
use detente_lab::search::{Found, Rules, Verdict, finalists, seek};
use detente_lab::session::{Reuse, Session, Stale};
use detente_lab::sinks::Store;
use detente_lab::tables::Format;
use detente_results::{BLOCKS, Existing, Folder, SearchTable, Unfinished, grouped, write_atomically};
use detente_scenario::Severity;
use detente_telling::search as telling;
use folder::Making;
use std::path::Path;
use std::sync::Arc;

pub(crate) fn run(args: &Args, lab: &Arc<Lab>) -> Result<(), Failure> {
    Interrupt::heeded(|interrupt| search(args, lab, interrupt))
}

fn search(args: &Args, lab: &Arc<Lab>, interrupt: &Interrupt) -> Result<(), Failure> {
    let (field, search) = field(args, lab)?;
    let warnings = field.findings.iter().filter(|f| f.severity == Severity::Warning);
    warnings
        .filter(|_| !args.quiet)
        .for_each(|f| output::say(&f.to_string()));
    let usual = || Path::new("results").join(&field.experiment.id);
    let target = resolved(&args.out.as_deref().map_or_else(usual, target_of))?;
    if args.dry_run {
        return Ok(output::print(&telling::plan(&field, &search, &target))?);
    }
    folder::look(&target, args.out.is_some())?;
    let (found, broken) = rounds(args, &field, &search, lab, interrupt)?;
    let making = Making::begin(&target, &found, &field, &search)?;
    let (plan, made) = play_final(args, &making, lab, interrupt)?;
    let results = making.finalists();
    let store = Store::new(Arc::clone(&plan), results.join(BLOCKS), provenance::hash().to_owned());
    let verdict = Verdict::of(&field, &search, &found, &plan, &store)?;
    let table = found.table(&field, &search, Some((&verdict, search.final_runs)));
    write_atomically(&making.path().join(SearchTable::FILE), &table.write())?;
    let kept = making.finish()?;
    if !args.quiet {
        let told = telling::told(&field, &search, &found, &verdict, &target, kept.as_deref());
        output::print(&told)?;
    }
    made?;
    failed(Folder::open(target.join(finalists::FOLDER))?.manifest())?;
    match broken {
        0 => Ok(()),
        n => Err(Failure::Run(format!(
            "{} runs of the rounds failed; they count for nobody",
            grouped(n)
        ))),
    }
}

/// What is searched, right in itself.
fn field(args: &Args, lab: &Lab) -> Result<(Plan, Search), Failure> {
    let mut experiment = read(&args.file, args.out.as_deref(), lab)?;
    let Some(search) = experiment.search.clone() else {
        let file = args.file.display();
        return Err(Failure::Input(format!(
            "failed to search {file}: it has no table [search]; expected an experiment with one, whose factors are levers; \
             `detente run` plays any other"
        )));
    };
    experiment.seed = args.seed.unwrap_or(experiment.seed);
    Ok((Plan::new(experiment, lab)?, search))
}

fn settings(args: &Args) -> Settings {
    let usual = Settings::default();
    Settings {
        threads: args.threads.map_or(usual.threads, usize::from),
        ..usual
    }
}

/// The rounds; and how many of their runs failed.
fn rounds(
    args: &Args,
    field: &Plan,
    search: &Search,
    lab: &Arc<Lab>,
    interrupt: &Interrupt,
) -> Result<(Found, u64), Failure> {
    let rules = Rules::of(&field.experiment, search);
    let progress = Progress::new(rules.runs_of_rounds(), 0, args.quiet);
    let mut broken = 0;
    let found = seek(field, search, lab, settings(args), &interrupt.control, &mut |event| {
        if let Event::BlockDone { runs, failed, .. } = event {
            broken += failed;
            progress.at(interrupt.more(runs));
        }
    })?;
    progress.finish();
    Ok((found, broken))
}

/// Plays the experiment of the finalists as `run` would. What could not be made besides its tables is no reason to lose them.
fn play_final(
    args: &Args,
    making: &Making,
    lab: &Arc<Lab>,
    interrupt: &Interrupt,
) -> Result<(Arc<Plan>, Result<(), Failure>), Failure> {
    let experiment = Experiment::read(&making.path().join(finalists::FILE), &lab.designs)?;
    let plan = Arc::new(Plan::new(experiment, lab)?);
    let (results, by) = (making.finalists(), provenance::begin(settings(args).threads));
    // The same finalists in a scenario that has been edited since.
    let begun = Unfinished::of(&results)?.plan()?;
    let reuse = Reuse {
        finished: true,
        stale: match begun.is_some_and(|begun| begun.study != plan.study) {
            true => Stale::Discard,
            false => Stale::Refuse,
        },
    };
    let session = Session::open(&plan, lab, &results, None, reuse, by)?;
    let there = session.found.runs(&plan);
    let kept = Kept {
        folder: session.path().to_owned(),
        runs: plan.runs(),
        command: same_command(&[]),
    };
    interrupt.keeps(kept, there);
    let progress = Progress::new(plan.runs(), there, args.quiet);
    session.play(
        session.missing(None),
        settings(args),
        None,
        &interrupt.control,
        &mut |event| {
            if let Event::BlockDone { runs, .. } = event {
                progress.at(interrupt.more(runs));
            }
        },
    )?;
    progress.say("making tables");
    session.finish(&[Format::Csv], Existing::Replace, &interrupt.control, provenance::now())?;
    progress.finish();
    match extras::make(&plan, lab, &results, &Wishes::usual(args.quiet), interrupt) {
        Err(Failure::Stopped) => Err(Failure::Stopped),
        made => Ok((plan, made)),
    }
}
