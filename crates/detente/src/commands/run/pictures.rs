//! Figures and pages of a results folder, each by itself: what fails is told and costs nothing else.

use crate::exit::Failure;
use crate::interrupt::Interrupt;
use crate::output;
use detente_pages::{Explorable, TALKS, Unexplorable, write_all};
use detente_report::draw_all;
use detente_results::{EXPLORABLE, Folder, ResultsError, write_atomically};
use std::ops::ControlFlow;
use std::path::Path;

/// Something that could not be made.
pub(crate) struct Unmade {
    pub(super) why: String,
    /// Whether the file system refused it: then it is no fault of the runs.
    pub(super) refused: bool,
}

impl Unmade {
    /// What a file system refuses, told in a sentence.
    pub(super) fn refused(why: String) -> Self {
        Self { why, refused: true }
    }

    /// Tells of all that could not be made, if there is any.
    ///
    /// # Errors
    /// There is.
    pub(crate) fn tell(failures: Vec<Self>, target: &Path) -> Result<(), Failure> {
        if failures.is_empty() {
            return Ok(());
        }
        let refused = failures.iter().any(|unmade| unmade.refused);
        let list: Vec<String> = failures.into_iter().map(|unmade| unmade.why).collect();
        let told = format!(
            "the tables in {} are complete, but:\n  {}",
            target.display(),
            list.join("\n  ")
        );
        Err(match refused {
            true => Failure::Input(told),
            false => Failure::Run(told),
        })
    }
}

impl From<ResultsError> for Unmade {
    fn from(error: ResultsError) -> Self {
        Self {
            refused: error.is_refusal(),
            why: format!("failed to {error}"),
        }
    }
}

/// Draws all figures. One that fails costs no other.
///
/// # Errors
/// It was stopped.
pub(crate) fn figures(
    target: &Path,
    quiet: bool,
    interrupt: &Interrupt,
    failures: &mut Vec<Unmade>,
) -> Result<(), Failure> {
    if !quiet {
        output::note("drawing figures");
    }
    let folder = Folder::open(target)?;
    let drawn = draw_all(&folder, &mut |name, figure| {
        if let Err(error) = figure {
            failures.push(Unmade {
                why: format!("failed to draw {name}: {error}"),
                refused: error.is_refusal(),
            });
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
        failures.push(Unmade {
            why: format!("failed to draw figures: {error}"),
            refused: error.is_refusal(),
        });
    }
    Ok(())
}

/// Writes all pages. One that fails costs no other.
pub(crate) fn pages(folder: &Folder, templates: Option<&Path>, failures: &mut Vec<Unmade>) {
    write_all(folder, templates, &mut |name, page| {
        if let Err(error) = page {
            failures.push(Unmade {
                why: format!("failed to write {name}: {error}"),
                // Nor is a mistake in somebody's templates.
                refused: error.is_refusal() || templates.is_some(),
            });
        }
    });
}

/// Writes the page to play with, where the experiment allows one, after `first` has put into the folder what it shows besides
/// tables. Who has said how many talks it is to hold is told why there is none.
///
/// # Errors
/// `first` was stopped.
pub(crate) fn explorable(
    folder: &Folder,
    talks: Option<u64>,
    failures: &mut Vec<Unmade>,
    first: impl FnOnce(&mut Vec<Unmade>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let page = match Explorable::read(folder, talks.unwrap_or(TALKS)) {
        Ok(explorable) => {
            let known = failures.len();
            first(failures)?;
            // Without what it shows besides, it would never be made again.
            if failures.len() > known {
                return Ok(());
            }
            explorable.page()
        }
        Err(why) => Err(why),
    };
    let written = page.and_then(|page| Ok(write_atomically(&folder.file(EXPLORABLE), page.as_bytes())?));
    match written {
        Ok(()) => {}
        Err(Unexplorable::Results(error)) => failures.push(error.into()),
        Err(why) => talks.iter().for_each(|_| output::say(&format!("failed to {why}"))),
    }
    Ok(())
}
