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
use detente_results::{Existing, Folder, INPUTS, Manifest, PlanRecord, RunsReader, State, hash_of, inspect};
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
    let plan = Arc::new(Plan::of_inputs(&target.join(INPUTS), &record(manifest), lab)?);
    let formats: Vec<Format> = [(Format::Csv, RunsReader::FILE), (Format::Parquet, RunsReader::PARQUET)]
        .into_iter()
        .filter_map(|(format, file)| manifest.lists(file).then_some(format))
        .collect();
    let home = tempfile::tempdir().map_err(|e| Failure::Input(format!("failed to make a temporary folder: {e}")))?;
    let again = home.path().join("again");
    let by = provenance::begin(Settings::default().threads);
    let session = Session::open(&plan, lab, &again, None, Reuse::NOTHING, by)?;
    let settings = Settings {
        threads: args.threads.map_or(Settings::default().threads, usize::from),
        ..Settings::default()
    };
    session.play(session.missing(None), settings, &interrupt.control, &mut |_| {})?;
    session.finish(&formats, Existing::Keep, &interrupt.control, provenance::now())?;
    let played = Folder::open(&again)?;
    let mut differing = Vec::new();
    for file in &manifest.files {
        let now = played.manifest().files.iter().find(|f| f.name == file.name);
        if now.is_none_or(|now| now.hash != file.hash) {
            differing.push(difference(
                &folder.file(&file.name),
                &played.file(&file.name),
                &file.name,
            ));
        }
    }
    if differing.is_empty() {
        return output::print(&format!(
            "{}: played again, every table matches ({} files).\n",
            target.display(),
            manifest.files.len()
        ));
    }
    Err(Failure::Run(format!(
        "{}: played again, {} of {} tables differ:\n  {}",
        target.display(),
        differing.len(),
        manifest.files.len(),
        differing.join("\n  ")
    )))
}

/// The plan that a manifest tells of.
pub(super) fn record(manifest: &Manifest) -> PlanRecord {
    PlanRecord {
        plan: manifest.plan.clone(),
        study: manifest.study.clone(),
        experiment: manifest.experiment.id.clone(),
        seed: manifest.seed,
        points: manifest.points,
        replicates: manifest.replicates,
        luck: manifest.luck,
        responses: manifest.responses.iter().map(|r| r.id.clone()).collect(),
        inputs: manifest.inputs.clone(),
    }
}

/// The kept copies, and the tables, are those that the manifest tells of.
fn untouched(folder: &Folder) -> Result<(), Failure> {
    let inputs = folder.manifest().inputs.iter();
    let inputs = inputs.map(|input| (folder.file(INPUTS).join(&input.name), &input.hash));
    let tables = folder
        .manifest()
        .files
        .iter()
        .map(|file| (folder.file(&file.name), &file.hash));
    for (path, hash) in inputs.chain(tables) {
        if hash_of(&path)? != *hash {
            return Err(Failure::Input(format!(
                "failed to play {} again: {} was changed since it was written",
                folder.path().display(),
                path.display()
            )));
        }
    }
    Ok(())
}

/// Where two tables part.
fn difference(kept: &Path, now: &Path, name: &str) -> String {
    let lines = |path: &Path| File::open(path).ok().map(|file| BufReader::new(file).split(b'\n'));
    let (Some(mut kept), Some(mut now)) = (lines(kept), lines(now)) else {
        return format!("{name}: it was not made this time");
    };
    if name.ends_with(".parquet") {
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
