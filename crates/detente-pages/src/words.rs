//! Numbers and ends as sentences say them, by the same rules as in `answer.md`.

use detente_results::Manifest;
use detente_results::end_noun;
use detente_results::said::signed_share;
pub(crate) use detente_results::said::{few, share, share_interval};

/// A difference of shares in points, with its sign and its interval.
pub(crate) fn points([x, low, high]: [f64; 3]) -> String {
    format!("{} [{}, {}]", signed_share(x), signed_share(low), signed_share(high))
}

/// An end as a noun; of another version of the program as its table has it.
pub(crate) fn end(outcome: &str) -> String {
    end_noun(outcome).map_or_else(|| outcome.replace('_', " "), str::to_owned)
}

/// What stands before the number of replicates where a race has given some policies fewer.
pub(crate) fn up_to(manifest: &Manifest) -> &'static str {
    if manifest.raced.is_empty() { "" } else { "up to " }
}

/// The first letter as at the beginning of a sentence.
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_uppercase().collect::<String>());
    first.unwrap_or_default() + letters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_as_in_the_answer() {
        assert_eq!(share_interval([0.3627, 0.3533, 0.3722]), "36.3 [35.3, 37.2]");
        assert_eq!(points([0.0846, -0.0001, 0.0948]), "+8.5 [0.0, +9.5]");
        assert_eq!(
            [1234.5, 0.0, -0.001_234_5, 12.0].map(few),
            ["1234", "0", "-0.00123", "12"]
        );
        assert_eq!(capitalised("a walkout"), "A walkout");
        assert_eq!(capitalised(""), "");
    }
}
