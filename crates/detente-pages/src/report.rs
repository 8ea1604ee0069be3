//! `report.html`: the whole of it in one file. Answer, figures, what was assumed, how it was done, how to repeat it, and the
//! terms that it uses.

mod assumed;
mod method;

pub(crate) use method::command;

use crate::error::PageError;
use crate::glossary::{Entry, Links};
use crate::markdown;
use crate::source::Source;
use crate::templates::Templates;
use crate::words::{capitalised, share_interval};
use detente_results::NOT_DRAWN;
use serde::Serialize;

/// What the template is filled with. Names that end in `_html` are HTML, all others are text.
#[derive(Debug, Serialize)]
struct Report {
    title: String,
    scenario: String,
    stylised: bool,
    /// The answer in words; empty where the folder has none.
    answer_html: String,
    /// How talks end, for a folder without an answer in words.
    ends: Vec<End>,
    figures: Vec<Shown>,
    assumed: assumed::Assumed,
    method: method::Method,
    /// Tables that could not be read, in sentences.
    unread: Vec<String>,
    /// Where it says which figures are missing.
    not_drawn: &'static str,
    terms: Vec<Entry>,
}

/// How often talks end in one way under one policy.
#[derive(Debug, Serialize)]
struct End {
    policy: String,
    end: String,
    share: String,
}

/// A figure with its caption.
#[derive(Debug, Serialize)]
struct Shown {
    name: String,
    title: String,
    text: String,
    image: String,
}

/// The page.
pub(crate) fn page(source: &Source, templates: &Templates) -> Result<String, PageError> {
    templates.fill("report.html", &report(source))
}

fn report(source: &Source) -> Report {
    let mut links = Links::default();
    let answer = source.answer.as_deref().map(|text| markdown::answer(text, &mut links));
    let assumed = assumed::of(source, &mut links);
    let method = method::of(source, &mut links);
    Report {
        title: source.manifest.experiment.title.clone(),
        scenario: source.manifest.scenario.title.clone(),
        stylised: source.manifest.scenario.stylised,
        ends: if answer.is_none() { ends(source) } else { Vec::new() },
        answer_html: answer.unwrap_or_default(),
        figures: figures(source),
        assumed,
        method,
        unread: source.unread.clone(),
        not_drawn: NOT_DRAWN,
        terms: links.entries(),
    }
}

fn ends(source: &Source) -> Vec<End> {
    let rows = source.summary.iter().filter(|row| row.n > 0);
    rows.map(|row| End {
        policy: source.policy(&row.policy),
        end: capitalised(&row.outcome.replace('_', " ")),
        share: share_interval([row.share, row.ci_low, row.ci_high]),
    })
    .collect()
}

fn figures(source: &Source) -> Vec<Shown> {
    let shown = source.figures.iter().map(|figure| Shown {
        name: figure.name.clone(),
        title: figure.title.clone(),
        text: figure.text.clone(),
        image: figure.image.clone(),
    });
    shown.collect()
}
