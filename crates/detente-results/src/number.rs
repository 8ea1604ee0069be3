//! One way to write a float, for all files.

/// Writes a finite float in the shortest form that reads back to the same number: `0.5`, `120`, `1e-7`.
///
/// Integers carry no point, a negative zero loses its sign, and an exponent is used only below `1e-5` and from `1e16`.
/// A value that is not finite is an error of the caller (every float in a result is finite).
pub fn format_float(value: f64) -> String {
    debug_assert!(value.is_finite(), "a result must be finite, found {value}");
    let size = value.abs();
    if size == 0.0 {
        "0".to_owned()
    } else if (1e-5..1e16).contains(&size) {
        value.to_string()
    } else {
        format!("{value:e}")
    }
}

/// A whole number for people: `10,000`.
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (k, digit) in digits.chars().enumerate() {
        if k > 0 && (digits.len() - k).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{format_float, grouped};

    #[test]
    fn thousands_are_set_apart() {
        let text = [0, 999, 1000, 1_234_567].map(grouped);
        assert_eq!(text, ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn numbers_are_short_and_plain() {
        for (value, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (1.0, "1"),
            (120.0, "120"),
            (-0.25, "-0.25"),
            (0.1 + 0.2, "0.30000000000000004"),
            (0.00001, "0.00001"),
            (0.000001, "1e-6"),
            (1e15, "1000000000000000"),
            (1e16, "1e16"),
            (-1.5e300, "-1.5e300"),
        ] {
            assert_eq!(format_float(value), text);
        }
    }

    #[test]
    fn numbers_read_back_to_the_same_number() {
        for value in [
            f64::MIN_POSITIVE,
            5e-324,
            f64::MAX,
            1.0 / 3.0,
            2.0 / 3.0 * 1e-9,
            123_456.789,
            f64::EPSILON,
        ] {
            assert_eq!(format_float(value).parse::<f64>(), Ok(value));
        }
    }
}
