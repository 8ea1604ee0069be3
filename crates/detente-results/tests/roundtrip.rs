//! Rows come back from either file as they were written, whatever stands in them.

use detente_results::{Column, FAILED, Kind, OUTCOMES, ParquetWriter, Rows, RunsReader, Value, csv_header};
use proptest::prelude::*;
use std::path::Path;

/// A cell that owns its text.
#[derive(Clone, Debug)]
enum Cell {
    Empty,
    Count(u64),
    Day(i64),
    Number(f64),
    Word(String),
}

impl Cell {
    fn value(&self) -> Value<'_> {
        match self {
            Self::Empty => Value::Empty,
            Self::Count(n) => Value::Count(*n),
            Self::Day(day) => Value::Day(*day),
            Self::Number(x) => Value::Number(*x),
            // A word without letters is an empty cell.
            Self::Word(word) if word.is_empty() => Value::Empty,
            Self::Word(word) => Value::Word(word),
        }
    }
}

fn count() -> impl Strategy<Value = u64> {
    prop_oneof![any::<u64>(), 0..5_u64, Just(u64::MAX), Just((1 << 53) + 1)]
}

fn number() -> impl Strategy<Value = f64> {
    let bits = any::<u64>().prop_map(f64::from_bits);
    let finite = bits.prop_filter("finite", |x| x.is_finite());
    prop_oneof![
        finite,
        0.0..1.0,
        Just(-0.0),
        Just(f64::MAX),
        Just(5e-324),
        Just(0.1 + 0.2)
    ]
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ab,\"\r\n;é|=∀🕊 ]{0,5}",
        "\\PC{0,6}",
        "[0-9]{1,3}",
        Just("NaN".to_owned())
    ]
}

fn cell(kind: Kind) -> BoxedStrategy<Cell> {
    let filled = match kind {
        Kind::Count => count().prop_map(Cell::Count).boxed(),
        Kind::Day => prop_oneof![any::<i64>(), -9..9_i64].prop_map(Cell::Day).boxed(),
        Kind::Number => number().prop_map(Cell::Number).boxed(),
        Kind::Word => word().prop_map(Cell::Word).boxed(),
    };
    prop_oneof![1 => Just(Cell::Empty), 3 => filled].boxed()
}

/// Columns that every table of runs has, then some of any kind, and rows of cells for all of them.
fn table() -> impl Strategy<Value = (Vec<Column>, Vec<Vec<Cell>>)> {
    let kinds = prop::sample::select(vec![Kind::Count, Kind::Day, Kind::Number, Kind::Word]);
    prop::collection::vec((kinds, "[a-z\", \n]{1,3}"), 1..5).prop_flat_map(|more| {
        let mut columns = vec![
            Column::new("point", Kind::Count, "", ""),
            Column::new("replicate", Kind::Count, "", ""),
            Column::new("outcome", Kind::Word, "", ""),
        ];
        let named = more.iter().enumerate();
        columns.extend(named.map(|(k, (kind, name))| Column::new(format!("{name}{k}"), *kind, "", "").or_empty()));
        let cells: Vec<_> = more.iter().map(|(kind, _)| cell(*kind)).collect();
        let outcome = prop::sample::select([&OUTCOMES[..], &[FAILED]].concat()).prop_map(str::to_owned);
        let first = (count(), count(), outcome);
        let row = (first, cells).prop_map(|((point, replicate, outcome), more)| {
            let first = [Cell::Count(point), Cell::Count(replicate), Cell::Word(outcome)];
            first.into_iter().chain(more).collect()
        });
        (Just(columns), prop::collection::vec(row, 0..40))
    })
}

fn rows_of(columns: &[Column], table: &[Vec<Cell>]) -> Rows {
    let mut rows = Rows::new(columns);
    for row in table {
        let cells = rows.columns.iter_mut().zip(row);
        cells.for_each(|(cells, cell)| cells.push(cell.value()));
    }
    rows
}

/// What a file holds, as text that tells floats apart, row by row.
fn read(path: &Path, columns: &[Column]) -> Vec<Vec<String>> {
    let reader = RunsReader::open(path, columns).unwrap();
    assert_eq!(reader.columns(), columns);
    let mut lines = Vec::new();
    for piece in reader {
        let piece = piece.unwrap();
        assert!(!piece.is_empty() && piece.len() <= 1024);
        for row in 0..piece.len() {
            lines.push(piece.columns.iter().map(|cells| told(cells.at(row))).collect());
        }
    }
    lines
}

fn told(value: Value<'_>) -> String {
    match value {
        // Files know one zero.
        Value::Number(x) => format!("{:x}", (x + 0.0).to_bits()),
        other => format!("{other:?}"),
    }
}

fn comes_back(columns: &[Column], table: &[Vec<Cell>]) {
    let folder = tempfile::tempdir().unwrap();
    let rows = rows_of(columns, table);
    let mut text = csv_header(columns);
    rows.write_csv(0..rows.len(), &mut text);
    let [csv, parquet] = [RunsReader::FILE, RunsReader::PARQUET].map(|name| folder.path().join(name));
    std::fs::write(&csv, text).unwrap();
    let mut writer = ParquetWriter::create(&parquet, columns).unwrap();
    writer.write(&rows, 0..rows.len()).unwrap();
    writer.finish().unwrap();
    let expected: Vec<Vec<_>> = table
        .iter()
        .map(|row| row.iter().map(|cell| told(cell.value())).collect())
        .collect();
    assert_eq!(read(&csv, columns), expected);
    assert_eq!(read(&parquet, columns), expected);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_rows_come_back_from_either_file((columns, table) in table()) {
        comes_back(&columns, &table);
    }
}

#[test]
fn many_rows_come_back_from_either_file() {
    let columns = [
        Column::new("point", Kind::Count, "", ""),
        Column::new("replicate", Kind::Count, "", ""),
        Column::new("outcome", Kind::Word, "", ""),
        Column::new("end_day", Kind::Day, "day", "").or_empty(),
    ];
    let row = |n: u64| {
        let day = if n.is_multiple_of(3) {
            Cell::Empty
        } else {
            Cell::Day(-(n as i64))
        };
        let outcome = Cell::Word(OUTCOMES[n as usize % OUTCOMES.len()].to_owned());
        vec![Cell::Count(n / 1000), Cell::Count(n % 1000), outcome, day]
    };
    comes_back(&columns, &(0..5000).map(row).collect::<Vec<_>>());
}
