//! Tables for spreadsheets of the countries that write `0,5`: a byte order mark, `;` between cells, decimal commas, text
//! between quotes. A plain CSV file is read there as one column, or its `1.5` as the first of May.

use std::fs;
use std::io::Write;
use std::path::Path;

use csv::ReaderBuilder;

use crate::atomic::AtomicFile;
use crate::column::{Kind, Value};
use crate::error::ResultsError;
use crate::folder::Folder;
use crate::number::push_float;
use crate::runs::RunsReader;
use crate::sample::Sample;

/// The folder of these tables inside a results folder.
pub const SPREADSHEETS: &str = "excel";

/// Most rows that a sheet has, its header included.
pub const SHEET_ROWS: u64 = 1_048_576;

/// Columns that hold text, whatever a cell looks like.
const WORDS: [&str; 17] = [
    "policy", "outcome", "response", "against", "from", "to", "method", "clock", "variable", "path", "range", "unit",
    "meaning", "source", "evidence", "kind", "package",
];

/// Whether every table of a finished folder is there for spreadsheets.
pub fn is_in_spreadsheets(folder: &Folder) -> bool {
    let sheets = folder.file(SPREADSHEETS);
    tables(folder)
        .chain([of_runs(folder)])
        .all(|name| sheets.join(name).is_file())
}

/// Writes every table of a finished folder for spreadsheets, each whole or not at all, into a folder of its own. Text that
/// a spreadsheet would take for something else, as `misread` says, gets a `'` in front.
///
/// # Errors
/// A table cannot be read, or the file system refuses.
pub fn write_spreadsheets(folder: &Folder, misread: &dyn Fn(&str) -> bool) -> Result<(), ResultsError> {
    let sheets = folder.file(SPREADSHEETS);
    fs::create_dir_all(&sheets).map_err(ResultsError::io("create", &sheets))?;
    for name in tables(folder) {
        table(&folder.file(name), &sheets.join(name), misread)?;
    }
    runs(folder, &sheets.join(of_runs(folder)), misread)
}

/// The table of the runs that were kept.
fn of_runs(folder: &Folder) -> &'static str {
    match folder.manifest().sample {
        None => RunsReader::FILE,
        Some(_) => Sample::FILE,
    }
}

/// The tables beside that of the runs.
fn tables(folder: &Folder) -> impl Iterator<Item = &str> {
    let files = folder.manifest().files.iter().map(|file| file.name.as_str());
    files.filter(|name| name.ends_with(".csv") && *name != of_runs(folder))
}

/// A table whose columns are not declared: cells are numbers where they read as numbers.
fn table(from: &Path, to: &Path, misread: &dyn Fn(&str) -> bool) -> Result<(), ResultsError> {
    let damaged = |error: csv::Error| ResultsError::Line {
        path: from.to_owned(),
        line: error.position().map_or(1, csv::Position::line),
        reason: error.to_string(),
    };
    let mut reader = ReaderBuilder::new().from_path(from).map_err(damaged)?;
    let header: Vec<String> = reader.headers().map_err(damaged)?.iter().map(str::to_owned).collect();
    let mut sheet = Sheet::begin(to, misread)?;
    sheet.line(header.iter().map(|name| Value::Word(name)))?;
    for record in reader.records() {
        let record = record.map_err(damaged)?;
        let cells = record.iter().zip(&header).map(|(text, column)| {
            let kind = if WORDS.contains(&column.as_str()) {
                Kind::Word
            } else {
                Kind::Number
            };
            kind.read(text).unwrap_or(Value::Word(text))
        });
        sheet.line(cells)?;
    }
    sheet.file.finish().map(|_| ())
}

/// The runs, from whichever file has them.
fn runs(folder: &Folder, to: &Path, misread: &dyn Fn(&str) -> bool) -> Result<(), ResultsError> {
    let Some(runs) = folder.kept_runs()? else { return Ok(()) };
    let mut sheet = Sheet::begin(to, misread)?;
    let names: Vec<String> = runs.columns().iter().map(|column| column.name.clone()).collect();
    sheet.line(names.iter().map(|name| Value::Word(name)))?;
    for rows in runs {
        let rows = rows?;
        for row in 0..rows.len() {
            sheet.line(rows.columns.iter().map(|cells| cells.at(row)))?;
        }
    }
    sheet.file.finish().map(|_| ())
}

/// A table in the making.
struct Sheet<'a> {
    file: AtomicFile,
    path: &'a Path,
    misread: &'a dyn Fn(&str) -> bool,
    line: Vec<u8>,
}

impl<'a> Sheet<'a> {
    fn begin(path: &'a Path, misread: &'a dyn Fn(&str) -> bool) -> Result<Self, ResultsError> {
        let mut file = AtomicFile::create(path)?;
        // Without it a spreadsheet takes the file for one of an older encoding.
        file.write_all("\u{feff}".as_bytes())
            .map_err(ResultsError::io("write", path))?;
        Ok(Self {
            file,
            path,
            misread,
            line: Vec::new(),
        })
    }

    fn line<'v>(&mut self, cells: impl Iterator<Item = Value<'v>>) -> Result<(), ResultsError> {
        self.line.clear();
        for (k, cell) in cells.enumerate() {
            if k > 0 {
                self.line.push(b';');
            }
            match cell {
                Value::Empty => {}
                Value::Count(n) => self.line.extend_from_slice(n.to_string().as_bytes()),
                Value::Day(day) => self.line.extend_from_slice(day.to_string().as_bytes()),
                Value::Number(x) => {
                    let from = self.line.len();
                    push_float(&mut self.line, x);
                    self.line[from..]
                        .iter_mut()
                        .filter(|byte| **byte == b'.')
                        .for_each(|byte| *byte = b',');
                }
                Value::Word(text) => {
                    let guard = if (self.misread)(text) { "'" } else { "" };
                    let quoted = format!("\"{guard}{}\"", text.replace('"', "\"\""));
                    self.line.extend_from_slice(quoted.as_bytes());
                }
            }
        }
        self.line.extend_from_slice(b"\r\n");
        self.file
            .write_all(&self.line)
            .map_err(ResultsError::io("write", self.path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_written_as_spreadsheets_read_it() {
        let home = tempfile::tempdir().unwrap();
        let [from, to] = ["a.csv", "b.csv"].map(|name| home.path().join(name));
        let text = "point,policy,share,package,value\n0,1.5,0.25,\"@tariff=a;x=\"\"b\"\"\",é\n1,base,,,1e-7\n";
        fs::write(&from, text).unwrap();
        table(&from, &to, &|text| text.starts_with('@')).unwrap();
        assert_eq!(
            fs::read_to_string(&to).unwrap(),
            "\u{feff}\"point\";\"policy\";\"share\";\"package\";\"value\"\r\n\
             0;\"1.5\";0,25;\"'@tariff=a;x=\"\"b\"\"\";\"é\"\r\n1;\"base\";;;1e-7\r\n"
        );
    }
}
