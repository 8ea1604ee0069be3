//! The three numbers that matter most for agreement, by the best measure that the folder has.

use super::AGREEMENT;
use crate::source::Source;
use crate::words::{share, share_interval};
use detente_results::{SensitivityRow, TornadoRow};
use serde::Serialize;

/// How many are told.
const MOST: usize = 3;

/// A number that matters.
#[derive(Debug, Serialize)]
pub(super) struct Number {
    /// Its path, or the name of a factor.
    pub(super) name: String,
    /// What it means in the model; empty if that is not known.
    meaning: String,
    /// How much it matters.
    says: String,
}

/// At most three, the first matters most; none where nothing can be told.
pub(super) fn numbers(source: &Source) -> Vec<Number> {
    let measures = [total, moved, bars, alone, alone_of_means];
    let first = measures
        .iter()
        .map(|measure| measure(source))
        .find(|numbers| !numbers.is_empty());
    first.unwrap_or_default()
}

/// Whether any table says something of that.
pub(super) fn are_known(source: &Source) -> bool {
    !source.sensitivity.is_empty() || !source.tornado.is_empty()
}

/// Of base rows: what a number has a hand in.
fn total(source: &Source) -> Vec<Number> {
    indices(source, AGREEMENT, "ST", |value| {
        format!("has a hand in {value} % of what differs between single talks")
    })
}

/// Of a screen: how far a number moves agreement.
fn moved(source: &Source) -> Vec<Number> {
    indices(source, AGREEMENT, "mu_star", |value| {
        format!("moves agreement by {value} in 100 talks, on average, when it goes through its range")
    })
}

/// Of numbers that are drawn anyway.
fn alone(source: &Source) -> Vec<Number> {
    indices(source, AGREEMENT, "given_data", |value| {
        format!("alone accounts for {value} % of what differs between single talks")
    })
}

/// Of inputs that are each played with several lucks.
fn alone_of_means(source: &Source) -> Vec<Number> {
    indices(source, &format!("{AGREEMENT}:mean"), "given_data", |value| {
        format!("alone accounts for {value} % of how far agreement differs between sets of inputs")
    })
}

/// The largest of one index that can be told from none.
fn indices(source: &Source, response: &str, index: &str, says: impl Fn(&str) -> String) -> Vec<Number> {
    let rows = source
        .sensitivity
        .iter()
        .filter(|row| row.index == index && row.response == response);
    let told = rows.filter(|row| row.factor != "luck" && row.ci_low.is_some_and(|low| low > 0.0));
    let mut rows: Vec<&SensitivityRow> = told.collect();
    rows.sort_by(|a, b| b.value.total_cmp(&a.value));
    let number = |row: &&SensitivityRow| {
        let value = match (row.ci_low, row.ci_high) {
            (Some(low), Some(high)) => share_interval([row.value, low, high]),
            _ => share(row.value),
        };
        Number {
            name: row.factor.clone(),
            meaning: meaning(source, &row.factor),
            says: says(&value),
        }
    };
    rows.iter().take(MOST).map(number).collect()
}

/// One factor at a time: from the least to the greatest effect of its levels.
fn bars(source: &Source) -> Vec<Number> {
    let mut rows: Vec<&TornadoRow> = source.tornado.iter().filter(|row| row.response == AGREEMENT).collect();
    let reach = |row: &TornadoRow| row.low.abs().max(row.high.abs());
    rows.sort_by(|a, b| reach(b).total_cmp(&reach(a)));
    let number = |row: &&TornadoRow| Number {
        name: row.factor.clone(),
        meaning: meaning(source, &row.factor),
        says: format!(
            "by itself moves agreement by {} to {} in 100 talks over its levels",
            share(row.low),
            share(row.high)
        ),
    };
    rows.iter().take(MOST).map(number).collect()
}

/// What a number means: that of its path, or of the first path that a factor meets.
fn meaning(source: &Source, name: &str) -> String {
    let mut factors = source.manifest.factors.iter();
    let pattern = factors
        .find(|factor| factor.id == name)
        .map_or(name, |factor| &factor.path);
    let mut met = source.parameters.iter().filter(|row| meets(pattern, &row.path));
    met.next().map(|row| row.meaning.replace('`', "")).unwrap_or_default()
}

/// Whether a path is one of a pattern, in which `*` stands for any id.
pub(super) fn meets(pattern: &str, path: &str) -> bool {
    let (mut pattern, mut path) = (pattern.split('.'), path.split('.'));
    loop {
        match (pattern.next(), path.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if a == b || a == "*" => {}
            _ => return false,
        }
    }
}
