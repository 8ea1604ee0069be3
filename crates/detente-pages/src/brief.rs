//! `brief.html`: the answer on one sheet of paper. Question, finding, one figure, flips, the three numbers that matter most,
//! what would change the answer, and how to repeat it.

mod changes;
mod finding;
mod flips;
mod matters;
mod question;

use crate::command::command;
use crate::error::PageError;
use crate::figures::Figure;
use crate::likelihood::SCALE;
use crate::source::Source;
use crate::templates::Templates;
use crate::words::{few, share};
use detente_results::{FactorLevel, Manifest, Program};
use serde::Serialize;

/// Digits of the plan on paper.
const PLAN: usize = 16;

/// What the template is filled with.
#[derive(Debug, Serialize)]
struct Brief<'a> {
    manifest: &'a Manifest,
    question: String,
    /// Sentences.
    finding: Vec<String>,
    /// How many runs that is, and how many failed.
    basis: String,
    figure: Option<&'a Figure>,
    flips: Option<flips::Flips>,
    /// At most three.
    matters: Vec<matters::Number>,
    /// Whether any table says which numbers matter.
    is_known_what_matters: bool,
    /// At most four sentences.
    changes: Vec<String>,
    scale: &'static str,
    /// The command that plays it again.
    command: String,
    /// The beginning of what identifies the plan.
    plan: &'a str,
    program: Option<&'a Program>,
    /// Whether a table could not be read.
    is_partial: bool,
}

/// The page.
pub(crate) fn page(source: &Source, templates: &Templates) -> Result<String, PageError> {
    templates.fill("brief.html", &brief(source))
}

fn brief(source: &Source) -> Brief<'_> {
    let manifest = &source.manifest;
    Brief {
        manifest,
        question: question::of(source),
        finding: finding::sentences(source),
        basis: finding::basis(source),
        figure: figure(source),
        flips: flips::of(source),
        matters: matters::numbers(source),
        is_known_what_matters: matters::are_known(source),
        changes: changes::sentences(source),
        scale: SCALE,
        command: command(manifest),
        plan: manifest.plan.get(..PLAN).unwrap_or(&manifest.plan),
        program: source.program.as_ref(),
        is_partial: !source.unread.is_empty(),
    }
}

/// Figures of the scenario as it stands alone.
const OF_BASE: [&str; 4] = ["outcome-shares", "cumulative-incidence", "frontier", "bands"];

/// The figure that begins the argument; where runs are spread over a design, the first that shows it.
fn figure(source: &Source) -> Option<&Figure> {
    let is_of_base = |name: &str| OF_BASE.iter().any(|kind| name.starts_with(kind));
    let is_about_the_design = finding::is_about_the_design(source);
    let mut figures = source.figures.iter();
    figures.find(|figure| !(is_about_the_design && is_of_base(&figure.name)))
}

/// What the question is about.
const AGREEMENT: &str = "agreement";

/// A response in shares of talks at a point, with its interval: as it is told where sets of inputs are one look each, else by
/// the ends of the runs.
fn agreement(source: &Source, point: u64) -> Option<[f64; 3]> {
    let mut responses = source.responses.iter();
    let told = responses.find(|row| row.point == point && row.response == AGREEMENT && row.n > 0);
    let mut ends = source.summary.iter();
    let counted = ends.find(|row| row.point == point && row.outcome == AGREEMENT && row.n > 0);
    let told = told.map(|row| [row.mean, row.ci_low.max(0.0), row.ci_high.min(1.0)]);
    told.or_else(|| counted.map(|row| [row.share, row.ci_low, row.ci_high]))
}

/// `36.3 of 100 talks, 95 % interval 35.3 to 37.2`.
fn of_talks([x, low, high]: [f64; 3]) -> String {
    format!(
        "{} of 100 talks, 95 % interval {} to {}",
        share(x),
        share(low),
        share(high)
    )
}

/// `0.125 to 0.283`, or one value alone.
fn span(from: &FactorLevel, to: &FactorLevel) -> String {
    let say = |level: &FactorLevel| level.number().map_or_else(|| level.to_string(), few);
    match [say(from), say(to)] {
        [from, to] if from == to => from,
        [from, to] => format!("{from} to {to}"),
    }
}
