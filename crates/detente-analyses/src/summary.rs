//! `summary.csv`: how often the runs of each point end in each way, one row for each outcome, also where the count is 0.
//! Failed runs count in no share.
//!
//! Source: Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22, for the intervals.

use crate::statistics::wilson;
use crate::study::{Analysis, Study};
use detente_results::{OUTCOMES, SummaryRow};

/// Shares of the ends.
pub struct Shares;

impl Analysis for Shares {
    type Row = SummaryRow;
    const KEY: &'static str = "shares";
    const ABOUT: &'static str = "How do the talks end?";
    const SOURCE: &'static str = "Wilson 1927";

    fn rows(study: &Study<'_>, row: &mut dyn FnMut(SummaryRow)) {
        for (point, sums) in study.points.iter().enumerate() {
            let n = sums.ends.n();
            for (outcome, count) in OUTCOMES.iter().zip(sums.ends.counts()) {
                let interval = wilson(count, n);
                row(SummaryRow {
                    point: point as u64,
                    policy: study.design.policy(point).to_owned(),
                    outcome: (*outcome).to_owned(),
                    n,
                    count,
                    share: if n > 0 { count as f64 / n as f64 } else { 0.0 },
                    ci_low: interval.low,
                    ci_high: interval.high,
                });
            }
        }
    }
}
