//! Blocks as files of a folder in the making: what is finished outlives the program.

use crate::execute::{BlockRecord, RunError, Sink, Source};
use crate::plan::Plan;
use detente_results::{BlockHead, BlockPlace, ResultsError, list_blocks, read_block, write_block};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The blocks of one plan in one folder.
pub struct Store {
    plan: Arc<Plan>,
    blocks: PathBuf,
    /// Identifies the program that plays.
    program: String,
}

/// What a look at all blocks of a folder has found.
#[derive(Debug, Default)]
pub struct Audit {
    /// Blocks of the plan that are whole, by number.
    pub whole: BTreeSet<u64>,
    /// Files that are none, each with the reason.
    pub bad: Vec<(PathBuf, String)>,
}

impl Audit {
    /// The blocks of a plan that are not there.
    pub fn missing(&self, plan: &Plan) -> Vec<u64> {
        plan.waves.numbers().filter(|n| !self.whole.contains(n)).collect()
    }

    /// Runs that are there.
    pub fn runs(&self, plan: &Plan) -> u64 {
        self.whole.iter().map(|&n| plan.waves.block(n).runs()).sum()
    }
}

impl Store {
    /// The blocks of a plan in this folder, played by the program of this hash.
    pub fn new(plan: Arc<Plan>, blocks: PathBuf, program: String) -> Self {
        Self { plan, blocks, program }
    }

    /// Looks at every block of a folder, byte by byte.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn audit(&self, folder: &Path) -> Result<Audit, RunError> {
        let mut audit = Audit::default();
        for (place, file) in list_blocks(folder)? {
            match self.read(place, &file) {
                Ok((number, _)) => {
                    audit.whole.insert(number);
                }
                Err(reason) => audit.bad.push((file, reason)),
            }
        }
        Ok(audit)
    }

    /// A block of this plan and program; why it is none otherwise.
    fn read(&self, place: BlockPlace, file: &Path) -> Result<(u64, BlockRecord), String> {
        let (head, bytes) = read_block(file).map_err(|error| match error {
            ResultsError::Damaged { reason, .. } => reason,
            other => other.to_string(),
        })?;
        if head.study != self.plan.study {
            return Err("it is a block of another plan".to_owned());
        }
        if head.program != self.program {
            return Err("it was played by another program".to_owned());
        }
        if head.place != place {
            return Err(format!("it is the block of {}", head.place.file_name()));
        }
        let number = self.plan.waves.number_at(place);
        let number = number.filter(|&n| self.plan.waves.block(n).runs() == head.runs);
        let number = number.ok_or("it is no block of so many replicates")?;
        let record = BlockRecord::load(&bytes).ok_or("its content cannot be read")?;
        Ok((number, record))
    }

    fn file(&self, block: u64) -> PathBuf {
        let place = self.plan.waves.block(block).place();
        self.blocks.join(place.file_name())
    }
}

impl Sink for Store {
    fn take(&self, block: u64, record: BlockRecord) -> Result<(), RunError> {
        let block = self.plan.waves.block(block);
        let bytes = record.save();
        let head = BlockHead {
            study: self.plan.study.clone(),
            program: self.program.clone(),
            place: block.place(),
            runs: block.runs(),
            bytes: bytes.len() as u64,
        };
        Ok(write_block(&self.blocks, &head, &bytes)?)
    }
}

impl Source for Store {
    fn block(&self, block: u64) -> Result<BlockRecord, RunError> {
        let file = self.file(block);
        let place = self.plan.waves.block(block).place();
        let read = self.read(place, &file);
        let told = |reason| RunError::Incomplete(format!("failed to read {}: {reason}", file.display()));
        read.map(|(_, record)| record).map_err(told)
    }
}
