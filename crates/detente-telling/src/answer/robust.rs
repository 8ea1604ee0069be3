//! Which policy, if the numbers are not trusted: over all sets of inputs, or all points of a design, each of which might be
//! the truth.

use super::Told;
use super::figures::{Scale, share, share_interval};
use super::lead::QUESTION;
use super::page::{Piece, Table};
use detente_analyses::Response;
use detente_results::{PolicyRow, grouped};

pub(super) fn pieces(told: &Told<'_>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for response in &told.plan.experiment.responses {
        let rows: Vec<&PolicyRow> = told
            .done
            .policies
            .iter()
            .filter(|row| row.response == response.id)
            .collect();
        // Of other responses nobody has said which way is better.
        let mut asked = told
            .plan
            .experiment
            .analyses
            .iter()
            .filter(|asked| asked.kind == "policies");
        let is_wanted = response.id == QUESTION || asked.any(|asked| asked.response == response.id);
        if rows.is_empty() || !is_wanted {
            continue;
        }
        pieces.extend(of_response(told, response, rows, usize::MAX));
    }
    if !pieces.is_empty() {
        pieces.insert(0, Piece::heading("Which policy, if the numbers are not trusted"));
    }
    pieces
}

/// What policies are worth over all states: so many of them, the best first.
pub(crate) fn of_response(told: &Told<'_>, response: &Response, mut rows: Vec<&PolicyRow>, most: usize) -> Vec<Piece> {
    let low_is_better = rows[0].better == "low";
    let sign = if low_is_better { -1.0 } else { 1.0 };
    rows.sort_by(|a, b| (sign * b.mean).total_cmp(&(sign * a.mean)));
    let largest = rows.iter().fold(0.0_f64, |most, row| most.max(row.mean.abs()));
    let scale = Scale::of(response, &response.unit(&told.plan.columns.declared), largest);
    let best = rows[0];
    let safest = rows
        .iter()
        .min_by(|a, b| a.regret_max.total_cmp(&b.regret_max))
        .unwrap_or(&rows[0]);
    let mut sentence = format!(
        "{}, over {} states, ways in which what is not known might be ({} is better): {} has the best mean (with probability {:.2}), and is best \
         in {} of 100 states.",
        response.title,
        grouped(best.states),
        if low_is_better { "less" } else { "more" },
        best.policy,
        best.best_mean_probability,
        share(best.best_share)
    );
    let regret = |row: &PolicyRow| format!("{}{}", scale.say(row.regret_max), scale.difference);
    sentence.push_str(&match safest.policy == best.policy {
        true => format!(" It is also never regretted by more than {}.", regret(best)),
        false => format!(
            " {} is never regretted by more than {}; {} by up to {}.",
            safest.policy,
            regret(safest),
            best.policy,
            regret(best)
        ),
    });
    let enough = rows.iter().any(|row| row.enough_share.is_some());
    let mut head = vec![
        "policy",
        "mean",
        "one in ten below",
        "regret: mean",
        "9 in 10",
        "most",
        "best in, % (ties count)",
    ];
    head.extend(enough.then_some("enough in, %"));
    let mut table = Table::new(&head);
    for row in &rows {
        let mut cells = vec![row.policy.clone()];
        let numbers = [
            row.mean,
            row.worst_decile,
            row.regret_mean,
            row.regret_p90,
            row.regret_max,
        ];
        cells.extend(numbers.map(|x| scale.say(x)));
        cells.push(share_interval([row.best_share, row.best_ci_low, row.best_ci_high]));
        if enough {
            let all = [row.enough_share, row.enough_ci_low, row.enough_ci_high].map(|x| x.unwrap_or(f64::NAN));
            cells.push(share_interval(all));
        }
        table.rows.push(cells);
    }
    let regret = "Regret: how much better the best policy for the same state would have been. With few runs a state, luck \
                  makes regrets larger than they are.";
    vec![
        Piece::Text(sentence),
        Piece::Table(table.cut(most).0),
        Piece::Text(regret.to_owned()),
    ]
}
