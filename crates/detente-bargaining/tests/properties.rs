//! Everything that has an efficient algorithm, held to brute force on small random spaces.
//!
//! Worths are small whole numbers, so that sums are exact and ties and equal rates are common.

use detente_bargaining::{
    Exclusion, Linkage, OutcomeSpace, Points, Preferences, Problem, Solutions, SupportedFrontier, Zone,
    distance_to_polyline, enumerated_frontier, search_nash_package, zone,
};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// A small random problem, owned.
#[derive(Debug)]
struct Case {
    space: OutcomeSpace,
    worths: Vec<Vec<f64>>,
    linkages: Vec<Vec<Linkage>>,
    exclusions: Vec<Exclusion>,
    allowed: Vec<bool>,
}

impl Case {
    fn with<T>(&self, check: impl FnOnce(&Problem) -> T) -> T {
        let rows = self.worths.iter().zip(&self.linkages);
        let parties: Vec<Preferences> = rows
            .map(|(worth, linkages)| Preferences::new(&self.space, worth, linkages).unwrap())
            .collect();
        check(&Problem::new(&self.space, &parties, &self.exclusions, &self.allowed).unwrap())
    }
}

fn case(n_parties: usize) -> impl Strategy<Value = Case> {
    prop::collection::vec(1_usize..=4, 1..=5).prop_flat_map(move |n_options| {
        let space = OutcomeSpace::new(&n_options).unwrap();
        let n_flat = space.n_flat();
        let set = || prop::collection::vec(0..n_flat, 1..=3);
        let linkage = (set(), -4_i32..=4).prop_map(|(options, value)| Linkage {
            options,
            value: value.into(),
        });
        let worth = prop::collection::vec((0_i32..=9).prop_map(f64::from), n_flat);
        (
            prop::collection::vec(worth, n_parties),
            prop::collection::vec(prop::collection::vec(linkage, 0..=2), n_parties),
            prop::collection::vec(set().prop_map(|options| Exclusion { options }), 0..=1),
            prop::collection::vec(prop::bool::weighted(0.9), n_flat),
        )
            .prop_map(move |(worths, linkages, exclusions, allowed)| Case {
                space: space.clone(),
                worths,
                linkages,
                exclusions,
                allowed,
            })
    })
}

fn trace(problem: &Problem) -> SupportedFrontier {
    let mut frontier = SupportedFrontier::new();
    frontier.trace(problem);
    frontier
}

fn all_allowed(problem: &Problem) -> Points {
    let mut points = Points::new(problem.n_parties(), problem.space().n_issues());
    for package in problem
        .space()
        .packages()
        .unwrap()
        .filter(|package| problem.allows(package))
    {
        points.push(problem.utilities(&package), &package);
    }
    points
}

/// Twice the area of the triangle a, b, point: positive where the point lies to the left of a to b,
/// which is below a frontier that runs by falling first utility.
fn side(a: &[f64], b: &[f64], point: &[f64]) -> f64 {
    (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0])
}

/// Whether some pair of frontier points around `point` has its segment above it (or through it).
fn is_under_a_segment(frontier: &Points, point: &[f64], or_on: bool) -> bool {
    frontier.iter().filter(|a| a[0] > point[0]).any(|a| {
        frontier.iter().filter(|b| b[0] < point[0]).any(|b| {
            let side = side(a, b, point);
            side > 0.0 || (or_on && side == 0.0)
        })
    })
}

