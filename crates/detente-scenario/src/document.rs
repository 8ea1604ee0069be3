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
    /// `scenario`, `parties`, `stances` or `values`.
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
        Self::parse_with(file, text, &|_| None)
    }

    /// Parses text as if it stood in a file, with tables that are no files yet either, by the names that it gives them.
    ///
    /// # Errors
    /// Its first syntax error.
    pub fn parse_with<'a>(
        file: &Path,
        text: impl Into<Arc<str>>,
        table: &dyn Fn(&str) -> Option<&'a str>,
    ) -> Result<Self, Findings> {
        let mut document = Self::bare(TomlFile::parse(file, text)?);
        for kind in TableKind::ALL {
            document.attach(kind, &|_| None, table);
        }
        Ok(document)
    }

    fn new(toml: TomlFile, place: &dyn Fn(usize) -> Option<PathBuf>) -> Self {
        let mut document = Self::bare(toml);
        for kind in TableKind::ALL {
            document.attach(kind, place, &|_| None);
        }
        document
    }

    fn bare(toml: TomlFile) -> Self {
        Self {
            toml,
            tables: Vec::new(),
            findings: Vec::new(),
        }
    }

    fn attach<'a>(
        &mut self,
        kind: TableKind,
        place: &dyn Fn(usize) -> Option<PathBuf>,
        table: &dyn Fn(&str) -> Option<&'a str>,
    ) {
        let Some(node) = self.root().table("tables").and_then(|t| t.get(kind.key())) else {
            return;
        };
        let Some(name) = node.as_text() else { return };
        let beside = || self.toml.file.parent().unwrap_or(Path::new("")).join(name);
        let file = place(self.tables.len() + self.findings.len()).unwrap_or_else(beside);
        let read = match table(name) {
            Some(text) => Ok(CsvTable::parse(kind, &file, text.into(), self.root())),
            None => CsvTable::read(kind, &file, self.root()),
        };
        match read {
            Ok(mut table) => {
                table.unseat(&self.toml);
                self.seat(&table.parties);
                self.tables.push(Arc::new(table));
            }
            Err(found) => {
                let message = format!("{}: {}", file.display(), found.message);
                let finding = Finding::error(format!("tables.{}", kind.key()), message).expected(found.expected);
                let finding = finding.hint(found.hint);
                let place = finding.at(&self.toml.file, node.span.clone());
                self.findings.push(place);
            }
        }
    }

    /// Adds parties of a table to those of the file. They have no place in it.
    fn seat(&mut self, parties: &[Node]) {
        let mut list = match self.root().get("parties") {
            None => Vec::new(),
            Some(node) => match node.as_list() {
                Some(list) => list.to_vec(),
                // It is no list, and is told.
                None => return,
            },
        };
        if parties.is_empty() {
            return;
        }
        let span = self.root().get("parties").and_then(|node| node.span.clone());
        list.extend(parties.iter().map(Node::unplaced));
        let value = Value::List(list);
        self.toml.root.set("parties", Node { value, span });
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
    pub(crate) fn start_date(&self) -> Option<jiff::civil::Date> {
        match &self.root().table("scenario")?.get("start_date")?.value {
            Value::Date(text) => date::parse(text),
            _ => None,
        }
    }

    /// Whether weights, values and reservation values count as they stand.
    pub(crate) fn own_scale(&self) -> bool {
        self.toml.own_scale()
    }

    /// The day that a date stands for.
    pub(crate) fn day(&self, node: &Node) -> Option<f64> {
        match &node.value {
            Value::Date(text) => Some(f64::from(date::days_between(self.start_date()?, date::parse(text)?))),
            _ => None,
        }
    }

    pub(crate) fn sources(&self) -> Vec<SourceText> {
        std::iter::once(self.toml.source())
            .chain(self.tables.iter().map(|t| t.source()))
            .collect()
    }
}
