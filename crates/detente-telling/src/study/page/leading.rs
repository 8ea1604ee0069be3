//! The numbers that lead in a study: the same few in its tables and in its advice.

use super::{MOST_ROWS, Study};
use crate::answer::lead::ranked;
use crate::answer::{Piece, Scale, Table, Told, matters};
use detente_lab::study::Step;
use detente_results::{SensitivityRow, grouped};

/// A number has shown nothing if it may have a hand in so little of what differs between single runs.
const LITTLE: f64 = 0.02;
/// What somebody decides, by the beginning of its path; evidence on it would be evidence of a plan.
const DECIDED: [&str; 3] = ["calendar.", "talks.", "behaviours.mediation.style"];

/// One of the numbers that lead.
pub(super) struct Leading<'a> {
    /// Its path.
    pub(super) path: &'a str,
    /// Whether it was shown to matter. Knowing it alone must make runs differ less: a number that only deals the same luck
    /// otherwise has a hand in much (`ST`) and tells nothing by itself (`S1`).
    pub(super) is_shown: bool,
    /// Whether somebody decides it, and nobody has to find it out.
    pub(super) is_decided: bool,
}

/// The few that lead: those that would make runs differ least if one of them alone were known, the order in which evidence
/// pays (Saltelli et al. 2004, Sensitivity Analysis in Practice, factor prioritisation). None where nothing was quantified.
pub(super) fn leading<'a>(study: &'a Study<'_>) -> Vec<Leading<'a>> {
    let Some(told) = study.of(Step::Quantify) else {
        return Vec::new();
    };
    let question = &study.subject.question.id;
    let totals = ranked(told, question, "ST");
    let has_a_hand = |path: &str| (totals.iter()).any(|row| row.factor == path && row.ci_low > Some(LITTLE));
    let numbers = ranked(told, question, "S1")
        .into_iter()
        .filter(|row| row.factor != "luck");
    let leading = |row: &'a SensitivityRow| Leading {
        path: &row.factor,
        is_shown: row.ci_low > Some(0.0) && has_a_hand(&row.factor),
        is_decided: DECIDED.iter().any(|begin| row.factor.starts_with(begin)),
    };
    numbers.take(MOST_ROWS).map(leading).collect()
}

/// What the screen has seen of the numbers that lead; of those that moved most there, where nothing was quantified.
pub(super) fn screened(study: &Study<'_>, told: &Told<'_>) -> Vec<Piece> {
    let question = &study.subject.question;
    let leading = leading(study);
    let rows = ranked(told, &question.id, "mu_star");
    let (shown, others): (Vec<_>, Vec<_>) =
        (rows.into_iter()).partition(|row| leading.iter().any(|number| number.path == row.factor));
    let Some(first) = shown.first() else {
        return matters::effects(told, question, MOST_ROWS);
    };
    let scale = super::lead::scale(study, first.value.abs());
    let mut table = Table::new(&["number", "moves it by [95 %]", "upwards", ""]);
    for row in &shown {
        let upwards = ranked(told, &question.id, "mu")
            .into_iter()
            .find(|mu| mu.factor == row.factor);
        table.rows.push(vec![
            row.factor.clone(),
            scale.with_interval([Some(row.value), row.ci_low, row.ci_high].map(|x| x.unwrap_or(f64::NAN))),
            upwards.map_or_else(String::new, |mu| scale.signed(mu.value)),
            match row.ci_low > Some(0.0) {
                true => String::new(),
                false => "could be nothing".to_owned(),
            },
        ]);
    }
    let sentence = format!(
        "{}: how far it moves{}, whichever way, when one number goes through its range, and how far upwards on average. Of the \
         numbers that moved it most here, these account for most in {}.",
        question.title,
        in_unit(scale),
        Step::Quantify.name()
    );
    let mut pieces = vec![Piece::Text(sentence), Piece::Table(table)];
    pieces.extend(
        (!others.is_empty())
            .then(|| Piece::Text(format!("and {} others: sensitivity.csv", grouped(others.len() as u64)))),
    );
    pieces
}

/// `, in points`; nothing where there is no unit.
fn in_unit(scale: Scale) -> String {
    match scale.difference.trim() {
        "" => String::new(),
        unit => format!(", in {unit}"),
    }
}
