//! `merge DIR...`: one results folder from shards. Everything is looked at first; what is missing, foreign or damaged is
//! named, and then nothing is made.

use super::run::extras::{self, Wishes};
use super::run::{answer, failed, target_of};
use crate::cli::Merge;
use crate::exit::Failure;
use crate::interrupt::Interrupt;
use crate::{output, provenance};
use detente_lab::Lab;
use detente_lab::execute::Settings;
use detente_lab::plan::Plan;
use detente_lab::session::{Reuse, Session};
use detente_lab::sinks::Store;
use detente_results::{Existing, Folder, INPUTS, PlanRecord, State, Unfinished, grouped, inspect};
use std::path::Path;
use std::sync::Arc;

/// Problems that are named one by one.
const MOST_NAMED: usize = 10;

pub(crate) fn run(args: &Merge, lab: &Arc<Lab>) -> Result<(), Failure> {
    let targets: Vec<_> = args.folders.iter().map(|named| target_of(named)).collect();
    let out = args.out.as_deref().map_or_else(|| targets[0].clone(), target_of);
    let mut parts = Vec::new();
    for target in &targets {
        let folder = Unfinished::of(target)?;
        match (folder.plan()?, inspect(target)?) {
            (Some(plan), _) => parts.push((folder, plan)),
            (None, State::Ours(_)) if *target == out && targets.len() == 1 => {
                return again(&out, args);
            }
            _ => {
                return Err(Failure::Input(format!(
                    "failed to merge {}: there is no unfinished run",
                    folder.path().display()
                )));
            }
        }
    }
    let (first, record) = &parts[0];
    let plan = Arc::new(Plan::of_inputs(&first.path().join(INPUTS), record, lab)?);
    audit(&parts, &plan)?;
    if out != targets[0] || !matches!(inspect(&out)?, State::Missing | State::Empty) {
        refuse_occupied(&out, args)?;
    }
    let interrupt = Interrupt::listen();
    let by = provenance::begin(Settings::default().threads);
    let mut session = Session::open(&plan, lab, &out, None, Reuse::NOTHING, by)?;
    let own = session.path().to_owned();
    for (folder, _) in parts.iter().filter(|(folder, _)| folder.path() != own) {
        session.adopt(&folder.blocks())?;
    }
    let missing = session.missing(None);
    if !missing.is_empty() {
        return Err(gaps(&plan, &missing, session.path()));
    }
    let existing = if args.force { Existing::Replace } else { Existing::Keep };
    let (_, kept) = session.finish(&args.format, existing, &interrupt.control, provenance::now())?;
    if !args.no_figures {
        extras::make(&plan, lab, &out, &Wishes::figures(args.quiet), &interrupt)?;
    }
    if !args.quiet {
        output::print(&answer::of_folder(&plan, &out, kept.as_deref())?)?;
    }
    failed(Folder::open(&out)?.manifest())
}

/// What was merged already.
fn again(out: &Path, args: &Merge) -> Result<(), Failure> {
    if !args.quiet {
        output::say(&format!("{} is complete already; nothing was merged", out.display()));
    }
    failed(Folder::open(out)?.manifest())
}

fn refuse_occupied(out: &Path, args: &Merge) -> Result<(), Failure> {
    match inspect(out)? {
        State::Missing | State::Empty => Ok(()),
        State::Ours(_) if args.force => Ok(()),
        _ => Err(Failure::Input(format!(
            "failed to use {}: there is something already; choose another folder with --out DIR, or replace results with \
             --force",
            out.display()
        ))),
    }
}

/// Every folder holds the same plan, played by this program, and every block is whole.
fn audit(parts: &[(Unfinished, PlanRecord)], plan: &Arc<Plan>) -> Result<(), Failure> {
    let mut wrong = Vec::new();
    for (folder, record) in parts {
        let place = folder.path().display();
        if record.plan != plan.hash {
            wrong.push(format!(
                "{place} holds another plan (`{}`, seed {}, {} replicates)",
                record.experiment,
                record.seed,
                grouped(record.replicates)
            ));
            continue;
        }
        let program = folder.provenance()?.map(|by| by.program.hash).unwrap_or_default();
        if program != provenance::hash() {
            wrong.push(format!("{place} was played by another program than this one"));
            continue;
        }
        let store = Store::new(Arc::clone(plan), folder.blocks(), program);
        let audit = store.audit(&folder.blocks())?;
        wrong.extend(
            audit
                .bad
                .iter()
                .map(|(file, reason)| format!("{}: {reason}", file.display())),
        );
    }
    if wrong.is_empty() {
        return Ok(());
    }
    let more = match wrong.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        n => format!("\n  and {n} more"),
    };
    wrong.truncate(MOST_NAMED);
    let list = wrong.join("\n  ");
    Err(Failure::Input(format!(
        "failed to merge; nothing was made:\n  {list}{more}\ntake these folders out, or remove these files and play their \
         shards again"
    )))
}

/// Names what is not there.
fn gaps(plan: &Plan, missing: &[u64], folder: &Path) -> Failure {
    let runs: u64 = missing.iter().map(|&n| plan.waves.block(n).runs()).sum();
    let named: Vec<String> = missing
        .iter()
        .take(MOST_NAMED)
        .map(|&n| {
            let block = plan.waves.block(n);
            format!(
                "block {n}: points {} to {}, replicates {} to {}",
                block.points.start,
                block.points.end - 1,
                block.replicates.start,
                block.replicates.end - 1
            )
        })
        .collect();
    let more = match missing.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        n => format!("\n  and {n} more"),
    };
    Failure::Input(format!(
        "failed to merge into {}: {} of {} runs are missing:\n  {}{more}\nplay the shards that are not complete, or the \
         experiment without --shard",
        folder.display(),
        grouped(runs),
        grouped(plan.runs()),
        named.join("\n  ")
    ))
}
