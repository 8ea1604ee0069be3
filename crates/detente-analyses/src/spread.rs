//! `spread.csv`: how sure an answer is if the numbers are not known. Where inputs are drawn and each set of them was played
//! with several lucks, two uncertainties come apart: the spread over inputs, which more runs do not make less, and the error
//! of the runs, which they do. Shares spread by a beta distribution, means by a normal one, each with the mean and the
//! variance that one-way random effects give. The settings of a design that lies all over its factors' values, each with luck
//! of its own, are sets of inputs too: what they spread over is what the design varies. A response for which no set has two runs that count has no row; of very many
//! sets it is about the first, those that are held one by one.
//!
//! Source: Searle, Casella & McCulloch 1992; Kleinman 1973 ([`spread`](crate::methods::spread)).

use crate::methods::spread::{Inputs, spread, spread_of_means};
use crate::states::has_settings;
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
        (!are_drawn(design) && !are_settings(design)).then_some(
            "drawn inputs, each set played with several lucks ([replication] inputs = 200, luck = 50), or a design such as \
             latin_hypercube with luck = \"own\"",
        )
    }

    fn rows(study: &Study<'_>, row: &mut dyn FnMut(SpreadRow)) {
        for (k, response) in study.responses.iter().enumerate() {
            let points = match are_settings(study.design) {
                true => study.design.policies(),
                false => study.points.len(),
            };
            for point in 0..points {
                let sets = sets(study, point, k);
                let lucks = match are_settings(study.design) {
                    true => sets.iter().map(|set| set.n).max().unwrap_or_default(),
                    false => study.design.lucks(),
                };
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
                    luck: lucks,
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

/// Whether sets of inputs are drawn, and each has several lucks.
fn are_drawn(design: &dyn Points) -> bool {
    design.lucks() > 1 && !design.drawn().is_empty()
}

/// Whether the settings of the design are sets of inputs, each with luck of its own.
fn are_settings(design: &dyn Points) -> bool {
    has_settings(design) && !design.is_paired(design.policies())
}

/// By set of inputs, what was seen of a response: at a point, or under a policy in all settings.
fn sets(study: &Study<'_>, point: usize, k: usize) -> Vec<Sums> {
    if !are_settings(study.design) {
        return study.points[point]
            .sets
            .iter()
            .filter_map(|set| set.get(k).copied())
            .collect();
    }
    let policies = study.design.policies();
    let of_policy = study.points.iter().skip(policies + point).step_by(policies);
    of_policy.filter_map(|sums| sums.values.get(k).copied()).collect()
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
    use crate::study::Arrangement;
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

    /// The settings of a design as sets of inputs: a share that goes from nothing to one with the first factor, evenly, has
    /// the standard deviation of the uniform distribution, 1 / sqrt(12).
    #[test]
    fn settings_with_luck_of_their_own_are_sets_of_inputs() {
        let mut luck = Luck::new(52);
        let places: Vec<Vec<f64>> = (0..2_000).map(|k| vec![(f64::from(k) + 0.5) / 2_000.0]).collect();
        let mut point =
            |place: &Vec<f64>| point_of_sets([(0..10).map(|_| luck.happens(place[0])).collect::<Vec<f64>>()]);
        let mut points = vec![point(&vec![0.5])];
        points.extend(places.iter().map(&mut point));
        let mut design = Design::of_places(Arrangement::AllOver, places);
        assert!(Spreads::lacks(&design).is_some(), "common luck");
        design.own_luck = true;
        let rows = design.rows::<Spreads>(&points);
        assert_eq!(
            (rows.len(), rows[0].point, rows[0].inputs, rows[0].luck),
            (1, 0, 2_000, 10)
        );
        assert!(
            (rows[0].sd_inputs - 12.0_f64.sqrt().recip()).abs() < 0.005,
            "{:?}",
            rows[0]
        );
        assert!((rows[0].mean - 0.5).abs() < 0.01);
    }
}
