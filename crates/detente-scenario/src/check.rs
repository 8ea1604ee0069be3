//! A document against the shape: unknown keys, wrong types, missing keys, numbers out of range, unknown references.

mod forms;

use crate::file::TomlFile;
use crate::finding::Finding;
use crate::names::{Index, Names, option_text, row_id};
use crate::node::{Entry, Node, Span, Table};
use crate::number::{self, Wrong};
use crate::printable::{is_in_prose, is_line, is_prose, is_seen};
use crate::range::NumericRange;
use crate::shape::{Key, Of, Shape};
use crate::suggest::{did_you_mean, one_of, quoted};
use crate::{date, limits, mend, path};
use detente_core::Parameter;
use detente_core::terms::declared;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;

/// What a file says against its shape; what its words refer to is not looked at.
pub fn check(toml: &TomlFile, keys: &[Key]) -> Vec<Finding> {
    let mut checker = Checker::new(None, &toml.file, toml.own_scale());
    checker.table(&toml.root, &None, keys);
    checker.findings
}

/// Walks a tree beside its shape and gathers findings.
pub(crate) struct Checker<'a> {
    /// What references are looked up in; none where only the shape is checked.
    names: Option<&'a Names>,
    file: &'a Path,
    own_scale: bool,
    path: Vec<Cow<'a, str>>,
    /// The issue in whose table the walk is.
    issue: Option<usize>,
    pub(crate) findings: Vec<Finding>,
}

impl<'a> Checker<'a> {
    pub(crate) fn new(names: Option<&'a Names>, file: &'a Path, own_scale: bool) -> Self {
        Self {
            names,
            file,
            own_scale,
            path: Vec::new(),
            issue: None,
            findings: Vec::new(),
        }
    }

    /// The keys of a table; `span` is where a missing one is missed.
    pub(crate) fn table(&mut self, table: &'a Table, span: &Span, keys: &[Key]) {
        for entry in table.entries() {
            match keys.iter().find(|k| k.name == entry.key) {
                Some(key) => self.below(Cow::Borrowed(&entry.key), |c| c.node(&entry.node, &key.shape)),
                None => self.unknown_key(entry, keys),
            }
        }
        self.presence(table, span, keys);
    }

    /// The tables of all issues of a CSV file.
    pub(crate) fn issue_tables(&mut self, issues: &'a Table, keys: &[Key]) {
        self.path.push(Cow::Borrowed("issues"));
        for entry in issues.entries() {
            self.issue = self.names.and_then(|names| names.issues.get(&entry.key));
            match (self.issue, entry.node.as_table()) {
                (Some(_), Some(table)) => {
                    let optional: Vec<Key> = keys.iter().map(Key::optional).collect();
                    let span = &entry.node.span;
                    self.below(Cow::Borrowed(&entry.key), |c| c.table(table, span, &optional));
                }
                _ => self.reference(&entry.key, &entry.node.span, Of::Issue),
            }
        }
        self.issue = None;
        self.path.pop();
    }

    /// Parties of a CSV file.
    pub(crate) fn party_rows(&mut self, parties: &'a [Node], keys: &[Key]) {
        self.path.push(Cow::Borrowed("parties"));
        for node in parties {
            if let Some(row) = node.as_table() {
                let id = row_id(row).unwrap_or(Cow::Borrowed("?"));
                self.below(id, |c| c.table(row, &node.span, keys));
            }
        }
        self.path.pop();
    }

    fn below(&mut self, name: Cow<'a, str>, inside: impl FnOnce(&mut Self)) {
        self.path.push(name);
        inside(self);
        self.path.pop();
    }

    fn wrong(&mut self, wrong: Wrong) {
        if self.findings.len() < 50 * limits::FINDINGS {
            let finding = Finding::error(path::join(&self.path), wrong.message).expected(wrong.expected);
            self.findings.push(finding.hint(wrong.hint).at(self.file, wrong.span));
        }
    }

