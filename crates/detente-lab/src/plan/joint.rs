//! What holds between factors, and between numbers that are drawn: which of them are meant, whether the design takes it, and
//! the settings that are left.

use crate::designs::layers::Kept;
use crate::designs::{Design, Layout, Takes};
use crate::experiment::{Constraint, Correlation, Experiment, Factor, MOST_POINTS, MOST_VALUES, Named, Operation};
use detente_core::{Copula, Joint, Model};
use detente_results::grouped;
use detente_scenario::{Finding, Findings, Node, did_you_mean, one_of};
use std::sync::Arc;

/// Most numbers that go together.
const MOST_TOGETHER: usize = 100;
/// So many settings for each that is asked for are looked at before those that meet the constraints are taken to be few.
const TRIES: u64 = 1_000;
/// No more are looked at in all, and no more values of factors.
const MOST_TRIES: u64 = 10 * MOST_POINTS;

/// What goes together.
#[derive(Default)]
pub(super) struct Together {
    /// Dimensions of the design, and how.
    factors: Option<(Vec<usize>, Copula)>,
    /// Numbers that are drawn.
    pub(super) inputs: Option<Arc<Joint>>,
}

/// The settings of an experiment, and how many are left out.
pub(super) struct Settings {
    pub(super) layout: Box<dyn Layout>,
    pub(super) left_out: u64,
}

/// One of a pair that goes together: a dimension of the design, or a parameter of the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Member {
    Dimension(usize),
    Input(usize),
}

/// Reads an experiment beside its model.
struct Reader<'a> {
    experiment: &'a Experiment,
    model: &'a Model,
    designs: &'a [&'static dyn Design],
    dimensions: Vec<usize>,
    wrong: Vec<Finding>,
}

