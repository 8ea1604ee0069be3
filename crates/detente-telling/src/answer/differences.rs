//! What each policy changes, run by run under the same luck: the differences, whether they are told from nothing, and how
//! many talks end otherwise.

use super::Told;
use super::figures::{Scale, probability, share};
use super::lead::{QUESTION, is_told};
use super::page::{Piece, Table};
use detente_analyses::{Measure, Response};
use detente_results::{ContrastRow, grouped};

/// Policies that are shown of one response.
const MOST_POLICIES: usize = 40;

pub(super) fn pieces(told: &Told<'_>) -> Vec<Piece> {
    let experiment = &told.plan.experiment;
    if experiment.policies.is_empty() || told.responses().is_empty() {
        return Vec::new();
    }
    let heading = match &experiment.what_if[..] {
        [] => "What the policies change",
        _ => "What the change does",
    };
    let mut pieces = vec![Piece::heading(heading)];
    if told.plan.asked_from.is_none() {
        pieces.extend(saved_and_lost(told).map(Piece::Text));
    }
    if told.is_about_the_design() {
        let over = "The mean over all settings of the design; its interval is over settings.";
        pieces.push(Piece::Text(over.to_owned()));
    }
    for response in told.responses() {
        pieces.extend(of_response(told, response, MOST_POLICIES));
    }
    let compared = experiment.policies.len();
    if compared > 1 {
        pieces.push(Piece::Text(format!(
            "p is for one comparison by itself; Holm's holds for all {} comparisons of a response together.",
            grouped(
                told.done
                    .compared
                    .get(&told.responses()[0].id)
                    .copied()
                    .unwrap_or_default()
            )
        )));
    }
    pieces
}

/// Of 100 talks with the same luck, how many the policy that changes most saves, and loses.
fn saved_and_lost(told: &Told<'_>) -> Option<String> {
    let rows = (1..=told.plan.experiment.policies.len()).filter_map(|point| told.done.contrast(point, QUESTION));
    let row = rows.max_by(|a, b| a.estimate.abs().total_cmp(&b.estimate.abs()))?;
    let [gained, lost] = flips(told, row.point)?;
    let counts = [gained, lost].map(|x| format!("{:.0}", 100.0 * x.max(0.0) + 0.0));
    Some(format!(
        "Of 100 talks with the same luck, {} saves {} and loses {}.",
        row.policy, counts[0], counts[1]
    ))
}

/// The share of pairs that agree here and not there, and the other way round.
fn flips(told: &Told<'_>, point: u64) -> Option<[f64; 2]> {
    let rows: Vec<_> = told.done.transitions.iter().filter(|row| row.point == point).collect();
    let sum = |here: bool| -> f64 {
        let flipped = rows
            .iter()
            .filter(|row| (row.from == QUESTION) != here && (row.to == QUESTION) == here);
        flipped.map(|row| row.share).sum()
    };
    (!rows.is_empty()).then(|| [sum(true), sum(false)])
}

/// What policies change in a response: so many of them, those that change most first.
pub(crate) fn of_response(told: &Told<'_>, response: &Response, most: usize) -> Vec<Piece> {
    let policies = told.plan.experiment.policies.len();
    let mut rows: Vec<&ContrastRow> = (1..=policies)
        .filter_map(|point| told.done.contrast(point, &response.id))
        .collect();
    rows.sort_by(|a, b| b.estimate.abs().total_cmp(&a.estimate.abs()));
    let mut pieces = Vec::new();
    if !rows.is_empty() {
        let (table, more) = table(told, response, &rows).cut(most);
        pieces.push(Piece::Text(format!("{}:", said(response))));
        pieces.push(Piece::Table(table));
        if more > 0 {
            pieces.push(Piece::Text(format!(
                "and {} policies more: contrasts.csv",
                grouped(more as u64)
            )));
        }
    }
    let without: Vec<&str> = (1..=policies)
        .filter(|point| told.done.contrast(*point, &response.id).is_none())
        .map(|point| &*told.plan.experiment.policies[point - 1].id)
        .collect();
    if !without.is_empty() {
        let why = match response.measure {
            Measure::Share(_) => "no pair of runs qualifies",
            Measure::Mean(_) => "fewer than two pairs of runs qualify",
        };
        pieces.push(Piece::Text(format!(
            "{}: {why} for {}.",
            response.title,
            without.join(", ")
        )));
    }
    pieces
}

/// What is compared, and over which pairs.
fn said(response: &Response) -> String {
    match response.given.0.is_empty() {
        true => format!("{}, difference from base", response.title),
        false => format!(
            "{}, difference from base, over pairs of which both runs meet its condition (a policy that changes which runs do \
             changes whom this is about)",
            response.title
        ),
    }
}

fn table(told: &Told<'_>, response: &Response, rows: &[&ContrastRow]) -> Table {
    let runs = told.plan.experiment.replicates;
    let largest = rows
        .iter()
        .flat_map(|row| [row.estimate, row.ci_low, row.ci_high])
        .fold(0.0_f64, |most, x| most.max(x.abs()));
    let scale = Scale::of(response, &response.unit(&told.plan.columns.declared), largest);
    let flipped = response.id == QUESTION && !told.done.transitions.is_empty();
    let several = rows.len() > 1;
    let fewer = rows.iter().any(|row| row.n < runs);
    let mut head = vec!["policy".to_owned(), format!("change{} [95 %]", unit(scale))];
    head.extend(flipped.then(|| "saved".to_owned()));
    head.extend(flipped.then(|| "lost".to_owned()));
    head.push("p".to_owned());
    head.extend(several.then(|| "Holm's p".to_owned()));
    head.extend(fewer.then(|| "pairs".to_owned()));
    head.push(String::new());
    let mut table = Table { head, rows: Vec::new() };
    for row in rows {
        let mut cells = vec![
            row.policy.clone(),
            scale.signed_interval([row.estimate, row.ci_low, row.ci_high]),
        ];
        if flipped {
            let both = flips(told, row.point).unwrap_or([0.0; 2]);
            cells.extend(both.map(share));
        }
        cells.push(probability(row.p_value));
        cells.extend(several.then(|| probability(row.p_holm)));
        cells.extend(fewer.then(|| grouped(row.n)));
        let same = row.estimate == 0.0 && row.ci_low == 0.0 && row.ci_high == 0.0;
        cells.push(if same {
            "changes not one run".to_owned()
        } else if is_told(row) {
            String::new()
        } else {
            "could be nothing".to_owned()
        });
        table.rows.push(cells);
    }
    table
}

/// The unit of a change, in brackets.
fn unit(scale: Scale) -> String {
    match scale.difference.trim() {
        "" => String::new(),
        unit => format!(" in {unit}"),
    }
}
