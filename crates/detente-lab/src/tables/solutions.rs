//! `solutions.csv`: the bargaining situation of the scenario as it stands, for figures: frontier, named points,
//! reservation values. All numbers at the middle of their distributions.

use crate::situation::{Settlement, Situation};
use detente_core::{Model, Registry};
use detente_results::{SolutionKind, SolutionRow, SolutionsTable};

/// The table; none where nothing can be agreed, or there is nothing to bargain over.
pub(super) fn table(model: &Model, registry: &Registry) -> Option<SolutionsTable> {
    let situation = Situation::typical(model, registry)?;
    let solved = situation.solve()?;
    let ranges = solved.ranges.as_ref()?;
    let row = |kind: SolutionKind, utilities: Vec<f64>, package: String| SolutionRow {
        point: 0,
        kind,
        utilities,
        package,
    };
    let options = |s: &Settlement| {
        s.package
            .iter()
            .map(|&o| model.option_ref(o))
            .collect::<Vec<_>>()
            .join(";")
    };
    let settled = |kind: SolutionKind, found: &[Settlement]| -> Vec<SolutionRow> {
        found
            .iter()
            .map(|s| row(kind, s.utilities.clone(), options(s)))
            .collect()
    };
    let end = |k: usize| ranges.iter().map(|range| range[k]).collect::<Vec<f64>>();
    let frontier = if solved.exact {
        SolutionKind::FrontierExact
    } else {
        SolutionKind::FrontierSupported
    };
    let rows = [
        vec![
            row(
                SolutionKind::Reservation,
                situation.reservation_values.clone(),
                String::new(),
            ),
            row(SolutionKind::Lowest, end(0), String::new()),
            row(SolutionKind::Highest, end(1), String::new()),
        ],
        settled(SolutionKind::Nash, &solved.nash),
        settled(SolutionKind::KalaiSmorodinsky, &solved.kalai_smorodinsky),
        settled(SolutionKind::Egalitarian, &solved.egalitarian),
        settled(SolutionKind::MaximumWelfare, &solved.maximum_welfare),
        settled(frontier, &solved.frontier),
    ];
    let parties = situation.disputants.iter().map(|&p| model.parties[p].id.clone());
    Some(SolutionsTable {
        parties: parties.collect(),
        rows: rows.into_iter().flatten().collect(),
    })
}
