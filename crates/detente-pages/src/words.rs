//! Numbers and ends as sentences say them, by the same rules as in `answer.md`.

use detente_results::format_float;

/// Digits of a limit.
const DIGITS: i32 = 3;

/// A share, in a hundred.
pub(crate) fn share(x: f64) -> String {
    one_decimal(100.0 * x)
}

/// A share with its interval, in a hundred.
pub(crate) fn share_interval([x, low, high]: [f64; 3]) -> String {
    format!("{} [{}, {}]", share(x), share(low), share(high))
}

/// A difference of shares in points, with its sign and its interval.
pub(crate) fn points([x, low, high]: [f64; 3]) -> String {
    let signed = |x: f64| match share(x) {
        text if text.starts_with('-') || text == "0.0" => text,
        text => format!("+{text}"),
    };
    format!("{} [{}, {}]", signed(x), signed(low), signed(high))
}

/// No minus before nothing.
fn one_decimal(x: f64) -> String {
    match format!("{x:.1}") {
        text if text == "-0.0" => "0.0".to_owned(),
        text => text,
    }
}

/// A number in as many digits as anybody would set a limit by.
pub(crate) fn few(x: f64) -> String {
    if x == 0.0 || !x.is_finite() {
        return format_float(x);
    }
    let decimals = (DIGITS - 1 - libm::floor(libm::log10(x.abs())) as i32).clamp(0, 12) as usize;
    match format!("{x:.decimals$}") {
        text if text.contains('.') => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        text => text,
    }
}

/// An end as a noun.
pub(crate) fn end(outcome: &str) -> String {
    match outcome {
        "agreement" => "an agreement".to_owned(),
        "rejected_at_home" => "a rejection at home".to_owned(),
        "walkout" => "a walkout".to_owned(),
        "collapsed_after_leak" => "a collapse after a leak".to_owned(),
        "deadline" => "the deadline".to_owned(),
        // Of another version of the program.
        other => other.replace('_', " "),
    }
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
