//! `analyse DIR [FILE]`: the analyses of finished results once more, or what a file asks of them besides, without new runs.

use super::run::extras::{self, Wishes};
use super::run::{resolved, target_of};
use crate::cli::Analyse;
use crate::exit::Failure;
use crate::interrupt::Interrupt;
use crate::scenario::file_of_analyses;
use crate::{output, provenance};
use detente_lab::Lab;
use detente_lab::afterwards::Afterwards;
use detente_results::{BLOCKS, Folder, State, inspect};
use detente_telling::answer;
use std::path::{Path, PathBuf};

pub(crate) fn run(args: &Analyse, lab: &Lab) -> Result<(), Failure> {
    Interrupt::heeded(|interrupt| analyse(args, lab, interrupt))
}

fn analyse(args: &Analyse, lab: &Lab, interrupt: &Interrupt) -> Result<(), Failure> {
    let folder = target_of(&args.folder);
    if !matches!(inspect(&folder)?, State::Ours(_)) {
        let folder = folder.display();
        return Err(Failure::Input(format!(
            "failed to analyse {folder}: it is no results folder; expected a finished one"
        )));
    }
    let folder = Folder::open(&folder)?;
    if !folder.file(BLOCKS).is_dir() {
        return Err(Failure::Input(format!(
            "failed to analyse {}: its runs are gone ({BLOCKS}/ is not there); expected the folder as `run` has left it",
            folder.path().display()
        )));
    }
    let asked = args.file.as_ref().map(|file| file_of_analyses(file)).transpose()?;
    let afterwards = Afterwards::new(&folder, asked.as_ref(), lab)?;
    let (target, kept) = match &args.file {
        None => {
            afterwards.renew(&folder, lab, &interrupt.control)?;
            (folder.path().to_owned(), None)
        }
        Some(file) => {
            let target = args
                .out
                .clone()
                .map_or_else(|| beside(&folder, file), |out| target_of(&out));
            let target = resolved(&target)?;
            refuse_occupied(&target, args.out.is_some())?;
            let by = provenance::begin(1);
            let kept = afterwards.make(&target, lab, &interrupt.control, by, provenance::now)?;
            (target, kept)
        }
    };
    extras::make(&afterwards.plan, lab, &target, &Wishes::of_analyse(args), interrupt)?;
    match args.quiet {
        true => Ok(()),
        false => Ok(output::print(&answer::of_folder(
            &afterwards.plan,
            &target,
            kept.as_deref(),
        )?)?),
    }
}

/// Where the tables that a file asks for go: beside the results, named by both.
fn beside(folder: &Folder, file: &Path) -> PathBuf {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let name = folder.path().file_name().unwrap_or_default().to_string_lossy();
    folder.path().with_file_name(format!("{name}-{stem}"))
}

/// What is somebody's own is not touched; results of the usual name are kept under another, those of a name that was given
/// stay where they are.
fn refuse_occupied(target: &Path, is_named: bool) -> Result<(), Failure> {
    let what = match inspect(target)? {
        State::Foreign { example } => format!("it holds something that is no result (`{example}`)"),
        State::Ours(_) if is_named => "it holds results".to_owned(),
        _ => return Ok(()),
    };
    Err(Failure::Input(format!(
        "failed to use {}: {what}; expected an empty folder or none; choose another with --out DIR",
        target.display()
    )))
}
