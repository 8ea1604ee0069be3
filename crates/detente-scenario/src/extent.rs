//! How much a TOML text holds, told before it is parsed: the parser takes any number of parts, tables and values, and would
//! end in the depth of its recursion or the size of the machine.

use crate::limits;

/// What a text holds, outside of strings and comments.
#[derive(Debug, PartialEq)]
pub(crate) struct Extent {
    /// The most parts that a dotted key has.
    depth: usize,
    /// Tables and lists at most: brackets, and parts of dotted keys.
    tables: usize,
    /// Values at most: what stands after `=` or `,`.
    values: usize,
    /// Words, strings, comments, signs and line ends.
    pieces: usize,
}

impl Extent {
    pub(crate) fn of(text: &str) -> Self {
        let mut extent = Self {
            depth: 1,
            tables: 0,
            values: 0,
            pieces: 0,
        };
        let bytes = text.as_bytes();
        let (mut at, mut depth) = (0, 1);
        while let Some(&byte) = bytes.get(at) {
            let length = match byte {
                b'#' => line_length(&bytes[at..]),
                b'"' | b'\'' => string_length(&bytes[at..], byte),
                _ => 1,
            };
            match byte {
                b'.' => {
                    depth += 1;
                    extent.tables += usize::from(!is_decimal(bytes, at));
                }
                b'=' | b',' | b'\n' | b'[' | b']' | b'{' | b'}' | b'#' => depth = 1,
                _ => {}
            }
            match byte {
                b'[' | b'{' => extent.tables += 1,
                b'=' | b',' => extent.values += 1,
                _ => {}
            }
            let goes_on = is_in_word(byte) && at > 0 && is_in_word(bytes[at - 1]);
            extent.pieces += usize::from(!goes_on && !matches!(byte, b' ' | b'\t' | b'\r'));
            extent.depth = extent.depth.max(depth);
            at += length;
        }
        extent
    }

    /// What is more than a file may hold, and the limit.
    pub(crate) fn excess(&self) -> Option<(String, String)> {
        let more = |found: usize, most: usize, what: &str| {
            (found > most).then(|| (format!("{found} {what}"), format!("at most {most}")))
        };
        let deep = (self.depth > limits::KEY_DEPTH).then(|| {
            let (found, most) = (self.depth, limits::KEY_DEPTH);
            (format!("a key of {found} parts"), format!("at most {most} parts"))
        });
        deep.or_else(|| more(self.tables, limits::TABLES, "tables and lists"))
            .or_else(|| more(self.values, limits::VALUES, "values"))
            .or_else(|| more(self.pieces, limits::PIECES, "words and signs"))
    }
}

/// Whether a byte may stand inside a word: a bare key or a number.
fn is_in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+' | b':') || !byte.is_ascii()
}

/// Whether a point stands in a number.
fn is_decimal(bytes: &[u8], at: usize) -> bool {
    let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    digit(at.checked_sub(1)) && digit(Some(at + 1))
}

fn line_length(bytes: &[u8]) -> usize {
    bytes.iter().position(|&b| b == b'\n').unwrap_or(bytes.len())
}

/// Bytes of the string that begins here; an unclosed one ends with its line, a long one with the file.
fn string_length(bytes: &[u8], quote: u8) -> usize {
    let long = bytes.len() >= 3 && bytes[1] == quote && bytes[2] == quote;
    let open = if long { 3 } else { 1 };
    let mut at = open;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quote == b'"' => at += 1,
            b'\n' if !long => return at,
            b if b == quote && (!long || bytes[at..].starts_with(&[quote; 3])) => return (at + open).min(bytes.len()),
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn depth(text: &str) -> usize {
        Extent::of(text).depth
    }

    #[test]
    fn depth_of_keys_is_counted_outside_of_strings() {
        assert_eq!(depth("a.b.c = 1.5"), 3);
        assert_eq!(depth("a = \"....\" # ....\n[b.c]"), 2);
        assert_eq!(depth("a = '''\n....'''\nb = \"\\\"..\""), 1);
        assert_eq!(depth("é = { x.y.z.w = 1 }"), 4);
        assert_eq!(depth(&"a.".repeat(1000)), 1001);
        assert_eq!(depth("\"unclosed ... \n a.b = 1"), 2);
    }

    #[test]
    fn tables_and_values_are_counted_outside_of_strings() {
        let counts = |text: &str| {
            let extent = Extent::of(text);
            (extent.tables, extent.values)
        };
        assert_eq!(counts("[a.b]\nc = 1.5\nd = [0.5, 2]\n"), (3, 3));
        assert_eq!(counts("a = \"[,,,]\" # [.]\nb = { c.d = 1 }"), (2, 3));
    }

    #[test]
    fn pieces_are_what_the_parser_keeps() {
        let pieces = |text: &str| Extent::of(text).pieces;
        assert_eq!(pieces("a_1 = 07:30\n# rest is one\n"), 6);
        assert_eq!(pieces("'a b' = [é, \"c\"]"), 7);
    }

    #[test]
    fn what_is_more_than_the_limit_is_told_with_it() {
        let told = |text: String| Extent::of(&text).excess();
        let at_most = |most: usize| Some(format!("at most {most}"));
        assert_eq!(told("{".repeat(limits::TABLES)), None);
        assert_eq!(
            told("{".repeat(limits::TABLES + 1)).map(|e| e.1),
            at_most(limits::TABLES)
        );
        assert_eq!(told("a ".repeat(limits::PIECES)), None);
        assert_eq!(
            told("]".repeat(limits::PIECES + 1)).map(|e| e.1),
            at_most(limits::PIECES)
        );
        assert_eq!(told("=".repeat(limits::VALUES)), None);
        assert_eq!(
            told("=".repeat(limits::VALUES + 1)).map(|e| e.1),
            at_most(limits::VALUES)
        );
    }
}
