//! The exact frontier of a space small enough to enumerate.

use crate::{BargainingError, Points, Problem};
use std::cmp::Ordering;

/// The Pareto frontier over all allowed packages, for any number of parties; order and duplicates
/// as in [`pareto_frontier`]. Empty where nothing is allowed.
///
/// # Errors
/// The space has more than 4^11 packages.
pub fn enumerated_frontier(problem: &Problem) -> Result<Points, BargainingError> {
    let mut points = Points::new(problem.n_parties(), problem.space().n_issues());
    for package in problem.space().packages()? {
        if problem.allows(&package) {
            points.push(problem.utilities(&package), &package);
        }
    }
    Ok(pareto_frontier(&points))
}

/// The points that no other point weakly dominates, by falling utility of the first party, then of
/// the second, and so on. Of equal utilities the first point stays. Nothing is rounded.
#[must_use]
pub fn pareto_frontier(points: &Points) -> Points {
    // A point that dominates another has the greater sum or, where rounding hides it, comes first
    // in falling order; so each point need only be held against those kept before it (sort-filter
    // skyline, Chomicki et al. 2003).
    let sums: Vec<f64> = points.iter().map(|utilities| utilities.iter().sum()).collect();
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by(|&a, &b| sums[b].total_cmp(&sums[a]).then_with(|| falling(points, a, b)));
    let mut kept: Vec<usize> = Vec::new();
    for index in order {
        if !kept
            .iter()
            .any(|&other| at_least(points.utilities(other), points.utilities(index)))
        {
            kept.push(index);
        }
    }
    kept.sort_by(|&a, &b| falling(points, a, b));
    points.select(&kept)
}

fn falling(points: &Points, a: usize, b: usize) -> Ordering {
    let pairs = points.utilities(a).iter().zip(points.utilities(b));
    pairs
        .map(|(a, b)| b.total_cmp(a))
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

fn at_least(a: &[f64], b: &[f64]) -> bool {
    a.iter().zip(b).all(|(a, b)| a >= b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Exclusion, OutcomeSpace, Preferences};

    fn points(utilities: &[[f64; 3]]) -> Points {
        let mut points = Points::new(3, 1);
        (0..)
            .zip(utilities)
            .for_each(|(index, &utilities)| points.push(utilities, &[index]));
        points
    }

    #[test]
    fn dominated_points_and_duplicates_go() {
        let frontier = pareto_frontier(&points(&[
            [1.0, 0.0, 0.0],
            [0.0, 2.0, 1.0],
            [0.0, 2.0, 0.5],
            [1.0, 0.0, 0.0],
            [0.5, 0.5, 0.5],
        ]));
        let kept: Vec<u16> = (0..frontier.len()).map(|index| frontier.package(index)[0]).collect();
        assert_eq!(kept, [0, 4, 1]);
    }

    /// The dominated point has the same sum in floating point: 1e-17 is lost beside 1.
    #[test]
    fn rounding_of_sums_hides_no_dominance() {
        let frontier = pareto_frontier(&points(&[[1.0, 0.0, 0.0], [1.0, 1e-17, 0.0]]));
        assert_eq!(frontier.len(), 1);
        assert_eq!(frontier.package(0), [1]);
    }

    #[test]
    fn only_allowed_packages_count() {
        let space = OutcomeSpace::new(&[2, 2]).unwrap();
        let (north, south) = ([0.0, 0.6, 0.0, 0.4], [0.3, 0.0, 0.7, 0.0]);
        let parties = [&north, &south].map(|worth| Preferences::new(&space, worth, &[]).unwrap());
        let exclusions = [Exclusion { options: vec![1, 2] }];
        let problem = Problem::new(&space, &parties, &exclusions, &[true; 4]).unwrap();
        // The trade (1, 0) = (.6, .7) is excluded; what is left is (0, 1), dominated by nothing.
        let frontier = enumerated_frontier(&problem).unwrap();
        let utilities: Vec<&[f64]> = frontier.iter().collect();
        assert_eq!(utilities, [[1.0, 0.0], [0.4, 0.3], [0.0, 1.0]]);
        let problem = Problem::new(&space, &parties, &exclusions, &[false, true, true, false]).unwrap();
        assert!(enumerated_frontier(&problem).unwrap().is_empty());
    }
}
