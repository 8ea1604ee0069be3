//! What each experiment has found, in the lines that matter.

use super::lead::merits;
use super::{MOST_ROWS, Study, leading};
use crate::answer::lead::end as noun;
use crate::answer::{Piece, Told, boxes, differences, ends, matters, robust};
use detente_lab::study::Step;
use detente_results::PrimRow;

pub(super) fn pieces(study: &Study<'_>, step: Step, told: &Told<'_>) -> Vec<Piece> {
    let question = &study.subject.question;
    let mut pieces = vec![Piece::heading(&format!("{}: {}", step.name(), heading(step)))];
    pieces.extend(match step {
        Step::Base if study.subject.policies.is_empty() => vec![Piece::Table(ends::of_base(told))],
        Step::Base => differences::of_response(told, question, MOST_ROWS),
        Step::Screen => leading::screened(study, told),
        // Luck is one of the rows.
        Step::Quantify => matters::indices(told, question, MOST_ROWS + 1),
        Step::Spread => spread(study, told),
    });
    pieces
}

fn heading(step: Step) -> &'static str {
    match step {
        Step::Base => "as it stands",
        Step::Screen => "which numbers matter",
        Step::Quantify => "how much of it is luck",
        Step::Spread => "if the leading numbers are not trusted",
    }
}

/// Which policy holds, and when it goes wrong.
fn spread(study: &Study<'_>, told: &Told<'_>) -> Vec<Piece> {
    let mut pieces = match merits(study) {
        rows if rows.is_empty() => Vec::new(),
        rows => robust::of_response(told, &study.subject.question, rows, MOST_ROWS),
    };
    pieces.extend(study.found.bad_end.as_ref().map(|end| {
        let of = |row: &&PrimRow| row.response == *end && row.policy == "base";
        let rows: Vec<&PrimRow> = told.done.boxes.iter().filter(of).collect();
        let sentence = boxes::sentence(end, "base", &rows, &|name, x| told.value(name, x));
        match *end == study.subject.question.id {
            true => Piece::Text(sentence),
            false => Piece::Text(format!(
                "When it goes wrong: what is looked for here is {}, the commonest end that is no agreement. {sentence}",
                noun(end)
            )),
        }
    }));
    pieces
}
