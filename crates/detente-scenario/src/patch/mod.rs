//! Changes by path: a variant is a patch on a document, which is then built anew.

mod expand;
mod numbers;
mod placed;
mod remove;
mod said;

use crate::document::Document;
use crate::names::row_id;
use crate::node::{Node, Table, Value};
use crate::number;
use crate::path::{Path, Segment, join};
use crate::shape;
use detente_core::terms::StakeTerms;
use detente_core::{Parameter, Params, Registry};
use std::borrow::Cow;

pub use numbers::{NumberPatch, Step};
pub use placed::{Placed, build_changed};

/// The key under which a scenario names its tables.
const TABLES: &str = "tables";

/// A change at a path, or at every path that a pattern meets.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Puts a value there, a default's place included.
    Set(Path, Node),
    /// Adds to a number; a distribution is shifted with its bounds. What a row inherits becomes its own.
    Add(Path, f64),
    /// Multiplies a number; a distribution is scaled with its bounds. What a row inherits becomes its own.
    Scale(Path, f64),
    /// Takes ids out of a list; a party in a list of participants is expanded to its negotiators first.
    Remove(Path, Vec<String>),
}

/// A change that cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("failed to change `{path}`: {message}{}{}", told("; expected ", expected), told("; ", hint.as_deref().unwrap_or_default()))]
pub struct PatchError {
    /// The path.
    pub path: String,
    /// What is wrong.
    pub message: String,
    /// What was expected; may be empty.
    pub expected: String,
    /// How to mend it.
    pub hint: Option<String>,
}

fn told(before: &str, text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("{before}{text}")
    }
}

impl PatchError {
    fn new(path: &impl ToString, message: impl Into<String>) -> Self {
        Self {
            path: path.to_string(),
            message: message.into(),
            expected: String::new(),
            hint: None,
        }
    }
}

impl Change {
    /// Where it changes something.
    pub fn path(&self) -> &Path {
        match self {
            Change::Set(path, _) | Change::Add(path, _) | Change::Scale(path, _) | Change::Remove(path, _) => path,
        }
    }
}

impl Document {
    /// The document with these changes, made one after another. Keys are checked when it is built.
    ///
    /// # Errors
    /// A path that meets nothing, or a value that the change does not apply to.
    pub fn patched(&self, changes: &[Change], registry: &Registry) -> Result<Document, PatchError> {
        let mut document = self.clone();
        for change in changes {
            document.change(change, registry)?;
        }
        Ok(document)
    }

    /// The paths without `*` that a path meets, also where the file leaves a key to its default.
    ///
    /// # Errors
    /// A path that meets nothing.
    pub fn meets(&self, path: &Path) -> Result<Vec<Path>, PatchError> {
        let mut document = self.clone();
        document.write_out_relations(path);
        Ok(expand::expand(document.root(), path)?
            .into_iter()
            .map(Path::from_names)
            .collect())
    }

    fn change(&mut self, change: &Change, registry: &Registry) -> Result<(), PatchError> {
        self.write_out_relations(change.path());
        let paths = expand::expand(self.root(), change.path())?;
        if let Change::Remove(path, values) = change {
            return self.remove(path, &paths, values);
        }
        if let Some(names) = paths.iter().find(|names| names[0] == TABLES) {
            return Err(another_table(names));
        }
        if let Some(names) = paths.iter().find(|names| self.is_off(names, registry)) {
            return Err(not_switched_on(names));
        }
        for names in &paths {
            let fail = |message| PatchError::new(&join(names), message);
            let node = match change {
                Change::Set(_, node) => node.unplaced(),
                Change::Add(_, by) => self
                    .adjusted(names, registry, |n, p| number::add(n, p, *by))
                    .map_err(fail)?,
                Change::Scale(_, by) => self
                    .adjusted(names, registry, |n, p| number::scale(n, p, *by))
                    .map_err(fail)?,
                Change::Remove(..) => continue,
            };
            self.put(names, node).map_err(fail)?;
        }
        Ok(())
    }

    /// Whether a path leads into a behaviour that [behaviours] does not list: a number would switch it on by the way.
    /// Its `enabled`, and its whole table, are there to switch it on.
    fn is_off(&self, names: &[String], registry: &Registry) -> bool {
        let [kind, key, below, ..] = names else { return false };
        let listed = self.root().table("behaviours").is_some_and(|t| t.get(key).is_some());
        let known = registry.behaviours().iter().any(|b| b.key == key);
        kind == "behaviours" && below != "enabled" && known && !listed
    }

    fn adjusted(
        &self,
        names: &[String],
        registry: &Registry,
        adjust: impl Fn(&Node, &Parameter) -> Result<Node, String>,
    ) -> Result<Node, String> {
        let parameter = shape::declaration(registry, names).ok_or("there is no number here")?;
        adjust(&said::effective(self, names, registry, parameter), parameter)
    }

