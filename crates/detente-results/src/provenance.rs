//! Who made a results folder, when, on what: beside the files that are the same bytes everywhere, and not among them.

use crate::error::ResultsError;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The file in a results folder.
pub const PROVENANCE_FILE: &str = "provenance.json";

/// Who made a results folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// The program.
    pub program: Program,
    /// When it began, in UTC: `2026-01-31T12:00:00Z`.
    pub start: String,
    /// When the tables were complete; none while it is unfinished.
    pub end: Option<String>,
    /// Name of the machine; empty if it has none.
    pub host: String,
    /// Worker threads.
    pub threads: u64,
    /// The command, word by word.
    pub command: Vec<String>,
}

/// A program, told apart from others of its name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// Version.
    pub version: String,
    /// Commit of its sources; empty if unknown.
    pub commit: String,
    /// Whether the sources had changes beyond the commit.
    pub dirty: bool,
    /// The compiler that built it.
    pub compiler: String,
    /// The platform it was built for.
    pub target: String,
    /// Hash of the executable, in hexadecimal: two programs of one hash do the same.
    pub hash: String,
}

impl Program {
    /// Whether it is the program of this hash; one whose executable is unknown is no other's like.
    pub fn is(&self, hash: &str) -> bool {
        !hash.is_empty() && self.hash == hash
    }
}

impl Provenance {
    /// Reads the file of a results folder.
    ///
    /// # Errors
    /// It is not there, or is not one.
    pub fn read(folder: &Path) -> Result<Self, ResultsError> {
        let path = folder.join(PROVENANCE_FILE);
        let json = crate::atomic::read_own(&path).map_err(ResultsError::io("read", &path))?;
        serde_json::from_slice(&json).map_err(|error| ResultsError::Damaged {
            path,
            reason: error.to_string(),
        })
    }
}
