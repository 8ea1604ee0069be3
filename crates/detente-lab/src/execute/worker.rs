//! One block, played by one worker: all its parts side by side in as few worlds as it has shapes, and replayed run by run
//! if something in it panics.

use super::Control;
use super::following::{Follower, LastSeen};
use super::record::{BlockRecord, PartRecord};
use super::summing::Summing;
use super::trajectories::Trajectories;
use crate::catalogue::Lab;
use crate::columns::RunView;
use crate::plan::{Block, FOLLOWED, Plan, PlanError, PointModel};
use detente_analyses::statistics::Sums;
use detente_analyses::{Partial, Reading};
use detente_core::facts::Settled;
use detente_core::{Ensemble, Job, Lot, Model, Observer, RowKind, Run, RunRecord, Variable};
use detente_results::Rows;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Rows that a world holds: talks with many parties fill a core's cache, and a pass of the schedule, by themselves.
const MOST_ROWS: usize = 20_480;
/// Runs side by side, however large they are.
const LEAST_SLOTS: usize = 4;

/// Worlds that a worker keeps for the next block.
const WORLDS: usize = 3;

/// What a worker keeps between blocks.
pub(super) struct Worker<'a> {
    plan: &'a Plan,
    lab: &'a Lab,
    slots: usize,
    control: &'a Control,
    worlds: Vec<Ensemble>,
}

/// A run that is to be played: its key is its place in the block's rows.
#[derive(Clone, Copy)]
struct Ticket {
    row: usize,
    part: usize,
    lot: Lot,
}

/// Runs of one shape.
struct Group {
    /// By part of the block: its model.
    models: Vec<(usize, PointModel)>,
    tickets: Vec<Ticket>,
}

/// What is told of the runs of a block.
struct Notes<'a> {
    control: &'a Control,
    /// By row.
    records: Vec<Option<RunRecord>>,
    part_of_row: Vec<usize>,
    /// By part: how it is followed, if it is.
    followers: Vec<Option<Follower>>,
    seen: Vec<LastSeen>,
    variables: Vec<Variable>,
}

impl Observer for Notes<'_> {
    fn wants_rounds(&self) -> bool {
        self.followers.iter().any(Option::is_some)
    }

    fn has_enough(&self) -> bool {
        self.control.is_stopped()
    }

    fn settled(&mut self, key: usize, run: &Run, settled: &[Settled]) {
        if let Some(follower) = &mut self.followers[self.part_of_row[key]] {
            follower.settled(run, settled, &mut self.seen[key]);
        }
    }

    fn round_played(&mut self, key: usize, run: &Run, values: &[f64]) {
        if let Some(follower) = &mut self.followers[self.part_of_row[key]] {
            follower.round(run, &self.variables, values, &mut self.seen[key]);
        }
    }

    fn ended(&mut self, key: usize, record: RunRecord) {
        if let Some(follower) = &mut self.followers[self.part_of_row[key]] {
            // Of runs that have ended nothing is kept: thousands of them with thousands of values would add up.
            follower.ended(&record, &self.variables, std::mem::take(&mut self.seen[key]));
        }
        self.records[key] = Some(record);
    }
}

/// Runs that a world of this model has room for.
fn room(model: &Model) -> usize {
    let rows: usize = RowKind::ALL.iter().map(|&kind| model.rows(kind)).sum();
    (MOST_ROWS / rows).max(LEAST_SLOTS)
}

impl<'a> Worker<'a> {
    pub(super) fn new(plan: &'a Plan, lab: &'a Lab, slots: usize, control: &'a Control) -> Self {
        Self {
            plan,
            lab,
            slots,
            control,
            worlds: Vec::new(),
        }
    }

    /// Plays a block; none if it was stopped in the middle.
    pub(super) fn block(&mut self, block: &Block) -> Result<Option<BlockRecord>, PlanError> {
        if !self.plan.experiment.summary {
            return self.rows(block);
        }
        let mut summing = Summing::new(self.plan, block);
        for piece in summing.pieces() {
            let Some(record) = self.rows(&piece)? else {
                return Ok(None);
            };
            summing.take(&record);
        }
        Ok(Some(summing.finish()))
    }

