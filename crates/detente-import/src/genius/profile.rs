//! A profile: what one party makes of the issues of a domain. Issues meet by name and values by value, because indices
//! differ between the files of real domains; weights meet the issues of their own file by index.

use super::domain::{self, Issue, Options};
use super::evaluator::Evaluator;
use super::space::Space;
use super::unread;
use super::xml::Element;
use crate::error::{ImportError, ImportProblem::Profile as PROFILE};
use crate::options::Utilities;
use crate::scenario::Profile;
use detente_scenario::{did_you_mean, quoted, short};
use std::collections::BTreeMap;

/// Below this the largest evaluation of an issue counts as 0, and so do all (`EvaluatorDiscrete.normalize`).
const NOTHING: f64 = 0.00001;

/// Reads a profile for a domain; `notes` takes what the user should know.
pub(super) fn read(
    space: &Space<'_>,
    issues: &[Issue],
    utilities: Utilities,
    notes: &mut Vec<String>,
) -> Result<Profile, ImportError> {
    let elements = issue_elements(space, issues)?;
    let mut weights = weights(space, &elements)?;
    let multiplier = multiplier(space, notes)?;
    // Such a file has its reservation value on its own scale, and evaluations are not divided.
    let utilities = if multiplier.is_some() {
        Utilities::Raw
    } else {
        utilities
    };
    weights
        .iter_mut()
        .for_each(|weight| *weight *= multiplier.unwrap_or(1.0));
    unread::tell(space, notes);
    let reader = Reader { space, utilities };
    let values = issues
        .iter()
        .zip(&elements)
        .map(|(issue, element)| reader.values(issue, element, notes));
    Ok(Profile {
        weights,
        values: values.collect::<Result<_, _>>()?,
        reservation_value: reservation_value(space)?,
        discount: discount(space)?,
        own_scale: multiplier.is_some(),
    })
}

/// The elements of the domain's issues, in the domain's order.
fn issue_elements<'a>(space: &Space<'a>, issues: &[Issue]) -> Result<Vec<&'a Element>, ImportError> {
    let mut elements = BTreeMap::new();
    for element in &space.issues {
        let name = space.name(element, PROFILE)?;
        if !issues.iter().any(|issue| issue.name == name) {
            let found = format!("issue {}, which the domain does not have", quoted(name));
            let suggestion = did_you_mean(name, issues.iter().map(|issue| issue.name.as_str()));
            let hint = suggestion.unwrap_or_else(|| "remove it, or add it to the domain".into());
            return Err(space
                .xml
                .error(PROFILE, element, found, "the issues of the domain", hint));
        }
        if elements.insert(name, *element).is_some() {
            let found = format!("a second issue {}", quoted(name));
            return Err(space.xml.error(PROFILE, element, found, "one", "remove one of them"));
        }
    }
    let of = |issue: &Issue| {
        let missing = || {
            let found = format!("nothing about issue {}", quoted(&issue.name));
            let hint = "add the issue with its evaluations and its weight";
            space
                .xml
                .error(PROFILE, &space.xml.root, found, "all issues of the domain", hint)
        };
        elements.get(issue.name.as_str()).copied().ok_or_else(missing)
    };
    issues.iter().map(of).collect()
}

/// The weights of issues, as they stand: domains exist in which they do not quite add up to 1.
fn weights(space: &Space<'_>, issues: &[&Element]) -> Result<Vec<f64>, ImportError> {
    let mut weights = said_weights(space, &places(space, issues)?)?;
    let of = |(place, issue): (usize, &&Element)| weights.remove(&place).ok_or_else(|| no_weight(space, issue));
    let weights: Vec<f64> = issues.iter().enumerate().map(of).collect::<Result<_, _>>()?;
    if weights.iter().all(|&weight| weight == 0.0) {
        let (root, found) = (&space.xml.root, "weights that are all 0");
        return Err(space
            .xml
            .error(PROFILE, root, found, "a weight above 0", "weigh the issues"));
    }
    Ok(weights)
}

/// Places of the issues by their indices in this file.
fn places(space: &Space<'_>, issues: &[&Element]) -> Result<BTreeMap<i64, usize>, ImportError> {
    let mut places = BTreeMap::new();
    for (place, issue) in issues.iter().enumerate() {
        let number = index(space, issue)?;
        if places.insert(number, place).is_some() {
            let found = format!("a second issue with index {number}");
            let hint = "number the issues apart, and their weights alike";
            return Err(space.xml.error(PROFILE, issue, found, "different indices", hint));
        }
    }
    Ok(places)
}

