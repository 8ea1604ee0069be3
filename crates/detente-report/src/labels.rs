//! Ids as words for people.

use detente_results::grouped;

use crate::font::printed;

/// The name of an outcome.
pub(crate) fn outcome(id: &str) -> String {
    match id {
        "collapsed_after_leak" => "Collapsed after a leak".to_owned(),
        "deadline" => "Deadline passed".to_owned(),
        other => sentence(other),
    }
}

/// An id as words: `hawkish_pressure` is `hawkish pressure`.
pub(crate) fn words(id: &str) -> String {
    printed(&id.replace('_', " "))
}

/// An id as words, or a title, beginning with a capital letter.
pub(crate) fn sentence(id: &str) -> String {
    let words = words(id);
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A title inside a sentence: `Day of the end` is `day of the end`, `NATO members` stays.
pub(crate) fn inside(title: &str) -> String {
    let mut letters = title.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(letters).collect(),
        _ => title.to_owned(),
    }
}

/// An id as part of a file name.
pub(crate) fn file_name(id: &str) -> String {
    id.chars()
        .map(|letter| {
            if letter.is_ascii_alphanumeric() || "_-".contains(letter) {
                letter
            } else {
                '_'
            }
        })
        .collect()
}

/// `2,000 runs`, `1 run`.
pub(crate) fn count(number: u64, thing: &str) -> String {
    if number == 1 {
        format!("1 {thing}")
    } else {
        format!("{} {thing}s", grouped(number))
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn listed<S: AsRef<str>>(names: &[S]) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => names.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::{count, file_name, inside, listed, outcome};

    #[test]
    fn ids_become_words() {
        assert_eq!(outcome("rejected_at_home"), "Rejected at home");
        assert_eq!(outcome("collapsed_after_leak"), "Collapsed after a leak");
        assert_eq!(outcome(""), "");
        assert_eq!(
            ["Day of the end", "NATO members", "A", ""].map(inside),
            ["day of the end", "NATO members", "A", ""]
        );
        assert_eq!(file_name("early peace/../2"), "early_peace____2");
        assert_eq!(
            [count(1, "run"), count(0, "run"), count(10_000, "run")],
            ["1 run", "0 runs", "10,000 runs"]
        );
    }

    #[test]
    fn names_become_a_list() {
        assert_eq!(listed::<&str>(&[]), "");
        assert_eq!(
            (listed(&["a"]), listed(&["a", "b"])),
            ("a".to_owned(), "a and b".to_owned())
        );
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
    }
}
