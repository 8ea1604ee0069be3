//! A results folder in the making, `<name>.partial` beside the final one: the plan, copies of what is run, and the blocks
//! that are finished. It outlives the program: whoever comes next with the same plan goes on from there. When its tables
//! are complete it takes the final name.

use crate::atomic::{hash_of, is_temporary, read_own, write_atomically};
use crate::block_file::{BlockPlace, list_blocks};
use crate::error::ResultsError;
use crate::lock::Lock;
use crate::manifest::{MANIFEST_FILE, Manifest};
use crate::own::strangers_in_making;
use crate::provenance::{PROVENANCE_FILE, Provenance};
use crate::staging::{Existing, publish, sibling};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};

/// Most runs of a plan.
const MOST_RUNS: u64 = 100_000_000_000;

/// What is to be played, as a folder in the making says it.
pub const PLAN_FILE: &str = "plan.json";
/// Copies of the files that are run.
pub const INPUTS: &str = "inputs";
/// Finished blocks; they stay in the finished folder, so that more replicates need not begin anew.
pub const BLOCKS: &str = "blocks";

/// The plan of a folder in the making.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanRecord {
    /// Identifies the plan, replicates and all.
    pub plan: String,
    /// Identifies what its runs are, however many.
    pub study: String,
    /// Id of the experiment.
    pub experiment: String,
    /// Root of all luck.
    pub seed: u64,
    /// Design points.
    pub points: u64,
    /// Runs of each point.
    pub replicates: u64,
    /// By policy, base first, its runs where a race has dropped some; empty where all have as many.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub raced: Vec<u64>,
    /// Runs that meet the same inputs, one after the other.
    pub luck: u64,
    /// Where blocks hold summaries and no rows but those of a sample: the points of a setting, which lie in one block, since they
    /// are compared pair by pair; 0 where blocks hold rows.
    #[serde(default, skip_serializing_if = "is_none")]
    pub together: u64,
    /// What the command line changes about the scenario, each as `PATH=VALUE`, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settings: Vec<String>,
    /// The responses whose means blocks hold, in order.
    pub responses: Vec<String>,
    /// The copies in `inputs/`: role (`experiment`, `scenario`, `table`, `rows`), in the order in which they are read, and name.
    pub inputs: Vec<InputRecord>,
}

fn is_none(together: &u64) -> bool {
    *together == 0
}

/// A file that was run, and its copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputRecord {
    /// `experiment`, `scenario` or `table`.
    pub role: String,
    /// Name below `inputs/`.
    pub name: String,
    /// Hash of the bytes, in hexadecimal.
    pub hash: String,
}

impl InputRecord {
    /// Role of a file that asked more of finished runs.
    pub const ASKED: &'static str = "analyses";
}

/// A results folder in the making.
#[derive(Clone, Debug)]
pub struct Unfinished {
    path: PathBuf,
    target: PathBuf,
}

impl Unfinished {
    /// The folder in the making of a results folder, there or not.
    ///
    /// # Errors
    /// `target` has no name of its own, as `..` has none.
    pub fn of(target: &Path) -> Result<Self, ResultsError> {
        Ok(Self {
            path: sibling(target, "", ".partial")?,
            target: target.to_owned(),
        })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The results folder that it is to become.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// The folder of its blocks.
    pub fn blocks(&self) -> PathBuf {
        self.path.join(BLOCKS)
    }

    /// What it is a part of; none if there is no such folder, or it holds no plan yet.
    ///
    /// # Errors
    /// Its plan cannot be read.
    pub fn plan(&self) -> Result<Option<PlanRecord>, ResultsError> {
        let path = self.path.join(PLAN_FILE);
        let plan: Option<PlanRecord> = read_json(&path)?;
        let runs = |plan: &PlanRecord| plan.points.checked_mul(plan.replicates);
        let possible = |plan: &PlanRecord| {
            let raced = plan.raced.is_empty() || plan.raced.len() as u64 == plan.points;
            let within = plan.raced.iter().all(|runs| (1..=plan.replicates).contains(runs));
            let whole = plan.together <= plan.points;
            runs(plan).is_some_and(|n| (1..=MOST_RUNS).contains(&n)) && plan.luck > 0 && raced && within && whole
        };
        match plan {
            Some(plan) if !possible(&plan) => Err(ResultsError::Damaged {
                path,
                reason: "found no plan that could be; remove the folder to begin anew".to_owned(),
            }),
            plan => Ok(plan),
        }
    }

    /// Who has begun it.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn provenance(&self) -> Result<Option<Provenance>, ResultsError> {
        read_json(&self.path.join(PROVENANCE_FILE))
    }

    /// Makes the folder, so that it can be locked.
    ///
    /// # Errors
    /// The file system refuses.
    pub fn make(&self) -> Result<(), ResultsError> {
        let blocks = self.blocks();
        fs::create_dir_all(&blocks).map_err(ResultsError::io("create", &blocks))
    }

    /// Writes down what is to be played: copies of the inputs first, the plan last.
    ///
    /// # Errors
    /// The file system refuses.
    pub fn begin(&self, plan: &PlanRecord, inputs: &[&[u8]], by: &Provenance) -> Result<(), ResultsError> {
        let folder = self.path.join(INPUTS);
        fs::create_dir_all(&folder).map_err(ResultsError::io("create", &folder))?;
        for (input, bytes) in plan.inputs.iter().zip(inputs) {
            write_atomically(&folder.join(&input.name), bytes)?;
        }
        self.write_json(PROVENANCE_FILE, by)?;
        self.write_json(PLAN_FILE, plan)
    }

