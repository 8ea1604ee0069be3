//! `[[factors]]`: what is varied.

use super::Reader;
use crate::experiment::{Factor, Operation, Pattern, Vary};
use detente_scenario::Node;

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
                values: self.values(row.table, &row.path, operation),
                whole: false,
                span: row.table.get("path").and_then(|n| n.span.clone()),
            });
        }
        factors
    }

    /// `[design] vary` and `spread`.
    pub(super) fn vary(&mut self) -> Vary {
        let root = &self.toml.root;
        let Some(table) = root.table("design") else {
            return Vary::default();
        };
        let list = table.get("vary").and_then(Node::as_list).unwrap_or_default();
        let mut patterns = Vec::new();
        for node in list {
            let pattern = match node.as_text() {
                Some("**") => Some(Pattern::All),
                Some(text) => self.parsed(text, &node.span, "design.vary").map(Pattern::Path),
                None => None,
            };
            patterns.extend(pattern.map(|pattern| (pattern, node.span.clone())));
        }
        let spread = table.get("spread");
        Vary {
            patterns,
            spread: spread.and_then(Node::as_number).unwrap_or(DEFAULT_SPREAD),
            spread_span: spread.and_then(|node| node.span.clone()),
        }
    }
}

/// How far numbers move that are varied without a range of their own.
pub(crate) const DEFAULT_SPREAD: f64 = 0.2;
