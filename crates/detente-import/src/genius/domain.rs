//! The domain: issues and their options, in the order of the file.

use super::space::{IssueType, Space};
use super::xml::Element;
use crate::error::{ImportError, ImportProblem};
use crate::ids;
use detente_scenario::{limits, quoted, short};
use std::collections::BTreeMap;

/// Options that a real issue is cut into where the file does not say. NegMAS, whose results the import is checked
/// against, takes 10 levels, both ends among them, where it makes a continuous issue discrete (`to_discrete`, method
/// "grid"). GENIUS itself has agents sample 21 (`IssueReal`), but plays the continuum.
const LEVELS: usize = 10;
/// Farthest from 0 that a bound may lie: beyond, neighbouring numbers look the same.
const FARTHEST: f64 = 1e15;

/// An issue as the domain has it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Issue {
    /// Its name in the files.
    pub(super) name: String,
    /// Its id in the scenario.
    pub(super) id: String,
    pub(super) options: Options,
    /// Ids of the options in the scenario.
    pub(super) option_ids: Vec<String>,
}

impl Issue {
    /// What the scenario says of it.
    pub(super) fn plain(&self) -> crate::scenario::Issue {
        crate::scenario::Issue {
            id: self.id.clone(),
            option_ids: self.option_ids.clone(),
        }
    }
}

/// The options of an issue.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Options {
    /// By name.
    Discrete(Vec<String>),
    /// All whole numbers from the one to the other.
    Integer(i64, i64),
    /// Some numbers of a range.
    Real(Vec<f64>),
}

impl Options {
    pub(super) fn issue_type(&self) -> IssueType {
        match self {
            Options::Discrete(_) => IssueType::Discrete,
            Options::Integer(..) => IssueType::Integer,
            Options::Real(_) => IssueType::Real,
        }
    }

    /// The options in words, to be made ids of.
    fn names(&self) -> Vec<String> {
        match self {
            Options::Discrete(names) => names.clone(),
            Options::Integer(lower, upper) => (*lower..=*upper).map(|x| x.to_string()).collect(),
            Options::Real(values) => values.iter().map(|&x| number_text(x)).collect(),
        }
    }
}

/// Reads the issues of a domain; `notes` takes what the user should know.
pub(super) fn read(space: &Space<'_>, notes: &mut Vec<String>) -> Result<Vec<Issue>, ImportError> {
    let root = &space.xml.root;
    let too_many = |count: usize, what: &str, most: usize| {
        let hint = "GENIUS domains of this size cannot be imported";
        let (found, expected) = (format!("{count} {what}"), format!("at most {most}"));
        Err(space.xml.error(ImportProblem::Domain, root, found, expected, hint))
    };
    if space.issues.len() > limits::ROWS {
        return too_many(space.issues.len(), "issues", limits::ROWS);
    }
    let mut issues: Vec<Issue> = Vec::new();
    let mut seen = BTreeMap::new();
    for element in &space.issues {
        let name = space.name(element, ImportProblem::Domain)?;
        let id = ids::fit(name, &format!("issue {}", quoted(name)), notes);
        unique(space, element, &mut seen, name, &id, "issue")?;
        let options = options(space, element)?;
        let option_ids = option_ids(space, element, &options, notes)?;
        let name = name.to_owned();
        issues.push(Issue {
            name,
            id,
            options,
            option_ids,
        });
    }
    let count = issues.iter().map(|issue| issue.option_ids.len()).sum();
    if count > limits::OPTIONS {
        return too_many(count, "options", limits::OPTIONS);
    }
    Ok(issues)
}

/// Refuses a name or an id that was there before.
fn unique(
    space: &Space<'_>,
    element: &Element,
    seen: &mut BTreeMap<String, String>,
    name: &str,
    id: &str,
    what: &str,
) -> Result<(), ImportError> {
    let Some(before) = seen.insert(id.to_owned(), name.to_owned()) else {
        return Ok(());
    };
    let found = if before == name {
        format!("a second {what} {}", quoted(name))
    } else {
        format!(
            "{what}s {} and {}, which both become {}",
            quoted(&before),
            quoted(name),
            quoted(id)
        )
    };
    let hint = "rename one of them, in the profiles too";
    Err(space
        .xml
        .error(ImportProblem::Domain, element, found, "different names", hint))
}

fn options(space: &Space<'_>, issue: &Element) -> Result<Options, ImportError> {
    let found = space.issue_type(issue, ImportProblem::Domain)?;
    match found.unwrap_or(IssueType::Discrete) {
        IssueType::Discrete => items(space, issue),
        IssueType::Integer => whole_numbers(space, issue),
        IssueType::Real => levels(space, issue),
    }
}

