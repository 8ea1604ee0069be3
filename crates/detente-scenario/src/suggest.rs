//! Suggestions: the nearest of the words that would have been right, and lists of them where they are few.

use crate::limits;

/// Words at most this many are listed in full.
const LISTED: usize = 24;

/// The word nearest to what was written, if it is near enough to have been meant.
pub(crate) fn nearest<'a>(written: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = written.chars().count();
    if length > 2 * limits::ID_CHARACTERS {
        return None;
    }
    let allowed = (length / 2).clamp(1, 4);
    let distance = |word: &str| strsim::damerau_levenshtein(written, word);
    let near = words
        .into_iter()
        .map(|word| (distance(word), word))
        .filter(|(d, _)| *d <= allowed);
    near.min_by_key(|(d, _)| *d).map(|(_, word)| word)
}

/// `did you mean ...?`, if some word is near.
pub fn did_you_mean<'a>(written: &str, words: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(written, words).map(|word| format!("did you mean `{word}`?"))
}

/// The words, if they are few; else what they are.
pub fn one_of<'a>(what: &str, words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<&str> = words.into_iter().take(LISTED + 1).collect();
    match words.len() {
        0 => format!("{what} (there is none)"),
        1..=LISTED => format!("{what}: {}", words.join(", ")),
        _ => what.to_owned(),
    }
}

/// Text from a file, in backticks, cut where it is long.
pub fn quoted(text: &str) -> String {
    let shown: String = text.chars().take(limits::QUOTED).flat_map(char::escape_debug).collect();
    let rest = if text.chars().nth(limits::QUOTED).is_some() {
        "..."
    } else {
        ""
    };
    format!("`{shown}{rest}`")
}

/// A whole number for people: `10,000`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        let words = ["rate_per_session", "half_life_days"];
        assert_eq!(nearest("rate_per_sesion", words), Some("rate_per_session"));
        assert_eq!(nearest("colour", words), None);
        assert_eq!(nearest(&"x".repeat(100_000), words), None);
    }

    #[test]
    fn long_text_is_cut() {
        assert_eq!(quoted("a\nb"), "`a\\nb`");
        assert_eq!(quoted(&"x".repeat(100)).len(), limits::QUOTED + 5);
    }
}
