//! A table of rows as CSV while it is written, where it is asked for.

use super::runs::Format;
use crate::execute::RunError;
use detente_results::{AtomicFile, Column, FileRecord, ResultsError, csv_header};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The file, or none; it has its name when it is complete.
pub(super) struct CsvOut {
    name: &'static str,
    path: PathBuf,
    file: Option<AtomicFile>,
}

impl CsvOut {
    /// Begins the file of this name, with its header.
    pub(super) fn create(
        name: &'static str,
        columns: &[Column],
        folder: &Path,
        formats: &[Format],
    ) -> Result<Self, RunError> {
        let path = folder.join(name);
        let is_wanted = formats.contains(&Format::Csv);
        let file = is_wanted.then(|| AtomicFile::create(&path)).transpose()?;
        let mut out = Self { name, path, file };
        out.text(&csv_header(columns))?;
        Ok(out)
    }

    pub(super) fn is_wanted(&self) -> bool {
        self.file.is_some()
    }

    pub(super) fn text(&mut self, text: &[u8]) -> Result<(), RunError> {
        let Some(file) = &mut self.file else { return Ok(()) };
        Ok(file.write_all(text).map_err(ResultsError::io("write", &self.path))?)
    }

    pub(super) fn finish(self) -> Result<Option<FileRecord>, RunError> {
        let record = |hash: String| FileRecord {
            name: self.name.to_owned(),
            hash,
        };
        Ok(self.file.map(AtomicFile::finish).transpose()?.map(record))
    }
}
