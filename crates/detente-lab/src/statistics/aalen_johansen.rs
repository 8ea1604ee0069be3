//! Cumulative incidence with competing risks (Aalen & Johansen 1978, Scand. J. Statist. 5:141).

use super::time_to_event::{RiskSet, log_log_interval, risk_sets};
use super::{DayCounts, Estimate};

/// The incidence of one cause up to and including a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Incidence {
    /// Probability to have ended by this cause, with the log-log interval.
    pub estimate: Estimate,
    /// Its standard error by the delta method; 0 before the first event of the cause.
    pub standard_error: f64,
}

/// The incidences of all causes up to and including one day.
#[derive(Clone, Debug, PartialEq)]
pub struct IncidenceEstimate {
    /// The day.
    pub day: u32,
    /// Probability to have ended by no cause yet; it and the incidences sum to one.
    pub survival: f64,
    /// One incidence per cause.
    pub causes: Vec<Incidence>,
}

/// The cumulative incidences of `n_causes` competing causes, one row per day with an event, for
/// `days` in ascending order.
///
/// Each curve is a step function: 0 before the first row, constant between rows. The variance is
/// that of the delta method (Marubini & Valsecchi 1995, section 10.2); with a single cause it is
/// Greenwood's. Events of causes beyond `n_causes` count as ends without a curve.
#[must_use]
pub fn aalen_johansen(days: &[DayCounts], n_causes: usize) -> Vec<IncidenceEstimate> {
    let mut survival = 1.0;
    let mut causes = vec![Cause::default(); n_causes];
    risk_sets(days)
        .map(|set| {
            for (index, cause) in causes.iter_mut().enumerate() {
                cause.step(&set, set.counts.n_events_by(index), survival);
            }
            survival *= (set.at_risk - set.counts.n_events()) as f64 / set.at_risk as f64;
            IncidenceEstimate {
                day: set.counts.day,
                survival,
                causes: causes.iter().map(|cause| cause.incidence(set.observed)).collect(),
            }
        })
        .collect()
}

/// The running sums of one cause. With `F` the incidence now and `F_i` that after day i, the
/// variance is `sum (F - F_i)^2 a_i + sum b_i - 2 sum (F - F_i) c_i`, where `a_i` is Greenwood's
/// term, `b_i` the day's own variance and `c_i` their covariance; the squares are expanded so that
/// a day costs the same however many came before.
#[derive(Clone, Copy, Default)]
struct Cause {
    incidence: f64,
    hazard: f64,
    hazard_incidence: f64,
    hazard_incidence_squared: f64,
    own: f64,
    shared: f64,
    shared_incidence: f64,
}

impl Cause {
    fn step(&mut self, set: &RiskSet, n_events: u64, survival_before: f64) {
        let (at_risk, all, own) = (set.at_risk as f64, set.counts.n_events() as f64, n_events as f64);
        self.incidence += survival_before * own / at_risk;
        self.own += survival_before * survival_before * own * (at_risk - own) / (at_risk * at_risk * at_risk);
        let shared = survival_before * own / (at_risk * at_risk);
        self.shared += shared;
        self.shared_incidence += shared * self.incidence;
        // After the last run has ended no incidence moves, so the infinite term weighs nothing.
        if at_risk > all {
            let hazard = all / (at_risk * (at_risk - all));
            self.hazard += hazard;
            self.hazard_incidence += hazard * self.incidence;
            self.hazard_incidence_squared += hazard * self.incidence * self.incidence;
        }
    }

