//! The tables of runs as other people's readers see them: Python's, pandas' and pyarrow's.

use detente_results::{Column, Kind, ParquetWriter, Rows, RunsReader, Value, csv_header};
use std::path::Path;
use std::process::Command;

fn columns() -> [Column; 7] {
    [
        Column::new("point", Kind::Count, "", "Design point."),
        Column::new("replicate", Kind::Count, "", "Which run."),
        Column::new("outcome", Kind::Word, "", "How it ended."),
        Column::new("end_day", Kind::Day, "day", "When it ended.").or_empty(),
        Column::new("utility.no,rth", Kind::Number, "share", "What it is worth.").or_empty(),
        Column::new("agreed.\"toll\"", Kind::Word, "", "The option.").or_empty(),
        Column::new("large", Kind::Count, "", "Beyond what a float can hold.").or_empty(),
    ]
}

/// Rows with everything that readers have been seen to disagree about.
fn rows() -> Rows {
    let words = [
        "low",
        "",
        "NA",
        "null",
        "with, comma",
        "with \"quotes\"",
        "two\nlines",
        "\u{e9}\u{1f54a}",
        "7",
        " x ",
    ];
    let numbers = [
        0.1 + 0.2,
        -0.0,
        1e-7,
        1e300,
        5e-324,
        f64::MAX,
        1.0,
        -0.25,
        1e16,
        123_456.789,
    ];
    let mut rows = Rows::new(&columns());
    for n in 0..3000_usize {
        let filled = |every: usize, value| if n.is_multiple_of(every) { Value::Empty } else { value };
        let values = [
            Value::Count(n as u64 / 1000),
            Value::Count(n as u64 % 1000),
            Value::Word(if n % 5 == 0 { "failed" } else { "agreement" }),
            filled(5, Value::Day(n as i64 - 1500)),
            filled(7, Value::Number(numbers[n % numbers.len()])),
            Value::Word(words[n % words.len()]),
            filled(3, Value::Count(u64::MAX - n as u64)),
        ];
        rows.columns
            .iter_mut()
            .zip(values)
            .for_each(|(cells, value)| cells.push(value));
    }
    rows
}

fn write(folder: &Path) {
    let rows = rows();
    let mut text = csv_header(&columns());
    rows.write_csv(0..rows.len(), &mut text);
    std::fs::write(folder.join(RunsReader::FILE), text).unwrap();
    let mut writer = ParquetWriter::create(&folder.join(RunsReader::PARQUET), &columns()).unwrap();
    writer.write(&rows, 0..rows.len()).unwrap();
    writer.finish().unwrap();
    let manifest = serde_json::json!({ "columns": columns() });
    std::fs::write(folder.join("manifest.json"), manifest.to_string()).unwrap();
}

/// What the script says of a folder.
fn read(folder: &Path) -> Result<String, String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/foreign/runs_table.py");
    let output = Command::new("python3").arg(script).arg(folder).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match output.status.success() {
        true => Ok(text(&output.stdout)),
        false => Err(text(&output.stderr)),
    }
}

#[test]
fn other_readers_find_the_same_rows_in_both_files() {
    let imports = Command::new("python3").args(["-c", "import pandas, pyarrow"]).output();
    if !imports.is_ok_and(|output| output.status.success()) {
        println!("SKIPPED: python3 with pandas and pyarrow is not there to read the tables of runs");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let said = read(folder.path()).unwrap();
    assert_eq!(said, "3000 rows of 7 columns are the same in both files\n");
    // A check that sees everything as the same would be none.
    let csv = folder.path().join(RunsReader::FILE);
    let text = std::fs::read_to_string(&csv).unwrap();
    for (was, is) in [
        ("0.30000000000000004", "0.3"),
        ("NA", ""),
        ("18446744073709551614", "18446744073709551615"),
    ] {
        std::fs::write(&csv, text.replacen(was, is, 1)).unwrap();
        let told = read(folder.path()).unwrap_err();
        assert!(told.contains("AssertionError"), "{told}");
    }
}
