//! Where an agreement lies in the landscape of what was possible: distances to the frontier and to the Nash point, among
//! the parties that sign, over packages without anybody's red line.

use crate::assembly::Case;
use crate::facts::Worth;
use crate::model::Model;
use crate::outcome::RunRecord;
use detente_bargaining::{
    Exclusion, Linkage, OutcomeSpace, Preferences, Problem, SupportedFrontier, distance, search_nash_package,
};

/// What does not change between runs, and buffers.
pub(crate) struct Landscape {
    case: Case,
    space: Option<OutcomeSpace>,
    exclusions: Vec<Exclusion>,
    /// Flat options that no signatory refuses outright.
    allowed: Vec<bool>,
    frontier: SupportedFrontier,
    worths: Vec<f64>,
}

impl Landscape {
    pub(crate) fn new(case: Case) -> Self {
        let sizes: Vec<usize> = case.issues.iter().map(|i| i.options.len()).collect();
        let allowed = (0..case.options.len())
            .map(|o| !case.disputants.iter().any(|&p| case.red_line(p, o)))
            .collect();
        Self {
            space: OutcomeSpace::new(&sizes).ok(),
            exclusions: case
                .exclusions
                .iter()
                .map(|e| Exclusion {
                    options: e.options.clone(),
                })
                .collect(),
            allowed,
            frontier: SupportedFrontier::new(),
            worths: Vec::new(),
            case,
        }
    }

    /// Fills in utilities and distances of an agreement.
    pub(crate) fn assess(&mut self, worths: &[Worth], links: &[f64], record: &mut RunRecord) {
        for (p, utility) in record.utilities.iter_mut().enumerate() {
            *utility = package_utility(&self.case, worths, links, p, &record.package);
        }
        let Some(space) = &self.space else { return };
        let options = self.case.options.len();
        self.worths.clear();
        for &p in &self.case.disputants {
            self.worths
                .extend(worths[p * options..(p + 1) * options].iter().map(|w| w.0));
        }
        let linkages: Vec<Vec<Linkage>> = self
            .case
            .disputants
            .iter()
            .map(|&p| linkages_of(&self.case, links, p))
            .collect();
        let preferences: Result<Vec<Preferences<'_>>, _> = self
            .worths
            .chunks_exact(options)
            .zip(&linkages)
            .map(|(worth, linkages)| Preferences::new(space, worth, linkages))
            .collect();
        let Ok(preferences) = preferences else { return };
        let Ok(problem) = Problem::new(space, &preferences, &self.exclusions, &self.allowed) else {
            return;
        };
        self.frontier.trace(&problem);
        let of_signatories = |all: &[f64]| self.case.disputants.iter().map(|&p| all[p]).collect::<Vec<f64>>();
        let (utilities, reservations) = (
            of_signatories(&record.utilities),
            of_signatories(&record.reservation_values),
        );
        record.frontier_distance = self.frontier.distance(&utilities);
        record.nash_distance = search_nash_package(&problem, self.frontier.points(), &reservations)
            .map(|nash| distance(&nash.utilities, &utilities));
    }
}

fn linkages_of(model: &Model, worths: &[f64], party: usize) -> Vec<Linkage> {
    let own = model.linkages.iter().zip(worths).filter(|(l, _)| l.party == party);
    own.map(|(l, &value)| Linkage {
        options: l.options.clone(),
        value,
    })
    .collect()
}

/// Utility of a package to a party: worths of its options, and the linkages that it completes.
fn package_utility(model: &Model, worths: &[Worth], links: &[f64], party: usize, package: &[usize]) -> f64 {
    let own = &worths[party * model.options.len()..(party + 1) * model.options.len()];
    let additive: f64 = package.iter().map(|&o| own[o].0).sum();
    let complete = |l: &crate::model::LinkageSpec| l.party == party && l.options.iter().all(|o| package.contains(o));
    let linked: f64 = model
        .linkages
        .iter()
        .zip(links)
        .filter(|(l, _)| complete(l))
        .map(|(_, worth)| worth)
        .sum();
    let utility = additive + linked;
    if model.talks.own_scale {
        return utility;
    }
    // Worths are scaled so that every package lies in 0 to 1; sums may miss the ends by rounding.
    utility.clamp(0.0, 1.0)
}
