//! `[[factors]]`: what is varied.

use super::Reader;
use crate::designs::Design;
use crate::experiment::{Factor, FactorRole, Operation, Pattern, Vary};
use detente_scenario::Node;

impl Reader<'_> {
    pub(super) fn factors(&mut self, design: &dyn Design) -> Vec<Factor> {
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
            let role = row.table.text("role");
            let role = FactorRole::ALL.into_iter().find(|known| Some(known.name()) == role);
            factors.push(Factor {
                path: varied,
                operation,
                values: self.values(row.table, &row.path, operation, design.takes()),
                id: row.id,
                group: row.table.text("group").map(str::to_owned),
                role: role.unwrap_or(FactorRole::Uncertainty),
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
