//! Keys that go together, lists, choices between forms, whole numbers, names of files.

use super::{Checker, is_id};
use crate::node::{Entry, Node, Span, Table};
use crate::number::Wrong;
use crate::shape::{Key, Presence, Shape};
use crate::suggest::{grouped, quoted};
use detente_core::Unfit;
use std::collections::BTreeSet;

/// What a name of a file may not hold, besides what no id may.
const NOT_IN_FILE_NAMES: [char; 4] = ['/', '\\', ',', '"'];

impl<'a> Checker<'a> {
    /// Keys that are missing, too many, or there without those that they go with.
    pub(super) fn presence(&mut self, table: &Table, span: &Span, keys: &[Key]) {
        let entry = |name: &str| table.entries().iter().find(|entry| entry.key == name);
        for key in keys {
            match (key.presence, entry(key.name)) {
                (Presence::Required, None) => {
                    let expected = format!("`{}`: {}", key.name, key.about);
                    self.wrong(Wrong::new(span, format!("`{}` is missing", key.name), expected));
                }
                (Presence::Beside(other), Some(own)) if table.get(other).is_none() => {
                    let found = format!("`{}` without `{other}`", key.name);
                    let expected = format!("`{}` beside `{other}` only", key.name);
                    self.wrong(Wrong::new(&own.key_span, found, expected));
                }
                // Told once, at the first of them.
                (Presence::OneOf(names), _) if names.first() == Some(&key.name) => {
                    let given: Vec<&Entry> = names.iter().filter_map(|name| entry(name)).collect();
                    self.one_of(&given, span, names, keys);
                }
                _ => {}
            }
        }
    }

    fn one_of(&mut self, given: &[&Entry], span: &Span, names: &[&str], keys: &[Key]) {
        let told = |name: &&str| {
            let about = keys.iter().find(|key| key.name == *name).map_or("", |key| &key.about);
            format!("`{name}`: {about}")
        };
        let expected: Vec<String> = names.iter().map(told).collect();
        let expected = format!("one of them: {}", expected.join("; or "));
        let quoted = |names: Vec<&str>, word: &str| {
            let quoted: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
            quoted.join(word)
        };
        match given {
            [_] => {}
            [] => {
                let found = format!("neither {}", quoted(names.to_vec(), " nor "));
                self.wrong(Wrong::new(span, found, expected));
            }
            [.., last] => {
                let found = quoted(given.iter().map(|entry| entry.key.as_str()).collect(), " and ");
                self.wrong(Wrong::new(&last.key_span, format!("both {found}"), expected));
            }
        }
    }

    pub(super) fn list(&mut self, node: &'a Node, of: &Shape, [least, most]: [usize; 2]) {
        let expected = match most {
            usize::MAX => format!("a list of {least} or more"),
            most if most == least => format!("a list of {least}"),
            most => format!("a list of {least} to {most}"),
        };
        let Some(list) = node.as_list() else {
            return self.wrong(Wrong::new(&node.span, node.describe(), expected));
        };
        if !(least..=most).contains(&list.len()) {
            return self.wrong(Wrong::new(&node.span, format!("a list of {}", list.len()), expected));
        }
        let mut seen = BTreeSet::new();
        for item in list {
            let before = self.findings.len();
            self.node(item, of);
            if self.findings.len() == before && !seen.insert(identity(item)) {
                self.wrong(Wrong::new(
                    &item.span,
                    format!("{}, given twice", item.describe()),
                    "each once",
                ));
            }
        }
    }

    pub(super) fn filled(&mut self, node: &'a Node, of: &Shape) {
        self.node(node, of);
        if node.as_table().is_some_and(|table| table.entries().is_empty()) {
            self.wrong(Wrong::new(&node.span, "an empty table", "one entry or more"));
        }
    }

    /// The first form that fits. Where none does, a table is told key by key, anything else as a whole.
    pub(super) fn either(&mut self, node: &'a Node, shapes: &[Shape], expected: &'static str) {
        let before = self.findings.len();
        for shape in shapes {
            self.node(node, shape);
            if self.findings.len() == before {
                return;
            }
            self.findings.truncate(before);
        }
        let of_keys = |shape: &&Shape| match shape {
            Shape::Filled(of) => matches!(**of, Shape::Table(_)),
            shape => matches!(shape, Shape::Table(_)),
        };
        match shapes.iter().find(of_keys).filter(|_| node.as_table().is_some()) {
            Some(table) => self.node(node, table),
            None => self.wrong(Wrong::new(&node.span, node.describe(), expected)),
        }
    }

    pub(super) fn whole(&mut self, node: &Node, [least, most]: [u64; 2]) {
        let number = node.as_number().filter(|x| x.is_finite());
        let range = [least, most].map(|end| end as f64);
        if number.is_some_and(|x| x.fract() == 0.0 && (range[0]..=range[1]).contains(&x)) {
            return;
        }
        let [least, most] = [least, most].map(grouped);
        let wrong = Wrong::new(
            &node.span,
            node.describe(),
            format!("a whole number from {least} to {most}"),
        );
        let fraction = number.filter(|x| x.fract() != 0.0);
        self.wrong(Wrong {
            hint: fraction.and_then(|x| Unfit::fraction(x, range).hint),
            ..wrong
        });
    }

    pub(super) fn file_name(&mut self, node: &Node, taken: &[&str]) {
        let Some(text) = node.as_text() else {
            return self.wrong(Wrong::new(&node.span, node.describe(), "text that can name a file"));
        };
        if !is_id(text) || text.contains(NOT_IN_FILE_NAMES) || text.starts_with('.') {
            let expected = "1 to 80 characters that can name a file";
            self.wrong(Wrong::new(&node.span, format!("the id {}", quoted(text)), expected));
        } else if taken.contains(&text) {
            let found = format!("the id {} is taken", quoted(text));
            self.wrong(Wrong::new(&node.span, found, "an id of its own"));
        }
    }
}

/// Tells values apart that are not the same; 0 and -0 are.
fn identity(node: &Node) -> String {
    match node.as_number() {
        Some(x) => (x + 0.0).to_string(),
        None => format!("{:?}", node.unplaced().value),
    }
}
