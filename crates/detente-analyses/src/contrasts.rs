//! `contrasts.csv`: what a policy or a level changes in each response, run by run under the same luck. A policy is compared
//! with the base of the same levels, a base with point 0. A response for which no pair of runs qualifies has no row.
//!
//! Where every set of inputs was played with several lucks, runs of one set are no pairs of their own: the difference is then
//! the mean over sets, with Student's t, so that the interval says how far it would move with other inputs.
//!
//! Of twenty differences that are none, one has a p value below 5 %. So each stands beside the value that holds for all
//! contrasts of its response together.
//!
//! Source: Newcombe (1998), Improved confidence intervals for the difference between binomial proportions based on paired
//! data, Statistics in Medicine 17, method 10, for shares; the paired mean difference with Student's t for means; McNemar
//! (1947) and Holm (1979) for the p values.

use crate::response::Response;
use crate::statistics::{Estimate, Sums, holm, mcnemar, mean_interval, mean_p_value, newcombe_paired};
use crate::study::{Analysis, Study};
use crate::sums::PairSums;
use detente_results::ContrastRow;

/// Paired differences.
pub struct Contrasts;

impl Analysis for Contrasts {
    type Row = ContrastRow;
    const KEY: &'static str = "contrasts";
    const ABOUT: &'static str = "What does a policy or a level change, under the same luck?";
    const SOURCE: &'static str = "Newcombe 1998 (paired, method 10); Student's t; McNemar 1947; Holm 1979";

    fn rows(study: &Study<'_>, row: &mut dyn FnMut(ContrastRow)) {
        for (k, response) in study.responses.iter().enumerate() {
            let all = || {
                let points = 1..study.points.len();
                points.filter_map(move |point| Some((point, contrast(study, point, k)?)))
            };
            // Two passes hold a number by point, and not a row.
            let p_values: Vec<f64> = all().map(|(_, contrast)| contrast.p_value).collect();
            for ((point, found), p_holm) in all().zip(holm(&p_values)) {
                row(ContrastRow {
                    response: response.id.clone(),
                    point: point as u64,
                    policy: study.design.policy(point).to_owned(),
                    against: against(study, point),
                    n: found.n,
                    estimate: found.difference.value,
                    ci_low: found.difference.interval.low,
                    ci_high: found.difference.interval.high,
                    method: found.method.to_owned(),
                    p_value: found.p_value,
                    p_holm,
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

/// What pairs of runs say.
pub(crate) struct Contrast {
    /// Pairs.
    n: u64,
    /// Here minus there.
    pub(crate) difference: Estimate,
    method: &'static str,
    p_value: f64,
}

/// The contrast of sets of inputs with the same sets at the point that a point is compared with. None where sets are not
/// played with several lucks each, not all are held, or not all of their runs count.
fn over_sets(study: &Study<'_>, point: usize, k: usize) -> Option<Contrast> {
    if study.design.lucks() < 2 {
        return None;
    }
    let [here, there] = [point, study.design.against(point)].map(|point| &study.points[point].sets);
    let pairs = study.points[point].pairs.get(k)?.differences.n;
    let mut differences = Sums::default();
    let mut seen = 0;
    for (here, there) in here.iter().zip(there) {
        let (here, there) = (here.get(k)?, there.get(k)?);
        if here.n == 0 || here.n != there.n {
            return None;
        }
        seen += here.n;
        differences.add((here.sum - there.sum) / here.n as f64);
    }
    let all = seen == pairs;
    Some(Contrast {
        n: all.then_some(pairs)?,
        difference: mean_interval(differences)?,
        method: "paired_sets",
        p_value: mean_p_value(differences)?,
    })
}

/// The contrast of a point with the point that it is compared with; none where too few pairs qualify.
pub(crate) fn contrast(study: &Study<'_>, point: usize, k: usize) -> Option<Contrast> {
    let pairs = study.points[point].pairs.get(k)?;
    over_sets(study, point, k).or_else(|| over_pairs(pairs, &study.responses[k]))
}

/// The contrast of pairs of runs.
fn over_pairs(pairs: &PairSums, response: &Response) -> Option<Contrast> {
    Some(if response.is_share() {
        Contrast {
            n: pairs.counts.n(),
            difference: newcombe_paired(pairs.counts)?,
            method: "newcombe_paired",
            p_value: mcnemar(pairs.counts),
        }
    } else {
        Contrast {
            n: pairs.differences.n,
            difference: mean_interval(pairs.differences)?,
            method: "paired_mean",
            p_value: mean_p_value(pairs.differences)?,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::made_up::Design;
    use crate::sums::PointSums;

    /// Against point 0 the first policy wins 7 pairs of 30 and loses 1, p = 18 / 256; the second wins 5 and loses none, p =
    /// 1/16; the third changes nothing. Holm: 3/16 for the smallest, then no less, then 1.
    #[test]
    fn p_values_are_those_of_coins_and_are_held_against_all_of_a_response() {
        let point = |won: u32, lost: u32| {
            let mut pairs = PairSums::default();
            (0..won).for_each(|_| pairs.add(1.0, 0.0));
            (0..lost).for_each(|_| pairs.add(0.0, 1.0));
            (won + lost..30).for_each(|_| pairs.add(1.0, 1.0));
            PointSums {
                pairs: vec![pairs],
                ..PointSums::default()
            }
        };
        let points = [PointSums::default(), point(7, 1), point(5, 0), point(0, 0)];
        let design = Design::of_policies(&["one", "two", "three"]);
        let rows: Vec<ContrastRow> = design.rows::<Contrasts>(&points);
        let p: Vec<[f64; 2]> = rows.iter().map(|row| [row.p_value, row.p_holm]).collect();
        let expected = [[18.0 / 256.0, 3.0 / 16.0], [1.0 / 16.0, 3.0 / 16.0], [1.0, 1.0]];
        for (found, expected) in p.as_flattened().iter().zip(expected.as_flattened()) {
            assert!((found - expected).abs() < 1e-12, "{p:?}");
        }
        assert_eq!((rows[0].n, &*rows[0].against), (30, "base"));
    }

    /// Three sets of four lucks, in which a policy wins 2, 0 and 1 of 4: the mean of .5, 0 and .25 with the standard error
    /// of three numbers, .25 / sqrt(3), and not that of twelve.
    #[test]
    fn sets_of_inputs_are_what_is_compared_where_each_has_several_lucks() {
        let point = |won: [u32; 3]| {
            let mut sums = PointSums::default();
            let mut pairs = PairSums::default();
            for won in won {
                let mut set = Sums::default();
                for run in 0..4 {
                    let here = f64::from(u8::from(run < won));
                    set.add(here);
                    pairs.add(here, 0.0);
                }
                sums.sets.push(vec![set]);
            }
            sums.pairs = vec![pairs];
            sums
        };
        let points = [point([0; 3]), point([2, 0, 1])];
        let design = Design {
            lucks: 4,
            ..Design::of_policies(&["one"])
        };
        let rows: Vec<ContrastRow> = design.rows::<Contrasts>(&points);
        let half = 4.302_653 * 0.25 / 3.0_f64.sqrt();
        assert_eq!((&*rows[0].method, rows[0].n), ("paired_sets", 12));
        assert!((rows[0].estimate - 0.25).abs() < 1e-12 && (rows[0].ci_high - 0.25 - half).abs() < 1e-5);
    }
}