    /// Plays runs and keeps their rows; none if it was stopped in the middle.
    fn rows(&mut self, block: &Block) -> Result<Option<BlockRecord>, PlanError> {
        let n = (block.replicates.end - block.replicates.start) as usize;
        let points: Vec<usize> = (block.points.start..block.points.end).map(|p| p as usize).collect();
        let models = points.iter().map(|&point| self.plan.model(point, self.lab));
        let models = models.collect::<Result<Vec<_>, _>>()?;
        let mut records = vec![None; n * points.len()];
        let mut trajectories = vec![Trajectories::default(); points.len()];
        for group in groups(&models, block, &|part, replicate| {
            self.plan.lot(points[part], replicate)
        }) {
            self.play_group(&group, block, &points, &mut records, &mut trajectories)?;
            if self.control.is_stopped() {
                return Ok(None);
            }
        }
        let mut told = self.tell(block, &points, &models, &records);
        for (part, trajectories) in told.parts.iter_mut().zip(trajectories) {
            part.trajectories = trajectories;
        }
        Ok(Some(told))
    }

    /// Plays the runs of one shape: side by side, or one by one where that panics.
    fn play_group(
        &mut self,
        group: &Group,
        block: &Block,
        points: &[usize],
        records: &mut [Option<RunRecord>],
        trajectories: &mut [Trajectories],
    ) -> Result<(), PlanError> {
        let rows = records.len();
        let follows = |part: usize| block.replicates.start < FOLLOWED && self.plan.follows(points[part]);
        let world = self.world(&group.models[0].1);
        let played = world.and_then(|mut world| {
            let notes = self.play(&mut world, group, &group.tickets, rows, &follows)?;
            Some((world, notes))
        });
        let notes = match played {
            Some((world, notes)) => {
                self.worlds.insert(0, world);
                self.worlds.truncate(WORLDS);
                vec![notes]
            }
            // A world that has seen a panic is not to be trusted: each run alone, in a new one.
            None => {
                let alone = group.tickets.iter().map_while(|ticket| {
                    let model = group.model(ticket.part);
                    let played = self.new_world(model, 1).and_then(|mut world| {
                        self.play(&mut world, group, std::slice::from_ref(ticket), rows, &follows)
                    });
                    (!self.control.is_stopped()).then_some(played)
                });
                alone.flatten().collect()
            }
        };
        for notes in notes {
            let played = notes.records.into_iter().enumerate().filter(|(_, r)| r.is_some());
            for (row, record) in played {
                records[row] = record;
            }
            let followers = notes.followers.into_iter().enumerate();
            for (part, follower) in followers.filter_map(|(part, f)| Some((part, f?))) {
                trajectories[part].merge(&follower.finish(&notes.variables));
            }
        }
        Ok(())
    }

    /// A world of this shape: one from before, or a new one; none where making one panics.
    fn world(&mut self, model: &PointModel) -> Option<Ensemble> {
        let known = self.worlds.iter().position(|w| w.model().same_shape(&model.model));
        match known {
            Some(place) => Some(self.worlds.remove(place)),
            None => self.new_world(model, self.slots.min(room(&model.model))),
        }
    }

    fn new_world(&self, model: &PointModel, slots: usize) -> Option<Ensemble> {
        let made = || Ensemble::new(&self.lab.registry, &model.model, self.plan.seed, slots);
        catch_unwind(AssertUnwindSafe(made)).ok()?.ok()
    }

