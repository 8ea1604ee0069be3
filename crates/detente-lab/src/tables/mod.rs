//! The one writer of tables: from blocks, in the order of the plan, into a folder in the making.

mod csv_out;
mod manifest;
mod runs;
mod solutions;
mod summaries;

use crate::catalogue::Lab;
use crate::execute::{BlockRecord, Control, RunError, Source, Trajectories};
use crate::gather::gather;
use crate::plan::{FOLLOWED, PART, Plan};
use crate::race::Raced;
use detente_analyses::{Partial, Points, Study};
use detente_core::{Model, ParameterUse};
use detente_results::{
    AtomicFile, DesignRow, DesignTable, FileRecord, MANIFEST_FILE, ParameterRow, RaceRow, ResultsError, Row,
    SettledRow, SolutionsTable, TableWriter, TrajectoryRow, format_float, write_table,
};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::Path;

pub use runs::{Format, convert, write_runs};

/// Makes every table of a plan whose blocks are all there, the manifest last.
///
/// # Errors
/// A block cannot be read, a file cannot be written, or the work is stopped. What was written stays, and is written again
/// the next time.
pub fn write_tables(
    plan: &Plan,
    lab: &Lab,
    source: &(dyn Source + Sync),
    folder: &Path,
    formats: &[Format],
    control: &Control,
) -> Result<(), RunError> {
    let sums = gather(plan, source)?;
    let study = Study {
        design: plan,
        responses: &plan.experiment.responses,
        points: &sums,
        asked: &plan.experiment.analyses,
    };
    let is_summary = plan.experiment.summary;
    let mut files = match formats {
        [] => Vec::new(),
        _ if is_summary => summaries::write_sample(plan, source, folder, formats, control, &sums)?,
        _ => write_runs(plan, source, folder, formats, control)?,
    };
    for analysis in lab.analyses.iter().filter(|analysis| analysis.is_made(&study)) {
        files.push(put(folder, analysis.file, |to| analysis.write(&study, to))?);
    }
    if is_summary {
        files.push(summaries::write_quantiles(plan, source, folder, control, &sums)?);
    }
    if let Some(select) = &plan.experiment.select {
        let rows = Raced::of(plan, select, source)?.rows(plan);
        files.push(put(folder, RaceRow::FILE, |to| to.write_all(&write_table(&rows)))?);
    }
    let spread = |all: &Trajectories, point, row: &mut dyn FnMut(TrajectoryRow)| all.rows(point, row);
    files.push(followed(plan, source, folder, control, spread)?);
    let issues: Vec<&str> = plan.base.issues.iter().map(|issue| issue.id.as_str()).collect();
    let settled = |all: &Trajectories, point, row: &mut dyn FnMut(SettledRow)| all.settling().rows(point, &issues, row);
    files.push(followed(plan, source, folder, control, settled)?);
    let solutions = solutions::table(&plan.base, &lab.registry).write();
    files.push(put(folder, SolutionsTable::FILE, |to| to.write_all(&solutions))?);
    files.push(design(plan, folder)?);
    files.push(parameters(&plan.base, folder)?);
    let failed = sums.iter().map(|point| point.ends.failed).sum();
    let manifest = manifest::of(plan, lab, failed, files);
    put(folder, MANIFEST_FILE, |to| to.write_all(&manifest.to_json())).map(|_| ())
}

/// Writes one file, whole or not at all.
fn put(
    folder: &Path,
    name: &str,
    write: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>,
) -> Result<FileRecord, RunError> {
    let path = folder.join(name);
    let mut file = AtomicFile::create(&path)?;
    write(&mut file).map_err(ResultsError::io("write", &path))?;
    Ok(FileRecord {
        name: name.to_owned(),
        hash: file.finish()?,
    })
}

/// Writes a table row by row.
fn put_rows<R: Row>(
    folder: &Path,
    rows: impl FnOnce(&mut dyn FnMut(R)) -> Result<(), RunError>,
) -> Result<FileRecord, RunError> {
    let mut told = Ok(());
    let file = put(folder, R::FILE, |to| {
        let mut table = TableWriter::<R, _>::new(to)?;
        let mut written = Ok(());
        told = rows(&mut |row| {
            if written.is_ok() {
                written = table.row(&row);
            }
        });
        written
    })?;
    told.map(|()| file)
}

/// A table of the followed points, point by point: the sums of one are in memory at a time.
fn followed<R: Row>(
    plan: &Plan,
    source: &dyn Source,
    folder: &Path,
    control: &Control,
    rows: impl Fn(&Trajectories, usize, &mut dyn FnMut(R)),
) -> Result<FileRecord, RunError> {
    put_rows::<R>(folder, |row| {
        // Points that lie side by side lie in the same blocks.
        let mut read: BTreeMap<u64, BlockRecord> = BTreeMap::new();
        for point in (0..plan.n_points()).filter(|&point| plan.follows(point)) {
            let mut all = Trajectories::default();
            let waves = plan.waves.waves_of(point as u64).take((FOLLOWED / PART) as usize);
            let blocks: Vec<u64> = waves.map(|wave| plan.waves.block_of(wave, point as u64)).collect();
            read.retain(|number, _| blocks.contains(number));
            for number in blocks {
                let record = match read.entry(number) {
                    Entry::Occupied(there) => there.into_mut(),
                    Entry::Vacant(free) => free.insert(source.block(number)?),
                };
                for part in record.parts.iter().filter(|part| part.point == point as u64) {
                    all.merge(&part.trajectories);
                }
            }
            if control.is_stopped() {
                return Err(RunError::Stopped);
            }
            rows(&all, point, row);
        }
        Ok(())
    })
}

fn design(plan: &Plan, folder: &Path) -> Result<FileRecord, RunError> {
    let factors: Vec<String> = plan.experiment.factors.iter().map(|f| f.id.clone()).collect();
    let rows = (0..plan.n_points()).map(|point| DesignRow {
        point: point as u64,
        policy: plan.policy(point).to_owned(),
        levels: plan.levels(point),
    });
    put(folder, DesignTable::FILE, |to| {
        DesignTable::write_rows(&factors, rows, to)
    })
}

fn parameters(model: &Model, folder: &Path) -> Result<FileRecord, RunError> {
    put_rows(folder, |row| {
        model.parameters.iter().map(parameter).for_each(row);
        Ok(())
    })
}

fn parameter(used: &ParameterUse) -> ParameterRow {
    let [low, high] = used.declaration.range;
    ParameterRow {
        path: used.path.clone(),
        value: used.number.to_string(),
        range: format!("{} to {}", format_float(low), format_float(high)),
        unit: used.declaration.unit.to_owned(),
        meaning: used.declaration.meaning.to_owned(),
        source: used.declaration.source.to_owned(),
        evidence: used.evidence.clone().unwrap_or_default(),
    }
}
