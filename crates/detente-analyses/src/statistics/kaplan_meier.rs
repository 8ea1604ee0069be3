//! Survival with censoring (Kaplan & Meier 1958, J. Am. Statist. Assoc. 53:457).

use super::time_to_event::{log_log_interval, risk_sets};
use super::{DayCounts, Estimate};

/// Survival just after one day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SurvivalEstimate {
    /// The day.
    pub day: u32,
    /// Probability to last beyond the day, with the log-log interval.
    pub survival: Estimate,
    /// Greenwood's standard error; 0 where the survival is 0 or 1.
    pub standard_error: f64,
}

/// The survival curve, one row per day with an event (of any cause), for `days` in ascending order.
///
/// The curve is a step function: 1 before the first row, constant between rows.
#[must_use]
pub fn kaplan_meier(days: &[DayCounts]) -> Vec<SurvivalEstimate> {
    let mut survival = 1.0;
    let mut greenwood = 0.0;
    risk_sets(days)
        .map(|set| {
            let (at_risk, events) = (set.at_risk as f64, set.counts.n_events() as f64);
            survival *= (at_risk - events) / at_risk;
            // Once nobody is left the survival is 0, and so is its error.
            if at_risk > events {
                greenwood += events / (at_risk * (at_risk - events));
            }
            let standard_error = survival * greenwood.sqrt();
            let interval = log_log_interval(survival, standard_error, set.observed);
            SurvivalEstimate {
                day: set.counts.day,
                survival: Estimate {
                    value: survival,
                    interval,
                },
                standard_error,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32, events: u64, censored: u64) -> DayCounts {
        DayCounts {
            day,
            events: vec![events],
            censored,
        }
    }

    /// Remission under 6-MP (Freireich et al. 1963, Blood 21:699), n = 21.
    #[test]
    fn freireich() {
        let days = [
            day(6, 3, 1),
            day(7, 1, 0),
            day(9, 0, 1),
            day(10, 1, 1),
            day(11, 0, 1),
            day(13, 1, 0),
            day(16, 1, 0),
            day(17, 0, 1),
            day(19, 0, 1),
            day(20, 0, 1),
            day(22, 1, 0),
            day(23, 1, 0),
            day(25, 0, 1),
            day(32, 0, 2),
            day(34, 0, 1),
            day(35, 0, 1),
        ];
        let expected = [
            (6, 0.857143, 0.076360),
            (7, 0.806723, 0.086935),
            (10, 0.752941, 0.096350),
            (13, 0.690196, 0.106815),
            (16, 0.627451, 0.114054),
            (22, 0.537815, 0.128234),
            (23, 0.448179, 0.134591),
        ];
        let curve = kaplan_meier(&days);
        assert_eq!(curve.len(), expected.len());
        for (row, (day, survival, error)) in curve.iter().zip(expected) {
            assert_eq!(row.day, day);
            assert!((row.survival.value - survival).abs() < 5e-7, "{row:?}");
            assert!((row.standard_error - error).abs() < 5e-7, "{row:?}");
        }
        assert!((curve[0].survival.interval.low - 0.6197).abs() < 5e-5);
        assert!((curve[0].survival.interval.high - 0.9516).abs() < 5e-5);
    }

    #[test]
    fn without_censoring_it_is_the_share_left() {
        let curve = kaplan_meier(&[day(1, 2, 0), day(2, 3, 0), day(5, 5, 0)]);
        let shares: Vec<f64> = curve.iter().map(|row| row.survival.value).collect();
        assert!(
            shares
                .iter()
                .zip([0.8, 0.5, 0.0])
                .all(|(share, expected)| (share - expected).abs() < 1e-15)
        );
        // Greenwood without censoring is the binomial standard error.
        assert!((curve[1].standard_error - (0.5_f64 * 0.5 / 10.0).sqrt()).abs() < 1e-15);
        assert!(
            curve
                .iter()
                .all(|row| row.survival.interval.contains(row.survival.value))
        );
        assert!(curve[2].survival.interval.high > 0.0 && curve[2].survival.interval.high < 0.5);
    }

    #[test]
    fn no_events_no_rows() {
        assert!(kaplan_meier(&[]).is_empty());
        assert!(kaplan_meier(&[day(3, 0, 7)]).is_empty());
    }
}