/// The weights that the file gives, by place.
fn said_weights(space: &Space<'_>, places: &BTreeMap<i64, usize>) -> Result<BTreeMap<usize, f64>, ImportError> {
    let mut weights = BTreeMap::new();
    for element in &space.weights {
        let fail =
            |found: String, expected: &str, hint: &str| Err(space.xml.error(PROFILE, element, found, expected, hint));
        let number = index(space, element)?;
        let Some(&place) = places.get(&number) else {
            // GENIUS passes over the weight of an objective.
            if space
                .objectives
                .iter()
                .any(|objective| index(space, objective).ok() == Some(number))
            {
                continue;
            }
            let found = format!("a weight for index {number}, which no issue has");
            let hint = "give it the index of an issue of this file, or remove it";
            return fail(found, "the index of an issue", hint);
        };
        let weight = space.number(element, "value", PROFILE)?;
        if weight < 0.0 {
            let hint = "turn the evaluations round where more is worse";
            return fail(format!("weight {weight:?}"), "a weight of at least 0", hint);
        }
        // Adding 0 turns -0 into 0.
        if weights.insert(place, weight + 0.0).is_some() {
            return fail(
                format!("a second weight for index {number}"),
                "one",
                "remove one of them",
            );
        }
    }
    Ok(weights)
}

fn no_weight(space: &Space<'_>, issue: &Element) -> ImportError {
    let found = format!("no weight for issue {}", quoted(issue.get("name").unwrap_or("")));
    let index: String = issue.get("index").unwrap_or("").trim().chars().take(20).collect();
    let hint = format!("add `<weight index=\"{index}\" value=\"...\"/>`");
    space.xml.error(PROFILE, issue, found, "a weight for each issue", hint)
}

fn index(space: &Space<'_>, element: &Element) -> Result<i64, ImportError> {
    let text = element.get("index");
    text.and_then(|text| text.trim().parse().ok()).ok_or_else(|| {
        let found = match text {
            Some(text) => format!("index {} of {}", quoted(text), quoted(&element.name)),
            None => format!("{} without `index`", quoted(&element.name)),
        };
        let hint = "weights and issues of a profile meet by their indices";
        space
            .xml
            .error(PROFILE, element, found, "`index` with a whole number", hint)
    })
}

/// Reads what options are worth.
struct Reader<'a> {
    space: &'a Space<'a>,
    utilities: Utilities,
}

impl Reader<'_> {
    fn values(&self, issue: &Issue, element: &Element, notes: &mut Vec<String>) -> Result<Vec<f64>, ImportError> {
        let expected = issue.options.issue_type();
        let said = self.space.issue_type(element, PROFILE)?;
        if let Some(said) = said.filter(|&said| said != expected) {
            let found = format!("issue {} of type {}", quoted(&issue.name), said.name());
            let expected = format!("type {}, as in the domain", expected.name());
            return Err(self
                .space
                .xml
                .error(PROFILE, element, found, expected, "let domain and profile agree"));
        }
        match &issue.options {
            Options::Discrete(names) => self.evaluations(issue, names, element, notes),
            Options::Integer(lower, upper) => {
                let numbers: Vec<f64> = (*lower..=*upper).map(|x| x as f64).collect();
                self.evaluated(issue, &numbers, element)
            }
            Options::Real(numbers) => self.evaluated(issue, numbers, element),
        }
    }

    /// Evaluations of named values. On GENIUS' scale they are divided by the largest of the issue, those below 0 too;
    /// where that is next to nothing, all are 0.
    fn evaluations(
        &self,
        issue: &Issue,
        names: &[String],
        element: &Element,
        notes: &mut Vec<String>,
    ) -> Result<Vec<f64>, ImportError> {
        let items = self.items(issue, names, element, notes)?;
        let of = |name: &String| {
            let missing = || {
                let found = format!("no evaluation of {} in issue {}", quoted(name), quoted(&issue.name));
                let hint = "add `<item value=\"...\" evaluation=\"...\"/>`";
                self.space
                    .xml
                    .error(PROFILE, element, found, "one for each value of the domain", hint)
            };
            let item = items.get(name.as_str()).ok_or_else(missing)?;
            item.get("evaluation").ok_or_else(missing)?;
            self.evaluation(item)
        };
        let evaluations: Vec<f64> = names.iter().map(of).collect::<Result<_, _>>()?;
        if self.utilities == Utilities::Raw {
            return Ok(evaluations);
        }
        let largest = evaluations.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let share = |evaluation: f64| if largest < NOTHING { 0.0 } else { evaluation / largest };
        Ok(evaluations.into_iter().map(share).collect())
    }

    fn evaluation(&self, item: &Element) -> Result<f64, ImportError> {
        // Adding 0 turns -0 into 0.
        Ok(self.space.number(item, "evaluation", PROFILE)? + 0.0)
    }

    /// The items of an issue by value. A line of a real domain is there twice, with the same index: GENIUS and NegMAS
    /// let the last one stand. Under another index it is more likely a slip.
    fn items<'b>(
        &self,
        issue: &Issue,
        names: &[String],
        element: &'b Element,
        notes: &mut Vec<String>,
    ) -> Result<BTreeMap<&'b str, &'b Element>, ImportError> {
        let known: BTreeMap<&str, ()> = names.iter().map(|name| (name.as_str(), ())).collect();
        let fail = |item: &Element, found: String, expected: &str, hint: String| {
            Err(self.space.xml.error(PROFILE, item, found, expected, hint))
        };
        let mut items: BTreeMap<&str, &Element> = BTreeMap::new();
        for item in element.all("item") {
            let Some(value) = item.get("value") else {
                return fail(
                    item,
                    "an item without a value".into(),
                    "`value=\"...\"`",
                    "name the value".into(),
                );
            };
            if !known.contains_key(value) {
                let suggestion = did_you_mean(value, names.iter().map(String::as_str));
                let hint = suggestion.unwrap_or_else(|| "remove it, or add it to the domain".into());
                let found = format!(
                    "value {}, which issue {} does not have",
                    quoted(value),
                    quoted(&issue.name)
                );
                return fail(item, found, "the values of the domain", hint);
            }
            let Some(before) = items.insert(value, item) else {
                continue;
            };
            if before.get("index") != item.get("index") {
                let found = format!("a second evaluation of {}", quoted(value));
                return fail(item, found, "one", "remove one of them".into());
            }
            let file = self.space.xml.file.file_name().unwrap_or_default().display();
            notes.push(format!(
                "{file} evaluates {} of issue {} twice; the last one counts, as in GENIUS",
                quoted(value),
                quoted(&issue.name)
            ));
        }
        Ok(items)
    }

    /// What numbers are worth, by the evaluator of their issue.
    fn evaluated(&self, issue: &Issue, numbers: &[f64], element: &Element) -> Result<Vec<f64>, ImportError> {
        let xml = self.space.xml;
        let evaluators: Vec<&Element> = element.all("evaluator").collect();
        let Some(evaluator) = self.space.only(&evaluators, "evaluator")? else {
            let found = format!("no evaluator of issue {}", quoted(&issue.name));
            let hint = "add `<evaluator ftype=\"linear\" slope=\"...\" offset=\"...\"/>`";
            return Err(xml.error(PROFILE, element, found, "an evaluator", hint));
        };
        let ends = [numbers[0], numbers[numbers.len() - 1]];
        if let Some(range) = self.space.range(element) {
            let said = domain::bounds(self.space, element, PROFILE)?;
            if said != ends {
                let found = format!("bounds {:?} and {:?}", said[0], said[1]);
                let expected = format!("{:?} and {:?}, as in the domain", ends[0], ends[1]);
                return Err(xml.error(PROFILE, range, found, expected, "let domain and profile agree"));
            }
        }
        let function = Evaluator::read(self.space, evaluator)?;
        let kind = issue.options.issue_type();
        let value = |&x: &f64| function.value(x, kind, ends[0], self.utilities);
        let values: Vec<f64> = numbers.iter().map(value).collect();
        if values.iter().any(|value| !value.is_finite()) {
            let found = "an evaluator with values that are no numbers";
            return Err(xml.error(
                PROFILE,
                evaluator,
                found,
                "finite values",
                "make its parameters smaller",
            ));
        }
        Ok(values)
    }
}

