//! Import of a sheet that says where actors stand and how much they care: CSV, XLSX or ODS becomes a scenario with its
//! tables.
//!
//! Two layouts are known, in any order of columns. *Long*: one row for each actor and issue (`party, issue, position,
//! salience`, and `capability`, `red_line`, `option` where they are there). *Wide*: one row for each actor, with a
//! position and a salience column for each issue (`Actor, Power, Pstn1, Sal1, Pstn2, Sal2, ...`).
//!
//! Source: the wide layout is that of KTAB's spatial model of politics (KAPSARC) and of the actor tables of expected
//! utility models (Bueno de Mesquita); -9 for what is not known is the custom of the DEU data (Thomson and others 2012,
//! "A new dataset on decision-making in the European Union", Journal of European Public Policy 19).

mod heads;
mod issues;
mod layout;
mod sheet;
mod workbook;
mod write;

#[cfg(test)]
mod tests;

use crate::draft::Draft;
use crate::error::{ImportError, ImportProblem};
use crate::files;
use std::path::Path;

/// What to make of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableOptions {
    /// What the scenario and its tables are called, without an ending.
    pub name: String,
    /// The sheet of a workbook; none: the first.
    pub sheet: Option<String>,
    /// Rounds of each session, at least 1.
    pub rounds: u32,
}

/// The scenario and its tables that a sheet describes.
///
/// # Errors
/// The first thing that is wrong with the file, its columns or its cells: its place, what was found, what was expected
/// and how to mend it.
pub fn import_table(file: &Path, options: &TableOptions) -> Result<Draft, ImportError> {
    let mut sheet = sheet::read(file, options.sheet.as_deref())?;
    let mut notes = std::mem::take(&mut sheet.notes);
    let actors = layout::read(&sheet, &mut notes)?;
    let issues = issues::read(&sheet, &actors, &mut notes)?;
    let case = write::Case::new(&sheet, actors, issues, notes)?;
    Ok(case.draft(options, &files::name(file)))
}

/// The names of the tables beside a scenario that is called so.
pub fn table_names(name: &str) -> [String; 2] {
    [format!("{name}-parties.csv"), format!("{name}-stances.csv")]
}

/// An error about the sheet as a whole.
fn wrong(
    sheet: &sheet::Sheet,
    found: impl Into<String>,
    expected: impl Into<String>,
    hint: impl Into<String>,
) -> ImportError {
    ImportError::new(ImportProblem::Sheet, &sheet.file, found, expected, hint)
}
