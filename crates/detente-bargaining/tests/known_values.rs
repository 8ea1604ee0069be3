//! Solutions, distances and levels against values worked out by hand.

use detente_bargaining::{
    Exclusion, Linkage, OutcomeSpace, Points, Preferences, Problem, Solutions, SupportedFrontier, Zone, distance,
    distance_to_points, distance_to_polyline, distance_to_solution, enumerated_frontier, search_nash_package,
    tightness, zone,
};

const TOLERANCES: [f64; 2] = [1e-12; 2];

fn points(utilities: &[[f64; 2]]) -> Points {
    let mut points = Points::new(2, 1);
    (0..)
        .zip(utilities)
        .for_each(|(index, &utilities)| points.push(utilities, &[index]));
    points
}

/// A concave frontier that is better for the first party.
fn frontier() -> Points {
    points(&[[1.0, 0.0], [0.75, 0.25], [0.5, 0.375], [0.0, 0.5]])
}

fn solutions(points: &Points, reservation_values: &[f64; 2]) -> Solutions {
    Solutions::of(points, reservation_values, &TOLERANCES).unwrap()
}

#[test]
fn each_concept_has_its_point() {
    let found = solutions(&frontier(), &[0.0, 0.0]);
    // Products 0, .1875, .1875, 0: a tie.
    assert_eq!(found.nash, [1, 2]);
    // Least utilities 0, .25, .375, 0.
    assert_eq!(found.egalitarian, [2]);
    // Sums 1, 1, .875, .5.
    assert_eq!(found.maximum_welfare, [0, 1]);
    // Shares of the ideal (1, .5): (1, 0), (.75, .5), (.5, .75), (0, 1); sums 1, 1.25, 1.25, 1.
    assert_eq!(found.ideal, [1.0, 0.5]);
    assert_eq!(found.kalai_smorodinsky, [1, 2]);
    assert_eq!(found.maximum_relative_welfare, [1, 2]);
    // Losses (0, 1), (.25, .5), (.5, .25), (1, 0).
    let nearest = (0.25_f64 * 0.25 + 0.5 * 0.5).sqrt();
    assert!((found.opposition.unwrap() - nearest).abs() < 1e-15);
}

/// Two growers share an orchard; nothing is worth less than .3 to anybody, and no agreement is worth 0. Products .3,
/// .369, .385, .36; least surpluses .3, .41, .55, .6; ideals 1 and .6, so shares (1, .5), (.9, .683), (.7, .917), (.6, 1).
#[test]
fn surplus_is_counted_from_the_reservation_value_even_where_nothing_is_as_bad() {
    let orchard = points(&[[1.0, 0.3], [0.9, 0.41], [0.7, 0.55], [0.6, 0.6]]);
    let found = solutions(&orchard, &[0.0, 0.0]);
    assert_eq!([&found.nash[..], &found.egalitarian[..]], [[2], [3]]);
    assert_eq!(found.kalai_smorodinsky, [2]);
    // Above (.4, .4) the ideal is (.9, .6): surpluses (.5, .01), (.3, .15), (.2, .2), shares (1, .05), (.6, .75), (.4, 1).
    let found = solutions(&orchard, &[0.4, 0.4]);
    assert_eq!(found.ideal, [0.9, 0.6]);
    assert_eq!([&found.nash[..], &found.egalitarian[..]], [[2], [3]]);
    assert_eq!(found.kalai_smorodinsky, [2]);
}

/// The greatest least share of the gain, not the least gap between shares: (.5, .5) is equal, (.6, .9) is better for both.
#[test]
fn kalai_smorodinsky_raises_the_least_share() {
    let found = solutions(&points(&[[1.0, 0.0], [0.6, 0.9], [0.5, 0.5], [0.0, 1.0]]), &[0.0, 0.0]);
    assert_eq!(found.kalai_smorodinsky, [1]);
}

