//! Which policy, if none of the numbers is trusted? Over many sets of inputs, each of which might be true:
//!
//! - the *mean* of the response, and its *worst decile*, which one set of inputs in ten falls short of;
//! - *regret*: how much the best policy for the same inputs is better than this one; its mean, what nine in ten inputs stay
//!   within, and the worst;
//! - the share of inputs for which no other policy is better (where several are equally good, each is counted);
//! - *satisficing*: the share of inputs for which the response is good enough.
//! - the probability that a policy is the best *by its mean*: over sets of inputs drawn anew from those that there are, how
//!   often no other has a better mean. Where the inputs that were played are few, the best of them need not be the best of all.
//!
//! Source: Savage (1951), The theory of statistical decision, JASA 46; Lempert, Popper & Bankes (2003), Shaping the Next One
//! Hundred Years, chapter 4; McPhail et al. (2018), Robustness metrics: how are they calculated, when should they be used and
//! why do they give different results?, Earth's Future 6; Efron & Tibshirani (1993), An Introduction to the Bootstrap, for the
//! last.

use super::resample::{Resampler, dot, rounds};
use crate::statistics::{Estimate, quantile, wilson};

/// Which responses are good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// High ones.
    High,
    /// Low ones.
    Low,
}

impl Better {
    /// How much better the first is than the second.
    #[must_use]
    pub fn surplus(self, first: f64, second: f64) -> f64 {
        match self {
            Better::High => first - second,
            Better::Low => second - first,
        }
    }
}

/// What a policy is worth over all inputs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Merit {
    /// Mean of the response.
    pub mean: f64,
    /// One set of inputs in ten comes out worse.
    pub worst_decile: f64,
    /// Mean regret.
    pub regret: f64,
    /// Nine sets of inputs in ten have no more regret.
    pub regret_of_nine_in_ten: f64,
    /// The greatest regret.
    pub greatest_regret: f64,
    /// The share of inputs for which no policy is better.
    pub best: Estimate,
    /// The share of inputs for which it is good enough, where somebody said what is.
    pub satisficing: Option<Estimate>,
}

/// The merits of policies. `responses` has the mean response of each policy by set of inputs, all of the same sets; `enough` is
/// the response that is good enough. None without policies or inputs, or where their numbers differ.
#[must_use]
pub fn merits(responses: &[Vec<f64>], better: Better, enough: Option<f64>) -> Option<Vec<Merit>> {
    let inputs = responses.first()?.len();
    if inputs == 0
        || responses
            .iter()
            .any(|of| of.len() != inputs || !of.iter().all(|y| y.is_finite()))
    {
        return None;
    }
    let best = |k: usize| {
        let all = responses.iter().map(|of| of[k]);
        all.reduce(|a, b| if better.surplus(b, a) > 0.0 { b } else { a })
            .unwrap_or_default()
    };
    let best: Vec<f64> = (0..inputs).map(best).collect();
    Some(responses.iter().map(|of| merit(of, &best, better, enough)).collect())
}

fn merit(responses: &[f64], best: &[f64], better: Better, enough: Option<f64>) -> Merit {
    let n = responses.len();
    let share = |count: usize| Estimate {
        value: count as f64 / n as f64,
        interval: wilson(count as u64, n as u64),
    };
    let mut sorted = responses.to_vec();
    sorted.sort_by(f64::total_cmp);
    let mut regrets: Vec<f64> = responses
        .iter()
        .zip(best)
        .map(|(y, best)| better.surplus(*best, *y))
        .collect();
    regrets.sort_by(f64::total_cmp);
    let good = |level: f64| responses.iter().filter(|y| better.surplus(**y, level) >= 0.0).count();
    Merit {
        mean: responses.iter().sum::<f64>() / n as f64,
        worst_decile: quantile(&sorted, if better == Better::High { 0.1 } else { 0.9 }),
        regret: regrets.iter().sum::<f64>() / n as f64,
        regret_of_nine_in_ten: quantile(&regrets, 0.9),
        greatest_regret: quantile(&regrets, 1.0),
        best: share(regrets.iter().filter(|regret| **regret == 0.0).count()),
        satisficing: enough.map(|level| share(good(level))),
    }
}

