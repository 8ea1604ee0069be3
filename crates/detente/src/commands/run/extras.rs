//! What is made besides the tables, from what is there: another format, figures, minutes. Each by itself: what fails is
//! told and costs nothing else.

use crate::cli::Run;
use crate::exit::Failure;
use crate::interrupt::Interrupt;
use crate::{output, transcript};
use detente_lab::Lab;
use detente_lab::plan::Plan;
use detente_lab::tables::{Format, convert};
use detente_lab::watch::play;
use detente_report::{FIGURES, draw_all};
use detente_results::{Folder, MANIFEST_FILE, write_atomically};
use std::ops::ControlFlow;
use std::path::Path;

/// What is wished for besides tables.
pub(crate) struct Wishes {
    formats: Vec<Format>,
    figures: bool,
    transcripts: u64,
    quiet: bool,
}

impl Wishes {
    /// Those of a command line.
    pub(crate) fn of(args: &Run) -> Self {
        Self {
            formats: args.format.clone(),
            figures: !args.no_figures,
            transcripts: args.transcripts,
            quiet: args.quiet,
        }
    }

    /// Figures and nothing else.
    pub(crate) fn figures(quiet: bool) -> Self {
        Self {
            formats: Vec::new(),
            figures: true,
            transcripts: 0,
            quiet,
        }
    }
}

/// Makes what is wished for and not there.
///
/// # Errors
/// All that could not be made, when everything else has been, or that it was stopped.
pub(crate) fn make(
    plan: &Plan,
    lab: &Lab,
    target: &Path,
    wishes: &Wishes,
    interrupt: &Interrupt,
) -> Result<(), Failure> {
    let mut failures = Vec::new();
    for &format in &wishes.formats {
        if let Err(failure) = in_format(target, format) {
            failures.push(failure);
        }
    }
    if wishes.figures && !target.join(FIGURES).is_dir() {
        figures(target, wishes.quiet, interrupt, &mut failures)?;
    }
    for replicate in 0..wishes.transcripts.min(plan.experiment.replicates) {
        if interrupt.control.is_stopped() {
            return Err(Failure::Stopped);
        }
        if let Err(failure) = minutes(plan, lab, target, replicate) {
            failures.push(failure);
        }
    }
    if failures.is_empty() {
        return Ok(());
    }
    let list = failures.join("\n  ");
    Err(Failure::Run(format!(
        "the tables in {} are complete, but:\n  {list}",
        target.display()
    )))
}

/// The runs in one more format, listed in the manifest.
fn in_format(target: &Path, format: Format) -> Result<(), String> {
    let told = |error: &dyn std::fmt::Display| format!("failed to write {}: {error}", format.file());
    let folder = Folder::open(target).map_err(|e| told(&e))?;
    if folder.manifest().lists(format.file()) && folder.file(format.file()).is_file() {
        return Ok(());
    }
    let record = convert(&folder, format).map_err(|e| told(&e))?;
    let mut manifest = folder.manifest().clone();
    manifest.files.retain(|file| file.name != record.name);
    manifest.files.push(record);
    // The runs come first, as CSV before Parquet: the manifest is the same as if both had been asked for at once.
    let first = |name: &str| [Format::Csv, Format::Parquet].iter().position(|f| f.file() == name);
    manifest
        .files
        .sort_by_key(|file| first(&file.name).unwrap_or(usize::MAX));
    write_atomically(&target.join(MANIFEST_FILE), &manifest.to_json()).map_err(|e| told(&e))
}

fn figures(target: &Path, quiet: bool, interrupt: &Interrupt, failures: &mut Vec<String>) -> Result<(), Failure> {
    if !quiet {
        output::note("drawing figures");
    }
    let folder = Folder::open(target)?;
    let drawn = draw_all(&folder, &mut |name, figure| {
        if let Err(error) = figure {
            failures.push(format!("failed to draw {name}: {error}"));
        }
        match interrupt.control.is_stopped() {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    });
    if interrupt.control.is_stopped() {
        return Err(Failure::Stopped);
    }
    if let Err(error) = drawn {
        failures.push(format!("failed to draw figures: {error}"));
    }
    Ok(())
}

/// Minutes of a replicate of point 0, made by playing it again.
fn minutes(plan: &Plan, lab: &Lab, target: &Path, replicate: u64) -> Result<(), String> {
    let folder = target.join("transcripts");
    let file = folder.join(format!("point-0-replicate-{replicate}.txt"));
    if file.is_file() {
        return Ok(());
    }
    let account = play(&lab.registry, &plan.base, plan.experiment.seed, plan.lot(replicate));
    let account = account.map_err(|_| format!("failed to tell replicate {replicate}: its run failed"))?;
    let minutes = transcript::minutes(&account, &lab.registry);
    std::fs::create_dir_all(&folder).map_err(|e| format!("failed to create {}: {e}", folder.display()))?;
    write_atomically(&file, minutes.as_bytes()).map_err(|e| format!("failed to {e}"))
}
