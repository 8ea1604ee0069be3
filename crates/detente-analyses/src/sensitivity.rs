//! `sensitivity.csv`: which of many numbers matter. What a point answers is the mean of its runs, so that an index is of the
//! mean over so many lucks.
//!
//! On trajectories elementary effects: `mu_star` says how much a factor matters, `mu` which way, `sigma` how much
//! that depends on the others. On points all over the values the share of the variance that goes if the factor is known, from
//! the points as they are.
//!
//! Source: Morris 1991 and Campolongo, Cariboni & Saltelli 2007 ([`morris`]); Plischke, Borgonovo & Smith 2013
//! ([`given_data`]).

use crate::methods::given_data::Bins;
use crate::methods::morris::{Step, effects};
use crate::statistics::Estimate;
use crate::study::{Analysis, Arrangement, Points, Study};
use crate::sums::PointSums;
use detente_results::SensitivityRow;

#[cfg(doc)]
use crate::methods::{given_data, morris};

/// What matters.
pub struct Sensitivity;

impl Analysis for Sensitivity {
    type Row = SensitivityRow;
    const KEY: &'static str = "sensitivity";
    const ABOUT: &'static str = "Which of the numbers that the design varies matter?";
    const SOURCE: &'static str = "Morris 1991; Campolongo, Cariboni & Saltelli 2007; Plischke, Borgonovo & Smith 2013";

    fn lacks(design: &dyn Points) -> Option<&'static str> {
        let tells = matches!(design.arrangement(), Arrangement::AllOver | Arrangement::Trajectories);
        (!tells).then_some("a design of which one can tell: morris, random, latin_hypercube, sobol")
    }

    fn rows(study: &Study<'_>, row: &mut dyn FnMut(SensitivityRow)) {
        // Policies are answered by contrasts; the factors are seen under base alone.
        let settings = (1..study.points.len()).filter(|&point| !study.design.is_policy(point));
        let settings: Vec<usize> = settings.collect();
        let places: Vec<Vec<f64>> = settings
            .iter()
            .map(|&point| {
                study
                    .design
                    .quantiles(point)
                    .into_iter()
                    .map(|q| q.unwrap_or(f64::NAN))
                    .collect()
            })
            .collect();
        let factors = study.design.factors();
        for (k, response) in study.responses.iter().enumerate() {
            let answers: Vec<Option<f64>> = settings.iter().map(|&point| answer(&study.points[point], k)).collect();
            let mut tell = |factor: usize, index: &str, value: f64, interval: Option<Estimate>| {
                row(SensitivityRow {
                    response: response.id.clone(),
                    factor: factors[factor].clone(),
                    index: index.to_owned(),
                    value,
                    ci_low: interval.map(|e| e.interval.low),
                    ci_high: interval.map(|e| e.interval.high),
                });
            };
            if study.design.arrangement() == Arrangement::Trajectories {
                let found = effects(factors.len(), &steps(&places, factors.len()), &answers, &response.id);
                let Ok(Some(found)) = found else { continue };
                for (factor, effect) in found.of.iter().enumerate() {
                    tell(factor, "mu_star", effect.mu_star.value, Some(effect.mu_star));
                    tell(factor, "mu", effect.mu, None);
                    tell(factor, "sigma", effect.sigma, None);
                }
                continue;
            }
            let known: Vec<usize> = (0..answers.len()).filter(|&point| answers[point].is_some()).collect();
            let values: Vec<f64> = answers.iter().copied().flatten().collect();
            let column = |factor: usize| known.iter().map(|&point| places[point][factor]).collect::<Vec<f64>>();
            for (factor, inputs) in (0..factors.len()).map(column).enumerate() {
                let index = Bins::new(&inputs).and_then(|bins| bins.first_order(&values));
                if let Some(index) = index {
                    tell(factor, "given_data", index.value, Some(index));
                }
            }
        }
    }
}

/// The mean of the runs that count; none where none does.
fn answer(sums: &PointSums, response: usize) -> Option<f64> {
    let values = sums.values.get(response)?;
    (values.n > 0).then(|| values.sum / values.n as f64)
}

