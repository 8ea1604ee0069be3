//! Small matters of English: lists, plurals, numbers in words, paths.

use std::path::{Component, Path, PathBuf};

/// `a, b and c`.
pub fn list<S: AsRef<str>>(items: &[S]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// Small numbers in words, others in digits.
pub fn number(n: usize) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    ];
    WORDS.get(n).map_or_else(|| n.to_string(), |word| (*word).to_owned())
}

/// `one meeting`, `two meetings`.
pub fn count(n: usize, noun: &str) -> String {
    format!("{} {noun}{}", number(n), if n == 1 { "" } else { "s" })
}

/// `1 run`, `12,000 runs`.
pub fn counted(n: u64, noun: &str) -> String {
    let ending = if n == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", detente_results::grouped(n))
}

/// A number of packages; a very large one is rounded.
pub fn packages(n: f64) -> String {
    if n <= 1e7 {
        detente_results::grouped(n as u64)
    } else {
        format!("{n:.1e}")
    }
}

/// With a capital letter at the beginning, also of a quotation.
pub fn capitalised(text: &str) -> String {
    let (quote, rest) = text.strip_prefix('“').map_or(("", text), |rest| ("“", rest));
    let mut characters = rest.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    quote.chars().chain(first).chain(characters).collect()
}

/// The first of two quantities, without the unit if the second has the same: `20` of `20 days` beside `30 days`.
pub fn without_shared_unit<'a>(first: &'a str, second: &str) -> &'a str {
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit() || "$€£<>+-".contains(c));
    match (first.split_once(' '), second.split_once(' ')) {
        (Some((a, unit)), Some((b, other))) if unit == other && is_number(a) && is_number(b) => a,
        _ => first,
    }
}

/// An identifier as words: `long_pause` becomes `long pause`.
pub fn words(id: &str) -> String {
    id.replace('_', " ")
}

/// Lines of at most so many columns; what cannot be broken stays whole.
pub fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// No two blank lines one after the other.
pub fn blank_lines_joined(text: &str) -> String {
    let mut joined = String::new();
    for line in text.lines() {
        if !(line.is_empty() && (joined.is_empty() || joined.ends_with("\n\n"))) {
            joined.push_str(line);
            joined.push('\n');
        }
    }
    joined
}

/// A path for people: `experiments/../scenarios/x.toml` is `scenarios/x.toml`.
pub fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match (part, normal.components().next_back()) {
            (Component::ParentDir, Some(Component::Normal(_))) => {
                normal.pop();
            }
            (Component::CurDir, _) => {}
            _ => normal.push(part),
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_like_lists() {
        assert_eq!(list::<&str>(&[]), "");
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b"]), "a and b");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
    }

    #[test]
    fn counts_agree_with_their_nouns() {
        assert_eq!(count(1, "leak"), "one leak");
        assert_eq!(count(2, "leak"), "two leaks");
        assert_eq!(count(40, "leak"), "40 leaks");
    }

    #[test]
    fn sentences_begin_with_a_capital() {
        assert_eq!(capitalised("the text"), "The text");
        assert_eq!(capitalised("“long pause”"), "“Long pause”");
        assert_eq!(capitalised(""), "");
    }

    #[test]
    fn lines_are_broken_between_words() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("unbreakable", 3), ["unbreakable"]);
        assert!(wrapped(" ", 3).is_empty());
    }

    #[test]
    fn many_packages_are_rounded() {
        assert_eq!(packages(1024.0), "1,024");
        assert_eq!(packages(4.12e15), "4.1e15");
    }

    #[test]
    fn paths_are_told_without_detours() {
        let told = |path: &str| normal(Path::new(path)).display().to_string();
        assert_eq!(told("experiments/../scenarios/x.toml"), "scenarios/x.toml");
        assert_eq!(told("./../a/./b/../../x.toml"), "../x.toml");
        assert_eq!(told("/a/../x.toml"), "/x.toml");
    }
}
