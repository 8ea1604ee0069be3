//! Solution concepts on the efficient packages, each defined once, and distances.
//!
//! A point is *rational* where no party gets less than its reservation value; one that gives exactly that is. The
//! *surplus* is utility minus the reservation value, which is where talks end without agreement; the *ideal* is
//! a party's greatest utility over rational points. The concepts look at rational points only. All that tie are
//! named: what differs by no more than the rounding of utilities, their tolerances, makes of a product or share, and 1e-12.

use crate::{Points, TOLERANCE};
use libm::log;

/// Products closer than this part of them, and shares closer than this, are the same, besides what utilities err by.
const TIE: f64 = TOLERANCE;

/// What theory names among the points of a frontier: indices of points, all that tie, ascending.
#[derive(Clone, Debug, PartialEq)]
pub struct Solutions {
    /// Each party's greatest utility over rational points.
    pub ideal: Vec<f64>,
    /// The greatest product of surpluses (Nash 1950). Parties that can gain nothing at any rational point are left
    /// out; where the product is 0 at every point, since what one can gain another cannot, all tie.
    pub nash: Vec<usize>,
    /// The greatest least share of the possible gain, `surplus / (ideal - reservation value)` (Kalai & Smorodinsky
    /// 1975, on discrete points). Parties that can gain nothing are left out.
    pub kalai_smorodinsky: Vec<usize>,
    /// The greatest least surplus (Kalai 1977).
    pub egalitarian: Vec<usize>,
    /// The greatest sum of utilities.
    pub maximum_welfare: Vec<usize>,
    /// The greatest sum of shares of the possible gains. Parties that can gain nothing are left out.
    pub maximum_relative_welfare: Vec<usize>,
    /// The least distance of `utility / ideal` from (1, ..., 1): 0 where everybody can have everything. None where
    /// somebody's ideal is not above 0, as nothing can be measured by it.
    pub opposition: Option<f64>,
}

impl Solutions {
    /// The solutions among points; reservation values and [tolerances](crate::Preferences::tolerance) have one
    /// entry per party. None where no point is rational. Give it a frontier: a dominated point can tie.
    #[must_use]
    pub fn of(points: &Points, reservation_values: &[f64], tolerances: &[f64]) -> Option<Self> {
        let rational = Rational::among(points, reservation_values, tolerances)?;
        let [widest, sum] = [
            tolerances.iter().copied().fold(0.0, f64::max),
            tolerances.iter().sum::<f64>(),
        ];
        let opposition = rational.points.iter().map(|(_, utilities)| rational.loss(utilities));
        Some(Self {
            nash: rational.greatest(
                |utilities| rational.gainers(utilities).map(|gainer| log(gainer.surplus)).sum(),
                |utilities| TIE + rational.gainers(utilities).map(Gainer::error_of_logarithm).sum::<f64>(),
            ),
            kalai_smorodinsky: rational.greatest(
                |utilities| {
                    rational
                        .gainers(utilities)
                        .map(Gainer::share)
                        .fold(f64::INFINITY, f64::min)
                },
                |utilities| {
                    TIE + rational
                        .gainers(utilities)
                        .map(Gainer::error_of_share)
                        .fold(0.0, f64::max)
                },
            ),
            egalitarian: rational.greatest(
                |utilities| rational.surpluses(utilities).fold(f64::INFINITY, f64::min),
                |_| widest,
            ),
            maximum_welfare: rational.greatest(|utilities| utilities.iter().sum(), |_| sum),
            maximum_relative_welfare: rational.greatest(
                |utilities| rational.gainers(utilities).map(Gainer::share).sum(),
                |utilities| TIE + rational.gainers(utilities).map(Gainer::error_of_share).sum::<f64>(),
            ),
            opposition: rational.has_ideals().then(|| opposition.fold(f64::INFINITY, f64::min)),
            ideal: rational.ideal,
        })
    }
}

/// Whether utilities give every party its reservation value.
pub(crate) fn is_rational(utilities: &[f64], reservation_values: &[f64], tolerances: &[f64]) -> bool {
    let mut parties = utilities.iter().zip(reservation_values).zip(tolerances);
    parties.all(|((utility, reservation), tolerance)| *utility >= reservation - tolerance)
}

/// The rational points, with what they are measured by.
struct Rational<'a> {
    points: Vec<(usize, &'a [f64])>,
    reservation_values: &'a [f64],
    tolerances: &'a [f64],
    ideal: Vec<f64>,
}

impl<'a> Rational<'a> {
    fn among(points: &'a Points, reservation_values: &'a [f64], tolerances: &'a [f64]) -> Option<Self> {
        let rational = |(_, utilities): &(usize, &[f64])| is_rational(utilities, reservation_values, tolerances);
        let points: Vec<(usize, &[f64])> = points.iter().enumerate().filter(rational).collect();
        let mut ideal = points.first()?.1.to_vec();
        for (_, utilities) in &points {
            for (ideal, utility) in ideal.iter_mut().zip(*utilities) {
                *ideal = ideal.max(*utility);
            }
        }
        Some(Self {
            points,
            reservation_values,
            tolerances,
            ideal,
        })
    }

