//! Elementary effects: which of many numbers matter at all, for few runs.
//!
//! A trajectory goes from a point to a point, one factor at a time, by a step `d` of its range scaled to 1. The elementary
//! effect of the factor that moves is `(y(after) - y(before)) / d`, with its sign. Over trajectories, `mu` is its mean (which
//! way), `mu*` the mean of its size (how much), and `sigma` its standard deviation (how much that depends on the others, or
//! how little it is a straight line). The interval of `mu*` is that of resampled trajectories.
//!
//! Source: Morris (1991), Factorial sampling plans for preliminary computational experiments, Technometrics 33; Campolongo,
//! Cariboni & Saltelli (2007), An effective screening design for sensitivity analysis of large models, Environmental Modelling
//! & Software 22, for `mu*`.

use super::left_out::{LeftOut, complete};
use super::resample::{Resampler, dot, estimate, rounds};
use crate::statistics::Estimate;

/// One step of a trajectory.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Which factor moves.
    pub factor: usize,
    /// By how much of its range, up or down.
    pub by: f64,
}

/// What a factor does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// Mean of its elementary effects.
    pub mu: f64,
    /// Mean of their sizes.
    pub mu_star: Estimate,
    /// Their standard deviation, over one less than their number.
    pub sigma: f64,
}

/// What every factor does, by factor.
#[derive(Debug, Clone, PartialEq)]
pub struct Effects {
    /// Trajectories.
    pub n: usize,
    /// Trajectories with a run that failed or does not count.
    pub left_out: usize,
    /// By factor.
    pub of: Vec<Effect>,
}

/// The effects of so many factors. `steps` are those of one trajectory after the other, each factor once; `runs` the
/// responses in the order of play, one more for each trajectory than it has steps. `name` is that of the response, and decides
/// the resamples. None with fewer than two trajectories, or where steps and runs are not those of one design.
///
/// # Errors
/// If more than 5 in 100 trajectories are left out.
pub fn effects(factors: usize, steps: &[Step], runs: &[Option<f64>], name: &str) -> Result<Option<Effects>, LeftOut> {
    let (_, left_out) = complete(runs, factors + 1)?;
    let all = runs.len() / (factors + 1);
    if factors == 0 || runs.len() != all * (factors + 1) || steps.len() != all * factors {
        return Ok(None);
    }
    let trajectories = steps.chunks_exact(factors).zip(runs.chunks_exact(factors + 1));
    let by_trajectory: Option<Vec<Vec<f64>>> = trajectories
        .filter(|(_, runs)| runs.iter().all(Option::is_some))
        .map(|(steps, runs)| elementary(steps, &runs.iter().flatten().copied().collect::<Vec<f64>>()))
        .collect();
    let Some(by_trajectory) = by_trajectory.filter(|all| all.len() > 1) else {
        return Ok(None);
    };
    let n = by_trajectory.len();
    let column = |k: usize| by_trajectory.iter().map(|effects| effects[k]).collect();
    let columns: Vec<Vec<f64>> = (0..factors).map(column).collect();
    Ok(Some(Effects {
        n,
        left_out,
        of: of_columns(&columns, n, name),
    }))
}

/// The elementary effect of each factor in one trajectory; none if a factor moves twice, or not at all.
fn elementary(steps: &[Step], runs: &[f64]) -> Option<Vec<f64>> {
    let mut effects = vec![None; steps.len()];
    for (step, pair) in steps.iter().zip(runs.windows(2)) {
        let effect = effects.get_mut(step.factor).filter(|effect| effect.is_none())?;
        *effect = Some((pair[1] - pair[0]) / step.by);
    }
    effects
        .into_iter()
        .collect::<Option<Vec<f64>>>()
        .filter(|all| all.iter().all(|e| e.is_finite()))
}

