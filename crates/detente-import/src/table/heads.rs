//! What the heads of columns mean: `Pstn1`, `Position_delay`, `delay salience`, `Actor`.

use super::sheet::{Row, Sheet};
use super::wrong;
use crate::error::ImportError;
use detente_scenario::{Dialect, quoted};
use std::collections::BTreeMap;

/// Rows above the heads: a title, or what KTAB writes of the number of actors and dimensions.
const ABOVE: usize = 10;

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Column {
    Party,
    Name,
    Issue,
    Capability,
    RedLine,
    Option,
    /// Of an issue; empty where the sheet has a column for the issue, or one issue.
    Position(String),
    Salience(String),
}

impl Column {
    /// What its cells hold.
    pub(super) fn holds(&self) -> &'static str {
        match self {
            Column::Capability | Column::Position(_) | Column::Salience(_) => "a number",
            Column::Party | Column::Name | Column::Issue | Column::RedLine | Column::Option => "text",
        }
    }
}

const WORDS: [(&str, &[&str]); 8] = [
    (
        "party",
        &[
            "party",
            "actor",
            "actors",
            "player",
            "stakeholder",
            "state",
            "country",
            "delegation",
            "group",
        ],
    ),
    ("name", &["name", "description", "title"]),
    ("issue", &["issue", "dimension", "question", "topic"]),
    (
        "capability",
        &[
            "capability",
            "capabilities",
            "power",
            "influence",
            "votes",
            "resources",
            "clout",
        ],
    ),
    ("red_line", &["redline", "red"]),
    ("option", &["option", "alternative"]),
    ("position", &["position", "pstn", "pos", "ideal", "stance"]),
    ("salience", &["salience", "sal", "weight", "importance"]),
];

/// The heads of a sheet and where they stand.
#[derive(Debug)]
pub(super) struct Heads {
    /// The place of their row among the rows.
    pub(super) row: usize,
    pub(super) columns: BTreeMap<usize, Column>,
    /// The heads as they are written.
    pub(super) texts: Vec<String>,
}

impl Heads {
    /// The column of this meaning.
    pub(super) fn place(&self, column: &Column) -> Option<usize> {
        self.columns.iter().find(|(_, c)| *c == column).map(|(place, _)| *place)
    }

    pub(super) fn text(&self, place: usize) -> &str {
        &self.texts[place]
    }
}

/// Finds the heads: the first row with an actor and a position.
pub(super) fn read(sheet: &Sheet, notes: &mut Vec<String>) -> Result<Heads, ImportError> {
    let expected = "a row of heads with an actor and a position, such as `party,issue,position,salience` or \
                    `Actor,Power,Pstn1,Sal1`";
    let is_heads = |row: &Row| {
        let columns: Vec<Column> = row.cells.iter().filter_map(|cell| meaning(cell)).collect();
        columns.contains(&Column::Party) && columns.iter().any(|c| matches!(c, Column::Position(_)))
    };
    let first = sheet.rows.first().map_or("", |row| row.cell(0));
    if let Some(hint) = Dialect::no_separator(first).filter(|_| first.to_lowercase().starts_with("sep=")) {
        return Err(wrong(sheet, quoted(first), "`sep=,`, `sep=;` or the heads", hint));
    }
    let Some(place) = sheet.rows.iter().take(ABOVE).position(is_heads) else {
        let said = sheet.rows.first().map_or_else(
            || "an empty sheet".to_owned(),
            |row| format!("no such row; the first is {}", quoted(&row.cells.join(","))),
        );
        let hint = sheet
            .rows
            .iter()
            .take(ABOVE)
            .find_map(|row| Dialect::no_separator(row.cell(0)));
        let hint = hint.unwrap_or_else(|| "name the columns so, in any order".to_owned());
        return Err(wrong(sheet, said, expected, hint));
    };
    let row = &sheet.rows[place];
    let (mut columns, mut ignored) = (BTreeMap::new(), Vec::new());
    for (at, cell) in row.cells.iter().enumerate() {
        match meaning(cell) {
            Some(column) => {
                if let Some((before, _)) = columns.iter().find(|(_, c)| **c == column) {
                    let found = format!(
                        "{} and {}, which mean the same",
                        quoted(row.cell(*before)),
                        quoted(cell)
                    );
                    return Err(sheet.error(
                        row.number,
                        at,
                        found,
                        "each column once",
                        "rename or remove one of them",
                    ));
                }
                columns.insert(at, column);
            }
            None if cell.is_empty() => {}
            None => ignored.push(quoted(cell)),
        }
    }
    if !ignored.is_empty() {
        let columns = crate::notes::listed(ignored.iter().map(String::as_str));
        notes.push(format!("columns that are not read: {columns}"));
    }
    Ok(Heads {
        row: place,
        columns,
        texts: row.cells.clone(),
    })
}

/// What a head means. Of the issue's columns, what is left of the head is the issue.
fn meaning(head: &str) -> Option<Column> {
    let words = split(head);
    let kind = |word: &str| {
        WORDS
            .iter()
            .find(|(_, words)| words.contains(&word))
            .map(|(kind, _)| *kind)
    };
    let of = |place: usize| {
        let rest = words.iter().enumerate().filter(|(at, _)| *at != place);
        let rest: Vec<&str> = rest.map(|(_, word)| word.as_str()).collect();
        match kind(&words[place])? {
            "position" => Some(Column::Position(rest.join("_"))),
            "salience" => Some(Column::Salience(rest.join("_"))),
            _ => None,
        }
    };
    if let [only] = words.as_slice() {
        match kind(only) {
            Some("party") => return Some(Column::Party),
            Some("name") => return Some(Column::Name),
            Some("issue") => return Some(Column::Issue),
            Some("capability") => return Some(Column::Capability),
            Some("red_line") if only != "red" => return Some(Column::RedLine),
            Some("option") => return Some(Column::Option),
            _ => {}
        }
    }
    match words.as_slice() {
        [red, line] if red == "red" && line.starts_with("line") => return Some(Column::RedLine),
        [] => return None,
        _ => {}
    }
    of(0).or_else(|| of(words.len() - 1))
}

/// The words of a head, in lower case: `PositionDelay`, `Pstn1` and `position (delay)` have two.
fn split(head: &str) -> Vec<String> {
    let (mut words, mut last) = (vec![String::new()], ' ');
    for c in head.chars().take(200) {
        let breaks =
            c.is_numeric() != last.is_numeric() && last.is_alphanumeric() || c.is_uppercase() && last.is_lowercase();
        if !c.is_alphanumeric() || breaks {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
        last = c;
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_of_all_layouts_are_understood() {
        let position = |tag: &str| Some(Column::Position(tag.into()));
        let salience = |tag: &str| Some(Column::Salience(tag.into()));
        for (head, expected) in [
            ("Actor", Some(Column::Party)),
            (" party ", Some(Column::Party)),
            ("Power", Some(Column::Capability)),
            ("Influence", Some(Column::Capability)),
            ("red_line", Some(Column::RedLine)),
            ("Red lines", Some(Column::RedLine)),
            ("Description", Some(Column::Name)),
            ("Pstn1", position("1")),
            ("Sal12", salience("12")),
            ("Position_delay", position("delay")),
            ("Policy Position", position("policy")),
            ("SalienceTaxRate", salience("tax_rate")),
            ("tax rate (salience)", salience("tax_rate")),
            ("position", position("")),
            ("weight", salience("")),
            ("comment", None),
            ("", None),
        ] {
            assert_eq!(meaning(head), expected, "{head}");
        }
    }
}