    fn unknown_key(&mut self, entry: &Entry, keys: &[Key]) {
        let known = || keys.iter().map(|k| k.name);
        let message = format!("unknown key {}", quoted(&entry.key));
        let wrong = Wrong::new(&entry.key_span, message, one_of("one of the keys", known()));
        self.wrong(Wrong {
            hint: mend::nested(&entry.key, &entry.node, keys).or_else(|| did_you_mean(&entry.key, known())),
            ..wrong
        });
    }

    fn node(&mut self, node: &'a Node, shape: &Shape) {
        match shape {
            Shape::Number(parameter) => self.number(node, parameter),
            Shape::Day(parameter) if !is_date(node) => match node.as_text() {
                Some(text) => self.day_in_words(node, text),
                None => self.number(node, parameter),
            },
            Shape::NumberByParty(parameter) => match node.as_table().filter(|t| !number::is_distribution(t)) {
                Some(table) => self.map(table, Of::Party, &Shape::Number(parameter)),
                None => self.number(node, parameter),
            },
            Shape::Distribution => {
                if let Err(wrong) = number::read_distribution(node) {
                    self.wrong(wrong);
                }
            }
            Shape::Range => self.range(node),
            Shape::Reference(of) => match node.as_text() {
                Some(id) => self.reference(id, &node.span, *of),
                None => self.wrong(Wrong::new(&node.span, node.describe(), noun(*of))),
            },
            Shape::References(of) => self.references(node, *of),
            Shape::Table(keys) => self.subtable(node, keys),
            Shape::Override(behaviour, keys) => self.behaviour_override(node, behaviour, keys),
            Shape::WordOrTable(words, keys) => {
                if let Some(text) = node.as_text().filter(|text| !words.contains(text)) {
                    let expected = format!("{}, or a table", one_of("one of", words.iter().copied()));
                    let wrong = Wrong::new(&node.span, format!("text {}", quoted(text)), expected);
                    self.wrong(Wrong {
                        hint: did_you_mean(text, words.iter().copied()),
                        ..wrong
                    });
                } else if node.as_text().is_none() {
                    self.subtable(node, keys);
                }
            }
            Shape::Rows(keys) => self.rows(node, keys),
            Shape::Map(of, below) => match node.as_table() {
                Some(table) => self.map(table, *of, below),
                None => {
                    let of = noun(*of);
                    let hint = node
                        .as_list()
                        .is_some()
                        .then(|| format!("write `{{ <{of}> = ..., <{of}> = ... }}`"));
                    self.wrong(Wrong {
                        hint,
                        ..Wrong::new(&node.span, node.describe(), format!("a table by {of}"))
                    });
                }
            },
            Shape::Texts => self.texts(node),
            Shape::List(of, count) => self.list(node, of, *count),
            Shape::Filled(of) => self.filled(node, of),
            Shape::Either(shapes, expected) => self.either(node, shapes, expected),
            Shape::Whole(range) => self.whole(node, *range),
            Shape::FileName(taken) => self.file_name(node, taken),
            _ => {
                if let Some(wrong) = scalar(node, shape) {
                    self.wrong(wrong);
                }
            }
        }
    }

    fn number(&mut self, node: &Node, parameter: &Parameter) {
        if let Err(wrong) = number::read(node, &declared(parameter, self.own_scale)) {
            let counted = mend::is_dated(node) && parameter.unit == "days";
            let days = || "count the days from `scenario.start_date`, or from day 0, to the date".to_owned();
            let hint = counted.then(days).or_else(|| self.position_meant(node));
            self.wrong(Wrong {
                hint: wrong.hint.clone().or(hint),
                ..wrong
            });
        }
    }

