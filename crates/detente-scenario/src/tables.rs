//! Stances and values from CSV files, for cases with many parties. A file becomes the same tree that the issues have in
//! TOML, so that everything else reads both alike.

use crate::file::read_text;
use crate::finding::{Finding, SourceText};
use crate::limits;
use crate::node::{Node, Table, Value};
use crate::suggest::{did_you_mean, one_of, quoted};
use csv::StringRecord;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TableKind {
    /// `party,issue,weight,ideal,tolerance`.
    Stances,
    /// `party,issue,option,value`.
    Values,
}

impl TableKind {
    pub(crate) const ALL: [TableKind; 2] = [TableKind::Stances, TableKind::Values];

    /// Its key in `[tables]`.
    pub(crate) fn key(self) -> &'static str {
        match self {
            TableKind::Stances => "stances",
            TableKind::Values => "values",
        }
    }

    /// Columns that name the row, and columns that hold numbers.
    fn columns(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            TableKind::Stances => (&["party", "issue"], &["weight", "ideal", "tolerance"]),
            TableKind::Values => (&["party", "issue", "option"], &["value"]),
        }
    }
}

/// A CSV file, read.
#[derive(Debug, Clone)]
pub(crate) struct CsvTable {
    pub(crate) kind: TableKind,
    pub(crate) file: PathBuf,
    pub(crate) text: Arc<str>,
    /// By issue: what the issue's own table would hold.
    pub(crate) issues: Table,
    /// What is wrong with the file by itself.
    pub(crate) findings: Vec<Finding>,
}

/// Numbers by path: issue, then the keys below it.
type Cells = BTreeMap<Vec<String>, (f64, Range<usize>)>;

impl CsvTable {
    /// Reads a file; what is wrong with its contents is kept.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub(crate) fn read(kind: TableKind, file: &Path) -> Result<Self, Box<Finding>> {
        Ok(Self::parse(kind, file, read_text(file)?.into()))
    }

    pub(crate) fn parse(kind: TableKind, file: &Path, text: Arc<str>) -> Self {
        let mut findings = Vec::new();
        let mut cells = Cells::new();
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let header = reader.headers().cloned().unwrap_or_default();
        check_header(kind, &header, &mut findings);
        if findings.is_empty() {
            for record in reader.records().take(limits::PAIRS + 1) {
                read_record(kind, &header, &record, text.len(), &mut cells, &mut findings);
            }
        }
        if cells.len() > limits::PAIRS {
            findings.push(Finding::error("", "too many rows").expected(format!("at most {}", limits::PAIRS)));
        }
        let findings = findings
            .into_iter()
            .map(|f| {
                let span = f.span.clone();
                f.at(file, span)
            })
            .collect();
        Self {
            kind,
            file: file.to_owned(),
            text,
            issues: tree(&cells),
            findings,
        }
    }

    /// The text with its place.
    pub(crate) fn source(&self) -> SourceText {
        SourceText {
            file: self.file.clone(),
            text: self.text.clone(),
        }
    }
}

fn check_header(kind: TableKind, header: &StringRecord, findings: &mut Vec<Finding>) {
    let (names, numbers) = kind.columns();
    let known = || names.iter().chain(numbers).copied();
    let mut error = |message: String, hint: Option<String>| {
        let expected = one_of("the columns", known());
        findings.push(Finding {
            span: Some(0..0),
            ..Finding::error("", message).expected(expected).hint(hint)
        });
    };
    for (n, column) in header.iter().enumerate() {
        if !known().any(|k| k == column) {
            error(
                format!("unknown column {}", quoted(column)),
                did_you_mean(column, known()),
            );
        } else if header.iter().take(n).any(|c| c == column) {
            error(format!("column `{column}` twice"), None);
        }
    }
    for name in names.iter().filter(|name| !header.iter().any(|c| c == **name)) {
        error(format!("no column `{name}`"), None);
    }
}

