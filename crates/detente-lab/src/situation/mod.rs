//! The bargaining situation before any luck: the packages, the frontier, the solutions that theory names, how tight it
//! is for those who sign, and what could pass the votes at home. All numbers at the middle of their distributions.
//!
//! What the frontier and the solutions are is said in one place, `detente_bargaining::Survey`: a space in which few enough
//! packages differ is solved exactly; in larger ones the *supported* frontier stands in, the packages that are best for
//! some weights of the parties, with the Nash package that a search finds. The answer says which it is.

mod home;
mod solve;

pub use home::{Home, HomeCounts, Vote};
pub use solve::{Counts, Settlement, Solved};

use crate::numbers::Numbers;
use detente_bargaining::{Exclusion, Linkage, OutcomeSpace, Preferences};
use detente_core::facts::Scale;
use detente_core::terms::{OptionTerms, PartyTerms};
use detente_core::{Indexed, Model, OptionIx, PartyIx, Registry, StakeTables, Weighed, weighed};

/// The disputants' preferences over packages.
#[derive(Debug)]
pub struct Situation {
    /// The parties that sign, as rows of the model.
    pub disputants: Vec<PartyIx>,
    /// Their reservation values.
    pub reservation_values: Vec<f64>,
    space: OutcomeSpace,
    worths: Vec<Vec<f64>>,
    linkages: Vec<Vec<Linkage>>,
    exclusions: Vec<Exclusion>,
    /// By option: nobody's red line, and on the table.
    allowed: Vec<bool>,
    /// By disputant, then by option: what it adds to support at home.
    supports: Vec<Vec<f64>>,
    scales: Vec<Scale>,
}

impl Situation {
    /// The situation of a model; none where there is nothing to bargain over.
    pub fn typical(model: &Model, registry: &Registry) -> Option<Self> {
        let numbers = Numbers::typical(model);
        let weighed = weighed_with(model, registry, &numbers);
        let parties: Vec<PartyTerms> = numbers.rows(model, registry);
        let options: Vec<OptionTerms> = numbers.rows(model, registry);
        let disputants: Vec<PartyIx> = model.disputants().collect();
        let refused = |option: OptionIx| disputants.iter().any(|&p| model.parties[p].red_lines.contains(&option));
        let open = |option: OptionIx| options[option].off_table < 0.5 && !refused(option);
        let exclusion = |spec: &detente_core::ExclusionSpec| Exclusion {
            options: OptionIx::numbers(&spec.options),
        };
        Some(Self {
            reservation_values: disputants.iter().map(|&p| parties[p].reservation_value).collect(),
            worths: disputants.iter().map(|&p| weighed[p].worths.clone()).collect(),
            linkages: disputants
                .iter()
                .map(|&p| linkages(model, &weighed[p], &numbers, registry, p))
                .collect(),
            exclusions: model.exclusions.iter().map(exclusion).collect(),
            allowed: model.options.indices().map(open).collect(),
            supports: disputants.iter().map(|&p| weighed[p].supports.clone()).collect(),
            scales: disputants.iter().map(|&p| weighed[p].scale).collect(),
            space: space(model)?,
            disputants,
        })
    }

    /// Number of packages; a float, as there may be more than integers count.
    pub fn n_packages(&self) -> f64 {
        (0..self.space.n_issues())
            .map(|issue| self.space.options(issue).len() as f64)
            .product()
    }

    /// What a package is worth to each disputant; `options` holds one for each issue, in order. None where these
    /// are no package.
    pub fn utilities(&self, options: &[OptionIx]) -> Option<Vec<f64>> {
        let package: Vec<u16> = options
            .iter()
            .map(|option| option.ix())
            .map(|flat| (flat < self.space.n_flat()).then(|| self.space.issue_and_option(flat).1))
            .collect::<Option<_>>()?;
        if !self.space.contains(&package) {
            return None;
        }
        Some(self.preferences()?.iter().map(|p| p.utility(&package)).collect())
    }

    /// The scale of a disputant's support at home; `k` counts disputants.
    pub fn scale(&self, k: usize) -> &Scale {
        &self.scales[k]
    }

    fn preferences(&self) -> Option<Vec<Preferences<'_>>> {
        let tables = self.worths.iter().zip(&self.linkages);
        tables
            .map(|(worth, links)| Preferences::new(&self.space, worth, links).ok())
            .collect()
    }
}

/// What options add to each party's utility, by option, and what linkages add, on the scale of the model, with these
/// numbers; one entry per party, in file order. None where there is nothing to bargain over.
pub fn worths(model: &Model, registry: &Registry, numbers: &Numbers) -> Option<Vec<(Vec<f64>, Vec<Linkage>)>> {
    space(model)?;
    let weighed = weighed_with(model, registry, numbers);
    let of_party = |(p, weighed): (PartyIx, Weighed)| {
        let links = linkages(model, &weighed, numbers, registry, p);
        (weighed.worths, links)
    };
    Some(model.parties.indices().zip(weighed).map(of_party).collect())
}

fn space(model: &Model) -> Option<OutcomeSpace> {
    let sizes: Vec<usize> = model.issues.iter().map(|issue| issue.options.len()).collect();
    OutcomeSpace::new(&sizes).ok()
}

fn weighed_with(model: &Model, registry: &Registry, numbers: &Numbers) -> Vec<Weighed> {
    weighed(
        model,
        &StakeTables {
            stakes: numbers.rows(model, registry),
            options: numbers.rows(model, registry),
            stances: numbers.rows(model, registry),
            constituencies: numbers.rows(model, registry),
            emphases: numbers.rows(model, registry),
            linkages: numbers.rows(model, registry),
        },
    )
}

fn linkages(model: &Model, weighed: &Weighed, numbers: &Numbers, registry: &Registry, party: PartyIx) -> Vec<Linkage> {
    let terms: Vec<detente_core::terms::LinkageTerms> = numbers.rows(model, registry);
    let own = model.linkages.iter().zip(terms).filter(|(link, _)| link.party == party);
    own.map(|(link, terms)| Linkage {
        options: OptionIx::numbers(&link.options),
        value: terms.value * weighed.linkage_unit,
    })
    .collect()
}