/// By policy, the probability that it is the best by its mean; policies that are equally good share it. They sum to 1. `name`
/// decides the resamples. None without policies or inputs, or where their numbers differ.
#[must_use]
pub fn best_by_mean(responses: &[Vec<f64>], better: Better, name: &str) -> Option<Vec<f64>> {
    let inputs = responses.first()?.len();
    if inputs == 0 || responses.iter().any(|of| of.len() != inputs) {
        return None;
    }
    let mut resampler = Resampler::new(&format!("best by mean: {name}"), inputs);
    let resamples = rounds(inputs * responses.len());
    let mut wins = vec![0.0; responses.len()];
    for _ in 0..resamples {
        let times = resampler.draw();
        let means: Vec<f64> = responses.iter().map(|of| dot(times, of)).collect();
        let is_best = |mean: &f64| means.iter().all(|other| better.surplus(*other, *mean) <= 0.0);
        let best: Vec<bool> = means.iter().map(is_best).collect();
        let share = best.iter().filter(|is_best| **is_best).count() as f64;
        let winners = wins.iter_mut().zip(best).filter(|(_, is_best)| *is_best);
        winners.for_each(|(wins, _)| *wins += 1.0 / share);
    }
    Some(wins.into_iter().map(|wins| wins / resamples as f64).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three policies in five worlds. Regrets by hand: the first 0 0 0 40 80, the second 60 40 20 0 20, the third 30 20 10 10 0.
    fn table() -> Vec<Vec<f64>> {
        vec![
            vec![100.0, 90.0, 80.0, 30.0, 0.0],
            vec![40.0, 50.0, 60.0, 70.0, 60.0],
            vec![70.0, 70.0, 70.0, 60.0, 80.0],
        ]
    }

    #[test]
    fn merits_are_those_reckoned_by_hand() {
        let found = merits(&table(), Better::High, Some(60.0)).unwrap();
        let means: Vec<f64> = found.iter().map(|m| m.mean).collect();
        assert_eq!(means, [60.0, 56.0, 70.0]);
        let regrets: Vec<[f64; 2]> = found.iter().map(|m| [m.regret, m.greatest_regret]).collect();
        assert_eq!(regrets, [[24.0, 80.0], [28.0, 60.0], [14.0, 30.0]]);
        assert!((found[0].regret_of_nine_in_ten - 64.0).abs() < 1e-9);
        assert!((found[2].worst_decile - 64.0).abs() < 1e-9);
        let best: Vec<f64> = found.iter().map(|m| m.best.value).collect();
        assert_eq!(best, [0.6, 0.2, 0.2]);
        assert_eq!(found[0].best.interval, wilson(3, 5));
        let good: Vec<f64> = found.iter().filter_map(|m| Some(m.satisficing?.value)).collect();
        assert_eq!(good, [0.6, 0.6, 1.0]);
    }

    /// What is low where it was high has the same regrets.
    #[test]
    fn costs_mirror_gains() {
        let costs: Vec<Vec<f64>> = table().iter().map(|of| of.iter().map(|y| -y).collect()).collect();
        let [gain, cost] = [(table(), Better::High, 60.0), (costs, Better::Low, -60.0)]
            .map(|(table, better, enough)| merits(&table, better, Some(enough)).unwrap());
        for (gain, cost) in gain.iter().zip(&cost) {
            assert_eq!(gain.mean, -cost.mean);
            assert!((gain.worst_decile + cost.worst_decile).abs() < 1e-12);
            assert_eq!(
                (gain.regret, gain.best, gain.satisficing),
                (cost.regret, cost.best, cost.satisficing)
            );
        }
    }

    /// Differences of two policies over 100 sets of inputs with a mean of 1 and a standard deviation of 10: the mean of drawn
    /// sets strays by 1, and is above 0 with the chance that a normal number is above -1, .8413.
    #[test]
    fn the_best_by_its_mean_is_as_sure_as_the_mean_is() {
        let other: Vec<f64> = (0..100).map(|k| if k % 2 == 0 { 11.0 } else { -9.0 }).collect();
        let table = [vec![0.0; 100], other, vec![-50.0; 100]];
        let found = best_by_mean(&table, Better::High, "y").unwrap();
        assert!((found[1] - 0.8413).abs() < 0.06, "{found:?}");
        assert!((found.iter().sum::<f64>() - 1.0).abs() < 1e-9 && found[2] == 0.0);
        let turned = best_by_mean(&table, Better::Low, "y").unwrap();
        assert_eq!(turned, [0.0, 0.0, 1.0]);
        let same = best_by_mean(&[vec![1.0; 5], vec![1.0; 5]], Better::High, "y").unwrap();
        assert_eq!(same, [0.5, 0.5]);
        assert_eq!(best_by_mean(&[], Better::High, "y"), None);
    }

    #[test]
    fn policies_that_are_equally_good_are_both_best() {
        let found = merits(&[vec![1.0, 0.0], vec![1.0, 1.0]], Better::High, None).unwrap();
        assert_eq!((found[0].best.value, found[1].best.value), (0.5, 1.0));
        assert_eq!(merits(&[], Better::High, None), None);
        assert_eq!(merits(&[Vec::new()], Better::High, None), None);
        assert_eq!(merits(&[vec![1.0], vec![1.0, 2.0]], Better::High, None), None);
        assert_eq!(merits(&[vec![f64::NAN]], Better::High, None), None);
    }
}
