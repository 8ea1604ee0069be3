//! Blocks in memory: for tests, for looking at one point, for a program that shows what it plays.

use crate::catalogue::Lab;
use crate::execute::{BlockRecord, Control, RunError, Settings, Sink, Source, execute};
use crate::gather::gather;
use crate::plan::Plan;
use detente_analyses::{Analysis, Contrasts, PointSums, Shares, Study};
use detente_results::{Column, ContrastRow, Rows, SummaryRow};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Keeps blocks until it is dropped.
#[derive(Debug, Default)]
pub struct Memory(Mutex<BTreeMap<u64, BlockRecord>>);

impl Sink for Memory {
    fn take(&self, block: u64, record: BlockRecord) -> Result<(), RunError> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(block, record);
        Ok(())
    }
}

impl Source for Memory {
    fn block(&self, block: u64) -> Result<BlockRecord, RunError> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let record = kept.get(&block).cloned();
        record.ok_or_else(|| RunError::Incomplete(format!("block {block} has not been played")))
    }
}

/// A plan that has been played into memory.
pub struct Played {
    /// What was played.
    pub plan: Arc<Plan>,
    /// The blocks.
    pub blocks: Arc<Memory>,
    /// What was summed over the runs of each point.
    pub sums: Vec<PointSums>,
}

/// Plays a whole plan into memory.
///
/// # Errors
/// As for [`execute`].
pub fn play(plan: Plan, lab: Lab, settings: Settings) -> Result<Played, RunError> {
    let (plan, lab, blocks) = (Arc::new(plan), Arc::new(lab), Arc::new(Memory::default()));
    let sink: Arc<dyn Sink> = Arc::<Memory>::clone(&blocks);
    let all = plan.waves.numbers().collect();
    execute(
        &plan,
        &lab,
        all,
        settings,
        &sink,
        &Arc::new(Control::default()),
        &mut |_| {},
    )?;
    let sums = gather(&plan, &*blocks)?;
    Ok(Played { plan, blocks, sums })
}

impl Played {
    fn study(&self) -> Study<'_> {
        Study {
            design: &*self.plan,
            responses: &self.plan.experiment.responses,
            points: &self.sums,
            asked: &self.plan.experiment.analyses,
        }
    }

    /// The rows of the table of an analysis.
    pub fn rows<A: Analysis>(&self) -> Vec<A::Row> {
        let mut rows = Vec::new();
        A::rows(&self.study(), &mut |row| rows.push(row));
        rows
    }

    /// The rows of `summary.csv`.
    pub fn summary(&self) -> Vec<SummaryRow> {
        self.rows::<Shares>()
    }

    /// The rows of `contrasts.csv`.
    pub fn contrasts(&self) -> Vec<ContrastRow> {
        self.rows::<Contrasts>()
    }

    /// The columns of runs.
    pub fn columns(&self) -> &[Column] {
        &self.plan.columns.declared
    }

    /// The runs of a point, by replicate.
    ///
    /// # Errors
    /// None that a whole plan in memory could give.
    pub fn runs(&self, point: usize) -> Result<Rows, RunError> {
        let mut all = Rows::new(self.columns());
        for wave in self.plan.waves.waves_of(point as u64) {
            let record = self.blocks.block(self.plan.waves.block_of(wave, point as u64))?;
            for (first, part) in record.parts().filter(|(_, part)| part.point == point as u64) {
                for row in first..first + part.runs as usize {
                    for (own, cells) in all.columns.iter_mut().zip(&record.rows.columns) {
                        own.push(cells.at(row));
                    }
                }
            }
        }
        Ok(all)
    }
}
