//! `solutions.csv`: the bargaining situation of the scenario as it stands, for figures: frontier, named points,
//! reservation values. All numbers at the middle of their distributions.

use crate::situation::{Settlement, Situation};
use detente_core::{Model, Registry};
use detente_results::{format_float, write_records};

/// The table as bytes; none where nothing can be agreed, or there is nothing to bargain over.
pub(super) fn table(model: &Model, registry: &Registry) -> Option<Vec<u8>> {
    let situation = Situation::typical(model, registry)?;
    let solved = situation.solve()?;
    let ids = situation
        .disputants
        .iter()
        .map(|&p| format!("utility.{}", model.parties[p].id));
    let header: Vec<String> = ["point".to_owned(), "kind".to_owned()]
        .into_iter()
        .chain(ids)
        .chain(["package".to_owned()])
        .collect();
    let row = |kind: &str, utilities: &[f64], package: String| {
        let cells = utilities.iter().map(|&u| format_float(u));
        ["0".to_owned(), kind.to_owned()]
            .into_iter()
            .chain(cells)
            .chain([package])
            .collect::<Vec<String>>()
    };
    let settled = |kind: &'static str, found: &[Settlement]| -> Vec<Vec<String>> {
        let options = |s: &Settlement| {
            s.package
                .iter()
                .map(|&o| model.option_ref(o))
                .collect::<Vec<_>>()
                .join(";")
        };
        found.iter().map(|s| row(kind, &s.utilities, options(s))).collect()
    };
    let end = |k: usize| solved.ranges.iter().map(|range| range[k]).collect::<Vec<f64>>();
    let frontier = if solved.exact {
        "frontier_exact"
    } else {
        "frontier_supported"
    };
    let rows = [
        vec![
            row("reservation", &situation.reservation_values, String::new()),
            row("lowest", &end(0), String::new()),
            row("highest", &end(1), String::new()),
        ],
        settled("nash", &solved.nash),
        settled("kalai_smorodinsky", &solved.kalai_smorodinsky),
        settled("egalitarian", &solved.egalitarian),
        settled("maximum_welfare", &solved.maximum_welfare),
        settled(frontier, &solved.frontier),
    ];
    let names: Vec<&str> = header.iter().map(String::as_str).collect();
    Some(write_records(&names, rows.into_iter().flatten()))
}
