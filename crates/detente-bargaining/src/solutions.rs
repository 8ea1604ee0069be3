//! Solution concepts on a set of points, and distances to them.
//!
//! A point is *rational* where no party gets less than its disagreement utility; one that gives
//! exactly that is. The concepts look at rational points only and are `None` where there is none.
//! Give them a frontier: a dominated point can tie.

use crate::Points;

/// Values closer than this are the same.
const TIE: f64 = 1e-12;

/// What a solution concept selects.
#[derive(Clone, Debug, PartialEq)]
pub struct Solution {
    /// The value of the concept's criterion.
    pub value: f64,
    /// Indices of all points whose criterion lies within 1e-12 of the value, ascending.
    pub points: Vec<usize>,
}

/// The points with the greatest product of surpluses over the disagreement (Nash 1950).
#[must_use]
pub fn nash(points: &Points, disagreement: &[f64]) -> Option<Solution> {
    greatest(points, disagreement, |utilities| {
        surpluses(utilities, disagreement).product()
    })
}

/// The points whose worst-off party has the greatest surplus (Kalai 1977).
#[must_use]
pub fn egalitarian(points: &Points, disagreement: &[f64]) -> Option<Solution> {
    greatest(points, disagreement, |utilities| {
        surpluses(utilities, disagreement).fold(f64::INFINITY, f64::min)
    })
}

/// The points with the greatest sum of utilities.
#[must_use]
pub fn maximum_welfare(points: &Points, disagreement: &[f64]) -> Option<Solution> {
    greatest(points, disagreement, |utilities| utilities.iter().sum())
}

/// The points with the greatest sum of shares of the possible gains, `(u - d) / (ideal - d)`. Parties
/// that can gain nothing are left out.
#[must_use]
pub fn maximum_relative_welfare(points: &Points, disagreement: &[f64], ideal: &[f64]) -> Option<Solution> {
    greatest(points, disagreement, |utilities| {
        shares_of_gain(utilities, disagreement, ideal).sum()
    })
}

/// The points where the parties' shares of their greatest possible gain, `(u - d) / (ideal - d)`,
/// lie closest together (Kalai & Smorodinsky 1975, on discrete points); the value is the gap between
/// the greatest share and the least. Parties that can gain nothing are left out.
///
/// The classic ideal is that of the rational points, [`ideal`]; the literature on automated
/// negotiation takes each party's best package instead.
#[must_use]
pub fn kalai_smorodinsky(points: &Points, disagreement: &[f64], ideal: &[f64]) -> Option<Solution> {
    let gap = |utilities: &[f64]| {
        let (least, greatest) = shares_of_gain(utilities, disagreement, ideal)
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, greatest), share| {
                (least.min(share), greatest.max(share))
            });
        (greatest - least).max(0.0)
    };
    let solution = greatest(points, disagreement, |utilities| -gap(utilities))?;
    Some(Solution {
        value: -solution.value,
        ..solution
    })
}

/// Each party's greatest utility over the rational points.
#[must_use]
pub fn ideal(points: &Points, disagreement: &[f64]) -> Option<Vec<f64>> {
    let mut rational = points.iter().filter(|utilities| is_rational(utilities, disagreement));
    let first = rational.next()?.to_vec();
    Some(rational.fold(first, |ideal, utilities| {
        ideal
            .iter()
            .zip(utilities)
            .map(|(ideal, &utility)| ideal.max(utility))
            .collect()
    }))
}

/// Opposition: the least distance, over rational points, of `u / ideal` from (1, ..., 1). 0 where
/// everybody can have everything. Parties whose ideal is 0 are left out.
#[must_use]
pub fn opposition(points: &Points, disagreement: &[f64], ideal: &[f64]) -> Option<f64> {
    let distance = |utilities: &[f64]| {
        let losses = utilities.iter().zip(ideal).filter(|&(_, &ideal)| ideal != 0.0);
        losses
            .map(|(utility, ideal)| (1.0 - utility / ideal) * (1.0 - utility / ideal))
            .sum::<f64>()
            .sqrt()
    };
    greatest(points, disagreement, |utilities| -distance(utilities)).map(|solution| -solution.value)
}

/// How tight a party's situation is: reservation value over the egalitarian level e*. `None` where
/// the level is not above 0, as nothing is left to measure by.
#[must_use]
pub fn tightness(reservation_value: f64, egalitarian_level: f64) -> Option<f64> {
    (egalitarian_level > 0.0).then(|| reservation_value / egalitarian_level)
}

