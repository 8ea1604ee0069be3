//! Minutes of typical talks, made by playing them again: of every end those in the middle, and of every policy one that it
//! turns, beside the same run of the scenario as it stands. `typical.csv` says which is which. And the minutes of the talks that
//! the page to play with shows as squares, in `minutes.csv`.

use super::pictures::Unmade;
use crate::exit::Failure;
use crate::interrupt::Interrupt;
use detente_analyses::typical;
use detente_lab::Lab;
use detente_lab::plan::Plan;
use detente_lab::watch::{Account, play};
use detente_pages::SQUARES;
use detente_results::{
    Folder, MinutesRow, ResultsError, Row, TRANSCRIPTS, TypicalRow, minutes_file, write_atomically, write_table,
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
    let file = target.join(minutes_file(point, replicate));
    if file.is_file() {
        return Ok(());
    }
    let account = played(plan, lab, point, replicate)?;
    let minutes = detente_telling::minutes(&account, &lab.registry);
    folder_of_minutes(target)?;
    Ok(write_atomically(&file, minutes.as_bytes())?)
}

/// Tells the talks that are squares in the page to play with, of the scenario as it stands and of each policy, where that is not
/// done. A talk that failed has no minutes.
///
/// # Errors
/// It was stopped.
pub(super) fn of_squares(
    plan: &Plan,
    lab: &Lab,
    target: &Path,
    interrupt: &Interrupt,
    failures: &mut Vec<Unmade>,
) -> Result<(), Failure> {
    let file = target.join(MinutesRow::FILE);
    if file.is_file() {
        return Ok(());
    }
    let policies = plan.experiment.policies.len() as u64;
    let talks = SQUARES.min(plan.experiment.replicates);
    let mut rows = Vec::new();
    for (point, replicate) in (0..=policies).flat_map(|point| (0..talks).map(move |talk| (point, talk))) {
        if interrupt.control.is_stopped() {
            return Err(Failure::Stopped);
        }
        if let Ok(account) = played(plan, lab, point, replicate) {
            let minutes = detente_telling::unbroken_minutes(&account, &lab.registry);
            rows.push(MinutesRow {
                point,
                replicate,
                minutes,
            });
        }
    }
    let written = folder_of_minutes(target).and_then(|()| Ok(write_atomically(&file, &write_table(&rows))?));
    failures.extend(written.err());
    Ok(())
}

/// A run, played once more.
fn played(plan: &Plan, lab: &Lab, point: u64, replicate: u64) -> Result<Account, Unmade> {
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
    account.map_err(|_| failed("its run failed".to_owned()))
}

fn folder_of_minutes(target: &Path) -> Result<(), Unmade> {
    let folder = target.join(TRANSCRIPTS);
    std::fs::create_dir_all(&folder)
        .map_err(|error| Unmade::refused(format!("failed to create {}: {error}", folder.display())))
}
