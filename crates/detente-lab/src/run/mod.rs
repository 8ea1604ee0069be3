//! Running a plan: workers play blocks, the writer puts them in order, tables are made of what was written.
//!
//! Results are the same bytes for any number of workers and any size of ensemble: blocks are fixed, each is summed in the
//! order of its runs, and everything that could depend on the order of work is a whole number.

mod block;
mod columns;
mod days;
mod rows;
mod solutions;
mod tables;
mod trajectories;

use crate::plan::{BASE, Plan, PlanError, file_name};
use block::{BlockResult, PointShare, Worker};
use detente_core::Registry;
use detente_results::{
    BehaviourRecord, DesignRow, DesignTable, ExperimentRecord, FORMAT, FactorRecord, FileRecord, MANIFEST_FILE,
    Manifest, OUTCOMES, PartyRecord, PolicyRecord, ProgramRecord, ResponseRecord, ResultsError, ScenarioRecord,
    SolutionsTable, Staging, TrajectoryRow, write_table,
};
use detente_scenario::Findings;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, mpsc};
use tables::PointCounts;
use trajectories::Trajectories;

pub use days::{EndDays, end_days};
pub use detente_results::{ContrastRow, SummaryRow};

/// How to run.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Worker threads.
    pub threads: usize,
    /// Runs side by side in one world; results do not depend on it.
    pub batch: usize,
}

/// Runs side by side that fit into a core's cache for talks of the usual size.
pub const DEFAULT_BATCH: usize = 32;

