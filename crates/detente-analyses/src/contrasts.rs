//! `contrasts.csv`: what a policy or a level changes in each response, run by run under the same luck. A policy is compared
//! with the base of the same levels, a base with point 0. A response for which no pair of runs qualifies has no row.
//!
//! Source: Newcombe (1998), Improved confidence intervals for the difference between binomial proportions based on paired
//! data, Statistics in Medicine 17, method 10, for shares; the paired mean difference with Student's t for means.

use crate::response::Response;
use crate::statistics::{Estimate, mean_interval, newcombe_paired};
use crate::study::{Analysis, Study};
use crate::sums::PairSums;
use detente_results::ContrastRow;

/// Paired differences.
pub struct Contrasts;

impl Analysis for Contrasts {
    type Row = ContrastRow;
    const KEY: &'static str = "contrasts";
    const ABOUT: &'static str = "What does a policy or a level change, under the same luck?";
    const SOURCE: &'static str = "Newcombe 1998 (paired, method 10); Student's t";

    fn rows(study: &Study<'_>, row: &mut dyn FnMut(ContrastRow)) {
        for (k, response) in study.responses.iter().enumerate() {
            for (point, sums) in study.points.iter().enumerate().skip(1) {
                let Some(pairs) = sums.pairs.get(k) else { continue };
                let (n, estimate, method) = estimate(pairs, response);
                let Some(Estimate { value, interval }) = estimate else {
                    continue;
                };
                row(ContrastRow {
                    response: response.id.clone(),
                    point: point as u64,
                    policy: study.design.policy(point).to_owned(),
                    against: against(study, point),
                    n,
                    estimate: value,
                    ci_low: interval.low,
                    ci_high: interval.high,
                    method: method.to_owned(),
                });
            }
        }
    }
}

/// In words: the base of the same levels, or a point.
fn against(study: &Study<'_>, point: usize) -> String {
    if study.design.is_policy(point) {
        "base".to_owned()
    } else {
        format!("point {}", study.design.against(point))
    }
}

fn estimate(pairs: &PairSums, response: &Response) -> (u64, Option<Estimate>, &'static str) {
    if response.is_share() {
        (pairs.counts.n(), newcombe_paired(pairs.counts), "newcombe_paired")
    } else {
        (pairs.differences.n, mean_interval(pairs.differences), "paired_mean")
    }
}
