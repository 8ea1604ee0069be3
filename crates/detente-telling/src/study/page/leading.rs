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
    of_rows(&ranked(told, question, "S1"), &ranked(told, question, "ST"))
}

/// Those that lead by what each accounts for alone, the most first, and what it has a hand in.
fn of_rows<'a>(alone: &[&'a SensitivityRow], totals: &[&SensitivityRow]) -> Vec<Leading<'a>> {
    let has_a_hand = |path: &str| (totals.iter()).any(|row| row.factor == path && row.ci_low > Some(LITTLE));
    let numbers = alone.iter().filter(|row| row.factor != "luck");
    let leading = |row: &&'a SensitivityRow| Leading {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_by_what_they_account_for_alone_and_not_by_dealing_luck_otherwise() {
        let row = |factor: &str, [low, value, high]: [f64; 3]| SensitivityRow {
            response: "agreement".into(),
            factor: factor.into(),
            index: String::new(),
            value,
            ci_low: Some(low),
            ci_high: Some(high),
            n: 64,
            left_out: 0,
        };
        let alone = [
            row("luck", [0.4, 0.5, 0.6]),
            row("parties.north.reservation_value", [0.01, 0.03, 0.05]),
            row("calendar.opening.secrecy", [0.005, 0.02, 0.04]),
            row("calendar.opening.rounds", [-0.02, 0.01, 0.03]),
            row("issues.tolls.ripe", [0.0, 0.001, 0.01]),
        ];
        let totals = alone.each_ref().map(|known| row(&known.factor, [0.2, 0.25, 0.3]));
        let of = |totals: &[SensitivityRow]| {
            let [alone, totals] = [&alone[..], totals].map(|rows| rows.iter().collect::<Vec<_>>());
            let leading = of_rows(&alone, &totals);
            leading
                .iter()
                .map(|number| (number.path.to_owned(), number.is_shown, number.is_decided))
                .collect::<Vec<_>>()
        };
        let [party, doors, rounds] = [1, 2, 3].map(|k| alone[k].factor.clone());
        assert_eq!(
            of(&totals),
            [(party, true, false), (doors, true, true), (rounds, false, true)]
        );
        let little = totals.map(|total| SensitivityRow {
            ci_low: Some(0.01),
            ..total
        });
        assert!(of(&little).iter().all(|(_, is_shown, _)| !is_shown));
    }
}
