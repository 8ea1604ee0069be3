//! The bargaining situation before any luck: how many packages there are, and how tight it is for those who sign.

use crate::numbers::Numbers;
use detente_bargaining::{
    Exclusion, Linkage, OutcomeSpace, Preferences, Problem, SupportedFrontier, position_value, scale_to_unit, tightness,
};
use detente_core::terms::{LinkageTerms, OptionTerms, PartyTerms, StakeTerms, StanceTerms};
use detente_core::{Model, Registry};

/// Number of packages: options of all issues multiplied. A float, as there may be more than integers count.
pub(crate) fn n_packages(model: &Model) -> f64 {
    model.issues.iter().map(|issue| issue.options.len() as f64).product()
}

/// How tight the situation is for each disputant, in file order: `rho = r / e*`, e* the egalitarian level without
/// red-line options; all numbers at the middle of their distributions. None where nothing can be agreed.
pub(crate) fn tightnesses(model: &Model, registry: &Registry) -> Option<Vec<(usize, f64)>> {
    let numbers = Numbers::typical(model);
    let disputants: Vec<usize> = model.disputants().collect();
    let sizes: Vec<usize> = model.issues.iter().map(|issue| issue.options.len()).collect();
    let space = OutcomeSpace::new(&sizes).ok()?;
    let tables = Tables::of(model, registry, &numbers);
    let views: Vec<(Vec<f64>, Vec<Linkage>)> = disputants
        .iter()
        .map(|&p| tables.view(model, &space, p))
        .collect::<Option<_>>()?;
    let preferences: Vec<Preferences<'_>> = views
        .iter()
        .map(|(worth, links)| Preferences::new(&space, worth, links).ok())
        .collect::<Option<_>>()?;
    let exclusions: Vec<Exclusion> = model
        .exclusions
        .iter()
        .map(|e| Exclusion {
            options: e.options.clone(),
        })
        .collect();
    let refused = |option: usize| disputants.iter().any(|&p| model.parties[p].red_lines.contains(&option));
    let allowed: Vec<bool> = (0..model.options.len()).map(|option| !refused(option)).collect();
    let problem = Problem::new(&space, &preferences, &exclusions, &allowed).ok()?;
    let mut frontier = SupportedFrontier::new();
    frontier.trace(&problem);
    let level = frontier.egalitarian_level(&vec![0.0; disputants.len()])?;
    let own = |&p: &usize| Some((p, tightness(tables.parties[p].reservation_value, level)?));
    disputants.iter().map(own).collect()
}

/// The numbers that utilities are made of.
struct Tables {
    parties: Vec<PartyTerms>,
    stakes: Vec<StakeTerms>,
    stances: Vec<StanceTerms>,
    options: Vec<OptionTerms>,
    linkages: Vec<LinkageTerms>,
}

impl Tables {
    fn of(model: &Model, registry: &Registry, numbers: &Numbers) -> Self {
        Self {
            parties: numbers.rows(model, registry),
            stakes: numbers.rows(model, registry),
            stances: numbers.rows(model, registry),
            options: numbers.rows(model, registry),
            linkages: numbers.rows(model, registry),
        }
    }

    /// What options and linkages are worth to a party, scaled so that its utility runs from 0 to 1.
    fn view(&self, model: &Model, space: &OutcomeSpace, party: usize) -> Option<(Vec<f64>, Vec<Linkage>)> {
        let stakes = &self.stakes[party * model.issues.len()..][..model.issues.len()];
        let total: f64 = stakes.iter().map(|stake| stake.weight).sum();
        let worth = |(option, spec): (usize, &detente_core::OptionSpec)| {
            let stake = &stakes[spec.issue];
            let on_the_line = || position_value(self.options[option].at, stake.ideal, stake.tolerance);
            let given = self.stances[party * model.options.len() + option].given();
            stake.weight / total * given.unwrap_or_else(on_the_line)
        };
        let mut worths: Vec<f64> = model.options.iter().enumerate().map(worth).collect();
        let own = model
            .linkages
            .iter()
            .zip(&self.linkages)
            .filter(|(link, _)| link.party == party);
        let mut links: Vec<Linkage> = own
            .map(|(link, terms)| Linkage {
                options: link.options.clone(),
                value: terms.value,
            })
            .collect();
        scale_to_unit(space, &mut worths, &mut links).ok()?;
        Some((worths, links))
    }
}
