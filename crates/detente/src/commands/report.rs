//! `report DIR`: figures, report and brief of finished results once more, from the folder alone: also one that was copied, or
//! that an older version of the program has made.

use super::run::pictures::{self, Unmade};
use super::run::target_of;
use crate::cli::Report;
use crate::exit::Failure;
use crate::interrupt::Interrupt;
use crate::output;
use detente_results::{EXPLORABLE, Folder, Lock, State, inspect, leftovers, remove};
use std::path::Path;

pub(crate) fn run(args: &Report) -> Result<(), Failure> {
    Interrupt::heeded(|interrupt| report(args, interrupt))
}

fn report(args: &Report, interrupt: &Interrupt) -> Result<(), Failure> {
    let target = target_of(&args.folder);
    if !matches!(inspect(&target)?, State::Ours(_)) {
        let target = target.display();
        return Err(Failure::Input(format!(
            "failed to report on {target}: it is no results folder; expected a finished one"
        )));
    }
    if let Some(templates) = args.templates.as_deref().filter(|templates| !templates.is_dir()) {
        let templates = templates.display();
        return Err(Failure::Input(format!(
            "failed to use the templates in {templates}: there is no such folder; expected one with some of {}",
            names()
        )));
    }
    let lock = Lock::take(&target, None)?;
    let mut failures = Vec::new();
    let made = make(args, &target, interrupt, &mut failures);
    drop(lock);
    remove(leftovers(&target)?)?;
    made?;
    if !args.quiet {
        output::print(&told(&target))?;
    }
    Unmade::tell(failures, &target)
}

/// Figures first, since pages show them.
fn make(args: &Report, target: &Path, interrupt: &Interrupt, failures: &mut Vec<Unmade>) -> Result<(), Failure> {
    pictures::figures(target, args.quiet, interrupt, failures)?;
    let folder = Folder::open(target)?;
    pictures::pages(&folder, args.templates.as_deref(), failures);
    pictures::explorable(&folder, args.talks, failures, |_| Ok(()))
}

/// The templates that there are.
fn names() -> String {
    let names = detente_pages::TEMPLATES.map(|(name, _)| name);
    names.join(", ")
}

/// Where the pages are.
fn told(target: &Path) -> String {
    let names = detente_pages::PAGES.iter().map(|(name, _)| *name).chain([EXPLORABLE]);
    let there = names.map(|name| target.join(name)).filter(|file| file.is_file());
    there.map(|file| format!("{}\n", file.display())).collect()
}
