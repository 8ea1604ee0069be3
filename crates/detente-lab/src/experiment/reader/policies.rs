//! `[[policies]]`: named bundles of changes.

use super::Reader;
use crate::experiment::{Policy, keys};
use detente_results::grouped;
use detente_scenario::{Change, Node, Span, Table};

/// Policies of an experiment: each is kept with all its changes, and all are told apart.
const MOST_POLICIES: usize = 1_000;

impl Reader<'_> {
    pub(super) fn policies(&mut self, root: &Table) -> Vec<Policy> {
        let mut policies = Vec::new();
        let mut ids = Vec::new();
        let rows = self.rows(root, "policies");
        if rows.len() > MOST_POLICIES {
            let found = format!("{} policies", rows.len());
            let expected = format!("at most {}", grouped(MOST_POLICIES as u64));
            self.wrong(root.get("policies"), "policies", found, &expected);
            return policies;
        }
        for (table, path) in rows {
            self.known(&table, &path, &keys::POLICY);
            let id = self.id(&table, &path);
            ids.push(id.clone().unwrap_or_default());
            let title = self.text(&table, &path, "title");
            let mut changes = Vec::new();
            for key in ["set", "add", "scale", "remove"] {
                self.changes(&table, &path, key, &mut changes);
            }
            if let Some(id) = id {
                policies.push(Policy {
                    title: title.unwrap_or_else(|| id.replace('_', " ")),
                    id,
                    changes,
                });
            }
        }
        self.unique("policies", &ids, &["base"]);
        policies
    }

    fn changes(&mut self, policy: &Table, path: &str, key: &str, changes: &mut Vec<(Change, Span)>) {
        let Some(node) = policy.get(key) else { return };
        let Some(table) = node.as_table() else {
            self.wrong(
                Some(node),
                &format!("{path}.{key}"),
                node.describe(),
                "a table of paths",
            );
            return;
        };
        for entry in table.entries() {
            let place = format!("{path}.{key}.\"{}\"", entry.key);
            let Some(at) = self.path(Some(&entry.node), &place, &entry.key) else {
                continue;
            };
            let mut say = |change| changes.push((change, entry.key_span.clone()));
            match (key, entry.node.as_number(), entry.node.as_list()) {
                ("set", ..) => say(Change::Set(at, entry.node.clone())),
                ("add", Some(by), _) if by.is_finite() => say(Change::Add(at, by)),
                ("scale", Some(by), _) if by.is_finite() => say(Change::Scale(at, by)),
                ("remove", _, Some(list)) if list.iter().all(|n| n.as_text().is_some()) => {
                    let ids = list.iter().filter_map(Node::as_text).map(str::to_owned).collect();
                    say(Change::Remove(at, ids));
                }
                ("remove", ..) => self.wrong(Some(&entry.node), &place, entry.node.describe(), "a list of ids"),
                _ => self.wrong(Some(&entry.node), &place, entry.node.describe(), "a number"),
            }
        }
    }
}
