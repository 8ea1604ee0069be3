//! What the first experiments of a study have found that the later ones are about.

use super::Step;
use crate::execute::RunError;
use crate::gather::gather;
use crate::plan::Plan;
use crate::sinks::Store;
use detente_analyses::PointSums;
use detente_results::{BLOCKS, Folder, OUTCOMES, Provenance, SensitivityRow, SummaryRow};
use std::sync::Arc;

/// Digits of what is enough.
const DIGITS: i32 = 2;

/// What is known when a step has been run.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// The numbers that move the question's response, those that move it most first.
    pub numbers: Vec<String>,
    /// The end that is asked about if it is no agreement, else the commonest one that is none; none if there is none.
    pub bad_end: Option<String>,
    /// What the question's response is as the scenario stands, in few digits; none where no run counts.
    pub as_it_stands: Option<f64>,
}

impl Found {
    /// Adds what a finished step has found about a response.
    ///
    /// # Errors
    /// A table or a block is damaged or missing.
    pub fn add(&mut self, step: Step, plan: &Arc<Plan>, folder: &Folder, question: &str) -> Result<(), RunError> {
        match step {
            Step::Base => {
                self.bad_end = bad_end(folder, question)?;
                let points = question_sums(plan, folder, question)?;
                let own = points.first().filter(|sums| sums.n > 0);
                self.as_it_stands = own.map(|sums| in_few_digits(sums.sum / sums.n as f64));
            }
            Step::Screen => self.numbers = leading(folder, question)?,
            Step::Quantify | Step::Spread => {}
        }
        Ok(())
    }

    /// The numbers that a step varies; none where the screen has found too few to vary.
    pub fn numbers_of(&self, step: Step) -> &[String] {
        let most = step.numbers().unwrap_or(0);
        &self.numbers[..self.numbers.len().min(most)]
    }
}

/// What the runs of each point sum to in a response.
///
/// # Errors
/// A block is damaged or missing.
pub fn question_sums(
    plan: &Arc<Plan>,
    folder: &Folder,
    question: &str,
) -> Result<Vec<detente_analyses::statistics::Sums>, RunError> {
    let program = Provenance::read(folder.path()).map(|by| by.program.hash);
    let store = Store::new(Arc::clone(plan), folder.file(BLOCKS), program.unwrap_or_default());
    let response = plan.experiment.responses.iter().position(|known| known.id == question);
    let of = |point: PointSums| response.and_then(|k| point.values.get(k).copied()).unwrap_or_default();
    Ok(gather(plan, &store)?.into_iter().map(of).collect())
}

/// The end that boxes are looked for of.
fn bad_end(folder: &Folder, question: &str) -> Result<Option<String>, RunError> {
    if OUTCOMES[1..].contains(&question) {
        return Ok(Some(question.to_owned()));
    }
    let mut commonest: Option<SummaryRow> = None;
    for row in folder.rows::<SummaryRow>()? {
        let row = row?;
        // Rows come point by point.
        if row.point > 0 {
            break;
        }
        let is_bad = row.outcome != OUTCOMES[0] && row.count > 0;
        if is_bad && commonest.as_ref().is_none_or(|known| row.count > known.count) {
            commonest = Some(row);
        }
    }
    Ok(commonest.map(|row| row.outcome))
}

/// The numbers that move a response when they go through their ranges, those that move it furthest first; of equal ones the
/// one that the scenario has first.
fn leading(folder: &Folder, question: &str) -> Result<Vec<String>, RunError> {
    let mut moved: Vec<(String, f64)> = Vec::new();
    for row in folder.rows::<SensitivityRow>()? {
        let row = row?;
        if row.response == question && row.index == "mu_star" && row.value > 0.0 {
            moved.push((row.factor, row.value));
        }
    }
    moved.sort_by(|a, b| b.1.total_cmp(&a.1));
    Ok(moved.into_iter().map(|(number, _)| number).collect())
}

/// As somebody would write it down who wants no less.
fn in_few_digits(x: f64) -> f64 {
    if x == 0.0 || !x.is_finite() {
        return 0.0;
    }
    let decimals = (DIGITS - 1 - libm::floor(libm::log10(x.abs())) as i32).clamp(0, 12) as usize;
    format!("{x:.decimals$}").parse().unwrap_or(x)
}

#[cfg(test)]
mod tests {
    use super::in_few_digits;

    #[test]
    fn what_is_enough_has_two_digits() {
        assert_eq!(
            [0.0, 0.364_2, 0.008_88, 123.4, -0.45, f64::NAN].map(in_few_digits),
            [0.0, 0.36, 0.0089, 123.0, -0.45, 0.0]
        );
    }
}
