//! The race of policies: who is left, who was dropped and when, and how sure that is.

use super::Told;
use super::figures::{Scale, few, probability, share};
use super::page::{Piece, Table};
use crate::wording::{counted, list};
use detente_analyses::methods::regret::Better;
use detente_lab::experiment::Select;
use detente_results::{RaceRow, grouped};

/// Policies that are shown.
const MOST_POLICIES: usize = 40;

pub(super) fn pieces(told: &Told<'_>) -> Vec<Piece> {
    let rows = &told.done.race;
    let (Some(select), Some(best)) = (&told.plan.experiment.select, rows.first()) else {
        return Vec::new();
    };
    let response = &told.plan.experiment.responses[select.response];
    let largest = rows
        .iter()
        .filter_map(|row| row.value)
        .fold(0.0_f64, |most, x| most.max(x.abs()));
    let scale = Scale::of(response, &response.unit(&told.plan.columns.declared), largest);
    let better = match select.better {
        Better::High => "more is better",
        Better::Low => "less is better",
    };
    let result = format!("{}, {better}: {}", response.title, result(told, select, rows));
    vec![
        Piece::heading("Which policy won the race"),
        Piece::Text(result),
        Piece::Table(table(rows, best, scale).cut(MOST_POLICIES).0),
        Piece::Text(how_sure(told, select, best)),
    ]
}

/// Who is left, and after how many runs.
fn result(told: &Told<'_>, select: &Select, rows: &[RaceRow]) -> String {
    let runs = told.plan.experiment.replicates;
    let left: Vec<&str> = left(rows).map(|row| &*row.policy).collect();
    let after = format!("after {} of each that was still in the race", counted(runs, "run"));
    match left[..] {
        [winner] => format!("{winner} is left {after}; every other policy was clearly worse than another."),
        _ if left.len() == rows.len() => format!(
            "{after}, the most that were allowed, none of the {} policies is clearly worse than another.",
            rows.len()
        ),
        _ => {
            let most = if runs < select.most {
                ""
            } else {
                ", the most that were allowed"
            };
            format!(
                "{after}{most}, {} are left of {}: {}. These runs do not tell which of them is best.",
                left.len(),
                rows.len(),
                list(&left)
            )
        }
    }
}

fn left(rows: &[RaceRow]) -> impl Iterator<Item = &RaceRow> {
    rows.iter().filter(|row| row.dropped_after.is_none())
}

fn table(rows: &[RaceRow], best: &RaceRow, scale: Scale) -> Table {
    let mut table = Table::new(&[
        "policy",
        "mean [95 %]",
        "runs",
        "dropped after",
        "difference",
        "from",
        "p",
    ]);
    for row in rows {
        let all = [row.value, row.ci_low, row.ci_high].map(|x| x.unwrap_or(f64::NAN));
        table.rows.push(vec![
            row.policy.clone(),
            row.value
                .map_or_else(|| "not known".to_owned(), |_| scale.with_interval(all)),
            grouped(row.runs),
            row.dropped_after.map_or_else(String::new, grouped),
            row.difference.map_or_else(String::new, |x| scale.signed(x)),
            if row.policy == best.policy {
                String::new()
            } else {
                row.against.clone()
            },
            row.p_value.map_or_else(String::new, probability),
        ]);
    }
    table
}

fn how_sure(told: &Told<'_>, select: &Select, best: &RaceRow) -> String {
    let looks = select.looks().all().count();
    let policies = told.plan.experiment.policies.len() + 1;
    let mut said = format!(
        "A policy is dropped where its difference from another, run by run under the same luck, has a p below {}: the chance \
         that any policy is dropped by mistake is then at most {} of 100, over {} of policies and {}.",
        few(best.dropped_at),
        share(1.0 - select.keep),
        counted((policies * (policies - 1) / 2) as u64, "pair"),
        counted(looks as u64, "look"),
    );
    if !told.plan.experiment.raced.is_empty() {
        said.push_str(
            " What was dropped rests on fewer runs, in which it did badly: its difference may be smaller than it looks. base is \
             played to the end, since all else is compared with it.",
        );
    }
    said
}
