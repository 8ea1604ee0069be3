//! Syntax errors, told so that they can be mended: one bracket that is never closed makes a parser stumble dozens of
//! times, and the first stumble is often far from the bracket.

use crate::finding::Finding;
use crate::limits;
use std::path::Path;
use toml::de::Error;

/// What the parser says of a key that is there already: the one error that makes no others.
const DUPLICATE: &str = "duplicate key";

/// The first syntax error, with those before it that stand for themselves.
pub(crate) fn findings(file: &Path, text: &str, mut errors: Vec<Error>) -> Vec<Finding> {
    let start = |error: &Error| error.span().map_or(0, |span| span.start);
    errors.sort_by_key(start);
    let alone = errors.iter().take_while(|e| e.message() == DUPLICATE).count();
    let told = |error: &Error| Finding::error("", error.message()).at(file, error.span());
    let written = |error: &Error| line_at(text, start(error));
    // No more than are told: a line may be as long as the file, and hold as many errors.
    let again = |(k, error): (usize, &Error)| {
        let header = (k < limits::FINDINGS).then(|| second_table(written(error)));
        told(error).hint(header.flatten())
    };
    let mut findings: Vec<Finding> = errors[..alone].iter().enumerate().map(again).collect();
    if let Some(first) = errors.get(alone) {
        let open =
            unclosed(text).filter(|open| open.at <= start(first) || line(text, open.at) == line(text, start(first)));
        let finding = open.map_or_else(|| told(first), |open| open.finding(file, text));
        let slip = [curly_quote, decimal_comma, bare_point]
            .iter()
            .find_map(|slip| slip(written(first)));
        findings.push(finding.hint(slip.or_else(|| mend_first(errors.len() - alone - 1))));
    }
    findings
}

fn mend_first(more: usize) -> Option<String> {
    let noun = if more == 1 { "error" } else { "errors" };
    (more > 0).then(|| format!("mend this first: {more} more syntax {noun} may come of it"))
}

/// The line of a byte, from 1.
fn line(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())]
        .iter()
        .filter(|&&b| b == b'\n')
        .count()
        + 1
}

/// The line that a byte is in.
fn line_at(text: &str, at: usize) -> &str {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    text[start..].lines().next().unwrap_or_default()
}

/// `[parties]` where there is one already.
fn second_table(line: &str) -> Option<String> {
    let name = line.trim().strip_prefix('[')?.split(']').next()?;
    let one = is_name(name) && is_header(line);
    one.then(|| {
        format!(
            "for several of a kind write `[[{name}]]`, in double brackets, above each; otherwise put all keys below one `[{name}]`"
        )
    })
}

/// A quotation mark of word processors outside of a string.
fn curly_quote(line: &str) -> Option<String> {
    let mut at = 0;
    while let Some(character) = line[at..].chars().next() {
        match character {
            '"' | '\'' => at += string(&line[at..], character),
            '#' => return None,
            '\u{201c}'..='\u{201f}' | '\u{2018}'..='\u{201b}' | '\u{ab}' | '\u{bb}' => {
                return Some(format!("write straight quotes, `\"`, in place of `{character}`"));
            }
            _ => at += character.len_utf8(),
        }
    }
    None
}

/// `.5` after an equals sign, with a digit before the point.
fn bare_point(line: &str) -> Option<String> {
    line.split('=').skip(1).find_map(|value| {
        let value = value.trim_start();
        let (sign, rest) = value.split_at(value.len() - value.trim_start_matches(['-', '+']).len());
        let decimals: String = rest
            .strip_prefix('.')?
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        (!decimals.is_empty()).then(|| format!("a number begins with a digit: `{sign}0.{decimals}`"))
    })
}

/// `0,5` after an equals sign, with a point in its place.
fn decimal_comma(line: &str) -> Option<String> {
    line.split('=').skip(1).find_map(|value| {
        let value = value.trim_start();
        let (whole, rest) = value.split_once(',')?;
        let decimals: String = rest.chars().take_while(char::is_ascii_digit).collect();
        let digits = whole.trim_start_matches(['-', '+']);
        let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) && !decimals.is_empty();
        is_number.then(|| format!("decimals come after a point, not a comma: `{whole}.{decimals}`"))
    })
}

/// A bracket of a value that is open where it cannot be.
#[derive(Debug, PartialEq)]
struct Unclosed {
    at: usize,
    bracket: char,
    /// Where that shows; none at the end of the file.
    shows: Option<usize>,
}

impl Unclosed {
    fn finding(&self, file: &Path, text: &str) -> Finding {
        let closing = closing(self.bracket);
        let before = match self.shows {
            Some(at) => format!("before line {}", line(text, at)),
            None => "before the end of the file".to_owned(),
        };
        Finding::error("", format!("this `{}` is never closed", self.bracket))
            .expected(format!("`{closing}` {before}"))
            .at(file, Some(self.at..self.at + 1))
    }
}

fn closing(bracket: char) -> char {
    if bracket == '[' { ']' } else { '}' }
}

