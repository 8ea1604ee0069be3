//! What came out of an experiment, told: the question's answer first, in a sentence, then tables, the largest effects first,
//! then how sure that is and what to do next. Each part is one file, and says nothing where it has nothing to say. The same
//! page is shown on the terminal and kept as `answer.md`.

pub(crate) mod boxes;
pub(crate) mod differences;
mod dry_run;
pub(crate) mod ends;
pub(crate) mod figures;
mod finished;
pub(crate) mod lead;
pub(crate) mod matters;
mod next;
mod over_design;
mod page;
mod points;
mod race;
mod regions;
mod responses;
pub(crate) mod robust;
mod shown;
mod sure;

pub(crate) use dry_run::duration;
pub use dry_run::{Cost, plan};
pub(crate) use figures::{Scale, few, share, share_interval, signed_share};
pub(crate) use lead::end;
pub(crate) use page::{Piece, Table, in_markdown, on_terminal};

use crate::wording::counted;
use detente_analyses::{Arrangement, Points, Response};
use detente_lab::experiment::Operation;
use detente_lab::plan::Plan;
use detente_results::{ANSWER, EXPLORABLE, FIGURES, FactorLevel, Folder, ResultsError};
use finished::Finished;
use std::fmt::Write;
use std::path::Path;

/// The parts of the answer, in order.
const PARTS: [fn(&Told<'_>) -> Vec<Piece>; 12] = [
    lead::pieces,
    ends::pieces,
    responses::pieces,
    race::pieces,
    differences::pieces,
    matters::pieces,
    points::pieces,
    robust::pieces,
    boxes::pieces,
    sure::pieces,
    next::pieces,
    shown::pieces,
];

/// Those of an answer to what a file asks of finished runs.
const PARTS_ASKED: [fn(&Told<'_>) -> Vec<Piece>; 5] = [
    responses::pieces,
    differences::pieces,
    matters::pieces,
    robust::pieces,
    boxes::pieces,
];

/// What is told.
pub(crate) struct Told<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) done: Finished,
}

impl<'a> Told<'a> {
    /// Reads a finished folder.
    ///
    /// # Errors
    /// A table is damaged or missing.
    pub(crate) fn read(plan: &'a Plan, target: &Path) -> Result<Self, ResultsError> {
        let folder = Folder::open(target)?;
        Ok(Self {
            plan,
            done: Finished::read(plan, &folder)?,
        })
    }

    fn pieces(&self) -> Vec<Piece> {
        let e = &self.plan.experiment;
        let points = self.plan.waves.points;
        let up_to = if e.raced.is_empty() { "" } else { "Up to " };
        let mut first = vec![Piece::Text(format!(
            "{up_to}{} of each of {}, seed {}.",
            counted(e.replicates, "run"),
            counted(points, "point"),
            e.seed
        ))];
        match self.plan.asked_from {
            None => first.extend(PARTS.iter().flat_map(|part| part(self))),
            Some(_) => first.extend(PARTS_ASKED.iter().flat_map(|part| part(self))),
        }
        if self.plan.base.stylised {
            first.push(Piece::Text("Stylised numbers: a model, not a forecast.".to_owned()));
        }
        first
    }

    /// The responses that are told of: all, or those that a file asks for.
    fn responses(&self) -> &[Response] {
        &self.plan.experiment.responses[self.plan.asked_from.unwrap_or_default()..]
    }

    /// A value of a factor or of a number that is drawn: as it is, or what it is added to or multiplied with.
    pub(crate) fn value(&self, name: &str, x: f64) -> String {
        let factors = self.plan.experiment.factors.iter();
        let mut named = factors
            .filter(|factor| factor.id == name)
            .map(|factor| factor.operation);
        match named.next() {
            Some(Operation::Scale) => format!("x {}", few(x)),
            Some(Operation::Add) if x >= 0.0 => format!("+{}", few(x)),
            _ => few(x),
        }
    }

    /// The same of a level, which may be a word.
    fn level(&self, name: &str, level: &FactorLevel) -> String {
        level
            .number()
            .map_or_else(|| level.to_string(), |x| self.value(name, x))
    }

    /// Whether runs are spread over so many settings that those of the scenario as it stands say little by themselves.
    fn is_about_the_design(&self) -> bool {
        over_design::is_told(self.plan)
    }

    /// Points of a setting.
    fn policies(&self) -> usize {
        self.plan.experiment.policies.len() + 1
    }

    /// What inputs are spread over.
    fn unknown(&self) -> &'static str {
        match self.plan.arrangement() {
            Arrangement::AllOver => "the numbers that the design varies",
            _ => "the numbers that the scenario draws",
        }
    }

    /// Whether this is what the design varies, and not a number that the scenario draws.
    fn is_factor(&self, name: &str) -> bool {
        Points::factors(self.plan).iter().any(|factor| factor == name)
    }
}

/// What came out, as a finished folder has it; `kept` is the folder that stood there before, as it is called now.
///
/// # Errors
/// A table is damaged or missing.
pub fn of_folder(plan: &Plan, target: &Path, kept: Option<&Path>) -> Result<String, ResultsError> {
    let told = Told::read(plan, target)?;
    let mut text = on_terminal(&plan.experiment.title, &told.pieces());
    let _ = writeln!(text, "\nResults: {}", target.display());
    for (what, name) in [
        ("Figures", FIGURES),
        ("To play with", EXPLORABLE),
        ("This page", ANSWER),
    ] {
        let place = target.join(name);
        if place.exists() {
            let _ = writeln!(text, "{what}: {}", place.display());
        }
    }
    if let Some(kept) = kept {
        let _ = writeln!(text, "What stood there before is kept as {}.", kept.display());
    }
    Ok(text)
}

/// The same as Markdown, for `answer.md`: it knows no place, so that the same plan gives the same bytes.
///
/// # Errors
/// A table is damaged or missing.
pub fn in_words(plan: &Plan, target: &Path) -> Result<String, ResultsError> {
    Ok(in_markdown(&plan.experiment.title, &Told::read(plan, target)?.pieces()))
}
