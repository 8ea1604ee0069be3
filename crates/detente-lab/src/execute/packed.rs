//! Sums of sets of inputs in few bytes. There may be millions of sets, most of them of one run, and most values are whole numbers:
//! written as they are, they would take more room than rows.

use detente_analyses::statistics::Sums;
use serde::{Deserialize, Serialize};

/// Whole numbers up to here are the same as floats and as integers.
const LARGEST_WHOLE: f64 = 9_007_199_254_740_992.0;

/// Sums that are written in as few bytes as they need.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct Packed(
    /// The sums.
    pub Sums,
);

/// What is written.
#[derive(Serialize, Deserialize)]
enum Written {
    Nothing,
    /// One value, a whole number.
    Whole(i64),
    /// One value.
    One(f64),
    /// Number of values, sum and sum of squares, both whole.
    Wholes(u64, i64, i64),
    /// The same.
    Many(u64, f64, f64),
}

/// The whole number that a float is.
fn whole(x: f64) -> Option<i64> {
    let is_whole = x.abs() <= LARGEST_WHOLE && x.trunc() == x && !(x == 0.0 && x.is_sign_negative());
    is_whole.then_some(x as i64)
}

impl From<Packed> for Written {
    fn from(Packed(sums): Packed) -> Self {
        let Sums { n, sum, sum_of_squares } = sums;
        let is_one = n == 1 && sum_of_squares == sum * sum;
        match (n, whole(sum), whole(sum_of_squares)) {
            (0, Some(0), Some(0)) => Self::Nothing,
            (1, Some(sum), _) if is_one => Self::Whole(sum),
            (1, ..) if is_one => Self::One(sum),
            (n, Some(sum), Some(squares)) => Self::Wholes(n, sum, squares),
            _ => Self::Many(n, sum, sum_of_squares),
        }
    }
}

impl From<Written> for Packed {
    fn from(written: Written) -> Self {
        let of = |n: u64, sum: f64, sum_of_squares: f64| Self(Sums { n, sum, sum_of_squares });
        match written {
            Written::Nothing => Self::default(),
            Written::Whole(x) => of(1, x as f64, x as f64 * x as f64),
            Written::One(x) => of(1, x, x * x),
            Written::Wholes(n, sum, squares) => of(n, sum as f64, squares as f64),
            Written::Many(n, sum, squares) => of(n, sum, squares),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_to_the_last_bit_and_most_sets_take_two_bytes() {
        let of = |values: &[f64]| {
            let mut sums = Sums::default();
            values.iter().for_each(|value| sums.add(*value));
            Packed(sums)
        };
        for (values, bytes) in [
            (&[][..], 1),
            (&[1.0], 2),
            (&[0.0], 2),
            (&[-0.0], 2),
            (&[-31.0], 2),
            (&[730.0], 3),
            (&[0.1], 9),
            (&[1e300], 9),
            (&[1.0, 0.0, 1.0], 4),
            (&[0.1, 0.2], 18),
            (&[9e15, 1.0, 1.0], 18),
        ] {
            let packed = of(values);
            let written = postcard::to_stdvec(&packed).unwrap();
            let read: Packed = postcard::from_bytes(&written).unwrap();
            let bits = |Packed(sums): Packed| (sums.n, sums.sum.to_bits(), sums.sum_of_squares.to_bits());
            assert_eq!(bits(read), bits(packed), "{values:?}");
            assert_eq!(written.len(), bytes, "{values:?}");
        }
    }
}
