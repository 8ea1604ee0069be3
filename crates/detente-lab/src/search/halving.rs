//! Successive halving: every candidate is played a little, the better half goes on and is played twice as much, until those
//! that are left fit into the final. A round costs about as much as the one before it, and most runs are spent on candidates
//! that are close to the best. Each round has luck of its own, so that nobody goes on for having been lucky before.
//!
//! Who is outside a limit comes behind all that are inside, by how far it is outside, in standard deviations of the runs:
//! limits do not bend for a better objective. Of those that would go on, one that is clearly worse than the leader is dropped
//! too (see [`Race`]): what it would cost is saved.
//!
//! Source: Karnin, Koren & Somekh (2013), Almost optimal exploration in multi-armed bandits, ICML; Jamieson & Talwalkar
//! (2016), Non-stochastic best arm identification and hyperparameter optimization, AISTATS; Deb (2000), An efficient constraint
//! handling method for genetic algorithms, Computer Methods in Applied Mechanics and Engineering 186, for limits.

use detente_analyses::PairSums;
use detente_analyses::methods::racing::Race;
use detente_analyses::methods::regret::Better;
use detente_analyses::statistics::{Estimate, Sums, mean_interval, wilson};

/// The chance that racing ever drops a candidate by mistake, at most.
pub const ERROR: f64 = 0.05;

/// The rules of a search.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    /// Candidates at first; they are called 1, 2, ...
    pub candidates: usize,
    /// Runs of each in the first round.
    pub runs: u64,
    /// Those that go into the final, at most.
    pub finalists: usize,
    /// Which objectives are good.
    pub better: Better,
    /// Whether the objective is a share.
    pub is_share: bool,
    /// By limit: the means that meet it, from and to.
    pub limits: Vec<[f64; 2]>,
}

/// What the runs of one candidate answered, by run; none where a run does not count.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answers {
    /// The objective.
    pub objective: Vec<Option<f64>>,
    /// By limit.
    pub limits: Vec<Vec<Option<f64>>>,
}

/// How a candidate stands after a round.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// Which; 0 is the scenario as it stands.
    pub candidate: usize,
    /// The mean of the objective with its 95 % interval; none where too few runs count.
    pub objective: Option<Estimate>,
    /// By limit: the mean that it is about; none where no run counts.
    pub limits: Vec<Option<f64>>,
    /// How far it is outside of limits, in standard deviations of the runs, all limits together; 0 inside.
    pub outside: f64,
    /// Why it does not go on; none where it does.
    pub dropped: Option<Dropped>,
}

impl Standing {
    /// Whether it meets every limit.
    pub fn is_inside(&self) -> bool {
        self.outside == 0.0
    }
}

/// Why a candidate does not go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dropped {
    /// It is in the worse half.
    Halved,
    /// It is in the better half, and clearly worse than the leader.
    Raced,
    /// It is in the worse half, outside of a limit.
    Limit,
    /// Another one won the final.
    Final,
}

impl Dropped {
    /// The word for it in `search.csv`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Halved => "halved",
            Self::Raced => "raced",
            Self::Limit => "limit",
            Self::Final => "final",
        }
    }
}

/// A round.
#[derive(Debug, Clone, PartialEq)]
pub struct Round {
    /// Runs of each candidate.
    pub runs: u64,
    /// The scenario as it stands, and the candidates of the round by their numbers.
    pub standings: Vec<Standing>,
}

impl Rules {
    /// How many of so many go on by halving alone.
    pub fn kept(&self, candidates: usize) -> usize {
        candidates.div_ceil(2).max(self.finalists)
    }

    /// The rounds by halving alone: candidates, and runs of each. Racing can only make them smaller and fewer.
    pub fn rounds(&self) -> Vec<(usize, u64)> {
        let (mut left, mut runs, mut rounds) = (self.candidates, self.runs, Vec::new());
        while left > self.finalists {
            rounds.push((left, runs));
            (left, runs) = (self.kept(left), runs.saturating_mul(2));
        }
        rounds
    }

    /// Searches. `play(round, candidates, runs)` plays these candidates and, before them, 0: the scenario as it stands. What is
    /// left goes into the final, best first.
    ///
    /// # Errors
    /// Whatever `play` refuses.
    pub fn search<E>(
        &self,
        play: &mut dyn FnMut(usize, &[usize], u64) -> Result<Vec<Answers>, E>,
    ) -> Result<(Vec<Round>, Vec<usize>), E> {
        let mut left: Vec<usize> = (1..=self.candidates).collect();
        let mut rounds: Vec<Round> = Vec::new();
        while left.len() > self.finalists {
            let runs = self.runs.saturating_mul(1 << rounds.len());
            let answers = play(rounds.len(), &left, runs)?;
            let mut standings = self.standings(&left, &answers);
            let order = self.order(&standings);
            self.drop(&mut standings, &order, &answers);
            left = order
                .into_iter()
                .filter(|&place| standings[place].dropped.is_none())
                .map(|place| standings[place].candidate)
                .collect();
            rounds.push(Round { runs, standings });
            if left.len() > self.finalists {
                left.sort_unstable();
            }
        }
        Ok((rounds, left))
    }

