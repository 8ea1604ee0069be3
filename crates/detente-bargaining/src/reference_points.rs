//! Reference points: what the outcome of a negotiation over a catalogue is measured by.
//!
//! Candidates are the packages that give every party at least its reservation value. Everything else
//! rests on their Pareto frontier. The disagreement utility is the reservation value, or the least
//! utility where that is greater; the ideal is a party's best package, whatever the others think of it.
//!
//! Source: the concepts are those of [`nash`](crate::nash) and its neighbours; disagreement and ideal as
//! in the literature on automated negotiation.

use crate::frontier::ranked_frontier;
use crate::solutions::maximum_relative_welfare;
use crate::{Catalogue, Points, Ranking, Solution, egalitarian, kalai_smorodinsky, maximum_welfare, nash, opposition};

/// The reference points of a catalogue. Solutions name points of the frontier, all that tie within
/// 1e-12; they are `None` where there is no candidate.
#[derive(Clone, Debug, PartialEq)]
pub struct ReferencePoints {
    /// The Pareto frontier of the candidates, by falling utility of the first party.
    pub frontier: Points,
    /// The frontier's packages by their numbers in the catalogue.
    pub packages: Vec<u32>,
    /// Each party's disagreement utility.
    pub disagreement: Vec<f64>,
    /// Each party's greatest utility.
    pub ideal: Vec<f64>,
    /// The greatest product of surpluses over the disagreement.
    pub nash: Option<Solution>,
    /// The greatest least surplus (Kalai).
    pub egalitarian: Option<Solution>,
    /// The most equal shares of the greatest possible gains.
    pub kalai_smorodinsky: Option<Solution>,
    /// The greatest sum of utilities.
    pub maximum_welfare: Option<Solution>,
    /// The greatest sum of shares of the greatest possible gains.
    pub maximum_relative_welfare: Option<Solution>,
    /// The least distance of a candidate from everybody's ideal.
    pub opposition: Option<f64>,
    /// The share of packages that give every party more than its reservation value, 0 to 1.
    pub rational_fraction: f64,
}

/// The reference points of a catalogue; rankings and reservation values have one entry per party.
///
/// # Panics
/// There is no party, the numbers of rankings and reservation values differ, or a ranking is not of the
/// catalogue.
#[must_use]
pub fn reference_points(catalogue: &Catalogue, rankings: &[&Ranking], reservation_values: &[f64]) -> ReferencePoints {
    assert!(!rankings.is_empty(), "at least one party");
    assert_eq!(
        rankings.len(),
        reservation_values.len(),
        "one reservation value per party"
    );
    let is_of_catalogue = |ranking: &&Ranking| ranking.n_packages() == catalogue.n_packages();
    assert!(
        rankings.iter().all(is_of_catalogue),
        "rankings of the catalogue's packages"
    );

    let packages = ranked_frontier(rankings, reservation_values);
    let frontier = points(catalogue, rankings, &packages);
    let of_party = |(ranking, &reservation): (&&Ranking, &f64)| ranking.lowest().max(reservation);
    let disagreement: Vec<f64> = rankings.iter().zip(reservation_values).map(of_party).collect();
    let ideal: Vec<f64> = rankings.iter().map(|ranking| ranking.highest()).collect();
    ReferencePoints {
        nash: nash(&frontier, &disagreement),
        egalitarian: egalitarian(&frontier, &disagreement),
        kalai_smorodinsky: kalai_smorodinsky(&frontier, &disagreement, &ideal),
        maximum_welfare: maximum_welfare(&frontier, &disagreement),
        maximum_relative_welfare: maximum_relative_welfare(&frontier, &disagreement, &ideal),
        opposition: opposition(&frontier, &disagreement, &ideal),
        rational_fraction: rational_fraction(rankings, reservation_values),
        frontier,
        packages,
        disagreement,
        ideal,
    }
}

fn points(catalogue: &Catalogue, rankings: &[&Ranking], packages: &[u32]) -> Points {
    let n_issues = catalogue.space().n_issues();
    let mut points = Points::new(rankings.len(), n_issues);
    let mut options = vec![0; n_issues];
    for &package in packages {
        catalogue.write_options(package, &mut options);
        points.push(rankings.iter().map(|ranking| ranking.utility(package)), &options);
    }
    points
}

fn rational_fraction(rankings: &[&Ranking], reservation_values: &[f64]) -> f64 {
    let n_packages = rankings[0].n_packages();
    let gain = |package: &u32| {
        let mut parties = rankings.iter().zip(reservation_values);
        parties.all(|(ranking, &reservation)| ranking.utility(*package) > reservation)
    };
    // A catalogue has at most 4^11 packages.
    let n_gaining = (0..n_packages as u32).filter(gain).count();
    n_gaining as f64 / n_packages as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{OutcomeSpace, Preferences};

    /// Three slices and a waste: (0, 10), (5, 6), (8, 3), (4, 6) with reservation values 1 and 3.
    fn slices() -> (Catalogue, [Ranking; 2]) {
        let space = OutcomeSpace::new(&[4]).unwrap();
        let catalogue = Catalogue::enumerated(&space, |_| true).unwrap();
        let rankings = [[0.0, 5.0, 8.0, 4.0], [10.0, 6.0, 3.0, 6.0]].map(|worth| {
            let mut ranking = Ranking::new();
            let preferences = Preferences::new(&space, &worth, &[]).unwrap();
            ranking.rebuild(&catalogue, &preferences, &[true; 4]).unwrap();
            ranking
        });
        (catalogue, rankings)
    }

    #[test]
    fn each_concept_has_its_point() {
        let (catalogue, [first, second]) = slices();
        let found = reference_points(&catalogue, &[&first, &second], &[1.0, 3.0]);
        assert_eq!(found.packages, [2, 1]);
        assert_eq!([&found.disagreement[..], &found.ideal[..]], [[1.0, 3.0], [8.0, 10.0]]);
        let point = |solution: Option<Solution>| solution.map(|solution| (solution.value, solution.points));
        assert_eq!(point(found.nash), Some((12.0, vec![1])));
        assert_eq!(point(found.egalitarian), Some((3.0, vec![1])));
        // Shares of the possible gains 7 and 7: (7, 0) and (4, 3).
        assert_eq!(point(found.kalai_smorodinsky).map(|(_, points)| points), Some(vec![1]));
        // 8 + 3 = 5 + 6.
        assert_eq!(point(found.maximum_welfare), Some((11.0, vec![0, 1])));
        // 1 + 0 against 4 / 7 + 3 / 7: a tie.
        assert_eq!(point(found.maximum_relative_welfare), Some((1.0, vec![0, 1])));
        // (.375, .4) against (0, .7).
        assert!((found.opposition.unwrap() - (0.375_f64 * 0.375 + 0.16).sqrt()).abs() < 1e-15);
        // Package 2 gives the second party no more than its reservation value.
        assert_eq!(found.rational_fraction, 0.5);
    }

    #[test]
    fn without_candidates_there_is_no_solution() {
        let (catalogue, [first, second]) = slices();
        let found = reference_points(&catalogue, &[&first, &second], &[6.0, 6.0]);
        assert!(found.frontier.is_empty() && found.nash.is_none() && found.opposition.is_none());
        assert_eq!(found.rational_fraction, 0.0);
    }

    #[test]
    fn a_reservation_value_below_everything_is_no_disagreement() {
        let (catalogue, [first, second]) = slices();
        let found = reference_points(&catalogue, &[&first, &second], &[-5.0, 0.0]);
        assert_eq!(found.disagreement, [0.0, 3.0]);
        assert_eq!(found.packages, [2, 1, 0]);
    }
}
