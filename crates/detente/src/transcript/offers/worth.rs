//! What packages are worth to the parties in one run.

use crate::play::Account;
use detente_bargaining::{Linkage, OutcomeSpace, position_value, scale_to_unit};
use detente_core::terms::{LinkageTerms, OptionTerms, PartyTerms, StakeTerms, StanceTerms};
use detente_core::{Model, Registry};

/// Everybody's utilities and reservation values, with the numbers of the account.
#[derive(Debug, Clone)]
pub(super) struct Worths {
    /// By party: what each option adds.
    options: Vec<Vec<f64>>,
    /// By party: what options add together.
    linkages: Vec<Vec<Linkage>>,
    /// By party, as the run began.
    reservation_values: Vec<f64>,
}

impl Worths {
    /// None where there is nothing to bargain over.
    pub(super) fn of(account: &Account, registry: &Registry) -> Option<Self> {
        let model = &*account.model;
        let sizes: Vec<usize> = model.issues.iter().map(|issue| issue.options.len()).collect();
        let space = OutcomeSpace::new(&sizes).ok()?;
        let views = (0..model.parties.len()).map(|party| view(account, registry, &space, party));
        let (options, linkages) = views.collect::<Option<Vec<_>>>()?.into_iter().unzip();
        let terms: Vec<PartyTerms> = account.numbers.rows(model, registry);
        Some(Self {
            options,
            linkages,
            reservation_values: terms.iter().map(|t| t.reservation_value).collect(),
        })
    }

    /// What a package (flat options) is worth to a party.
    pub(super) fn utility(&self, party: usize, package: &[usize]) -> f64 {
        let additive: f64 = package.iter().map(|&option| self.options[party][option]).sum();
        let stands = |link: &&Linkage| link.options.iter().all(|option| package.contains(option));
        let linked: f64 = self.linkages[party].iter().filter(stands).map(|link| link.value).sum();
        additive + linked
    }

    /// What a party has without an agreement, before anything changes it.
    pub(super) fn reservation_value(&self, party: usize) -> f64 {
        self.reservation_values[party]
    }
}

/// What options and linkages are worth to a party: scaled so that its utility runs from 0 to 1, or as they stand.
fn view(
    account: &Account,
    registry: &Registry,
    space: &OutcomeSpace,
    party: usize,
) -> Option<(Vec<f64>, Vec<Linkage>)> {
    let (model, numbers) = (&*account.model, &account.numbers);
    let stakes: Vec<StakeTerms> = numbers.rows(model, registry);
    let stakes = stakes.get(party * model.issues.len()..)?.get(..model.issues.len())?;
    let stances: Vec<StanceTerms> = numbers.rows(model, registry);
    let terms: Vec<OptionTerms> = numbers.rows(model, registry);
    let total: f64 = stakes.iter().map(|stake| stake.weight).sum();
    let unit = if model.talks.own_scale { 1.0 } else { total };
    let worth = |(option, spec): (usize, &detente_core::OptionSpec)| {
        let stake = &stakes[spec.issue];
        let on_the_line = || position_value(terms[option].at, stake.ideal, stake.tolerance);
        let given = stances[party * model.options.len() + option].given();
        // Who has no stake at all has a total of 0.
        let weight = if unit > 0.0 { stake.weight / unit } else { 0.0 };
        weight * given.unwrap_or_else(on_the_line)
    };
    let mut worths: Vec<f64> = model.options.iter().enumerate().map(worth).collect();
    let mut linkages = linkages(model, &numbers.rows(model, registry), party);
    if !model.talks.own_scale {
        scale_to_unit(space, &mut worths, &mut linkages).ok()?;
    }
    Some((worths, linkages))
}

fn linkages(model: &Model, terms: &[LinkageTerms], party: usize) -> Vec<Linkage> {
    let own = model.linkages.iter().zip(terms).filter(|(link, _)| link.party == party);
    own.map(|(link, terms)| Linkage {
        options: link.options.clone(),
        value: terms.value,
    })
    .collect()
}
