//! Racing: policies are played wave by wave, and one that is clearly worse than another is played no further. What is saved is
//! spent on those that are close.
//!
//! A policy is dropped after a wave if a pair with another, over all runs so far, differs with a p value of at most
//! `error / (pairs * waves)`: Bonferroni over all pairs of policies at the start and all waves that there can be, so that the
//! chance that a policy is ever dropped by mistake stays below `error`. For shares that is McNemar's exact test, for means the
//! paired t test; either is the same as an interval of that level that leaves out 0.
//!
//! Source: Maron & Moore (1997), The racing algorithm, Artificial Intelligence Review 11; Kim & Nelson (2006), Selecting the best
//! system, Handbooks in Operations Research and Management Science 13, chapter 17.

use super::regret::Better;
use crate::statistics::{mcnemar, mean_p_value};
use crate::sums::PairSums;

/// Pairs of runs before a mean can drop anybody: with few, no t is to be trusted.
const LEAST_PAIRS: u64 = 30;

/// The rules of a race.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Race {
    /// Policies at the start.
    pub policies: usize,
    /// Waves that there can be.
    pub waves: u64,
    /// The chance that a policy is ever dropped by mistake, at most.
    pub error: f64,
    /// Which responses are good.
    pub better: Better,
    /// Whether the response is a share.
    pub is_share: bool,
}

/// A policy that is out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dropped {
    /// Which.
    pub policy: usize,
    /// The one that is clearly better.
    pub by: usize,
    /// The p value of their difference.
    pub p_value: f64,
}

impl Race {
    /// The p value at which a policy is dropped.
    #[must_use]
    pub fn level(&self) -> f64 {
        let pairs = self.policies * self.policies.saturating_sub(1) / 2;
        self.error / (pairs.max(1) as f64 * self.waves.max(1) as f64)
    }

    /// The policies of those still in the race that are dropped after a wave, in their order, each with the one that beats it
    /// most surely. `pairs(a, b)` are the pairs of runs so far, a minus b. Somebody always stays.
    pub fn dropped(&self, racing: &[usize], pairs: impl Fn(usize, usize) -> PairSums) -> Vec<Dropped> {
        let beaten = |&policy: &usize| {
            let others = racing.iter().filter(|other| **other != policy);
            let by = others.filter_map(|&other| {
                let p_value = self.worse(pairs(policy, other))?;
                Some(Dropped {
                    policy,
                    by: other,
                    p_value,
                })
            });
            by.reduce(|first, other| if other.p_value < first.p_value { other } else { first })
        };
        let dropped: Vec<Dropped> = racing.iter().filter_map(beaten).collect();
        // Pairs that count for some policies only could beat each other in a circle.
        if dropped.len() == racing.len() {
            Vec::new()
        } else {
            dropped
        }
    }

    /// The p value of a pair in which the first is clearly worse.
    fn worse(&self, pairs: PairSums) -> Option<f64> {
        let p_value = self.p_value(pairs)?;
        let is_worse = self.better.surplus(pairs.differences.sum, 0.0) < 0.0;
        (is_worse && p_value <= self.level()).then_some(p_value)
    }

    /// How likely a difference as large is if there is none: McNemar's test of shares, Student's of means; none where there
    /// are too few pairs to tell.
    #[must_use]
    pub fn p_value(&self, pairs: PairSums) -> Option<f64> {
        match self.is_share {
            true => Some(mcnemar(pairs.counts)),
            false if pairs.differences.n >= LEAST_PAIRS => mean_p_value(pairs.differences),
            false => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::methods::made_up::Luck;

    /// Plays a race with common luck: who is left, and after which wave each was dropped.
    fn play(race: Race, chances: &[f64], runs: usize, seed: u64) -> (Vec<usize>, Vec<(u64, usize)>) {
        let mut luck = Luck::new(seed);
        let mut played: Vec<Vec<f64>> = Vec::new();
        let mut racing: Vec<usize> = (0..chances.len()).collect();
        let mut out = Vec::new();
        for wave in 1..=race.waves {
            for _ in 0..runs {
                // Half of what decides is common to all.
                let common = luck.unit();
                played.push(
                    chances
                        .iter()
                        .map(|c| {
                            if luck.unit() < 0.5 {
                                f64::from(u8::from(common < *c))
                            } else {
                                luck.happens(*c)
                            }
                        })
                        .collect(),
                );
            }
            let pairs = |a: usize, b: usize| {
                let mut sums = PairSums::default();
                played.iter().for_each(|run| sums.add(run[a], run[b]));
                sums
            };
            for dropped in race.dropped(&racing, pairs) {
                racing.retain(|policy| *policy != dropped.policy);
                out.push((wave, dropped.policy));
            }
        }
        (racing, out)
    }

    fn race(policies: usize) -> Race {
        Race {
            policies,
            waves: 8,
            error: 0.05,
            better: Better::High,
            is_share: true,
        }
    }

    #[test]
    fn the_worst_go_first_and_the_best_stays() {
        let (left, out) = play(race(4), &[0.3, 0.1, 0.5, 0.32], 250, 1);
        assert_eq!(left, [2]);
        assert!(out.contains(&(1, 1)) && !out.contains(&(1, 2)), "{out:?}");
        let low = Race {
            better: Better::Low,
            ..race(4)
        };
        assert_eq!(play(low, &[0.3, 0.1, 0.5, 0.32], 250, 1).0, [1]);
        let of_means = Race {
            is_share: false,
            ..race(4)
        };
        assert_eq!(play(of_means, &[0.3, 0.1, 0.5, 0.32], 250, 1).0, [2]);
    }

    /// Of policies that are all the same, somebody is dropped in less than 5 of 100 races.
    #[test]
    fn equals_are_dropped_less_often_than_the_error_says() {
        for is_share in [true, false] {
            let race = Race { is_share, ..race(4) };
            let mistakes = (0..200)
                .filter(|seed| !play(race, &[0.3; 4], 50, 50 + seed).1.is_empty())
                .count();
            assert!(mistakes <= 10, "{mistakes} of 200");
        }
    }

    #[test]
    fn somebody_always_stays() {
        let mut worse = PairSums::default();
        (0..100).for_each(|_| worse.add(0.0, 1.0));
        let circle = race(3).dropped(&[0, 1, 2], |_, _| worse);
        assert!(circle.is_empty());
        assert_eq!(race(1).dropped(&[0], |_, _| worse), []);
        let two = race(2).dropped(&[0, 1], |a, _| if a == 0 { worse } else { PairSums::default() });
        assert_eq!(two.iter().map(|d| (d.policy, d.by)).collect::<Vec<_>>(), [(0, 1)]);
        assert!((race(4).level() - 0.05 / 48.0).abs() < 1e-15);
    }
}
