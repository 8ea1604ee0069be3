//! `spread.csv`: how sure an answer is if the numbers are not known. Where inputs are drawn and each set of them was played
//! with several lucks, two uncertainties come apart: the spread over inputs, which more runs do not make less, and the error
//! of the runs, which they do. Shares spread by a beta distribution, means by a normal one, each with the mean and the
//! variance that one-way random effects give. A response for which no set has two runs that count has no row; of very many
//! sets it is about the first, those that are held one by one.
//!
//! Source: Searle, Casella & McCulloch 1992; Kleinman 1973 ([`spread`](crate::methods::spread)).

use crate::methods::spread::{Inputs, spread, spread_of_means};
use crate::statistics::Sums;
use crate::study::{Analysis, Points, Study};
use detente_results::SpreadRow;

/// Both uncertainties of every response.
pub struct Spreads;

impl Analysis for Spreads {
    type Row = SpreadRow;
    const KEY: &'static str = "spread";
    const ABOUT: &'static str = "How sure is this, if the numbers are not known?";
    const SOURCE: &'static str = "Searle, Casella & McCulloch 1992; Kleinman 1973";

    fn lacks(design: &dyn Points) -> Option<&'static str> {
        let apart = design.lucks() > 1 && !design.drawn().is_empty();
        (!apart).then_some("drawn inputs, each set played with several lucks: [replication] inputs = 200, luck = 50")
    }

    fn rows(study: &Study<'_>, row: &mut dyn FnMut(SpreadRow)) {
        for (k, response) in study.responses.iter().enumerate() {
            for (point, sums) in study.points.iter().enumerate() {
                let sets: Vec<Sums> = sums.sets.iter().filter_map(|set| set.get(k).copied()).collect();
                let (found, distribution) = if response.is_share() {
                    let sets: Vec<Inputs> = sets.iter().map(shares).collect();
                    (spread(&sets), "beta")
                } else {
                    (spread_of_means(&sets), "normal")
                };
                let Some(found) = found else { continue };
                let [p05, p50, p95] = found.quantiles();
                row(SpreadRow {
                    response: response.id.clone(),
                    point: point as u64,
                    policy: study.design.policy(point).to_owned(),
                    inputs: found.inputs,
                    luck: study.design.lucks(),
                    mean: found.mean.value,
                    mean_ci_low: found.mean.interval.low,
                    mean_ci_high: found.mean.interval.high,
                    sd_inputs: found.variance_of_inputs.sqrt(),
                    p05,
                    p50,
                    p95,
                    sd_luck: found.variance_of_luck.sqrt(),
                    distribution: distribution.to_owned(),
                });
            }
        }
    }
}

/// The runs of a set whose values are 0 and 1.
fn shares(set: &Sums) -> Inputs {
    Inputs {
        count: libm::round(set.sum) as u64,
        runs: set.n,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::made_up::{Design, point_of_sets};
    use crate::methods::made_up::Luck;
    use detente_distributions::beta;

    /// Beta [2, 6]: mean 1/4, standard deviation .144338, 5 % and 95 % at .053376 and .520703 (SciPy 1.17.1).
    #[test]
    fn beta_binomial_runs_give_back_their_beta_under_every_policy() {
        let mut luck = Luck::new(51);
        let mut play = || {
            let share = beta::quantile(2.0, 6.0, luck.unit());
            (0..20).map(|_| luck.happens(share)).collect::<Vec<f64>>()
        };
        let mut point = || point_of_sets((0..2_000).map(|_| play()).collect::<Vec<_>>());
        let points = [point(), point()];
        let design = Design {
            policies: vec!["base".into(), "other".into()],
            ..Design::of_inputs(vec![vec![0.0]; 2_000], 20)
        };
        let rows = design.rows::<Spreads>(&points);
        assert_eq!(rows.len(), 2);
        for row in &rows {
            assert_eq!((row.inputs, row.luck, &*row.distribution), (2_000, 20, "beta"));
            assert!(
                (row.mean - 0.25).abs() < 0.015 && row.mean_ci_high - row.mean_ci_low < 0.02,
                "{row:?}"
            );
            assert!((row.sd_inputs - 0.144_338).abs() < 0.01, "{row:?}");
            assert!(
                (row.p05 - 0.053).abs() < 0.02 && (row.p95 - 0.521).abs() < 0.03,
                "{row:?}"
            );
        }
        assert_eq!((&*rows[1].policy, rows[1].point), ("other", 1));
        assert!(Spreads::lacks(&design).is_none());
        assert!(Spreads::lacks(&Design::of_inputs(vec![vec![0.0]], 1)).is_some());
        // As means the same runs have the same variances, and a normal spread.
        let means = Design::of_inputs(vec![vec![0.0]; 2_000], 20)
            .of_means()
            .rows::<Spreads>(&points[..1]);
        assert!((means[0].sd_inputs - rows[0].sd_inputs).abs() < 1e-9);
        assert!((means[0].p95 - means[0].mean - 1.644_854 * means[0].sd_inputs).abs() < 1e-6);
    }
}
