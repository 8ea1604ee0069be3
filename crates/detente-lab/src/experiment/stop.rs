//! `[stop]`: as many runs as it takes until a response is known well enough at every point, in place of a number of
//! replicates. It is looked at between waves, for all points together, so that pairs stay pairs and threads do not matter.

use super::Looks;
use crate::plan::Lengths;
use detente_analyses::statistics::{mean_interval, wilson};
use detente_analyses::{PointSums, Response};

/// When there are enough runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Stop {
    /// What is to be known.
    pub response: String,
    /// Half the width of its 95 % interval, at every point, in its own unit; a share in parts of 1.
    pub half_width: f64,
    /// No fewer runs of each point.
    pub least: u64,
    /// No more runs of each point.
    pub most: u64,
}

impl Stop {
    /// When it is looked at: after whole waves, which are longer where summaries are kept.
    pub fn looks(&self, summary: bool) -> Looks {
        Looks {
            least: self.least,
            most: self.most,
            lengths: if summary { Lengths::LONGEST } else { Lengths::EVEN },
        }
    }

    /// Whether the response is known well enough at every point.
    pub fn is_met(&self, responses: &[Response], points: &[PointSums]) -> bool {
        self.widest(responses, points)
            .is_some_and(|half| half <= self.half_width)
    }

    /// Half the width of the widest of all points' intervals; none where a point has none.
    pub fn widest(&self, responses: &[Response], points: &[PointSums]) -> Option<f64> {
        let place = responses.iter().position(|response| response.id == self.response)?;
        let half = |point: &PointSums| {
            let sums = point.values.get(place).copied().filter(|sums| sums.n > 0)?;
            let interval = match responses[place].is_share() {
                true => wilson(libm::round(sums.sum) as u64, sums.n),
                false => mean_interval(sums)?.interval,
            };
            Some(0.5 * (interval.high - interval.low))
        };
        points
            .iter()
            .map(half)
            .try_fold(0.0_f64, |widest, half| Some(widest.max(half?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use detente_analyses::statistics::Sums;

    /// Wilson's interval of half of 2,400 runs reaches 2.00 points to either side, of half of 2,300 2.04.
    #[test]
    fn every_point_has_to_be_known() {
        let point = |runs: u64| {
            let mut sums = Sums::default();
            (0..runs).for_each(|run| sums.add((run % 2) as f64));
            PointSums {
                values: vec![sums],
                ..PointSums::default()
            }
        };
        let stop = Stop {
            response: "agreement".into(),
            half_width: 0.02,
            least: 1,
            most: 9,
        };
        let met = |points: &[PointSums]| stop.is_met(&Response::built_in(), points);
        assert!(met(&[point(2_400), point(2_400)]));
        assert!(!met(&[point(2_400), point(2_300)]));
        assert!(
            !met(&[point(2_400), PointSums::default()]),
            "nothing is known of a point without runs"
        );
    }
}
