//! `[[factors]]`: what is varied, and its levels.

use super::Reader;
use crate::experiment::{Factor, Operation, keys};
use detente_scenario::{Node, Table, Value};

/// Most levels that a range is cut into.
const MOST_STEPS: f64 = 10_000.0;

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

    fn levels(&mut self, table: &Table, path: &str, operation: Operation) -> Vec<Node> {
        match (table.get("levels"), table.get("range")) {
            (Some(node), None) => {
                let list = node.as_list().unwrap_or_default().to_vec();
                if list.is_empty() {
                    self.wrong(
                        Some(node),
                        &format!("{path}.levels"),
                        node.describe(),
                        "a list of one level or more",
                    );
                }
                let fits = |n: &Node| match &n.value {
                    Value::Number(x) => x.is_finite(),
                    Value::Text(_) | Value::Boolean(_) => operation == Operation::Set,
                    _ => false,
                };
                for level in list.iter().filter(|n| !fits(n)) {
                    let expected = "numbers; with op = \"set\" also texts, true and false";
                    self.wrong(Some(level), &format!("{path}.levels"), level.describe(), expected);
                }
                list
            }
            (None, Some(node)) => self.range(table, node, path),
            (both, _) => {
                let found = if both.is_some() {
                    "both `levels` and `range`"
                } else {
                    "no levels"
                };
                self.wrong(
                    table.get("levels"),
                    path,
                    found,
                    "`levels = [...]`, or `range = [from, to]` with `steps`",
                );
                Vec::new()
            }
        }
    }

    fn range(&mut self, table: &Table, node: &Node, path: &str) -> Vec<Node> {
        let ends: Vec<f64> = node
            .as_list()
            .unwrap_or_default()
            .iter()
            .filter_map(Node::as_number)
            .collect();
        let steps = self.whole(table, path, "steps", 2.0, MOST_STEPS).unwrap_or(5);
        match ends[..] {
            [from, to] if from.is_finite() && to.is_finite() && from < to => {
                let level = |k: u64| from + (to - from) * k as f64 / (steps - 1) as f64;
                (0..steps).map(|k| Node::number(level(k))).collect()
            }
            _ => {
                self.wrong(
                    Some(node),
                    &format!("{path}.range"),
                    node.describe(),
                    "[from, to], from below to",
                );
                Vec::new()
            }
        }
    }
}
