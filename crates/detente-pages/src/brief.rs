//! `brief.html`: the answer on one sheet of paper. Question, finding, one figure, flips, the three numbers that matter most,
//! what would change the answer, and how to repeat it.

mod changes;
mod finding;
mod flips;
mod matters;
mod question;

use crate::error::PageError;
use crate::likelihood::SCALE;
use crate::source::Source;
use crate::templates::Templates;
use crate::words::{few, share};
use serde::Serialize;

/// What the template is filled with.
#[derive(Debug, Serialize)]
struct Brief {
    title: String,
    scenario: String,
    stylised: bool,
    question: String,
    /// Sentences.
    finding: Vec<String>,
    /// How many runs that is, and how many failed.
    basis: String,
    figure: Option<Picture>,
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
    plan: String,
    program: String,
    /// Whether a table could not be read.
    is_partial: bool,
}

#[derive(Debug, Serialize)]
struct Picture {
    title: String,
    text: String,
    image: String,
}

/// The page.
pub(crate) fn page(source: &Source, templates: &Templates) -> Result<String, PageError> {
    templates.fill("brief.html", &brief(source))
}

fn brief(source: &Source) -> Brief {
    let manifest = &source.manifest;
    Brief {
        title: manifest.experiment.title.clone(),
        scenario: manifest.scenario.title.clone(),
        stylised: manifest.scenario.stylised,
        question: question::of(source),
        finding: finding::sentences(source),
        basis: finding::basis(source),
        figure: picture(source),
        flips: flips::of(source),
        matters: matters::numbers(source),
        is_known_what_matters: matters::are_known(source),
        changes: changes::sentences(source),
        scale: SCALE,
        command: crate::report::command(manifest),
        plan: manifest.plan.chars().take(16).collect(),
        program: source
            .program
            .as_ref()
            .map(|program| program.version.clone())
            .unwrap_or_default(),
        is_partial: !source.unread.is_empty(),
    }
}

/// Figures of the scenario as it stands alone.
const OF_BASE: [&str; 4] = ["outcome-shares", "cumulative-incidence", "frontier", "bands"];

/// The figure that begins the argument; where runs are spread over a design, the first that shows it.
fn picture(source: &Source) -> Option<Picture> {
    let is_of_base = |name: &str| OF_BASE.iter().any(|kind| name.starts_with(kind));
    let is_about_the_design = finding::is_about_the_design(source);
    let mut figures = source.figures.iter();
    let figure = figures.find(|figure| !(is_about_the_design && is_of_base(&figure.name)))?;
    Some(Picture {
        title: figure.title.clone(),
        text: figure.text.clone(),
        image: figure.image.clone(),
    })
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
fn span(from: &detente_results::FactorLevel, to: &detente_results::FactorLevel) -> String {
    let say = |level: &detente_results::FactorLevel| level.number().map_or_else(|| level.to_string(), few);
    match [say(from), say(to)] {
        [from, to] if from == to => from,
        [from, to] => format!("{from} to {to}"),
    }
}
