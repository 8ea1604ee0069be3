//! A finished folder follows its experiment: where that asks for other kinds of figures than when it was played, the folder says
//! so from now on, and what was drawn goes. No run is played again.

use super::pictures::Unmade;
use crate::output;
use detente_lab::plan::Plan;
use detente_report::clear;
use detente_results::{Folder, INPUTS, MANIFEST_FILE, ResultsError, write_atomically};
use std::path::Path;

/// Whether the experiment asks for other figures than the folder was made with.
pub(super) fn is_due(plan: &Plan, target: &Path) -> Result<bool, ResultsError> {
    Ok(Folder::open(target)?.manifest().figures != plan.experiment.figures)
}

/// Makes the folder one of the experiment as it stands now. What was drawn goes first and the manifest is written last: who
/// comes after somebody who was killed in between finds the difference again.
pub(super) fn follow(plan: &Plan, target: &Path, quiet: bool) -> Result<(), Unmade> {
    clear(target).map_err(|error| Unmade {
        refused: error.is_refusal(),
        why: format!("failed to {error}"),
    })?;
    let mut manifest = Folder::open(target)?.manifest().clone();
    let kept = manifest.inputs.iter_mut().find(|input| input.role == "experiment");
    let now = plan.inputs.iter().find(|input| input.record.role == "experiment");
    if let (Some(kept), Some(now)) = (kept, now) {
        write_atomically(&target.join(INPUTS).join(&kept.name), now.text.as_bytes())?;
        kept.hash.clone_from(&now.record.hash);
    }
    manifest.figures.clone_from(&plan.experiment.figures);
    write_atomically(&target.join(MANIFEST_FILE), &manifest.to_json())?;
    if !quiet {
        let asked = match &plan.experiment.figures[..] {
            [] => "all that say something".to_owned(),
            kinds => kinds.join(", "),
        };
        output::say(&format!(
            "the experiment asks for other figures than before ({asked}): figures and pages are made again"
        ));
    }
    Ok(())
}
