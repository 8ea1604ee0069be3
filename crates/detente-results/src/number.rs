//! One way to write a float, for all files.

use std::io::Write;

/// Two to the power of 25.
const TIES: f64 = 33_554_432.0;

/// Two to the power of 53: below, every whole number is a float.
const WHOLE: f64 = 9_007_199_254_740_992.0;

/// Writes a finite float in the shortest form that reads back to the same number: `0.5`, `120`, `1e-7`. Where two such
/// forms are equally near, it is the one further from zero.
///
/// Integers carry no point, a negative zero loses its sign, and an exponent is used only below `1e-5` and from `1e16`.
/// A value that is not finite is an error of the caller (every float in a result is finite).
pub fn format_float(value: f64) -> String {
    let mut out = Vec::new();
    push_float(&mut out, value);
    String::from_utf8(out).expect("digits are text")
}

/// Appends a finite float in the form of [`format_float`], without a text of its own.
pub fn push_float(out: &mut Vec<u8>, value: f64) {
    debug_assert!(value.is_finite(), "a result must be finite, found {value}");
    if value.trunc() == value && value.abs() < WHOLE {
        out.extend_from_slice(itoa::Buffer::new().format(value as i64).as_bytes());
    } else if (value * TIES).fract() == 0.0 {
        // Two shortest forms, of 17 digits at most, can be equally near only to a number of at most 18 digits in all;
        // that has at most 25 binary digits after the point, since 5^26 is above 10^18. Of the two, `ryu` takes the even
        // one.
        let written = if (1e-5..1e16).contains(&value.abs()) {
            write!(out, "{value}")
        } else {
            write!(out, "{value:e}")
        };
        written.expect("a Vec takes every write");
    } else {
        out.extend_from_slice(ryu::Buffer::new().format_finite(value).as_bytes());
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
    use super::{format_float, grouped, push_float};

    /// The form by the standard library alone, as it was defined before there was a faster way.
    fn plain(value: f64) -> String {
        let size = value.abs();
        if size == 0.0 {
            "0".to_owned()
        } else if (1e-5..1e16).contains(&size) {
            value.to_string()
        } else {
            format!("{value:e}")
        }
    }

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
    fn both_ways_give_the_same_bytes() {
        // A linear congruential generator: any bits will do, as long as they are the same in every run.
        let mut bits = 1_u64;
        let drawn = std::iter::repeat_with(|| {
            bits = bits
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            f64::from_bits(bits)
        });
        let shares = (0..10_000).map(|n| f64::from(n) / 9_999.0);
        // Powers of two lie unevenly between their neighbours, where shortest forms are easily got wrong.
        let powers = (0..2047).map(|exponent| f64::from_bits(exponent << 52));
        // Two forms are equally near to many fractions of few binary digits, and to whole numbers beyond 2^53.
        let fractions = (10..30).flat_map(|digits| {
            let unit = f64::from(1_u32 << digits);
            (0..20_000).map(move |n| (f64::from(n * 7919) + 1.0) / unit)
        });
        let whole = (0..40).flat_map(|power| {
            let unit = 1e15 * f64::from(1_u32 << (power % 31));
            (1..500).map(move |n| unit * f64::from(n) + 0.25 * f64::from(n))
        });
        for value in drawn
            .take(100_000)
            .chain(shares)
            .chain(powers)
            .chain(fractions)
            .chain(whole)
            .filter(|value| value.is_finite())
        {
            let mut pushed = b"x".to_vec();
            push_float(&mut pushed, value);
            assert_eq!(pushed[1..], *plain(value).as_bytes(), "{:x}", value.to_bits());
            assert_eq!(format_float(value), plain(value));
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