/// What GeniusBI multiplies utilities with: its reservation values are on that scale. Its other elements, such as what
/// time and leaving change, are told as unknown.
///
/// Source: GeniusBI, `UtilitySpace.getUtility`: the weighted sum times `weightmultiplyer`, and `timeeffect` per time.
fn multiplier(space: &Space<'_>, notes: &mut Vec<String>) -> Result<Option<f64>, ImportError> {
    let Some(element) = space.only(&space.multipliers, "weight multiplier")? else {
        return Ok(None);
    };
    let multiplier = space.number(element, "value", PROFILE)?;
    if multiplier <= 0.0 {
        let found = format!("weight multiplier {multiplier:?}");
        return Err(space.xml.error(
            PROFILE,
            element,
            found,
            "a number above 0",
            "1 leaves utilities as they are",
        ));
    }
    let file = crate::files::name(&space.xml.file);
    notes.push(format!(
        "{file} has a weight multiplier, {}: its utilities and its reservation value are on the file's own scale",
        short(multiplier)
    ));
    Ok(Some(multiplier))
}

/// The utility of no agreement: 0 unless given.
fn reservation_value(space: &Space<'_>) -> Result<f64, ImportError> {
    let element = space.only(&space.reservations, "reservation value")?;
    // Adding 0 turns -0 into 0.
    element.map_or(Ok(0.0), |element| Ok(space.number(element, "value", PROFILE)? + 0.0))
}

fn discount(space: &Space<'_>) -> Result<Option<f64>, ImportError> {
    let Some(element) = space.only(&space.discounts, "discount factor")? else {
        return Ok(None);
    };
    let factor = space.number(element, "value", PROFILE)?;
    if !(0.0..=1.0).contains(&factor) {
        let found = format!("discount factor {factor:?}");
        let hint = "1 leaves utilities as they are; 0 does so too, as in GENIUS";
        return Err(space.xml.error(PROFILE, element, found, "a number from 0 to 1", hint));
    }
    Ok(Some(factor).filter(|factor| *factor > 0.0 && *factor < 1.0))
}
