//! Elementary effects, where the design moves one factor after another. A point answers by the mean of its runs.

use super::{Told, settings};
use crate::methods::morris::{Step, effects};
use crate::study::Study;
use crate::sums::PointSums;
use detente_results::SensitivityRow;

/// The effects of every factor on a response; no row where too many trajectories are not complete.
pub(super) fn tell(study: &Study<'_>, response: usize, row: &mut dyn FnMut(SensitivityRow)) {
    let settings = settings(study);
    let quantiles = settings.iter().map(|&point| study.design.quantiles(point));
    let places: Vec<Vec<f64>> = quantiles
        .map(|all| all.into_iter().map(|q| q.unwrap_or(f64::NAN)).collect())
        .collect();
    let answers: Vec<Option<f64>> = settings
        .iter()
        .map(|&point| answer(&study.points[point], response))
        .collect();
    let (factors, name) = (study.design.factors(), &study.responses[response].id);
    let found = effects(factors.len(), &steps(&places, factors.len()), &answers, name);
    let Ok(Some(found)) = found else { return };
    let told = Told {
        response: name,
        n: found.n,
        left_out: found.left_out,
    };
    for (factor, effect) in factors.iter().zip(&found.of) {
        row(told.estimate(factor, "mu_star", effect.mu_star));
        row(told.row(factor, "mu", effect.mu, None));
        row(told.row(factor, "sigma", effect.sigma, None));
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
    use crate::made_up::{Design, point};
    use crate::sensitivity::Sensitivity;
    use crate::study::Arrangement;

    /// Every point ends 30 days later for the whole range of the first factor, and knows nothing of the second.
    #[test]
    fn effects_are_those_of_a_plane() {
        let third = 2.0 / 3.0;
        let up = [[0.0, 0.0], [third, 0.0], [third, third]];
        let down = [[1.0, 1.0], [1.0, 1.0 - third], [1.0 - third, 1.0 - third]];
        let places: Vec<Vec<f64>> = [up, down].concat().iter().map(|p| p.to_vec()).collect();
        let answer = |place: &Vec<f64>| point((0..5).map(|luck| 30.0 * place[0] + f64::from(luck)));
        let points: Vec<_> = std::iter::once(point([])).chain(places.iter().map(answer)).collect();
        let design = Design::of_places(Arrangement::Trajectories, places).of_means();
        let rows = design.rows::<Sensitivity>(&points);
        let found = |factor: &str, index: &str| {
            let row = rows.iter().find(|row| (&*row.factor, &*row.index) == (factor, index));
            row.map(|row| (row.value, row.ci_low)).expect("a row")
        };
        assert!((found("x0", "mu_star").0 - 30.0).abs() < 1e-9 && (found("x0", "mu").0 - 30.0).abs() < 1e-9);
        assert!(found("x0", "sigma").0 < 1e-9 && found("x0", "sigma").1.is_none());
        assert!(found("x1", "mu_star").0 < 1e-9);
        assert!(rows.iter().all(|row| (row.n, row.left_out) == (2, 0)));
    }
}
