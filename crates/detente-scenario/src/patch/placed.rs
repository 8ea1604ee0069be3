//! What is wrong with a scenario because somebody changed it is told where they wrote the change.

use super::{Change, PatchError};
use crate::build::{Built, build};
use crate::document::Document;
use crate::finding::{Finding, Findings, SourceText};
use crate::node::Node;
use crate::path::Path;
use detente_core::Registry;
use std::ops::Range;
use std::path::PathBuf;

/// A change, and where it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// What is changed.
    pub change: Change,
    /// The file, or whatever else says it.
    pub file: PathBuf,
    /// Bytes of the file.
    pub span: Option<Range<usize>>,
}

impl Placed {
    /// A change as `PATH=VALUE` on a command line. What it brings about is told at the argument.
    ///
    /// # Errors
    /// There is no value, or what stands before it is no path.
    pub fn from_argument(text: &str) -> Result<Self, Box<Finding>> {
        let file = format!("--set {text}");
        let wrong = |finding: Finding| Box::new(finding.at(file.as_ref(), None));
        let (path, value) = text.split_once('=').ok_or_else(|| {
            wrong(Finding::error("", "no value").expected("PATH=VALUE, such as `calendar.*.secrecy=0.9`"))
        })?;
        let path = path
            .parse()
            .map_err(|error: crate::PathError| wrong(Finding::error("", error.to_string())))?;
        Ok(Self {
            change: Change::Set(path, Node::from_argument(value)),
            file: file.into(),
            span: None,
        })
    }

    fn finding(&self, error: PatchError) -> Finding {
        Finding::error(error.path, error.message)
            .expected(error.expected)
            .hint(error.hint)
            .at(&self.file, self.span.clone())
    }
}

/// The model of a document with these changes; `sources` are the texts in which they stand.
///
/// # Errors
/// All that is wrong: what a change brought about stands at the change, everything else in the scenario.
pub fn build_changed(
    document: &Document,
    changes: &[Placed],
    sources: &[SourceText],
    registry: &Registry,
) -> Result<Built, Findings> {
    let mut changed = document.clone();
    for placed in changes {
        changed
            .change(&placed.change, registry)
            .map_err(|error| Findings::new(vec![placed.finding(error)], sources.to_vec()))?;
    }
    build(&changed, registry).map_err(|findings| at_changes(findings, changes, sources))
}

/// Findings that point at no place of the scenario's files move to the last change that touches their path.
fn at_changes(findings: Findings, changes: &[Placed], sources: &[SourceText]) -> Findings {
    let (list, mut texts) = findings.into_parts();
    let place = |finding: Finding| {
        let path: Option<Path> = finding.path.parse().ok().filter(|_| finding.span.is_none());
        let touches = |placed: &&Placed| path.as_ref().is_some_and(|path| placed.change.path().touches(path));
        match changes.iter().rev().find(touches) {
            Some(placed) => finding.at(&placed.file, placed.span.clone()),
            None => finding,
        }
    };
    texts.extend_from_slice(sources);
    Findings::new(list.into_iter().map(place).collect(), texts)
}
