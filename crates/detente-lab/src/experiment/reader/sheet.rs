//! The settings of a list in a table of their own: a column for each factor, an empty cell where it stays as it stands.

use super::Reader;
use super::levels::NUMBERS;
use super::rows::{Cell, known};
use crate::experiment::{Factor, MOST_POINTS, Operation};
use csv::{ReaderBuilder, StringRecord, Trim};
use detente_results::grouped;
use detente_scenario::{Dialect, Finding, Node, SourceText, Value, is_line, read_text};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Most findings of one table.
const MOST_TOLD: usize = 20;

impl Reader<'_> {
    /// The rows of the table of this name; what is wrong with it is told, where it can be read with its own places.
    pub(super) fn sheet(&mut self, name: &str, node: &Node, factors: &[Factor]) -> Vec<Vec<Cell>> {
        let folder = self.toml.file.parent().unwrap_or(Path::new(""));
        let file = self.place.map_or_else(|| folder.join(name), Path::to_owned);
        let text = match read_text(&file) {
            Ok(text) => text,
            Err(found) => {
                let finding = Finding::error("design.rows", format!("{name}: {}", found.message));
                let finding = finding.expected(found.expected).hint(found.hint);
                self.findings.push(finding.at(&self.toml.file, node.span.clone()));
                return Vec::new();
            }
        };
        let (rows, findings) = read(&file, &text, factors);
        self.findings.extend(findings);
        self.table = Some(SourceText {
            file,
            text: text.into(),
        });
        rows
    }
}

/// The rows of a table, and what is wrong with it.
fn read(file: &Path, text: &str, factors: &[Factor]) -> (Vec<Vec<Cell>>, Vec<Finding>) {
    let dialect = Dialect::of(text);
    let mut sheet = Sheet {
        file: file.to_owned(),
        start: dialect.start,
        end: text.len(),
        dialect,
        findings: Vec::new(),
    };
    let mut reader = ReaderBuilder::new()
        .flexible(true)
        .trim(Trim::All)
        .delimiter(sheet.dialect.separator as u8)
        .from_reader(&text.as_bytes()[sheet.start..]);
    let heads = reader.headers().cloned().unwrap_or_default();
    let columns = sheet.heads(&heads, factors);
    let mut rows = Vec::new();
    let mut record = StringRecord::new();
    while sheet.findings.len() < MOST_TOLD {
        let span = |record: &StringRecord| {
            let start = sheet.start + record.position().map_or(0, |place| place.byte() as usize);
            start.min(sheet.end)..(start + record.as_slice().len() + record.len().saturating_sub(1)).min(sheet.end)
        };
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) if record.iter().all(str::is_empty) && heads.len() > 1 => {}
            Ok(true) if rows.len() as u64 == MOST_POINTS => {
                sheet.wrong(0..0, "too many rows", format!("at most {}", grouped(MOST_POINTS)), None);
                break;
            }
            Ok(true) => {
                let span = span(&record);
                rows.push(sheet.row(&record, &columns, span, factors));
            }
            Err(error) => {
                let found = format!("a line that is no CSV ({error})");
                sheet.wrong(0..0, found, "text between separators", None);
                break;
            }
        }
    }
    if rows.is_empty() && sheet.findings.is_empty() {
        sheet.wrong(0..0, "no row below the heads", "a row for each setting", None);
    }
    (rows, sheet.findings)
}

/// A table that is being read.
struct Sheet {
    file: PathBuf,
    dialect: Dialect,
    start: usize,
    end: usize,
    findings: Vec<Finding>,
}

impl Sheet {
    fn wrong(
        &mut self,
        span: Range<usize>,
        found: impl Into<String>,
        expected: impl Into<String>,
        hint: Option<String>,
    ) {
        let finding = Finding::error("design.rows", found).expected(expected).hint(hint);
        self.findings.push(finding.at(&self.file, Some(span)));
    }

