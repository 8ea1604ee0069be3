//! Which is best, and how sure is that? Candidates were played under the same luck, and one has the best mean. Runs are
//! resampled with replacement, the same for all candidates, and it is looked who is best then:
//!
//! - the *chance* that a candidate is best is the share of resamples in which no other has a better mean; those that are
//!   equally good share one;
//! - *flattery* is how much the mean of whoever is chosen overstates it because it was chosen by these runs: over the
//!   resamples, the mean of the one that is best there minus that of the same one over all runs.
//!
//! Source: Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapters 6 and 10, for the bias that a resample
//! shows; Thaler (1988), The winner's curse, Journal of Economic Perspectives 2, for what it is called.

use super::regret::Better;
use super::resample::{Resampler, dot, rounds};

/// How sure it is who is best.
#[derive(Debug, Clone, PartialEq)]
pub struct Best {
    /// By candidate: the chance that none is better, 0 to 1; they sum to 1.
    pub chances: Vec<f64>,
    /// How much choosing by these runs flatters whoever is chosen, in the response's own unit; not below 0.
    pub flattery: f64,
}

/// By candidate what each run answered, all of the same runs; none where a run does not count. `name` decides the draws. None
/// without candidates or runs, or where a candidate has no run that counts.
#[must_use]
pub fn best(answers: &[Vec<Option<f64>>], better: Better, name: &str) -> Option<Best> {
    let runs = answers.first()?.len();
    let columns: Vec<[Vec<f64>; 2]> = answers.iter().map(|of| columns(of)).collect();
    let whole = means(&columns, &vec![1.0; runs]);
    if runs == 0 || answers.iter().any(|of| of.len() != runs) || whole.iter().any(Option::is_none) {
        return None;
    }
    let (mut chances, mut flattery) = (vec![0.0; answers.len()], 0.0);
    let resamples = rounds(2 * runs * answers.len());
    let mut resampler = Resampler::new(name, runs);
    for _ in 0..resamples {
        let drawn = means(&columns, resampler.draw());
        // Without a run that counts in the resample a candidate is not chosen there.
        let leads = |a: &f64, b: &f64| better.surplus(*b, *a) > 0.0;
        let Some(top) = drawn
            .iter()
            .flatten()
            .copied()
            .reduce(|a, b| if leads(&a, &b) { b } else { a })
        else {
            continue;
        };
        let first: Vec<usize> = (0..drawn.len()).filter(|&k| drawn[k] == Some(top)).collect();
        let part = 1.0 / first.len() as f64;
        for k in first {
            chances[k] += part;
            flattery += part * better.surplus(top, whole[k].unwrap_or(top));
        }
    }
    let all: f64 = chances.iter().sum();
    chances.iter_mut().for_each(|chance| *chance /= all.max(1.0));
    Some(Best {
        chances,
        flattery: (flattery / all.max(1.0)).max(0.0),
    })
}

/// The values of runs that count, 0 for others, and 1 for each that counts.
fn columns(answers: &[Option<f64>]) -> [Vec<f64>; 2] {
    let values = answers.iter().map(|answer| answer.unwrap_or_default()).collect();
    let counts = answers
        .iter()
        .map(|answer| f64::from(u8::from(answer.is_some())))
        .collect();
    [values, counts]
}

/// The mean of each candidate, each run taken so many times.
fn means(columns: &[[Vec<f64>; 2]], times: &[f64]) -> Vec<Option<f64>> {
    let mean = |[values, counts]: &[Vec<f64>; 2]| {
        let n = dot(counts, times);
        (n > 0.0).then(|| dot(values, times) / n)
    };
    columns.iter().map(mean).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::methods::made_up::Luck;
    use detente_distributions::normal_cdf;

    fn made_up(chances: &[f64], runs: usize, seed: u64) -> Vec<Vec<Option<f64>>> {
        let mut luck = Luck::new(seed);
        let played: Vec<f64> = (0..runs).map(|_| luck.unit()).collect();
        let of = |chance: &f64| played.iter().map(|u| Some(f64::from(u8::from(u < chance)))).collect();
        chances.iter().map(of).collect()
    }

    /// Two candidates with `w` runs that only the first wins and `l` that only the second wins: the difference of a resample
    /// is normal with mean `w - l` and variance `w + l - (w - l)^2 / n`, so the first is best with a known chance.
    #[test]
    fn the_chance_of_two_is_the_normal_one() {
        let (both, w, l, n) = (300, 60, 40, 1_000);
        let first: Vec<Option<f64>> = (0..n).map(|k| Some(f64::from(u8::from(k < both + w)))).collect();
        let second = (0..n).map(|k| Some(f64::from(u8::from(k < both || (both + w..both + w + l).contains(&k)))));
        let found = best(&[first, second.collect()], Better::High, "two").unwrap();
        let (w, l, n) = (f64::from(w), f64::from(l), f64::from(n));
        let expected = normal_cdf((w - l) / (w + l - (w - l) * (w - l) / n).sqrt());
        // A thousand resamples: a standard error of .005.
        assert!(
            (found.chances[0] - expected).abs() < 0.02,
            "{found:?}, expected {expected}"
        );
        assert!((found.chances.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    /// The best of `k` equals with independent means of standard error `s` overstates itself by the expected largest of `k`
    /// standard normal numbers times `s`: 1.029 for four (Harter 1961, Biometrika 48).
    #[test]
    fn flattery_of_four_equals_is_that_of_order_statistics() {
        let runs = 1_000;
        let mut luck = Luck::new(9);
        let alike: Vec<Option<f64>> = (0..runs).map(|k| Some(f64::from(k % 2))).collect();
        // Each has as many successes, in an order of its own: no luck in common, and equal means over all runs.
        let shuffled = |luck: &mut Luck| {
            let mut own = alike.clone();
            (1..own.len())
                .rev()
                .for_each(|k| own.swap(k, (luck.unit() * (k + 1) as f64) as usize));
            own
        };
        let four: Vec<_> = (0..4).map(|_| shuffled(&mut luck)).collect();
        let found = best(&four, Better::Low, "four").unwrap();
        let expected = 1.029 * (0.25 / f64::from(runs)).sqrt();
        assert!(
            (found.flattery / expected - 1.0).abs() < 0.1,
            "{found:?}, expected {expected}"
        );
        assert!(
            found.chances.iter().all(|chance| (chance - 0.25).abs() < 0.06),
            "{found:?}"
        );
    }

    #[test]
    fn who_is_far_ahead_is_surely_best_and_not_flattered() {
        let answers = made_up(&[0.2, 0.7, 0.4], 500, 3);
        let found = best(&answers, Better::High, "far").unwrap();
        assert_eq!(found.chances, [0.0, 1.0, 0.0]);
        assert!(found.flattery < 0.003, "{found:?}");
        assert_eq!(best(&answers, Better::Low, "far").unwrap().chances, [1.0, 0.0, 0.0]);
    }

    #[test]
    fn equals_share_and_runs_that_do_not_count_are_left_out() {
        let one = vec![Some(1.0), None, Some(0.0), Some(1.0)];
        let found = best(&[one.clone(), one.clone()], Better::High, "same").unwrap();
        assert_eq!((found.chances, found.flattery >= 0.0), (vec![0.5, 0.5], true));
        assert_eq!(best(&[], Better::High, ""), None);
        assert_eq!(best(&[one, vec![None; 4]], Better::High, ""), None);
        assert_eq!(best(&[vec![], vec![]], Better::High, ""), None);
    }
}
