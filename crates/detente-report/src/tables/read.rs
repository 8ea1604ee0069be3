//! From files to what figures can show. Tables are read row by row and may have millions of rows: of each only so much is
//! kept as a figure has room for.

use std::collections::BTreeSet;

use detente_analyses::movement::Followed;
use detente_results::{
    Clock, ContrastRow, CumulativeIncidenceRow, Folder, ParameterRow, ResultsError, RunRow, SettledRow, SummaryRow,
};

use super::names::leave_out_unprintable;
use super::points::{FirstPoints, Points};
use super::{Analyses, Comparisons, Curves, Ended, FirstRuns, MOST_RUNS, Shares, Tables};
use crate::calendar::Calendar;
use crate::error::ReportError;
use crate::figures::{cumulative_incidence, heat_map, outcome_shares, policy_differences};

/// The parameter with the last day of the talks.
const HORIZON: &str = "scenario.horizon_days";

impl Tables {
    /// Reads a folder; a table that is not there has no rows.
    ///
    /// # Errors
    /// A table is damaged, or is listed in the manifest and not there.
    pub fn read(folder: &Folder) -> Result<Self, ReportError> {
        let mut manifest = folder.manifest().clone();
        let renamed = leave_out_unprintable(&mut manifest);
        let points = Points::of(&manifest);
        let (shares, contrasts) = (shares(folder, &points)?, contrasts(folder, &points)?);
        let compared = contrasts.iter().flat_map(|comparisons| &comparisons.rows);
        let mut named: BTreeSet<u64> = compared.map(|row| row.point).collect();
        named.extend(&shares.first.points);
        // The levels of every other point are compared with those of the scenario as it stands.
        named.insert(0);
        let design = folder.design_points(|point| named.contains(&point) || heat_map::may_show(&points, point))?;
        let solutions = folder.solutions(0)?;
        let (horizon, drawn) = parameters(folder)?;
        let first_runs = if solutions.rows.is_empty() {
            FirstRuns::default()
        } else {
            first_runs(folder)?
        };
        Ok(Self {
            calendar: Calendar::from(manifest.scenario.start_date.as_deref()),
            manifest,
            renamed,
            curves: curves(folder, &points, &shares)?,
            analyses: Analyses::read(folder, &points)?,
            ended: Ended::read(folder)?,
            followed: Followed::read(folder)?,
            settled: settled(folder)?,
            design,
            shares,
            contrasts,
            solutions,
            first_runs,
            points,
            horizon,
            drawn,
        })
    }
}

fn shares(folder: &Folder, points: &Points) -> Result<Shares, ResultsError> {
    let mut first = FirstPoints::new(outcome_shares::MOST_POINTS);
    let mut rows = Vec::new();
    for row in folder.rows::<SummaryRow>()? {
        let row = row?;
        // A point whose runs all failed has no shares.
        let is_first = row.n > 0 && first.takes(row.point);
        let is_policy = row.n > 0 && points.scenario().contains(&row.point);
        if is_first || is_policy || (row.outcome == heat_map::OUTCOME && heat_map::may_show(points, row.point)) {
            rows.push(row);
        }
    }
    Ok(Shares { rows, first })
}

fn contrasts(folder: &Folder, points: &Points) -> Result<Vec<Comparisons>, ResultsError> {
    let mut responses: Vec<Comparisons> = Vec::new();
    for row in folder.rows::<ContrastRow>()? {
        let row = row?;
        let known = responses.iter().position(|known| known.response == row.response);
        let place = known.unwrap_or_else(|| {
            responses.push(Comparisons::of(&row.response));
            responses.len() - 1
        });
        let comparisons = &mut responses[place];
        comparisons.all += 1;
        if comparisons.all <= policy_differences::MOST_ROWS || points.scenario().contains(&row.point) {
            comparisons.rows.push(row);
        }
    }
    Ok(responses)
}

fn curves(folder: &Folder, points: &Points, shares: &Shares) -> Result<Curves, ResultsError> {
    let shown = shares.most_changed(points, cumulative_incidence::MOST_PANELS);
    let mut rows = Vec::new();
    for row in folder.rows::<CumulativeIncidenceRow>()? {
        let row = row?;
        if !points.scenario().contains(&row.point) {
            break;
        }
        if shown.contains(&row.point) {
            rows.push(row);
        }
    }
    let has_rows = |point: &u64| rows.iter().any(|row: &CumulativeIncidenceRow| row.point == *point);
    let points = shown.into_iter().filter(has_rows).collect();
    Ok(Curves { rows, points })
}

/// When the issues of the scenario as it stands are settled: by day, or by round where all is over in a day.
fn settled(folder: &Folder) -> Result<Vec<SettledRow>, ResultsError> {
    let [mut by_round, mut by_day] = [Vec::new(), Vec::new()];
    for row in folder.rows::<SettledRow>()? {
        let row = row?;
        match row.clock {
            _ if row.point != 0 => break,
            Clock::Round => by_round.push(row),
            Clock::Day => by_day.push(row),
            Clock::End => {}
        }
    }
    let is_over_in_a_day = by_day.iter().all(|row: &SettledRow| row.t <= 0.0);
    Ok(if is_over_in_a_day { by_round } else { by_day })
}

/// The last day of the talks, and how many numbers are drawn.
fn parameters(folder: &Folder) -> Result<(Option<f64>, u64), ResultsError> {
    let (mut horizon, mut drawn) = (None, 0);
    for row in folder.rows::<ParameterRow>()? {
        let row = row?;
        drawn += u64::from(is_drawn(&row.value));
        if row.path == HORIZON {
            horizon = row.value.parse().ok().filter(|day: &f64| day.is_finite());
        }
    }
    Ok((horizon, drawn))
}

/// Whether a value is a distribution, as `normal [0.35, 0.06]`.
fn is_drawn(value: &str) -> bool {
    value.split_once(" [").is_some_and(|(form, _)| {
        !form.is_empty() && form.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_')
    })
}

fn first_runs(folder: &Folder) -> Result<FirstRuns, ResultsError> {
    let Some(runs) = folder.first_runs()? else {
        return Ok(FirstRuns::default());
    };
    let mut runs = runs.rows();
    let parties = runs.parties().to_vec();
    let mut rows: Vec<RunRow> = Vec::new();
    let mut more = false;
    while let Some(row) = runs.next().transpose()?.filter(|row| row.point == 0) {
        more = rows.len() == MOST_RUNS;
        if more {
            break;
        }
        rows.push(row);
    }
    Ok(FirstRuns { parties, rows, more })
}
