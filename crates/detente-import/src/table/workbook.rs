//! Workbooks of spreadsheets. Both kinds are archives of XML: they are unpacked with a bound on the bytes before anybody
//! reads them, and cells are taken one by one, so that a cell far away costs nothing.

use super::sheet::{CELLS, COLUMNS, Odd, Row, Sheet, cell_name, too_large};
use crate::error::{ImportError, ImportProblem};
use crate::files;
use crate::notes::listed;
use calamine::{Data, DataRef, Ods, Reader, Xlsx};
use detente_scenario::{did_you_mean, quoted};
use quick_xml::events::Event;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::Path;

/// Bytes of a workbook, unpacked.
pub(super) const UNPACKED: u64 = 128 * 1024 * 1024;
/// Where an ODS workbook has its cells.
const CONTENT: &str = "content.xml";
/// What spreadsheets show where a formula has no value.
const ERRORS: [&str; 7] = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"];

/// Reads a sheet of a workbook: the one of that name, or the first.
pub(super) fn read(file: &Path, ending: &str, wanted: Option<&str>) -> Result<Sheet, ImportError> {
    let bytes = files::bytes(file)?;
    let content = unpacked(file, &bytes)?;
    if ending != "ods" {
        return xlsx(file, bytes, wanted);
    }
    if extent(&content) > CELLS as u64 {
        return Err(too_large(file));
    }
    ods(file, bytes, wanted)
}

fn broken(file: &Path, why: &dyn std::fmt::Display) -> ImportError {
    let found = format!("no workbook that can be read ({why})");
    let hint = "save it again, or as CSV";
    ImportError::new(ImportProblem::Syntax, file, found, "an .xlsx or .ods workbook", hint)
}

/// Unpacks everything once, to see that it is not too much; keeps what an ODS workbook has its cells in.
fn unpacked(file: &Path, bytes: &[u8]) -> Result<Vec<u8>, ImportError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(file, &error))?;
    let (mut left, mut content) = (UNPACKED, Vec::new());
    for place in 0..archive.len() {
        let part = archive.by_index(place).map_err(|error| broken(file, &error))?;
        let keep = part.name().is_ok_and(|name| name == CONTENT);
        let mut whole = Vec::new();
        part.take(left + 1)
            .read_to_end(&mut whole)
            .map_err(|error| broken(file, &error))?;
        let size = whole.len() as u64;
        if size > left {
            let expected = format!("at most {} MiB, unpacked", UNPACKED >> 20);
            let hint = "keep the sheet alone, or save it as CSV";
            return Err(ImportError::new(
                ImportProblem::File,
                file,
                "the workbook is too large",
                expected,
                hint,
            ));
        }
        left -= size;
        if keep {
            content = whole;
        }
    }
    Ok(content)
}

/// The name of the sheet to read.
fn named(file: &Path, names: &[String], wanted: Option<&str>) -> Result<String, ImportError> {
    let known = || names.iter().map(String::as_str);
    let found = match wanted {
        Some(wanted) => known().find(|name| *name == wanted),
        None => known().next(),
    };
    found.map(str::to_owned).ok_or_else(|| {
        let wanted = wanted.unwrap_or_default();
        let expected = format!("a sheet of the workbook: {}", listed(known()));
        let hint = did_you_mean(wanted, known()).unwrap_or_else(|| "leave out `--sheet` for the first".into());
        ImportError::new(
            ImportProblem::Options,
            file,
            format!("sheet {}", quoted(wanted)),
            expected,
            hint,
        )
    })
}

fn xlsx(file: &Path, bytes: Vec<u8>, wanted: Option<&str>) -> Result<Sheet, ImportError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| broken(file, &error))?;
    let name = named(file, &book.sheet_names(), wanted)?;
    let mut reader = book
        .worksheet_cells_reader(&name)
        .map_err(|error| broken(file, &error))?;
    let mut cells: BTreeMap<(u32, u32), String> = BTreeMap::new();
    let (mut uncomputed, mut odd) = (Vec::new(), BTreeMap::new());
    while let Some(cell) = reader
        .next_cell_with_formula_metadata()
        .map_err(|error| broken(file, &error))?
    {
        let (row, column) = cell.pos;
        if matches!(cell.value, DataRef::Empty) {
            uncomputed.extend(cell.formula.map(|_| cell_name(row, column as usize)));
            continue;
        }
        let value = Data::from(cell.value);
        if cells.len() == CELLS || column as usize >= COLUMNS {
            return Err(too_large(file));
        }
        odd.extend(odd_one(&value).map(|held| ((row.saturating_add(1), column as usize), held)));
        cells.insert((row, column), words(&value));
    }
    let mut rows: Vec<Row> = Vec::new();
    for ((row, column), text) in cells {
        let number = row.saturating_add(1);
        if rows.last().is_none_or(|last| last.number != number) {
            rows.push(Row {
                number,
                cells: Vec::new(),
            });
        }
        if let Some(last) = rows.last_mut() {
            last.cells.resize(column as usize, String::new());
            last.cells.push(text);
        }
    }
    let mut sheet = Sheet::new(file, rows);
    sheet.odd = odd;
    sheet.notes.extend(never_computed(&uncomputed));
    Ok(sheet)
}

