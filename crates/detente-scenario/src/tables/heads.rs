//! The heads of a table: which column is what, in any order and in capitals or not.

use super::dialect::Dialect;
use super::{Rows, TableKind, parties, stakes};
use crate::suggest::{did_you_mean, nearest, one_of, quoted};
use csv::StringRecord;
use detente_core::{Registry, RowKind};

/// The columns of a table.
pub(super) struct Heads {
    names: Vec<String>,
    numbers: Vec<String>,
}

/// Columns that name a row, and columns that hold numbers.
fn columns(kind: TableKind) -> (Vec<&'static str>, Vec<&'static str>) {
    match kind {
        TableKind::Parties => {
            let registry = Registry::new();
            let fixed = registry.fixed_set(RowKind::Party, "");
            let numbers = fixed.map_or(&[][..], |set| registry.sets()[set].all);
            let texts = parties::TEXTS[1..].iter().chain(&parties::LISTS);
            let numbers = numbers.iter().map(|parameter| parameter.name);
            (vec![parties::TEXTS[0]], texts.copied().chain(numbers).collect())
        }
        TableKind::Stances => (
            vec!["party", "issue"],
            vec!["weight", "ideal", stakes::POSITION, "tolerance"],
        ),
        TableKind::Values => (vec!["party", "issue", "option"], vec!["value"]),
    }
}

impl Heads {
    /// Reads the heads; what is wrong with them is the one thing to say of the table.
    pub(super) fn read(kind: TableKind, dialect: &Dialect, rows: &mut Rows<'_>) -> Self {
        let said = rows.heads();
        let (required, others) = columns(kind);
        let known = || required.iter().chain(&others).copied();
        // Heads behind the last that has a name are what a closing separator leaves.
        let named = said.iter().enumerate().filter(|(_, head)| !head.is_empty());
        let count = named.last().map_or(0, |(place, _)| place + 1);
        let as_known = |head: &str| {
            known()
                .find(|k| k.eq_ignore_ascii_case(head))
                .unwrap_or(head)
                .to_owned()
        };
        let names: Vec<String> = said.iter().take(count).map(as_known).collect();
        let expected = one_of("the columns", known());
        let place = dialect.start..dialect.start;
        let missing: Vec<&str> = required
            .iter()
            .copied()
            .filter(|name| !names.iter().any(|n| n == name))
            .collect();
        if !missing.is_empty()
            && !names
                .iter()
                .any(|name| nearest(name, missing.iter().copied()).is_some())
        {
            // Another separator, or another layout: what single heads are called does not matter then.
            let message = format!("no column `{}`", missing.join("` and `"));
            let separated = || {
                format!(
                    "the heads {} are taken to be separated by {}",
                    listed(&names),
                    dialect.separator_name()
                )
            };
            let hint = names
                .iter()
                .find_map(|head| Dialect::no_separator(head).or_else(|| meant(kind, head)))
                .unwrap_or_else(separated);
            rows.error_with(place, message, &expected, (count > 0).then_some(hint));
            return Self {
                names,
                numbers: Vec::new(),
            };
        }
        for (at, name) in names.iter().enumerate() {
            let nested = kind == TableKind::Parties && name.contains('.');
            if name.is_empty() {
                rows.error(place.clone(), "a column without a head", &expected);
            } else if names[..at].contains(name) {
                rows.error(place.clone(), format!("column `{name}` twice"), &expected);
            } else if !nested && !known().any(|k| k == name) {
                let hint = did_you_mean(name, known()).or_else(|| meant(kind, name));
                rows.error_with(
                    place.clone(),
                    format!("unknown column {}", quoted(name)),
                    &expected,
                    hint,
                );
            }
        }
        let numbers = names
            .iter()
            .filter(|name| !required.contains(&name.as_str()))
            .cloned()
            .collect();
        Self { names, numbers }
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// The columns that hold numbers.
    pub(super) fn numbers(&self) -> impl Iterator<Item = &str> {
        self.numbers.iter().map(String::as_str)
    }

    /// The cell of a row in a column; empty where there is no such column.
    pub(super) fn cell<'a>(&self, record: &'a StringRecord, name: &str) -> &'a str {
        let place = self.names.iter().position(|n| n == name);
        place.and_then(|at| record.get(at)).unwrap_or("")
    }
}

/// Heads in a row; of very many, the first.
fn listed(names: &[String]) -> String {
    let names: Vec<String> = names.iter().take(4).map(|name| quoted(name)).collect();
    names.join(" ")
}

/// What a head of another layout says about how to go on.
fn meant(kind: TableKind, head: &str) -> Option<String> {
    let lower = head.to_lowercase();
    let begins = |starts: &[&str]| starts.iter().any(|start| lower.starts_with(start));
    (kind == TableKind::Stances && begins(&["actor", "position", "pstn", "salience", "sal", "capability", "power"]))
        .then(|| "a sheet with one row for each actor becomes a scenario by `detente import table`".to_owned())
}