    /// Writes a file of the folder.
    ///
    /// # Errors
    /// The file system refuses.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), ResultsError> {
        write_atomically(&self.path.join(name), bytes)
    }

    /// Writes a value as JSON for people.
    ///
    /// # Errors
    /// The file system refuses.
    pub fn write_json(&self, name: &str, value: &impl Serialize) -> Result<(), ResultsError> {
        let mut json = serde_json::to_vec_pretty(value).expect("text keys and finite numbers are always JSON");
        json.push(b'\n');
        self.write(name, &json)
    }

    /// Takes over blocks of another folder, by link where the file system can and by copy where not; those that are here
    /// already stay.
    ///
    /// # Errors
    /// The file system refuses.
    pub fn adopt(&self, from: &Path, wanted: impl Fn(BlockPlace) -> bool) -> Result<(), ResultsError> {
        for (place, file) in list_blocks(from)?.into_iter().filter(|(place, _)| wanted(*place)) {
            let own = self.blocks().join(place.file_name());
            if own.exists() {
                continue;
            }
            if fs::hard_link(&file, &own).is_err() {
                let bytes = read_own(&file).map_err(ResultsError::io("read", &file))?;
                write_atomically(&own, &bytes)?;
            }
        }
        Ok(())
    }

    /// Gives the folder its final name, without its locks and its plan, which the manifest holds now. Returns where an older
    /// folder went.
    ///
    /// # Errors
    /// A table is not what the manifest says, or the file system refuses; nothing is lost then, and the same command goes on.
    pub fn publish(self, existing: Existing, lock: Lock) -> Result<Option<PathBuf>, ResultsError> {
        self.is_as_written()?;
        for folder in [self.blocks(), self.path.join(INPUTS)] {
            remove(leftovers(&folder)?)?;
        }
        let kept = publish(&self.path, &self.target, existing).map_err(|error| ResultsError::Unnamed {
            target: self.target.clone(),
            partial: self.path.clone(),
            reason: error.to_string(),
        })?;
        drop(lock);
        remove(leftovers(&self.target)?)?;
        Ok(kept)
    }

    /// Every table is what was written: somebody who goes around the lock may have written too.
    fn is_as_written(&self) -> Result<(), ResultsError> {
        for file in &Manifest::read(&self.path.join(MANIFEST_FILE))?.files {
            let path = self.path.join(&file.name);
            if hash_of(&path)? != file.hash {
                return Err(ResultsError::Damaged {
                    path,
                    reason:
                        "it is not what was written; somebody else writes here too; the same command makes it again"
                            .to_owned(),
                });
            }
        }
        Ok(())
    }

    /// Sets the folder aside under the next free name, `<name>.partial.1` and so on, and says which.
    ///
    /// # Errors
    /// The file system refuses.
    pub fn set_aside(&self) -> Result<PathBuf, ResultsError> {
        crate::staging::set_aside(&self.path)
    }

    /// Removes the folder and all that is finished. One that holds what is somebody's own is set aside instead; says where.
    ///
    /// # Errors
    /// The file system refuses.
    pub fn discard(&self, plan: &PlanRecord) -> Result<Option<PathBuf>, ResultsError> {
        if !strangers_in_making(&self.path, plan)?.is_empty() {
            return self.set_aside().map(Some);
        }
        fs::remove_dir_all(&self.path).map_err(ResultsError::io("remove", &self.path))?;
        Ok(None)
    }
}

/// Whether a file of this name belongs to a folder in the making, before any table is there.
pub fn is_of_unfinished(name: &str) -> bool {
    [BLOCKS, INPUTS, PROVENANCE_FILE].contains(&name) || is_leftover(name)
}

/// What programs that were killed have left in a finished folder: files in the making, locks, the plan.
///
/// # Errors
/// The folder cannot be read.
pub fn leftovers(folder: &Path) -> Result<Vec<PathBuf>, ResultsError> {
    let entries = match fs::read_dir(folder) {
        Err(error) if is_absent(&error) => return Ok(Vec::new()),
        entries => entries.map_err(ResultsError::io("read", folder))?,
    };
    let left = entries.flatten().filter(|entry| {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        is_file && entry.file_name().to_str().is_some_and(is_leftover)
    });
    Ok(left.map(|entry| entry.path()).collect())
}

/// Removes files; those that are gone already are no matter.
///
/// # Errors
/// The file system refuses.
pub fn remove(files: Vec<PathBuf>) -> Result<(), ResultsError> {
    for file in files {
        match fs::remove_file(&file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(ResultsError::io("remove", &file)(error));
            }
            _ => {}
        }
    }
    Ok(())
}

pub(crate) fn is_leftover(name: &str) -> bool {
    name == PLAN_FILE || Lock::is_lock(name) || is_temporary(name)
}

/// Whether there is nothing, or a file where a folder would have to be.
pub(crate) fn is_absent(error: &std::io::Error) -> bool {
    matches!(
        error.kind(),
        std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory
    )
}

/// The value in a JSON file; none where there is no file.
fn read_json<T: serde::de::DeserializeOwned>(path: &Path) -> Result<Option<T>, ResultsError> {
    match read_own(path) {
        Err(error) if is_absent(&error) => Ok(None),
        Err(error) => Err(ResultsError::io("read", path)(error)),
        Ok(json) => serde_json::from_slice(&json)
            .map(Some)
            .map_err(|error| ResultsError::Damaged {
                path: path.to_owned(),
                reason: format!("{error}; remove it to begin anew"),
            }),
    }
}
