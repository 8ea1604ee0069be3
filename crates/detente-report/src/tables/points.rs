//! What a point is, worked out from its number, so that nothing is kept by point.

use std::ops::Range;

use detente_results::Manifest;

use super::BASE;

/// The points of an experiment: the scenario as it stands is point 0, under each policy it is those after it; then the
/// design's settings come, each as base and under each policy.
pub(crate) struct Points {
    all: u64,
    /// Base, then the others.
    policies: Vec<String>,
}

impl Points {
    pub(super) fn of(manifest: &Manifest) -> Self {
        let named = manifest.policies.iter().map(|policy| policy.id.as_str());
        let policies = [BASE].into_iter().chain(named.filter(|id| *id != BASE));
        Self {
            all: manifest.points,
            policies: policies.map(str::to_owned).collect(),
        }
    }

    /// The scenario as it stands and under each policy.
    pub(crate) fn scenario(&self) -> Range<u64> {
        0..self.crossed().min(self.all)
    }

    /// How many settings the design has.
    pub(crate) fn settings(&self) -> u64 {
        (self.all / self.crossed()).saturating_sub(1)
    }

    /// Whether a point is a setting of the design as base.
    pub(crate) fn is_setting(&self, point: u64) -> bool {
        point.is_multiple_of(self.crossed()) && (self.crossed()..self.all).contains(&point)
    }

    /// The policy of a point.
    pub(crate) fn policy(&self, point: u64) -> &str {
        &self.policies[(point % self.crossed()) as usize]
    }

    /// Points of one setting.
    fn crossed(&self) -> u64 {
        self.policies.len() as u64
    }
}

/// The first points that a table tells of, and how many it tells of in all. Tables are in order of points.
pub(crate) struct FirstPoints {
    most: usize,
    pub(crate) points: Vec<u64>,
    pub(crate) all: u64,
    last: Option<u64>,
}

impl FirstPoints {
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            points: Vec::new(),
            all: 0,
            last: None,
        }
    }

    /// Takes note of a row's point and says whether it is one of the first.
    pub(super) fn takes(&mut self, point: u64) -> bool {
        if self.last != Some(point) {
            self.last = Some(point);
            self.all += 1;
            if self.points.len() < self.most {
                self.points.push(point);
            }
        }
        self.points.last() == Some(&point)
    }

    /// How many are not among the first.
    pub(crate) fn left_out(&self) -> u64 {
        self.all - self.points.len() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::{FirstPoints, Points};

    fn points(all: u64) -> Points {
        Points {
            all,
            policies: ["base", "small_room", "quiet"].map(str::to_owned).to_vec(),
        }
    }

    #[test]
    fn a_point_is_what_its_number_says() {
        let points = points(12);
        assert_eq!((points.scenario(), points.settings()), (0..3, 3));
        assert_eq!(
            [0, 1, 5, 9].map(|point| points.policy(point)),
            ["base", "small_room", "quiet", "base"]
        );
        let settings: Vec<_> = (0..20).filter(|point| points.is_setting(*point)).collect();
        assert_eq!(settings, [3, 6, 9]);
    }

    #[test]
    fn there_may_be_no_design_and_fewer_points_than_policies() {
        assert_eq!((points(3).scenario(), points(3).settings()), (0..3, 0));
        assert_eq!((points(0).scenario(), points(0).settings()), (0..0, 0));
    }

    #[test]
    fn the_first_points_are_kept_and_all_are_counted() {
        let mut first = FirstPoints::new(2);
        let taken = [1, 1, 4, 4, 5, 9, 9].map(|point| first.takes(point));
        assert_eq!(taken, [true, true, true, true, false, false, false]);
        assert_eq!(
            (first.points.as_slice(), first.all, first.left_out()),
            (&[1, 4][..], 4, 2)
        );
    }
}
