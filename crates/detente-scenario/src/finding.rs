//! What is wrong, or odd, with a file: where, what was found, what was expected, how to mend it.

use crate::limits;
use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The file cannot be used.
    Error,
    /// The file can be used, but probably does not say what was meant.
    Warning,
    /// A remark.
    Advice,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "advice",
        })
    }
}

/// One thing to say about a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// The file.
    pub file: PathBuf,
    /// Bytes of the file; none where the place was changed by a patch, or the file cannot be read.
    pub span: Option<Range<usize>>,
    /// Where in the scenario, for example `parties.north.red_lines`; empty for the file as a whole.
    pub path: String,
    /// What was found.
    pub message: String,
    /// What was expected; may be empty.
    pub expected: String,
    /// How to mend it.
    pub hint: Option<String>,
}

impl Finding {
    /// An error; [`Finding::at`], [`Finding::expected`] and [`Finding::hint`] say more.
    pub fn error(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            file: PathBuf::new(),
            span: None,
            path: path.into(),
            message: message.into(),
            expected: String::new(),
            hint: None,
        }
    }

    /// A warning.
    pub fn warning(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(path, message)
        }
    }

    /// With its place.
    #[must_use]
    pub fn at(mut self, file: &Path, span: Option<Range<usize>>) -> Self {
        self.file = file.to_owned();
        self.span = span;
        self
    }

    /// With what was expected.
    #[must_use]
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = expected.into();
        self
    }

    /// With a way to mend it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Option<String>>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// The finding in one line, without its place.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.severity)?;
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)?;
        if !self.expected.is_empty() {
            write!(f, "; expected {}", self.expected)?;
        }
        match &self.hint {
            Some(hint) => write!(f, "; {hint}"),
            None => Ok(()),
        }
    }
}

/// The text of a file that findings point into.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceText {
    /// The file.
    pub file: PathBuf,
    /// What it says.
    pub text: Arc<str>,
}

/// All findings of a scenario, in the order of their places, with the texts they point into.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Findings {
    list: Vec<Finding>,
    sources: Vec<SourceText>,
}

impl Findings {
    /// The findings, put in order; the sources in the order in which their findings come.
    pub fn new(mut list: Vec<Finding>, sources: Vec<SourceText>) -> Self {
        let place = |f: &Finding| {
            let file = sources.iter().position(|s| s.file == f.file);
            (file, f.span.as_ref().map(|s| (s.start, s.end)), f.severity)
        };
        list.sort_by_cached_key(|f| (place(f), f.path.clone(), f.message.clone()));
        list.dedup();
        let more = list.len().saturating_sub(limits::FINDINGS);
        // What is cut may hold the only error: errors go first then.
        if more > 0 {
            list.sort_by_key(|f| f.severity);
            list.truncate(limits::FINDINGS);
            let worst = list[0].severity;
            let rest = Finding::error("", format!("{more} more findings")).hint("mend the first ones".to_owned());
            list.push(
                Finding {
                    severity: worst,
                    ..rest
                }
                .at(&list[0].file.clone(), None),
            );
        }
        Self { list, sources }
    }

    /// These findings and more.
    #[must_use]
    pub fn with(self, more: impl IntoIterator<Item = Finding>) -> Self {
        let (mut list, sources) = self.into_parts();
        list.extend(more);
        Self::new(list, sources)
    }

    /// The same, and a text that they may point into.
    #[must_use]
    pub fn beside(self, source: Option<SourceText>) -> Self {
        let (list, mut sources) = self.into_parts();
        sources.extend(source);
        Self::new(list, sources)
    }

    /// The findings and the texts.
    pub(crate) fn into_parts(self) -> (Vec<Finding>, Vec<SourceText>) {
        (self.list, self.sources)
    }

    /// The findings in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.list.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether the file cannot be used.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|f| f.severity == Severity::Error)
    }

    /// The text that a finding points into.
    pub fn source(&self, finding: &Finding) -> Option<&str> {
        self.sources.iter().find(|s| s.file == finding.file).map(|s| &*s.text)
    }

    /// Line and column of a finding, both from 1.
    pub fn position(&self, finding: &Finding) -> Option<(usize, usize)> {
        let (text, span) = (self.source(finding)?, finding.span.as_ref()?);
        let before = text.get(..span.start)?;
        let line = before.bytes().filter(|&b| b == b'\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        Some((line, column))
    }
}

impl<'a> IntoIterator for &'a Findings {
    type Item = &'a Finding;
    type IntoIter = std::slice::Iter<'a, Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// One line per finding: `file:line:column: error: ...`.
impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, finding) in self.list.iter().enumerate() {
            if n > 0 {
                writeln!(f)?;
            }
            write!(f, "{}:", finding.file.display())?;
            if let Some((line, column)) = self.position(finding) {
                write!(f, "{line}:{column}:")?;
            }
            write!(f, " {finding}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Findings {}
