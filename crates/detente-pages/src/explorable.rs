//! `explorable.html`: how the same talks end at every point of a grid, in one file that can be mailed. It holds what came of
//! the runs, packed, and a script that shows it; it plays nothing itself.

mod grid;
mod minutes;
mod pack;
mod page;
mod script;
mod talks;
mod totals;

use crate::command;
use crate::explorable::grid::Grid;
use crate::explorable::minutes::Minutes;
use crate::explorable::pack::Packed;
use crate::explorable::talks::Talks;
use crate::explorable::totals::Totals;
use crate::words::capitalised;
use detente_results::{Folder, GoalRecord, Manifest, PolicyRecord, ResponseRecord, ResultsError};
use serde::Serialize;

/// Talks of each point that the page holds unless more or fewer are asked for.
pub const TALKS: u64 = 200;

/// Most talks of each point that a page may hold.
pub const MOST_TALKS: u64 = 10_000;

/// Talks that are shown as squares, where the page holds as many; minutes are kept of these.
pub const SQUARES: u64 = 100;

/// Bytes of a page that is mailed without a thought. Minutes fill what the rest leaves.
const MOST_BYTES: usize = 2_000_000;

/// Why a folder has no such page.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Unexplorable {
    /// Its experiment is of another kind.
    #[error("make explorable.html: {0}")]
    Design(String),
    /// It cannot be read.
    #[error(transparent)]
    Results(#[from] ResultsError),
}

/// What came of the talks of a folder, as far as a page holds it.
pub struct Explorable<'a> {
    folder: &'a Folder,
    grid: Grid,
    totals: Totals,
    talks: Talks,
}

impl<'a> Explorable<'a> {
    /// Reads it, with at most so many talks of each point.
    ///
    /// # Errors
    /// The experiment is no grid of few factors on common luck, or the folder is damaged.
    pub fn read(folder: &'a Folder, most_talks: u64) -> Result<Self, Unexplorable> {
        Ok(Self {
            folder,
            grid: Grid::of(folder)?,
            totals: Totals::of(folder)?,
            talks: Talks::read(folder, most_talks.min(kept(folder.manifest())))?,
        })
    }

    /// The page, with the minutes that lie in the folder now.
    ///
    /// # Errors
    /// The minutes are damaged.
    pub fn page(&self) -> Result<String, Unexplorable> {
        let manifest = self.folder.manifest();
        let mut data = Data::new(manifest, &self.grid, &self.talks, self.packed());
        let minutes = Minutes::read(self.folder, self.talks.held)?;
        let room = MOST_BYTES.saturating_sub(page::html(&manifest.experiment.title, &data).len());
        (data.told, data.minutes) = minutes.packed(room);
        Ok(page::html(&manifest.experiment.title, &data))
    }

    fn packed(&self) -> String {
        let mut packed = Packed::default();
        // The widest numbers come first, so that each begins where a typed array may.
        packed.numbers(&self.totals.intervals);
        packed.numbers(&self.totals.goals);
        packed.whole(&self.grid.points);
        packed.whole(&self.totals.counts);
        packed.whole(&self.talks.days);
        self.talks
            .utilities
            .iter()
            .for_each(|utilities| packed.whole(utilities));
        packed.bytes(&self.talks.ends);
        packed.into_text()
    }
}

/// Talks of each point whose rows were kept, all up to some number.
fn kept(manifest: &Manifest) -> u64 {
    let first = manifest.sample.map_or(u64::MAX, |sample| sample.first);
    first.min(manifest.replicates)
}

/// Whether a folder has such a page.
///
/// # Errors
/// The folder is damaged.
pub fn is_explorable(folder: &Folder) -> Result<bool, ResultsError> {
    match Explorable::read(folder, 1) {
        Ok(_) => Ok(true),
        Err(Unexplorable::Design(_)) => Ok(false),
        Err(Unexplorable::Results(error)) => Err(error),
    }
}

/// What the script reads; the names are its own.
#[derive(Serialize)]
struct Data<'a> {
    title: &'a str,
    scenario: &'a str,
    stylised: bool,
    /// Of day 0.
    start_date: Option<&'a str>,
    plan: &'a str,
    seed: String,
    points: u64,
    /// Runs of each point in the tables.
    replicates: u64,
    /// Runs of each point in this file.
    talks: usize,
    factors: &'a [grid::Factor],
    policies: &'a [PolicyRecord],
    ends: Vec<Named>,
    parties: Vec<Named>,
    goals: Vec<Goal<'a>>,
    packed: String,
    /// Talks that are shown as squares.
    squares: usize,
    /// Talks whose minutes are held: the first.
    told: usize,
    /// Their minutes, packed.
    minutes: String,
    /// The command that tells a talk, up to its point and its replicate.
    simulate: String,
}

/// A goal, with the name and the unit of what it bounds.
#[derive(Serialize)]
struct Goal<'a> {
    title: &'a str,
    name: String,
    unit: &'a str,
    at_least: Option<f64>,
    at_most: Option<f64>,
}

impl<'a> Goal<'a> {
    fn new(goal: &'a GoalRecord, manifest: &'a Manifest) -> Self {
        let response = manifest.responses.iter().find(|known| known.id == goal.response);
        Self {
            title: &goal.title,
            name: response.map_or_else(|| end_name(&goal.response), |known| known.title.clone()),
            unit: response.map_or(ResponseRecord::SHARE, |known| &known.unit),
            at_least: goal.at_least,
            at_most: goal.at_most,
        }
    }
}

/// An id and what people call it.
#[derive(Serialize)]
struct Named {
    id: String,
    name: String,
}

impl<'a> Data<'a> {
    fn new(manifest: &'a Manifest, grid: &'a Grid, talks: &Talks, packed: String) -> Self {
        let ends = manifest.outcomes.iter().map(|id| Named {
            id: id.clone(),
            name: end_name(id),
        });
        let parties = talks.parties.iter().map(|id| {
            let known = manifest.parties.iter().find(|party| party.id == *id);
            Named {
                id: id.clone(),
                name: known.map_or_else(|| id.clone(), |party| party.name.clone()),
            }
        });
        Self {
            title: &manifest.experiment.title,
            scenario: &manifest.scenario.title,
            stylised: manifest.scenario.stylised,
            start_date: manifest.scenario.start_date.as_deref(),
            plan: &manifest.plan,
            // A script knows whole numbers only up to 2^53.
            seed: manifest.seed.to_string(),
            points: manifest.points,
            replicates: manifest.replicates,
            talks: talks.held,
            factors: &grid.factors,
            policies: &manifest.policies,
            ends: ends.collect(),
            parties: parties.collect(),
            goals: manifest.goals.iter().map(|goal| Goal::new(goal, manifest)).collect(),
            packed,
            squares: talks.held.min(SQUARES as usize),
            told: 0,
            minutes: String::new(),
            simulate: command::telling(manifest),
        }
    }
}

/// An outcome as words.
fn end_name(id: &str) -> String {
    match id {
        "collapsed_after_leak" => "Collapsed after a leak".to_owned(),
        "deadline" => "Deadline passed".to_owned(),
        other => capitalised(&other.replace('_', " ")),
    }
}

#[cfg(test)]
mod tests;
