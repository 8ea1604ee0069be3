//! The lines that actors stand on: a range in the sheet's own unit, or options with names.

use super::layout::{Actors, Stance};
use super::sheet::Sheet;
use super::wrong;
use crate::error::ImportError;
use crate::ids;
use detente_scenario::{limits, quoted, short};

/// Steps of a range: few enough for its packages to be listed where issues are few.
const STEPS: [i64; 2] = [20, 10];
/// Steps below which talks have hardly anything to trade.
const LEAST_STEPS: i64 = 10;
/// What steps are cut into: decimals stay short, and what lay on the grid still does.
const ROUND: [i64; 3] = [2, 5, 10];
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
    Options(Options),
}

/// What positions are called.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Options {
    /// Ids with their places from 0 to 1.
    pub(super) places: Vec<(String, f64)>,
    /// The lowest and the highest position of the sheet; none where the places are invented.
    ends: Option<[f64; 2]>,
}

impl Options {
    /// Where an actor stands: at the option that it names, or where its position lies between the ends.
    pub(super) fn ideal(&self, stance: &Stance) -> Option<f64> {
        match &stance.option {
            Some(name) => {
                let id = ids::fit(name, "", &mut Vec::new());
                self.places.iter().find(|(option, _)| *option == id).map(|(_, at)| *at)
            }
            None => {
                let [low, high] = self.ends?;
                let position = stance.position.filter(|x| (low..=high).contains(x))?;
                Some((position - low) / (high - low))
            }
        }
    }
}

impl Line {
    /// The option that a text of the sheet means: its name, or its number.
    pub(super) fn option(&self, text: &str) -> Option<String> {
        match self {
            Line::Options(options) => options
                .places
                .iter()
                .find(|(id, _)| *id == ids::fit(text, "", &mut Vec::new()))
                .map(|(id, _)| id.clone()),
            Line::Range(from, to, step) => {
                let value = number(text)?;
                let steps = (value - from) / step;
                let whole = (steps - steps.round()).abs() < 1e-6 && (*from..=*to).contains(&value);
                whole.then(|| value.to_string())
            }
        }
    }

    /// Whether the sheet says where actors stand on it.
    pub(super) fn is_placed(&self) -> bool {
        match self {
            Line::Range(..) => true,
            Line::Options(options) => options.ends.is_some(),
        }
    }
}

/// The number that a red line names.
fn number(text: &str) -> Option<f64> {
    // Adding 0 turns -0 into 0.
    text.replacen(',', ".", 1)
        .parse()
        .ok()
        .filter(|x: &f64| x.is_finite())
        .map(|x| x + 0.0)
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
                let found = format!("positions from {} to {} on {}", short(low), short(high), quoted(title));
                return Err(wrong(
                    sheet,
                    found,
                    "positions within 1e12 of 0 that differ by 1e-6 or more",
                    "use another unit",
                ));
            }
            let red_lines = stances()
                .flat_map(|stance| &stance.red_lines)
                .filter_map(|text| number(text));
            let red_lines: Vec<f64> = red_lines.filter(|x| (low..=high).contains(x)).collect();
            Line::Range(low, high, step(&known, &red_lines, low, high, most))
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

