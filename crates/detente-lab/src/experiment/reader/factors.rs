//! `[[factors]]`: what is varied.

use super::Reader;
use crate::experiment::{Factor, Operation};

impl Reader<'_> {
    pub(super) fn factors(&mut self) -> Vec<Factor> {
        let mut factors = Vec::new();
        for row in self.rows("factors") {
            let Some(varied) = row.table.get("path").and_then(|node| self.path(node, &row.path)) else {
                continue;
            };
            let operation = match row.table.text("op") {
                Some("add") => Operation::Add,
                Some("scale") => Operation::Scale,
                _ => Operation::Set,
            };
            factors.push(Factor {
                id: row.id,
                path: varied,
                operation,
                levels: self.levels(row.table, &row.path, operation),
                span: row.table.get("path").and_then(|n| n.span.clone()),
            });
        }
        factors
    }
}
