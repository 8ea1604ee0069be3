//! How the talks end: as the scenario stands, with the days, and under each policy.

use super::Told;
use super::figures::{share, share_interval};
use super::lead::QUESTION;
use super::page::{Piece, Table};
use crate::wording::words;
use detente_analyses::Points;
use detente_results::{OUTCOMES, grouped};

/// Policies that are shown.
const MOST_POLICIES: usize = 40;

pub(super) fn pieces(told: &Told<'_>) -> Vec<Piece> {
    let mut pieces = vec![Piece::heading("How the talks end")];
    pieces.push(Piece::Table(of_base(told)));
    pieces.extend(intervals(told).map(Piece::Text));
    if told.done.refused {
        let refused = "No package can be agreed: red lines or exclusions refuse every one.";
        pieces.push(Piece::Text(refused.to_owned()));
    }
    if !told.plan.experiment.policies.is_empty() {
        let (table, more) = of_policies(told).cut(MOST_POLICIES);
        pieces.push(Piece::Text(
            "Under each policy, of 100 runs; where agreement is most frequent first:".to_owned(),
        ));
        pieces.push(Piece::Table(table));
        if more > 0 {
            pieces.push(Piece::Text(format!(
                "and {} policies more: summary.csv",
                grouped(more as u64)
            )));
        }
    }
    pieces
}

/// What the intervals leave out where luck and inputs are taken apart.
fn intervals(told: &Told<'_>) -> Option<String> {
    let luck = told.plan.experiment.luck;
    (luck > 1).then(|| {
        let inputs = told.plan.experiment.replicates.div_ceil(luck);
        format!(
            "{} sets of inputs with {} lucks each. The interval of agreement is over sets; those of the other ends take every run \
             for one of its own.",
            grouped(inputs),
            grouped(luck)
        )
    })
}

/// The ends of the scenario as it stands, and on which days.
pub(crate) fn of_base(told: &Told<'_>) -> Table {
    let over = told.is_about_the_design();
    let mut table = Table::new(match over {
        true => &["end", "of 100 runs over the design [95 %]"],
        false => &["end", "of 100 runs [95 %]", "day, median [quartiles]"],
    });
    for row in told.done.of(0) {
        let days = told.done.days.iter().find(|end| end.outcome == row.outcome);
        let days = days.map(|end| {
            let [first, median, third] = end.quartiles;
            format!("{median} [{first}, {third}]")
        });
        let mut cells = vec![
            words(&row.outcome),
            share_interval([row.share, row.ci_low, row.ci_high]),
        ];
        cells.extend((!over).then(|| days.unwrap_or_default()));
        table.rows.push(cells);
    }
    table
}

/// A policy by its id, and by its title where that says more.
pub(super) fn named(told: &Told<'_>, point: usize) -> String {
    let id = told.plan.policy(point);
    let policy = point.checked_sub(1).map(|k| &told.plan.experiment.policies[k]);
    match policy.filter(|policy| policy.title != words(id) && policy.title != id) {
        Some(policy) => format!("{id}: {}", policy.title),
        None => id.to_owned(),
    }
}

fn of_policies(told: &Told<'_>) -> Table {
    let others: Vec<&str> = OUTCOMES.iter().copied().filter(|o| *o != QUESTION).collect();
    let short = [
        "policy",
        "agreement [95 %]",
        "at home",
        "walkout",
        "leak",
        "deadlock",
        "deadline",
    ];
    let mut table = Table::new(&short);
    let mut points: Vec<usize> = (0..=told.plan.experiment.policies.len()).collect();
    let agreement = |point: &usize| told.done.share(*point, QUESTION).map_or(-1.0, |s| s[0]);
    points.sort_by(|a, b| agreement(b).total_cmp(&agreement(a)));
    for point in points {
        let mut cells = vec![
            named(told, point),
            told.done.share(point, QUESTION).map(share_interval).unwrap_or_default(),
        ];
        let cell = |outcome: &&str| told.done.share(point, outcome).map(|s| share(s[0])).unwrap_or_default();
        cells.extend(others.iter().map(cell));
        table.rows.push(cells);
    }
    table
}
