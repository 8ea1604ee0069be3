//! Factors that nobody named: every number of the scenario that a pattern meets, moved by a part of itself.

use crate::experiment::{Experiment, Factor, FactorRole, Operation, Pattern, Values};
use detente_core::{Model, ParameterUse};
use detente_scenario::{Finding, Findings, Node, Path, did_you_mean};

/// Adds the factors that `[design] vary` means, in the order of the model's numbers, and marks those that come in whole
/// numbers.
pub(super) fn find(experiment: &mut Experiment, model: &Model) -> Result<(), Findings> {
    let paths: Vec<Option<Path>> = model.parameters.iter().map(|used| used.path.parse().ok()).collect();
    let numbers: Vec<(&ParameterUse, &Path)> = (model.parameters.iter().zip(&paths))
        .filter_map(|(used, path)| Some((used, path.as_ref()?)))
        .collect();
    let wrong = misread(experiment, &numbers);
    if !wrong.is_empty() {
        return Err(Findings::new(wrong, experiment.file.iter().cloned().collect()));
    }
    let spread = experiment.vary.spread;
    let named: Vec<Path> = experiment.factors.iter().map(|factor| factor.path.clone()).collect();
    for (used, path) in &numbers {
        let meant = experiment.vary.patterns.iter().find(|(pattern, _)| pattern.meets(path));
        let Some((_, span)) = meant.filter(|_| !named.iter().any(|known| known.meets(path))) else {
            continue;
        };
        let Some((operation, ends)) = around(used, spread) else {
            continue;
        };
        experiment.factors.push(Factor {
            id: used.path.clone(),
            path: (*path).clone(),
            operation,
            values: Values::Range {
                ends,
                levels: ends.map(Node::number).to_vec(),
            },
            group: None,
            role: FactorRole::Uncertainty,
            whole: false,
            span: span.clone(),
        });
    }
    for factor in &mut experiment.factors {
        let mut met = numbers.iter().filter(|(_, path)| factor.path.meets(path));
        factor.whole = met.any(|(used, _)| used.declaration.whole);
    }
    Ok(())
}

/// Patterns that meet nothing, and a spread that moves nothing.
fn misread(experiment: &Experiment, numbers: &[(&ParameterUse, &Path)]) -> Vec<Finding> {
    let file = experiment.file.as_ref().map(|source| source.file.clone());
    let file = file.unwrap_or_default();
    let mut wrong = Vec::new();
    for (pattern, span) in &experiment.vary.patterns {
        if numbers.iter().any(|(_, path)| pattern.meets(path)) {
            continue;
        }
        let found = "a path that meets no number of the scenario";
        let finding =
            Finding::error("design.vary", found).expected("a path of a number, with `*` for any name, or `**`");
        let near = match pattern {
            Pattern::All => None,
            Pattern::Path(path) => did_you_mean(&path.to_string(), numbers.iter().map(|(used, _)| &*used.path)),
        };
        wrong.push(finding.hint(near).at(&file, span.clone()));
    }
    let spread = experiment.vary.spread;
    let moves = spread > 0.0 && spread <= 1.0;
    if !moves && !experiment.vary.patterns.is_empty() {
        let finding = Finding::error("design.spread", format!("the number {spread}"));
        let finding = finding.expected("a number above 0, up to 1");
        wrong.push(finding.at(&file, experiment.vary.spread_span.clone()));
    }
    wrong
}

/// Around a number, within its range; a distribution is moved as a whole. None for 0, which has no part, and for words and
/// flags that stand for numbers.
fn around(used: &ParameterUse, spread: f64) -> Option<(Operation, [f64; 2])> {
    let [low, high] = used.declaration.range;
    let is_flag = used.declaration.whole && [low, high] == [0.0, 1.0];
    if used.declaration.unit.contains('|') || is_flag {
        return None;
    }
    let Some(value) = used.number.as_constant() else {
        return Some((Operation::Scale, [1.0 - spread, 1.0 + spread]));
    };
    let away = spread * value.abs();
    let ends = [(value - away).max(low), (value + away).min(high)];
    (ends[0] < ends[1]).then_some((Operation::Set, ends))
}
