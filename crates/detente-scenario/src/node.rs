//! A TOML file as an owned tree that remembers its places and the order of its keys, and can be changed.

use crate::extent::Extent;
use crate::limits;
use crate::printable::short;
use crate::suggest::quoted;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// Bytes of the file; none for what a patch has put there.
pub type Span = Option<Range<usize>>;

/// A value with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it stands.
    pub span: Span,
}

/// A TOML value. Integers and floats are both numbers.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A string.
    Text(String),
    /// An integer or a float, infinities and NaN included.
    Number(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// A date, a time or both, as written.
    Date(String),
    /// An array, of tables too.
    List(Vec<Node>),
    /// A table, inline or not.
    Table(Table),
}

/// A table: keys in the order of the file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    entries: Vec<Entry>,
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// Its value.
    pub node: Node,
}

impl Table {
    /// The entries in the order of the file.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|e| e.key == key).map(|e| &e.node)
    }

    /// The value of a key, to be changed.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.entries.iter_mut().find(|e| e.key == key).map(|e| &mut e.node)
    }

    /// The table under a key.
    pub fn table(&self, key: &str) -> Option<&Table> {
        self.get(key)?.as_table()
    }

    /// The text under a key.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_text()
    }

    /// The tables of a list of tables; none where the key is missing or holds something else.
    pub fn rows(&self, key: &str) -> impl Iterator<Item = (&Table, &Node)> {
        let list = self.get(key).and_then(Node::as_list).unwrap_or_default();
        list.iter().filter_map(|node| Some((node.as_table()?, node)))
    }

    /// Puts a value at a key, in place of what was there.
    pub fn set(&mut self, key: &str, node: Node) {
        match self.get_mut(key) {
            Some(old) => *old = node,
            None => self.push(key, node),
        }
    }

    fn unplaced(&self) -> Self {
        let entry = |e: &Entry| Entry {
            key: e.key.clone(),
            key_span: None,
            node: e.node.unplaced(),
        };
        Self {
            entries: self.entries.iter().map(entry).collect(),
        }
    }

    /// Adds a key that is known to be new.
    pub(crate) fn push(&mut self, key: &str, node: Node) {
        self.entries.push(Entry {
            key: key.to_owned(),
            key_span: node.span.clone(),
            node,
        });
    }
}

impl Node {
    /// A value without a place.
    pub fn new(value: Value) -> Self {
        Self { value, span: None }
    }

    /// A number without a place.
    pub fn number(value: f64) -> Self {
        Self::new(Value::Number(value))
    }

    /// Text without a place.
    pub fn text(value: impl Into<String>) -> Self {
        Self::new(Value::Text(value.into()))
    }

    /// The value of `PATH=VALUE` on a command line: TOML where it reads as TOML, else plain text.
    pub fn from_argument(text: &str) -> Self {
        if text.len() > limits::FILE_BYTES || Extent::of(text).excess().is_some() {
            return Self::text(text);
        }
        match DeValue::parse(text.trim()) {
            Ok(value) => Self {
                span: None,
                ..node(value.get_ref(), 0..0)
            },
            Err(_) => Self::text(text),
        }
    }

    /// The value without any place: where it is put, its old place would point into the wrong file.
    #[must_use]
    pub fn unplaced(&self) -> Self {
        let value = match &self.value {
            Value::List(list) => Value::List(list.iter().map(Node::unplaced).collect()),
            Value::Table(table) => Value::Table(table.unplaced()),
            plain => plain.clone(),
        };
        Self::new(value)
    }

    /// The table, if it is one.
    pub fn as_table(&self) -> Option<&Table> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The elements, if it is a list.
    pub fn as_list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(list) => Some(list),
            _ => None,
        }
    }

    /// The text, if it is text.
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if it is a plain number.
    pub fn as_number(&self) -> Option<f64> {
        match self.value {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    /// `true`, `false`, or the numbers 1 and 0, which a factor may set.
    pub fn as_flag(&self) -> Option<bool> {
        match self.value {
            Value::Boolean(flag) => Some(flag),
            Value::Number(0.0) => Some(false),
            Value::Number(1.0) => Some(true),
            _ => None,
        }
    }

    /// What it is, for a message.
    pub fn describe(&self) -> String {
        match &self.value {
            Value::Text(text) => format!("text {}", quoted(text)),
            Value::Number(number) => format!("the number {}", short(*number)),
            Value::Boolean(flag) => flag.to_string(),
            Value::Date(date) => format!("the date {date}"),
            Value::List(_) => "a list".to_owned(),
            Value::Table(_) => "a table".to_owned(),
        }
    }
}

/// Copies toml's tree; its tables are sorted by key, ours by place.
pub(crate) fn table(source: &DeTable<'_>) -> Table {
    let mut entries: Vec<Entry> = source
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_span: Some(key.span()),
            node: node(value.get_ref(), value.span()),
        })
        .collect();
    entries.sort_by_key(|e| e.key_span.as_ref().map(|s| s.start));
    Table { entries }
}

fn node(source: &DeValue<'_>, span: Range<usize>) -> Node {
    let value = match source {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(integer) => Value::Number(integer_value(integer.as_str(), integer.radix())),
        DeValue::Float(float) => Value::Number(float.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(flag) => Value::Boolean(*flag),
        DeValue::Datetime(date) => Value::Date(date.to_string()),
        DeValue::Array(list) => Value::List(list.iter().map(|v| node(v.get_ref(), v.span())).collect()),
        DeValue::Table(inner) => Value::Table(table(inner)),
    };
    Node {
        value,
        span: Some(span),
    }
}

/// Decimal integers of any size become the nearest float; others too large for 128 bits are no number.
fn integer_value(text: &str, radix: u32) -> f64 {
    if radix == 10 {
        return text.parse().unwrap_or(f64::NAN);
    }
    i128::from_str_radix(text, radix).map_or(f64::NAN, |i| i as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_toml_or_text() {
        assert_eq!(Node::from_argument("0.5").value, Value::Number(0.5));
        assert_eq!(Node::from_argument("0x10").value, Value::Number(16.0));
        assert_eq!(Node::from_argument("true").value, Value::Boolean(true));
        assert_eq!(
            Node::from_argument("single_text").value,
            Value::Text("single_text".into())
        );
        assert!(Node::from_argument("[1, 2]").as_list().is_some());
    }
}