    /// How the scenario as it stands and these candidates stand, by what their runs answered.
    pub fn standings(&self, candidates: &[usize], answers: &[Answers]) -> Vec<Standing> {
        let spreads: Vec<f64> = (0..self.limits.len())
            .map(|k| spread(answers.iter().flat_map(|of| &of.limits[k]).flatten()))
            .collect();
        let standing = |(candidate, answers): (usize, &Answers)| {
            let means: Vec<Option<f64>> = answers.limits.iter().map(|values| mean(values)).collect();
            let limits = self.limits.iter().zip(&means).zip(&spreads);
            let outside: f64 = limits
                .map(|((limit, mean), spread)| outside(limit, *mean, *spread))
                .sum();
            let objective = self.estimate(&answers.objective);
            Standing {
                candidate,
                objective,
                limits: means,
                // What cannot be told is worse than whatever can.
                outside: if objective.is_some() { outside } else { f64::INFINITY },
                dropped: None,
            }
        };
        let numbers = std::iter::once(0).chain(candidates.iter().copied());
        numbers.zip(answers).map(standing).collect()
    }

    /// A mean with its interval.
    fn estimate(&self, values: &[Option<f64>]) -> Option<Estimate> {
        let sums = sums(values);
        match self.is_share {
            true => (sums.n > 0).then(|| Estimate {
                value: sums.sum / sums.n as f64,
                interval: wilson(sums.sum as u64, sums.n),
            }),
            false => mean_interval(sums),
        }
    }

    /// The places of the candidates, best first; the scenario as it stands is none of them.
    pub fn order(&self, standings: &[Standing]) -> Vec<usize> {
        let mut places: Vec<usize> = (0..standings.len()).filter(|&k| standings[k].candidate > 0).collect();
        let worth = |k: usize| {
            let value = standings[k].objective.map_or(0.0, |objective| objective.value);
            self.better.surplus(value, 0.0)
        };
        places.sort_by(|&a, &b| {
            let outside = standings[a].outside.total_cmp(&standings[b].outside);
            outside.then(worth(b).total_cmp(&worth(a))).then(a.cmp(&b))
        });
        places
    }

    /// Drops the worse half, and those of the better half that are clearly worse than the leader.
    fn drop(&self, standings: &mut [Standing], order: &[usize], answers: &[Answers]) {
        let (kept, worse) = order.split_at(self.kept(order.len()).min(order.len()));
        for &place in worse {
            let inside = standings[place].is_inside();
            standings[place].dropped = Some(if inside { Dropped::Halved } else { Dropped::Limit });
        }
        let Some((&leader, others)) = kept.split_first().filter(|(leader, _)| standings[**leader].is_inside()) else {
            return;
        };
        let race = Race {
            policies: self.candidates,
            waves: self.rounds().len() as u64,
            error: ERROR,
            better: self.better,
            is_share: self.is_share,
        };
        for &place in others
            .iter()
            .filter(|&&place| standings[place].is_inside())
            .collect::<Vec<_>>()
        {
            let pairs = |a: usize, b: usize| pairs(&answers[a].objective, &answers[b].objective);
            if race
                .dropped(&[place, leader], pairs)
                .iter()
                .any(|dropped| dropped.policy == place)
            {
                standings[place].dropped = Some(Dropped::Raced);
            }
        }
    }
}

/// Sums of the values of runs that count.
fn sums(values: &[Option<f64>]) -> Sums {
    let mut sums = Sums::default();
    values.iter().flatten().for_each(|value| sums.add(*value));
    sums
}

/// Pairs of runs with the same luck that both count, the first minus the second.
pub(super) fn pairs(first: &[Option<f64>], second: &[Option<f64>]) -> PairSums {
    let mut pairs = PairSums::default();
    for (first, second) in first.iter().zip(second) {
        if let (Some(first), Some(second)) = (first, second) {
            pairs.add(*first, *second);
        }
    }
    pairs
}

/// The standard deviation of values; 1 where they are all the same.
fn spread<'a>(values: impl Iterator<Item = &'a f64>) -> f64 {
    let mut sums = Sums::default();
    values.for_each(|value| sums.add(*value));
    let n = sums.n.max(1) as f64;
    let variance = sums.sum_of_squares / n - (sums.sum / n) * (sums.sum / n);
    match variance > 0.0 {
        true => variance.sqrt(),
        false => 1.0,
    }
}

/// How far a mean is outside of a limit, in standard deviations; infinitely where there is no mean.
fn outside([least, most]: &[f64; 2], mean: Option<f64>, spread: f64) -> f64 {
    mean.map_or(f64::INFINITY, |mean| (least - mean).max(mean - most).max(0.0) / spread)
}

/// The mean of the runs that count.
fn mean(values: &[Option<f64>]) -> Option<f64> {
    let sums = sums(values);
    (sums.n > 0).then(|| sums.sum / sums.n as f64)
}

#[cfg(test)]
mod tests;