fn read_record(
    kind: TableKind,
    header: &StringRecord,
    record: &Result<StringRecord, csv::Error>,
    end: usize,
    cells: &mut Cells,
    findings: &mut Vec<Finding>,
) {
    let record = match record {
        Ok(record) => record,
        Err(error) => return findings.push(Finding::error("", format!("a line that is no CSV ({error})"))),
    };
    let start = record.position().map_or(0, |p| p.byte() as usize).min(end);
    let span = start..(start + record.as_slice().len() + record.len().saturating_sub(1)).min(end);
    let mut error = |message: String, expected: &str| {
        findings.push(Finding {
            span: Some(span.clone()),
            ..Finding::error("", message).expected(expected)
        });
    };
    if record.len() != header.len() {
        return error(
            format!("{} cells", record.len()),
            &format!("{}, as in the header", header.len()),
        );
    }
    let cell = |name: &str| {
        header
            .iter()
            .position(|c| c == name)
            .and_then(|at| record.get(at))
            .unwrap_or("")
    };
    for column in kind.columns().1.iter().filter(|c| !cell(c).is_empty()) {
        let Ok(number) = cell(column).parse() else {
            error(format!("{} in column `{column}`", quoted(cell(column))), "a number");
            continue;
        };
        let keys = match kind {
            TableKind::Stances => vec![cell("issue"), column, cell("party")],
            TableKind::Values => vec![cell("issue"), "values", cell("party"), cell("option")],
        };
        let keys: Vec<String> = keys.into_iter().map(str::to_owned).collect();
        let place = keys.join(".");
        if cells.insert(keys, (number, span.clone())).is_some() {
            error(format!("`{place}` a second time"), "one row for each");
        }
    }
}

/// Sorted paths as nested tables.
fn tree(cells: &Cells) -> Table {
    let paths: Vec<(&[String], &(f64, Range<usize>))> = cells.iter().map(|(k, v)| (k.as_slice(), v)).collect();
    subtree(&paths)
}

fn subtree(paths: &[(&[String], &(f64, Range<usize>))]) -> Table {
    let mut table = Table::default();
    for group in paths.chunk_by(|a, b| a.0.first() == b.0.first()) {
        let Some((key, rest)) = group[0].0.split_first() else {
            continue;
        };
        let (number, span) = group[0].1;
        let value = if rest.is_empty() {
            Value::Number(*number)
        } else {
            let below: Vec<_> = group.iter().map(|(keys, cell)| (&keys[1..], *cell)).collect();
            Value::Table(subtree(&below))
        };
        table.push(
            key,
            Node {
                value,
                span: Some(span.clone()),
            },
        );
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: TableKind, text: &str) -> (Table, Vec<String>) {
        let table = CsvTable::parse(kind, Path::new("x.csv"), text.into());
        let found = table.findings.iter().map(|f| {
            let line = table.text[..f.span.clone().map_or(0, |s| s.start)]
                .matches('\n')
                .count()
                + 1;
            format!("{line} {f}")
        });
        (table.issues, found.collect())
    }

    #[test]
    fn rows_become_the_tree_of_the_issues() {
        let (tree, found) = read(
            TableKind::Stances,
            "issue,party,weight,ideal\ntoll,north,3,0.5\ntoll,south,,1\nquay,north,1,\n",
        );
        assert_eq!(found, [""; 0]);
        let toll = tree.table("toll").unwrap();
        assert_eq!(
            toll.table("weight").unwrap().get("north").unwrap().as_number(),
            Some(3.0)
        );
        assert_eq!(toll.table("weight").unwrap().entries().len(), 1);
        assert_eq!(
            toll.table("ideal").unwrap().get("south").unwrap().as_number(),
            Some(1.0)
        );
        assert!(tree.table("quay").unwrap().get("ideal").is_none());
        let (tree, _) = read(TableKind::Values, "party,issue,option,value\nnorth,toll,half,0.25\n");
        let value = tree
            .table("toll")
            .and_then(|t| t.table("values"))
            .and_then(|t| t.table("north"))
            .unwrap();
        assert_eq!(value.get("half").unwrap().as_number(), Some(0.25));
    }

    #[test]
    fn wrong_tables_name_the_line() {
        let wrong = |text: &str| read(TableKind::Stances, text).1.join("|");
        assert_eq!(
            wrong("party,isue,weight\n"),
            "1 error: unknown column `isue`; expected the columns: party, issue, weight, ideal, tolerance; did you mean `issue`?|\
             1 error: no column `issue`; expected the columns: party, issue, weight, ideal, tolerance"
        );
        assert_eq!(
            wrong("party,issue,weight\na,b,x\na,b,1,2\na,b,1\na,b,1\n"),
            "2 error: `x` in column `weight`; expected a number|3 error: 4 cells; expected 3, as in the header|\
             5 error: `b.weight.a` a second time; expected one row for each"
        );
        assert!(wrong("\u{0}\u{1}\"").contains("unknown column"));
    }
}