    /// Puts a value at a path without `*`, making the tables on the way.
    fn put(&mut self, names: &[String], node: Node) -> Result<(), String> {
        let parties: Vec<String> = self
            .root()
            .rows("parties")
            .filter_map(|(row, _)| row.text("id").map(str::to_owned))
            .collect();
        put(&mut self.toml.root, names, node, &parties)
    }

    /// Relations exist for all pairs of parties, whether or not the file has rows for them: those meant get one.
    fn write_out_relations(&mut self, path: &Path) {
        let [Segment::Name(first), which, ..] = path.segments() else {
            return;
        };
        if first != "relations" {
            return;
        }
        let text = |row: &Table, key: &str| row.text(key).map(str::to_owned);
        let parties: Vec<String> = self
            .root()
            .rows("parties")
            .filter_map(|(row, _)| text(row, "id"))
            .collect();
        let mut known: Vec<String> = self
            .root()
            .rows("relations")
            .filter_map(|(row, _)| row_id(row).map(Cow::into_owned))
            .collect();
        known.sort_unstable();
        let pairs = parties
            .iter()
            .flat_map(|from| parties.iter().map(move |to| (from, to)))
            .filter(|(a, b)| a != b);
        let missing = pairs.filter(|(from, to)| {
            let id = format!("{from}_{to}");
            (*which == Segment::Any || *which == Segment::Name(id.clone())) && known.binary_search(&id).is_err()
        });
        let rows: Vec<Node> = missing.map(|(from, to)| relation_row(from, to)).collect();
        match self.toml.root.get_mut("relations").map(|n| &mut n.value) {
            Some(Value::List(list)) => list.extend(rows),
            Some(_) => {}
            None => self.toml.root.push("relations", Node::new(Value::List(rows))),
        }
    }
}

/// The declaration of the parameter at a path, whether or not a scenario mentions it; none for what is no number.
pub fn declaration(registry: &Registry, path: &Path) -> Option<&'static Parameter> {
    let name = |segment: &Segment| match segment {
        Segment::Name(name) => Some(name.clone()),
        Segment::Any => None,
    };
    shape::declaration(registry, &path.segments().iter().map(name).collect::<Option<Vec<_>>>()?)
}

/// Every number that a scenario may say, by its path with `*` for ids.
pub fn declarations(registry: &Registry) -> Vec<(String, &'static Parameter)> {
    shape::declared(registry)
}

/// Tables have been read, and are kept with the results, before anything is changed.
fn another_table(names: &[String]) -> PatchError {
    PatchError {
        expected: "the path of a number, such as `issues.<issue>.weight.<party>`".into(),
        hint: Some("set the numbers that differ, or write a scenario of its own for the other table".into()),
        ..PatchError::new(&join(names), "a table cannot be exchanged by a change")
    }
}

fn not_switched_on(names: &[String]) -> PatchError {
    let key = &names[1];
    PatchError {
        hint: Some(format!(
            "add `{key} = {{}}` to [behaviours], or set `behaviours.{key}.enabled` to true first"
        )),
        ..PatchError::new(&join(names), format!("`{key}` is not switched on"))
    }
}

fn relation_row(from: &str, to: &str) -> Node {
    let mut row = Table::default();
    row.push("from", Node::text(from));
    row.push("to", Node::text(to));
    Node::new(Value::Table(row))
}

fn put(table: &mut Table, names: &[String], node: Node, parties: &[String]) -> Result<(), String> {
    let Some((name, rest)) = names.split_first() else {
        return Err("this is a row, not a value".into());
    };
    if rest.is_empty() {
        if table
            .get(name)
            .is_some_and(|old| old.as_list().is_some_and(|l| l.iter().any(|n| n.as_table().is_some())))
        {
            return Err("this is a list of rows, not a value".into());
        }
        table.set(name, node);
        return Ok(());
    }
    if table.get(name).is_none() {
        table.push(name, Node::new(Value::Table(Table::default())));
    }
    let Some(child) = table.get_mut(name) else {
        return Ok(());
    };
    open(child, name, parties);
    match &mut child.value {
        Value::Table(inner) => put(inner, rest, node, parties),
        Value::List(rows) => {
            let row = rows.iter_mut().find_map(|row| match &mut row.value {
                Value::Table(table) if row_id(table).is_some_and(|id| id == rest[0]) => Some(table),
                _ => None,
            });
            put(row.ok_or("the row is missing")?, &rest[1..], node, parties)
        }
        _ => Err(format!("`{name}` is {}, nothing lies below it", child.describe())),
    }
}

/// A number for all parties becomes a table by party; a word that stands for a table becomes the table.
fn open(node: &mut Node, name: &str, parties: &[String]) {
    let for_all = StakeTerms::ALL.iter().any(|p| p.name == name)
        && node
            .as_table()
            .map_or(node.as_number().is_some(), number::is_distribution);
    let mut table = Table::default();
    if for_all {
        for party in parties {
            table.push(party, node.clone());
        }
    } else if node.as_text().is_none() {
        return;
    }
    node.value = Value::Table(table);
}
