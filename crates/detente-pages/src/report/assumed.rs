//! What was assumed: numbers that name where they come from, apart from those that are invented.

use crate::glossary::Links;
use crate::source::Source;
use crate::words::few;
use detente_results::{FactorLevel, ParameterRow, grouped};
use serde::Serialize;

/// Numbers of one kind that are listed.
const MOST: usize = 500;

/// What was assumed.
#[derive(Debug, Serialize)]
pub(super) struct Assumed {
    summary_html: String,
    /// Those with evidence.
    evidence: Vec<Number>,
    /// Those that are drawn anew in each run.
    drawn: Vec<Number>,
    /// All without evidence, by what they belong to.
    invented: Vec<Group>,
    factors: Vec<Factor>,
}

#[derive(Debug, Serialize)]
struct Number {
    path: String,
    value: String,
    unit: String,
    meaning: String,
    /// Where the mechanism comes from.
    source: String,
    /// Where the number comes from.
    evidence: String,
}

#[derive(Debug, Serialize)]
struct Group {
    kind: String,
    count: String,
    numbers: Vec<Number>,
    /// Those that are not listed.
    more: usize,
}

#[derive(Debug, Serialize)]
struct Factor {
    id: String,
    path: String,
    unit: String,
    levels: String,
}

pub(super) fn of(source: &Source, links: &mut Links) -> Assumed {
    let evidence = numbers(source, |row| !row.evidence.is_empty());
    let drawn = numbers(source, is_drawn);
    Assumed {
        summary_html: links.text(&summary(source, evidence.len(), drawn.len())),
        evidence,
        drawn,
        invented: groups(source),
        factors: factors(source),
    }
}

/// Whether a number is a distribution, like `normal [0.4, 0.06]`.
fn is_drawn(row: &ParameterRow) -> bool {
    row.value.contains('[')
}

fn summary(source: &Source, evidence: usize, drawn: usize) -> String {
    let all = source.parameters.len() as u64;
    let [all, evidence, others] = [all, evidence as u64, all - evidence as u64].map(grouped);
    let invented = match source.manifest.scenario.stylised {
        true => "are stylised: invented, within a range that is stated",
        false => "name no evidence",
    };
    format!(
        "The scenario has {all} numbers. Of these, {evidence} name evidence; {others} {invented}. {} of all are drawn anew in each \
         run, because nobody knows them. All are in parameters.csv, with range and meaning.",
        grouped(drawn as u64)
    )
}

fn numbers(source: &Source, wanted: impl Fn(&ParameterRow) -> bool) -> Vec<Number> {
    let rows = source.parameters.iter().filter(|row| wanted(row));
    rows.map(|row| Number {
        path: row.path.clone(),
        value: value(&row.value),
        unit: row.unit.clone(),
        meaning: row.meaning.replace('`', ""),
        source: row.source.clone(),
        evidence: row.evidence.clone(),
    })
    .collect()
}

/// A number in as many digits as a page needs; anything else as it is.
fn value(text: &str) -> String {
    let number = text.parse().ok().filter(|x: &f64| x.is_finite() && text.len() > 8);
    number.map_or_else(|| text.to_owned(), few)
}

/// Numbers without evidence by the first part of their paths, in the order of the table.
fn groups(source: &Source) -> Vec<Group> {
    let kind = |path: &str| path.split('.').next().unwrap_or_default().to_owned();
    let mut groups: Vec<Group> = Vec::new();
    for number in numbers(source, |row| row.evidence.is_empty()) {
        let kind = kind(&number.path);
        match groups.iter_mut().find(|group| group.kind == kind) {
            Some(group) => group.numbers.push(number),
            None => groups.push(Group {
                kind,
                count: String::new(),
                numbers: vec![number],
                more: 0,
            }),
        }
    }
    for group in &mut groups {
        group.count = grouped(group.numbers.len() as u64);
        group.more = group.numbers.len().saturating_sub(MOST);
        group.numbers.truncate(MOST);
    }
    groups
}

fn factors(source: &Source) -> Vec<Factor> {
    let factors = source.manifest.factors.iter().map(|factor| {
        let operation = factor.operation.as_deref();
        let levels: Vec<String> = factor.levels.iter().map(|level| of_level(operation, level)).collect();
        Factor {
            id: factor.id.clone(),
            path: factor.path.clone(),
            unit: factor.unit.clone(),
            levels: levels.join(", "),
        }
    });
    factors.collect()
}

/// A level as it is, or what is added or multiplied.
fn of_level(operation: Option<&str>, level: &FactorLevel) -> String {
    match (operation, level.number()) {
        (Some("scale"), Some(x)) => format!("x {}", few(x)),
        (Some("add"), Some(x)) if x >= 0.0 => format!("+{}", few(x)),
        _ => level.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_not_shown_as_a_value() {
        let said = |operation, x| of_level(operation, &FactorLevel::Number(x));
        assert_eq!(said(None, 0.5), "0.5");
        assert_eq!(said(Some("scale"), 0.8), "x 0.8");
        assert_eq!([said(Some("add"), 0.1), said(Some("add"), -0.1)], ["+0.1", "-0.1"]);
        assert_eq!(of_level(Some("scale"), &FactorLevel::AsIs), "as it is");
    }
}
