//! What domains and profiles have in common: a utility space with one objective and its issues. GENIUS puts weights
//! before or after the issues, and the reservation value and the discount factor inside or outside of the objective;
//! all are taken wherever they stand.

use super::domain::Issue;
use super::xml::{Element, Xml};
use crate::error::{ImportError, ImportProblem};
use detente_scenario::{did_you_mean, one_of, quoted};

/// The types of issues, as GENIUS writes them.
const TYPES: [(&str, IssueType); 3] = [
    ("discrete", IssueType::Discrete),
    ("integer", IssueType::Integer),
    ("real", IssueType::Real),
];

/// Elements of utility spaces that are no weighted sums.
const NOT_ADDITIVE: [&str; 9] = [
    "utility_function",
    "utility",
    "ufun",
    "constraint",
    "constraints",
    "rules",
    "rule",
    "hyperrectangle",
    "inclusive",
];
/// What GENIUS writes beside utilities and what never changes them: who is at the table, and how options are compared.
const WITHOUT_EFFECT: [&str; 3] = ["agent", "similarity_function", "criteria_function"];
/// What issues hold.
const OF_ISSUES: [&str; 3] = ["item", "range", "evaluator"];

pub(super) const PROFILE_ROOT: &str = "utility_space";
/// The outermost elements of GENIUS files.
pub(super) const ROOTS: [&str; 2] = ["negotiation_template", PROFILE_ROOT];

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
    pub(super) objectives: Vec<&'a Element>,
    pub(super) issues: Vec<&'a Element>,
    pub(super) weights: Vec<&'a Element>,
    pub(super) reservations: Vec<&'a Element>,
    pub(super) discounts: Vec<&'a Element>,
    /// What GeniusBI, a relative of GENIUS, multiplies its utilities with.
    pub(super) multipliers: Vec<&'a Element>,
    /// What is not known here, and may change utilities.
    pub(super) unknown: Vec<&'a Element>,
    /// The files of profiles that a domain names.
    pub(super) agents: Vec<&'a str>,
    /// Why no weighted sum can be read from the file.
    unfit: Option<ImportError>,
}

impl<'a> Space<'a> {
    pub(super) fn of(xml: &'a Xml) -> Self {
        let mut space = Self {
            xml,
            objectives: Vec::new(),
            issues: Vec::new(),
            weights: Vec::new(),
            reservations: Vec::new(),
            discounts: Vec::new(),
            multipliers: Vec::new(),
            unknown: Vec::new(),
            agents: Vec::new(),
            unfit: None,
        };
        space.gather(&xml.root, false);
        space.of_another_type(&xml.root);
        space
    }

    /// Whether a file is of GENIUS at all, by its outermost element.
    pub(super) fn is_genius(root: &Element) -> bool {
        ROOTS.contains(&root.name.as_str())
    }

    /// What a file that takes part has to be.
    pub(super) fn fit(self) -> Result<Self, ImportError> {
        match self.unfit {
            Some(error) => Err(error),
            None => Ok(self),
        }
    }

    fn gather(&mut self, element: &'a Element, in_objective: bool) {
        for child in &element.children {
            match child.name.as_str() {
                "objective" if in_objective => {
                    let (found, expected) = (
                        "an objective inside of an objective",
                        "issues side by side in one objective",
                    );
                    let hint = "move its issues up, with the products of their weights";
                    let error = self.xml.error(ImportProblem::Domain, child, found, expected, hint);
                    self.unfit.get_or_insert(error);
                }
                "objective" => {
                    self.objectives.push(child);
                    self.gather(child, true);
                }
                PROFILE_ROOT if child.children.is_empty() => self.unknown.push(child),
                PROFILE_ROOT => {
                    self.of_another_type(child);
                    self.gather(child, in_objective);
                }
                "issue" => {
                    self.issues.push(child);
                    for inner in &child.children {
                        match inner.name.as_str() {
                            name if OF_ISSUES.contains(&name) => self.unknown.extend(&inner.children),
                            name if WITHOUT_EFFECT.contains(&name) => {}
                            _ => self.unknown.push(inner),
                        }
                    }
                }
                "weight" => self.leaf(child, |space| &mut space.weights),
                "reservation" => self.reservations.push(child),
                "discount_factor" => self.discounts.push(child),
                "weightmultiplyer" => self.leaf(child, |space| &mut space.multipliers),
                "agent" => self.agents.extend(child.get("utility_space").map(base_name)),
                name if NOT_ADDITIVE.contains(&name.to_ascii_lowercase().as_str()) => self.not_additive(child, name),
                name if WITHOUT_EFFECT.contains(&name) => {}
                _ => self.unknown.push(child),
            }
        }
    }

