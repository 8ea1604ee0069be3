//! What the points of a design answer: where agreement is rarest and most frequent, and how it goes with each factor.

use super::Told;
use super::figures::share_interval;
use super::lead::QUESTION;
use super::page::{Piece, Table};
use detente_analyses::{Arrangement, Points};
use detente_results::{CurveRow, FactorLevel, SummaryRow, grouped};

/// Factors whose values are told of a point.
const MOST_FACTORS: usize = 8;
/// Factors whose curves are told.
const MOST_CURVES: usize = 4;
/// Places of a curve that are told.
const MOST_PLACES: usize = 10;

pub(super) fn pieces(told: &Told<'_>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let luck_alone = told.plan.experiment.replicates < super::over_design::FEW_RUNS;
    if !luck_alone
        && !matches!(
            told.plan.arrangement(),
            Arrangement::Trajectories | Arrangement::BaseRows
        )
    {
        pieces.extend(extremes(told));
    }
    pieces.extend(super::regions::pieces(told));
    pieces.extend(curves(told));
    if !pieces.is_empty() {
        pieces.insert(0, Piece::heading("Where agreement is rare, and where frequent"));
    }
    pieces
}

fn extremes(told: &Told<'_>) -> Vec<Piece> {
    let [Some(low), Some(high)] = &told.done.extremes else {
        return Vec::new();
    };
    let mut table = Table::new(&["agreement is", "of 100 runs [95 %]", "point"]);
    for (word, row) in [("rarest", low), ("most frequent", high)] {
        table.rows.push(vec![
            format!("{word}: {}", place(told, row)),
            share_interval([row.share, row.ci_low, row.ci_high]),
            row.point.to_string(),
        ]);
    }
    let points = told.plan.waves.points - told.plan.experiment.policies.len() as u64 - 1;
    vec![
        Piece::Table(table),
        Piece::Text(format!(
            "These are the ends of {} points of {} runs each: by luck alone the ends lie further out than where such points \
             really are.",
            grouped(points),
            grouped(told.plan.experiment.replicates)
        )),
    ]
}

/// Where a point is, by the values of its factors and its policy.
fn place(told: &Told<'_>, row: &SummaryRow) -> String {
    let plan = told.plan;
    let levels = plan.levels(row.point as usize);
    let factors = &plan.experiment.factors;
    let mut named: Vec<String> = match factors.len() {
        n if n > MOST_FACTORS => vec![format!("{} factors, see design.csv", grouped(n as u64))],
        _ => {
            let moved = factors.iter().zip(levels).filter(|(_, at)| *at != FactorLevel::AsIs);
            moved
                .map(|(f, at)| format!("{} {}", f.id, told.level(&f.id, &at)))
                .collect()
        }
    };
    if plan.is_policy(row.point as usize) {
        named.push(format!("policy {}", row.policy));
    }
    named.join(", ")
}

/// How agreement goes with the factors along which it goes furthest.
fn curves(told: &Told<'_>) -> Vec<Piece> {
    let mut factors: Vec<(&str, Vec<&CurveRow>)> = Vec::new();
    for row in told.done.curves.iter().filter(|row| row.response == QUESTION) {
        match factors.iter_mut().find(|(factor, _)| *factor == row.factor) {
            Some((_, rows)) => rows.push(row),
            None => factors.push((&row.factor, vec![row])),
        }
    }
    let reach = |rows: &[&CurveRow]| {
        let ends = rows.iter().map(|row| row.mean);
        ends.clone().fold(f64::MIN, f64::max) - ends.fold(f64::MAX, f64::min)
    };
    // What is drawn goes somewhere by luck alone: only what is told from nothing has a curve here.
    let known = |factor: &str| {
        let mut of = told
            .done
            .sensitivity
            .iter()
            .filter(|row| row.factor == factor && row.index == "given_data");
        of.any(|row| row.response.starts_with(QUESTION) && row.ci_low > Some(0.0))
    };
    let is_apart = told.plan.arrangement() != Arrangement::AllOver;
    let has_factors = !told.plan.experiment.factors.is_empty();
    factors.retain(|(factor, _)| match told.is_factor(factor) {
        true => is_apart || known(factor),
        false => !has_factors && known(factor),
    });
    factors.sort_by(|a, b| reach(&b.1).total_cmp(&reach(&a.1)));
    let all = factors.len();
    let mut pieces = Vec::new();
    for (factor, rows) in factors.into_iter().take(MOST_CURVES) {
        let mut table = Table::new(&[factor, "agreement, of 100 runs [95 %]"]);
        let step = rows.len().div_ceil(MOST_PLACES).max(1);
        for row in rows.iter().step_by(step) {
            let at = match row.from == row.to {
                true => told.level(factor, &row.from),
                false => format!("{} to {}", told.level(factor, &row.from), told.level(factor, &row.to)),
            };
            let interval = [
                row.mean,
                row.ci_low.unwrap_or(f64::NAN),
                row.ci_high.unwrap_or(f64::NAN),
            ];
            table.rows.push(vec![at, share_interval(interval)]);
        }
        pieces.push(Piece::Table(table));
    }
    if all > MOST_CURVES {
        let more = grouped((all - MOST_CURVES) as u64);
        pieces.push(Piece::Text(format!("along {more} other factors: curves.csv")));
    }
    pieces
}
