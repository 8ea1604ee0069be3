//! What to do next: at most three steps, each a command or a line of the experiment, by what this answer leaves open.

use super::Told;
use super::figures::share;
use super::lead::{QUESTION, is_told, ranked};
use super::page::Piece;
use detente_analyses::methods::power::{half_width, times_as_many};
use detente_analyses::{Arrangement, Points};

/// Steps that are told.
const MOST: usize = 3;
/// Runs are not multiplied by more than this in advice: beyond it the difference is too small to matter.
const MOST_TIMES: f64 = 100.0;

pub(super) fn pieces(told: &Told<'_>) -> Vec<Piece> {
    let steps = [
        more_runs(told),
        quantify(told),
        apart(told),
        converge(told),
        screen(told),
    ];
    let mut pieces: Vec<Piece> = steps.into_iter().flatten().take(MOST).map(Piece::Text).collect();
    if !pieces.is_empty() {
        pieces.insert(0, Piece::heading("What to do next"));
    }
    pieces
}

/// The policy that changes most of those of which nothing can be told, and the runs that would tell.
fn more_runs(told: &Told<'_>) -> Option<String> {
    // A race has given each policy the runs that it deserves.
    if told.plan.experiment.select.is_some() {
        return None;
    }
    let policies = told.plan.experiment.policies.len();
    let rows = (1..=policies).filter_map(|point| told.done.contrast(point, QUESTION));
    let open = rows
        .filter(|row| !is_told(row))
        .max_by(|a, b| a.estimate.abs().total_cmp(&b.estimate.abs()))?;
    let half = 0.5 * (open.ci_high - open.ci_low);
    let times = times_as_many(open.estimate, half, policies);
    if !(1.0..=MOST_TIMES).contains(&times) {
        return None;
    }
    Some(format!(
        "If {} really changes agreement by {} points, --replicates {} would tell with a power of four in five.",
        open.policy,
        share(open.estimate.abs()),
        round_up(told.plan.experiment.replicates as f64 * times)
    ))
}

/// A number of runs in two digits.
fn round_up(runs: f64) -> u64 {
    let runs = libm::ceil(runs) as u64;
    let unit = 10_u64.pow(runs.max(1).ilog10().saturating_sub(1));
    runs.div_ceil(unit) * unit
}

/// After a screen: how much the numbers that lead account for.
fn quantify(told: &Told<'_>) -> Option<String> {
    if told.plan.arrangement() != Arrangement::Trajectories {
        return None;
    }
    let rows = ranked(told, QUESTION, "mu_star");
    let leading: Vec<&str> = rows.iter().take(8).map(|row| &*row.factor).collect();
    (!leading.is_empty()).then(|| {
        format!(
            "How much each of the leading numbers accounts for, and how much luck: [design] kind = \"saltelli\" with {}.",
            leading.join(", ")
        )
    })
}

/// Luck and inputs, where both are drawn in each run.
fn apart(told: &Told<'_>) -> Option<String> {
    let drawn = told.plan.drawn().len();
    (drawn > 0 && told.plan.experiment.luck == 1 && told.plan.arrangement() == Arrangement::Apart).then(|| {
        "To see how much of the answer hangs on the numbers that are drawn: [replication] inputs = 200, luck = 50 in place of \
         replicates."
            .to_owned()
    })
}

/// Indices whose intervals are too wide to rank.
fn converge(told: &Told<'_>) -> Option<String> {
    let rows = ranked(told, QUESTION, "ST");
    let widest = rows
        .iter()
        .filter_map(|row| Some(row.ci_high? - row.ci_low?))
        .fold(0.0_f64, f64::max);
    (widest > 0.3).then(|| {
        format!(
            "The widest interval of an index is {} points: with four times as many base_rows it is half that.",
            share(widest)
        )
    })
}

/// Where nothing was varied: which numbers matter.
fn screen(told: &Told<'_>) -> Option<String> {
    if !told.plan.experiment.factors.is_empty() {
        return None;
    }
    let runs = told.plan.experiment.replicates;
    Some(match told.plan.experiment.policies.is_empty() {
        true => format!(
            "Which of the scenario's numbers matter: detente study, with the file that was run; what one change does: detente run \
             with that file and --set PATH=VALUE, told to within {} points after as many runs.",
            share(half_width(runs))
        ),
        false => "Which of the scenario's numbers matter: detente study, with the file that was run.".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::round_up;

    #[test]
    fn runs_are_advised_in_two_digits() {
        let runs = [1.0, 9.2, 99.5, 1_234.0, 40_000.1].map(round_up);
        assert_eq!(runs, [1, 10, 100, 1_300, 41_000]);
    }
}