    /// An element that says all in its attributes: what it holds is not known.
    fn leaf(&mut self, element: &'a Element, list: fn(&mut Self) -> &mut Vec<&'a Element>) {
        list(self).push(element);
        self.unknown.extend(&element.children);
    }

    /// GENIUS writes `type="constraint"` and `type="nonlinear"` on utility spaces that are no weighted sums.
    fn of_another_type(&mut self, space: &'a Element) {
        let said = space.get("type").unwrap_or_default();
        if ["constraint", "nonlinear"].iter().any(|t| said.eq_ignore_ascii_case(t)) {
            self.not_additive(space, said);
        }
    }

    fn not_additive(&mut self, element: &'a Element, what: &str) {
        let found = format!("{}: a utility that is no weighted sum", quoted(what));
        let (expected, hint) = (
            "weights and evaluations",
            "only additive utility spaces can be imported",
        );
        let error = self.xml.error(ImportProblem::Profile, element, found, expected, hint);
        self.unfit.get_or_insert(error);
    }

    /// Whether there is anything to settle or to want in the file.
    pub(super) fn is_empty(&self) -> bool {
        self.issues.is_empty() && self.unfit.is_none()
    }

    /// Whether the file says what anything is worth to somebody: then it is a profile, whatever its elements are
    /// called. A reservation value or a discount factor alone stand in domains (`negotiation_template`) too, where they
    /// are nobody's.
    pub(super) fn is_profile(&self) -> bool {
        let rates = |issue: &&Element| {
            issue.all("evaluator").next().is_some() || issue.all("item").any(|item| item.get("evaluation").is_some())
        };
        let ends = !self.reservations.is_empty() || !self.discounts.is_empty();
        let own = self.xml.root.name == PROFILE_ROOT && (ends || self.unfit.is_some());
        own || !self.weights.is_empty() || self.issues.iter().any(rates)
    }

    /// Whether the file has these issues, and no other: a profile of their domain.
    pub(super) fn has_issues(&self, issues: &[Issue]) -> bool {
        let known = |element: &&Element| issues.iter().any(|issue| element.get("name") == Some(&issue.name));
        self.issues.len() == issues.len() && self.issues.iter().all(known)
    }

    /// The name of an issue, as it stands.
    pub(super) fn name(&self, issue: &'a Element, problem: ImportProblem) -> Result<&'a str, ImportError> {
        let name = issue.get("name").filter(|name| !name.trim().is_empty());
        let hint = "give the issue a name: domain and profiles meet by names";
        name.ok_or_else(|| {
            self.xml
                .error(problem, issue, "an issue without a name", "`name=\"...\"`", hint)
        })
    }

    /// The type of an issue; none if it says nothing. GENIUS writes it up to three times.
    pub(super) fn issue_type(&self, issue: &Element, problem: ImportProblem) -> Result<Option<IssueType>, ImportError> {
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
    pub(super) fn number(&self, element: &Element, key: &str, problem: ImportProblem) -> Result<f64, ImportError> {
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
    pub(super) fn only(&self, list: &[&'a Element], what: &str) -> Result<Option<&'a Element>, ImportError> {
        match list {
            [] => Ok(None),
            [one] => Ok(Some(one)),
            [_, second, ..] => {
                let (found, expected) = (format!("a second {what}"), "one");
                Err(self
                    .xml
                    .error(ImportProblem::Profile, second, found, expected, "remove one of them"))
            }
        }
    }
}

/// The name of a file in a path of any system.
fn base_name(path: &str) -> &str {
    path.trim().rsplit(['/', '\\']).next().unwrap_or_default()
}
