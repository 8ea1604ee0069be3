//! The exact frontier of a catalogue whose packages are ranked already.
//!
//! Utilities are sums of floats, so equal ones may differ in the last bits. They are put into *levels* first,
//! and only levels are compared: what dominates what is then a matter of whole numbers.

use crate::Ranking;
use std::cmp::Ordering;

/// The packages that give every party at least its reservation value and that no other such package
/// weakly dominates, by falling utility of the first party, then of the second, and so on. Of equal
/// utilities the first package of the catalogue stays. Utilities of a party within its tolerance are equal; see
/// [`Preferences::tolerance`](crate::Preferences::tolerance).
///
/// Rankings of one catalogue, reservation values and tolerances have one entry per party. For up to three
/// parties it takes a few look-ups per package; from four on, a comparison with the packages that some party likes
/// as much: the party to whom these are fewest.
#[must_use]
pub fn ranked_frontier(rankings: &[&Ranking], reservation_values: &[f64], tolerances: &[f64]) -> Vec<u32> {
    let (mut kept, mut group) = (Vec::new(), Vec::new());
    let mut stairs = Staircase::default();
    let Some(first) = rankings.first() else { return kept };
    let levels: Vec<Vec<u32>> = rankings.iter().zip(tolerances).map(|(r, &t)| levels(r, t)).collect();
    let is_rational = |package: u32| {
        let mut parties = rankings.iter().zip(reservation_values).zip(tolerances).zip(&levels);
        parties.all(|(((ranking, &reservation_value), &tolerance), levels)| {
            // An own red line is refused even where the reservation value is minus infinity.
            levels[package as usize] != OWN_RED_LINE && ranking.utility(package) >= reservation_value - tolerance
        })
    };
    let shortlists = if rankings.len() > 3 {
        shortlists(rankings, &levels)
    } else {
        Vec::new()
    };
    let is_dominated = |package: u32| {
        let Shortlist { party, lowest } = shortlists[package as usize];
        let ranking = rankings[party];
        let mut others = (lowest..ranking.n_ranks()).map(|rank| ranking.package(rank));
        others.any(|other| beats(&levels, other, package) && is_rational(other))
    };
    let mut rank = first.n_ranks();
    // Whatever dominates a package comes before it: in an earlier group on a higher level of the first
    // party, or earlier in its own by falling levels of the others.
    while rank > 0 && first.utility_at(rank - 1) >= reservation_values[0] - tolerances[0] {
        let level = levels[0][first.package(rank - 1) as usize];
        group.clear();
        while rank > 0 && levels[0][first.package(rank - 1) as usize] == level {
            rank -= 1;
            let package = first.package(rank);
            if is_rational(package) {
                group.push(package);
            }
        }
        group.sort_unstable_by(|&a, &b| falling(&levels, a, b).then(a.cmp(&b)));
        for &package in &group {
            let is_kept = match &levels[..] {
                [] | [_] => stairs.add(0, 0),
                [_, second] => stairs.add(second[package as usize], 0),
                [_, second, third] => stairs.add(second[package as usize], third[package as usize]),
                _ => !is_dominated(package),
            };
            if is_kept {
                kept.push(package);
            }
        }
    }
    kept
}

/// The level of a package that crosses an own red line.
const OWN_RED_LINE: u32 = 0;

/// Each package's level: utilities of one level lie within the tolerance of its least, the next level begins above.
fn levels(ranking: &Ranking, tolerance: f64) -> Vec<u32> {
    let mut levels = vec![OWN_RED_LINE; ranking.n_packages()];
    let (mut level, mut least) = (OWN_RED_LINE, f64::NEG_INFINITY);
    for rank in 0..ranking.n_ranks() {
        let utility = ranking.utility_at(rank);
        if utility > least + tolerance {
            (level, least) = (level + 1, utility);
        }
        levels[ranking.package(rank) as usize] = level;
    }
    levels
}

fn falling(levels: &[Vec<u32>], a: u32, b: u32) -> Ordering {
    let mut orders = levels.iter().map(|levels| levels[b as usize].cmp(&levels[a as usize]));
    orders.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

fn at_least(levels: &[Vec<u32>], a: u32, b: u32) -> bool {
    levels.iter().all(|levels| levels[a as usize] >= levels[b as usize])
}

/// Whether a package comes before another that gives nobody more.
fn beats(levels: &[Vec<u32>], a: u32, b: u32) -> bool {
    at_least(levels, a, b) && (a < b || (a > b && !at_least(levels, b, a)))
}

/// The packages that a party likes at least as much as some package: those from this rank on.
#[derive(Debug, Clone, Copy, Default)]
struct Shortlist {
    party: usize,
    lowest: usize,
}

/// For each package the shortest list in which whatever dominates it stands.
fn shortlists(rankings: &[&Ranking], levels: &[Vec<u32>]) -> Vec<Shortlist> {
    let n_packages = rankings.first().map_or(0, |ranking| ranking.n_packages());
    let mut shortest = vec![Shortlist::default(); n_packages];
    let mut lengths = vec![usize::MAX; n_packages];
    for (party, (ranking, levels)) in rankings.iter().zip(levels).enumerate() {
        let (mut lowest, mut level) = (0, OWN_RED_LINE);
        for rank in 0..ranking.n_ranks() {
            let package = ranking.package(rank) as usize;
            if levels[package] != level {
                (lowest, level) = (rank, levels[package]);
            }
            let length = ranking.n_ranks() - lowest;
            if length < lengths[package] {
                lengths[package] = length;
                shortest[package] = Shortlist { party, lowest };
            }
        }
    }
    shortest
}

/// The frontier of pairs: the first ascends, the second descends.
#[derive(Debug, Default)]
struct Staircase(Vec<(u32, u32)>);

impl Staircase {
    /// Adds a pair unless one there is at least as great in both; whether it was added.
    fn add(&mut self, x: u32, y: u32) -> bool {
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
        ranked_frontier(
            &rankings.iter().collect::<Vec<_>>(),
            reservation_values,
            &vec![1e-12; columns.len()],
        )
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

    /// The bridge of two villages: 0.4 for the second in both, once as 0.39999999999999997.
    #[test]
    fn rounding_keeps_nothing_on_the_frontier() {
        let (above, below) = (0.4, 0.4 - 5e-17);
        assert!(above > below);
        assert_eq!(frontier(&[&[0.66, 0.5], &[below, above]], &[0.0; 2]), [0]);
        // Nor does it deny anybody the reservation value, or let a package tie with a better one.
        assert_eq!(frontier(&[&[0.66, 0.66 + 1e-16], &[below, 0.3]], &[0.0, 0.4]), [0]);
        assert_eq!(frontier(&[&[0.66, 0.66 + 1e-16], &[0.3, 0.3 - 1e-16]], &[0.0; 2]), [0]);
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
