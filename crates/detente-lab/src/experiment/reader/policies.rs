//! `[[policies]]`: named bundles of changes.

use super::Reader;
use crate::experiment::Policy;
use detente_results::grouped;
use detente_scenario::{Change, Node, Span, Table};

/// Policies of an experiment: each is kept with all its changes, and all are told apart.
const MOST_POLICIES: usize = 1_000;

impl Reader<'_> {
    pub(super) fn policies(&mut self) -> Vec<Policy> {
        let rows = self.rows("policies");
        if let (Some(node), true) = (self.toml.root.get("policies"), rows.len() > MOST_POLICIES) {
            let found = format!("{} policies", rows.len());
            let expected = format!("at most {}", grouped(MOST_POLICIES as u64));
            self.wrong(node, "policies", found, &expected);
            return Vec::new();
        }
        let mut policies = Vec::new();
        for row in rows {
            let mut changes = Vec::new();
            for key in ["set", "add", "scale", "remove"] {
                self.changes(row.table, &row.path, key, &mut changes);
            }
            policies.push(Policy {
                title: row.title(),
                id: row.id,
                changes,
                span: row.table.get("id").and_then(|id| id.span.clone()),
            });
        }
        policies
    }

    fn changes(&mut self, policy: &Table, path: &str, key: &str, changes: &mut Vec<(Change, Span)>) {
        for entry in policy.table(key).map(Table::entries).unwrap_or_default() {
            let parsed = self.parsed(&entry.key, &entry.key_span, &format!("{path}.{key}"));
            let Some(at) = parsed else { continue };
            let number = entry.node.as_number().unwrap_or_default();
            let change = match key {
                "set" => Change::Set(at, entry.node.clone()),
                "add" => Change::Add(at, number),
                "scale" => Change::Scale(at, number),
                _ => {
                    let ids = entry
                        .node
                        .as_list()
                        .unwrap_or_default()
                        .iter()
                        .filter_map(Node::as_text);
                    Change::Remove(at, ids.map(str::to_owned).collect())
                }
            };
            changes.push((change, entry.key_span.clone()));
        }
    }
}
