//! Values out of ranges and distributions in few digits: more are nobody's, and fill tables.

use detente_core::Sampler;

/// Digits of the larger end that a number out of a range is told by.
const FEW: i32 = 6;

/// Most decimals of which a power of ten is still an exact number.
const EXACT: usize = 22;

/// A number out of a range, to six digits of its larger end.
pub(super) fn in_few_digits(x: f64, [from, to]: [f64; 2]) -> f64 {
    let largest = from.abs().max(to.abs());
    if !(largest > 0.0 && largest < 1e15) {
        return x.clamp(from, to);
    }
    let decimals = (FEW - 1 - libm::floor(libm::log10(largest)) as i32).max(0) as usize;
    (rounded(x, decimals) + 0.0).clamp(from, to)
}

/// A number out of a distribution, to six digits of its own where these are not cut off.
pub(super) fn in_few_of_its_own(sampler: &Sampler, u: f64) -> f64 {
    let value = sampler.at(u);
    let few = FEW as usize - 1;
    let rounded: f64 = format!("{value:.few$e}").parse().unwrap_or(value);
    let [low, high] = [0.0, 1.0].map(|end| sampler.at(end));
    // The values of a choice come in any order.
    if low <= high && (low..=high).contains(&rounded) {
        rounded + 0.0
    } else {
        value
    }
}

/// The number that the decimal with so many places says: worked out where that cannot go wrong, since a design of a million
/// values asks for as many, and written and read elsewhere.
fn rounded(x: f64, decimals: usize) -> f64 {
    if decimals <= EXACT {
        let power = (0..decimals).fold(1.0, |power, _| power * 10.0);
        let shifted = x * power;
        let from_tie = (libm::trunc(shifted) - shifted).abs() - 0.5;
        // The product is off by less than a thousandth, and a quotient of two exact numbers is the nearest one.
        if shifted.abs() < 1e12 && from_tie.abs() > 1e-3 {
            return libm::round(shifted) / power;
        }
    }
    format!("{x:.decimals$}").parse().unwrap_or(x)
}

#[cfg(test)]
mod tests {
    use super::{in_few_digits, rounded};

    #[test]
    fn numbers_out_of_a_range_have_six_digits_and_stay_in_it() {
        assert_eq!(in_few_digits(0.031_612_104_839, [0.0, 1.0]), 0.031_61);
        assert_eq!(in_few_digits(0.799_999_999_9, [0.2, 0.8]), 0.8);
        assert_eq!(in_few_digits(1_234.567_89, [0.0, 2_000.0]), 1234.57);
        assert_eq!(in_few_digits(0.000_123_456_78, [0.0001, 0.000_2]), 0.000_123_457);
        assert_eq!(in_few_digits(0.123_456_789, [0.123_456_788, 1.0]), 0.123_46);
        assert_eq!(in_few_digits(0.1, [0.100_000_1, 1.0]), 0.100_000_1);
    }

    #[test]
    fn a_decimal_worked_out_is_the_decimal_written_and_read() {
        let mut word = 0x9e37_79b9_7f4a_7c15_u64;
        for k in 0..200_000_usize {
            word ^= word << 13;
            word ^= word >> 7;
            word ^= word << 17;
            let size = [1e-20, 1e-6, 0.01, 1.0, 1.0, 100.0, 1e6, 1e11][k % 8];
            let x = ((word >> 11) as f64 / (1_u64 << 53) as f64 - 0.5) * size;
            // Some lie on a tie, or beside one.
            let x = if k % 16 == 3 {
                libm::round(x * 1_000.0) / 1_000.0 + 0.000_5
            } else {
                x
            };
            let decimals = k / 8 % 24;
            let written: f64 = format!("{x:.decimals$}").parse().unwrap();
            assert_eq!(rounded(x, decimals).to_bits(), written.to_bits(), "{x} to {decimals}");
        }
    }
}
