//! `[[constraints]]` and `[[correlations]]`. Which factors and numbers are meant is known with the scenario.

use super::Reader;
use crate::experiment::{Constraint, Correlation, Named};
use detente_scenario::{Node, Table};

impl Reader<'_> {
    pub(super) fn constraints(&self) -> Vec<Constraint> {
        let rows = self.toml.root.rows("constraints");
        rows.filter_map(|(row, _)| {
            Some(Constraint {
                less: pair(row, "less")?,
            })
        })
        .collect()
    }

    pub(super) fn correlations(&mut self) -> Vec<Correlation> {
        let mut correlations = Vec::new();
        for (row, node) in self.toml.root.rows("correlations") {
            let (Some(of), Some(rank)) = (pair(row, "of"), row.get("rank")) else {
                continue;
            };
            let value = rank.as_number().unwrap_or_default();
            if value.abs() >= 1.0 {
                let expected = "a rank correlation above -1 and below 1";
                self.wrong(rank, "correlations.rank", rank.describe(), expected);
            }
            correlations.push(Correlation {
                of,
                rank: value,
                span: row.get("of").unwrap_or(node).span.clone(),
            });
        }
        correlations
    }
}

/// The two names at a key.
fn pair(row: &Table, key: &str) -> Option<[Named; 2]> {
    let named = |node: &Node| {
        Some(Named {
            name: node.as_text()?.to_owned(),
            span: node.span.clone(),
        })
    };
    match row.get(key)?.as_list()? {
        [one, other] => Some([named(one)?, named(other)?]),
        _ => None,
    }
}
