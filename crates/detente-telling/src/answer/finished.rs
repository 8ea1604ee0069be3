//! What is told of a finished folder: the scenario as it stands and under each policy, the ends of the range of the other
//! points, and what the analyses have found. A table may have millions of rows; no more than these are held.

use super::over_design::{self, EndsOverDesign};
use super::regions::{self, Region};
use detente_analyses::movement::{Followed, Group};
use detente_analyses::{EndDays, Points, end_days};
use detente_lab::plan::Plan;
use detente_results::{
    ContrastRow, CumulativeIncidenceRow, CurveRow, Folder, OUTCOMES, PolicyRow, PrimRow, RaceRow, ResponseRow,
    ResultsError, Row, SensitivityRow, SolutionKind, SpreadRow, SummaryRow, TornadoRow, TransitionRow,
};
use std::collections::BTreeMap;

/// Rows of a table that are held at most.
const MOST_ROWS: usize = 100_000;

/// The tables, as far as they are told.
#[derive(Default)]
pub(crate) struct Finished {
    /// Of the scenario as it stands and under each policy.
    pub(crate) summary: Vec<SummaryRow>,
    /// The same.
    pub(crate) contrasts: Vec<ContrastRow>,
    /// What responses are, as the scenario stands and under each policy.
    pub(crate) responses: Vec<ResponseRow>,
    /// The same at the settings of the design, where that is what is told.
    pub(crate) responses_over_design: Vec<ResponseRow>,
    /// Agreement as the scenario stands, where what is told is over a design.
    pub(crate) as_it_stands: Option<[f64; 3]>,
    /// By response, all comparisons that Holm's p values are held against.
    pub(crate) compared: BTreeMap<String, u64>,
    /// Of the scenario as it stands and under each policy.
    pub(crate) transitions: Vec<TransitionRow>,
    /// The days of the ends of the scenario as it stands.
    pub(crate) days: Vec<EndDays>,
    /// The points of the design where agreement is rarest, and where it is most frequent.
    pub(crate) extremes: [Option<SummaryRow>; 2],
    /// The quarters of a design that lies all over the ranges.
    pub(crate) regions: Vec<Region>,
    /// What matters.
    pub(crate) sensitivity: Vec<SensitivityRow>,
    /// One factor at a time.
    pub(crate) tornado: Vec<TornadoRow>,
    /// How responses go with inputs.
    pub(crate) curves: Vec<CurveRow>,
    /// The two uncertainties of the scenario as it stands and under each policy.
    pub(crate) spread: Vec<SpreadRow>,
    /// What policies are worth if the numbers are not trusted.
    pub(crate) policies: Vec<PolicyRow>,
    /// How policies stood in a race.
    pub(crate) race: Vec<RaceRow>,
    /// Boxes of which much is the matter inside.
    pub(crate) boxes: Vec<PrimRow>,
    /// What moves while they talk, as the scenario stands.
    pub(crate) moving: Vec<Group>,
    /// Whether no package can be agreed at all.
    pub(crate) refused: bool,
}

