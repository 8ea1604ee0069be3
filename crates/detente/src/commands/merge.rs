//! `merge DIR...`: one results folder from shards. Everything is looked at first; what is missing, foreign or damaged is
//! named, and then nothing is made.

use super::run::extras::{self, Wishes};
use super::run::{failed, refuse_strangers, resolved, target_of};
use crate::cli::Merge;
use crate::exit::Failure;
use crate::interrupt::{Interrupt, Kept, same_command};
use crate::{output, provenance};
use detente_lab::Lab;
use detente_lab::execute::Settings;
use detente_lab::plan::Plan;
use detente_lab::session::{Reuse, Session};
use detente_lab::sinks::Store;
use detente_results::{Existing, Folder, INPUTS, Manifest, PlanRecord, State, Unfinished, grouped, hash_of, inspect};
use detente_telling::answer;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Problems that are named one by one.
const MOST_NAMED: usize = 10;

pub(crate) fn run(args: &Merge, lab: &Arc<Lab>) -> Result<(), Failure> {
    Interrupt::heeded(|interrupt| merge(args, lab, interrupt))
}

fn merge(args: &Merge, lab: &Arc<Lab>, interrupt: &Interrupt) -> Result<(), Failure> {
    let targets: Vec<_> = args.folders.iter().map(|named| target_of(named)).collect();
    let out = resolved(&args.out.as_deref().map_or_else(|| targets[0].clone(), target_of))?;
    let state = inspect(&out)?;
    let parts = parts(&targets, &out, &state)?;
    if let State::Ours(manifest) = &state {
        let same = parts.iter().all(|(_, record)| record.plan == manifest.plan);
        if parts.is_empty() || same && !args.force {
            return again(&out, manifest, args, lab, interrupt);
        }
    }
    let (first, record) = &parts[0];
    let plan = Arc::new(Plan::of_inputs(&first.path().join(INPUTS), record, lab)?);
    if plan.experiment.looks().is_some() {
        return Err(Failure::Input(format!(
            "failed to merge {}: it is played for as long as it takes ([stop] or [select]), which `run` decides; the command that \
             began it goes on",
            first.path().display()
        )));
    }
    audit(&parts, &plan, &out)?;
    refuse_occupied(&out, &state, &plan, args)?;
    let by = provenance::begin(Settings::default().threads);
    let mut session = Session::open(&plan, lab, &out, None, Reuse::NOTHING, by)?;
    let own = session.path().to_owned();
    for (folder, _) in parts.iter().filter(|(folder, _)| folder.path() != own) {
        session.adopt(&folder.blocks())?;
    }
    let kept = Kept {
        folder: own,
        runs: plan.runs(),
        command: same_command(&[]),
    };
    interrupt.keeps(kept, plan.runs());
    let existing = if args.force { Existing::Replace } else { Existing::Keep };
    let kept = session.finish(&args.format, existing, &interrupt.control, provenance::now())?;
    extras::make(&plan, lab, &out, &Wishes::of_merge(args), interrupt)?;
    if !args.quiet {
        output::print(&answer::of_folder(&plan, &out, kept.as_deref())?)?;
    }
    failed(Folder::open(&out)?.manifest())
}

/// The unfinished folders that are merged, and that of the result if somebody has begun it.
fn parts(targets: &[PathBuf], out: &PathBuf, state: &State) -> Result<Vec<(Unfinished, PlanRecord)>, Failure> {
    let mut parts = Vec::new();
    let begun = (!targets.contains(out)).then_some(out);
    for target in targets.iter().chain(begun) {
        let folder = Unfinished::of(target)?;
        match folder.plan()? {
            Some(plan) => parts.push((folder, plan)),
            None if target == out && (begun.is_some() || matches!(state, State::Ours(_))) => {}
            None => {
                return Err(Failure::Input(format!(
                    "failed to merge {}: there is no unfinished run; expected a folder that `run --shard K/N` has begun",
                    folder.path().display()
                )));
            }
        }
    }
    Ok(parts)
}

/// What was merged already; figures may still be missing.
fn again(out: &Path, manifest: &Manifest, args: &Merge, lab: &Lab, interrupt: &Interrupt) -> Result<(), Failure> {
    let plan = Plan::of_inputs(&out.join(INPUTS), &manifest.plan_record(), lab)?;
    extras::make(&plan, lab, out, &Wishes::of_merge(args), interrupt)?;
    if !args.quiet {
        output::say(&format!("{} is complete already; nothing was merged", out.display()));
    }
    failed(manifest)
}

/// Results that are there already stay, but for fewer replicates of the same study, which are kept as `<name>.1`.
fn refuse_occupied(out: &Path, state: &State, plan: &Plan, args: &Merge) -> Result<(), Failure> {
    match state {
        State::Missing | State::Empty => Ok(()),
        State::Ours(manifest) if args.force => refuse_strangers(out, manifest),
        State::Ours(m) if m.study == plan.study && m.replicates < plan.experiment.replicates => Ok(()),
        _ => Err(Failure::Input(format!(
            "failed to use {}: there is something already; choose another folder with --out DIR, or replace results with \
             --force",
            out.display()
        ))),
    }
}

/// Every folder holds the same plan, played by this program; every block is whole, the same wherever it lies, and none is
/// missing.
fn audit(parts: &[(Unfinished, PlanRecord)], plan: &Arc<Plan>, out: &Path) -> Result<(), Failure> {
    let mut wrong = Vec::new();
    let mut files: BTreeMap<u64, PathBuf> = BTreeMap::new();
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
        for number in audit.whole {
            let file = folder.blocks().join(plan.waves.block(number).place().file_name());
            let known = files.entry(number).or_insert_with(|| file.clone());
            if hash_of(known)? != hash_of(&file)? {
                let [known, file] = [known.display(), file.display()];
                wrong.push(format!(
                    "{known} and {file} are the same runs, but not the same results"
                ));
            }
        }
    }
    if wrong.is_empty() {
        let missing: Vec<u64> = plan.waves.numbers().filter(|n| !files.contains_key(n)).collect();
        return match missing.is_empty() {
            true => Ok(()),
            false => Err(gaps(plan, &missing, out)),
        };
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