/// Effects from columns of elementary effects, one for each factor.
fn of_columns(columns: &[Vec<f64>], n: usize, name: &str) -> Vec<Effect> {
    let sizes: Vec<Vec<f64>> = columns
        .iter()
        .map(|column| column.iter().map(|e| e.abs()).collect())
        .collect();
    let mut resampler = Resampler::new(&format!("elementary effects: {name}"), n);
    let mut resampled = vec![Vec::new(); columns.len()];
    for _ in 0..rounds(n * columns.len()) {
        let times = resampler.draw();
        for (resampled, sizes) in resampled.iter_mut().zip(&sizes) {
            resampled.push(dot(times, sizes) / n as f64);
        }
    }
    let effect = |((effects, sizes), resampled): ((&Vec<f64>, &Vec<f64>), Vec<f64>)| {
        let mean = |values: &[f64]| values.iter().sum::<f64>() / n as f64;
        let mu = mean(effects);
        let squares: f64 = effects.iter().map(|e| (e - mu) * (e - mu)).sum();
        Effect {
            mu,
            mu_star: estimate(mean(sizes), resampled),
            sigma: (squares / (n - 1) as f64).sqrt(),
        }
    };
    columns.iter().zip(&sizes).zip(resampled).map(effect).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every trajectory with the factors in their order that goes up by 2/3 on a grid of four levels, or down.
    fn all_trajectories(factors: u32) -> (Vec<Step>, Vec<Vec<f64>>) {
        let (mut steps, mut points) = (Vec::new(), Vec::new());
        for number in 0..4_u32.pow(factors) {
            let levels = (0..factors).map(|k| number / 4_u32.pow(k) % 4);
            let mut point: Vec<f64> = levels.map(|level| f64::from(level) / 3.0).collect();
            points.push(point.clone());
            for k in 0..factors as usize {
                let by = if point[k] < 0.5 { 2.0 / 3.0 } else { -2.0 / 3.0 };
                point[k] += by;
                points.push(point.clone());
                steps.push(Step { factor: k, by });
            }
        }
        (steps, points)
    }

    /// y = 2 x1 - 3 x2 + 4 x1 x2, exact over the grid: the effect of x1 is 2 + 4 x2, that of x2 -3 + 4 x1, and levels 0, 1/3,
    /// 2/3, 1 have a standard deviation of .372678.
    #[test]
    fn a_product_has_the_effects_of_its_grid() {
        let (steps, points) = all_trajectories(3);
        let runs: Vec<Option<f64>> = points
            .iter()
            .map(|x| Some(2.0 * x[0] - 3.0 * x[1] + 4.0 * x[0] * x[1]))
            .collect();
        let found = effects(3, &steps, &runs, "y").expect("no gaps").expect("effects");
        assert_eq!((found.n, found.left_out), (64, 0));
        let over_all = (63.0_f64 / 64.0).sqrt();
        for (k, (mu, mu_star, sigma)) in [(4.0, 4.0, 1.490_712), (-1.0, 1.5, 1.490_712), (0.0, 0.0, 0.0)]
            .into_iter()
            .enumerate()
        {
            let effect = found.of[k];
            assert!((effect.mu - mu).abs() < 1e-9, "{k}: {effect:?}");
            assert!((effect.mu_star.value - mu_star).abs() < 1e-9, "{k}: {effect:?}");
            assert!((effect.sigma * over_all - sigma).abs() < 1e-6, "{k}: {effect:?}");
        }
        // The size of the effect of x1 strays by 1.49 / 8 over trajectories.
        let interval = found.of[0].mu_star.interval;
        let expected = 2.0 * 1.96 * 1.490_712 / 8.0;
        assert!((interval.high - interval.low - expected).abs() < 0.1, "{interval:?}");
    }

    #[test]
    fn a_trajectory_with_a_gap_is_left_out_and_none_moves_a_factor_twice() {
        let (mut steps, points) = all_trajectories(2);
        let value = |x: &Vec<f64>| Some(5.0 * x[0] + x[1]);
        let mut runs: Vec<Option<f64>> = points.iter().cycle().take(96).map(value).collect();
        steps.extend(steps.clone());
        runs[4] = None;
        let found = effects(2, &steps, &runs, "y").expect("one of 32").expect("effects");
        assert_eq!((found.n, found.left_out), (31, 1));
        assert!((found.of[0].mu - 5.0).abs() < 1e-9 && found.of[0].sigma < 1e-9);
        runs[4] = Some(0.0);
        steps[1].factor = 0;
        assert_eq!(effects(2, &steps, &runs, "y"), Ok(None));
        assert_eq!(effects(2, &steps[..2], &runs[..3], "y"), Ok(None));
        assert_eq!(effects(2, &steps[..4], &runs, "y"), Ok(None));
        assert_eq!(effects(0, &[], &runs, "y"), Ok(None));
        assert!(effects(2, &steps[..2], &[None; 3], "y").is_err());
    }
}
