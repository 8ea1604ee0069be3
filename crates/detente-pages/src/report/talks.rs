//! Talks to read: of every end the most typical, and of every policy one that it turns, beside the same talk without it.

use crate::source::{Source, Talk};
use crate::words::{capitalised, end};
use detente_results::{TypicalRow, grouped, minutes_file};
use serde::Serialize;

/// A talk with the question that it answers.
#[derive(Debug, Serialize)]
pub(super) struct Told {
    question: String,
    said: String,
    minutes: Vec<Minutes>,
}

/// Minutes, and whose.
#[derive(Debug, Serialize)]
struct Minutes {
    head: String,
    file: String,
    text: String,
}

/// Those whose minutes are there.
pub(super) fn of(source: &Source) -> Vec<Told> {
    let first = source.talks.iter().filter(|talk| talk.row.rank == 1);
    let told = first.map(|talk| match talk.row.instead_of.is_empty() {
        true => of_end(talk, source.manifest.sample.is_some()),
        false => of_policy(source, talk),
    });
    told.filter(|told| !told.minutes.is_empty()).collect()
}

fn of_end(talk: &Talk, is_sample: bool) -> Told {
    let row = &talk.row;
    Told {
        question: format!("How do talks go that end in {}?", end(&row.outcome)),
        said: format!(
            "Replicate {}: of the {} runs of the scenario as it stands that ended so{}, the one nearest to the middle by day, \
             rounds and what it is worth to each party.",
            row.replicate,
            grouped(row.of),
            if is_sample { " and were kept" } else { "" }
        ),
        minutes: minutes("The minutes", 0, row.replicate, talk.minutes.as_deref()),
    }
}

fn of_policy(source: &Source, talk: &Talk) -> Told {
    let TypicalRow {
        policy,
        outcome,
        instead_of,
        replicate,
        of,
        point,
        ..
    } = &talk.row;
    let title = source.policy(policy);
    let mut both = minutes("Without it", 0, *replicate, talk.beside.as_deref());
    both.extend(minutes("With it", *point, *replicate, talk.minutes.as_deref()));
    Told {
        question: format!("What does \u{201c}{title}\u{201d} change in a talk?"),
        said: format!(
            "{} instead of {}, as in {} runs{}, its commonest change. Replicate {replicate}, the one of them nearest to the middle.",
            capitalised(&end(outcome)),
            end(instead_of),
            grouped(*of),
            if source.manifest.sample.is_some() {
                " of those that were kept"
            } else {
                ""
            }
        ),
        minutes: both,
    }
}

fn minutes(head: &str, point: u64, replicate: u64, text: Option<&str>) -> Vec<Minutes> {
    let minutes = text.map(|text| Minutes {
        head: head.to_owned(),
        file: minutes_file(point, replicate),
        text: text.to_owned(),
    });
    minutes.into_iter().collect()
}
