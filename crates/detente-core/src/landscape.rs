//! Where an agreement lies in the landscape of what was possible: distances to the frontier and to the points that theory
//! names, among the parties that sign, over packages without anybody's red line.
//!
//! The frontier is exact where the packages can be enumerated once for all runs of a point, or are few; otherwise it is
//! the supported one, the packages that are best for some weights of the parties.

use crate::assembly::Case;
use crate::facts::Worth;
use crate::model::Model;
use crate::outcome::RunRecord;
use crate::runs::Weighing;
use detente_bargaining::{
    Catalogue, Exclusion, Linkage, OutcomeSpace, Points, Preferences, Problem, Ranking, SupportedFrontier, distance,
    distance_to_points, egalitarian, ideal, kalai_smorodinsky, maximum_welfare, nash, ranked_frontier,
    search_nash_package,
};

/// So many packages are enumerated even where every replicate has its own preferences.
const FEW_PACKAGES: u128 = 1_000;

/// What does not change between runs, and what was found for the last preferences.
pub(crate) struct Landscape {
    case: Case,
    space: Option<OutcomeSpace>,
    exclusions: Vec<Exclusion>,
    /// Flat options that no signatory refuses outright.
    allowed: Vec<bool>,
    catalogue: Option<Catalogue>,
    rankings: Vec<Ranking>,
    supported: SupportedFrontier,
    /// The frontier of enumerated packages.
    enumerated: Option<Points>,
    /// Worths and linkages that the frontier was traced for.
    traced: Option<Preferred>,
    now: Preferred,
    /// Reservation values that the points were looked up for.
    looked_up: Option<Vec<f64>>,
    named: Named,
}

/// Worths of the disputants, one after the other, and of the linkages.
#[derive(Debug, Clone, Default, PartialEq)]
struct Preferred {
    worths: Vec<f64>,
    links: Vec<f64>,
}

/// The utilities of the points that theory names, each with its ties.
#[derive(Debug, Default)]
struct Named {
    nash: Vec<Vec<f64>>,
    kalai_smorodinsky: Vec<Vec<f64>>,
    egalitarian: Vec<Vec<f64>>,
    welfare: Vec<Vec<f64>>,
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
            catalogue: None,
            rankings: Vec::new(),
            supported: SupportedFrontier::new(),
            enumerated: None,
            traced: None,
            now: Preferred::default(),
            looked_up: None,
            named: Named::default(),
            case,
        }
    }

    /// Fills in utilities and distances of an agreement.
    pub(crate) fn assess(&mut self, weighing: Weighing, worths: &[Worth], links: &[f64], record: &mut RunRecord) {
        for (p, utility) in record.utilities.iter_mut().enumerate() {
            *utility = package_utility(&self.case, worths, links, p, &record.package);
        }
        let options = self.case.options.len();
        self.now.worths.clear();
        for &p in &self.case.disputants {
            let own = worths[p * options..(p + 1) * options].iter();
            self.now.worths.extend(own.map(|w| w.0));
        }
        self.now.links.clear();
        self.now.links.extend_from_slice(links);
        let of_signatories = |all: &[f64]| self.case.disputants.iter().map(|&p| all[p]).collect::<Vec<f64>>();
        let utilities = of_signatories(&record.utilities);
        let reservations = of_signatories(&record.reservation_values);
        if self.survey(weighing, reservations).is_none() {
            return;
        }
        record.frontier_distance = match &self.enumerated {
            Some(points) => distance_to_points(points, &utilities),
            None => self.supported.distance(&utilities),
        };
        let nearest = |points: &[Vec<f64>]| points.iter().map(|point| distance(point, &utilities)).reduce(f64::min);
        record.nash_distance = nearest(&self.named.nash);
        record.kalai_smorodinsky_distance = nearest(&self.named.kalai_smorodinsky);
        record.egalitarian_distance = nearest(&self.named.egalitarian);
        record.welfare_distance = nearest(&self.named.welfare);
    }

    /// Traces the frontier and looks the points up, as far as preferences and reservation values are new. None where the
    /// case is no bargaining problem.
    fn survey(&mut self, weighing: Weighing, reservations: Vec<f64>) -> Option<()> {
        let is_new = self.traced.as_ref() != Some(&self.now);
        if !is_new && self.looked_up.as_ref() == Some(&reservations) {
            return Some(());
        }
        let space = self.space.as_ref()?;
        let linkages: Vec<Vec<Linkage>> = self
            .case
            .disputants
            .iter()
            .map(|&p| linkages_of(&self.case, &self.now.links, p))
            .collect();
        let preferences: Vec<Preferences<'_>> = self
            .now
            .worths
            .chunks_exact(self.case.options.len())
            .zip(&linkages)
            .map(|(worth, linkages)| Preferences::new(space, worth, linkages))
            .collect::<Result<_, _>>()
            .ok()?;
        let problem = Problem::new(space, &preferences, &self.exclusions, &self.allowed).ok()?;
        if is_new {
            let few = space.n_packages().is_some_and(|n| n <= FEW_PACKAGES);
            self.enumerated = if few || (space.is_enumerable() && weighing != Weighing::Drawn) {
                enumerate(&problem, &self.allowed, &mut self.catalogue, &mut self.rankings)
            } else {
                self.supported.trace(&problem);
                None
            };
            self.traced = Some(self.now.clone());
        }
        self.named = match &self.enumerated {
            Some(points) => Named::of(points, &reservations, None),
            None => Named::of(self.supported.points(), &reservations, Some(&problem)),
        };
        self.looked_up = Some(reservations);
        Some(())
    }
}

