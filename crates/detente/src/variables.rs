//! The variables of `trajectories.csv`, as behaviours and protocols declare them.

use detente_core::{Ensemble, Registry, RowKind, Seed, Variable};
use detente_scenario::{build, everything};
use std::sync::Arc;

/// What is followed, once for each group and module; none where something of somebody's own cannot stand in one scenario
/// with all the rest.
pub(crate) fn all(registry: &Registry) -> Vec<Variable> {
    let model = everything(registry).and_then(|document| Ok(build(&document, registry)?.model));
    let world = model.map(|model| Ensemble::new(registry, &Arc::new(model), Seed::new(1), 1));
    let Ok(Ok(world)) = world else { return Vec::new() };
    let mut groups: Vec<Variable> = Vec::new();
    for variable in world.variables() {
        let is_it = |known: &Variable| (known.group, known.module) == (variable.group, variable.module);
        if !groups.iter().any(is_it) {
            groups.push(variable.clone());
        }
    }
    groups
}

/// Whether this is what a row calls the variable: `fatigue`, or `fatigue.north`.
pub(crate) fn is_called(variable: &Variable, name: &str) -> bool {
    name.split_once('.').map_or(name, |(group, _)| group) == variable.group
}

/// For whom there is one of it, as its name in the table has it and in a sentence.
pub(crate) fn of_whom(variable: &Variable) -> (String, &'static str) {
    let group = variable.group;
    let (id, sentence) = match variable.kind {
        RowKind::Talks => return (group.to_owned(), "one for the talks"),
        RowKind::Party => ("party", "one for each party but guarantors"),
        RowKind::Negotiator => ("party", "one for each delegation: the mean of its negotiators"),
        RowKind::Relation => ("from>_<to", "one for each relation, guarantors left out"),
        kind => (kind.plural(), "one for each of them"),
    };
    (format!("{group}.<{id}>"), sentence)
}
