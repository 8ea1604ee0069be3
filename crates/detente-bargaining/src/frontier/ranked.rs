//! The exact frontier of a catalogue whose packages are ranked already.

use crate::Ranking;
use std::cmp::Ordering;

/// The packages that give every party at least its reservation value and that no other such package
/// weakly dominates, by falling utility of the first party, then of the second, and so on. Of equal
/// utilities the first package of the catalogue stays. Nothing is rounded.
///
/// Rankings of one catalogue and reservation values have one entry per party. For up to three
/// parties it takes a few look-ups per package; from four on, a comparison with every package kept.
#[must_use]
pub fn ranked_frontier(rankings: &[&Ranking], reservation_values: &[f64]) -> Vec<u32> {
    let (mut kept, mut group) = (Vec::new(), Vec::new());
    let mut stairs = Staircase::default();
    let Some(first) = rankings.first() else { return kept };
    let mut rank = first.n_ranks();
    // Whatever dominates a package comes before it: in an earlier group of equal utility to the first
    // party, or earlier in its own by falling utility of the others.
    while rank > 0 && first.utility_at(rank - 1) >= reservation_values[0] {
        let utility = first.utility_at(rank - 1);
        group.clear();
        while rank > 0 && first.utility_at(rank - 1) == utility {
            rank -= 1;
            let package = first.package(rank);
            if is_rational(rankings, reservation_values, package) {
                group.push(package);
            }
        }
        group.sort_unstable_by(|&a, &b| falling(rankings, a, b).then(a.cmp(&b)));
        for &package in &group {
            let is_kept = match rankings {
                [] | [_] => stairs.add(0.0, 0.0),
                [_, second] => stairs.add(second.utility(package), 0.0),
                [_, second, third] => stairs.add(second.utility(package), third.utility(package)),
                _ => !kept.iter().any(|&other| at_least(rankings, other, package)),
            };
            if is_kept {
                kept.push(package);
            }
        }
    }
    kept
}

fn is_rational(rankings: &[&Ranking], reservation_values: &[f64], package: u32) -> bool {
    rankings
        .iter()
        .zip(reservation_values)
        .all(|(ranking, &reservation_value)| {
            let utility = ranking.utility(package);
            // An own red line is refused even where the reservation value is minus infinity.
            utility >= reservation_value && utility > f64::NEG_INFINITY
        })
}

fn falling(rankings: &[&Ranking], a: u32, b: u32) -> Ordering {
    let orders = rankings
        .iter()
        .map(|ranking| ranking.utility(b).total_cmp(&ranking.utility(a)));
    orders
        .into_iter()
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

fn at_least(rankings: &[&Ranking], a: u32, b: u32) -> bool {
    rankings.iter().all(|ranking| ranking.utility(a) >= ranking.utility(b))
}

/// The frontier of pairs: the first ascends, the second descends.
#[derive(Debug, Default)]
struct Staircase(Vec<(f64, f64)>);

impl Staircase {
    /// Adds a pair unless one there is at least as great in both; whether it was added.
    fn add(&mut self, x: f64, y: f64) -> bool {
        let place = self.0.partition_point(|stair| stair.0 < x);
        if self.0.get(place).is_some_and(|stair| stair.1 >= y) {
            return false;
        }
        let end = place + usize::from(self.0.get(place).is_some_and(|stair| stair.0 == x));
        let start = self.0[..place].partition_point(|stair| stair.1 > y);
        self.0.splice(start..end, [(x, y)]);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rankings(columns: &[&[f64]]) -> Vec<Ranking> {
        let build = |column: &&[f64]| {
            let mut ranking = Ranking::new();
            ranking.rebuild_from(column.iter().copied());
            ranking
        };
        columns.iter().map(build).collect()
    }

    fn frontier(columns: &[&[f64]], reservation_values: &[f64]) -> Vec<u32> {
        let rankings = rankings(columns);
        ranked_frontier(&rankings.iter().collect::<Vec<_>>(), reservation_values)
    }

    #[test]
    fn dominated_packages_and_duplicates_go() {
        let columns: [&[f64]; 3] = [
            &[1.0, 0.0, 0.0, 1.0, 0.5],
            &[0.0, 2.0, 2.0, 0.0, 0.5],
            &[0.0, 1.0, 0.5, 0.0, 0.5],
        ];
        assert_eq!(frontier(&columns, &[0.0; 3]), [0, 4, 1]);
        assert_eq!(frontier(&columns[..2], &[0.0; 2]), [0, 4, 1]);
        assert_eq!(frontier(&columns[..1], &[0.0]), [0]);
        assert_eq!(frontier(&columns, &[0.2; 3]), [4]);
        assert!(frontier(&columns, &[2.0; 3]).is_empty());
    }

    #[test]
    fn own_red_lines_are_never_on_it() {
        let columns: [&[f64]; 2] = [&[f64::NEG_INFINITY, 0.3], &[1.0, 0.5]];
        assert_eq!(frontier(&columns, &[f64::NEG_INFINITY; 2]), [1]);
        assert_eq!(frontier(&[columns[1], columns[0]], &[f64::NEG_INFINITY; 2]), [1]);
    }

    #[test]
    fn any_number_of_parties_agrees_with_brute_force() {
        let column = |seed: u32| -> Vec<f64> {
            (0..120_u32)
                .map(|package| f64::from((package * package * seed + package * 7 + seed) % 23))
                .collect()
        };
        let columns: Vec<Vec<f64>> = [3, 5, 11, 17].map(column).to_vec();
        for n_parties in 1..=4 {
            let columns: Vec<&[f64]> = columns[..n_parties].iter().map(Vec::as_slice).collect();
            let found = frontier(&columns, &vec![2.0; n_parties]);
            let point = |package: usize| columns.iter().map(|column| column[package]).collect::<Vec<f64>>();
            let rational: Vec<usize> = (0..120).filter(|&p| point(p).iter().all(|&u| u >= 2.0)).collect();
            let beats = |a: usize, b: usize| {
                let (one, other) = (point(a), point(b));
                one.iter().zip(&other).all(|(x, y)| x >= y) && (one != other || a < b)
            };
            let mut expected: Vec<usize> = rational.clone();
            expected.retain(|&b| !rational.iter().any(|&a| a != b && beats(a, b)));
            let mut sorted: Vec<usize> = found.iter().map(|&package| package as usize).collect();
            assert!(sorted.windows(2).all(|pair| point(pair[0]) > point(pair[1])));
            sorted.sort_unstable();
            assert_eq!(sorted, expected);
        }
    }
}
