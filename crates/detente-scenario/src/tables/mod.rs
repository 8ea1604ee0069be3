//! Parties, stances and values from CSV files, for cases with many parties. A file becomes the same tree that TOML would
//! give, so that everything else reads both alike.

mod dialect;
mod heads;
mod parties;
mod quotes;
mod stakes;

#[cfg(test)]
mod tests;

pub use dialect::{Dialect, Misfit, NoNumber};

use crate::file::{TomlFile, read_text};
use crate::finding::{Finding, SourceText};
use crate::limits;
use crate::node::{Node, Table};
use crate::suggest::quoted;
use csv::StringRecord;
use heads::Heads;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TableKind {
    /// `id,name,role,reservation_value,...`: one row for each party.
    Parties,
    /// `party,issue,weight,ideal,tolerance`, or `position` in place of `ideal`.
    Stances,
    /// `party,issue,option,value`.
    Values,
}

impl TableKind {
    /// Parties first: the others speak of them.
    pub(crate) const ALL: [TableKind; 3] = [TableKind::Parties, TableKind::Stances, TableKind::Values];

    /// Its key in `[tables]`.
    pub(crate) fn key(self) -> &'static str {
        match self {
            TableKind::Parties => "parties",
            TableKind::Stances => "stances",
            TableKind::Values => "values",
        }
    }
}

/// A CSV file, read.
#[derive(Debug, Clone)]
pub(crate) struct CsvTable {
    pub(crate) kind: TableKind,
    pub(crate) file: PathBuf,
    pub(crate) text: Arc<str>,
    /// By issue: what the issue's own table would hold.
    pub(crate) issues: Table,
    /// Rows of parties.
    pub(crate) parties: Vec<Node>,
    /// What is wrong with the file by itself.
    pub(crate) findings: Vec<Finding>,
}

impl CsvTable {
    /// Reads a file for a scenario; what is wrong with its contents is kept.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub(crate) fn read(kind: TableKind, file: &Path, scenario: &Table) -> Result<Self, Box<Finding>> {
        Ok(Self::parse(kind, file, read_text(file)?.into(), scenario))
    }

    pub(crate) fn parse(kind: TableKind, file: &Path, text: Arc<str>, scenario: &Table) -> Self {
        let dialect = Dialect::of(&text);
        let mut rows = Rows::of(&text, &dialect);
        let (mut issues, mut parties) = (Table::default(), Vec::new());
        if let Some((at, Misfit { found, expected, hint })) = dialect.open_quote(&text) {
            rows.error_with(at..at + 1, found, expected, Some(hint));
        } else {
            let heads = Heads::read(kind, &dialect, &mut rows);
            // What a table without proper heads says is anybody's guess.
            if rows.findings.is_empty() {
                match kind {
                    TableKind::Parties => parties = parties::read(&heads, dialect, &mut rows),
                    _ => issues = stakes::read(kind, &heads, dialect, scenario, &mut rows),
                }
                if rows.count == 0 && rows.findings.is_empty() {
                    rows.error(0..0, "no row below the heads", "a row for each, as the heads say");
                }
            }
        }
        let findings = rows.findings.into_iter().map(|finding| {
            let span = finding.span.clone();
            finding.at(file, span)
        });
        Self {
            kind,
            file: file.to_owned(),
            findings: findings.collect(),
            text,
            issues,
            parties,
        }
    }

    /// Takes out the parties that the scenario's own file has: there each is told with both its places, and not again by all
    /// that speaks of it.
    pub(crate) fn unseat(&mut self, scenario: &TomlFile) {
        let id = |node: &Node| Some(node.as_table()?.text("id")?.to_owned());
        let own = scenario.root.rows("parties").map(|(_, node)| node);
        let own: BTreeMap<String, &Node> = own.filter_map(|node| Some((id(node)?, node))).collect();
        for node in std::mem::take(&mut self.parties) {
            let Some((name, first)) = id(&node).and_then(|name| Some((name.clone(), *own.get(&name)?))) else {
                self.parties.push(node);
                continue;
            };
            let message = format!("{} a second time", quoted(&name));
            let line = first.span.as_ref().map_or_else(String::new, |span| {
                let before = &scenario.text.as_bytes()[..span.start];
                format!(":{}", before.iter().filter(|&&byte| byte == b'\n').count() + 1)
            });
            let hint = format!(
                "it is in {}{line} already: leave out one of them",
                scenario.file.display()
            );
            let finding = Finding::error("", message).expected("a party that the scenario does not have");
            self.findings.push(finding.hint(hint).at(&self.file, node.span.clone()));
        }
    }

    /// The text with its place.
    pub(crate) fn source(&self) -> SourceText {
        SourceText {
            file: self.file.clone(),
            text: self.text.clone(),
        }
    }
}

