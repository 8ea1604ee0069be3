//! How sure the answer is, and of which two kinds of uncertainty: what the runs leave open, which more runs make smaller, and
//! what nobody knows, which they do not.

use super::Told;
use super::figures::{share, share_interval};
use super::lead::QUESTION;
use super::page::{Piece, Table};
use crate::wording::count;
use detente_analyses::Points;
use detente_analyses::methods::power::half_width;
use detente_results::{SpreadRow, grouped};

pub(super) fn pieces(told: &Told<'_>) -> Vec<Piece> {
    let mut pieces = vec![Piece::heading("How sure this is")];
    pieces.push(Piece::Text(of_runs(told)));
    let spread: Vec<&SpreadRow> = told.done.spread.iter().filter(|row| row.response == QUESTION).collect();
    match spread.first() {
        Some(first) if first.sd_inputs > 0.0 => {
            pieces.push(Piece::Text(format!(
                "Inputs: {} put the share of agreement between {} and {} of 100 (5 and 95 % \
                 of what they may be), half of it above {}. That is what is not known, and more runs do not make it smaller. \
                 The runs leave the mean open by {}.",
                told.unknown(),
                share(first.p05),
                share(first.p95),
                share(first.p50),
                share(0.5 * (first.mean_ci_high - first.mean_ci_low))
            )));
            pieces.extend((spread.len() > 1).then(|| Piece::Table(by_policy(&spread))));
        }
        Some(_) => pieces.push(Piece::Text(format!(
            "Inputs: how far {} move it these runs cannot tell: more lucks for each set of inputs would.",
            told.unknown()
        ))),
        None => pieces.push(Piece::Text(of_inputs(told))),
    }
    pieces
}

/// What the runs leave open.
fn of_runs(told: &Told<'_>) -> String {
    let runs = told.plan.experiment.replicates;
    if told.is_about_the_design() {
        return match told.plan.is_paired(told.policies()) {
            false => "Luck: every setting of the design meets luck of its own; what is said over the design comes with intervals of \
                      its own."
                .to_owned(),
            true => format!(
                "Luck: all settings meet the same {} lucks, and what is said over the design hangs on them more than its intervals \
                 say; with [design] luck = \"own\" it does not.",
                grouped(told.plan.experiment.replicates)
            ),
        };
    }
    if let Some(stop) = &told.plan.experiment.stop {
        return match runs < stop.most {
            true => format!(
                "Luck: {} runs of each point were played until {} was known to within {} at every point (95 %).",
                grouped(runs),
                stop.response,
                stop.half_width
            ),
            false => format!(
                "Luck: {} runs of each point were played, the most that were allowed; {} may not be known to within {} at every \
                 point.",
                grouped(runs),
                stop.response,
                stop.half_width
            ),
        };
    }
    let of_those = match told.plan.experiment.raced.is_empty() {
        true => "",
        false => " of a policy that was played to the end",
    };
    format!(
        "Luck: after {} runs{of_those} a share is known to within {} of 100 (95 %); to halve that takes four times as many.",
        grouped(runs),
        share(half_width(runs))
    )
}

/// Whether the intervals hold what is not known, where it was not taken apart from luck.
fn of_inputs(told: &Told<'_>) -> String {
    match told.plan.drawn().len() {
        0 => {
            "Inputs: the scenario draws no number, so the intervals say how sure the runs are of this model with these \
              numbers, and nothing of whether the numbers are right."
                .to_owned()
        }
        n => format!(
            "Inputs: the scenario draws {} anew in each run, so shares are over both luck and what is not known; the \
             intervals are only what the runs leave open.",
            count(n, "number")
        ),
    }
}

fn by_policy(spread: &[&SpreadRow]) -> Table {
    let mut table = Table::new(&[
        "policy",
        "mean [95 %, runs]",
        "5 % of inputs below",
        "half below",
        "95 % below",
    ]);
    for row in spread {
        table.rows.push(vec![
            row.policy.clone(),
            share_interval([row.mean, row.mean_ci_low, row.mean_ci_high]),
            share(row.p05),
            share(row.p50),
            share(row.p95),
        ]);
    }
    table
}
