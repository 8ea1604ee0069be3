//! The tables that answer a question about many runs, as far as figures show them: of points only the scenario's own, of a
//! peeling each step once.

use std::collections::BTreeSet;

use detente_results::{
    CurveRow, Folder, PolicyRow, PrimRow, ResultsError, SensitivityRow, SpreadRow, TornadoRow, TransitionRow,
};

use super::points::Points;

/// What the analyses of a folder have found.
#[derive(Default)]
pub(crate) struct Analyses {
    /// Of the scenario under its policies, against the scenario as it stands.
    pub(crate) transitions: Vec<TransitionRow>,
    pub(crate) tornado: Vec<TornadoRow>,
    pub(crate) sensitivity: Vec<SensitivityRow>,
    /// Of the scenario as it stands and under its policies.
    pub(crate) spread: Vec<SpreadRow>,
    pub(crate) policies: Vec<PolicyRow>,
    pub(crate) curves: Vec<CurveRow>,
    /// The boxes that were chosen, limit by limit, and of every other step the first limit.
    pub(crate) boxes: Vec<PrimRow>,
}

impl Analyses {
    /// Of each number the row of one index of a response, and that of another.
    pub(crate) fn pairs<'a>(
        &'a self,
        response: &'a str,
        [first, second]: [&'a str; 2],
    ) -> impl Iterator<Item = [&'a SensitivityRow; 2]> {
        let rows = move || self.sensitivity.iter().filter(move |row| row.response == response);
        rows().filter(move |row| row.index == first).filter_map(move |row| {
            let beside = rows().find(|other| other.index == second && other.factor == row.factor)?;
            Some([row, beside])
        })
    }

    pub(super) fn read(folder: &Folder, points: &Points) -> Result<Self, ResultsError> {
        let own = points.scenario();
        Ok(Self {
            transitions: before(folder.rows::<TransitionRow>()?, |row| row.point < own.end)?,
            tornado: folder.table()?,
            sensitivity: folder.table()?,
            spread: kept(folder.rows::<SpreadRow>()?, |row| own.contains(&row.point))?,
            policies: folder.table()?,
            curves: folder.table()?,
            boxes: boxes(folder)?,
        })
    }
}

/// The responses that rows are about, each once, in the order of the rows.
pub(crate) fn responses<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut seen = BTreeSet::new();
    ids.filter(|id| seen.insert(*id)).collect()
}

/// The rows before the first that is not wanted.
fn before<R>(
    rows: impl Iterator<Item = Result<R, ResultsError>>,
    wanted: impl Fn(&R) -> bool,
) -> Result<Vec<R>, ResultsError> {
    rows.take_while(|row| row.as_ref().map_or(true, &wanted)).collect()
}

/// The rows that are wanted.
fn kept<R>(
    rows: impl Iterator<Item = Result<R, ResultsError>>,
    wanted: impl Fn(&R) -> bool,
) -> Result<Vec<R>, ResultsError> {
    rows.filter(|row| row.as_ref().map_or(true, &wanted)).collect()
}

fn boxes(folder: &Folder) -> Result<Vec<PrimRow>, ResultsError> {
    let mut rows: Vec<PrimRow> = Vec::new();
    for row in folder.rows::<PrimRow>()? {
        let row = row?;
        let is_new = rows
            .last()
            .is_none_or(|last| (&last.response, &last.policy, last.step) != (&row.response, &row.policy, row.step));
        if is_new || row.chosen == 1 {
            rows.push(row);
        }
    }
    Ok(rows)
}
