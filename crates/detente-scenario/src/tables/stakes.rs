//! What parties want, from rows of party and issue.

use super::dialect::Dialect;
use super::heads::Heads;
use super::{Rows, TableKind};
use crate::node::{Node, Table, Value};
use crate::printable::short;
use crate::range::NumericRange;
use crate::suggest::quoted;
use std::collections::BTreeMap;
use std::ops::Range;

/// The column with positions in the unit of an issue's range; it becomes the next.
pub(super) const POSITION: &str = "position";
const IDEAL: &str = "ideal";

/// Numbers by path: issue, then the keys below it.
type Cells = BTreeMap<Vec<String>, (f64, Range<usize>)>;

/// Reads the rows, as what the issues' own tables would hold.
pub(super) fn read(
    kind: TableKind,
    heads: &Heads,
    mut dialect: Dialect,
    scenario: &Table,
    rows: &mut Rows<'_>,
) -> Table {
    let ranges = ranges(scenario);
    let mut cells = Cells::new();
    while let Some((record, span)) = rows.next(heads) {
        let cell = |name: &str| heads.cell(&record, name);
        for column in heads.numbers().filter(|column| !cell(column).is_empty()) {
            let number = match dialect.number(cell(column)) {
                Ok(number) => number,
                Err(wrong) => {
                    let message = format!("{} in column `{column}`", quoted(cell(column)));
                    rows.error_with(span.clone(), message, wrong.expected, Some(wrong.hint.to_owned()));
                    continue;
                }
            };
            let (key, number) = if column == POSITION {
                match on_the_line(&ranges, cell("issue"), number) {
                    Ok(ideal) => (IDEAL, ideal),
                    Err((message, expected)) => {
                        rows.error(span.clone(), message, &expected);
                        continue;
                    }
                }
            } else {
                (column, number)
            };
            let keys = match kind {
                TableKind::Values => vec![cell("issue"), "values", cell("party"), cell("option")],
                _ => vec![cell("issue"), key, cell("party")],
            };
            let keys: Vec<String> = keys.into_iter().map(str::to_owned).collect();
            let place = keys.join(".");
            let is_ideal = keys[1] == IDEAL;
            if cells.insert(keys, (number, span.clone())).is_some() {
                if is_ideal && [POSITION, IDEAL].iter().all(|name| !cell(name).is_empty()) {
                    let message = format!("`{IDEAL}` and `{POSITION}` both, which say the same");
                    rows.error(span.clone(), message, "one of them in a row");
                } else {
                    rows.error(span.clone(), format!("`{place}` a second time"), "one row for each");
                }
            }
        }
    }
    tree(&cells)
}

/// The issues that have a range, or should: one that is not right is told where it stands.
fn ranges(scenario: &Table) -> BTreeMap<&str, Option<Result<NumericRange, ()>>> {
    let issues = scenario
        .rows("issues")
        .filter_map(|(row, _)| Some((row.text("id")?, row.get("range"))));
    issues
        .map(|(id, range)| (id, range.map(|node| NumericRange::read(node).map_err(|_| ()))))
        .collect()
}

/// Where a position in the issue's own unit lies on its line; what is wrong with it, and what was expected.
fn on_the_line(
    ranges: &BTreeMap<&str, Option<Result<NumericRange, ()>>>,
    issue: &str,
    position: f64,
) -> Result<f64, (String, String)> {
    match ranges.get(issue) {
        Some(Some(Ok(range))) => range.place(position).ok_or_else(|| {
            let [from, to] = range.ends();
            let message = format!("{} in column `{POSITION}`", short(position));
            (
                message,
                format!(
                    "a number from {} to {}, the range of {}",
                    short(from),
                    short(to),
                    quoted(issue)
                ),
            )
        }),
        Some(None) => {
            let message = format!("a position on {}, which has options and no range", quoted(issue));
            Err((message, format!("a place on its line, 0 to 1, in the column `{IDEAL}`")))
        }
        // The issue, or its range, is wrong itself, and is told.
        Some(Some(Err(()))) | None => Ok(0.5),
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