    /// Plays some runs of a group in a world of its shape; none if something panicked.
    fn play(
        &self,
        world: &mut Ensemble,
        group: &Group,
        tickets: &[Ticket],
        rows: usize,
        follows: &dyn Fn(usize) -> bool,
    ) -> Option<Notes<'a>> {
        let mut part_of_row = vec![0; rows];
        let parts = group.models.last().map_or(0, |(part, _)| part + 1);
        let mut followers: Vec<Option<Follower>> = (0..parts).map(|_| None).collect();
        for ticket in tickets {
            part_of_row[ticket.row] = ticket.part;
            if follows(ticket.part) && followers[ticket.part].is_none() {
                followers[ticket.part] = Some(Follower::default());
            }
        }
        let mut notes = Notes {
            control: self.control,
            records: vec![None; rows],
            part_of_row,
            seen: vec![LastSeen::default(); rows],
            followers,
            variables: world.variables().to_vec(),
        };
        let mut jobs = tickets.iter().map(|ticket| Job {
            key: ticket.row,
            lot: ticket.lot,
            loadout: Arc::clone(&group.model(ticket.part).loadout),
        });
        catch_unwind(AssertUnwindSafe(|| world.play(&mut jobs, &mut notes))).ok()?;
        Some(notes)
    }

    /// Rows and sums, in the order of points, then replicates.
    fn tell(
        &self,
        block: &Block,
        points: &[usize],
        models: &[PointModel],
        records: &[Option<RunRecord>],
    ) -> BlockRecord {
        let columns = &self.plan.columns;
        let responses = &self.plan.experiment.responses;
        let readings: Vec<Reading<'_>> = responses.iter().filter_map(|r| r.on(&columns.declared)).collect();
        let mut told = BlockRecord {
            rows: Rows::new(&columns.declared),
            parts: Vec::with_capacity(points.len()),
        };
        let (mut decision, mut draws) = (String::new(), Vec::new());
        let mut records = records.iter().enumerate();
        for (&point, model) in points.iter().zip(models) {
            let mut part = PartRecord {
                point: point as u64,
                replicate: block.replicates.start,
                runs: block.replicates.end - block.replicates.start,
                responses: vec![Sums::default(); readings.len()],
                ..PartRecord::default()
            };
            let places = columns.places(model);
            let levels = columns.levels(self.plan, point);
            for replicate in block.replicates.clone() {
                let (row, record) = records.next().expect("a record for each run");
                let lot = self.plan.lot(point, replicate);
                if let Some(record) = record {
                    record.decided_by.write(&model.model, &mut decision);
                }
                if columns.wants_draws() {
                    let drawn = model.loadout.draws(self.plan.seed, lot.inputs);
                    draws.clear();
                    draws.extend(places.iter().map(|place| model.value((*place)?, &drawn)));
                }
                columns.push(
                    &mut told.rows,
                    &RunView {
                        point: point as u64,
                        replicate,
                        lot,
                        model: &model.model,
                        record: record.as_ref(),
                        decision: &decision,
                        draws: &draws,
                        levels: &levels,
                    },
                );
                let Some(record) = record else {
                    part.ends.failed += 1;
                    continue;
                };
                part.ends.add(record.end_day, record.outcome as usize, 1);
                for (sums, reading) in part.responses.iter_mut().zip(&readings) {
                    if let Some(value) = reading.value(&told.rows, row) {
                        sums.add(value);
                    }
                }
            }
            told.parts.push(part);
        }
        told
    }
}

impl Group {
    fn model(&self, part: usize) -> &PointModel {
        let place = self.models.binary_search_by_key(&part, |(part, _)| *part);
        &self.models[place.expect("a model for each part of the group")].1
    }
}

/// The runs of a block by the shape of what they play, each shape's in the order of the block.
fn groups(models: &[PointModel], block: &Block, lot: &dyn Fn(usize, u64) -> Lot) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut row = 0;
    for (part, model) in models.iter().enumerate() {
        let same = |group: &Group| {
            let known = &group.models[0].1.model;
            Arc::ptr_eq(known, &model.model) || known.same_shape(&model.model)
        };
        let place = groups.iter().position(same).unwrap_or_else(|| {
            groups.push(Group {
                models: Vec::new(),
                tickets: Vec::new(),
            });
            groups.len() - 1
        });
        let group = &mut groups[place];
        group.models.push((part, model.clone()));
        for replicate in block.replicates.clone() {
            let lot = lot(part, replicate);
            group.tickets.push(Ticket { row, part, lot });
            row += 1;
        }
    }
    groups
}
