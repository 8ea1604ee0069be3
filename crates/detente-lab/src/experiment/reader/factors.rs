//! `[[factors]]`: what is varied, and its levels.

use super::Reader;
use crate::experiment::{Factor, Operation, keys};
use detente_scenario::Table;

impl Reader<'_> {
    pub(super) fn factors(&mut self, root: &Table) -> Vec<Factor> {
        let mut factors = Vec::new();
        let mut ids = Vec::new();
        for (table, path) in self.rows(root, "factors") {
            self.known(&table, &path, &keys::FACTOR);
            let id = self.id(&table, &path);
            ids.push(id.clone().unwrap_or_default());
            if table.get("path").is_none() {
                self.wrong(
                    None,
                    &path,
                    "no `path`",
                    "what is varied, such as `parties.north.reservation_value`",
                );
            }
            let text = self.text(&table, &path, "path");
            let varied = text.and_then(|t| self.path(table.get("path"), &format!("{path}.path"), &t));
            let operation = self.operation(&table, &path);
            let levels = self.levels(&table, &path, operation);
            if let (Some(id), Some(varied)) = (id, varied) {
                factors.push(Factor {
                    id,
                    path: varied,
                    operation,
                    levels,
                    span: table.get("path").and_then(|n| n.span.clone()),
                });
            }
        }
        self.unique("factors", &ids, &["point", "policy"]);
        factors
    }

    fn operation(&mut self, table: &Table, path: &str) -> Operation {
        match table.get("op").map(|n| (n, n.as_text())) {
            None | Some((_, Some("set"))) => Operation::Set,
            Some((_, Some("add"))) => Operation::Add,
            Some((_, Some("scale"))) => Operation::Scale,
            Some((node, _)) => {
                self.wrong(Some(node), &format!("{path}.op"), node.describe(), "set, add or scale");
                Operation::Set
            }
        }
    }
}
