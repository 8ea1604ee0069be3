//! What can go wrong with a results folder. Each message completes the sentence "failed to ...".

use std::io;
use std::path::{Path, PathBuf};

/// Why a results folder could not be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ResultsError {
    /// The file system refused.
    #[error("{action} {}: {source}", path.display())]
    Io {
        /// What was tried, as a verb: `read`, `write`, `rename`.
        action: &'static str,
        /// The file or folder concerned.
        path: PathBuf,
        /// The system's own reason.
        source: io::Error,
    },
    /// The manifest is not JSON or lacks something.
    #[error("read {}: {reason}", path.display())]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// The parser's reason, with line and column.
        reason: String,
    },
    /// A file is cut off, changed, or something else.
    #[error("read {}: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// A folder whose tables are complete, but that cannot take its name.
    #[error(
        "give {} its name: {reason}; all results are complete and kept in {}: move it yourself, or make room and give the \
         same command again",
        target.display(),
        partial.display()
    )]
    Unnamed {
        /// The name.
        target: PathBuf,
        /// Where the results are.
        partial: PathBuf,
        /// What was tried, and the system's own reason.
        reason: String,
    },
    /// Another program is writing there.
    #[error(
        "use {}: another program is at work here and holds {}; wait for it, or choose another folder with --out DIR",
        path.parent().unwrap_or(path).display(),
        path.display()
    )]
    Taken {
        /// The lock.
        path: PathBuf,
    },
    /// The manifest was written in another version of the format.
    #[error("read {}: found format {found}, expected format {expected}", path.display())]
    Format {
        /// The manifest.
        path: PathBuf,
        /// The version it names.
        found: u32,
        /// The version this program reads.
        expected: u32,
    },
    /// The manifest lists a table that is not there.
    #[error("read {}: the manifest lists this file, but it is not there", path.display())]
    Absent {
        /// Where the table should be.
        path: PathBuf,
    },
    /// A table lacks a column.
    #[error("read {}, line 1: found the columns `{found}`, expected among them `{expected}`", path.display())]
    Header {
        /// The table.
        path: PathBuf,
        /// Its first line.
        found: String,
        /// The columns that it must have.
        expected: String,
    },
    /// A row has too few or too many cells, or is not UTF-8.
    #[error("read {}, line {line}: {reason}", path.display())]
    Line {
        /// The table.
        path: PathBuf,
        /// The line, counted from 1.
        line: u64,
        /// What was found and expected.
        reason: String,
    },
    /// A table in the format Parquet is damaged or holds what it should not.
    #[error("read {}: {reason}", path.display())]
    Parquet {
        /// The table.
        path: PathBuf,
        /// What was found and expected, with row and column where there is one.
        reason: String,
    },
    /// A cell does not hold what its column promises.
    #[error("read {}, line {line}, column `{column}`: found `{found}`, expected {expected}", path.display())]
    Cell {
        /// The table.
        path: PathBuf,
        /// The line, counted from 1.
        line: u64,
        /// The column's name.
        column: String,
        /// The cell's text.
        found: String,
        /// What the column holds, with an example.
        expected: &'static str,
    },
}

impl ResultsError {
    /// Makes the adapter for `map_err` around one call to the file system.
    pub fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io {
            action,
            path: path.to_owned(),
            source,
        }
    }

    /// Whether the file system refused: there is no room, or the place may not be read or written to.
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::Io { .. } | Self::Taken { .. } | Self::Unnamed { .. })
    }

    /// The error for columns that lack one of those expected.
    pub(crate) fn header<'a>(path: &Path, found: impl Iterator<Item = &'a str>, expected: &[&str]) -> Self {
        Self::Header {
            path: path.to_owned(),
            found: found.collect::<Vec<_>>().join(","),
            expected: expected.join(","),
        }
    }
}