    /// Where a number on the line of an issue may have been meant in the unit of its range.
    fn position_meant(&self, node: &Node) -> Option<String> {
        let ideal = self.path.len() >= 3 && self.path[0] == "issues" && self.path[2] == "ideal";
        let value = node.as_number().filter(|_| ideal)?;
        // The options of a range are called by its numbers.
        let options = self.names?.options.get(self.issue?)?;
        let numbers: Vec<f64> = options.iter().map(str::parse).collect::<Result<_, _>>().ok()?;
        let [low, high] = [*numbers.first()?, *numbers.last()?];
        let inside = (low.min(high)..=low.max(high)).contains(&value);
        inside.then(|| "in a table, the column `position` takes places in the unit of the range".to_owned())
    }

    /// A day that is text: a date is written otherwise.
    fn day_in_words(&mut self, node: &Node, text: &str) {
        let wrong = Wrong::new(&node.span, node.describe(), "a day or a date, as 7 or 2025-11-30");
        let date = date::in_words(text).unwrap_or_else(|| "2025-11-30".to_owned());
        let start = "with `scenario.start_date` for day 0";
        self.wrong(Wrong {
            hint: Some(format!("write a date as {date}, without quotes, {start}")),
            ..wrong
        });
    }

    fn range(&mut self, node: &Node) {
        if let Err(wrong) = NumericRange::read(node) {
            self.wrong(wrong);
        }
        for entry in node.as_table().map(Table::entries).unwrap_or_default() {
            match entry.key.as_str() {
                "from" | "to" | "step" => {}
                "unit" if entry.node.as_text().is_some_and(is_line) => {}
                "unit" => {
                    let expected = "text on one line, without control characters";
                    self.wrong(Wrong::new(&entry.node.span, entry.node.describe(), expected));
                }
                key => {
                    let message = format!("unknown key {}", quoted(key));
                    self.wrong(Wrong::new(
                        &entry.key_span,
                        message,
                        "one of the keys: from, to, step, unit",
                    ));
                }
            }
        }
    }

    fn subtable(&mut self, node: &'a Node, keys: &[Key]) {
        match node.as_table() {
            Some(table) => self.table(table, &node.span, keys),
            None => {
                let wrong = Wrong::new(&node.span, node.describe(), "a table");
                let hint = self.path.last().and_then(|own| mend::table(own, node, keys));
                self.wrong(Wrong { hint, ..wrong });
            }
        }
    }

    fn behaviour_override(&mut self, node: &'a Node, behaviour: &str, keys: &[Key]) {
        if self.names.is_some_and(|names| !names.listed.contains(behaviour)) {
            let message = format!("`{behaviour}` is not switched on");
            let wrong = Wrong::new(&node.span, message, "a behaviour that [behaviours] lists");
            self.wrong(Wrong {
                hint: Some(format!("add `{behaviour} = {{}}` to [behaviours]")),
                ..wrong
            });
        }
        self.subtable(node, keys);
    }

    fn rows(&mut self, node: &'a Node, keys: &[Key]) {
        let Some(list) = node.as_list() else {
            let wrong = Wrong::new(&node.span, node.describe(), "a list of tables");
            let one = node.as_table().and(self.path.last());
            let hint = one.map(|own| format!("write `[[{own}]]`, in double brackets, above each"));
            return self.wrong(Wrong { hint, ..wrong });
        };
        let is_issues = self.path.len() == 1 && self.path[0] == "issues";
        let mut seen = BTreeSet::new();
        let mut place = 0;
        for node in list {
            let Some(row) = node.as_table() else {
                let hint = node.as_text().filter(|text| is_id(text));
                let hint = hint.map(|id| format!("write `{{ id = \"{}\" }}`", mend::shown(id)));
                self.wrong(Wrong {
                    hint,
                    ..Wrong::new(&node.span, node.describe(), "a table")
                });
                continue;
            };
            if is_issues {
                self.issue = Some(place);
            }
            place += 1;
            let id = row_id(row).unwrap_or(Cow::Borrowed("?"));
            if id != "?" && !seen.insert(id.clone()) {
                let span = row.get("id").map_or(&node.span, |id| &id.span);
                self.wrong(Wrong::new(
                    span,
                    format!("{} a second time", quoted(&id)),
                    "an id of its own",
                ));
            }
            self.below(id, |c| c.table(row, &node.span, keys));
        }
    }