#[test]
fn a_disagreement_point_moves_the_solutions() {
    let frontier = frontier();
    // Surpluses (.35, .15) and (.1, .275): products .0525 and .0275.
    let found = solutions(&frontier, &[0.4, 0.1]);
    assert_eq!(found.nash, [1]);
    assert_eq!(found.ideal, [0.75, 0.375]);
    assert_eq!(Solutions::of(&frontier, &[0.8, 0.1], &TOLERANCES), None);
}

#[test]
fn parties_that_can_gain_nothing_do_not_spoil_products_and_shares() {
    // The second party never gets more than its .25: the first alone decides.
    let found = solutions(&points(&[[1.0, 0.25], [0.5, 0.25]]), &[0.0, 0.25]);
    assert_eq!([&found.nash[..], &found.kalai_smorodinsky[..]], [[0], [0]]);
    // Nobody can gain.
    let found = solutions(&points(&[[1.0, 0.25]]), &[1.0, 0.25]);
    assert_eq!([&found.nash[..], &found.kalai_smorodinsky[..]], [[0], [0]]);
    // What one gains the other does not: every product is 0.
    assert_eq!(solutions(&points(&[[1.0, 0.0], [0.0, 1.0]]), &[0.0, 0.0]).nash, [0, 1]);
    // An ideal of 0 is no measure.
    assert_eq!(solutions(&points(&[[1.0, 0.0]]), &[0.0, 0.0]).opposition, None);
}

/// Small surpluses on a large scale: .1 * .4 = .2 * .2 = .4 * .1, though the doubles of 1234.2 - 1234.1 and its like err.
#[test]
fn products_tie_but_for_the_rounding_of_utilities() {
    let points = points(&[[1234.2, 1234.5], [1234.3, 1234.3], [1234.5, 1234.2]]);
    let found = Solutions::of(&points, &[1234.1; 2], &[1234.5e-12; 2]).unwrap();
    assert_eq!(found.nash, [0, 1, 2]);
    assert_eq!([&found.kalai_smorodinsky[..], &found.egalitarian[..]], [[1], [1]]);
    // Shares (.25, 1), (.5, .5), (1, .25).
    assert_eq!(found.maximum_relative_welfare, [0, 2]);
}

/// Products of 40 surpluses of a hundredth vanish beside 1e-12; their logarithms do not.
#[test]
fn products_of_many_surpluses_do_not_tie_falsely() {
    const PARTIES: usize = 40;
    let mut points = Points::new(PARTIES, 1);
    for (package, share) in [(0, 0.010), (1, 0.011), (2, 0.011 * (1.0 + 1e-15))] {
        points.push(
            (0..PARTIES).map(|party| if party == package { 0.011 } else { share }),
            &[package as u16],
        );
    }
    let found = Solutions::of(&points, &[0.0; PARTIES], &[1e-14; PARTIES]).unwrap();
    assert_eq!(found.nash, [1, 2]);
}

#[test]
fn rounding_decides_nothing() {
    // .1 + .2 is more than .3 as doubles; .7 - .1 is less than .6.
    let points = points(&[[0.7 - 0.1, 0.3], [0.3, 0.1 + 0.2], [0.2, 0.7]]);
    let found = solutions(&points, &[0.6, 0.1 + 0.2]);
    assert_eq!((found.egalitarian, found.ideal), (vec![0], vec![0.7 - 0.1, 0.3]));
    // Everybody gets exactly its reservation value: nobody gains, whatever the last bit says.
    assert_eq!(found.nash, [0]);
}

#[test]
fn distances_to_points_and_solutions() {
    let frontier = frontier();
    assert_eq!(distance(&[0.0, 0.0, 1.0], &[2.0, 2.0, 2.0]), 3.0);
    assert_eq!(distance_to_points(&frontier, &[0.75, 0.0]), Some(0.25));
    assert_eq!(distance_to_points(&Points::new(2, 1), &[0.0, 0.0]), None);
    let solution = solutions(&frontier, &[0.0, 0.0]).nash;
    // (.5, .375) is the nearer of the two tied points.
    assert_eq!(distance_to_solution(&frontier, &solution, &[0.5, 0.125]), Some(0.25));
}

