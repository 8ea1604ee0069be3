//! The exact frontier of packages that are listed.

use crate::frontier::ranked_frontier;
use crate::{BargainingError, Points, Problem, Ranking};

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
    Ok(pareto_frontier(&points, &problem.tolerances()))
}

/// The points that no other point weakly dominates, by falling utility of the first party, then of
/// the second, and so on. Of equal utilities the first point stays; utilities of a party within its tolerance are
/// equal.
#[must_use]
pub fn pareto_frontier(points: &Points, tolerances: &[f64]) -> Points {
    let column = |party: usize| {
        let mut ranking = Ranking::new();
        ranking.rebuild_from(points.iter().map(|utilities| utilities[party]));
        ranking
    };
    let rankings: Vec<Ranking> = (0..points.n_parties()).map(column).collect();
    let views: Vec<&Ranking> = rankings.iter().collect();
    let kept = ranked_frontier(&views, &vec![f64::NEG_INFINITY; views.len()], tolerances);
    let kept: Vec<usize> = kept.into_iter().map(|index| index as usize).collect();
    points.select(&kept)
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
        let frontier = pareto_frontier(
            &points(&[
                [1.0, 0.0, 0.0],
                [0.0, 2.0, 1.0],
                [0.0, 2.0, 0.5],
                [1.0, 0.0, 0.0],
                [0.5, 0.5, 0.5],
            ]),
            &[1e-12; 3],
        );
        let kept: Vec<u16> = (0..frontier.len()).map(|index| frontier.package(index)[0]).collect();
        assert_eq!(kept, [0, 4, 1]);
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
