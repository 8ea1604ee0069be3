//! A page of headings, paragraphs and tables, written once and shown twice: on a terminal, where lines end and names are
//! wrapped, and as Markdown.

use crate::wording::wrapped;
use std::fmt::Write;

/// Columns of a terminal that are used.
const COLUMNS: usize = 100;
/// The first column of a table is no wider; longer names go on in the next line.
const NAMES: usize = 40;

/// A part of a page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Piece {
    /// What the parts behind it answer.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// A table.
    Table(Table),
}

/// A table: the first column names, the others hold numbers.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Table {
    /// Above the columns.
    pub(crate) head: Vec<String>,
    /// Each as long as the head.
    pub(crate) rows: Vec<Vec<String>>,
}

impl Piece {
    pub(crate) fn heading(text: &str) -> Self {
        Self::Heading(text.to_owned())
    }
}

impl Table {
    pub(crate) fn new(head: &[&str]) -> Self {
        Self {
            head: head.iter().map(|text| (*text).to_owned()).collect(),
            rows: Vec::new(),
        }
    }

    /// Only the first rows, and how many more there are.
    pub(crate) fn cut(mut self, most: usize) -> (Self, usize) {
        let more = self.rows.len().saturating_sub(most);
        self.rows.truncate(most);
        (self, more)
    }
}

/// As a terminal shows it.
pub(crate) fn on_terminal(title: &str, pieces: &[Piece]) -> String {
    let mut text = format!("{title}\n");
    for piece in pieces {
        match piece {
            Piece::Heading(heading) => {
                let _ = writeln!(text, "\n{}", heading.to_uppercase());
            }
            Piece::Text(paragraph) => {
                for line in wrapped(paragraph, COLUMNS) {
                    let _ = writeln!(text, "{line}");
                }
            }
            Piece::Table(table) => lines(&mut text, table),
        }
    }
    text
}

/// Lines of a table: names to the left, wrapped; numbers to the right.
fn lines(text: &mut String, table: &Table) {
    let all = || std::iter::once(&table.head).chain(&table.rows);
    let width = |k: usize| all().map(|row| row[k].chars().count()).max().unwrap_or(0);
    let names = width(0).min(NAMES);
    let widths: Vec<usize> = (1..table.head.len()).map(width).collect();
    for row in all() {
        let mut name = wrapped(&breakable(&row[0], names), names).into_iter();
        let first = name.next().unwrap_or_default();
        let _ = write!(text, "  {first:names$}");
        for (cell, width) in row[1..].iter().zip(&widths) {
            let _ = write!(text, "  {cell:>width$}");
        }
        text.truncate(text.trim_end_matches(' ').len());
        text.push('\n');
        for line in name {
            let _ = writeln!(text, "    {line}");
        }
    }
}

/// Paths that are too long may be broken behind a dot.
fn breakable(name: &str, columns: usize) -> String {
    let words = name.split(' ').map(|word| {
        let mut lines = vec![String::new()];
        for piece in word.split_inclusive('.') {
            let last = lines
                .last_mut()
                .filter(|line| line.chars().count() + piece.chars().count() <= columns);
            match last {
                Some(line) => line.push_str(piece),
                None => lines.push(piece.to_owned()),
            }
        }
        lines.join(" ")
    });
    words.collect::<Vec<_>>().join(" ")
}

/// As Markdown.
pub(crate) fn in_markdown(title: &str, pieces: &[Piece]) -> String {
    let mut text = format!("# {}\n", plain(title));
    for piece in pieces {
        text.push('\n');
        match piece {
            Piece::Heading(heading) => {
                let _ = writeln!(text, "## {}", plain(heading));
            }
            Piece::Text(paragraph) => {
                let _ = writeln!(text, "{}", plain(paragraph));
            }
            Piece::Table(table) => {
                let line = |cells: &[String]| {
                    let cells: Vec<String> = cells.iter().map(|cell| plain(cell)).collect();
                    format!("| {} |\n", cells.join(" | "))
                };
                text.push_str(&line(&table.head));
                let rule = vec!["---:".to_owned(); table.head.len() - 1];
                let _ = writeln!(text, "| --- | {} |", rule.join(" | "));
                table.rows.iter().for_each(|row| text.push_str(&line(row)));
            }
        }
    }
    text
}

/// Without anything that Markdown would take for its own.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '_' | '`' | '|' | '<' | '#' | '~' | '&') {
            plain.push('\\');
        }
        plain.push(if c.is_control() { ' ' } else { c });
    }
    // A name must not become a link.
    plain.replace("](", "]\\(")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new(&["policy", "agreement"]);
        table.rows.push(vec!["base".into(), "36.1 [35.0, 37.2]".into()]);
        let long = "small_room: Only those who decide, in a room that nobody looks into";
        table.rows.push(vec![long.into(), "9.0 [8.1, 9.9]".into()]);
        table
    }

    #[test]
    fn names_are_wrapped_and_numbers_stand_below_each_other() {
        let page = on_terminal("Talks", &[Piece::heading("Ends"), Piece::Table(table())]);
        let expected = [
            "Talks",
            "",
            "ENDS",
            "  policy                                            agreement",
            "  base                                      36.1 [35.0, 37.2]",
            "  small_room: Only those who decide, in a      9.0 [8.1, 9.9]",
            "    room that nobody looks into",
            "",
        ]
        .join("\n");
        assert_eq!(page, expected);
    }

    #[test]
    fn markdown_takes_nothing_for_its_own() {
        let page = in_markdown("a|b", &[Piece::Text("x * y_z".into()), Piece::Table(table())]);
        assert!(page.starts_with("# a\\|b\n\nx \\* y\\_z\n\n| policy | agreement |\n| --- | ---: |\n| base | 36.1"));
        assert!(page.contains("small\\_room"));
    }
}