#[test]
fn distances_to_the_polyline() {
    let line = points(&[[1.0, 0.0], [0.0, 1.0]]);
    let to = |x, y| distance_to_polyline(&line, &[x, y], 1e-12).unwrap();
    assert!((to(0.0, 0.0) - 0.5_f64.sqrt()).abs() < 1e-15);
    assert!((to(0.5, 0.25) - 0.25 * 0.5_f64.sqrt()).abs() < 1e-15);
    for (x, y) in [
        (0.5, 0.5),
        (0.75, 0.5),
        (1.0, 0.0),
        (0.0, 1.0),
        (2.0, -1.0),
        (-1.0, 2.0),
    ] {
        assert_eq!(to(x, y), 0.0, "({x}, {y})");
    }
    // Below an end, the end is nearest.
    assert_eq!(to(1.0, -0.5), 0.5);
    assert_eq!(to(-0.5, 1.0), 0.5);
    assert_eq!(
        distance_to_polyline(&points(&[[0.5, 0.5]]), &[0.5, 0.25], 1e-12),
        Some(0.25)
    );
    assert_eq!(distance_to_polyline(&Points::new(2, 1), &[0.0, 0.0], 1e-12), None);
}

/// Two issues; the first party gains 6 or 3 of ten, the second 1 or 2: trades at rates 1/2 and 1.
#[test]
fn the_frontier_is_walked_by_falling_rate_of_exchange() {
    let space = OutcomeSpace::new(&[2, 2]).unwrap();
    let (north, south) = ([0.75, 0.25, 0.25, 0.0], [0.0, 0.25, 0.0, 0.25]);
    let parties = [&north, &south].map(|worth| Preferences::new(&space, worth, &[]).unwrap());
    let problem = Problem::new(&space, &parties, &[], &[true; 4]).unwrap();
    let mut frontier = SupportedFrontier::new();
    frontier.trace(&problem);
    let found: Vec<&[f64]> = frontier.points().iter().collect();
    assert_eq!(found, [[1.0, 0.0], [0.75, 0.25], [0.25, 0.5]]);
    assert_eq!(frontier.points().package(1), [0, 1]);
    // On the last segment both have x where .75 - 2 (x - .25) = x: 5/12.
    assert!((frontier.egalitarian_level(&[0.0, 0.0]).unwrap() - 5.0 / 12.0).abs() < 1e-15);
    assert_eq!(tightness(0.25, 0.5), Some(0.5));
    assert_eq!(tightness(0.25, 0.0), None);
}

#[test]
fn without_an_allowed_option_there_is_no_frontier() {
    let space = OutcomeSpace::new(&[2, 2]).unwrap();
    let parties = [Preferences::new(&space, &[0.0; 4], &[]).unwrap(); 2];
    let problem = Problem::new(&space, &parties, &[], &[true, true, false, false]).unwrap();
    let mut frontier = SupportedFrontier::new();
    frontier.trace(&problem);
    assert!(frontier.points().is_empty());
    assert_eq!(frontier.egalitarian_level(&[0.0, 0.0]), None);
    assert_eq!(search_nash_package(&problem, frontier.points(), &[0.0, 0.0]), None);
    assert_eq!(zone(&problem, &frontier, &[0.0, 0.0]), Zone::Empty);
}

/// Three parties share a pie of one by lot: everybody can have a third, and no more.
#[test]
fn the_level_of_three_parties_is_that_of_their_mixtures() {
    let space = OutcomeSpace::new(&[3]).unwrap();
    let worths = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    let parties = worths
        .each_ref()
        .map(|worth| Preferences::new(&space, worth, &[]).unwrap());
    let problem = Problem::new(&space, &parties, &[], &[true; 3]).unwrap();
    let mut frontier = SupportedFrontier::new();
    frontier.trace(&problem);
    assert_eq!(frontier.points().len(), 3);
    assert!((frontier.egalitarian_level(&[0.0; 3]).unwrap() - 1.0 / 3.0).abs() < 1e-12);
    // Surpluses (1 - .5), (1 - .2), (1 - .1) by lot: weights of a third are still the worst.
    assert!((frontier.egalitarian_level(&[0.5, 0.2, 0.1]).unwrap() - 0.2 / 3.0).abs() < 1e-6);
}