/// Programs that write formulas leave it to spreadsheets to compute them: until then such cells look empty.
fn never_computed(cells: &[String]) -> Option<String> {
    let named = listed(cells.iter().map(String::as_str));
    let what = match cells.len() {
        0 => return None,
        1 => format!("cell {named} holds a formula whose value was never computed, and counts as blank"),
        _ => format!("cells {named} hold formulas whose values were never computed, and count as blank"),
    };
    Some(format!(
        "{what}; open the workbook in a spreadsheet program and save it"
    ))
}

fn ods(file: &Path, bytes: Vec<u8>, wanted: Option<&str>) -> Result<Sheet, ImportError> {
    let mut book: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(|error| broken(file, &error))?;
    let name = named(file, &book.sheet_names(), wanted)?;
    let range = book.worksheet_range(&name).map_err(|error| broken(file, &error))?;
    // Cells begin at the first that holds something.
    let left = range.start().map_or(0, |(_, column)| column as usize);
    if left + range.width() > COLUMNS {
        return Err(too_large(file));
    }
    let first = range.start().map_or(0, |(row, _)| row);
    let (mut rows, mut odd) = (Vec::new(), BTreeMap::new());
    for (cells, number) in range.rows().zip(1..) {
        let number = first.saturating_add(number);
        let held = cells
            .iter()
            .enumerate()
            .filter_map(|(at, cell)| Some((left + at, odd_one(cell)?)));
        odd.extend(held.map(|(at, held)| ((number, at), held)));
        rows.push(Row {
            number,
            cells: std::iter::repeat_n(String::new(), left)
                .chain(cells.iter().map(words))
                .collect(),
        });
    }
    let mut sheet = Sheet::new(file, rows);
    sheet.odd = odd;
    Ok(sheet)
}

/// What a cell holds that is neither a number nor a text.
fn odd_one(value: &Data) -> Option<Odd> {
    match value {
        Data::DateTime(time) if time.is_duration() => Some(Odd::Time),
        Data::DateTime(_) | Data::DateTimeIso(_) => Some(Odd::Date),
        Data::DurationIso(_) => Some(Odd::Time),
        Data::Bool(_) => Some(Odd::Truth),
        Data::Error(error) => Some(Odd::Error(error.to_string())),
        // LibreOffice writes errors as texts.
        Data::String(text) if ERRORS.contains(&text.trim()) || text.starts_with("Err:") => {
            Some(Odd::Error(text.trim().to_owned()))
        }
        _ => None,
    }
}

/// A value as a cell shows it.
fn words(value: &Data) -> String {
    match value {
        Data::DateTime(time) if time.is_datetime() => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::Empty => String::new(),
        Data::Float(number) => number.to_string(),
        Data::Error(error) => error.to_string(),
        other => other.to_string().trim().to_owned(),
    }
}

/// Cells up to the last that holds something, of all sheets: a cell may stand for a million others that are alike.
fn extent(content: &[u8]) -> u64 {
    let text = String::from_utf8_lossy(content);
    let mut reader = quick_xml::reader::Reader::from_str(&text);
    let (mut rows, mut columns) = (0_u64, 0_u64);
    let (mut last_row, mut last_column, mut all) = (0_u64, 0_u64, 0_u64);
    // What is broken is told by whoever reads the cells.
    while let Ok(event) = reader.read_event() {
        let (tag, is_open) = match &event {
            Event::Start(tag) => (tag, true),
            Event::Empty(tag) => (tag, false),
            Event::End(tag) if tag.name().0 == "table:table" => {
                all = all.saturating_add(last_row.saturating_mul(last_column));
                (rows, last_row, last_column) = (0, 0, 0);
                continue;
            }
            Event::Eof => break,
            _ => continue,
        };
        let times = |key: &str| {
            let attributes = tag.attributes().flatten();
            let said = attributes.into_iter().find(|attribute| attribute.key.0 == key);
            said.and_then(|attribute| attribute.value.trim().parse().ok())
                .unwrap_or(1_u64)
        };
        match tag.name().0 {
            "table:table-row" => {
                rows = rows.saturating_add(times("table:number-rows-repeated"));
                columns = 0;
            }
            "table:table-cell" | "table:covered-table-cell" => {
                columns = columns.saturating_add(times("table:number-columns-repeated"));
                // An open cell may hold text without a type.
                if is_open || tag.attributes().flatten().any(|a| a.key.0 == "office:value-type") {
                    (last_row, last_column) = (rows, last_column.max(columns));
                }
            }
            _ => {}
        }
    }
    all.saturating_add(last_row.saturating_mul(last_column))
}
