//! A scenario as written: its tree and the tables that it names. Variants are patches on a document.

use crate::date;
use crate::file::TomlFile;
use crate::finding::{Finding, Findings, SourceText};
use crate::node::{Node, Table, Value};
use crate::tables::{CsvTable, TableKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A scenario file with its tables, not yet checked.
#[derive(Debug, Clone)]
pub struct Document {
    pub(crate) toml: TomlFile,
    pub(crate) tables: Vec<Arc<CsvTable>>,
    /// Tables that cannot be read.
    pub(crate) findings: Vec<Finding>,
}

/// A file that a model was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    /// Where it stands.
    pub path: PathBuf,
    /// Its text.
    pub text: Arc<str>,
    /// BLAKE3 of its bytes, in hexadecimal digits.
    pub hash: String,
    /// `scenario`, `stances` or `values`.
    pub role: &'static str,
}

impl Document {
    /// Reads a scenario and the tables that it names.
    ///
    /// # Errors
    /// A file that cannot be read, or its first syntax error. What is wrong with a table is found by
    /// [`build`](crate::build).
    pub fn read(file: &Path) -> Result<Self, Findings> {
        Self::read_with(file, &|_| None)
    }

    /// Reads a scenario whose tables lie elsewhere: `place` tells where, by the order in which they are named.
    ///
    /// # Errors
    /// As for [`Document::read`].
    pub fn read_with(file: &Path, place: &dyn Fn(usize) -> Option<PathBuf>) -> Result<Self, Findings> {
        Ok(Self::new(TomlFile::read(file)?, place))
    }

    /// A scenario file that has been read, with the tables that it names.
    pub fn of(toml: TomlFile) -> Self {
        Self::new(toml, &|_| None)
    }

    /// Parses text as if it stood in a file; tables are looked for beside that file.
    ///
    /// # Errors
    /// Its first syntax error.
    pub fn parse(file: &Path, text: impl Into<Arc<str>>) -> Result<Self, Findings> {
        Ok(Self::new(TomlFile::parse(file, text)?, &|_| None))
    }

    fn new(toml: TomlFile, place: &dyn Fn(usize) -> Option<PathBuf>) -> Self {
        let mut document = Self {
            toml,
            tables: Vec::new(),
            findings: Vec::new(),
        };
        for kind in TableKind::ALL {
            document.attach(kind, place);
        }
        document
    }

    fn attach(&mut self, kind: TableKind, place: &dyn Fn(usize) -> Option<PathBuf>) {
        let Some(node) = self.root().table("tables").and_then(|t| t.get(kind.key())) else {
            return;
        };
        let Some(name) = node.as_text() else { return };
        let beside = || self.toml.file.parent().unwrap_or(Path::new("")).join(name);
        let file = place(self.tables.len() + self.findings.len()).unwrap_or_else(beside);
        match CsvTable::read(kind, &file) {
            Ok(table) => self.tables.push(Arc::new(table)),
            Err(found) => {
                let message = format!("{}: {}", file.display(), found.message);
                let finding = Finding::error(format!("tables.{}", kind.key()), message).expected(found.expected);
                let place = finding.at(&self.toml.file, node.span.clone());
                self.findings.push(place);
            }
        }
    }

    /// The scenario file.
    pub fn file(&self) -> &Path {
        &self.toml.file
    }

    /// The tree of the scenario file.
    pub fn root(&self) -> &Table {
        &self.toml.root
    }

    /// The scenario and its tables, with their hashes: as on disk, whatever patches have changed since.
    pub fn files(&self) -> Vec<InputFile> {
        let input = |path: &Path, text: &Arc<str>, role| InputFile {
            path: path.to_owned(),
            text: Arc::clone(text),
            hash: blake3::hash(text.as_bytes()).to_hex().to_string(),
            role,
        };
        let tables = self.tables.iter().map(|t| input(&t.file, &t.text, t.kind.key()));
        std::iter::once(input(self.file(), &self.toml.text, "scenario"))
            .chain(tables)
            .collect()
    }

    /// Day 0, if the scenario gives it a date.
    pub(crate) fn start_date(&self) -> Option<[u16; 3]> {
        match &self.root().table("scenario")?.get("start_date")?.value {
            Value::Date(text) => date::parse(text),
            _ => None,
        }
    }

    /// Whether weights, values and reservation values count as they stand.
    pub(crate) fn own_scale(&self) -> bool {
        let talks = self.root().table("talks");
        talks.and_then(|talks| talks.text("scale")) == Some("own")
    }

    /// The day that a date stands for.
    pub(crate) fn day(&self, node: &Node) -> Option<f64> {
        match &node.value {
            Value::Date(text) => Some(date::days_between(self.start_date()?, date::parse(text)?) as f64),
            _ => None,
        }
    }

    pub(crate) fn sources(&self) -> Vec<SourceText> {
        std::iter::once(self.toml.source())
            .chain(self.tables.iter().map(|t| t.source()))
            .collect()
    }
}
