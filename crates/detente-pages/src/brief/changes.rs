//! What would change the answer: where the numbers would have to be otherwise, as far as the tables say.

use super::{AGREEMENT, matters, span};
use crate::source::Source;
use crate::words::{few, points, share, share_interval};
use detente_results::{CurveRow, PrimRow, grouped};

/// How many sentences there is room for.
const MOST: usize = 4;

pub(super) fn sentences(source: &Source) -> Vec<String> {
    let parts = [inputs, tornado, curve, robust, boxes, extent];
    parts.iter().filter_map(|part| part(source)).take(MOST).collect()
}

/// How far what is not known moves it.
fn inputs(source: &Source) -> Option<String> {
    let mut rows = source.spread.iter();
    let row = rows.find(|row| row.response == AGREEMENT && row.point == 0 && row.sd_inputs > 0.0)?;
    Some(format!(
        "The numbers that nobody knows: over nine in ten of what they may be, agreement lies between {} and {} of 100.",
        share(row.p05),
        share(row.p95)
    ))
}

/// The factor with the longest bar.
fn tornado(source: &Source) -> Option<String> {
    let rows = source.tornado.iter().filter(|row| row.response == AGREEMENT);
    let row = rows.max_by(|a, b| (a.high - a.low).total_cmp(&(b.high - b.low)))?;
    Some(format!(
        "The factor “{}”: one of its levels changes agreement by {} points, another by {}.",
        row.factor,
        points([row.low, row.low_ci_low, row.low_ci_high]),
        points([row.high, row.high_ci_low, row.high_ci_high])
    ))
}

/// Where the number that matters most has agreement rarest, and most frequent. A number that is drawn has its own values here;
/// of a factor the table does not say whether they are values or changes.
fn curve(source: &Source) -> Option<String> {
    let numbers = matters::numbers(source);
    let name = &numbers
        .iter()
        .find(|number| source.parameters.iter().any(|row| row.path == number.name))?
        .name;
    let is_drawn = !source.manifest.factors.iter().any(|factor| factor.id == *name);
    let bins = source
        .curves
        .iter()
        .filter(|row| is_drawn && row.response == AGREEMENT && row.factor == *name);
    let bins: Vec<&CurveRow> = bins.collect();
    let most = bins.iter().max_by(|a, b| a.mean.total_cmp(&b.mean))?;
    let least = bins.iter().min_by(|a, b| a.mean.total_cmp(&b.mean))?;
    (least.mean < most.mean).then(|| {
        format!(
            "{name}: at {} agreement comes in {} of 100 talks, at {} in {}.",
            span(&most.from, &most.to),
            share(most.mean),
            span(&least.from, &least.to),
            share(least.mean)
        )
    })
}

/// Which policy is best if the numbers are not trusted, and for how much of what they may be.
fn robust(source: &Source) -> Option<String> {
    let rows = source.policies.iter().filter(|row| row.response == AGREEMENT);
    let best = rows.max_by(|a, b| a.best_share.total_cmp(&b.best_share))?;
    Some(format!(
        "Other numbers can make another policy best: “{}” is so in {} of 100 possible states.",
        source.policy(&best.policy),
        share_interval([best.best_share, best.best_ci_low, best.best_ci_high])
    ))
}

/// Where something happens far more often.
fn boxes(source: &Source) -> Option<String> {
    let first = source
        .boxes
        .iter()
        .find(|row| row.judged_density.is_some() && !row.input.is_empty())?;
    let limits = source
        .boxes
        .iter()
        .filter(|row| (&row.response, &row.policy) == (&first.response, &first.policy));
    let limits: Vec<String> = limits.filter(|row| !row.input.is_empty()).map(limit).collect();
    let mut titles = source
        .manifest
        .responses
        .iter()
        .filter(|response| response.id == first.response);
    let title = titles.next().map_or(&first.response, |response| &response.title);
    Some(format!(
        "Where {}: {title} {} of 100, elsewhere {}.",
        limits.join(" and "),
        share(first.judged_density?),
        share(first.outside_density?)
    ))
}

fn limit(row: &PrimRow) -> String {
    match (row.low, row.high) {
        (Some(low), Some(high)) => format!("{} is {} to {}", row.input, few(low), few(high)),
        (Some(low), None) => format!("{} is at least {}", row.input, few(low)),
        (None, Some(high)) => format!("{} is at most {}", row.input, few(high)),
        (None, None) => row.input.clone(),
    }
}

/// What these runs did not vary they cannot tell.
fn extent(source: &Source) -> Option<String> {
    let factors = &source.manifest.factors;
    let is_varied = |path: &str| factors.iter().any(|factor| matters::meets(&factor.path, path));
    let all = source.parameters.len() as u64;
    let fixed = source
        .parameters
        .iter()
        .filter(|row| !row.value.contains('[') && !is_varied(&row.path));
    (all > 0).then(|| {
        format!(
            "{} of the {} numbers of the scenario were left as they are: what they would change, these talks do not say.",
            grouped(fixed.count() as u64),
            grouped(all)
        )
    })
}
