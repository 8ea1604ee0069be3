//! Changes that touch nothing but numbers: what they make of each, without building the scenario anew. A design of a
//! million points then costs its runs, and not a million scenarios.

use super::{Change, Placed, expand, said};
use crate::document::Document;
use crate::node::Node;
use crate::number;
use crate::path::join;
use detente_core::{Model, Number, Parameter, Registry};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A sequence of changes of numbers, seen as what it does to the parameters of the model that was built with it. The same
/// changes with other values give other numbers of the same model.
#[derive(Debug, Clone)]
pub struct NumberPatch {
    touched: Vec<Touched>,
}

/// What a change does to a number, without the path.
#[derive(Debug, Clone, Copy)]
pub enum Step<'a> {
    /// Takes its place.
    Set(&'a Node),
    /// Is added to it.
    Add(f64),
    /// Is multiplied with it.
    Scale(f64),
}

impl Change {
    /// What it does to each number that it meets; none if it is about ids.
    pub fn step(&self) -> Option<Step<'_>> {
        match self {
            Change::Set(_, node) => Some(Step::Set(node)),
            Change::Add(_, by) => Some(Step::Add(*by)),
            Change::Scale(_, by) => Some(Step::Scale(*by)),
            Change::Remove(..) => None,
        }
    }
}

/// A parameter that is changed.
#[derive(Debug, Clone)]
struct Touched {
    /// Its place in the model.
    parameter: usize,
    declaration: Parameter,
    /// What it is before the first change.
    start: Node,
    /// Places of the changes that meet it, in order.
    changes: Vec<usize>,
}

impl NumberPatch {
    /// The patch of these changes of a document; `model` was built with them. None where one of them cannot be
    /// made. That they do no more than give other numbers to that model is for the caller to see.
    pub fn new(document: &Document, changes: &[Placed], model: &Model, registry: &Registry) -> Option<Self> {
        let places: BTreeMap<&str, usize> = model.parameters.iter().map(|p| p.path.as_str()).zip(0..).collect();
        let mut document = document.clone();
        let mut touched: BTreeMap<usize, Touched> = BTreeMap::new();
        for (k, change) in changes.iter().map(|placed| &placed.change).enumerate() {
            document.write_out_relations(change.path());
            for names in expand::expand(document.root(), change.path()).ok()? {
                // Numbers of what is switched off stand in no model.
                let Some(&parameter) = places.get(join(&names).as_str()) else {
                    continue;
                };
                let declaration = &model.parameters[parameter].declaration;
                let start = || said::effective(&document, &names, registry, declaration);
                let own = touched.entry(parameter).or_insert_with(|| Touched {
                    parameter,
                    declaration: *declaration,
                    start: start(),
                    changes: Vec::new(),
                });
                own.changes.push(k);
            }
            document.change(change, registry).ok()?;
        }
        let touched = touched.into_values().collect();
        Some(Self { touched })
    }

    /// The numbers that the same changes with other values give, by the parameter's place in the model; one step for each
    /// change.
    ///
    /// # Errors
    /// A value that is no number, or outside the parameter's range: to be told by building the scenario with it.
    pub fn numbers(&self, steps: &[Step<'_>]) -> Result<Vec<(usize, Number)>, String> {
        let number = |touched: &Touched| {
            let mut node = Cow::Borrowed(&touched.start);
            for &k in &touched.changes {
                node = match steps[k] {
                    Step::Set(value) => Cow::Borrowed(value),
                    Step::Add(by) => Cow::Owned(number::add(&node, &touched.declaration, by)?),
                    Step::Scale(by) => Cow::Owned(number::scale(&node, &touched.declaration, by)?),
                };
            }
            let number = number::read(&node, &touched.declaration).map_err(|wrong| wrong.message)?;
            Ok((touched.parameter, number))
        };
        self.touched.iter().map(number).collect()
    }
}
