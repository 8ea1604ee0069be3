//! `responses.csv`: what each response is at each point. Where every set of inputs was played with several lucks, the interval
//! is over sets: runs of one set are not apart from each other. A response that no run of a point meets has no row there.
//!
//! Source: Wilson (1927) for shares; Student's t for means.

use crate::response::Response;
use crate::statistics::{Estimate, Interval, Sums, mean_interval, wilson};
use crate::study::{Analysis, Study};
use crate::sums::PointSums;
use detente_results::ResponseRow;

/// Shares and means by point.
pub struct Responses;

impl Analysis for Responses {
    type Row = ResponseRow;
    const KEY: &'static str = "responses";
    const ABOUT: &'static str = "What is each response?";
    const SOURCE: &'static str = "Wilson 1927; Student's t";

    fn rows(study: &Study<'_>, row: &mut dyn FnMut(ResponseRow)) {
        for (k, response) in study.responses.iter().enumerate() {
            for (point, sums) in study.points.iter().enumerate() {
                let n = sums.values.get(k).map_or(0, |values| values.n);
                let Some((Estimate { value, interval }, method)) = estimate(study, sums, response, k) else {
                    continue;
                };
                row(ResponseRow {
                    response: response.id.clone(),
                    point: point as u64,
                    policy: study.design.policy(point).to_owned(),
                    n,
                    mean: value,
                    ci_low: interval.low,
                    ci_high: interval.high,
                    method: method.to_owned(),
                });
            }
        }
    }
}

fn estimate(study: &Study<'_>, sums: &PointSums, response: &Response, k: usize) -> Option<(Estimate, &'static str)> {
    let values = *sums.values.get(k).filter(|values| values.n > 0)?;
    if let Some(over_sets) = over_sets(study, sums, k, values) {
        return Some((over_sets, "over_sets"));
    }
    if response.is_share() {
        let interval: Interval = wilson(libm::round(values.sum) as u64, values.n);
        let value = values.sum / values.n as f64;
        return Some((Estimate { value, interval }, "wilson"));
    }
    Some((mean_interval(values)?, "student"))
}

/// The mean over sets of inputs, if each has as many runs that count as any other; about the mean over runs then.
fn over_sets(study: &Study<'_>, sums: &PointSums, k: usize, values: Sums) -> Option<Estimate> {
    let lucks = study.design.lucks();
    if lucks < 2 || sums.sets.len() as u64 * lucks != values.n {
        return None;
    }
    let mut means = Sums::default();
    for set in &sums.sets {
        let set = set.get(k).filter(|set| set.n == lucks)?;
        means.add(set.sum / set.n as f64);
    }
    mean_interval(means)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::made_up::{Design, point_of_sets};

    /// 2, 0 and 1 of 4: the mean of three numbers, with the error of three numbers and not of twelve.
    #[test]
    fn intervals_are_over_sets_where_there_are_sets() {
        let sets = [[1.0, 1.0, 0.0, 0.0], [0.0; 4], [1.0, 0.0, 0.0, 0.0]].map(|set| set.to_vec());
        let point = point_of_sets(sets);
        let rows = |lucks| Design::of_inputs(vec![vec![0.0]; 3], lucks).rows::<Responses>(std::slice::from_ref(&point));
        let over = rows(4);
        assert_eq!((over.len(), over[0].n, &*over[0].method), (1, 12, "over_sets"));
        let half = 4.302_653 * 0.25 / 3.0_f64.sqrt();
        assert!((over[0].mean - 0.25).abs() < 1e-12 && (over[0].ci_high - 0.25 - half).abs() < 1e-5);
        let runs = rows(1);
        assert_eq!((&*runs[0].method, runs[0].ci_low), ("wilson", wilson(3, 12).low));
    }
}
