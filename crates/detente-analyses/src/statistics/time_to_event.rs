//! What the estimators of times to an event share: counts per day, those at risk, limits.

use super::{Interval, Z_95, wilson};

/// What happened on one day, over all runs.
///
/// A run that is censored on a day counts as at risk on that day: events come first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayCounts {
    /// The day, from 0.
    pub day: u32,
    /// Number of runs that ended by each cause, in the order of the causes.
    pub events: Vec<u64>,
    /// Number of runs censored.
    pub censored: u64,
}

impl DayCounts {
    /// Number of runs that ended by any cause.
    #[must_use]
    pub fn n_events(&self) -> u64 {
        self.events.iter().sum()
    }

    /// Number of runs that ended by the cause; a cause that has no column did not occur.
    #[must_use]
    pub fn n_events_by(&self, cause: usize) -> u64 {
        self.events.get(cause).copied().unwrap_or(0)
    }
}

/// One day with those at risk on it.
pub(super) struct RiskSet<'a> {
    pub(super) counts: &'a DayCounts,
    /// Runs neither ended nor censored before the day; at least the day's events.
    pub(super) at_risk: u64,
    /// Runs not censored before the day.
    pub(super) observed: u64,
}

/// The risk sets of all days on which something ended.
pub(super) fn risk_sets(days: &[DayCounts]) -> impl Iterator<Item = RiskSet<'_>> {
    let total: u64 = days.iter().map(|counts| counts.n_events() + counts.censored).sum();
    days.iter()
        .scan((total, total), |(at_risk, observed), counts| {
            let set = RiskSet {
                counts,
                at_risk: *at_risk,
                observed: *observed,
            };
            *at_risk -= counts.n_events() + counts.censored;
            *observed -= counts.censored;
            Some(set)
        })
        .filter(|set| set.counts.n_events() > 0)
}

/// The log-log 95 % interval `p^exp(±z se / (p ln p))` of a probability, always within [0, 1]
/// (Kalbfleisch & Prentice 2002, section 1.4).
///
/// The transformation has no value at 0 and 1; there the Wilson interval of `n` runs stands in,
/// so that 'none of so many' keeps an upper limit.
pub(super) fn log_log_interval(probability: f64, standard_error: f64, n: u64) -> Interval {
    if probability <= 0.0 {
        return wilson(0, n);
    }
    if probability >= 1.0 {
        return wilson(n, n);
    }
    let width = Z_95 * standard_error / (probability * libm::log(probability));
    let limit = |sign: f64| libm::pow(probability, libm::exp(sign * width));
    // The logarithm is negative, so the positive sign gives the upper limit.
    Interval {
        low: limit(-1.0).min(probability),
        high: limit(1.0).max(probability),
    }
}
