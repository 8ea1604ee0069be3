//! When it goes wrong: the box of inputs in which a response is far more frequent than elsewhere, in words.

use super::Told;
use super::figures::{share, share_interval};
use super::page::Piece;
use crate::wording::list;
use detente_results::PrimRow;

/// So many times more frequent is much.
const MUCH: f64 = 1.25;

pub(super) fn pieces(told: &Told<'_>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for asked in told
        .plan
        .experiment
        .analyses
        .iter()
        .filter(|asked| asked.kind == "prim")
    {
        let policy = asked.policy.as_deref().unwrap_or("base");
        let of = |row: &&PrimRow| row.response == asked.response && row.policy == policy;
        let rows: Vec<&PrimRow> = told.done.boxes.iter().filter(of).collect();
        pieces.push(Piece::Text(sentence(&asked.response, policy, &rows, &|name, x| {
            told.value(name, x)
        })));
    }
    if !pieces.is_empty() {
        pieces.insert(0, Piece::heading("When it is most frequent"));
    }
    pieces
}

/// The box of a response under a policy, in words.
pub(crate) fn sentence(response: &str, policy: &str, rows: &[&PrimRow], value: &dyn Fn(&str, f64) -> String) -> String {
    let under = match policy {
        "base" => String::new(),
        policy => format!(" under {policy}"),
    };
    let limits: Vec<String> = rows.iter().filter_map(|row| limit(row, value)).collect();
    let Some(first) = rows.first().filter(|_| !limits.is_empty()) else {
        return format!(
            "No box of inputs was found in which {response} is clearly more frequent than elsewhere{under}."
        );
    };
    let elsewhere = first.outside_density.unwrap_or(f64::NAN);
    if !is_worth_telling(first) {
        return format!(
            "No box of inputs was found in which {response} is much more frequent than elsewhere{under}: in the densest, where {}, \
             it is {} of 100 instead of {}, judged on the half of the states that it was not found on.",
            list(&limits),
            first.judged_density.map_or_else(|| "unknown".to_owned(), share),
            share(elsewhere)
        );
    }
    let judged = [first.judged_density, first.judged_ci_low, first.judged_ci_high].map(|x| x.unwrap_or(f64::NAN));
    let p = rows.iter().filter_map(|row| row.quasi_p).fold(0.0_f64, f64::max);
    format!(
        "When {}, {response} is {} of 100{under}; elsewhere {}. That box holds {} % of the states and {} % of all that \
         happens. It was found on one half of the states and is judged here on the other; the weakest of its limits would be \
         as good by chance with probability {p:.3}.",
        list(&limits),
        share_interval(judged),
        share(elsewhere),
        share(first.judged_support.unwrap_or(first.support)),
        share(first.judged_coverage.unwrap_or(first.coverage)),
    )
}

/// Whether a response is so much more frequent inside a box, also on the half of the states that it was not found on.
pub(crate) fn is_worth_telling(row: &PrimRow) -> bool {
    let all = [row.judged_density, row.judged_ci_low, row.outside_density];
    let [Some(inside), Some(low), Some(outside)] = all else {
        return false;
    };
    inside >= MUCH * outside && low > outside
}

/// `x is above 0.55`.
fn limit(row: &PrimRow, value: &dyn Fn(&str, f64) -> String) -> Option<String> {
    let input = &row.input;
    let value = |x: f64| value(input, x);
    match (row.low, row.high) {
        (Some(low), Some(high)) => Some(format!("{input} is from {} to {}", value(low), value(high))),
        (Some(low), None) => Some(format!("{input} is {} or more", value(low))),
        (None, Some(high)) => Some(format!("{input} is {} or less", value(high))),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::figures::few;
    use super::*;

    fn row(input: &str, low: Option<f64>, high: Option<f64>) -> PrimRow {
        PrimRow {
            response: "deadlock".into(),
            policy: "base".into(),
            step: 9,
            input: input.into(),
            low,
            high,
            coverage: 0.5,
            density: 0.8,
            density_ci_low: 0.7,
            density_ci_high: 0.9,
            support: 0.2,
            quasi_p: Some(0.01),
            judged_coverage: Some(0.52),
            judged_density: Some(0.71),
            judged_ci_low: Some(0.6),
            judged_ci_high: Some(0.8),
            judged_support: Some(0.18),
            outside_density: Some(0.24),
            chosen: 1,
        }
    }

    #[test]
    fn a_box_is_told_in_words_and_judged_on_what_it_was_not_found_on() {
        let rows = [row("x", Some(0.548_91), None), row("y", None, Some(0.3))];
        let said = sentence("deadlock", "base", &rows.iter().collect::<Vec<_>>(), &|_, x| few(x));
        assert!(said.starts_with(
            "When x is 0.549 or more and y is 0.3 or less, deadlock is 71.0 [60.0, 80.0] of 100; elsewhere 24.0."
        ));
        assert!(said.contains("18.0 % of the states and 52.0 % of all"));
        assert!(sentence("deadlock", "base", &[], &|_, x| few(x)).starts_with("No box"));
        let mut weak = row("x", Some(0.5), None);
        weak.outside_density = Some(0.65);
        let said = sentence("deadlock", "base", &[&weak], &|_, x| few(x));
        assert!(said.contains("much more frequent than elsewhere: in the densest, where x is 0.5 or more, it is 71.0 of 100 instead of 65.0"));
    }
}