proptest! {
    // The same cases in every run; PROPTEST_CASES asks for more of them.
    #![proptest_config(ProptestConfig {
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_supported_frontier_has_all_vertices_and_nothing_below(case in case(2)) {
        case.with(|problem| {
            let (supported, exact) = (trace(problem), enumerated_frontier(problem).unwrap());
            prop_assert!(supported.is_exact());
            for point in supported.points().iter() {
                prop_assert!(exact.iter().any(|other| other == point), "{point:?} is dominated");
                prop_assert!(!is_under_a_segment(&exact, point, false), "{point:?} is not supported");
            }
            for vertex in exact.iter().filter(|point| !is_under_a_segment(&exact, point, true)) {
                prop_assert!(supported.points().iter().any(|other| other == vertex), "{vertex:?} is missing");
            }
            prop_assert!(supported.points().iter().zip(supported.points().iter().skip(1)).all(|(a, b)| a[0] > b[0]));
            Ok(())
        })?;
    }

    #[test]
    fn points_carry_the_utilities_of_their_allowed_packages(case in (1_usize..=4).prop_flat_map(case)) {
        case.with(|problem| {
            let (supported, exact) = (trace(problem), enumerated_frontier(problem).unwrap());
            prop_assert_eq!(supported.points().is_empty(), exact.is_empty());
            for points in [supported.points(), &exact] {
                for index in 0..points.len() {
                    prop_assert!(problem.allows(points.package(index)));
                    let utilities: Vec<f64> = problem.utilities(points.package(index)).collect();
                    prop_assert_eq!(&utilities, points.utilities(index));
                    prop_assert!(exact.iter().any(|other| other == utilities), "{:?} is dominated", utilities);
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn the_enumerated_frontier_is_what_nothing_dominates(case in (1_usize..=4).prop_flat_map(case)) {
        case.with(|problem| {
            let (all, exact) = (all_allowed(problem), enumerated_frontier(problem).unwrap());
            let dominates = |a: &[f64], b: &[f64]| a != b && a.iter().zip(b).all(|(a, b)| a >= b);
            for point in all.iter() {
                let times = exact.iter().filter(|other| *other == point).count();
                let expected = usize::from(!all.iter().any(|other| dominates(other, point)));
                prop_assert_eq!(times, expected, "{:?}", point);
            }
            Ok(())
        })?;
    }

    #[test]
    fn solutions_equal_brute_force(case in (2_usize..=3).prop_flat_map(case), level in 0_i32..12) {
        case.with(|problem| {
            let (all, exact) = (all_allowed(problem), enumerated_frontier(problem).unwrap());
            let d = vec![f64::from(level); problem.n_parties()];
            let rational = |u: &&[f64]| u.iter().zip(&d).all(|(u, d)| u >= d);
            let Some(found) = Solutions::of(&exact, &d, &problem.tolerances()) else {
                prop_assert!(!all.iter().any(|u| rational(&u)));
                return Ok(());
            };
            let surpluses = |u: &[f64]| u.iter().zip(&d).map(|(u, d)| u - d).collect::<Vec<f64>>();
            let best = |criterion: &dyn Fn(&[f64]) -> f64| all.iter().filter(rational).map(criterion).reduce(f64::max);
            for (party, &utility) in found.ideal.iter().enumerate() {
                prop_assert_eq!(Some(utility), best(&|u: &[f64]| u[party]));
            }
            let gains = surpluses(&found.ideal);
            let can_gain = |s: Vec<f64>| s.into_iter().zip(&gains).filter(|(_, gain)| **gain > 0.0).collect::<Vec<_>>();
            // Whole numbers: products, sums and minima are exact.
            let product = |u: &[f64]| can_gain(surpluses(u)).iter().map(|(s, _)| s).product();
            let least = |u: &[f64]| surpluses(u).into_iter().fold(f64::INFINITY, f64::min);
            let sum = |u: &[f64]| u.iter().sum();
            let share = |u: &[f64]| can_gain(surpluses(u)).iter().map(|(s, gain)| s / *gain).fold(f64::INFINITY, f64::min);
            let concepts: [(&[usize], &dyn Fn(&[f64]) -> f64); 4] = [
                (&found.nash, &product),
                (&found.egalitarian, &least),
                (&found.maximum_welfare, &sum),
                (&found.kalai_smorodinsky, &share),
            ];
            for (chosen, criterion) in concepts {
                let greatest = best(criterion);
                let ties = (0..exact.len()).filter(|&index| {
                    let point = exact.utilities(index);
                    rational(&point) && Some(criterion(point)) == greatest
                });
                prop_assert_eq!(chosen, &ties.collect::<Vec<usize>>());
            }
            Ok(())
        })?;
    }

    #[test]
    fn the_search_for_the_nash_package_keeps_its_word(case in case(2), level in 0_i32..15) {
        case.with(|problem| {
            let (supported, exact) = (trace(problem), enumerated_frontier(problem).unwrap());
            let d = [f64::from(level); 2];
            let solutions = |points: &Points| Solutions::of(points, &d, &problem.tolerances());
            let Some(found) = search_nash_package(problem, supported.points(), &d) else {
                prop_assert_eq!(solutions(supported.points()), None);
                return Ok(());
            };
            prop_assert!(problem.allows(&found));
            let utilities: Vec<f64> = problem.utilities(&found).collect();
            prop_assert!(utilities.iter().all(|&utility| utility >= d[0]));
            let product = |utilities: &[f64]| utilities.iter().map(|u| u - d[0]).product::<f64>();
            prop_assert!(product(&utilities) <= product(exact.utilities(solutions(&exact).unwrap().nash[0])));
            let vertex = solutions(supported.points()).map_or(0.0, |s| product(supported.points().utilities(s.nash[0])));
            prop_assert!(vertex <= product(&utilities));
            Ok(())
        })?;
    }

    #[test]
    fn no_package_beats_the_egalitarian_level_of_mixtures(case in (1_usize..=4).prop_flat_map(case), level in 0_i32..9) {
        case.with(|problem| {
            let (supported, exact) = (trace(problem), enumerated_frontier(problem).unwrap());
            let d = vec![f64::from(level); problem.n_parties()];
            let Some(bound) = supported.egalitarian_level(&d) else {
                prop_assert!(exact.is_empty());
                return Ok(());
            };
            let least = |u: &[f64]| u.iter().zip(&d).map(|(u, d)| u - d).fold(f64::INFINITY, f64::min);
            prop_assert!(exact.iter().all(|u| least(u) <= bound + 1e-9));
            // A weighted mean of surpluses is never below the least of them: duality from above.
            if d.len() == 2 {
                for step in 0..=100 {
                    let weight = f64::from(step) / 100.0;
                    let weighted = |u: &[f64]| weight * (u[0] - d[0]) + (1.0 - weight) * (u[1] - d[1]);
                    prop_assert!(bound <= exact.iter().map(weighted).fold(f64::NEG_INFINITY, f64::max) + 1e-9);
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_small_zone_is_known_exactly(case in (2_usize..=3).prop_flat_map(case), level in 0_i32..15) {
        case.with(|problem| {
            let d = vec![f64::from(level); problem.n_parties()];
            let inside = |u: &[f64]| u.iter().zip(&d).all(|(u, d)| u >= d);
            match zone(problem, &trace(problem), &d) {
                Zone::Holds(package) => {
                    prop_assert!(problem.allows(&package));
                    prop_assert!(inside(&problem.utilities(&package).collect::<Vec<f64>>()));
                }
                Zone::Empty => prop_assert!(!all_allowed(problem).iter().any(inside)),
                Zone::Unknown => prop_assert!(false, "a small space was not enumerated"),
            }
            Ok(())
        })?;
    }

    #[test]
    fn distances_vanish_on_the_frontier_and_nowhere_below(case in case(2)) {
        case.with(|problem| {
            let (supported, exact) = (trace(problem), enumerated_frontier(problem).unwrap());
            for point in all_allowed(problem).iter() {
                let distance = distance_to_polyline(supported.points(), point, 1e-12).unwrap();
                // Frontier points may themselves lie below the polyline, in its dents.
                let on = exact.iter().any(|u| u == point) && !is_under_a_segment(&exact, point, false);
                prop_assert_eq!(distance == 0.0, on, "{:?} at {}", point, distance);
            }
            Ok(())
        })?;
    }

    #[test]
    fn bounds_hold_every_package_and_moments_are_exact(case in case(1)) {
        case.with(|problem| {
            let party = problem.parties()[0];
            let bounds = party.bounds();
            let additive = Preferences::new(problem.space(), party.worth(), &[]).unwrap();
            let (mut n, mut sum, mut squares) = (0.0, 0.0, 0.0);
            for package in problem.space().packages().unwrap() {
                let utility = party.utility(&package);
                prop_assert!(bounds.lowest <= utility && utility <= bounds.highest);
                n += 1.0;
                sum += additive.utility(&package);
                squares += additive.utility(&package) * additive.utility(&package);
            }
            let moments = party.moments();
            prop_assert!((moments.mean - sum / n).abs() < 1e-9);
            let variance = squares / n - (sum / n) * (sum / n);
            prop_assert!((moments.standard_deviation * moments.standard_deviation - variance).abs() < 1e-9);
            Ok(())
        })?;
    }

    #[test]
    fn memory_of_an_earlier_problem_leaves_no_trace(first in case(2), second in (1_usize..=3).prop_flat_map(case)) {
        let mut reused = SupportedFrontier::new();
        first.with(|problem| reused.trace(problem));
        second.with(|problem| {
            reused.trace(problem);
            let fresh = trace(problem);
            prop_assert_eq!(reused.points(), fresh.points());
            Ok(())
        })?;
    }
}