/// The exact frontier; none where every package is refused.
fn enumerate(
    problem: &Problem<'_>,
    allowed: &[bool],
    catalogue: &mut Option<Catalogue>,
    rankings: &mut Vec<Ranking>,
) -> Option<Points> {
    let catalogue = match catalogue {
        Some(catalogue) => catalogue,
        None => catalogue.insert(Catalogue::of_problem(problem).ok()?),
    };
    rankings.resize_with(problem.n_parties(), Ranking::new);
    for (ranking, preferences) in rankings.iter_mut().zip(problem.parties()) {
        ranking.rebuild(catalogue, preferences, allowed).ok()?;
    }
    let views: Vec<&Ranking> = rankings.iter().collect();
    let mut points = Points::new(problem.n_parties(), problem.space().n_issues());
    let mut options = vec![0; problem.space().n_issues()];
    for package in ranked_frontier(&views, &vec![f64::NEG_INFINITY; views.len()]) {
        catalogue.write_options(package, &mut options);
        points.push(views.iter().map(|ranking| ranking.utility(package)), &options);
    }
    Some(points)
}

impl Named {
    /// The points among those of a frontier; `searched` where the greatest Nash product may lie between them.
    fn of(points: &Points, reservations: &[f64], searched: Option<&Problem<'_>>) -> Self {
        let utilities = |solution: Option<detente_bargaining::Solution>| {
            let indices = solution.map(|s| s.points).unwrap_or_default();
            indices.into_iter().map(|k| points.utilities(k).to_vec()).collect()
        };
        let best = ideal(points, reservations);
        let shares = best.and_then(|best| kalai_smorodinsky(points, reservations, &best));
        Self {
            nash: match searched {
                None => utilities(nash(points, reservations)),
                Some(problem) => search_nash_package(problem, points, reservations)
                    .map(|found| found.utilities)
                    .into_iter()
                    .collect(),
            },
            kalai_smorodinsky: utilities(shares),
            egalitarian: utilities(egalitarian(points, reservations)),
            welfare: utilities(maximum_welfare(points, reservations)),
        }
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
    let additive = package.iter().fold(0.0, |sum, &o| sum + own[o].0);
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
