//! What a file says that is not read here: elements, attributes and text that may change utilities.

use super::space::{PROFILE_ROOT, Space};
use super::xml::Element;
use crate::files;
use crate::notes::listed;
use detente_scenario::quoted;
use std::collections::BTreeSet;

/// The attributes of elements that are read, and those that never change utilities. GENIUS writes what items cost, but
/// reckons with it nowhere.
const KNOWN: [(&str, &[&str]); 11] = [
    ("negotiation_template", &["number_of_sessions"]),
    (PROFILE_ROOT, &["type", "number_of_issues"]),
    ("objective", &["index", "type", "vtype", "etype"]),
    (
        "issue",
        &[
            "index",
            "type",
            "vtype",
            "etype",
            "lowerbound",
            "upperbound",
            "steps",
            "discretization",
        ],
    ),
    ("item", &["index", "value", "evaluation", "cost"]),
    ("range", &["lowerbound", "upperbound", "steps", "discretization"]),
    (
        "evaluator",
        &["ftype", "slope", "offset", "parameter0", "parameter1", "parameter2"],
    ),
    ("weight", &["index", "value"]),
    ("weightmultiplyer", &["value"]),
    ("discount_factor", &["value"]),
    ("reservation", &["value"]),
];
/// What is said of any element in passing.
const IN_PASSING: [&str; 2] = ["name", "description"];

/// Tells what the file says that is not read.
pub(super) fn tell(space: &Space<'_>, notes: &mut Vec<String>) {
    let mut told = BTreeSet::new();
    // The ends of a domain are left out as a whole.
    let ends = space.reservations.iter().chain(&space.discounts);
    let in_ends = ends.filter(|_| space.is_profile()).flat_map(|end| &end.children);
    for element in space.unknown.iter().copied().chain(in_ends) {
        let name = quoted(&element.name);
        told.insert(if element.name == PROFILE_ROOT {
            format!("an empty {name}")
        } else {
            name
        });
    }
    gather(&space.xml.root, &mut told);
    if told.is_empty() {
        return;
    }
    notes.push(format!(
        "{} says {} too, which GENIUS 10.4 does not know and utilities here leave out",
        files::name(&space.xml.file),
        listed(told.iter().map(String::as_str))
    ));
}

/// Attributes and text of an element that is read, and of those in it.
fn gather(element: &Element, told: &mut BTreeSet<String>) {
    let Some((_, known)) = KNOWN.iter().find(|(name, _)| *name == element.name) else {
        return;
    };
    let is_known = |key: &str| {
        known.contains(&key) || IN_PASSING.contains(&key) || key.starts_with("xml") || key.starts_with("xsi:")
    };
    for (key, _) in element.attributes.iter().filter(|(key, _)| !is_known(key)) {
        told.insert(format!("{} of {}", quoted(key), quoted(&element.name)));
    }
    if element.has_text {
        told.insert(format!("text in {}", quoted(&element.name)));
    }
    element.children.iter().for_each(|child| gather(child, told));
}
