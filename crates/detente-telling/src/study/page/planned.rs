//! What a study would write and run.

use crate::answer::duration;
use crate::study::Subject;
use detente_lab::study::{Size, Spent, Step, settings};
use detente_results::grouped;
use std::fmt::Write;
use std::path::Path;

/// A step that is ahead.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Planned {
    /// Which.
    pub step: Step,
    /// How large.
    pub size: Size,
    /// What it is spent on.
    pub spent: Spent,
    /// About how long it takes, in seconds.
    pub seconds: f64,
    /// Whether its file is there already.
    pub is_written: bool,
}

/// What would be written and run.
pub fn planned(subject: &Subject, steps: &[Planned], budget: f64, folder: &Path) -> String {
    let mut text = format!("{}: a study of {}\n", subject.title, subject.asked());
    for step in steps {
        let runs = step.size.runs(step.step, step.spent);
        let written = if step.is_written {
            ", which is there already"
        } else {
            ""
        };
        let _ = writeln!(
            text,
            "  {}{written}: {} settings of {}, {} runs, about {}",
            step.step.file(),
            grouped(step.size.units * settings(step.step, step.spent)),
            numbers(*step),
            grouped(runs),
            duration(step.seconds)
        );
    }
    let all: f64 = steps.iter().map(|step| step.seconds).sum();
    let _ = writeln!(
        text,
        "In all about {} of a budget of {}, tables and figures apart. Files and results would go to {}. Nothing was kept.",
        duration(all),
        duration(budget),
        folder.display()
    );
    text
}

/// That a file was written, and what it will take; also where the least that can be told from takes longer than there is.
pub fn written(step: &Planned, budget: f64) -> String {
    let there = budget * step.step.part_of_budget();
    let beyond = match step.seconds > 1.5 * there {
        true => format!(
            ", more than its part of the budget ({}): from fewer runs nothing could be told",
            duration(there)
        ),
        false => String::new(),
    };
    format!(
        "{}: {} runs, about {}{beyond}",
        step.step.file(),
        grouped(step.size.runs(step.step, step.spent)),
        duration(step.seconds)
    )
}

/// What is varied.
fn numbers(step: Planned) -> String {
    match (step.step, step.spent.factors) {
        (Step::Base, _) => "no number".to_owned(),
        (Step::Screen, n) => format!("all {} numbers", grouped(n as u64)),
        (_, n) => format!("the {n} numbers that the screen finds"),
    }
}
