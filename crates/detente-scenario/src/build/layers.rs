//! A row over what it inherits: the first table that says a key, says it.

use crate::node::{Node, Table};

/// Tables from the most specific to the most general.
#[derive(Debug, Clone, Default)]
pub(super) struct Layers<'a> {
    tables: Vec<&'a Table>,
}

impl<'a> Layers<'a> {
    pub(super) fn new(own: &'a Table, template: Option<&'a Table>) -> Self {
        Self {
            tables: std::iter::once(own).chain(template).collect(),
        }
    }

    pub(super) fn of(tables: impl IntoIterator<Item = &'a Table>) -> Self {
        Self {
            tables: tables.into_iter().collect(),
        }
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &'a Table> + '_ {
        self.tables.iter().copied()
    }

    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&'a Node> {
        self.iter().find_map(|t| t.get(key))
    }

    /// The text of a key.
    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        self.get(key)?.as_text()
    }

    /// The value of a key inside nested tables; a word in place of a table stands for all its keys.
    pub(super) fn find(&self, tables: &[&str], key: &str) -> Option<&'a Node> {
        self.iter().find_map(|table| nested(table, tables, key))
    }
}

fn nested<'a>(table: &'a Table, tables: &[&str], key: &str) -> Option<&'a Node> {
    let Some((first, rest)) = tables.split_first() else {
        return table.get(key);
    };
    let node = table.get(first)?;
    match node.as_table() {
        Some(inner) => nested(inner, rest, key),
        None => node.as_text().map(|_| node),
    }
}
