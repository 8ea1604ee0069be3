//! Lines of CSV, written cell by cell into a buffer that the caller keeps: a table may have millions of lines.

use crate::column::Value;
use crate::number::push_float;

/// One line in the making. Cells are quoted only where they must be, so that the bytes are those of every common writer.
#[derive(Debug)]
pub struct CsvLine<'a> {
    out: &'a mut Vec<u8>,
    begin: usize,
    cells: usize,
}

impl<'a> CsvLine<'a> {
    /// Begins a line at the end of a buffer.
    pub fn begin(out: &'a mut Vec<u8>) -> Self {
        Self {
            begin: out.len(),
            out,
            cells: 0,
        }
    }

    /// Adds an empty cell.
    pub fn empty(&mut self) {
        if self.cells > 0 {
            self.out.push(b',');
        }
        self.cells += 1;
    }

    /// Adds a count.
    pub fn count(&mut self, n: u64) {
        self.empty();
        self.out.extend_from_slice(itoa::Buffer::new().format(n).as_bytes());
    }

    /// Adds a day.
    pub fn day(&mut self, day: i64) {
        self.empty();
        self.out.extend_from_slice(itoa::Buffer::new().format(day).as_bytes());
    }

    /// Adds a number.
    pub fn number(&mut self, value: f64) {
        self.empty();
        push_float(self.out, value);
    }

    /// Adds text.
    pub fn word(&mut self, text: &str) {
        self.empty();
        if !text.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
            self.out.extend_from_slice(text.as_bytes());
            return;
        }
        self.out.push(b'"');
        for byte in text.bytes() {
            if byte == b'"' {
                self.out.push(b'"');
            }
            self.out.push(byte);
        }
        self.out.push(b'"');
    }

    /// Adds what stands in a column.
    pub fn value(&mut self, value: Value<'_>) {
        match value {
            Value::Empty => self.empty(),
            Value::Count(n) => self.count(n),
            Value::Day(day) => self.day(day),
            Value::Number(value) => self.number(value),
            Value::Word(text) => self.word(text),
        }
    }

    /// Ends the line.
    pub fn end(self) {
        // A line without any byte would be skipped by readers.
        if self.out.len() == self.begin {
            self.out.extend_from_slice(b"\"\"");
        }
        self.out.push(b'\n');
    }
}

#[cfg(test)]
mod tests {
    use super::CsvLine;
    use proptest::prelude::*;

    fn written(lines: &[Vec<String>]) -> Vec<u8> {
        let mut out = Vec::new();
        for cells in lines {
            let mut line = CsvLine::begin(&mut out);
            cells.iter().for_each(|cell| line.word(cell));
            line.end();
        }
        out
    }

    proptest! {
        #[test]
        fn text_has_the_bytes_of_another_writer(lines in prop::collection::vec(prop::collection::vec("[ab,\"\r\n;é ]{0,4}", 1..4), 0..6)) {
            let mut other = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for cells in &lines {
                other.write_record(cells).unwrap();
            }
            prop_assert_eq!(written(&lines), other.into_inner().unwrap());
        }
    }

    #[test]
    fn numbers_are_plain() {
        let mut out = b"before\n".to_vec();
        let mut line = CsvLine::begin(&mut out);
        line.count(u64::MAX);
        line.day(i64::MIN);
        line.number(-0.0);
        line.empty();
        line.number(0.1 + 0.2);
        line.end();
        let expected = "before\n18446744073709551615,-9223372036854775808,0,,0.30000000000000004\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
