//! What is wrong with a domain, a profile or what was asked for: where, what was found, what was expected, how to mend
//! it.

use std::fmt;
use std::path::{Path, PathBuf};

/// What an error of the import is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportProblem {
    /// What was asked for: strategies, rounds.
    Options,
    /// The directory: it cannot be read, or does not hold one domain and enough profiles.
    Directory,
    /// A file that cannot be read or is too large.
    File,
    /// A file that is not well-formed, or goes beyond what the reader takes.
    Syntax,
    /// The domain: its issues and their values.
    Domain,
    /// A profile: its weights, evaluations, reservation value and discount factor.
    Profile,
    /// A sheet: its columns and cells.
    Sheet,
}

/// Why something cannot be imported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ImportError {
    /// What it is about.
    pub problem: ImportProblem,
    /// The file or directory; empty where the options are wrong.
    pub file: PathBuf,
    /// Line and column, both from 1, where the place within the file is known.
    pub position: Option<(u32, u32)>,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: String,
    /// How to mend it.
    pub hint: String,
}

impl ImportError {
    pub(crate) fn new(
        problem: ImportProblem,
        file: &Path,
        found: impl Into<String>,
        expected: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self {
            problem,
            file: file.to_owned(),
            position: None,
            found: found.into(),
            expected: expected.into(),
            hint: hint.into(),
        }
    }

    /// With its place: row and column of a sheet, both from 1.
    pub(crate) fn cell(mut self, row: u32, column: u32) -> Self {
        self.position = Some((row, column));
        self
    }

    /// With its place: a byte of the text of the file.
    pub(crate) fn at(mut self, text: &str, byte: usize) -> Self {
        self.position = Some(position(text, byte));
        self
    }
}

/// `file:line:column: found; expected ...; hint`.
impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.file.as_os_str().is_empty() {
            write!(f, "{}:", self.file.display())?;
            if let Some((line, column)) = self.position {
                write!(f, "{line}:{column}:")?;
            }
            f.write_str(" ")?;
        }
        write!(f, "{}; expected {}; {}", self.found, self.expected, self.hint)
    }
}

/// Line and column, both from 1, of a byte; the last place of the text for bytes beyond it.
fn position(text: &str, byte: usize) -> (u32, u32) {
    let mut end = byte.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = &text[..end];
    let line = before.bytes().filter(|&b| b == b'\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    let short = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    (short(line), short(column))
}
