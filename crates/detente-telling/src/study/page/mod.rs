//! The one answer of a study: the question first, then of each experiment the lines that matter and where the rest is, how
//! sure that is, and what to do next. Rendered as the answer of any experiment is.

mod lead;
mod leading;
mod next;
mod planned;
mod steps;
mod sure;

pub use planned::{Planned, planned, written};

use super::Subject;
use crate::answer::{self, Piece, Told};
use detente_analyses::statistics::Sums;
use detente_lab::execute::RunError;
use detente_lab::plan::Plan;
use detente_lab::study::{Found, Step, question_sums};
use detente_results::{ANSWER, Folder, SpreadRow};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Rows of a table of one step, and numbers that lead: what matters, not all that is there.
const MOST_ROWS: usize = 3;

/// An experiment of a study that has been run.
pub struct Done {
    /// Which.
    pub step: Step,
    /// Its plan.
    pub plan: Arc<Plan>,
    /// Its results.
    pub folder: PathBuf,
}

/// A study that has been run, as far as it could be.
struct Study<'a> {
    subject: &'a Subject,
    found: &'a Found,
    steps: Vec<(Step, Told<'a>)>,
    /// The question's response as the scenario stands, and of each policy.
    base: Vec<Sums>,
}

impl<'a> Study<'a> {
    fn read(subject: &'a Subject, found: &'a Found, done: &'a [Done]) -> Result<Self, RunError> {
        let mut study = Self {
            subject,
            found,
            steps: Vec::new(),
            base: Vec::new(),
        };
        for Done { step, plan, folder } in done {
            if *step == Step::Base {
                study.base = question_sums(plan, &Folder::open(folder)?, &subject.question.id)?;
            }
            study.steps.push((*step, Told::read(plan, folder)?));
        }
        Ok(study)
    }

    fn of(&self, step: Step) -> Option<&Told<'a>> {
        self.steps
            .iter()
            .find_map(|(known, told)| (*known == step).then_some(told))
    }

    /// How far the question's response goes over what a step does not take for known.
    fn spread(&self, step: Step) -> Option<&SpreadRow> {
        let mut rows = self.of(step)?.done.spread.iter();
        rows.find(|row| row.response == self.subject.question.id && row.point == 0)
    }

    /// How far it goes over the numbers that the scenario draws, if it draws any.
    fn drawn(&self) -> Option<&SpreadRow> {
        self.spread(Step::Base).filter(|_| self.subject.draws)
    }

    fn pieces(&self) -> Vec<Piece> {
        let mut pieces = lead::pieces(self);
        for (step, told) in &self.steps {
            pieces.extend(steps::pieces(self, *step, told));
            pieces.push(Piece::Text(format!("The rest: results/{}/{ANSWER}.", step.name())));
        }
        if self.found.numbers.is_empty() {
            pieces.push(Piece::Text(format!(
                "No number moved {}, so there was none to look at more closely, and the study ends here.",
                self.subject.asked()
            )));
        }
        pieces.extend(sure::pieces(self));
        pieces.extend(next::pieces(self));
        if self.steps.iter().any(|(_, told)| told.plan.base.stylised) {
            pieces.push(Piece::Text("Stylised numbers: a model, not a forecast.".to_owned()));
        }
        pieces
    }

    fn title(&self) -> String {
        format!("{}: a study of {}", self.subject.title, self.subject.asked())
    }
}

/// The answer as Markdown, for `answer.md`: it knows no place and no time, so that the same files give the same bytes.
///
/// # Errors
/// A table or a block is damaged or missing.
pub fn in_words(subject: &Subject, found: &Found, done: &[Done]) -> Result<String, RunError> {
    let study = Study::read(subject, found, done)?;
    Ok(answer::in_markdown(&study.title(), &study.pieces()))
}

/// The same for a terminal, and where it lies.
///
/// # Errors
/// As for [`in_words`].
pub fn on_terminal(subject: &Subject, found: &Found, done: &[Done], folder: &Path) -> Result<String, RunError> {
    let study = Study::read(subject, found, done)?;
    Ok(format!(
        "{}\nFiles and results: {}\nThis page: {}\n",
        answer::on_terminal(&study.title(), &study.pieces()),
        folder.display(),
        folder.join(ANSWER).display()
    ))
}