    fn incidence(&self, observed: u64) -> Incidence {
        let now = self.incidence;
        let spread = now * now * self.hazard - 2.0 * now * self.hazard_incidence + self.hazard_incidence_squared;
        let covariance = now * self.shared - self.shared_incidence;
        let standard_error = (spread + self.own - 2.0 * covariance).max(0.0).sqrt();
        let interval = log_log_interval(now, standard_error, observed);
        Incidence {
            estimate: Estimate { value: now, interval },
            standard_error,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{kaplan_meier, wilson};
    use super::*;

    fn one_by_one(causes: &[usize]) -> Vec<DayCounts> {
        let of = |&cause: &usize| match cause {
            0 => (vec![0, 0], 1),
            1 => (vec![1, 0], 0),
            _ => (vec![0, 1], 0),
        };
        let days = (1..).zip(causes.iter().map(of));
        days.map(|(day, (events, censored))| DayCounts { day, events, censored })
            .collect()
    }

    fn incidence_on(curve: &[IncidenceEstimate], day: u32, cause: usize) -> f64 {
        curve.iter().find(|row| row.day == day).unwrap().causes[cause]
            .estimate
            .value
    }

    #[test]
    fn two_causes_as_published() {
        let curve = aalen_johansen(&one_by_one(&[1, 2, 0, 1, 2, 1, 0, 2, 1, 0]), 2);
        for (day, expected) in [(1, 0.1), (4, 0.214286), (6, 0.328571), (9, 0.480952)] {
            assert!((incidence_on(&curve, day, 0) - expected).abs() < 5e-7, "day {day}");
        }
        for (day, expected) in [(2, 0.1), (5, 0.214286), (8, 0.366667)] {
            assert!((incidence_on(&curve, day, 1) - expected).abs() < 5e-7, "day {day}");
        }
        assert!((curve.last().unwrap().survival - 0.152381).abs() < 5e-7);
    }

    #[test]
    fn a_single_cause_is_the_complement_of_kaplan_meier() {
        let day = |day, events, censored| DayCounts {
            day,
            events: vec![events],
            censored,
        };
        let days = [day(6, 3, 1), day(7, 1, 0), day(10, 1, 2), day(13, 4, 1), day(20, 2, 3)];
        for (incidence, survival) in aalen_johansen(&days, 1).iter().zip(kaplan_meier(&days)) {
            let cause = incidence.causes[0];
            assert!((cause.estimate.value - (1.0 - survival.survival.value)).abs() < 1e-14);
            assert!(
                (cause.standard_error - survival.standard_error).abs() < 1e-12,
                "{incidence:?}"
            );
        }
    }

    #[test]
    fn without_censoring_the_error_is_that_of_a_share() {
        let days = [
            DayCounts {
                day: 1,
                events: vec![10, 5],
                censored: 0,
            },
            DayCounts {
                day: 2,
                events: vec![20, 1],
                censored: 0,
            },
            DayCounts {
                day: 9,
                events: vec![4, 30],
                censored: 30,
            },
        ];
        for (row, (first, second)) in aalen_johansen(&days, 2).iter().zip([(10, 5), (30, 6), (34, 36)]) {
            for (cause, count) in row.causes.iter().zip([first, second]) {
                let share = f64::from(count) / 100.0;
                assert!((cause.estimate.value - share).abs() < 1e-14);
                assert!(
                    (cause.standard_error - (share * (1.0 - share) / 100.0).sqrt()).abs() < 1e-12,
                    "{row:?}"
                );
            }
        }
    }

    #[test]
    fn everything_sums_to_one_and_lies_in_its_interval() {
        // A fixed multiplicative sequence stands in for luck.
        let mut state = 12_345_u64;
        let mut next = |bound: u64| {
            state = state * 48_271 % 2_147_483_647;
            state % bound
        };
        for _ in 0..200 {
            let mut rows = |day| DayCounts {
                day,
                events: vec![next(4), next(3), next(2)],
                censored: next(3),
            };
            let days: Vec<DayCounts> = (0..30).map(&mut rows).collect();
            for row in aalen_johansen(&days, 3) {
                let sum: f64 = row.causes.iter().map(|cause| cause.estimate.value).sum();
                assert!((sum + row.survival - 1.0).abs() < 1e-12);
                for cause in &row.causes {
                    assert!(cause.estimate.interval.contains(cause.estimate.value), "{row:?}");
                    assert!(cause.estimate.interval.low >= 0.0 && cause.estimate.interval.high <= 1.0);
                    assert!(cause.standard_error.is_finite());
                }
            }
        }
    }

    #[test]
    fn a_cause_that_never_came_keeps_an_upper_limit() {
        let days = [DayCounts {
            day: 4,
            events: vec![3],
            censored: 17,
        }];
        let row = &aalen_johansen(&days, 2)[0];
        assert_eq!(
            row.causes[1].estimate,
            Estimate {
                value: 0.0,
                interval: wilson(0, 20)
            }
        );
        let certain = &aalen_johansen(
            &[DayCounts {
                day: 4,
                events: vec![20],
                censored: 0,
            }],
            1,
        )[0];
        assert_eq!(
            certain.causes[0].estimate,
            Estimate {
                value: 1.0,
                interval: wilson(20, 20)
            }
        );
    }
}