impl Finished {
    /// Reads what is told.
    ///
    /// # Errors
    /// A table is damaged or missing.
    pub(crate) fn read(plan: &Plan, folder: &Folder) -> Result<Self, ResultsError> {
        let policies = plan.experiment.policies.len() as u64;
        let mut done = Self::default();
        // By policy: how the runs of all settings of the design end.
        let mut over_design: BTreeMap<u64, EndsOverDesign> = BTreeMap::new();
        let is_over_design = over_design::is_told(plan);
        for row in folder.rows::<SummaryRow>()? {
            let row = row?;
            if is_over_design && row.point > policies {
                over_design
                    .entry(row.point % (policies + 1))
                    .or_default()
                    .see(plan, &row);
            }
            done.see(row, policies);
        }
        let mut curves = Vec::new();
        for row in folder.rows::<CumulativeIncidenceRow>()? {
            let row = row?;
            // Rows come point by point.
            if row.point > 0 {
                break;
            }
            curves.push(row);
        }
        done.days = end_days(&curves);
        for row in folder.rows::<ContrastRow>()? {
            let row = row?;
            *done.compared.entry(row.response.clone()).or_default() += 1;
            done.contrasts.extend(Some(row).filter(|row| row.point <= policies));
        }
        done.responses = held(folder, |row: &ResponseRow| row.point <= policies)?;
        if is_over_design {
            done.responses_over_design = held(folder, |row: &ResponseRow| row.point > policies)?;
        }
        done.transitions = held(folder, |row: &TransitionRow| row.point <= policies)?;
        done.sensitivity = held(folder, |_: &SensitivityRow| true)?;
        done.regions = regions::read(plan, folder, &done.sensitivity)?;
        done.tornado = held(folder, |_: &TornadoRow| true)?;
        done.curves = held(folder, |row: &CurveRow| row.policy == plan.policy(0))?;
        done.spread = held(folder, |row: &SpreadRow| row.point <= policies)?;
        done.policies = held(folder, |_: &PolicyRow| true)?;
        done.race = held(folder, |_: &RaceRow| true)?;
        done.boxes = held(folder, |row: &PrimRow| row.chosen > 0)?;
        done.moving = Followed::read(folder)?.groups();
        let solutions = folder.solutions(0)?;
        let has = |kind: SolutionKind| solutions.rows.iter().any(|row| row.kind == kind);
        done.refused = has(SolutionKind::Reservation) && !has(SolutionKind::Highest);
        // Of agreement it is known how far it would move with other sets of inputs.
        for row in &mut done.summary {
            let over_sets = |known: &&ResponseRow| {
                known.method == "over_sets" && known.point == row.point && known.response == row.outcome
            };
            if let Some(known) = done.responses.iter().find(over_sets) {
                (row.ci_low, row.ci_high) = (known.ci_low.max(0.0), known.ci_high.min(1.0));
            }
        }
        if is_over_design {
            done.as_it_stands = done.share(0, OUTCOMES[0]);
            over_design::put(&mut done, plan, folder, &over_design)?;
        }
        Ok(done)
    }

    fn see(&mut self, row: SummaryRow, policies: u64) {
        if row.point <= policies {
            self.summary.push(row);
            return;
        }
        // Where no run of a point counts there is no share.
        if row.outcome != OUTCOMES[0] || row.n == 0 {
            return;
        }
        let beats = |k: usize, than: &SummaryRow| [row.share < than.share, row.share > than.share][k];
        for (k, extreme) in self.extremes.iter_mut().enumerate() {
            if extreme.as_ref().is_none_or(|than| beats(k, than)) {
                *extreme = Some(row.clone());
            }
        }
    }

    /// The rows of `summary.csv` of a point.
    pub(crate) fn of(&self, point: usize) -> impl Iterator<Item = &SummaryRow> {
        self.summary.iter().filter(move |row| row.point == point as u64)
    }

    /// The share of one end at a point, with its interval.
    pub(crate) fn share(&self, point: usize, outcome: &str) -> Option<[f64; 3]> {
        let row = self.of(point).find(|row| row.outcome == outcome && row.n > 0)?;
        Some([row.share, row.ci_low, row.ci_high])
    }

    /// What a policy changes in a response.
    pub(crate) fn contrast(&self, point: usize, response: &str) -> Option<&ContrastRow> {
        let is_it = |row: &&ContrastRow| row.point == point as u64 && row.response == response;
        self.contrasts.iter().find(is_it)
    }
}

/// The rows of a table that are wanted, as many as are held.
pub(super) fn held<R: Row>(folder: &Folder, wanted: impl Fn(&R) -> bool) -> Result<Vec<R>, ResultsError> {
    let mut held = Vec::new();
    for row in folder.rows::<R>()? {
        let row = row?;
        if wanted(&row) {
            held.push(row);
        }
        if held.len() == MOST_ROWS {
            break;
        }
    }
    Ok(held)
}