/// The innermost bracket of a value that a new table, a key or the end of the file finds open. Strings and comments are
/// skipped; the brackets of `[tables]` are no values.
fn unclosed(text: &str) -> Option<Unclosed> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut at = 0;
    let mut fresh = true;
    let found = |(at, bracket): (usize, char), shows| Some(Unclosed { at, bracket, shows });
    while at < text.len() {
        let rest = &text[at..];
        // Only where a line is looked at as a whole: a line may be as long as the file.
        let line = || rest.lines().next().unwrap_or_default();
        if std::mem::take(&mut fresh) {
            let line = line();
            match open.last() {
                Some(&last) if is_header(line) || last.1 == '[' && is_key(line) => return found(last, Some(at)),
                None if line.trim_start().starts_with('[') => {
                    at += line.len();
                    continue;
                }
                _ => {}
            }
        }
        let character = rest.chars().next()?;
        match character {
            '\n' => fresh = true,
            '#' => {
                at += line().len();
                continue;
            }
            '"' | '\'' => {
                at += string(rest, character);
                continue;
            }
            '[' | '{' => open.push((at, character)),
            ']' | '}' => match open.pop() {
                Some(last) if closing(last.1) != character => return found(last, Some(at)),
                _ => {}
            },
            _ => {}
        }
        at += character.len_utf8();
    }
    found(open.pop()?, None)
}

/// Bytes of the string that a text begins with; one that is not closed ends with its line.
fn string(text: &str, quote: char) -> usize {
    let three = quote.to_string().repeat(3);
    let marks = if text.starts_with(&three) {
        three.as_str()
    } else {
        &text[..1]
    };
    let mut escaped = false;
    for (at, character) in text.char_indices().filter(|(at, _)| *at >= marks.len()) {
        if character == '\n' && marks.len() == 1 {
            return at;
        }
        if !escaped && text[at..].starts_with(marks) {
            return at + marks.len();
        }
        escaped = !escaped && character == '\\' && quote == '"';
    }
    text.len()
}

/// `[name]` or `[[name]]`, and no list of numbers or flags.
fn is_header(line: &str) -> bool {
    let line = line.split('#').next().unwrap_or_default().trim();
    let name = line.strip_prefix('[').and_then(|l| l.strip_suffix(']'));
    let name = name.map(|n| n.strip_prefix('[').and_then(|n| n.strip_suffix(']')).unwrap_or(n));
    name.is_some_and(|name| is_name(name.trim()) && !["true", "false", "inf", "nan"].contains(&name.trim()))
}

/// `name = ...`.
fn is_key(line: &str) -> bool {
    line.split_once('=').is_some_and(|(name, _)| is_name(name.trim()))
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(text: &str) -> Option<(usize, usize)> {
        unclosed(text).map(|u| (line(text, u.at), u.shows.map_or(0, |at| line(text, at))))
    }

    #[test]
    fn the_bracket_that_is_open_is_found() {
        assert_eq!(open("a = [1, 2\nb = 1\n"), Some((1, 2)));
        assert_eq!(open("a = { b = 1\n[c]\n"), Some((1, 2)));
        assert_eq!(open("a = [\n  { b = 1 ,\n  { b = 2 },\n]\n"), Some((2, 4)));
        assert_eq!(open("a = [[1], [2]\n"), Some((1, 0)));
        assert_eq!(
            open("[a]\n[[b]]\nc = ']'\nd = \"[\\\"[\" # [\ne = [\n  [1],\n  [true],\n]\nf = \"\"\"\n[\n\"\"\"\n"),
            None
        );
    }

    #[test]
    fn slips_of_the_pen_are_seen() {
        assert_eq!(
            curly_quote("id = \u{201c}east\u{201d}").as_deref(),
            Some("write straight quotes, `\"`, in place of `\u{201c}`")
        );
        assert!(curly_quote("id = \u{2018}east\u{2019}").is_some());
        for line in [
            "title = \"the \u{201c}east\u{201d}\"",
            "a = 1 # \u{201c}",
            "a = 'it\u{2019}s'",
        ] {
            assert_eq!(curly_quote(line), None, "{line}");
        }
        let point = |line| bare_point(line).map(|hint| hint.split('`').nth(1).unwrap_or_default().to_owned());
        assert_eq!(point("x = { mean = .5, sd = .1 }").as_deref(), Some("0.5"));
        assert_eq!(point("x = -.25").as_deref(), Some("-0.25"));
        assert_eq!(point("x = 0.5"), None);
        let twice = |line| second_table(line).map(|hint| hint.split('`').nth(1).unwrap_or_default().to_owned());
        assert_eq!(twice("[parties] # again").as_deref(), Some("[[parties]]"));
        assert_eq!((twice("id = 1"), twice("[[parties]]")), (None, None));
    }

    #[test]
    fn a_decimal_comma_is_seen_where_a_value_begins() {
        let point = |line| decimal_comma(line).map(|hint| hint.split('`').nth(1).unwrap_or_default().to_owned());
        assert_eq!(point("secrecy = 0,5").as_deref(), Some("0.5"));
        assert_eq!(
            point("war = { cost = 0.1, battlefield = -0,01 }").as_deref(),
            Some("-0.01")
        );
        assert_eq!(point("levels = [0,5]"), None);
        assert_eq!(point("pair = { a = 1, b = 2 }"), None);
    }
}
