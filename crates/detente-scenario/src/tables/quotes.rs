//! Quotes that are not closed: whatever follows them, lines too, would become one cell.

use super::dialect::{Dialect, Misfit};

/// Characters of a line that are shown.
const SHOWN: usize = 20;

/// Where the reader of CSV stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    /// Before the first character of a cell.
    Begin,
    /// In a cell without quotes, or behind closed ones.
    Bare,
    /// In quotes that open at this byte.
    Quoted(usize),
    /// Behind a quote in quotes: they are closed, or it is doubled.
    Closing(usize),
}

impl Dialect {
    /// The first quote that is not closed on its line: its byte, and what to say of it.
    pub fn open_quote(&self, text: &str) -> Option<(usize, Misfit)> {
        let mut at = At::Begin;
        for (byte, c) in text.char_indices().skip_while(|(byte, _)| *byte < self.start) {
            at = match (at, c) {
                (At::Quoted(from), '\n' | '\r') => return Some((from, misfit(&text[from..]))),
                (At::Begin, '"') => At::Quoted(byte),
                (At::Quoted(from), '"') => At::Closing(from),
                (At::Closing(from), '"') => At::Quoted(from),
                (At::Quoted(_), _) => at,
                (_, '\n' | '\r') => At::Begin,
                (_, c) if c == self.separator => At::Begin,
                _ => At::Bare,
            };
        }
        match at {
            At::Quoted(from) => Some((from, misfit(&text[from..]))),
            _ => None,
        }
    }
}

fn misfit(rest: &str) -> Misfit {
    let line = rest.lines().next().unwrap_or_default();
    let shown: String = line.chars().take(SHOWN).filter(|c| !c.is_control()).collect();
    let more = if line.chars().nth(SHOWN).is_some() { "..." } else { "" };
    Misfit {
        found: format!("a quote that is not closed, `{shown}{more}`"),
        expected: "each cell on one line",
        hint: "close it, or remove it; a quote within quotes is doubled".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Line and text of the first open quote.
    fn open(text: &str) -> Option<(usize, String)> {
        let (byte, misfit) = Dialect::of(text).open_quote(text)?;
        Some((text[..byte].matches('\n').count() + 1, misfit.found))
    }

    #[test]
    fn quotes_that_are_not_closed_are_found_where_they_open() {
        for text in [
            "a,b\n",
            "a,\"b\"\n\"c,\"\"d\"\"\",2\n",
            "a,5\" pipe\nb,\"\"\n",
            "a;b\n\"x\"y;\"z\"",
            "a,b\r\n\"c\",d\r\n",
            "sep=;\na,\"b;c\n",
        ] {
            assert_eq!(open(text), None, "{text}");
        }
        let told = |line, shown: &str| Some((line, format!("a quote that is not closed, `{shown}`")));
        assert_eq!(
            open("party,issue\nx,y\n\"alder,delay,4,80 and more\nb,c\n"),
            told(3, "\"alder,delay,4,80 an...")
        );
        assert_eq!(open("a,b\nx,\"y\n"), told(2, "\"y"));
        assert_eq!(open("a,b\nx,\"y"), told(2, "\"y"));
        assert_eq!(open("a,b\nx,\"y\"\"\n"), told(2, "\"y\"\""));
        assert_eq!(open("a,\"b\r\nc\"\r\n"), told(1, "\"b"));
    }
}