/// What moves from one setting of a trajectory to the next, and by how much.
fn steps(places: &[Vec<f64>], factors: usize) -> Vec<Step> {
    let of = |trajectory: &[Vec<f64>]| -> Vec<Step> {
        let step = |pair: &[Vec<f64>]| {
            let moved = (0..factors).find(|&k| pair[0][k] != pair[1][k]);
            let factor = moved.unwrap_or(0);
            Step {
                factor,
                by: pair[1][factor] - pair[0][factor],
            }
        };
        trajectory.windows(2).map(step).collect()
    };
    places.chunks_exact(factors + 1).flat_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::response::Response;
    use crate::statistics::Sums;

    struct Square(Arrangement, Vec<Vec<f64>>);

    impl Points for Square {
        fn policy(&self, _: usize) -> &str {
            "base"
        }
        fn against(&self, _: usize) -> usize {
            0
        }
        fn is_policy(&self, _: usize) -> bool {
            false
        }
        fn arrangement(&self) -> Arrangement {
            self.0
        }
        fn factors(&self) -> Vec<String> {
            vec!["much".into(), "nothing".into()]
        }
        fn quantiles(&self, point: usize) -> Vec<Option<f64>> {
            self.1[point - 1].iter().copied().map(Some).collect()
        }
    }

    /// Every point ends 30 days later for the whole range of the first factor, and knows nothing of the second.
    fn rows(arrangement: Arrangement, places: Vec<Vec<f64>>) -> Vec<SensitivityRow> {
        let sums = |place: &Vec<f64>| {
            let mut values = Sums::default();
            for luck in 0..5 {
                values.add(30.0 * place[0] + f64::from(luck));
            }
            PointSums {
                values: vec![Sums::default(), values],
                ..PointSums::default()
            }
        };
        let points: Vec<PointSums> = std::iter::once(PointSums::default())
            .chain(places.iter().map(sums))
            .collect();
        let design = Square(arrangement, places);
        let study = Study {
            design: &design,
            responses: &Response::built_in(),
            points: &points,
            asked: &[],
        };
        let mut rows = Vec::new();
        Sensitivity::rows(&study, &mut |row| rows.push(row));
        rows
    }

    #[test]
    fn effects_are_those_of_a_plane_and_a_response_that_nobody_gave_has_none() {
        let third = 2.0 / 3.0;
        let up = [[0.0, 0.0], [third, 0.0], [third, third]];
        let down = [[1.0, 1.0], [1.0, 1.0 - third], [1.0 - third, 1.0 - third]];
        let rows = rows(
            Arrangement::Trajectories,
            [up, down].concat().iter().map(|p| p.to_vec()).collect(),
        );
        let found = |factor: &str, index: &str| {
            let row = rows.iter().find(|row| (&*row.factor, &*row.index) == (factor, index));
            row.map(|row| (row.value, row.ci_low)).expect("a row")
        };
        assert!((found("much", "mu_star").0 - 30.0).abs() < 1e-9 && (found("much", "mu").0 - 30.0).abs() < 1e-9);
        assert!(found("much", "sigma").0 < 1e-9 && found("much", "sigma").1.is_none());
        assert!(found("nothing", "mu_star").0 < 1e-9);
        assert!(rows.iter().all(|row| row.response == "end_day"));
    }

    #[test]
    fn the_points_as_they_are_tell_which_factor_it_is() {
        let places = (0..125)
            .map(|k| vec![f64::from(k) / 125.0, f64::from(k * 37 % 125) / 125.0])
            .collect();
        let rows = rows(Arrangement::AllOver, places);
        let [much, nothing] = &rows[..] else { panic!("{rows:?}") };
        // Five bins of a straight line leave one part in 25.
        assert!((much.value - 0.96).abs() < 0.01, "{much:?}");
        assert!(nothing.ci_low < Some(0.05) && nothing.value < 0.1, "{nothing:?}");
        assert!(Sensitivity::lacks(&Square(Arrangement::Apart, Vec::new())).is_some());
    }
}