/// A large zero-sum space: the first issue weighs .5 for both, 27 others 1/54 each.
struct ZeroSum {
    space: OutcomeSpace,
    north: Vec<f64>,
    south: Vec<f64>,
}

impl ZeroSum {
    fn new() -> Self {
        let space = OutcomeSpace::new(&[4; 28]).unwrap();
        let weight = |issue| if issue == 0 { 0.5 } else { 0.5 / 27.0 };
        let value = |flat: usize| (flat % 4) as f64 / 3.0;
        let north: Vec<f64> = (0..112).map(|flat| weight(flat / 4) * value(flat)).collect();
        let south = (0..112).map(|flat| weight(flat / 4) * (1.0 - value(flat))).collect();
        Self { space, north, south }
    }
}

#[test]
fn zones_of_a_large_space() {
    let case = ZeroSum::new();
    let parties = [&case.north, &case.south].map(|worth| Preferences::new(&case.space, worth, &[]).unwrap());
    let problem = Problem::new(&case.space, &parties, &[], &[true; 112]).unwrap();
    let mut frontier = SupportedFrontier::new();
    frontier.trace(&problem);
    assert!((frontier.egalitarian_level(&[0.0, 0.0]).unwrap() - 0.5).abs() < 1e-12);
    assert_eq!(zone(&problem, &frontier, &[0.51, 0.5]), Zone::Empty);
    let Zone::Holds(package) = zone(&problem, &frontier, &[0.48, 0.48]) else {
        panic!("utilities sum to one and packages lie every 1/162, so some give both .48");
    };
    assert!(problem.utilities(&package).all(|utility| utility >= 0.48));
}

/// A chain of linkages over 28 issues is too long to enumerate: the search says so, and the points
/// hold the linkages and obey the exclusion all the same.
#[test]
fn long_chains_of_linkages_are_flagged() {
    let case = ZeroSum::new();
    let linkages: Vec<Linkage> = (0..27)
        .map(|issue| Linkage {
            options: vec![4 * issue, 4 * issue + 4],
            value: 0.01,
        })
        .collect();
    let exclusions = [Exclusion { options: vec![3, 7] }];
    let parties = [&case.north, &case.south].map(|worth| Preferences::new(&case.space, worth, &linkages).unwrap());
    let problem = Problem::new(&case.space, &parties, &exclusions, &[true; 112]).unwrap();
    let mut frontier = SupportedFrontier::new();
    frontier.trace(&problem);
    assert!(!frontier.is_exact());
    assert!(!frontier.points().is_empty());
    for index in 0..frontier.points().len() {
        let package = frontier.points().package(index);
        assert!(problem.allows(package));
        assert!(
            problem
                .utilities(package)
                .eq(frontier.points().utilities(index).iter().copied())
        );
    }
}

/// Between two vertices the Nash package is not supported: (5, 0), (2, 2), (0, 5) in tenths, and the
/// middle lies below the line through the others.
#[test]
fn the_search_finds_packages_between_the_vertices() {
    let space = OutcomeSpace::new(&[3]).unwrap();
    let (north, south) = ([0.5, 0.2, 0.0], [0.0, 0.2, 0.5]);
    let parties = [&north, &south].map(|worth| Preferences::new(&space, worth, &[]).unwrap());
    let problem = Problem::new(&space, &parties, &[], &[true; 3]).unwrap();
    let mut frontier = SupportedFrontier::new();
    frontier.trace(&problem);
    assert_eq!(frontier.points().len(), 2);
    assert_eq!(enumerated_frontier(&problem).unwrap().len(), 3);
    for disagreement in [[0.0, 0.0], [0.1, 0.1]] {
        let found = search_nash_package(&problem, frontier.points(), &disagreement).unwrap();
        assert_eq!(found.0, [1]);
    }
    assert_eq!(search_nash_package(&problem, frontier.points(), &[0.3, 0.1]), None);
}
