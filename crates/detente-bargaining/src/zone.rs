//! Whether there is anything to agree on.

use crate::{Package, Problem, SupportedFrontier, search_nash_package};

/// Room for the rounding of weighted sums before a zone is called empty.
const ROUNDING: f64 = 1e-12;

/// The zone of possible agreement: allowed packages that give every party its reservation value.
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
    if let Ok(mut packages) = problem.space().packages() {
        return packages
            .find(|package| lies_in_zone(problem, package, reservation_values))
            .map_or(Zone::Empty, Zone::Holds);
    }
    let level = frontier.egalitarian_level(reservation_values);
    if frontier.is_exact() && level.is_none_or(|level| level < -ROUNDING) {
        return Zone::Empty;
    }
    search_nash_package(problem, frontier.points(), reservation_values)
        .map_or(Zone::Unknown, |found| Zone::Holds(found.package))
}

fn lies_in_zone(problem: &Problem, package: &[u16], reservation_values: &[f64]) -> bool {
    problem.allows(package)
        && problem
            .utilities(package)
            .zip(reservation_values)
            .all(|(utility, reservation)| utility >= *reservation)
}
