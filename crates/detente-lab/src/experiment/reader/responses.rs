//! `[[responses]]`: what is compared.

use super::Reader;
use crate::experiment::keys;
use detente_analyses::{Condition, Filter, Measure, Response};
use detente_scenario::{Node, Table, Value};

impl Reader<'_> {
    pub(super) fn responses(&mut self, root: &Table) -> Vec<Response> {
        let mut responses = Response::built_in();
        let mut ids = Vec::new();
        for (table, path) in self.rows(root, "responses") {
            self.known(&table, &path, &keys::RESPONSE);
            let id = self.id(&table, &path);
            ids.push(id.clone().unwrap_or_default());
            let title = self.text(&table, &path, "title");
            let given = table
                .get("given")
                .map(|n| self.filter(n, &format!("{path}.given")))
                .unwrap_or_default();
            let measure = match (table.get("share"), table.get("mean")) {
                (Some(node), None) => Some(Measure::Share(self.filter(node, &format!("{path}.share")))),
                (None, Some(_)) => self.text(&table, &path, "mean").map(Measure::Mean),
                _ => {
                    let expected = "`share = { column = condition }`, or `mean = \"column\"`, one of them";
                    self.wrong(table.get("share"), &path, "no single measure", expected);
                    None
                }
            };
            if let (Some(id), Some(measure)) = (id, measure) {
                let title = title.unwrap_or_else(|| id.replace('_', " "));
                responses.push(Response {
                    id,
                    title,
                    given,
                    measure,
                });
            }
        }
        self.unique("responses", &ids, &["agreement", "end_day"]);
        responses
    }

    fn filter(&mut self, node: &Node, path: &str) -> Filter {
        let expected = "a table of columns, such as { outcome = \"agreement\", end_day = { at_most = 120 } }";
        let Some(table) = node.as_table().filter(|t| !t.entries().is_empty()) else {
            self.wrong(Some(node), path, node.describe(), expected);
            return Filter::default();
        };
        let mut conditions = Vec::new();
        for entry in table.entries() {
            let condition = match &entry.node.value {
                Value::Text(text) => Some(Condition::Is(text.clone())),
                Value::Number(x) if x.is_finite() => Some(Condition::Within(*x, *x)),
                Value::Table(bounds) => self.bounds(bounds, &format!("{path}.{}", entry.key)),
                _ => None,
            };
            match condition {
                Some(condition) => conditions.push((entry.key.clone(), condition)),
                None => {
                    let expected = "a text, a number, or { at_least = .., at_most = .. } with numbers in order";
                    self.wrong(
                        Some(&entry.node),
                        &format!("{path}.{}", entry.key),
                        entry.node.describe(),
                        expected,
                    );
                }
            }
        }
        Filter(conditions)
    }

    fn bounds(&mut self, bounds: &Table, path: &str) -> Option<Condition> {
        self.known(bounds, path, &keys::BOUNDS);
        let bound = |key: &str, open: f64| match bounds.get(key) {
            Some(node) => node.as_number().filter(|x| x.is_finite()),
            None => Some(open),
        };
        let (low, high) = (bound("at_least", f64::NEG_INFINITY)?, bound("at_most", f64::INFINITY)?);
        (low <= high && low.max(-high) > f64::NEG_INFINITY).then_some(Condition::Within(low, high))
    }
}