fn items(space: &Space<'_>, issue: &Element) -> Result<Options, ImportError> {
    let fail = |element: &Element, found: String, expected: &str, hint: &str| {
        space.xml.error(ImportProblem::Domain, element, found, expected, hint)
    };
    let mut names = Vec::new();
    for item in issue.all("item") {
        let value = item.get("value").filter(|value| !value.trim().is_empty());
        let Some(value) = value else {
            return Err(fail(
                item,
                "an item without a value".into(),
                "`value=\"...\"`",
                "name the value",
            ));
        };
        names.push(value.to_owned());
        if names.len() > limits::RANGE_OPTIONS {
            let found = format!("more than {} items", limits::RANGE_OPTIONS);
            return Err(fail(issue, found, "fewer", "leave some out, in the profiles too"));
        }
    }
    if names.is_empty() {
        let hint = "add items, or say that the issue is `integer` or `real`";
        return Err(fail(
            issue,
            "an issue without items".into(),
            "`<item value=\"...\"/>`",
            hint,
        ));
    }
    Ok(Options::Discrete(names))
}

fn whole_numbers(space: &Space<'_>, issue: &Element) -> Result<Options, ImportError> {
    let [lower, upper] = bounds(space, issue, ImportProblem::Domain)?;
    let fail = |found: String, expected: &str, hint: &str| {
        Err(space.xml.error(ImportProblem::Domain, issue, found, expected, hint))
    };
    if lower.fract() != 0.0 || upper.fract() != 0.0 {
        let hint = "say that the issue is `real`, or round its bounds";
        return fail(
            format!("bounds {} and {}", short(lower), short(upper)),
            "whole numbers in an integer issue",
            hint,
        );
    }
    if upper - lower + 1.0 > limits::RANGE_OPTIONS as f64 {
        let found = format!("{} values from {lower} to {upper}", upper - lower + 1.0);
        return fail(
            found,
            &format!("at most {}", limits::RANGE_OPTIONS),
            "narrow the range, in the profiles too",
        );
    }
    // Exact: both are whole and below 1e15.
    Ok(Options::Integer(lower as i64, upper as i64))
}

fn levels(space: &Space<'_>, issue: &Element) -> Result<Options, ImportError> {
    let [lower, upper] = bounds(space, issue, ImportProblem::Domain)?;
    let places = std::iter::once(issue).chain(issue.all("range"));
    let said = places
        .flat_map(|place| ["steps", "discretization"].map(|key| place.get(key)))
        .flatten()
        .next();
    let count = match said {
        None => LEVELS,
        Some(text) => {
            let count = text
                .trim()
                .parse()
                .ok()
                .filter(|n| (2..=limits::RANGE_OPTIONS).contains(n));
            count.ok_or_else(|| {
                let found = format!("{} steps", quoted(text));
                let expected = format!("a whole number from 2 to {}", limits::RANGE_OPTIONS);
                let hint = "it is the number of options that the range is cut into, both ends among them";
                space.xml.error(ImportProblem::Domain, issue, found, expected, hint)
            })?
        }
    };
    if lower == upper {
        return Ok(Options::Real(vec![lower]));
    }
    let last = (count - 1) as f64;
    let level = |k: usize| {
        if k + 1 == count {
            upper
        } else {
            lower + (upper - lower) * (k as f64 / last)
        }
    };
    // Adding 0 turns -0 into 0.
    Ok(Options::Real((0..count).map(|k| level(k) + 0.0).collect()))
}

/// The ends of a range, the lower one first.
pub(super) fn bounds(space: &Space<'_>, issue: &Element, problem: ImportProblem) -> Result<[f64; 2], ImportError> {
    let Some(range) = space.range(issue) else {
        let expected = "`lowerbound=\"...\"` and `upperbound=\"...\"`";
        let hint = "give both ends of the range";
        return Err(space
            .xml
            .error(problem, issue, "an issue without bounds", expected, hint));
    };
    let [lower, upper] = [
        space.number(range, "lowerbound", problem)?,
        space.number(range, "upperbound", problem)?,
    ];
    if lower > upper || lower.abs() > FARTHEST || upper.abs() > FARTHEST {
        let found = format!("bounds {lower:?} and {upper:?}");
        let expected = "a lower bound that is not above the upper one, both within 1e15 of 0";
        return Err(space.xml.error(problem, range, found, expected, "mend the bounds"));
    }
    Ok([lower, upper])
}

fn option_ids(
    space: &Space<'_>,
    issue: &Element,
    options: &Options,
    notes: &mut Vec<String>,
) -> Result<Vec<String>, ImportError> {
    let items: Vec<&Element> = issue.all("item").collect();
    let mut seen = BTreeMap::new();
    let mut option_ids = Vec::new();
    for (place, name) in options.names().into_iter().enumerate() {
        let id = ids::fit(&name, &format!("value {}", quoted(&name)), notes);
        let element = items.get(place).copied().unwrap_or(issue);
        unique(space, element, &mut seen, &name, &id, "value")?;
        option_ids.push(id);
    }
    Ok(option_ids)
}

/// A number as short as it can be written: in digits, with an exponent only where there would be many zeros.
fn number_text(value: f64) -> String {
    let digits = value.to_string();
    if digits.len() <= limits::ID_CHARACTERS / 2 {
        digits
    } else {
        format!("{value:e}")
    }
}