    fn map(&mut self, table: &'a Table, of: Of, below: &Shape) {
        for entry in table.entries() {
            self.reference(&entry.key, &entry.key_span, of);
            self.below(Cow::Borrowed(&entry.key), |c| c.node(&entry.node, below));
        }
    }

    fn texts(&mut self, node: &Node) {
        let Some(list) = node.as_list() else {
            return self.no_list(node, "a list of texts".to_owned(), true, &[]);
        };
        let key = self.path.last().cloned().unwrap_or_default();
        let is_text = |item: &Node| item.as_text().is_some_and(is_line);
        for item in list.iter().filter(|item| !is_text(item)) {
            let message = format!("a list with {}", item.describe());
            let wrong = Wrong::new(&item.span, message, "a list of texts without control characters");
            self.wrong(Wrong {
                hint: Some(format!("write `{key} = [\"...\", \"...\"]`")),
                ..wrong
            });
        }
    }

    /// One thing where a list of such is expected.
    fn no_list(&mut self, node: &Node, expected: String, fits: bool, offered: &[&'a Index]) {
        let key = self.path.last().cloned().unwrap_or_default();
        let offered = offered.iter().flat_map(|index| index.iter());
        let hint = node.as_text().and_then(|text| mend::list(&key, text, fits, offered));
        self.wrong(Wrong {
            hint,
            ..Wrong::new(&node.span, node.describe(), expected)
        });
    }

    fn references(&mut self, node: &'a Node, of: Of) {
        let Some(list) = node.as_list() else {
            let indices = self.indices(of);
            let names = |id: &str| {
                indices.iter().any(|index| index.get(id).is_some())
                    || self.names.is_some_and(|names| names.option(id).is_some())
            };
            let fits = node.as_text().is_some_and(names);
            // Of those that may take part the parties: their people come with them.
            return self.no_list(
                node,
                format!("a list, each {}", noun(of)),
                fits,
                &indices[..indices.len().min(1)],
            );
        };
        let mut seen = BTreeSet::new();
        for node in list {
            let Some(id) = node.as_text() else {
                self.wrong(Wrong::new(&node.span, node.describe(), noun(of)));
                continue;
            };
            self.reference(id, &node.span, of);
            if !seen.insert(id) {
                self.wrong(Wrong::new(
                    &node.span,
                    format!("{} a second time", quoted(id)),
                    "each once",
                ));
            }
        }
    }

    fn reference(&mut self, id: &str, span: &Span, of: Of) {
        if of == Of::Option {
            return self.option_reference(id, span);
        }
        let indices = self.indices(of);
        if indices.is_empty() {
            return;
        }
        // A row whose id could not be read is told as such; it may be the one that is meant.
        if indices.iter().any(|i| i.has_unread()) {
            return;
        }
        if indices.iter().all(|i| i.get(id).is_none()) {
            let known = || indices.iter().flat_map(|i| i.iter());
            let wrong = Wrong::new(span, format!("unknown id {}", quoted(id)), one_of(noun(of), known()));
            self.wrong(Wrong {
                hint: did_you_mean(id, known()),
                ..wrong
            });
        }
    }

    /// The ids that a reference may name; none where they are not known here.
    fn indices(&self, of: Of) -> Vec<&'a Index> {
        let Some(names) = self.names else { return Vec::new() };
        match of {
            Of::Party => vec![&names.parties],
            Of::Participant => vec![&names.parties, &names.negotiators],
            Of::Issue => vec![&names.issues],
            Of::Session => vec![&names.sessions],
            Of::Source => vec![&names.sources],
            Of::OwnOption => self.issue.and_then(|i| names.options.get(i)).into_iter().collect(),
            Of::Option | Of::Path | Of::State | Of::Column | Of::Factor => Vec::new(),
        }
    }

