//! The one answer of a study: the question first, then of each experiment the lines that matter and where the rest is, how
//! sure that is, and what to do next. Rendered as the answer of any experiment is.

mod lead;
mod next;
mod planned;
mod steps;
mod sure;

pub use planned::{Planned, planned, written};

use super::Subject;
use crate::answer::{self, Piece, Told};
use detente_analyses::methods::spread::{Inputs, Spread, spread, spread_of_means};
use detente_analyses::statistics::Sums;
use detente_analyses::{Points, Response};
use detente_lab::execute::RunError;
use detente_lab::plan::Plan;
use detente_lab::study::{Found, Step, question_sums};
use detente_results::{ANSWER, Folder};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Rows of a table of one step: what matters, not all that is there.
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
    /// How far it goes in the settings of the last step.
    spread: Option<Spread>,
}

impl<'a> Study<'a> {
    fn read(subject: &'a Subject, found: &'a Found, done: &'a [Done]) -> Result<Self, RunError> {
        let mut study = Self {
            subject,
            found,
            steps: Vec::new(),
            base: Vec::new(),
            spread: None,
        };
        for Done { step, plan, folder } in done {
            let sums = || question_sums(plan, &Folder::open(folder)?, &subject.question.id);
            match step {
                Step::Base => study.base = sums()?,
                Step::Spread => study.spread = over_settings(&subject.question, &sums()?, plan.policies()),
                Step::Screen | Step::Quantify => {}
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

/// How far a response goes over the settings of a design, what luck adds taken out; points stand by setting, then policy.
fn over_settings(response: &Response, points: &[Sums], policies: usize) -> Option<Spread> {
    let settings: Vec<Sums> = points.iter().copied().step_by(policies.max(1)).skip(1).collect();
    let share = |sums: &Sums| Inputs {
        count: libm::round(sums.sum) as u64,
        runs: sums.n,
    };
    match response.is_share() {
        true => spread(&settings.iter().map(share).collect::<Vec<_>>()),
        false => spread_of_means(&settings),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn setting(count: u64) -> Sums {
        Sums {
            n: 50,
            sum: count as f64,
            sum_of_squares: count as f64,
        }
    }

    /// Settings whose runs are those of one coin spread over nothing; the other policy and the scenario as it stands are no
    /// settings.
    #[test]
    fn the_spread_is_of_the_settings_under_base_alone() {
        let response = &Response::built_in()[0];
        let points = [0, 50, 25, 0, 25, 50, 25, 0].map(setting);
        let same = over_settings(response, &points, 2).expect("three settings");
        assert_eq!((same.inputs, same.mean.value, same.variance_of_inputs), (3, 0.5, 0.0));
        let points = [0, 50, 5, 0, 25, 50, 45, 0].map(setting);
        let apart = over_settings(response, &points, 2).expect("three settings");
        // By hand: MSB = 50 * (.16 + 0 + .16) / 2 = 8, MSW = (4.5 + 12.5 + 4.5) / 147 = .14626, (8 - .14626) / 50.
        assert!((apart.variance_of_inputs - 0.157_074_8).abs() < 1e-6, "{apart:?}");
    }
}