/// The rows of a table with their places, and what is wrong with them.
struct Rows<'a> {
    reader: csv::Reader<&'a [u8]>,
    dialect: Dialect,
    start: usize,
    end: usize,
    /// Rows read so far, the heads not among them.
    count: usize,
    findings: Vec<Finding>,
}

impl<'a> Rows<'a> {
    fn of(text: &'a str, dialect: &Dialect) -> Self {
        let reader = csv::ReaderBuilder::new()
            .flexible(true)
            .trim(csv::Trim::All)
            .delimiter(dialect.separator as u8)
            .from_reader(&text.as_bytes()[dialect.start..]);
        Self {
            reader,
            dialect: dialect.clone(),
            start: dialect.start,
            end: text.len(),
            count: 0,
            findings: Vec::new(),
        }
    }

    fn heads(&mut self) -> StringRecord {
        self.reader.headers().cloned().unwrap_or_default()
    }

    /// The next row that can be read, with its place; as many cells as there are heads.
    fn next(&mut self, heads: &Heads) -> Option<(StringRecord, Range<usize>)> {
        loop {
            let mut record = StringRecord::new();
            let read = self.reader.read_record(&mut record);
            match read {
                Ok(true) if self.count == limits::PAIRS => {
                    let expected = format!("at most {}", limits::PAIRS);
                    self.error(0..0, "too many rows", &expected);
                    return None;
                }
                Ok(true) => self.count += 1,
                Ok(false) => return None,
                Err(error) => {
                    // The reader goes on behind what it cannot read; of very many such lines the first will do.
                    self.error(
                        0..0,
                        format!("a line that is no CSV ({error})"),
                        "text between separators",
                    );
                    if self.findings.len() > limits::FINDINGS {
                        return None;
                    }
                    continue;
                }
            }
            let start = self.start + record.position().map_or(0, |p| p.byte() as usize);
            let start = start.min(self.end);
            let span = start..(start + record.as_slice().len() + record.len().saturating_sub(1)).min(self.end);
            // Spreadsheets close every line with a separator where one line has a cell more.
            let more = record.iter().skip(heads.len()).any(|cell| !cell.is_empty());
            if let Some(Misfit { found, expected, hint }) = self.dialect.misfit(record.iter(), heads.len()) {
                // All further lines may be like this one.
                self.error_with(span, found, expected, Some(hint));
                return None;
            }
            if record.len() < heads.len() || more {
                let expected = format!("{}, as in the header", heads.len());
                self.error(span, format!("{} cells", record.len()), &expected);
                continue;
            }
            if record.iter().any(|cell| !cell.is_empty()) {
                return Some((record, span));
            }
        }
    }

    fn error(&mut self, span: Range<usize>, message: impl Into<String>, expected: &str) {
        self.error_with(span, message, expected, None);
    }

    fn error_with(&mut self, span: Range<usize>, message: impl Into<String>, expected: &str, hint: Option<String>) {
        let finding = Finding::error("", message).expected(expected).hint(hint);
        self.findings.push(Finding {
            span: Some(span),
            ..finding
        });
    }
}
