//! `report.html`: the whole of it in one file. Answer, figures, what was assumed, how it was done, how to repeat it, and the
//! terms that it uses.

mod assumed;
mod method;
mod talks;

use crate::command::command;
use crate::error::PageError;
use crate::figures::Figure;
use crate::glossary::{Entry, Links};
use crate::markdown;
use crate::source::{Input, Source};
use crate::templates::Templates;
use crate::words::{capitalised, share_interval};
use detente_results::{Manifest, Program};
use serde::Serialize;

/// What the template is filled with. Names that end in `_html` are HTML, all others are text.
#[derive(Debug, Serialize)]
struct Report<'a> {
    manifest: &'a Manifest,
    /// The answer in words; empty where the folder has none.
    answer_html: String,
    /// How talks end, for a folder without an answer in words.
    ends: Vec<End>,
    figures: &'a [Figure],
    talks: Vec<talks::Told>,
    assumed: assumed::Assumed,
    /// Copies of the files that were run.
    inputs: &'a [Input],
    /// How it was done, in sentences.
    method_html: Vec<String>,
    /// The program that did it, where that is known.
    program: Option<&'a Program>,
    /// The command that plays it again from the file.
    command: String,
    /// Tables that could not be read, in sentences.
    unread: &'a [String],
    terms: Vec<Entry>,
}

/// How often talks end in one way under one policy.
#[derive(Debug, Serialize)]
struct End {
    policy: String,
    end: String,
    share: String,
}

/// The page.
pub(crate) fn page(source: &Source, templates: &Templates) -> Result<String, PageError> {
    templates.fill("report.html", &report(source))
}

fn report(source: &Source) -> Report<'_> {
    let mut links = Links::default();
    let answer = source.answer.as_deref().map(|text| markdown::answer(text, &mut links));
    let assumed = assumed::of(source, &mut links);
    let method = method::sentences(source);
    Report {
        manifest: &source.manifest,
        ends: if answer.is_none() { ends(source) } else { Vec::new() },
        answer_html: answer.unwrap_or_default(),
        figures: &source.figures,
        talks: talks::of(source),
        assumed,
        inputs: &source.inputs,
        method_html: method.iter().map(|text| links.text(text)).collect(),
        program: source.program.as_ref(),
        command: command(&source.manifest),
        unread: &source.unread,
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
