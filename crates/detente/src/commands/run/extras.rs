//! What is made besides the tables, from what is there: another format, figures, pages, minutes. Each by itself: what fails is
//! told and costs nothing else.

use super::follow;
use super::minutes;
use super::pictures::{self, Unmade};
use crate::cli::{Analyse, Dialect, Merge, Run};
use crate::exit::Failure;
use crate::interrupt::{Interrupt, Kept, same_command};
use crate::output;
use detente_lab::Lab;
use detente_lab::execute::RunError;
use detente_lab::plan::Plan;
use detente_lab::tables::{Format, convert};
use detente_pages::{are_written, is_explorable};
use detente_report::are_drawn;
use detente_results::{
    ANSWER, Cuts, EXPLORABLE, Folder, Lock, ResultsError, SHEET_ROWS, SPREADSHEETS, TRANSCRIPTS, grouped,
    is_in_spreadsheets, leftovers, remove, write_atomically, write_spreadsheets,
};
use detente_scenario::Misreading;
use detente_telling::answer;
use std::path::Path;

/// What is wished for besides tables.
pub(crate) struct Wishes {
    formats: Vec<Format>,
    spreadsheets: bool,
    figures: bool,
    transcripts: u64,
    /// Talks of each point that the page to play with holds, if somebody said so.
    talks: Option<u64>,
    quiet: bool,
}

impl Wishes {
    /// Those of a command line.
    pub(crate) fn of(args: &Run) -> Self {
        Self {
            formats: args.format.clone(),
            spreadsheets: args.csv == Some(Dialect::Excel),
            figures: !args.no_figures,
            transcripts: args.transcripts,
            talks: args.talks,
            quiet: args.quiet,
        }
    }

    /// Tables as CSV, and figures.
    pub(crate) fn usual(quiet: bool) -> Self {
        Self {
            formats: vec![Format::Csv],
            spreadsheets: false,
            figures: true,
            transcripts: 0,
            talks: None,
            quiet,
        }
    }

    /// Those of a command line that merges.
    pub(crate) fn of_merge(args: &Merge) -> Self {
        Self {
            formats: args.format.clone(),
            spreadsheets: false,
            figures: !args.no_figures,
            transcripts: 0,
            talks: None,
            quiet: args.quiet,
        }
    }

    /// Those of a command line that analyses.
    pub(crate) fn of_analyse(args: &Analyse) -> Self {
        Self {
            formats: Vec::new(),
            spreadsheets: false,
            figures: !args.no_figures,
            transcripts: 0,
            talks: None,
            quiet: args.quiet,
        }
    }

    /// Whether nothing is left to be made.
    fn are_there(&self, target: &Path) -> Result<bool, ResultsError> {
        let folder = Folder::open(target)?;
        Ok(self.formats.iter().all(|&format| has_format(&folder, format))
            && (!self.spreadsheets || is_in_spreadsheets(&folder))
            && (!self.figures || are_drawn(target) && are_written(target))
            && self.talks.is_none()
            && !(self.lacks_explorable(target) && is_explorable(&folder)?)
            && folder.file(ANSWER).is_file()
            && minutes::are_there(&folder, self.transcripts)?)
    }

    /// Whether a page to play with is wished for that is not there, or for which somebody has asked.
    fn lacks_explorable(&self, target: &Path) -> bool {
        self.talks.is_some() || self.figures && !target.join(EXPLORABLE).is_file()
    }
}

/// Makes what is wished for and not there; nobody else writes into the folder meanwhile.
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
    let inside = [TRANSCRIPTS, SPREADSHEETS].map(|folder| target.join(folder));
    let left = || Ok::<_, ResultsError>([leftovers(target)?, leftovers(&inside[0])?, leftovers(&inside[1])?].concat());
    let is_due = wishes.figures && follow::is_due(plan, target)?;
    if !is_due && wishes.are_there(target)? && left()?.is_empty() {
        return Ok(());
    }
    let kept = Kept {
        folder: target.to_owned(),
        runs: plan.runs(),
        command: same_command(&["--fresh", "--force"]),
    };
    interrupt.keeps(kept, plan.runs());
    let _lock = Lock::take(target, None)?;
    let made = one_by_one(plan, lab, target, wishes, interrupt);
    // The lock, and what those who were killed have left.
    remove(left()?)?;
    made
}

fn one_by_one(plan: &Plan, lab: &Lab, target: &Path, wishes: &Wishes, interrupt: &Interrupt) -> Result<(), Failure> {
    let mut failures = Vec::new();
    if wishes.figures
        && follow::is_due(plan, target)?
        && let Err(failure) = follow::follow(plan, target, wishes.quiet)
    {
        failures.push(failure);
    }
    if let Err(failure) = words(plan, target) {
        failures.push(failure);
    }
    for &format in &wishes.formats {
        if let Err(failure) = in_format(target, format) {
            failures.push(failure);
        }
    }
    if wishes.spreadsheets
        && !is_in_spreadsheets(&Folder::open(target)?)
        && let Err(failure) = spreadsheets(target, plan)
    {
        failures.push(failure);
    }
    if wishes.figures && !are_drawn(target) {
        pictures::figures(target, wishes.quiet, interrupt, &mut failures)?;
    }
    if wishes.transcripts > 0 {
        minutes::make(plan, lab, target, wishes.transcripts, interrupt, &mut failures)?;
    }
    // Pages that are there tell of what has come since.
    if wishes.figures || are_written(target) {
        pictures::pages(&Folder::open(target)?, None, &mut failures);
    }
    if wishes.lacks_explorable(target) {
        pictures::explorable(&Folder::open(target)?, wishes.talks, &mut failures, |failures| {
            minutes::of_squares(plan, lab, target, interrupt, failures)
        })?;
    }
    Unmade::tell(failures, target)
}

/// Whether the runs are there in a format.
fn has_format(folder: &Folder, format: Format) -> bool {
    let files = folder.manifest().files.iter();
    let mut files = files.filter(|file| Format::of(&file.name) == Some(format)).peekable();
    files.peek().is_some() && files.all(|file| folder.file(&file.name).is_file())
}

/// The answer as the terminal shows it, as a page that stays.
fn words(plan: &Plan, target: &Path) -> Result<(), Unmade> {
    let answer = answer::in_words(plan, target)?;
    Ok(write_atomically(&target.join(ANSWER), answer.as_bytes())?)
}

/// The runs in one more format, listed in the manifest.
fn in_format(target: &Path, format: Format) -> Result<(), Unmade> {
    let folder = Folder::open(target)?;
    if has_format(&folder, format) {
        return Ok(());
    }
    convert(&folder, format, Cuts::default()).map_err(|error| match error {
        RunError::Results(error) => error.into(),
        error => Unmade {
            why: format!("failed to write the runs in another format: {error}"),
            refused: false,
        },
    })
}

/// The tables for spreadsheets. A sheet has its end: what is beyond it, a spreadsheet does not show.
fn spreadsheets(target: &Path, plan: &Plan) -> Result<(), Unmade> {
    write_spreadsheets(&Folder::open(target)?, &|text| {
        Misreading::of(text).is_some_and(Misreading::is_lost_in_spreadsheets)
    })?;
    let runs = plan.runs();
    if runs >= SHEET_ROWS && !plan.experiment.summary {
        output::note(&format!(
            "{SPREADSHEETS}/runs.csv has {} rows; a sheet shows the first {}",
            grouped(runs),
            grouped(SHEET_ROWS - 1)
        ));
    }
    Ok(())
}