/// The step that meets all positions and red lines if there is one with few steps; else one that meets both ends and the
/// red lines, which have to be options.
fn step(known: &[f64], red_lines: &[f64], low: f64, high: f64, most: i64) -> f64 {
    let decimals = |x: &f64| x.to_string().split_once('.').map_or(0, |(_, digits)| digits.len());
    let places = known.iter().chain(red_lines).map(decimals).max().unwrap_or_default();
    let scale = (0..places).fold(1.0, |scale, _| scale * 10.0);
    let span = ((high - low) * scale).round();
    if places > DECIMALS || span > 1e15 {
        return (high - low) / most as f64;
    }
    // Exact: whole numbers below 1e15.
    let whole = |x: &f64| ((x - low) * scale).round() as i64;
    let span = span as i64;
    let red = red_lines.iter().map(whole).fold(span, gcd);
    let all = known.iter().map(whole).fold(red, gcd);
    let meets = |n: &i64| span % n == 0 && red % (span / n) == 0;
    let steps = if span / all <= most {
        span / all
    } else if let Some(n) = (2..=most).rev().find(meets) {
        n
    } else if red < span && span / red < limits::RANGE_OPTIONS as i64 {
        span / red
    } else {
        most
    };
    let enough = |factor: &&i64| steps * **factor >= LEAST_STEPS;
    let factor = if steps < LEAST_STEPS {
        ROUND.iter().find(enough).copied().unwrap_or(LEAST_STEPS)
    } else {
        1
    };
    span as f64 / ((steps * factor) as f64 * scale)
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
                    let found = format!("{} for the option {}", short(now), quoted(name));
                    let hint = "give an option one position";
                    return Err(sheet.error(row, column, found, format!("{}, as before", short(before)), hint));
                }
                (before, now) => *at = before.or(now),
            },
        }
    }
    let title = &actors.issues[place].1;
    if found.len() > limits::RANGE_OPTIONS {
        let (found, expected) = (
            format!("{} options of {}", found.len(), quoted(title)),
            format!("at most {}", limits::RANGE_OPTIONS),
        );
        return Err(wrong(sheet, found, expected, "join some"));
    }
    let ends = ends(&found);
    if ends.is_none() {
        notes.push(format!(
            "the options of {} stand evenly, in the order of the sheet (stylised): it does not place all of them apart",
            quoted(title)
        ));
    }
    let last = found.len().saturating_sub(1).max(1) as f64;
    let mut places: Vec<(String, f64)> = Vec::new();
    for (order, (name, at)) in found.into_iter().enumerate() {
        let id = ids::fit(&name, &format!("option {}", quoted(&name)), notes);
        if places.iter().any(|(known, _)| *known == id) {
            let found = format!(
                "the option {} of {}, which becomes {} as another does",
                quoted(&name),
                quoted(title),
                quoted(&id)
            );
            return Err(wrong(sheet, found, "different names", "rename one of them"));
        }
        let at = match (at, ends) {
            (Some(x), Some([low, high])) => (x - low) / (high - low),
            _ => order as f64 / last,
        };
        places.push((id, at));
    }
    places.sort_by(|a, b| a.1.total_cmp(&b.1));
    let options = Options { places, ends };
    positions_without_options(sheet, actors, place, &options)?;
    Ok(Line::Options(options))
}

/// The lowest and the highest position, where every option has one and they differ.
fn ends(options: &[(String, Option<f64>)]) -> Option<[f64; 2]> {
    let positions: Option<Vec<f64>> = options.iter().map(|(_, at)| *at).collect();
    let positions = positions?;
    let low = positions.iter().copied().fold(f64::INFINITY, f64::min);
    let high = positions.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    (high > low).then_some([low, high])
}

/// Refuses a position that names no option and lies nowhere among the options.
fn positions_without_options(
    sheet: &Sheet,
    actors: &Actors,
    place: usize,
    options: &Options,
) -> Result<(), ImportError> {
    for stance in actors.actors.iter().filter_map(|actor| actor.stances[place].as_ref()) {
        let Some(position) = stance.position.filter(|_| stance.option.is_none()) else {
            continue;
        };
        if options.ideal(stance).is_none() {
            let found = format!("the position {} without an option", short(position));
            let expected = match options.ends {
                Some([low, high]) => format!(
                    "a position from {} to {}, where the options stand, or an option",
                    short(low),
                    short(high)
                ),
                None => "an option, or options that all have positions of their own".to_owned(),
            };
            let (row, column) = stance.place;
            return Err(sheet.error(
                row,
                column,
                found,
                expected,
                "say in the row what the position is called",
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_meet_positions_where_few_do() {
        let of = |known: &[f64], red_lines: &[f64], most| {
            let low = known.iter().copied().fold(f64::INFINITY, f64::min);
            let high = known.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            step(known, red_lines, low, high, most)
        };
        let few = |known: &[f64]| of(known, &[], 20);
        assert_eq!(few(&[0.0, 35.0, 100.0]), 5.0);
        // A common step of 1 would be 100 steps: the most that divide 100 are 20.
        assert_eq!(few(&[0.0, 33.0, 100.0]), 5.0);
        // 82.72 - 62.52 is 2,020 hundredths.
        assert_eq!(few(&[62.52, 75.79, 82.72]), 1.01);
        // The common step is cut into 2, 5 or 10: 10 steps at least.
        assert_eq!(few(&[1.5, 3.0, 2.0, 4.0]), 0.25);
        assert_eq!(few(&[4.0, 7.0, 9.0]), 0.5);
        assert_eq!(few(&[4.0, 7.0, 10.0]), 0.6);
        assert_eq!(few(&[0.0, 100.0]), 10.0);
        assert_eq!(few(&[10.0, 90.0]), 8.0);
        assert_eq!(of(&[10.0, 90.0], &[], 10), 8.0);
        // Only 2 of up to 20 divide 106: those in 5.
        assert_eq!(few(&[0.0, 1.0, 106.0]), 10.6);
        // Red lines are met whatever it takes.
        assert_eq!(of(&[0.0, 5.0, 10.0], &[8.0], 20), 1.0);
        assert_eq!(of(&[0.0, 5.0, 10.0], &[2.5], 20), 0.5);
        assert_eq!(of(&[0.0, 33.0, 100.0], &[37.0], 20), 1.0);
        assert_eq!(of(&[0.0, 33.0, 100.0], &[50.0], 20), 5.0);
    }
}
