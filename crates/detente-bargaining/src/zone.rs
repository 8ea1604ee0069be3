//! Whether there is anything to agree on.

use crate::solutions::is_rational;
use crate::{Package, Problem, SupportedFrontier, search_nash_package};

/// The zone of possible agreement: allowed packages that give every party its reservation value,
/// within its tolerance.
#[derive(Clone, Debug, PartialEq)]
pub enum Zone {
    /// It is certainly empty.
    Empty,
    /// This package lies in it.
    Holds(Package),
    /// Nothing was found, but not even mixtures of packages were ruled out.
    Unknown,
}

/// Looks for the zone of possible agreement above `reservation_values`, one per party.
///
/// A space of at most 4^11 packages is enumerated, so the answer is never [`Zone::Unknown`]. In
/// a larger one the zone is empty where even mixtures of packages leave somebody short, by the
/// bound of weighted sums over `frontier`, which has been traced for this problem; otherwise a
/// package is searched for as in [`search_nash_package`].
#[must_use]
pub fn zone(problem: &Problem, frontier: &SupportedFrontier, reservation_values: &[f64]) -> Zone {
    let tolerances = problem.tolerances();
    let lies_in_zone = |package: &Package| {
        let utilities: Vec<f64> = problem.utilities(package).collect();
        problem.allows(package) && is_rational(&utilities, reservation_values, &tolerances)
    };
    if let Ok(mut packages) = problem.space().packages() {
        return packages.find(lies_in_zone).map_or(Zone::Empty, Zone::Holds);
    }
    let room = tolerances.iter().copied().fold(0.0, f64::max);
    let level = frontier.egalitarian_level(reservation_values);
    if frontier.is_exact() && level.is_none_or(|level| level < -room) {
        return Zone::Empty;
    }
    search_nash_package(problem, frontier.points(), reservation_values).map_or(Zone::Unknown, Zone::Holds)
}