/// The Euclidean distance between two points of utility space.
#[must_use]
pub fn distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt()
}

/// The distance to the nearest of some points: for an enumerated frontier, the distance to it.
#[must_use]
pub fn distance_to_points(points: &Points, utilities: &[f64]) -> Option<f64> {
    points.iter().map(|point| distance(point, utilities)).reduce(f64::min)
}

/// The distance to the nearest point that a solution selected from `points`.
#[must_use]
pub fn distance_to_solution(points: &Points, solution: &Solution, utilities: &[f64]) -> Option<f64> {
    solution
        .points
        .iter()
        .map(|&index| distance(points.utilities(index), utilities))
        .reduce(f64::min)
}

/// The distance to the polyline through points of two parties, ordered by falling utility of the
/// first; 0 for a point that nothing on it weakly dominates, and where it is less than 1e-12.
#[must_use]
pub fn distance_to_polyline(points: &Points, utilities: &[f64]) -> Option<f64> {
    let first = points.iter().next()?;
    let is_dominated = height(points, utilities[0]).is_some_and(|height| utilities[1] <= height + TIE);
    if !is_dominated {
        return Some(0.0);
    }
    let to_segments = segments(points).map(|(a, b)| distance_to_segment(a, b, utilities));
    let nearest = to_segments.fold(distance(first, utilities), f64::min);
    Some(if nearest < TIE { 0.0 } else { nearest })
}

fn segments(points: &Points) -> impl Iterator<Item = (&[f64], &[f64])> {
    points.iter().zip(points.iter().skip(1))
}

/// The most the second party can have on the polyline while the first has at least `x`; `None`
/// where the first party cannot have as much.
fn height(points: &Points, x: f64) -> Option<f64> {
    let (first, last) = (points.iter().next()?, points.iter().next_back()?);
    if x > first[0] + TIE {
        return None;
    }
    if x <= last[0] {
        return Some(last[1]);
    }
    let span = segments(points).find(|(a, b)| b[0] < x && x <= a[0]);
    Some(span.map_or(first[1], |(a, b)| b[1] + (a[1] - b[1]) * (x - b[0]) / (a[0] - b[0])))
}

fn distance_to_segment(a: &[f64], b: &[f64], point: &[f64]) -> f64 {
    let along = [b[0] - a[0], b[1] - a[1]];
    let length_squared = along[0] * along[0] + along[1] * along[1];
    let projection = (point[0] - a[0]) * along[0] + (point[1] - a[1]) * along[1];
    let share = if length_squared > 0.0 {
        (projection / length_squared).clamp(0.0, 1.0)
    } else {
        0.0
    };
    distance(&[a[0] + share * along[0], a[1] + share * along[1]], point)
}

fn surpluses(utilities: &[f64], disagreement: &[f64]) -> impl Iterator<Item = f64> {
    utilities
        .iter()
        .zip(disagreement)
        .map(|(utility, disagreement)| utility - disagreement)
}

/// Each party's share of its greatest possible gain; parties that can gain nothing are left out.
fn shares_of_gain(utilities: &[f64], disagreement: &[f64], ideal: &[f64]) -> impl Iterator<Item = f64> {
    let gains = ideal
        .iter()
        .zip(disagreement)
        .map(|(ideal, disagreement)| ideal - disagreement);
    let possible = surpluses(utilities, disagreement)
        .zip(gains)
        .filter(|&(_, gain)| gain > 0.0);
    possible.map(|(surplus, gain)| surplus / gain)
}

fn is_rational(utilities: &[f64], disagreement: &[f64]) -> bool {
    utilities
        .iter()
        .zip(disagreement)
        .all(|(utility, disagreement)| utility >= disagreement)
}

fn greatest(points: &Points, disagreement: &[f64], criterion: impl Fn(&[f64]) -> f64) -> Option<Solution> {
    let of_rational = |(index, utilities): (usize, &[f64])| {
        is_rational(utilities, disagreement).then(|| (index, criterion(utilities)))
    };
    let rational: Vec<(usize, f64)> = points.iter().enumerate().filter_map(of_rational).collect();
    let value = rational.iter().map(|&(_, value)| value).reduce(f64::max)?;
    let ties = rational.iter().filter(|&&(_, other)| other >= value - TIE);
    Some(Solution {
        value,
        points: ties.map(|&(index, _)| index).collect(),
    })
}
