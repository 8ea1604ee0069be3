//! What each response of one's own is, as the scenario stands and under each policy; over the design where that is what is told.

use super::Told;
use super::figures::Scale;
use super::over_design::{Looks, policy_of};
use super::page::{Piece, Table};
use detente_analyses::statistics::mean_interval;
use detente_analyses::{Points, Response};
use detente_results::{ResponseRow, grouped};

/// Responses that are told of in the ends of the talks, and as differences.
const BUILT_IN: [&str; 2] = ["agreement", "end_day"];
/// Policies that are shown of one response.
const MOST_POLICIES: usize = 20;

pub(crate) fn pieces(told: &Told<'_>) -> Vec<Piece> {
    let own = told
        .responses()
        .iter()
        .filter(|response| !BUILT_IN.contains(&&*response.id));
    let mut pieces: Vec<Piece> = own.flat_map(|response| of_response(told, response)).collect();
    if !pieces.is_empty() {
        pieces.insert(0, Piece::heading("What was asked"));
    }
    pieces
}

fn of_response(told: &Told<'_>, response: &Response) -> Vec<Piece> {
    let rows: Vec<ResponseRow> = match told.is_about_the_design() {
        true => over_settings(told, response),
        false => told
            .done
            .responses
            .iter()
            .filter(|row| row.response == response.id)
            .cloned()
            .collect(),
    };
    let Some(first) = rows.first() else {
        return vec![Piece::Text(format!("{}: no run qualifies.", response.title))];
    };
    let largest = rows.iter().fold(0.0_f64, |most, row| most.max(row.mean.abs()));
    let scale = Scale::of(response, &response.unit(&told.plan.columns.declared), largest);
    let said = |row: &ResponseRow| scale.with_interval([row.mean, row.ci_low, row.ci_high]);
    let over = match told.is_about_the_design() {
        true => "over the design",
        false => "as the scenario stands",
    };
    let mut pieces = vec![Piece::Text(format!(
        "{} {over}: {}{} ({} runs).",
        response.title,
        said(first),
        scale.value,
        grouped(first.n)
    ))];
    if rows.len() > 1 {
        let mut table = Table::new(&["policy", "[95 %]", "runs"]);
        table.rows = (rows.iter())
            .map(|row| vec![row.policy.clone(), said(row), grouped(row.n)])
            .collect();
        let (table, more) = table.cut(MOST_POLICIES);
        pieces.push(Piece::Table(table));
        pieces.extend(
            (more > 0).then(|| Piece::Text(format!("and {} policies more: responses.csv", grouped(more as u64)))),
        );
    }
    pieces
}

/// By policy, the mean over the settings of the design, each of which is one look at it.
fn over_settings(told: &Told<'_>, response: &Response) -> Vec<ResponseRow> {
    let policies = told.plan.experiment.policies.len() + 1;
    let of = |policy: usize| {
        let rows = told.done.responses_over_design.iter();
        let rows = rows.filter(|row| row.response == response.id && policy_of(told.plan, row.point) == policy as u64);
        let (mut looks, mut n) = (Looks::default(), 0);
        for row in rows {
            looks.add(told.plan, row.point, row.mean);
            n += row.n;
        }
        let found = mean_interval(looks.sums())?;
        Some(ResponseRow {
            response: response.id.clone(),
            point: policy as u64,
            policy: told.plan.policy(policy).to_owned(),
            n,
            mean: found.value,
            ci_low: found.interval.low,
            ci_high: found.interval.high,
            method: "over_settings".to_owned(),
        })
    };
    (0..policies).filter_map(of).collect()
}
