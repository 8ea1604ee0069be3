//! Minutes of typical talks, made by playing them again: of every end those in the middle, and of every policy one that it
//! turns, beside the same run of the scenario as it stands. `typical.csv` says which is which.

use super::pictures::Unmade;
use crate::exit::Failure;
use crate::interrupt::Interrupt;
use detente_analyses::typical;
use detente_lab::Lab;
use detente_lab::plan::Plan;
use detente_lab::watch::play;
use detente_results::{
    Folder, ResultsError, Row, TRANSCRIPTS, TypicalRow, minutes_file, write_atomically, write_table,
};
use std::collections::BTreeSet;
use std::path::Path;

/// Whether the minutes of so many runs of every end are there.
///
/// # Errors
/// A table is damaged or missing.
pub(super) fn are_there(folder: &Folder, most: u64) -> Result<bool, ResultsError> {
    if most == 0 {
        return Ok(true);
    }
    let rows = typical(folder, most as usize)?;
    let kept = std::fs::read(folder.file(TypicalRow::FILE)).unwrap_or_default();
    let mut talks = talks(&rows).into_iter();
    Ok(kept == write_table(&rows)
        && talks.all(|(point, replicate)| folder.file(&minutes_file(point, replicate)).is_file()))
}

/// The runs by point and replicate; one that a policy turns is there in the scenario as it stands too.
fn talks(rows: &[TypicalRow]) -> BTreeSet<(u64, u64)> {
    let own = rows.iter().map(|row| (row.point, row.replicate));
    own.chain(rows.iter().map(|row| (0, row.replicate))).collect()
}

/// Tells them, and lists them when all are told. One that fails is told and costs no other.
///
/// # Errors
/// It was stopped.
pub(super) fn make(
    plan: &Plan,
    lab: &Lab,
    target: &Path,
    most: u64,
    interrupt: &Interrupt,
    failures: &mut Vec<Unmade>,
) -> Result<(), Failure> {
    let rows = match Folder::open(target).and_then(|folder| typical(&folder, most as usize)) {
        Ok(rows) => rows,
        Err(error) => {
            failures.push(error.into());
            return Ok(());
        }
    };
    let before = failures.len();
    for (point, replicate) in talks(&rows) {
        if interrupt.control.is_stopped() {
            return Err(Failure::Stopped);
        }
        if let Err(failure) = tell(plan, lab, target, point, replicate) {
            failures.push(failure);
        }
    }
    if failures.len() == before
        && let Err(error) = write_atomically(&target.join(TypicalRow::FILE), &write_table(&rows))
    {
        failures.push(error.into());
    }
    Ok(())
}

fn tell(plan: &Plan, lab: &Lab, target: &Path, point: u64, replicate: u64) -> Result<(), Unmade> {
    let folder = target.join(TRANSCRIPTS);
    let file = target.join(minutes_file(point, replicate));
    if file.is_file() {
        return Ok(());
    }
    let failed = |why: String| Unmade {
        why: format!("failed to tell replicate {replicate} of point {point}: {why}"),
        refused: false,
    };
    let number = point as usize;
    let model = plan
        .model(number, lab)
        .map_err(|error| failed(error.to_string()))?
        .model;
    let account = play(&lab.registry, &model, plan.experiment.seed, plan.lot(number, replicate));
    let account = account.map_err(|_| failed("its run failed".to_owned()))?;
    let minutes = detente_telling::minutes(&account, &lab.registry);
    std::fs::create_dir_all(&folder)
        .map_err(|error| Unmade::refused(format!("failed to create {}: {error}", folder.display())))?;
    Ok(write_atomically(&file, minutes.as_bytes())?)
}
