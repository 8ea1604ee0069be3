//! Who has a stake in what is agreed: disputants, and whoever else cares about an issue or is worth something without an
//! agreement. The utility of all others is 0 in every run, which is no column.

use super::Plan;
use detente_core::terms::{LinkageTerms, PartyTerms, StakeTerms};
use detente_core::{Indexed, IssueIx, Ix, Linkage, Model, Outlook, PartyIx, Registry, Role, RowKind};
use detente_scenario::Path;

/// By party: whether it has a stake in this model, or can come to have one.
pub(super) fn of(model: &Model, registry: &Registry) -> Vec<bool> {
    let keys = registry.keys();
    let outlook = Outlook::new(model, &keys);
    let counts = |range: [f64; 2]| range != [0.0, 0.0];
    let has = |party: PartyIx| {
        let cares = |issue: IssueIx| counts(outlook.range::<StakeTerms>(model.stake(party, issue), "weight"));
        let linked = |(link, spec): (Ix<Linkage>, &detente_core::LinkageSpec)| {
            spec.party == party && counts(outlook.range::<LinkageTerms>(link, "value"))
        };
        model.parties[party].role == Role::Disputant
            || model.issues.indices().any(cares)
            || model.linkages.indexed().any(linked)
            || counts(outlook.range::<PartyTerms>(party, "reservation_value"))
            || is_struck(model, registry, party)
    };
    model.parties.indices().map(has).collect()
}

/// Whether some shock changes what a party has without an agreement.
fn is_struck(model: &Model, registry: &Registry, party: PartyIx) -> bool {
    model.effects.iter().any(|effect| {
        let state = &registry.states()[effect.state];
        (state.kind, state.key) == (RowKind::Party, "reservation_value") && effect.rows.contains(&party.ix())
    })
}

/// By party: whether a factor of the plan varies its stakes, so that a point may have them where another has none.
pub(super) fn varied(plan: &Plan) -> Vec<bool> {
    let model = &plan.base;
    let meets = |names: Vec<&str>| {
        let path = Path::from_names(names);
        plan.experiment.factors.iter().any(|factor| factor.path.meets(&path))
    };
    let of = |party: &detente_core::PartySpec| {
        let weights = model.issues.iter().map(|i| vec!["issues", &i.id, "weight", &party.id]);
        weights
            .chain([vec!["parties", &party.id, "reservation_value"]])
            .any(meets)
            || model
                .linkages
                .iter()
                .any(|l| model.parties[l.party].id == party.id && meets(vec!["linkages", &l.id, "value"]))
    };
    model.parties.iter().map(of).collect()
}
