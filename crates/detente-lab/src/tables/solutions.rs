//! `solutions.csv`: the bargaining situation of the scenario as it stands, for figures: frontier, named points,
//! reservation values. All numbers at the middle of their distributions.

use crate::situation::{Settlement, Situation, Solved};
use detente_core::{Model, Registry};
use detente_results::{SolutionKind, SolutionRow, SolutionsTable};

/// The table: the reservation values alone where red lines or exclusions refuse every package, no row where there is
/// nothing to bargain over.
pub(super) fn table(model: &Model, registry: &Registry) -> SolutionsTable {
    let Some(situation) = Situation::typical(model, registry) else {
        return SolutionsTable::default();
    };
    let parties = situation.disputants.iter().map(|&p| model.parties[p].id.clone());
    let mut rows = vec![bare(SolutionKind::Reservation, situation.reservation_values.clone())];
    rows.extend(
        situation
            .solve()
            .into_iter()
            .flat_map(|solved| agreeable(model, &solved)),
    );
    SolutionsTable {
        parties: parties.collect(),
        rows,
    }
}

/// Utilities that are no package's.
fn bare(kind: SolutionKind, utilities: Vec<f64>) -> SolutionRow {
    SolutionRow {
        point: 0,
        kind,
        utilities,
        package: String::new(),
    }
}

/// What can be agreed: its bounds, the named solutions, the frontier.
fn agreeable(model: &Model, solved: &Solved) -> Vec<SolutionRow> {
    let Some(ranges) = &solved.ranges else {
        return Vec::new();
    };
    let end = |k: usize| ranges.iter().map(|range| range[k]).collect::<Vec<f64>>();
    let frontier = if solved.exact {
        SolutionKind::FrontierExact
    } else {
        SolutionKind::FrontierSupported
    };
    let mut rows = vec![bare(SolutionKind::Lowest, end(0)), bare(SolutionKind::Highest, end(1))];
    for (kind, found) in [
        (SolutionKind::Nash, &solved.nash),
        (SolutionKind::KalaiSmorodinsky, &solved.kalai_smorodinsky),
        (SolutionKind::Egalitarian, &solved.egalitarian),
        (SolutionKind::MaximumWelfare, &solved.maximum_welfare),
        (frontier, &solved.frontier),
    ] {
        rows.extend(found.iter().map(|settlement| row(model, kind, settlement)));
    }
    rows
}

fn row(model: &Model, kind: SolutionKind, settlement: &Settlement) -> SolutionRow {
    let options: Vec<String> = settlement.package.iter().map(|&o| model.option_ref(o)).collect();
    SolutionRow {
        package: options.join(";"),
        ..bare(kind, settlement.utilities.clone())
    }
}