    fn option_reference(&mut self, reference: &str, span: &Span) {
        let Some(names) = self.names.filter(|names| names.option(reference).is_none()) else {
            return;
        };
        let Some((issue, option)) = reference.split_once('=') else {
            let wrong = Wrong::new(
                span,
                format!("text {}", quoted(reference)),
                "an option, as `issue=option`",
            );
            return self.wrong(wrong);
        };
        let Some(place) = names.issues.get(issue) else {
            return self.reference(issue, span, Of::Issue);
        };
        let options = &names.options[place];
        if options.len() == 0 {
            return;
        }
        let expected = one_of(&format!("an option of {}", quoted(issue)), options.iter());
        let hint = did_you_mean(option, options.iter());
        self.wrong(Wrong {
            hint,
            ..Wrong::new(span, format!("unknown option {}", quoted(option)), expected)
        });
    }
}

fn is_date(node: &Node) -> bool {
    matches!(node.value, crate::node::Value::Date(_))
}

/// What is wrong with a value that is neither a number nor holds others.
fn scalar(node: &Node, shape: &Shape) -> Option<Wrong> {
    let text = node.as_text();
    let (right, expected) = match shape {
        Shape::Text => (
            text.is_some_and(is_line),
            "text on one line, without control characters".to_owned(),
        ),
        Shape::Prose => (text.is_some_and(is_prose), "text without control characters".to_owned()),
        Shape::Flag => (node.as_flag().is_some(), "true or false".to_owned()),
        Shape::Finite => (
            node.as_number().is_some_and(f64::is_finite),
            "a finite number".to_owned(),
        ),
        Shape::One => (node.as_number() == Some(1.0), "1, the version of the format".to_owned()),
        Shape::Date => (is_day(node), "a date, as 2025-11-23".to_owned()),
        Shape::Day(_) => (is_day(node), "a day or a date, as 7 or 2025-11-30".to_owned()),
        Shape::OptionId => (
            option_text(node).is_some(),
            "the id of an option, or its number".to_owned(),
        ),
        Shape::Id => (
            text.is_some_and(is_id),
            "1 to 80 characters without `;`, `=` and control characters".to_owned(),
        ),
        Shape::Word(words) => {
            let right = text.is_some_and(|t| words.contains(&t));
            let hint = text.and_then(|t| did_you_mean(t, words.iter().copied()));
            let wrong = Wrong::new(&node.span, node.describe(), one_of("one of", words.iter().copied()));
            return (!right).then_some(Wrong { hint, ..wrong });
        }
        _ => return None,
    };
    let hint = match shape {
        Shape::Flag | Shape::One => text.and_then(mend::unquoted),
        Shape::Date => text.and_then(mend::dated),
        Shape::Text | Shape::Prose => text.and_then(|text| mend::unseen(text, is_in_prose)),
        Shape::Id => text.and_then(|text| mend::unseen(text, is_seen)),
        _ => None,
    };
    (!right).then(|| Wrong {
        hint,
        ..Wrong::new(&node.span, node.describe(), expected)
    })
}

fn is_day(node: &Node) -> bool {
    matches!(&node.value, crate::node::Value::Date(text) if date::parse(text).is_some())
}

/// Whether a text may be an id.
pub fn is_id(text: &str) -> bool {
    let length = text.chars().take(limits::ID_CHARACTERS + 1).count();
    (1..=limits::ID_CHARACTERS).contains(&length) && !text.chars().any(|c| c == ';' || c == '=' || !is_seen(c))
}

fn noun(of: Of) -> &'static str {
    match of {
        Of::Party => "a party",
        Of::Participant => "a party or a negotiator",
        Of::Issue => "an issue",
        Of::Option => "an option, as `issue=option`",
        Of::OwnOption => "an option of the issue",
        Of::Session => "a session",
        Of::Source => "a source",
        Of::Path => "the path of a parameter",
        Of::State => "the path of a state",
        Of::Column => "a column of runs.csv",
        Of::Factor => "a factor",
    }
}
