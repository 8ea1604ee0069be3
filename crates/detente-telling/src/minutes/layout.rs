//! The page that minutes are written on: headings, paragraphs, lists and columns of text.

use crate::wording::wrapped;

/// Columns of the page.
pub(super) const COLUMNS: usize = 100;
/// Columns before a paragraph below a heading.
const INDENT: usize = 4;

/// A page of text.
#[derive(Debug)]
pub(super) struct Page {
    text: String,
    columns: usize,
}

impl Default for Page {
    fn default() -> Self {
        Self {
            text: String::new(),
            columns: COLUMNS,
        }
    }
}

impl Page {
    /// One whose lines never break: who shows it breaks them.
    pub(super) fn unbroken() -> Self {
        Self {
            text: String::new(),
            columns: usize::MAX,
        }
    }

    /// A line by itself, after an empty one.
    pub(super) fn heading(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.lines(text, 0);
    }

    /// A line under the heading before it.
    pub(super) fn rule(&mut self, text: &str) {
        self.lines(&"=".repeat(text.chars().count().min(COLUMNS)), 0);
    }

    /// An indented paragraph; nothing if there is nothing to say.
    pub(super) fn paragraph(&mut self, text: &str) {
        self.lines(text, INDENT);
    }

    /// A paragraph at the margin, after an empty line.
    pub(super) fn statement(&mut self, text: &str) {
        self.text.push('\n');
        self.lines(text, 0);
    }

    /// An item of a list below a paragraph.
    pub(super) fn item(&mut self, text: &str) {
        self.lines(text, INDENT + 4);
    }

    /// Two columns: the first as wide as its widest cell, the second wrapped beside it.
    pub(super) fn columns(&mut self, rows: &[(String, String)]) {
        let width = rows.iter().map(|(first, _)| first.chars().count()).max().unwrap_or(0);
        for (first, second) in rows {
            let beside = INDENT + width + 3;
            let mut lines = wrapped(second, self.columns.saturating_sub(beside).max(24)).into_iter();
            let line = format!("{:INDENT$}{first:<width$}   {}", "", lines.next().unwrap_or_default());
            self.text.push_str(line.trim_end());
            self.text.push('\n');
            for line in lines {
                self.text.push_str(&format!("{:beside$}{line}\n", ""));
            }
        }
    }

    /// All of it.
    pub(super) fn text(self) -> String {
        self.text
    }

    fn lines(&mut self, text: &str, indent: usize) {
        for line in wrapped(text, self.columns - indent) {
            self.text.push_str(&format!("{:indent$}{line}\n", ""));
        }
    }
}
