//! What domains and profiles have in common: a utility space with one objective and its issues. GENIUS puts weights
//! before or after the issues, and the reservation value and the discount factor inside or outside of the objective;
//! all are taken wherever they stand.

use super::error::{GeniusError, GeniusProblem};
use super::xml::{Element, Xml};
use crate::suggest::{did_you_mean, one_of, quoted};

/// The types of issues, as GENIUS writes them.
const TYPES: [(&str, IssueType); 3] = [
    ("discrete", IssueType::Discrete),
    ("integer", IssueType::Integer),
    ("real", IssueType::Real),
];

/// Elements of utility spaces that are no weighted sums.
const NOT_ADDITIVE: [&str; 5] = ["utility_function", "utility", "ufun", "constraint", "constraints"];

/// What the options of an issue are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum IssueType {
    /// Named values.
    Discrete,
    /// All whole numbers of a range.
    Integer,
    /// A range.
    Real,
}

impl IssueType {
    pub(super) fn name(self) -> &'static str {
        match self {
            IssueType::Discrete => "discrete",
            IssueType::Integer => "integer",
            IssueType::Real => "real",
        }
    }
}

/// The parts of a file, each in the order in which they stand.
#[derive(Debug)]
pub(super) struct Space<'a> {
    pub(super) xml: &'a Xml,
    pub(super) issues: Vec<&'a Element>,
    pub(super) weights: Vec<&'a Element>,
    pub(super) reservations: Vec<&'a Element>,
    pub(super) discounts: Vec<&'a Element>,
}

impl<'a> Space<'a> {
    pub(super) fn of(xml: &'a Xml) -> Result<Self, GeniusError> {
        let mut space = Self {
            xml,
            issues: Vec::new(),
            weights: Vec::new(),
            reservations: Vec::new(),
            discounts: Vec::new(),
        };
        let root = &xml.root;
        if !["negotiation_template", "utility_space"].contains(&root.name.as_str()) {
            let found = format!("the outermost element is {}", quoted(&root.name));
            let expected = "`negotiation_template` or `utility_space`";
            let hint = "move files that are no GENIUS domain or profile to another directory";
            return Err(xml.error(GeniusProblem::Domain, root, found, expected, hint));
        }
        space.gather(root, false)?;
        if space.issues.is_empty() {
            let hint = "move files that are no GENIUS domain or profile to another directory";
            return Err(xml.error(GeniusProblem::Domain, root, "no issue", "issues in an objective", hint));
        }
        Ok(space)
    }

    fn gather(&mut self, element: &'a Element, in_objective: bool) -> Result<(), GeniusError> {
        for child in &element.children {
            match child.name.as_str() {
                "objective" if in_objective => {
                    let expected = "issues side by side in one objective";
                    let hint = "move its issues up, with the products of their weights";
                    let found = "an objective inside of an objective";
                    return Err(self.xml.error(GeniusProblem::Domain, child, found, expected, hint));
                }
                "objective" => self.gather(child, true)?,
                "utility_space" => self.gather(child, in_objective)?,
                "issue" => self.issues.push(child),
                "weight" => self.weights.push(child),
                "reservation" => self.reservations.push(child),
                "discount_factor" => self.discounts.push(child),
                name if NOT_ADDITIVE.contains(&name) => {
                    let found = format!("{}: a utility that is no weighted sum", quoted(name));
                    let hint = "only additive utility spaces can be imported";
                    let expected = "weights and evaluations";
                    return Err(self.xml.error(GeniusProblem::Profile, child, found, expected, hint));
                }
                // GENIUS files also name agents and similarity functions, which say nothing about utilities.
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether the file says what anything is worth to somebody: then it is a profile, whatever its elements are
    /// called.
    pub(super) fn is_profile(&self) -> bool {
        let rates = |issue: &&Element| {
            issue.all("evaluator").next().is_some() || issue.all("item").any(|item| item.get("evaluation").is_some())
        };
        let said = [&self.weights, &self.reservations, &self.discounts];
        said.iter().any(|list| !list.is_empty()) || self.issues.iter().any(rates)
    }

    /// The name of an issue, as it stands.
    pub(super) fn name(&self, issue: &'a Element, problem: GeniusProblem) -> Result<&'a str, GeniusError> {
        let name = issue.get("name").filter(|name| !name.trim().is_empty());
        let hint = "give the issue a name: domain and profiles meet by names";
        name.ok_or_else(|| {
            self.xml
                .error(problem, issue, "an issue without a name", "`name=\"...\"`", hint)
        })
    }

    /// The type of an issue; none if it says nothing. GENIUS writes it up to three times.
    pub(super) fn issue_type(&self, issue: &Element, problem: GeniusProblem) -> Result<Option<IssueType>, GeniusError> {
        let mut said = None;
        for key in ["type", "vtype", "etype"] {
            let Some(text) = issue.get(key) else { continue };
            let known = TYPES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text.trim()));
            let Some((_, found)) = known else {
                let names = TYPES.map(|(name, _)| name);
                let found = format!("{key} {} of an issue", quoted(text));
                let hint = did_you_mean(text, names).unwrap_or_else(|| "other types cannot be imported".into());
                return Err(self.xml.error(problem, issue, found, one_of("a type", names), hint));
            };
            if said.is_some_and(|before| before != *found) {
                let hint = "let `type`, `vtype` and `etype` agree";
                return Err(self
                    .xml
                    .error(problem, issue, "an issue of two types", "one type", hint));
            }
            said = Some(*found);
        }
        Ok(said)
    }

    /// A finite number that an attribute says; an error if there is none.
    pub(super) fn number(&self, element: &Element, key: &str, problem: GeniusProblem) -> Result<f64, GeniusError> {
        let Some(text) = element.get(key) else {
            let found = format!("{} without `{key}`", quoted(&element.name));
            let hint = format!("add `{key}=\"...\"`");
            return Err(self
                .xml
                .error(problem, element, found, format!("`{key}` with a number"), hint));
        };
        let number = text.trim().parse().ok().filter(|x: &f64| x.is_finite());
        number.ok_or_else(|| {
            let found = format!("{key} {}", quoted(text));
            self.xml.error(
                problem,
                element,
                found,
                "a finite number",
                "write digits and a decimal point, such as `0.5`",
            )
        })
    }

    /// The ends of a range, as written: on the issue itself or in a `range` in it. None if neither is there.
    pub(super) fn range(&self, issue: &'a Element) -> Option<&'a Element> {
        let bounded = |e: &&Element| e.get("lowerbound").is_some() || e.get("upperbound").is_some();
        let inside = issue.all("range").find(bounded);
        Some(issue).filter(bounded).or(inside)
    }

    /// The one element of a list; none if it is empty.
    pub(super) fn only(&self, list: &[&'a Element], what: &str) -> Result<Option<&'a Element>, GeniusError> {
        match list {
            [] => Ok(None),
            [one] => Ok(Some(one)),
            [_, second, ..] => {
                let (found, expected) = (format!("a second {what}"), "one");
                Err(self
                    .xml
                    .error(GeniusProblem::Profile, second, found, expected, "remove one of them"))
            }
        }
    }
}
