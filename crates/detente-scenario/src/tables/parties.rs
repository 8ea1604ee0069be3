//! Parties, from one row for each.

use super::Rows;
use super::dialect::Dialect;
use super::heads::Heads;
use crate::node::{Node, Table, Value};
use crate::suggest::quoted;
use std::collections::BTreeSet;
use std::ops::Range;

/// Columns that hold text.
pub(super) const TEXTS: [&str; 3] = ["id", "name", "role"];
/// Columns that hold texts with `;` between them, which no id holds.
pub(super) const LISTS: [&str; 2] = ["red_lines", "ratified_by"];

/// Reads the rows, as `[[parties]]` would have them. A head with points, as `ratification.threshold`, is a key within
/// tables.
pub(super) fn read(heads: &Heads, mut dialect: Dialect, rows: &mut Rows<'_>) -> Vec<Node> {
    let (mut parties, mut seen) = (Vec::new(), BTreeSet::new());
    while let Some((record, span)) = rows.next(heads) {
        let mut party = Table::default();
        for (head, cell) in heads.names().zip(&record).filter(|(_, cell)| !cell.is_empty()) {
            let text = |text: &str| node(Value::Text(text.trim().to_owned()), &span);
            let value = if TEXTS.contains(&head) {
                text(cell)
            } else if LISTS.contains(&head) {
                node(Value::List(cell.split(';').map(text).collect()), &span)
            } else {
                match dialect.number(cell) {
                    Ok(number) => node(Value::Number(number), &span),
                    Err(wrong) => {
                        let message = format!("{} in column `{head}`", quoted(cell));
                        rows.error_with(span.clone(), message, wrong.expected, Some(wrong.hint.to_owned()));
                        continue;
                    }
                }
            };
            put(&mut party, head, value, &span);
        }
        let id = heads.cell(&record, "id").to_owned();
        if !seen.insert(id.clone()) {
            rows.error(
                span.clone(),
                format!("{} a second time", quoted(&id)),
                "one row for each party",
            );
        }
        parties.push(node(Value::Table(party), &span));
    }
    parties
}

fn node(value: Value, span: &Range<usize>) -> Node {
    Node {
        value,
        span: Some(span.clone()),
    }
}

/// Puts a value at a key, inside as many tables as the key has points.
fn put(table: &mut Table, key: &str, value: Node, span: &Range<usize>) {
    let Some((first, rest)) = key.split_once('.') else {
        return table.set(key, value);
    };
    let mut inner = table.table(first).cloned().unwrap_or_default();
    put(&mut inner, rest, value, span);
    table.set(first, node(Value::Table(inner), span));
}