/// Why a run stopped.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// A point cannot be built.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// A file cannot be written or read.
    #[error("failed to write or read {file}: {error}")]
    File {
        /// The file.
        file: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// The results folder refuses.
    #[error(transparent)]
    Results(#[from] ResultsError),
    /// Responses ask what rows cannot answer.
    #[error("{0}")]
    Responses(Box<Findings>),
    /// The user has stopped it.
    #[error("stopped")]
    Stopped,
}

impl RunError {
    fn file(file: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let file = file.to_owned();
        move |error| Self::File { file, error }
    }

    fn csv(file: &Path) -> impl Fn(csv::Error) -> Self {
        let file = file.to_owned();
        move |error| Self::File {
            file: file.clone(),
            error: std::io::Error::other(error),
        }
    }
}

/// What came out, in short.
#[derive(Debug)]
pub struct Finished {
    /// Shares of the ends.
    pub summary: Vec<SummaryRow>,
    /// Paired differences.
    pub contrasts: Vec<ContrastRow>,
    /// Runs that failed.
    pub failed: u64,
}

/// Writes everything of a plan but figures into a staging folder. `progress` is told how many runs are done.
///
/// # Errors
/// See [`RunError`]; nothing is published then.
pub fn run(
    plan: &Plan,
    registry: &Registry,
    settings: Settings,
    staging: &Staging,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(u64),
) -> Result<Finished, RunError> {
    check(plan, registry)?;
    let path = staging.path().join("runs.csv");
    let mut writer = Writer::new(plan, registry, &path)?;
    play_blocks(plan, registry, settings, stop, &mut |block| writer.add(block), progress)?;
    let (points, trajectories) = writer.finish()?;
    let summary = tables::summary(plan, &points);
    let contrasts = tables::contrasts(plan, &points, &path)?;
    staging.write("parameters.csv", &write_table(&tables::parameters(&plan.base)))?;
    staging.write("design.csv", &design(plan).write())?;
    staging.write("summary.csv", &write_table(&summary))?;
    staging.write("contrasts.csv", &write_table(&contrasts))?;
    staging.write("cumulative_incidence.csv", &write_table(&tables::incidence(&points)))?;
    staging.write("trajectories.csv", &write_table(&trajectories))?;
    if let Some(table) = solutions::table(&plan.base, registry) {
        staging.write(SolutionsTable::FILE, &table.write())?;
    }
    staging.write(MANIFEST_FILE, &manifest(plan, registry, staging.path())?.to_json())?;
    Ok(Finished {
        summary,
        contrasts,
        failed: points.iter().map(|p| p.failed).sum(),
    })
}

/// What can be wrong with a plan besides its points: responses must ask for columns that rows will have, and for what
/// can stand in them. Nothing is written.
///
/// # Errors
/// All responses that do not, each at its place in the experiment's file.
pub fn check(plan: &Plan, registry: &Registry) -> Result<(), RunError> {
    let columns = columns::Columns {
        model: &plan.base,
        header: header_of(plan, registry)?,
    };
    let findings = columns.findings(&plan.experiment);
    if findings.is_empty() {
        Ok(())
    } else {
        Err(RunError::Responses(Box::new(findings)))
    }
}

fn header_of(plan: &Plan, registry: &Registry) -> Result<Vec<String>, RunError> {
    let base = plan.model(0, registry)?;
    let drawn = if plan.experiment.draws {
        rows::drawn_paths(&base.model, &base.loadout)
    } else {
        Vec::new()
    };
    Ok(rows::header(&base.model, &drawn, rows::is_discounted(&base.model)))
}

/// Workers take blocks in order; results are handed on in order, and nobody runs far ahead of the slowest.
fn play_blocks(
    plan: &Plan,
    registry: &Registry,
    settings: Settings,
    stop: &AtomicBool,
    take: &mut dyn FnMut(BlockResult) -> Result<(), RunError>,
    progress: &mut dyn FnMut(u64),
) -> Result<(), RunError> {
    let blocks = plan.blocks();
    let threads = settings.threads.clamp(1, blocks.clamp(1, 4096) as usize);
    let ahead = 2 * threads as u64;
    let next = AtomicU64::new(0);
    let written = (Mutex::new(0u64), Condvar::new());
    let quit = AtomicBool::new(false);
    let (send, receive) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let send = send.clone();
            scope.spawn(|| {
                let send = send;
                let mut worker = Worker::new(plan, registry, settings.batch);
                loop {
                    let block = next.fetch_add(1, Ordering::Relaxed);
                    let mut done = written.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                    while block >= *done + ahead && !quit.load(Ordering::Relaxed) {
                        done = written.1.wait(done).unwrap_or_else(std::sync::PoisonError::into_inner);
                    }
                    drop(done);
                    let stopped = quit.load(Ordering::Relaxed) || stop.load(Ordering::Relaxed);
                    if block >= blocks || stopped || send.send((block, worker.block(block))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        let mut waiting = BTreeMap::new();
        let mut result = Ok(());
        for (block, outcome) in receive {
            waiting.insert(block, outcome);
            while let Some(ready) = {
                let at = *written.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                waiting.remove(&at)
            } {
                result = ready.map_err(RunError::from).and_then(&mut *take);
                let mut at = written.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                *at += 1;
                progress(plan.block(*at - 1).end);
                written.1.notify_all();
                if result.is_err() {
                    break;
                }
            }
            if result.is_err() || stop.load(Ordering::Relaxed) {
                break;
            }
        }
        quit.store(true, Ordering::Relaxed);
        written.1.notify_all();
        result
    })?;
    if stop.load(Ordering::Relaxed) {
        Err(RunError::Stopped)
    } else {
        Ok(())
    }
}

/// Writes blocks in order and keeps what tables need.
struct Writer<'a> {
    plan: &'a Plan,
    file: BufWriter<File>,
    path: PathBuf,
    offset: u64,
    points: Vec<PointCounts>,
    open: Option<(usize, Trajectories, Vec<detente_core::Variable>)>,
    trajectories: Vec<TrajectoryRow>,
}

impl<'a> Writer<'a> {
    fn new(plan: &'a Plan, registry: &Registry, path: &Path) -> Result<Self, RunError> {
        let mut file = BufWriter::new(File::create(path).map_err(RunError::file(path))?);
        let header = detente_results::write_records(&header_of(plan, registry)?, []);
        file.write_all(&header).map_err(RunError::file(path))?;
        Ok(Self {
            plan,
            file,
            path: path.to_owned(),
            offset: header.len() as u64,
            points: vec![PointCounts::default(); plan.points.len()],
            open: None,
            trajectories: Vec::new(),
        })
    }

    fn add(&mut self, block: BlockResult) -> Result<(), RunError> {
        block.shares.into_iter().try_for_each(|share| self.share(share))
    }

    fn share(&mut self, share: PointShare) -> Result<(), RunError> {
        if self.open.as_ref().is_none_or(|(point, ..)| *point != share.point) {
            self.close_point();
            self.points[share.point].offset = self.offset;
            self.open = Some((share.point, Trajectories::default(), share.variables));
        }
        if let Some((_, trajectories, _)) = &mut self.open {
            trajectories.merge(share.trajectories);
        }
        let counts = &mut self.points[share.point];
        for (mine, theirs) in counts.counts.iter_mut().zip(share.counts) {
            *mine += theirs;
        }
        counts.failed += share.failed;
        for (end, n) in share.ends {
            *counts.ends.entry(end).or_default() += n;
        }
        self.offset += share.rows.len() as u64;
        self.file.write_all(&share.rows).map_err(RunError::file(&self.path))
    }

    fn close_point(&mut self) {
        if let Some((point, trajectories, variables)) = self.open.take() {
            self.trajectories.extend(trajectories.rows(point, &variables));
        }
    }

    fn finish(mut self) -> Result<(Vec<PointCounts>, Vec<TrajectoryRow>), RunError> {
        self.close_point();
        debug_assert_eq!(self.points.len(), self.plan.points.len());
        let file = self
            .file
            .into_inner()
            .map_err(|e| RunError::file(&self.path)(e.into_error()))?;
        file.sync_all().map_err(RunError::file(&self.path))?;
        Ok((self.points, self.trajectories))
    }
}

fn design(plan: &Plan) -> DesignTable {
    DesignTable {
        factors: plan.experiment.factors.iter().map(|f| f.id.clone()).collect(),
        rows: (0..plan.points.len())
            .map(|point| DesignRow {
                point: point as u64,
                policy: plan.policy(point).to_owned(),
                levels: plan.levels(point),
            })
            .collect(),
    }
}

/// The files whose hashes the manifest holds.
const FILES: [&str; 8] = [
    "runs.csv",
    "summary.csv",
    "contrasts.csv",
    "cumulative_incidence.csv",
    "trajectories.csv",
    SolutionsTable::FILE,
    "design.csv",
    "parameters.csv",
];

fn manifest(plan: &Plan, registry: &Registry, folder: &Path) -> Result<Manifest, RunError> {
    let (e, model) = (&plan.experiment, &plan.base);
    let mut files = Vec::new();
    // Without anything to agree on there are no solutions.
    for name in FILES.into_iter().filter(|name| folder.join(name).is_file()) {
        let mut hasher = blake3::Hasher::new();
        let path = folder.join(name);
        let file = File::open(&path).map_err(RunError::file(&path))?;
        hasher.update_reader(file).map_err(RunError::file(&path))?;
        files.push(FileRecord {
            name: name.to_owned(),
            hash: hasher.finalize().to_hex().to_string(),
        });
    }
    let used = |key: &str| registry.behaviours().iter().find(|b| b.key == key).map(|b| b.origin);
    Ok(Manifest {
        format: FORMAT,
        program: ProgramRecord {
            name: "detente".into(),
            version: env!("CARGO_PKG_VERSION").into(),
            rustc: None,
            target: None,
        },
        scenario: ScenarioRecord {
            id: model.id.clone(),
            title: model.title.clone(),
            file: file_name(&e.scenario),
            stylised: model.stylised,
        },
        experiment: ExperimentRecord {
            id: e.id.clone(),
            title: e.title.clone(),
        },
        inputs: plan
            .inputs
            .iter()
            .map(|(name, hash)| FileRecord {
                name: name.clone(),
                hash: hash.clone(),
            })
            .collect(),
        seed: e.seed,
        replicates: e.replicates,
        points: plan.points.len() as u64,
        runs: plan.runs(),
        plan: plan.hash.clone(),
        complete: true,
        policies: std::iter::once((BASE.to_owned(), "The scenario as it stands".to_owned()))
            .chain(e.policies.iter().map(|p| (p.id.clone(), p.title.clone())))
            .map(|(id, title)| PolicyRecord { id, title })
            .collect(),
        factors: e
            .factors
            .iter()
            .enumerate()
            .map(|(k, f)| FactorRecord {
                id: f.id.clone(),
                path: f.path.to_string(),
                unit: unit_of(plan, k),
                levels: levels_of(plan, k),
            })
            .collect(),
        responses: e
            .responses
            .iter()
            .map(|r| ResponseRecord {
                id: r.id.clone(),
                title: r.title.clone(),
                unit: r.unit().to_owned(),
            })
            .collect(),
        parties: model
            .parties
            .iter()
            .map(|p| PartyRecord {
                id: p.id.clone(),
                name: p.name.clone(),
            })
            .collect(),
        outcomes: OUTCOMES.map(str::to_owned).to_vec(),
        columns: Vec::new(),
        behaviours: model
            .behaviours
            .iter()
            .filter_map(|b| {
                used(&b.key).map(|origin| BehaviourRecord {
                    name: b.key.clone(),
                    crate_name: origin.package.into(),
                    version: origin.version.into(),
                })
            })
            .collect(),
        files,
    })
}

/// The unit of a factor: that of the first parameter that its path meets.
fn unit_of(plan: &Plan, factor: usize) -> String {
    let path = &plan.experiment.factors[factor].path;
    let meets = |p: &&detente_core::ParameterUse| {
        p.path
            .parse::<detente_scenario::Path>()
            .is_ok_and(|own| path.meets(&own))
    };
    plan.base
        .parameters
        .iter()
        .find(meets)
        .map_or_else(String::new, |p| p.declaration.unit.to_owned())
}

fn levels_of(plan: &Plan, factor: usize) -> Vec<detente_results::FactorLevel> {
    let mut levels = Vec::new();
    for point in 0..plan.points.len() {
        let level = plan.levels(point).swap_remove(factor);
        if plan.points[point].levels.is_some() && !levels.contains(&level) {
            levels.push(level);
        }
    }
    levels
}
