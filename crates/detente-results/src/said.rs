//! Numbers as sentences say them, by one rule for the terminal and for pages.

use crate::number::format_float;

/// Digits that a limit is told by.
const DIGITS: i32 = 3;

/// A share, in a hundred.
pub fn share(x: f64) -> String {
    unsigned_zero(format!("{:.1}", 100.0 * x))
}

/// A difference of shares, in points, with its sign.
pub fn signed_share(x: f64) -> String {
    let text = share(x);
    match text.starts_with('-') || text == "0.0" {
        true => text,
        false => format!("+{text}"),
    }
}

/// A share with its interval, in a hundred.
pub fn share_interval([x, low, high]: [f64; 3]) -> String {
    format!("{} [{}, {}]", share(x), share(low), share(high))
}

/// A number in as many digits as anybody would set a limit by.
pub fn few(x: f64) -> String {
    if x == 0.0 || !x.is_finite() {
        return format_float(x);
    }
    let decimals = (DIGITS - 1 - libm::floor(libm::log10(x.abs())) as i32).clamp(0, 12) as usize;
    let text = format!("{x:.decimals$}");
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

/// No minus before nothing.
pub fn unsigned_zero(text: String) -> String {
    match text.strip_prefix('-') {
        Some(rest) if rest.chars().all(|c| matches!(c, '0' | '.')) => rest.to_owned(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_digits_that_they_need() {
        assert_eq!(share_interval([0.3627, 0.3533, -0.0001]), "36.3 [35.3, 0.0]");
        assert_eq!([0.0846, -0.0001, -0.02].map(signed_share), ["+8.5", "0.0", "-2.0"]);
        assert_eq!(
            [1234.5, 0.0, -0.001_234_5, 12.0].map(few),
            ["1234", "0", "-0.00123", "12"]
        );
    }
}
