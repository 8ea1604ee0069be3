//! The Nash package of a space too large to enumerate, by local search from the frontier.

use crate::{Package, Points, Problem};

/// The most changes of one issue in a search; each raises the merit, so few are ever needed.
const MAX_CHANGES: usize = 1_000;

/// A package in which everybody gets at least the disagreement utility.
#[derive(Clone, Debug, PartialEq)]
pub struct NashPackage {
    /// The package.
    pub package: Package,
    /// Its utilities, one per party.
    pub utilities: Vec<f64>,
    /// The product of its surpluses over the disagreement, at least 0.
    pub product: f64,
}

/// Searches for the allowed package with the greatest product of surpluses over `disagreement` (one
/// entry per party): from the best of `frontier`, an issue at a time goes to the option that raises
/// the product most, until none does.
///
/// Supported points alone can miss the packages between them; the search closes most of that gap
/// but may end in a local optimum, so the product is a lower bound. Where no point of the frontier
/// is rational, the search first raises the worst-off party. `None` if that finds nothing, or
/// without points.
#[must_use]
pub fn search_nash_package(problem: &Problem, frontier: &Points, disagreement: &[f64]) -> Option<NashPackage> {
    let merit_at = |index: usize| Merit::of(frontier.utilities(index).iter().copied(), disagreement);
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
    for _ in 0..MAX_CHANGES {
        let Some((issue, option)) = best_change(problem, &mut package, &utilities, disagreement) else {
            break;
        };
        package[issue] = option;
        utilities.clear();
        utilities.extend(problem.utilities(&package));
    }
    let merit = Merit::of(utilities.iter().copied(), disagreement);
    (merit.shortfall == 0.0).then_some(NashPackage {
        package,
        utilities,
        product: merit.product,
    })
}

/// The change of one issue that raises the merit most.
fn best_change(
    problem: &Problem,
    package: &mut Package,
    utilities: &[f64],
    disagreement: &[f64],
) -> Option<(usize, u16)> {
    let mut best = Merit::of(utilities.iter().copied(), disagreement);
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
            let merit = Merit::of(after, disagreement);
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

/// How good a point is: first that nobody falls short, then the product of surpluses.
#[derive(Clone, Copy)]
struct Merit {
    /// The least surplus where it is negative, else 0.
    shortfall: f64,
    /// The product of surpluses where nobody falls short, else 0.
    product: f64,
}

impl Merit {
    fn of(utilities: impl Iterator<Item = f64>, disagreement: &[f64]) -> Self {
        let (mut least, mut product) = (0.0_f64, 1.0);
        for (utility, disagreement) in utilities.zip(disagreement) {
            least = least.min(utility - disagreement);
            product *= utility - disagreement;
        }
        Self {
            shortfall: least,
            product: if least < 0.0 { 0.0 } else { product },
        }
    }

    /// Whether it is better by more than rounding, so that a search cannot go in circles.
    fn exceeds(self, other: Self) -> bool {
        const ROUNDING: f64 = 1e-14;
        self.shortfall > other.shortfall + ROUNDING
            || (self.shortfall >= other.shortfall && self.product > other.product * (1.0 + ROUNDING))
    }
}
