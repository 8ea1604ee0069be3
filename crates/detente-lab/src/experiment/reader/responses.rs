//! `[[responses]]`: what is compared.

use super::Reader;
use detente_analyses::{Condition, Filter, Measure, Response};
use detente_scenario::{Node, Table, Value};

impl Reader<'_> {
    pub(super) fn responses(&mut self) -> Vec<Response> {
        let mut responses = Response::built_in();
        for row in self.rows("responses") {
            if let Some(node) = row.table.get("id").filter(|_| row.id.ends_with(":mean")) {
                let expected = "another id: so end the names of indices of means in sensitivity.csv";
                self.wrong(node, &row.path, format!("the id `{}`", row.id), expected);
            }
            let given = self.filter(row.table, "given", &row.path);
            let measure = match row.table.text("mean") {
                Some(column) => Measure::Mean(column.to_owned()),
                None => Measure::Share(self.filter(row.table, "share", &row.path)),
            };
            responses.push(Response {
                title: row.title(),
                id: row.id,
                given,
                measure,
            });
        }
        responses
    }

    /// The conditions of a filter; none where it is not there.
    fn filter(&mut self, response: &Table, key: &str, path: &str) -> Filter {
        let mut conditions = Vec::new();
        for entry in response.table(key).map(Table::entries).unwrap_or_default() {
            let bound =
                |bounds: &Table, key: &str, open: f64| bounds.get(key).and_then(Node::as_number).unwrap_or(open);
            let condition = match &entry.node.value {
                Value::Text(text) => Condition::Is(text.clone()),
                Value::Number(x) => Condition::Within(*x, *x),
                Value::Table(bounds) => {
                    let low = bound(bounds, "at_least", f64::NEG_INFINITY);
                    let high = bound(bounds, "at_most", f64::INFINITY);
                    if low > high {
                        let found = format!("at least {low} and at most {high}");
                        let path = format!("{path}.{key}.{}", entry.key);
                        self.wrong(&entry.node, &path, found, "bounds in order");
                    }
                    Condition::Within(low, high)
                }
                _ => continue,
            };
            conditions.push((entry.key.clone(), condition));
        }
        Filter(conditions)
    }
}
