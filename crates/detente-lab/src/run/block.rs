//! One block: played by one worker, replayed run by run if something in it panics.

use super::rows::{RowWriter, drawn_paths, header, is_discounted};
use super::trajectories::{FOLLOWED, LastSeen, Trajectories};
use crate::plan::{Plan, PlanError, PointModel};
use detente_core::{Ensemble, Job, Observer, Outcome, Registry, Run, RunRecord, Variable};
use std::collections::BTreeMap;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// What a block gives for one of its points.
#[derive(Debug, Default)]
pub(super) struct PointShare {
    pub(super) point: usize,
    /// Runs by outcome.
    pub(super) counts: [u64; 6],
    /// Runs that failed.
    pub(super) failed: u64,
    /// Runs by day and outcome.
    pub(super) ends: BTreeMap<(i32, usize), u64>,
    pub(super) trajectories: Trajectories,
    pub(super) variables: Vec<Variable>,
    /// Rows of `runs.csv`, in order.
    pub(super) rows: Vec<u8>,
}

/// What a block gives.
#[derive(Debug)]
pub(super) struct BlockResult {
    pub(super) shares: Vec<PointShare>,
}

/// What a worker keeps between blocks.
pub(super) struct Worker<'a> {
    plan: &'a Plan,
    registry: &'a Registry,
    slots: usize,
    ensemble: Option<Ensemble>,
    last: Option<(usize, PointModel)>,
}

/// Notes what is told of one point's runs.
struct Notes<'a> {
    records: Vec<Option<RunRecord>>,
    follow: bool,
    variables: &'a [Variable],
    seen: Vec<LastSeen>,
    trajectories: Trajectories,
}

impl Observer for Notes<'_> {
    fn wants_rounds(&self) -> bool {
        self.follow
    }

    fn round_played(&mut self, key: usize, run: &Run, values: &[f64]) {
        if run.replicate < FOLLOWED {
            self.trajectories
                .round(run, self.variables, values, &mut self.seen[key]);
        }
    }

    fn ended(&mut self, key: usize, record: RunRecord) {
        if self.follow && record.replicate < FOLLOWED {
            self.trajectories
                .ended(record.end_day, self.variables, &mut self.seen[key]);
        }
        self.records[key] = Some(record);
    }
}

impl<'a> Worker<'a> {
    pub(super) fn new(plan: &'a Plan, registry: &'a Registry, slots: usize) -> Self {
        Self {
            plan,
            registry,
            slots,
            ensemble: None,
            last: None,
        }
    }

    /// Plays a block.
    pub(super) fn block(&mut self, block: u64) -> Result<BlockResult, PlanError> {
        let runs = self.plan.block(block);
        let mut shares = Vec::new();
        let mut at = runs.start;
        while at < runs.end {
            let (point, replicate) = self.plan.run(at);
            let n = (self.plan.experiment.replicates - replicate).min(runs.end - at);
            shares.push(self.share(point, replicate..replicate + n)?);
            at += n;
        }
        Ok(BlockResult { shares })
    }

    /// Plays some replicates of one point.
    fn share(&mut self, point: usize, replicates: Range<u64>) -> Result<PointShare, PlanError> {
        let current = match self.last.take() {
            Some((known, model)) if known == point => model,
            _ => self.plan.model(point, self.registry)?,
        };
        let fits = |e: &Ensemble| e.model().same_shape(&current.model);
        if !self.ensemble.as_ref().is_some_and(fits) {
            self.ensemble = Some(self.world(&current, self.slots)?);
        }
        let ensemble = self.ensemble.as_mut().expect("made above");
        let variables = ensemble.variables().to_vec();
        let played = play(ensemble, &current, replicates.clone(), &variables);
        let (records, trajectories) = match played {
            Some(notes) => notes,
            None => {
                // A world that has seen a panic is not to be trusted: each run alone, in a new one.
                self.ensemble = None;
                self.one_by_one(&current, replicates.clone(), &variables)?
            }
        };
        let share = self.tell(point, &current, replicates, records, trajectories, variables);
        self.last = Some((point, current));
        Ok(share)
    }

    fn world(&self, current: &PointModel, slots: usize) -> Result<Ensemble, PlanError> {
        Ok(Ensemble::new(self.registry, &current.model, self.plan.seed, slots)?)
    }

    fn one_by_one(
        &self,
        current: &PointModel,
        replicates: Range<u64>,
        variables: &[Variable],
    ) -> Result<(Vec<Option<RunRecord>>, Trajectories), PlanError> {
        let mut all = (Vec::new(), Trajectories::default());
        for replicate in replicates {
            let mut alone = self.world(current, 1)?;
            let (records, trajectories) = play(&mut alone, current, replicate..replicate + 1, variables)
                .unwrap_or((vec![None], Trajectories::default()));
            all.0.extend(records);
            all.1.merge(trajectories);
        }
        Ok(all)
    }

    /// Counts and rows, in the order of replicates.
    fn tell(
        &self,
        point: usize,
        current: &PointModel,
        replicates: Range<u64>,
        records: Vec<Option<RunRecord>>,
        trajectories: Trajectories,
        variables: Vec<Variable>,
    ) -> PointShare {
        let draws = self.plan.experiment.draws;
        let drawn = if draws {
            drawn_paths(&current.model, &current.loadout)
        } else {
            Vec::new()
        };
        let discounted = is_discounted(&self.plan.base);
        let columns = header(&current.model, &drawn, discounted).len();
        let mut out = csv::Writer::from_writer(Vec::with_capacity(records.len() * 512));
        let mut cell = String::new();
        let mut share = PointShare {
            point,
            trajectories,
            variables,
            ..PointShare::default()
        };
        let mut writer = RowWriter {
            model: &current.model,
            point,
            out: &mut out,
            cell: &mut cell,
            discounted,
        };
        for (replicate, record) in replicates.zip(records) {
            let Some(record) = record else {
                share.failed += 1;
                writer.failed(replicate, columns);
                continue;
            };
            let outcome = Outcome::ALL.iter().position(|&o| o == record.outcome).unwrap_or(0);
            share.counts[outcome] += 1;
            *share.ends.entry((record.end_day, outcome)).or_default() += 1;
            let drawn = if draws {
                current.loadout.draws(self.plan.seed, replicate)
            } else {
                Vec::new()
            };
            writer.run(&record, &drawn);
        }
        share.rows = out.into_inner().unwrap_or_default();
        share
    }
}

/// Plays replicates; nothing if something panicked.
fn play(
    ensemble: &mut Ensemble,
    current: &PointModel,
    replicates: Range<u64>,
    variables: &[Variable],
) -> Option<(Vec<Option<RunRecord>>, Trajectories)> {
    let n = (replicates.end - replicates.start) as usize;
    let mut notes = Notes {
        records: vec![None; n],
        follow: replicates.start < FOLLOWED,
        variables,
        seen: vec![LastSeen::default(); n],
        trajectories: Trajectories::default(),
    };
    let mut jobs = replicates.enumerate().map(|(key, replicate)| Job {
        key,
        replicate,
        loadout: Arc::clone(&current.loadout),
    });
    catch_unwind(AssertUnwindSafe(|| ensemble.play(&mut jobs, &mut notes))).ok()?;
    Some((notes.records, notes.trajectories))
}
