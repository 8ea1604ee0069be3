//! `compare DIR DIR...`: results side by side, paired where luck and inputs were common.

use super::run::target_of;
use crate::cli::Compare;
use crate::exit::Failure;
use crate::output;
use detente_analyses::compare::Side;
use detente_results::{Folder, State, inspect};
use detente_telling::compare::{Named, told};
use std::path::Path;

pub(crate) fn run(args: &Compare) -> Result<(), Failure> {
    let sides: Vec<(String, Side)> = args
        .folders
        .iter()
        .map(|folder| Ok((name(folder, &args.folders), read(folder)?)))
        .collect::<Result<_, Failure>>()?;
    let named: Vec<Named<'_>> = sides.iter().map(|(name, side)| Named { name, side }).collect();
    // The command line asks for two at least.
    let Some((first, others)) = named.split_first() else {
        return Ok(());
    };
    Ok(output::print(&told(*first, others))?)
}

fn read(folder: &Path) -> Result<Side, Failure> {
    let target = target_of(folder);
    if !matches!(inspect(&target)?, State::Ours(_)) {
        return Err(Failure::Input(format!(
            "failed to compare {}: it is no results folder; expected a finished one",
            target.display()
        )));
    }
    Ok(Side::read(&Folder::open(&target)?)?)
}

/// The folder's own name, or all of its path where another has the same.
fn name(folder: &Path, all: &[std::path::PathBuf]) -> String {
    let own = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let alike = all.iter().filter(|other| own(other) == own(folder)).count();
    match own(folder) {
        Some(name) if alike == 1 => name,
        _ => folder.display().to_string(),
    }
}
