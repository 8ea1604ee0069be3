//! The rounds of a search: the candidates that are still in, as points of the field's design, played with a seed of the
//! round's own. Of a run only its answers are kept.

use super::halving::{Answers, Round, Rules};
use crate::answering::Answering;
use crate::catalogue::Lab;
use crate::designs::Chosen;
use crate::execute::{BlockRecord, Control, Event, RunError, Settings, Sink, execute};
use crate::experiment::{Experiment, Search, Trajectories};
use crate::plan::Plan;
use std::sync::{Arc, Mutex, PoisonError};

/// What a search has found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Its rounds.
    pub rounds: Vec<Round>,
    /// Those that are left, best of the last round first.
    pub finalists: Vec<usize>,
}

impl Rules {
    /// The rules of a search over a field.
    pub fn of(field: &Experiment, search: &Search) -> Self {
        Self {
            candidates: field.size as usize,
            runs: field.replicates,
            finalists: search.finalists,
            better: search.better,
            is_share: field.responses[search.objective].is_share(),
            limits: search
                .limits
                .iter()
                .map(|limit| [limit.at_least, limit.at_most])
                .collect(),
        }
    }

    /// The runs of all rounds, by halving alone: racing can only save some.
    pub fn runs_of_rounds(&self) -> u64 {
        let rounds = self.rounds();
        rounds
            .iter()
            .map(|(candidates, runs)| (*candidates as u64 + 1).saturating_mul(*runs))
            .sum()
    }
}

/// The seed of a part of a search: BLAKE3 in derive-key mode over the experiment's seed, the part's name and its number, so
/// that no two parts share a luck. It fits into a file: below 2^63.
pub fn seed_of(seed: u64, part: &str, number: u64) -> u64 {
    let material = [&seed.to_le_bytes(), &number.to_le_bytes(), part.as_bytes()].concat();
    let hash = blake3::derive_key("detente 1 search", &material);
    let mut first = [0; 8];
    first.copy_from_slice(&hash[..8]);
    u64::from_le_bytes(first) >> 1
}

/// Plays the rounds of a search over a field; `tell` is told of every block.
///
/// # Errors
/// As for [`execute`].
pub fn seek(
    field: &Plan,
    search: &Search,
    lab: &Arc<Lab>,
    settings: Settings,
    control: &Arc<Control>,
    tell: &mut dyn FnMut(Event),
) -> Result<Found, RunError> {
    let rules = Rules::of(&field.experiment, search);
    let (rounds, finalists) = rules.search(&mut |round, candidates, runs| {
        let plan = Arc::new(Plan::new(of_round(&field.experiment, round, candidates, runs), lab)?);
        let kept = Arc::new(Kept::new(&plan, search));
        let sink: Arc<dyn Sink> = Arc::<Kept>::clone(&kept);
        let blocks = plan.waves.numbers().collect();
        execute(&plan, lab, blocks, settings, &sink, control, tell)?;
        Ok::<_, RunError>(kept.answers())
    })?;
    Ok(Found { rounds, finalists })
}

/// A round as an experiment: some settings of the field's design, with a seed of its own.
fn of_round(field: &Experiment, round: usize, candidates: &[usize], runs: u64) -> Experiment {
    Experiment {
        seed: seed_of(field.seed, "round", round as u64),
        replicates: runs,
        trajectories: Trajectories::None,
        draws: false,
        chosen: Some(Chosen {
            seed: field.seed,
            settings: candidates.iter().map(|candidate| *candidate as u64 - 1).collect(),
        }),
        ..field.clone()
    }
}

/// The answers of every point of a plan, as its blocks come in.
pub(super) struct Kept {
    plan: Arc<Plan>,
    /// Places of the responses that are looked at: the objective, then that of each limit.
    asked: Vec<usize>,
    /// By point, then response, then replicate; NaN where a run does not count, or is not there yet.
    values: Mutex<Vec<Vec<Vec<f64>>>>,
}

impl Kept {
    pub(super) fn new(plan: &Arc<Plan>, search: &Search) -> Self {
        let asked = search.asked();
        let of_point = vec![vec![f64::NAN; plan.experiment.replicates as usize]; asked.len()];
        Self {
            values: Mutex::new(vec![of_point; plan.n_points()]),
            plan: Arc::clone(plan),
            asked,
        }
    }

    /// Keeps what the runs of a block answered.
    pub(super) fn note(&self, record: &BlockRecord) {
        let answering = Answering::new(&self.plan, &self.asked);
        let mut values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        for (first, part) in record.parts() {
            for (run, row) in (first..first + part.runs as usize).enumerate() {
                let replicate = part.replicate as usize + run;
                let of_responses = values[part.point as usize].iter_mut();
                for (of_response, value) in of_responses.zip(answering.values(&record.rows, row)) {
                    of_response[replicate] = value.unwrap_or(f64::NAN);
                }
            }
        }
    }

    /// What the runs of each point answered.
    pub(super) fn answers(&self) -> Vec<Answers> {
        let values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        let counting = |of: &Vec<f64>| of.iter().map(|x| Some(*x).filter(|x| !x.is_nan())).collect();
        let of_point = |of_point: &Vec<Vec<f64>>| Answers {
            objective: of_point.first().map(counting).unwrap_or_default(),
            limits: of_point.iter().skip(1).map(counting).collect(),
        };
        values.iter().map(of_point).collect()
    }
}

impl Sink for Kept {
    fn take(&self, _: u64, record: BlockRecord) -> Result<(), RunError> {
        self.note(&record);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
