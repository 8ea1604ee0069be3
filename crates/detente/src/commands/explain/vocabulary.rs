//! What is looked up for every word, made once: it takes a scenario with everything in it and both schemas.

use crate::keys::{self, Key};
use crate::variables;
use detente_core::{Parameter, Variable};
use detente_lab::Lab;
use detente_scenario::declarations;

/// The words of a lab.
pub(super) struct Vocabulary<'a> {
    /// Whose they are.
    pub(super) lab: &'a Lab,
    /// Keys of files, with the words that they take.
    pub(super) keys: Vec<Key>,
    /// Variables of trajectories.
    pub(super) variables: Vec<Variable>,
    /// Parameters, by the pattern of their paths.
    pub(super) declared: Vec<(String, &'static Parameter)>,
}

impl<'a> Vocabulary<'a> {
    pub(super) fn of(lab: &'a Lab) -> Self {
        Self {
            lab,
            keys: keys::all(lab),
            variables: variables::all(&lab.registry),
            declared: declarations(&lab.registry),
        }
    }
}