impl Reader<'_> {
    fn wrong(&mut self, named: &Named, path: &str, found: impl Into<String>, expected: impl Into<String>) {
        self.wrong_with(named, path, found, expected, None);
    }

    fn wrong_with(
        &mut self,
        named: &Named,
        path: &str,
        found: impl Into<String>,
        expected: impl Into<String>,
        hint: Option<String>,
    ) {
        let file = self.experiment.file.as_ref().map(|source| source.file.clone());
        let finding = Finding::error(path, found).expected(expected).hint(hint);
        self.wrong
            .push(finding.at(&file.unwrap_or_default(), named.span.clone()));
    }

    /// All that is wrong so far.
    fn told(&mut self) -> Result<(), Findings> {
        let wrong = std::mem::take(&mut self.wrong);
        match wrong.is_empty() {
            true => Ok(()),
            false => Err(Findings::new(wrong, self.experiment.file.iter().cloned().collect())),
        }
    }

    fn designs(&self, takes: impl Fn(&dyn Design) -> bool) -> String {
        let designs = self
            .designs
            .iter()
            .filter(|design| takes(**design))
            .map(|design| design.key());
        designs.collect::<Vec<_>>().join(", ")
    }

    /// Of a pair that goes together, what this name means.
    fn member(&mut self, named: &Named) -> Option<Member> {
        let name = named.name.as_str();
        let factors = &self.experiment.factors;
        let is_it = |factor: &Factor| factor.id == name || factor.group.as_deref() == Some(name);
        let by_path = |factor: &Factor| factor.path.to_string() == name;
        if let Some(factor) = factors
            .iter()
            .position(is_it)
            .or_else(|| factors.iter().position(by_path))
        {
            return Some(Member::Dimension(self.dimensions[factor]));
        }
        let parameters = &self.model.parameters;
        let drawn = |p: &usize| parameters[*p].number.as_constant().is_none();
        match parameters.iter().position(|used| used.path == name) {
            Some(p) if drawn(&p) => return Some(Member::Input(p)),
            Some(_) => {
                let expected = "a factor, or a number that the scenario draws";
                self.wrong(
                    named,
                    "correlations.of",
                    format!("`{name}`, which is one value"),
                    expected,
                );
            }
            None => {
                let paths = (0..parameters.len()).filter(drawn).map(|p| parameters[p].path.as_str());
                let known: Vec<&str> = factors.iter().map(|factor| factor.id.as_str()).chain(paths).collect();
                let expected = one_of("a factor, or a number that the scenario draws", known.iter().copied());
                let found = format!("`{name}`, which is neither a factor nor drawn");
                self.wrong_with(named, "correlations.of", found, expected, did_you_mean(name, known));
            }
        }
        None
    }

    fn pair(&mut self, correlation: &Correlation) -> Option<[Member; 2]> {
        let [one, other] = &correlation.of;
        let (Some(a), Some(b)) = (self.member(one), self.member(other)) else {
            return None;
        };
        let takes = |design: &dyn Design| design.takes() == Takes::Ranges && !design.needs_free_factors();
        match (a, b) {
            (Member::Dimension(x), Member::Dimension(y)) if x == y => {
                let expected = "factors of two groups: those of one move together anyway";
                self.wrong(other, "correlations.of", "two factors of one group", expected);
            }
            (Member::Dimension(_), Member::Dimension(_)) if !takes(self.experiment.design) => {
                let found = format!("factors of a {} that go together", self.experiment.design.key());
                let expected = format!("one of the designs {}", self.designs(takes));
                self.wrong(one, "correlations.of", found, expected);
            }
            (Member::Dimension(_), Member::Input(_)) | (Member::Input(_), Member::Dimension(_)) => {
                let expected =
                    "two factors, or two numbers that are drawn: a factor is one value in all runs of a point";
                self.wrong(
                    other,
                    "correlations.of",
                    "a factor and a number that is drawn",
                    expected,
                );
            }
            _ => return Some([a, b]),
        }
        None
    }

    /// How members of one kind go together; the pair that breaks it is told.
    fn copula(&mut self, pairs: &[(&Correlation, [Member; 2])]) -> Option<(Vec<Member>, Copula)> {
        let mut members: Vec<Member> = Vec::new();
        let mut ranks = Vec::new();
        for (correlation, pair) in pairs {
            let places = pair.map(|member| {
                let known = members.iter().position(|known| *known == member);
                known.unwrap_or_else(|| {
                    members.push(member);
                    members.len() - 1
                })
            });
            let same = |(known, _): &([usize; 2], f64)| *known == places || *known == [places[1], places[0]];
            if ranks.iter().any(same) {
                self.wrong(
                    &correlation.of[0],
                    "correlations.of",
                    "a pair given twice",
                    "each pair once",
                );
                return None;
            }
            ranks.push((places, correlation.rank));
        }
        let first = pairs.first()?.0;
        if members.len() > MOST_TOGETHER {
            let found = format!("{} numbers that go together", grouped(members.len() as u64));
            self.wrong(&first.of[0], "correlations", found, format!("at most {MOST_TOGETHER}"));
            return None;
        }
        match Copula::new(members.len(), &ranks) {
            Ok(copula) => Some((members, copula)),
            Err(broken) => {
                let [a, b] = broken.map(|k| self.name(members[k]));
                let own = ranks
                    .iter()
                    .position(|(known, _)| *known == broken || *known == [broken[1], broken[0]]);
                let correlation = own.map_or(pairs[pairs.len() - 1].0, |k| pairs[k].0);
                let rank = own.map_or(0.0, |k| ranks[k].1);
                let found = format!("`{a}` and `{b}` with {rank}, which cannot be beside the other correlations");
                let named = Named {
                    name: String::new(),
                    span: correlation.span.clone(),
                };
                let expected = "correlations that numbers can have together: their matrix is positive definite";
                self.wrong(&named, "correlations", found, expected);
                None
            }
        }
    }

    fn name(&self, member: Member) -> String {
        match member {
            Member::Input(p) => self.model.parameters[p].path.clone(),
            Member::Dimension(dimension) => names(self.experiment)[dimension].clone(),
        }
    }

    /// The factors of a constraint, if they can be compared.
    fn constrained(&mut self, constraint: &Constraint) -> Option<[usize; 2]> {
        let factors = &self.experiment.factors;
        let mut found = [None; 2];
        for (place, named) in found.iter_mut().zip(&constraint.less) {
            *place = factors.iter().position(|factor| factor.id == named.name);
            let Some(factor) = *place else {
                let ids = || factors.iter().map(|factor| factor.id.as_str());
                let hint = did_you_mean(&named.name, ids());
                let text = format!("`{}`, which is no factor", named.name);
                self.wrong_with(
                    named,
                    "constraints.less",
                    text,
                    one_of("one of the factors", ids()),
                    hint,
                );
                continue;
            };
            let is_number = |level: &Node| level.as_number().is_some();
            if !factors[factor].levels().iter().all(is_number) {
                let text = format!("`{}`, whose values are not all numbers", named.name);
                self.wrong(named, "constraints.less", text, "a factor of numbers");
            }
        }
        let pair = [found[0]?, found[1]?];
        let [one, other] = pair.map(|k| factors[k].operation);
        if one != other {
            let expected = "two factors with the same `op`";
            self.wrong(
                &constraint.less[1],
                "constraints.less",
                "values that are set and values that are not",
                expected,
            );
        }
        Some(pair)
    }
}

/// What the dimensions of a design are called: by their group, or by the id of their factor.
pub(super) fn names(experiment: &Experiment) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (factor, dimension) in experiment.factors.iter().zip(experiment.dimensions()) {
        if dimension == names.len() {
            names.push(factor.group.as_ref().unwrap_or(&factor.id).clone());
        }
    }
    names
}

