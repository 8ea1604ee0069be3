//! The lines that actors stand on: a range in the sheet's own unit, or options with names.

use super::layout::Actors;
use super::sheet::Sheet;
use super::wrong;
use crate::error::ImportError;
use crate::ids;
use detente_scenario::{limits, quoted};

/// Steps of a range: few enough for its packages to be listed where issues are few.
const STEPS: [i64; 2] = [20, 10];
/// So many issues are few.
const FEW_ISSUES: usize = 4;
/// Decimals of positions that steps are fitted to.
const DECIMALS: usize = 6;

/// An issue.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Issue {
    /// Its place in the sheet.
    pub(super) place: usize,
    pub(super) id: String,
    pub(super) title: String,
    pub(super) line: Line,
}

/// What lies between two ends.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Line {
    /// Both ends and the step.
    Range(f64, f64, f64),
    /// Ids with their places from 0 to 1.
    Options(Vec<(String, f64)>),
}

impl Line {
    /// The option that a text of the sheet means: its name, or its number.
    pub(super) fn option(&self, text: &str) -> Option<String> {
        match self {
            Line::Options(options) => options.iter().find(|(id, _)| id == text).map(|(id, _)| id.clone()),
            Line::Range(from, to, step) => {
                let value: f64 = text.replacen(',', ".", 1).parse().ok()?;
                let steps = (value - from) / step;
                let whole = (steps - steps.round()).abs() < 1e-6 && (*from..=*to).contains(&value);
                whole.then(|| value.to_string())
            }
        }
    }
}

/// The issues on which actors differ.
pub(super) fn read(sheet: &Sheet, actors: &Actors, notes: &mut Vec<String>) -> Result<Vec<Issue>, ImportError> {
    let mut issues = Vec::new();
    let most = if actors.issues.len() <= FEW_ISSUES {
        STEPS[0]
    } else {
        STEPS[1]
    };
    for (place, (id, title)) in actors.issues.iter().enumerate() {
        let stances = || {
            actors
                .actors
                .iter()
                .filter_map(move |actor| actor.stances[place].as_ref())
        };
        let line = if stances().any(|stance| stance.option.is_some()) {
            options(sheet, actors, place, notes)?
        } else {
            let known: Vec<f64> = stances().filter_map(|stance| stance.position).collect();
            let low = known.iter().copied().fold(f64::INFINITY, f64::min);
            let high = known.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            if low >= high {
                let why = if known.is_empty() {
                    "no position on it is known"
                } else {
                    "all known positions are the same"
                };
                notes.push(format!("the issue {} is left out: {why}", quoted(title)));
                continue;
            }
            if low.abs().max(high.abs()) > 1e12 || high - low < 1e-6 {
                let found = format!("positions from {low} to {high} on {}", quoted(title));
                return Err(wrong(
                    sheet,
                    found,
                    "positions within 1e12 of 0 that differ by 1e-6 or more",
                    "use another unit",
                ));
            }
            Line::Range(low, high, step(&known, low, high, most))
        };
        issues.push(Issue {
            place,
            id: id.clone(),
            title: title.clone(),
            line,
        });
    }
    if issues.is_empty() {
        let hint = "is it the right sheet, and the right column?";
        return Err(wrong(sheet, "no issue on which positions differ", "one or more", hint));
    }
    Ok(issues)
}

/// The step that meets all positions if there is one with few steps; else one that meets both ends.
fn step(known: &[f64], low: f64, high: f64, most: i64) -> f64 {
    let decimals = |x: &f64| x.to_string().split_once('.').map_or(0, |(_, digits)| digits.len());
    let places = known.iter().map(decimals).max().unwrap_or_default();
    let scale = (0..places).fold(1.0, |scale, _| scale * 10.0);
    let span = ((high - low) * scale).round();
    if places > DECIMALS || span > 1e15 {
        return (high - low) / most as f64;
    }
    // Exact: whole numbers below 1e15.
    let whole = |x: f64| ((x - low) * scale).round() as i64;
    let common = known.iter().fold(0, |common, x| gcd(common, whole(*x)));
    let span = span as i64;
    let steps = span / common.max(1);
    let fitting = if steps <= most {
        Some(steps)
    } else {
        (2..=most).rev().find(|n| span % n == 0)
    };
    let steps = fitting.unwrap_or(most);
    if span % steps == 0 {
        (span / steps) as f64 / scale
    } else {
        (high - low) / steps as f64
    }
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Options by the names of positions: where the positions are, or evenly in the order of the sheet.
fn options(sheet: &Sheet, actors: &Actors, place: usize, notes: &mut Vec<String>) -> Result<Line, ImportError> {
    let mut found: Vec<(String, Option<f64>)> = Vec::new();
    let stances = actors.actors.iter().filter_map(|actor| actor.stances[place].as_ref());
    for stance in stances {
        let Some(name) = &stance.option else { continue };
        let known = found.iter_mut().find(|(known, _)| known == name);
        let (row, column) = stance.place;
        match known {
            None => found.push((name.clone(), stance.position)),
            Some((_, at)) => match (*at, stance.position) {
                (Some(before), Some(now)) if before != now => {
                    let found = format!("{now} for the option {}", quoted(name));
                    let hint = "give an option one position";
                    return Err(sheet.error(row, column, found, format!("{before}, as before"), hint));
                }
                (before, now) => *at = before.or(now),
            },
        }
    }
    let title = &actors.issues[place].1;
    let low_high = found
        .iter()
        .filter_map(|(_, at)| *at)
        .fold(None, |ends: Option<(f64, f64)>, x| {
            Some(ends.map_or((x, x), |(low, high)| (low.min(x), high.max(x))))
        });
    let placed = found.iter().all(|(_, at)| at.is_some());
    let last = found.len().saturating_sub(1).max(1) as f64;
    let mut options: Vec<(String, f64)> = Vec::new();
    for (order, (name, at)) in found.into_iter().enumerate() {
        let id = ids::fit(&name, &format!("option {}", quoted(&name)), notes);
        let at = match (at, low_high) {
            (Some(x), Some((low, high))) if placed && high > low => (x - low) / (high - low),
            _ => order as f64 / last,
        };
        options.push((id, at));
    }
    if options.len() > limits::RANGE_OPTIONS {
        let expected = format!("at most {}", limits::RANGE_OPTIONS);
        return Err(wrong(
            sheet,
            format!("{} options of {}", options.len(), quoted(title)),
            expected,
            "join some",
        ));
    }
    options.sort_by(|a, b| a.1.total_cmp(&b.1));
    Ok(Line::Options(options))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_meet_positions_where_few_do() {
        let of = |known: &[f64]| {
            let low = known.iter().copied().fold(f64::INFINITY, f64::min);
            let high = known.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            step(known, low, high, 20)
        };
        assert_eq!(of(&[4.0, 7.0, 10.0]), 3.0);
        assert_eq!(of(&[4.0, 7.0, 9.0]), 1.0);
        assert_eq!(of(&[1.5, 3.0, 2.0, 4.0]), 0.5);
        assert_eq!(of(&[0.0, 35.0, 100.0]), 5.0);
        // A common step of 1 would be 100 steps: the most that divide 100 are 20.
        assert_eq!(of(&[0.0, 33.0, 100.0]), 5.0);
        // 82.72 - 62.52 is 2,020 hundredths.
        assert_eq!(of(&[62.52, 75.79, 82.72]), 1.01);
    }
}
