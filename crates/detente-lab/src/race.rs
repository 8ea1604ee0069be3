//! The race of an experiment with `[select]`: who is still in it after the waves that are there, and who was dropped, when and
//! by whom. It is worked out from blocks alone, anew at every look, so that a race that was interrupted goes on as if it had
//! not been.
//!
//! Every policy is compared with every other that is still in, run by run under the same luck, over all the runs that both
//! have. The scenario as it stands runs in the race too; it is played on when it is out of it, since all tables compare with it.
//!
//! Source: Maron & Moore 1997; what a comparison has to show is that of [`racing`](detente_analyses::methods::racing).

use crate::answering::Answering;
use crate::execute::{RunError, Source};
use crate::experiment::Select;
use crate::plan::Plan;
use detente_analyses::methods::racing::{Dropped, Race};
use detente_analyses::statistics::{Estimate, Sums, mean_interval, wilson};
use detente_analyses::{PairSums, Points};
use detente_results::RaceRow;

/// By point, then replicate of a wave: what the run answered.
type Wave = Vec<Vec<Option<f64>>>;

/// Where a race stands.
pub struct Raced {
    rules: Race,
    /// By policy, base first: what its runs answered.
    sums: Vec<Sums>,
    /// By policy, then other: pairs of runs with the same luck, as long as both were in.
    pairs: Vec<Vec<PairSums>>,
    /// Those that are in.
    racing: Vec<usize>,
    /// Those that are out, each with the runs after which that was seen.
    out: Vec<(u64, Dropped)>,
}

impl Raced {
    /// Where the race of a plan stands whose blocks are all there.
    ///
    /// # Errors
    /// A block cannot be read.
    pub fn of(plan: &Plan, select: &Select, source: &dyn Source) -> Result<Self, RunError> {
        let policies = plan.n_points();
        let is_share = plan.experiment.responses[select.response].is_share();
        let mut raced = Self {
            rules: select.race(policies, is_share),
            sums: vec![Sums::default(); policies],
            pairs: vec![vec![PairSums::default(); policies]; policies],
            racing: (0..policies).collect(),
            out: Vec::new(),
        };
        let answering = Answering::new(plan, &[select.response]);
        let mut looks = select.looks().all().peekable();
        let mut blocks = plan.waves.numbers().peekable();
        for wave in 0..plan.waves.waves() {
            let mut answers: Wave = vec![Vec::new(); policies];
            while let Some(number) = blocks.next_if(|&number| plan.waves.block(number).wave == wave) {
                let record = source.block(number)?;
                for (first, part) in record.parts() {
                    let rows = first..first + part.runs as usize;
                    answers[part.point as usize].extend(rows.flat_map(|row| answering.values(&record.rows, row)));
                }
            }
            raced.add(&answers);
            let runs = plan.waves.replicates_of(wave).end;
            if looks.next_if_eq(&runs).is_some() {
                raced.look(runs);
            }
        }
        Ok(raced)
    }

    fn add(&mut self, answers: &Wave) {
        for (sums, own) in self.sums.iter_mut().zip(answers) {
            own.iter().flatten().for_each(|value| sums.add(*value));
        }
        for &here in &self.racing {
            for &there in self.racing.iter().filter(|&&there| there != here) {
                for both in answers[here].iter().zip(&answers[there]) {
                    if let (Some(a), Some(b)) = both {
                        self.pairs[here][there].add(*a, *b);
                    }
                }
            }
        }
    }

    /// Drops who is clearly worse.
    fn look(&mut self, runs: u64) {
        let dropped = self.rules.dropped(&self.racing, |here, there| self.pairs[here][there]);
        self.racing
            .retain(|policy| dropped.iter().all(|out| out.policy != *policy));
        self.out.extend(dropped.into_iter().map(|out| (runs, out)));
    }

    /// How many are in.
    pub fn left(&self) -> usize {
        self.racing.len()
    }

    /// Whether one is left.
    pub fn is_decided(&self) -> bool {
        self.left() == 1
    }

    /// By policy, base first, its runs when those that are still in have so many; empty where all have as many.
    pub fn runs(&self, of_racing: u64) -> Vec<u64> {
        let mut runs = vec![of_racing; self.sums.len()];
        for (after, out) in self.out.iter().filter(|(_, out)| out.policy > 0) {
            runs[out.policy] = *after;
        }
        match runs.iter().all(|&of| of == of_racing) {
            true => Vec::new(),
            false => runs,
        }
    }

    /// The rows of `race.csv`: those that are in, best first, then those that are out, the last to go first.
    pub fn rows(&self, plan: &Plan) -> Vec<RaceRow> {
        let value = |policy: usize| mean(self.sums[policy]).unwrap_or_default();
        let worth = |policy: usize| self.rules.better.surplus(value(policy), 0.0);
        let mut order = self.racing.clone();
        order.sort_by(|&a, &b| worth(b).total_cmp(&worth(a)).then(a.cmp(&b)));
        let leader = order.first().copied();
        let of_those_in = order.iter().map(|&policy| {
            let against = leader.filter(|leader| *leader != policy);
            self.row(plan, policy, None, against)
        });
        let of_those_out = self.out.iter().rev();
        let of_those_out = of_those_out.map(|(after, out)| self.row(plan, out.policy, Some(*after), Some(out.by)));
        of_those_in.chain(of_those_out).collect()
    }

    fn row(&self, plan: &Plan, policy: usize, dropped_after: Option<u64>, against: Option<usize>) -> RaceRow {
        let pairs = against.map(|other| self.pairs[policy][other]);
        let estimate = self.estimate(policy);
        let bound = |of: fn(Estimate) -> f64| estimate.map(of);
        RaceRow {
            policy: plan.policy(policy).to_owned(),
            runs: self.sums[policy].n,
            value: bound(|estimate| estimate.value),
            ci_low: bound(|estimate| estimate.interval.low),
            ci_high: bound(|estimate| estimate.interval.high),
            dropped_after,
            against: against.map_or_else(String::new, |other| plan.policy(other).to_owned()),
            pairs: pairs.map(|pairs| pairs.differences.n),
            difference: pairs.and_then(|pairs| mean(pairs.differences)),
            p_value: pairs.and_then(|pairs| self.rules.p_value(pairs)),
            dropped_at: self.rules.level(),
        }
    }

    /// What the runs of a policy answered, with its 95 % interval.
    fn estimate(&self, policy: usize) -> Option<Estimate> {
        let sums = self.sums[policy];
        match self.rules.is_share {
            true => Some(Estimate {
                value: mean(sums)?,
                interval: wilson(libm::round(sums.sum) as u64, sums.n),
            }),
            false => mean_interval(sums),
        }
    }
}

fn mean(sums: Sums) -> Option<f64> {
    (sums.n > 0).then(|| sums.sum / sums.n as f64)
}

#[cfg(test)]
mod tests;
