//! A plan on its way into a results folder: what is there already is found and kept, what is missing is played, and when
//! all is there the tables are made and the folder takes its name.

use crate::catalogue::Lab;
use crate::execute::{Control, Event, RunError, Settings, Sink, execute};
use crate::experiment::Select;
use crate::gather::gather;
use crate::plan::Plan;
use crate::race::Raced;
use crate::sinks::{Audit, Store};
use crate::tables::{Format, write_tables};
use detente_analyses::PointSums;
use detente_results::{
    BLOCKS, Existing, Folder, Lock, PROVENANCE_FILE, PlanRecord, Provenance, ResultsError, Shard, Unfinished,
    is_of_unfinished, remove,
};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A plan, and the folder in the making that it goes into; nobody else writes there while it lives.
pub struct Session {
    plan: Arc<Plan>,
    lab: Arc<Lab>,
    folder: Unfinished,
    store: Arc<Store>,
    lock: Lock,
    by: Provenance,
    /// What was there when it began.
    pub found: Audit,
    /// Where a folder in the making of another plan or program was set aside.
    pub set_aside: Option<PathBuf>,
}

/// What is done with what is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reuse {
    /// Whether complete waves of a finished folder of the same study and program are taken over.
    pub finished: bool,
    /// What becomes of a folder in the making that cannot be gone on with.
    pub stale: Stale,
}

impl Reuse {
    /// Nothing is taken from elsewhere, and nothing set aside.
    pub const NOTHING: Self = Self {
        finished: false,
        stale: Stale::Refuse,
    };
}

/// What becomes of a folder in the making that cannot be gone on with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stale {
    /// It is set aside under another name.
    SetAside,
    /// It is an error.
    Refuse,
    /// It is removed, and so is one that could be gone on with; set aside if it holds what is somebody's own.
    Discard,
}

impl Session {
    /// Opens the folder in the making of a results folder, one's own or a new one.
    ///
    /// # Errors
    /// Somebody else is at work there, it belongs to another plan or program, or the file system refuses.
    pub fn open(
        plan: &Arc<Plan>,
        lab: &Arc<Lab>,
        target: &Path,
        shard: Option<Shard>,
        reuse: Reuse,
        by: Provenance,
    ) -> Result<Self, RunError> {
        let stale = reuse.stale;
        let folder = Unfinished::of(target)?;
        refuse_foreign(&folder)?;
        folder.make()?;
        let mut lock = Lock::take(folder.path(), shard)?;
        let record = plan.record();
        let mut set_aside = None;
        let goes_on = is_ours(&folder, &record, shard, &by)? && stale != Stale::Discard;
        if let Some(known) = folder.plan()?.filter(|_| !goes_on) {
            match stale {
                Stale::Discard => set_aside = folder.discard(&known)?,
                Stale::SetAside => set_aside = Some(folder.set_aside()?),
                Stale::Refuse => return Err(RunError::Incomplete(stale_message(&folder))),
            }
            folder.make()?;
            lock = Lock::take(folder.path(), shard)?;
        }
        if folder.plan()?.as_ref() != Some(&record) {
            let texts: Vec<&[u8]> = plan.inputs.iter().map(|input| input.text.as_bytes()).collect();
            folder.begin(&record, &texts, &by)?;
        }
        let store = Store::new(Arc::clone(plan), folder.blocks(), by.program.hash.clone());
        if reuse.finished {
            adopt_finished(plan, &folder, &by)?;
        }
        let found = store.audit(&folder.blocks())?;
        // A shard removes none: whoever plays it replaces it, and may have done so since.
        if shard.is_none() {
            remove(found.bad.iter().map(|(file, _)| file.clone()).collect())?;
        }
        Ok(Self {
            plan: Arc::clone(plan),
            lab: Arc::clone(lab),
            store: Arc::new(store),
            folder,
            lock,
            by,
            found,
            set_aside,
        })
    }

    /// The folder in the making.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The blocks of the plan that are not there, of one shard or of all.
    pub fn missing(&self, shard: Option<Shard>) -> Vec<u64> {
        let mut missing = self.found.missing(&self.plan);
        missing.retain(|block| shard.is_none_or(|shard| block % shard.of == shard.number - 1));
        missing
    }

    /// Takes over what other folders in the making hold of this plan; only whole blocks of this plan and program.
    ///
    /// # Errors
    /// The file system refuses.
    pub fn adopt(&mut self, blocks: &Path) -> Result<(), RunError> {
        self.folder.adopt(blocks, |_| true)?;
        self.found = self.store.audit(&self.folder.blocks())?;
        Ok(())
    }

    /// The sums of all points of a plan whose blocks are all there.
    ///
    /// # Errors
    /// A block cannot be read.
    pub fn sums(&self) -> Result<Vec<PointSums>, RunError> {
        gather(&self.plan, &*self.store)
    }

