//! `rerun DIR`: plays the plan of a finished folder again, from the files that it kept, and says whether every table
//! matches.

use super::run::target_of;
use crate::cli::Rerun;
use crate::exit::Failure;
use crate::interrupt::Interrupt;
use crate::{output, provenance};
use detente_lab::Lab;
use detente_lab::execute::Settings;
use detente_lab::plan::Plan;
use detente_lab::session::{Reuse, Session};
use detente_lab::tables::Format;
use detente_results::{Existing, Folder, INPUTS, State, grouped, hash_of, inspect};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::sync::Arc;

pub(crate) fn run(args: &Rerun, lab: &Arc<Lab>) -> Result<(), Failure> {
    Interrupt::heeded(|interrupt| play(args, lab, interrupt))
}

fn play(args: &Rerun, lab: &Arc<Lab>, interrupt: &Interrupt) -> Result<(), Failure> {
    let target = target_of(&args.folder);
    if !matches!(inspect(&target)?, State::Ours(_)) {
        let target = target.display();
        let message = format!("failed to play {target} again: it is no results folder; expected a finished one");
        return Err(Failure::Input(message));
    }
    let folder = Folder::open(&target)?;
    let manifest = folder.manifest();
    untouched(&folder)?;
    let plan = Arc::new(Plan::of_inputs(&target.join(INPUTS), &manifest.plan_record(), lab)?);
    let home = tempfile::tempdir().map_err(|e| Failure::Input(format!("failed to make a temporary folder: {e}")))?;
    let again = home.path().join("again");
    let by = provenance::begin(Settings::default().threads);
    let session = Session::open(&plan, lab, &again, None, Reuse::NOTHING, by)?;
    let settings = Settings {
        threads: args.threads.map_or(Settings::default().threads, usize::from),
        ..Settings::default()
    };
    output::note(&format!("playing {} runs again", grouped(plan.runs())));
    session.play(session.missing(None), settings, None, &interrupt.control, &mut |_| {})?;
    session.finish(
        &Format::listed(manifest),
        Existing::Keep,
        &interrupt.control,
        provenance::now(),
    )?;
    let played = Folder::open(&again)?;
    let mut differing = Vec::new();
    for file in &manifest.files {
        let [kept, now] = [&folder, &played].map(|folder| folder.file(&file.name));
        let hashes = [&kept, &now].map(|path| hash_of(path).ok());
        if hashes[0] != hashes[1] || hashes[0].is_none() {
            let changed = hashes[0].as_ref().is_some_and(|hash| *hash != file.hash);
            differing.push(difference(&kept, &now, &file.name, changed));
        }
    }
    if differing.is_empty() {
        return Ok(output::print(&format!(
            "{}: played again, every table matches ({} files).\n",
            target.display(),
            manifest.files.len()
        ))?);
    }
    Err(Failure::Run(format!(
        "{}: played again, {} of {} tables differ:\n  {}",
        target.display(),
        differing.len(),
        manifest.files.len(),
        differing.join("\n  ")
    )))
}

/// The kept copies of what was run are those that the manifest tells of: without them nothing can be played again.
fn untouched(folder: &Folder) -> Result<(), Failure> {
    for input in &folder.manifest().inputs {
        let path = folder.file(INPUTS).join(&input.name);
        if hash_of(&path)? != input.hash {
            return Err(Failure::Input(format!(
                "failed to play {} again: {} was changed since it was written",
                folder.path().display(),
                path.display()
            )));
        }
    }
    Ok(())
}

/// Where two tables part; `changed` if the kept one is not as the manifest tells.
fn difference(kept: &Path, now: &Path, name: &str, changed: bool) -> String {
    let name = match changed {
        true => format!("{name} (changed since it was written)"),
        false => name.to_owned(),
    };
    let lines = |path: &Path| File::open(path).ok().map(|file| BufReader::new(file).split(b'\n'));
    let (mut kept, mut now) = match (lines(kept), lines(now)) {
        (Some(kept), Some(now)) => (kept, now),
        (None, _) => return format!("{name}: it is not there"),
        _ => return format!("{name}: it was not made this time"),
    };
    if name.contains(".parquet") {
        return format!("{name}: other bytes");
    }
    let text = |line: Option<std::io::Result<Vec<u8>>>| {
        let line = line?.unwrap_or_default();
        Some(String::from_utf8_lossy(&line).into_owned())
    };
    for number in 1_u64.. {
        let (a, b) = (text(kept.next()), text(now.next()));
        if a != b {
            let end = || "(the end)".to_owned();
            let (a, b) = (a.unwrap_or_else(end), b.unwrap_or_else(end));
            return format!("{name}, line {number}:\n    kept  {a}\n    again {b}");
        }
        if a.is_none() {
            break;
        }
    }
    format!("{name}: other bytes")
}
