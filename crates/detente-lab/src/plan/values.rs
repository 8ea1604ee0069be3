//! The values of factors that are known with the scenario: distributions, cut to what a number may be, and those of a factor
//! that says none. Then what factors of one group must have in common.

use crate::designs::{Design, Takes};
use crate::experiment::reader::levels::levels;
use crate::experiment::{Experiment, Factor, Operation, Values};
use detente_core::{LARGEST, Model, Number, Parameter, ParameterUse, Sampler};
use detente_scenario::{Finding, Findings, Node, Path, Value, did_you_mean, distribution_of};

/// Levels of a range that is the number's own, for designs of levels.
const STEPS: u64 = 5;

/// A number of the scenario, and its path.
type Known<'a> = (&'a ParameterUse, Path);

/// Gives every factor its values.
///
/// # Errors
/// All factors whose values cannot be known, that the design does not take, or that do not fit their group.
pub(super) fn resolve(
    experiment: &mut Experiment,
    model: &Model,
    designs: &[&'static dyn Design],
) -> Result<(), Findings> {
    let parsed = model
        .parameters
        .iter()
        .map(|used| Some((used, used.path.parse().ok()?)));
    let numbers: Vec<Known<'_>> = parsed.flatten().collect();
    let mut wrong = Vec::new();
    for factor in &mut experiment.factors {
        if let Values::Open(written) = &factor.values {
            match of(factor, written.as_ref(), &numbers) {
                Ok(values) => factor.values = values,
                Err(finding) => wrong.push(*finding),
            }
        }
    }
    let is_distribution = |factor: &&Factor| matches!(factor.values, Values::Distribution { .. });
    if experiment.design.takes() == Takes::Levels {
        let told = |factor: &Factor| distribution_in(experiment.design, factor, designs);
        wrong.extend(experiment.factors.iter().filter(is_distribution).map(told));
    }
    wrong.extend(groups(experiment));
    if wrong.is_empty() {
        return Ok(());
    }
    let source = experiment.file.clone();
    let file = source.as_ref().map(|source| source.file.clone()).unwrap_or_default();
    let placed = wrong.into_iter().map(|finding| {
        let span = finding.span.clone();
        finding.at(&file, span)
    });
    Err(Findings::new(placed.collect(), source.into_iter().collect()))
}

/// An error about a factor, where its path is written.
fn error(factor: &Factor, found: impl Into<String>) -> Finding {
    let finding = Finding::error(format!("factors.{}", factor.id), found);
    finding.at(std::path::Path::new(""), factor.span.clone())
}

/// The values of a factor: those of the distribution that is written, or the number's own.
fn of(factor: &Factor, written: Option<&Node>, numbers: &[Known<'_>]) -> Result<Values, Box<Finding>> {
    let met: Vec<&ParameterUse> = numbers
        .iter()
        .filter(|(_, path)| factor.path.meets(path))
        .map(|(used, _)| *used)
        .collect();
    let Some(first) = met.first() else {
        let near = did_you_mean(
            &factor.path.to_string(),
            numbers.iter().map(|(used, _)| used.path.as_str()),
        );
        let finding = error(factor, "a path that meets no number of the scenario").hint(near);
        return Err(Box::new(finding.expected("the path of a number, or `levels`")));
    };
    let Some(node) = written else {
        return own(factor, &met);
    };
    // What is added or multiplied may be any number; what comes of it is held against the range of each point.
    let range = match factor.operation {
        Operation::Set => met.iter().fold([-LARGEST, LARGEST], |[low, high], used| {
            let [least, most] = used.declaration.range;
            [low.max(least), high.min(most)]
        }),
        Operation::Add | Operation::Scale => [-LARGEST, LARGEST],
    };
    let whole = factor.whole && factor.operation != Operation::Scale;
    let declaration = Parameter {
        range,
        whole,
        ..first.declaration
    };
    let number = distribution_of(node, &declaration).map_err(|finding| {
        Box::new(Finding {
            path: format!("factors.{}.distribution", factor.id),
            ..*finding
        })
    })?;
    Ok(distribution(number, &declaration))
}

fn distribution(number: Number, declaration: &Parameter) -> Values {
    Values::Distribution {
        sampler: Sampler::new(&number, declaration),
        number,
    }
}

/// The values of a factor that says none: what the scenario says of the numbers that it meets, or where that is one value,
/// all that they may be.
fn own(factor: &Factor, met: &[&ParameterUse]) -> Result<Values, Box<Finding>> {
    let first = met[0];
    let alike = |used: &&ParameterUse| used.number == first.number && used.declaration.range == first.declaration.range;
    let is_fixed = |used: &&ParameterUse| used.number.as_constant().is_some();
    let same_range = |used: &&ParameterUse| used.declaration.range == first.declaration.range;
    let all_fixed = met.iter().all(is_fixed) && met.iter().all(same_range);
    if !(all_fixed || met.iter().all(alike)) {
        let found = format!("{} numbers that are not alike, without values for them", met.len());
        let expected = "`levels`, `range` or `distribution`, or the path of one of them";
        return Err(Box::new(error(factor, found).expected(expected)));
    }
    if !is_fixed(&first) {
        return Ok(distribution(first.number.clone(), &first.declaration));
    }
    let declaration = &first.declaration;
    if let Some(words) = declaration.words() {
        return Ok(Values::Levels(words.into_iter().map(Node::text).collect()));
    }
    let ends = declaration.range;
    if declaration.whole && ends == [0.0, 1.0] {
        return Ok(Values::Levels(
            [false, true].map(|flag| Node::new(Value::Boolean(flag))).to_vec(),
        ));
    }
    if ends.iter().any(|end| end.abs() >= LARGEST) {
        let found = "a number without an end, and without values for it";
        return Err(Box::new(
            error(factor, found).expected("`range`: the lowest and the highest"),
        ));
    }
    let mut steps = levels(ends, STEPS);
    if declaration.whole {
        steps.iter_mut().for_each(|step| *step = libm::round(*step));
        steps.dedup();
    }
    Ok(Values::Range {
        ends,
        levels: steps.into_iter().map(Node::number).collect(),
    })
}

fn distribution_in(design: &dyn Design, factor: &Factor, designs: &[&'static dyn Design]) -> Finding {
    let takes = designs.iter().filter(|known| known.takes() == Takes::Ranges);
    let takes: Vec<&str> = takes.map(|known| known.key()).collect();
    let found = format!("a distribution in a {}", design.key());
    let expected = format!(
        "`levels` or `range`, or a design of distributions: {}",
        takes.join(", ")
    );
    error(factor, found).expected(expected)
}

/// What is wrong with groups: in a list, with names of others, of unequal sizes, of two roles.
fn groups(experiment: &Experiment) -> Vec<Finding> {
    let mut wrong = Vec::new();
    let factors = &experiment.factors;
    let takes = experiment.design.takes();
    for (k, factor) in factors.iter().enumerate() {
        let Some(group) = &factor.group else { continue };
        let told = |found: String, expected: &str| {
            let finding = error(factor, found).expected(expected);
            Finding {
                path: format!("factors.{}.group", factor.id),
                ..finding
            }
        };
        if takes == Takes::Rows {
            let expected = "no groups: rows say where each factor stands";
            wrong.push(told("a group in a list".to_owned(), expected));
            continue;
        }
        if factors
            .iter()
            .any(|other| other.id == *group && other.group.as_ref() != Some(group))
        {
            let expected = "a name of its own, or that of one of its factors";
            wrong.push(told(
                format!("`{group}`, which is a factor outside the group"),
                expected,
            ));
        }
        let Some(first) = factors[..k].iter().find(|other| other.group.as_ref() == Some(group)) else {
            continue;
        };
        let [own, others] = [factor, first].map(|factor| factor.levels().len());
        if takes == Takes::Levels && own != others {
            let found = format!("{own} levels beside {others} of `{}` in the group `{group}`", first.id);
            wrong.push(told(found, "as many levels for each factor of a group"));
        }
        if factor.role != first.role {
            let found = format!(
                "the role {} beside {} of `{}` in the group `{group}`",
                factor.role.name(),
                first.role.name(),
                first.id
            );
            wrong.push(told(found, "one role for a group"));
        }
    }
    wrong
}
