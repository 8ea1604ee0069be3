//! The Nash package of a space too large to enumerate, by local search from the frontier.

use crate::solutions::beyond;
use crate::{Package, Points, Problem};
use libm::log;
use std::cmp::Ordering;

/// The most changes of one issue in a search; each raises the merit, so few are ever needed.
const MAX_CHANGES: usize = 1_000;

/// The most surpluses that a search looks at; where a change of one issue can be any of many, for many parties, it ends with
/// fewer changes.
const MAX_SURPLUSES: usize = 15_000_000;

/// Searches for the allowed package with the greatest product of surpluses over the reservation values (one
/// entry per party): from the best of `frontier`, an issue at a time goes to the option that raises
/// the product most, until none does. Where somebody gains nothing, a package in which more do is better.
///
/// Supported points alone can miss the packages between them; the search closes most of that gap
/// but may end in a local optimum, so the product is a lower bound. Where no point of the frontier
/// is rational, the search first raises the worst-off party. `None` if that finds nothing, or
/// without points.
#[must_use]
pub fn search_nash_package(problem: &Problem, frontier: &Points, reservation_values: &[f64]) -> Option<Package> {
    let tolerances = problem.tolerances();
    let merit = |utilities: &[f64]| Merit::of(utilities.iter().copied(), reservation_values, &tolerances);
    let merit_at = |index: usize| merit(frontier.utilities(index));
    let better = |best, index| {
        if merit_at(index).exceeds(merit_at(best)) {
            index
        } else {
            best
        }
    };
    let start = (0..frontier.len()).reduce(better)?;
    let mut package = Package(frontier.package(start).to_vec());
    let mut utilities = frontier.utilities(start).to_vec();
    let a_change = problem.parties().len() * problem.space().n_flat();
    for _ in 0..MAX_CHANGES.min(MAX_SURPLUSES / a_change.max(1)) {
        let Some((issue, option)) = best_change(problem, &mut package, &utilities, reservation_values, &tolerances)
        else {
            break;
        };
        package[issue] = option;
        utilities.clear();
        utilities.extend(problem.utilities(&package));
    }
    (merit(&utilities).shortfall == 0.0).then_some(package)
}

/// The change of one issue that raises the merit most.
fn best_change(
    problem: &Problem,
    package: &mut Package,
    utilities: &[f64],
    reservation_values: &[f64],
    tolerances: &[f64],
) -> Option<(usize, u16)> {
    let mut best = Merit::of(utilities.iter().copied(), reservation_values, tolerances);
    let mut found = None;
    for issue in 0..package.len() {
        let options = problem.space().options(issue);
        let first = options.start;
        for flat in options.filter(|&flat| problem.allows_option(flat)) {
            let option = (flat - first) as u16;
            let changes = problem
                .parties()
                .iter()
                .map(|party| party.change(package, issue, option));
            let after = utilities.iter().zip(changes).map(|(utility, change)| utility + change);
            let merit = Merit::of(after, reservation_values, tolerances);
            if merit.exceeds(best) && !excluded_after(problem, package, issue, option) {
                best = merit;
                found = Some((issue, option));
            }
        }
    }
    found
}

fn excluded_after(problem: &Problem, package: &mut Package, issue: usize, option: u16) -> bool {
    let before = std::mem::replace(&mut package[issue], option);
    let excluded = problem.excludes(package);
    package[issue] = before;
    excluded
}

/// How good a point is: first that nobody falls short, then how many gain, then the product of their surpluses.
#[derive(Clone, Copy)]
struct Merit {
    /// The least surplus where it is negative, else 0.
    shortfall: f64,
    /// How many parties gain.
    gainers: usize,
    /// The logarithm of the product of their surpluses: of many parties it would vanish.
    log_product: f64,
}

impl Merit {
    fn of(utilities: impl Iterator<Item = f64>, reservation_values: &[f64], tolerances: &[f64]) -> Self {
        let mut merit = Self {
            shortfall: 0.0,
            gainers: 0,
            log_product: 0.0,
        };
        for ((utility, reservation), &tolerance) in utilities.zip(reservation_values).zip(tolerances) {
            let surplus = beyond(utility - reservation, tolerance);
            merit.shortfall = merit.shortfall.min(surplus);
            if surplus > 0.0 {
                merit.gainers += 1;
                merit.log_product += log(surplus);
            }
        }
        merit
    }

    /// Whether it is better by more than rounding, so that a search cannot go in circles.
    fn exceeds(self, other: Self) -> bool {
        const ROUNDING: f64 = 1e-13;
        if self.shortfall < 0.0 || other.shortfall < 0.0 {
            return self.shortfall > other.shortfall + ROUNDING * other.shortfall.abs();
        }
        match self.gainers.cmp(&other.gainers) {
            Ordering::Equal => self.log_product > other.log_product + ROUNDING,
            order => order.is_gt(),
        }
    }
}
