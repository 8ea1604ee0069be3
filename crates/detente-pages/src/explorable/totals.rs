//! What the tables say of every point, over all its runs: the page shows it as it stands there.

use super::Unexplorable;
use detente_results::{Folder, Manifest, ResponseRow, SummaryRow};

/// By point: how many runs ended how, with the interval of each share, and what the goals look at.
pub(super) struct Totals {
    /// By point, then outcome.
    pub(super) counts: Vec<i32>,
    /// The same, low and high end of each.
    pub(super) intervals: Vec<f64>,
    /// By point, then goal; not a number where the table has none.
    pub(super) goals: Vec<f64>,
}

impl Totals {
    pub(super) fn of(folder: &Folder) -> Result<Self, Unexplorable> {
        let manifest = folder.manifest();
        let (points, ends) = (manifest.points as usize, manifest.outcomes.len());
        let mut totals = Self {
            counts: vec![0; points * ends],
            intervals: vec![0.0; points * ends * 2],
            goals: vec![f64::NAN; points * manifest.goals.len()],
        };
        for row in folder.rows::<SummaryRow>()? {
            let row = row?;
            let end = manifest.outcomes.iter().position(|end| *end == row.outcome);
            let (Some(end), true) = (end, row.point < manifest.points) else {
                continue;
            };
            let place = row.point as usize * ends + end;
            totals.counts[place] = i32::try_from(row.count).map_err(|_| too_many(row.count))?;
            totals.intervals[2 * place..2 * place + 2].copy_from_slice(&[row.ci_low, row.ci_high]);
            totals.goal(manifest, row.point, &row.outcome, row.share);
        }
        for row in folder.rows::<ResponseRow>()? {
            let row = row?;
            if row.point < manifest.points {
                totals.goal(manifest, row.point, &row.response, row.mean);
            }
        }
        Ok(totals)
    }

    /// Keeps a value that a goal looks at.
    fn goal(&mut self, manifest: &Manifest, point: u64, response: &str, value: f64) {
        let goals = &manifest.goals;
        for (place, goal) in goals.iter().enumerate() {
            if goal.response == response {
                self.goals[point as usize * goals.len() + place] = value;
            }
        }
    }
}

fn too_many(count: u64) -> Unexplorable {
    Unexplorable::Design(format!("a point of {count} runs and more is not held"))
}
