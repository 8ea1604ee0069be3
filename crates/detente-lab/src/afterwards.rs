//! Analyses of finished results, without new runs: those of the experiment once more, or what a file asks besides.

use crate::catalogue::Lab;
use crate::execute::{Control, RunError};
use crate::plan::{Plan, PlanError};
use crate::sinks::Store;
use crate::tables::{Format, write_tables};
use detente_results::{
    BLOCKS, Existing, Folder, INPUTS, Lock, PROVENANCE_FILE, Provenance, Unfinished, leftovers, remove,
};
use detente_scenario::TomlFile;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Finished runs, and what is asked of them.
pub struct Afterwards {
    /// The plan that was played, with what is asked now.
    pub plan: Plan,
    runs: Store,
    formats: Vec<Format>,
}

impl Afterwards {
    /// What a finished folder holds, and what a file asks of it.
    ///
    /// # Errors
    /// The copies of what was run cannot be read as a plan, or the file asks what they cannot answer.
    pub fn new(folder: &Folder, asked: Option<&TomlFile>, lab: &Lab) -> Result<Self, PlanError> {
        let (manifest, inputs) = (folder.manifest(), folder.file(INPUTS));
        let played = Plan::of_inputs(&inputs, &manifest.plan_record(), lab)?;
        let mut plan = Plan::of_inputs(&inputs, &manifest.plan_record(), lab)?;
        if let Some(asked) = asked {
            plan.ask(asked, lab)?;
        }
        let program = Provenance::read(folder.path()).map(|by| by.program.hash);
        Ok(Self {
            plan,
            runs: Store::new(Arc::new(played), folder.file(BLOCKS), program.unwrap_or_default()),
            formats: Format::listed(manifest),
        })
    }

    /// Makes the tables of the folder itself once more.
    ///
    /// # Errors
    /// A block is not there, the file system refuses, or the work is stopped; the tables that are there stay.
    pub fn renew(&self, folder: &Folder, lab: &Lab, control: &Control) -> Result<(), RunError> {
        let lock = Lock::take(folder.path(), None)?;
        let written = write_tables(&self.plan, lab, &self.runs, folder.path(), &self.formats, control);
        drop(lock);
        remove(leftovers(folder.path())?)?;
        written
    }

    /// Makes a folder of tables that answer what is asked, without the runs. Says where an older one was kept.
    ///
    /// # Errors
    /// As for [`Afterwards::renew`]; nothing is half written.
    pub fn make(
        &self,
        target: &Path,
        lab: &Lab,
        control: &Control,
        mut by: Provenance,
        end: impl FnOnce() -> String,
    ) -> Result<Option<PathBuf>, RunError> {
        let folder = Unfinished::of(target)?;
        folder.make()?;
        let lock = Lock::take(folder.path(), None)?;
        let texts: Vec<&[u8]> = self.plan.inputs.iter().map(|input| input.text.as_bytes()).collect();
        folder.begin(&self.plan.record(), &texts, &by)?;
        if let Err(error) = write_tables(&self.plan, lab, &self.runs, folder.path(), &[], control) {
            // Nothing is lost with it: the runs lie elsewhere, and making tables is quick.
            drop(lock);
            folder.discard(&self.plan.record())?;
            return Err(error);
        }
        by.end = Some(end());
        folder.write_json(PROVENANCE_FILE, &by)?;
        Ok(folder.publish(Existing::Keep, lock)?)
    }
}