/// What goes together in an experiment on this model.
///
/// # Errors
/// All that cannot be meant.
pub(super) fn together(
    experiment: &Experiment,
    model: &Model,
    designs: &[&'static dyn Design],
) -> Result<Together, Findings> {
    let mut reader = Reader::new(experiment, model, designs);
    let mut pairs = Vec::new();
    for correlation in &experiment.correlations {
        pairs.extend(reader.pair(correlation).map(|pair| (correlation, pair)));
    }
    let is_input = |(_, pair): &(&Correlation, [Member; 2])| matches!(pair[0], Member::Input(_));
    let (inputs, factors): (Vec<_>, Vec<_>) = pairs.into_iter().partition(is_input);
    let factors = reader.copula(&factors).map(|(members, copula)| {
        let dimension = |member: Member| match member {
            Member::Dimension(k) | Member::Input(k) => k,
        };
        (members.into_iter().map(dimension).collect(), copula)
    });
    let inputs = reader.copula(&inputs).map(|(members, copula)| {
        let paths = members.into_iter().map(|member| reader.name(member)).collect();
        Arc::new(Joint { paths, copula })
    });
    reader.told()?;
    Ok(Together { factors, inputs })
}

/// The settings of an experiment, without those that do not meet its constraints.
///
/// # Errors
/// A constraint that cannot be meant, or that no setting meets.
pub(super) fn settings(
    experiment: &Experiment,
    model: &Model,
    designs: &[&'static dyn Design],
    together: &Together,
) -> Result<Settings, Findings> {
    let design = experiment.design;
    let laid_out = |size: u64| experiment.laid_out(size, together.factors.clone());
    let Some(first) = experiment.constraints.first() else {
        let (layout, left_out) = (laid_out(experiment.size), 0);
        return Ok(Settings { layout, left_out });
    };
    let mut reader = Reader::new(experiment, model, designs);
    let takes = |design: &dyn Design| design.takes() != Takes::Nothing && !design.needs_free_factors();
    if !takes(design) {
        let found = format!("constraints of a {}", design.key());
        let expected = format!("one of the designs {}", reader.designs(takes));
        reader.wrong(&first.less[0], "constraints", found, expected);
    }
    let mut pairs = Vec::new();
    for constraint in &experiment.constraints {
        pairs.extend(reader.constrained(constraint));
    }
    reader.told()?;
    let (size, most) = match design.goes_on() {
        true => {
            let most = MOST_TRIES.min(MOST_VALUES / experiment.factors.len().max(1) as u64);
            (
                (experiment.size * TRIES).min(most).max(experiment.size),
                experiment.size,
            )
        }
        false => (experiment.size, u64::MAX),
    };
    let inner = laid_out(size);
    let (numbers, left_out) = kept(experiment, &*inner, &pairs, &standing(experiment, model), most);
    if numbers.is_empty() {
        let found = format!("constraints that none of {} settings meets", grouped(left_out));
        let expected = "factors some of whose values are in that order";
        reader.wrong(&first.less[0], "constraints", found, expected);
    }
    reader.told()?;
    let layout = Box::new(Kept { inner, numbers });
    Ok(Settings { layout, left_out })
}

/// The numbers of so many settings in which the first factor of each pair is below the second, and how many are left out on
/// the way. Factors that stay as they stand have the values of `stands`; what is not one value cannot be told to be wrong.
fn kept(
    experiment: &Experiment,
    layout: &dyn Layout,
    pairs: &[[usize; 2]],
    stands: &[Option<f64>],
    most: u64,
) -> (Vec<u64>, u64) {
    let meets = |setting: u64| {
        let places = layout.setting(setting);
        let value = |k: usize| match experiment.factors[k].at(places[k]) {
            Some(node) => node.as_number(),
            None => stands[k],
        };
        pairs
            .iter()
            .all(|&[a, b]| value(a).zip(value(b)).is_none_or(|(a, b)| a < b))
    };
    let (mut numbers, mut left_out) = (Vec::new(), 0);
    for setting in 0..layout.settings() {
        if numbers.len() as u64 == most {
            break;
        }
        match meets(setting) {
            true => numbers.push(setting),
            false => left_out += 1,
        }
    }
    (numbers, left_out)
}

/// By factor, its value where it stays as the scenario has it, if that is one.
fn standing(experiment: &Experiment, model: &Model) -> Vec<Option<f64>> {
    let value = |factor: &Factor| match factor.operation {
        Operation::Add => Some(0.0),
        Operation::Scale => Some(1.0),
        Operation::Set => {
            let met = |used: &&detente_core::ParameterUse| used.path.parse().is_ok_and(|path| factor.path.meets(&path));
            let mut values = model
                .parameters
                .iter()
                .filter(met)
                .map(|used| used.number.as_constant());
            let first = values.next()??;
            values.all(|value| value == Some(first)).then_some(first)
        }
    };
    experiment.factors.iter().map(value).collect()
}

impl<'a> Reader<'a> {
    fn new(experiment: &'a Experiment, model: &'a Model, designs: &'a [&'static dyn Design]) -> Self {
        Self {
            experiment,
            model,
            designs,
            dimensions: experiment.dimensions(),
            wrong: Vec::new(),
        }
    }
}