    /// What each party gets beyond its reservation value; 0 within its tolerance.
    fn surpluses(&self, utilities: &[f64]) -> impl Iterator<Item = f64> {
        let parties = utilities.iter().zip(self.reservation_values).zip(self.tolerances);
        parties.map(|((utility, reservation), &tolerance)| beyond(utility - reservation, tolerance))
    }

    /// Each party that can gain anything.
    fn gainers(&self, utilities: &[f64]) -> impl Iterator<Item = Gainer> {
        let possible = self.surpluses(&self.ideal).zip(self.tolerances);
        let parties = self.surpluses(utilities).zip(possible);
        let gainers = parties.map(|(surplus, (gain, &tolerance))| Gainer {
            surplus,
            gain,
            tolerance,
        });
        gainers.filter(|gainer| gainer.gain > 0.0)
    }

    /// Whether every party's ideal is above 0.
    fn has_ideals(&self) -> bool {
        let mut parties = self.ideal.iter().zip(self.tolerances);
        parties.all(|(ideal, tolerance)| ideal > tolerance)
    }

    /// How far from everybody's ideal.
    fn loss(&self, utilities: &[f64]) -> f64 {
        let losses = utilities.iter().zip(&self.ideal);
        losses
            .map(|(utility, ideal)| (1.0 - utility / ideal) * (1.0 - utility / ideal))
            .sum::<f64>()
            .sqrt()
    }

    /// The points with the greatest value of a criterion, and those that are less by no more than either of the two errs.
    fn greatest(&self, criterion: impl Fn(&[f64]) -> f64, error: impl Fn(&[f64]) -> f64) -> Vec<usize> {
        let value = |point: &(usize, &[f64])| criterion(point.1);
        let best = self.points.iter().copied().max_by(|a, b| value(a).total_cmp(&value(b)));
        let Some(best) = best else { return Vec::new() };
        let (greatest, least_error) = (value(&best), error(best.1));
        let ties = |point: &&(usize, &[f64])| value(point) >= greatest - least_error.max(error(point.1));
        self.points.iter().filter(ties).map(|&(index, _)| index).collect()
    }
}

/// A party that can gain something.
#[derive(Clone, Copy)]
struct Gainer {
    surplus: f64,
    /// What it can gain at best.
    gain: f64,
    /// What its utilities may err by.
    tolerance: f64,
}

impl Gainer {
    fn share(self) -> f64 {
        self.surplus / self.gain
    }

    fn error_of_share(self) -> f64 {
        self.tolerance / self.gain
    }

    /// A surplus of 0 is 0: its logarithm errs by nothing.
    fn error_of_logarithm(self) -> f64 {
        if self.surplus > 0.0 {
            self.tolerance / self.surplus
        } else {
            0.0
        }
    }
}

/// A surplus that rounding does not make up.
pub(crate) fn beyond(surplus: f64, tolerance: f64) -> f64 {
    if surplus.abs() <= tolerance { 0.0 } else { surplus }
}

/// How tight a party's situation is: its reservation value over what the egalitarian package gives it. `None`
/// where that is not above 0, as nothing is left to measure by.
#[must_use]
pub fn tightness(reservation_value: f64, egalitarian_utility: f64) -> Option<f64> {
    (egalitarian_utility > 0.0).then(|| reservation_value / egalitarian_utility)
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

/// The distance to the nearest of some points, given by their indices.
#[must_use]
pub fn distance_to_solution(points: &Points, solution: &[usize], utilities: &[f64]) -> Option<f64> {
    let distances = solution
        .iter()
        .map(|&index| distance(points.utilities(index), utilities));
    distances.reduce(f64::min)
}

/// The distance to the polyline through points of two parties, ordered by falling utility of the
/// first; 0 for a point that nothing on it weakly dominates, and where it is less than the tolerance.
#[must_use]
pub fn distance_to_polyline(points: &Points, utilities: &[f64], tolerance: f64) -> Option<f64> {
    let first = points.iter().next()?;
    let is_dominated = height(points, utilities[0], tolerance).is_some_and(|height| utilities[1] <= height + tolerance);
    if !is_dominated {
        return Some(0.0);
    }
    let to_segments = segments(points).map(|(a, b)| distance_to_segment(a, b, utilities));
    let nearest = to_segments.fold(distance(first, utilities), f64::min);
    Some(if nearest < tolerance { 0.0 } else { nearest })
}

fn segments(points: &Points) -> impl Iterator<Item = (&[f64], &[f64])> {
    points.iter().zip(points.iter().skip(1))
}

/// The most the second party can have on the polyline while the first has at least `x`; `None`
/// where the first party cannot have as much.
fn height(points: &Points, x: f64, tolerance: f64) -> Option<f64> {
    let (first, last) = (points.iter().next()?, points.iter().next_back()?);
    if x > first[0] + tolerance {
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