    /// Where the race of a plan stands whose blocks are all there.
    ///
    /// # Errors
    /// A block cannot be read.
    pub fn race(&self, select: &Select) -> Result<Raced, RunError> {
        Raced::of(&self.plan, select, &*self.store)
    }

    /// Plays blocks; with `scratch`, into a folder in there, from where they are moved when the work ends, however it ends.
    ///
    /// # Errors
    /// As for [`execute`], or the file system refuses.
    pub fn play(
        &self,
        blocks: Vec<u64>,
        settings: Settings,
        scratch: Option<&Path>,
        control: &Arc<Control>,
        tell: &mut dyn FnMut(Event),
    ) -> Result<(), RunError> {
        if blocks.is_empty() {
            return Ok(());
        }
        let Some(scratch) = scratch else {
            let sink: Arc<dyn Sink> = Arc::<Store>::clone(&self.store);
            return execute(&self.plan, &self.lab, blocks, settings, &sink, control, tell);
        };
        let aside = tempfile::Builder::new().prefix("detente-").tempdir_in(scratch);
        let aside = aside.map_err(ResultsError::io("write to", scratch))?;
        let program = self.by.program.hash.clone();
        let sink: Arc<dyn Sink> = Arc::new(Store::new(Arc::clone(&self.plan), aside.path().to_owned(), program));
        let played = execute(&self.plan, &self.lab, blocks, settings, &sink, control, tell);
        // What is finished is finished, also where the work was stopped or the disk is full.
        self.folder.adopt(aside.path(), |_| true)?;
        played
    }

    /// Makes the tables of a plan whose blocks are all there, and gives the folder its name. Says where an older folder
    /// was kept.
    ///
    /// # Errors
    /// A table cannot be made. Nothing is lost then, and the same plan goes on.
    pub fn finish(
        mut self,
        formats: &[Format],
        existing: Existing,
        control: &Control,
        end: String,
    ) -> Result<Option<PathBuf>, RunError> {
        write_tables(
            &self.plan,
            &self.lab,
            &*self.store,
            self.folder.path(),
            formats,
            control,
        )?;
        self.by.end = Some(end);
        self.folder.write_json(PROVENANCE_FILE, &self.by)?;
        Ok(self.folder.publish(existing, self.lock)?)
    }
}

/// A folder of that name which is none in the making is somebody's own.
fn refuse_foreign(folder: &Unfinished) -> Result<(), RunError> {
    if folder.plan()?.is_some() || !folder.path().exists() {
        return Ok(());
    }
    let entries = std::fs::read_dir(folder.path()).map_err(ResultsError::io("read", folder.path()))?;
    let foreign = entries
        .flatten()
        .map(|entry| entry.file_name())
        .find(|name| !name.to_str().is_some_and(is_of_unfinished));
    match foreign {
        None => Ok(()),
        Some(name) => Err(RunError::Incomplete(format!(
            "failed to use {}: it holds something that is no unfinished run (`{}`); choose another folder with --out DIR",
            folder.path().display(),
            name.display()
        ))),
    }
}

/// Whether a folder in the making can be gone on with: the same study, played by the same program, and no more runs than
/// are asked for, or their blocks would be lost. Shards work side by side, and leave the plan as it is.
fn is_ours(folder: &Unfinished, plan: &PlanRecord, shard: Option<Shard>, by: &Provenance) -> Result<bool, RunError> {
    let same_program = folder
        .provenance()?
        .is_some_and(|known| known.program.is(&by.program.hash));
    let fits = |known: PlanRecord| match shard {
        None => known.study == plan.study && known.replicates <= plan.replicates,
        Some(_) => known.plan == plan.plan,
    };
    Ok(same_program && folder.plan()?.is_some_and(fits))
}

fn stale_message(folder: &Unfinished) -> String {
    format!(
        "failed to use {}: it is an unfinished run of another plan, of more replicates, or by another program; choose another \
         folder with --out DIR, or remove it to begin anew",
        folder.path().display()
    )
}

/// Takes over the complete waves of a finished folder of the same study and program.
fn adopt_finished(plan: &Plan, folder: &Unfinished, by: &Provenance) -> Result<(), RunError> {
    let finished = Folder::open(folder.target())
        .ok()
        .filter(|f| f.manifest().study == plan.study);
    let program = Provenance::read(folder.target()).ok().map(|known| known.program);
    let same = program.is_some_and(|program| program.is(&by.program.hash));
    let Some(finished) = finished.filter(|_| same) else {
        return Ok(());
    };
    let complete = plan.waves.complete_in(finished.manifest().replicates);
    let blocks = finished.file(BLOCKS);
    folder.adopt(&blocks, |place| {
        place.wave < complete && plan.waves.number_at(place).is_some()
    })?;
    Ok(())
}