    /// By column, the factor.
    fn heads(&mut self, heads: &StringRecord, factors: &[Factor]) -> Vec<Option<usize>> {
        let place = self.start..self.start;
        let mut columns = Vec::new();
        for head in heads {
            let factor = factors.iter().position(|factor| factor.id == head);
            if factor.is_none() {
                let (expected, hint) = known(factors, head);
                self.wrong(
                    place.clone(),
                    format!("the head `{head}`, which is no factor"),
                    expected,
                    hint,
                );
            } else if columns.contains(&factor) {
                self.wrong(
                    place.clone(),
                    format!("the head `{head}` a second time"),
                    "each factor once",
                    None,
                );
            }
            columns.push(factor);
        }
        columns
    }

    fn row(
        &mut self,
        record: &StringRecord,
        columns: &[Option<usize>],
        span: Range<usize>,
        factors: &[Factor],
    ) -> Vec<Cell> {
        if record.len() != columns.len() {
            let expected = format!("{}, as in the header", columns.len());
            self.wrong(span, format!("{} cells", record.len()), expected, None);
            return Vec::new();
        }
        let mut cells = Vec::new();
        for (cell, factor) in record.iter().zip(columns) {
            let Some(factor) = factor.filter(|_| !cell.is_empty()) else {
                continue;
            };
            let value = match (cell, self.dialect.number(cell)) {
                (_, Ok(number)) => Value::Number(number),
                ("true", _) => Value::Boolean(true),
                ("false", _) => Value::Boolean(false),
                (text, _) => Value::Text(text.to_owned()),
            };
            let is_number = matches!(value, Value::Number(_));
            if !is_line(cell) {
                self.wrong(span.clone(), "text with control characters", "text on one line", None);
            }
            if factors[factor].operation != Operation::Set && !is_number {
                self.wrong(span.clone(), format!("the cell `{cell}`"), NUMBERS, None);
            }
            cells.push((factor, Node::new(value)));
        }
        cells
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::experiment::{Factor, FactorRole, Operation, Values};
    use detente_scenario::{Node, Value};
    use std::path::Path;

    fn factor(id: &str, operation: Operation) -> Factor {
        Factor {
            id: id.to_owned(),
            path: "calendar.*.secrecy".parse().expect("a path"),
            operation,
            values: Values::Levels(Vec::new()),
            group: None,
            role: FactorRole::Uncertainty,
            whole: false,
            span: None,
        }
    }

    fn said(text: &str) -> (Vec<Vec<(usize, Node)>>, Vec<String>) {
        let factors = [factor("doors", Operation::Set), factor("leaks", Operation::Scale)];
        let (rows, findings) = read(Path::new("settings.csv"), text, &factors);
        (rows, findings.iter().map(ToString::to_string).collect())
    }

    /// Columns in any order, decimal commas where cells are separated by semicolons, empty cells left as they stand.
    #[test]
    fn cells_are_numbers_switches_or_texts() {
        let number = |x: f64| Node::number(x);
        let (rows, wrong) = said("leaks;doors\n0,5;true\n;open\n2;\n");
        let expected = [
            vec![(1, number(0.5)), (0, Node::new(Value::Boolean(true)))],
            vec![(0, Node::text("open"))],
            vec![(1, number(2.0))],
        ];
        assert_eq!((rows, wrong), (expected.to_vec(), Vec::new()));
    }

    #[test]
    fn what_is_wrong_is_told() {
        for (text, told) in [
            ("doors,leks\n1,2\n", "the head `leks`, which is no factor"),
            ("doors,doors\n1,2\n", "the head `doors` a second time"),
            ("doors,leaks\n1,much\n", "the cell `much`; expected numbers"),
            ("doors,leaks\n1\n", "1 cells; expected 2, as in the header"),
            ("doors,leaks\n", "no row below the heads"),
        ] {
            let (_, wrong) = said(text);
            assert!(wrong.len() == 1 && wrong[0].contains(told), "{text}: {wrong:?}");
        }
    }
}
