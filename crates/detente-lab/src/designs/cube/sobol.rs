//! The Sobol sequence: rows that cover all factors' ranges evenly together, and go on doing so the more of them there are. It
//! covers best with a power of two of them.
//!
//! Digits of row n in dimension k are the exclusive or of the direction numbers of k at the bits of the Gray code `n ^ n / 2`.
//! Scrambled after Owen, each row is uniform by itself, and the rows cover no worse: a digit is turned over or not, as the seed
//! and all digits before it decide. That is done by a hash of the reversed digits, in which each bit depends on none above it.
//!
//! Source: Sobol (1967), USSR Computational Mathematics and Mathematical Physics 7; Joe & Kuo (2008), Constructing Sobol
//! sequences with better two-dimensional projections, SIAM Journal on Scientific Computing 30, for the direction numbers
//! (new-joe-kuo-6; licence beside the data); Antonov & Saleev (1979), ibid. 19, for the Gray code; Owen (1995), Randomly
//! permuted (t, m, s)-nets, MCQMC 1994; Burley (2020), Practical hash-based Owen scrambling, Journal of Computer Graphics
//! Techniques 9(4), after Laine & Karras (2011), for the hash.

use super::keyed::{Words, unit};
use std::sync::LazyLock;

/// Most dimensions.
pub const DIMENSIONS: usize = 2_048;

/// Digits of a number, to base 2.
const DIGITS: usize = 32;

/// Joe and Kuo's table: dimension, degree and inner coefficients of a primitive polynomial, first direction numbers.
const TABLE: &str = include_str!("joe_kuo/new-joe-kuo-6.2048");

/// By dimension, the direction number of each bit.
static DIRECTIONS: LazyLock<Vec<[u32; DIGITS]>> = LazyLock::new(|| {
    let first = std::array::from_fn(|bit| 1 << (DIGITS - 1 - bit));
    std::iter::once(first)
        .chain(TABLE.lines().skip(1).map(directions))
        .collect()
});

/// A Sobol sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sobol {
    dimensions: usize,
    /// What scrambles each dimension; none for the sequence as it is.
    scrambles: Option<Vec<u32>>,
}

impl Sobol {
    /// The sequence scrambled by a seed; none for more than [`DIMENSIONS`].
    #[must_use]
    pub fn scrambled(seed: u64, dimensions: usize) -> Option<Self> {
        let mut words = Words::new(seed, "sobol", 0);
        let scrambles = (0..dimensions).map(|_| words.word()).collect();
        Self::plain(dimensions).map(|plain| Self {
            scrambles: Some(scrambles),
            ..plain
        })
    }

    /// The sequence as it is; row 0 is 0 in all dimensions. None for more than [`DIMENSIONS`].
    #[must_use]
    pub fn plain(dimensions: usize) -> Option<Self> {
        (dimensions <= DIMENSIONS).then_some(Self {
            dimensions,
            scrambles: None,
        })
    }

    /// A row of the first 2^32, which the next ones repeat; strictly between 0 and 1 if it is scrambled.
    #[must_use]
    pub fn row(&self, number: u64) -> Vec<f64> {
        let gray = (number ^ (number >> 1)) as u32;
        let bits: Vec<usize> = (0..DIGITS).filter(|bit| gray >> bit & 1 == 1).collect();
        let digits = DIRECTIONS[..self.dimensions]
            .iter()
            .map(|of| bits.iter().fold(0, |digits, bit| digits ^ of[*bit]));
        match &self.scrambles {
            Some(scrambles) => digits
                .zip(scrambles)
                .map(|(x, by)| unit(owen_scrambled(x, *by)))
                .collect(),
            None => digits.map(|x| f64::from(x) / 4_294_967_296.0).collect(),
        }
    }
}

/// The direction numbers of a line of the table: Joe & Kuo's recurrence (their equation 2), each number in the top bits.
fn directions(line: &str) -> [u32; DIGITS] {
    let mut numbers = line
        .split_ascii_whitespace()
        .filter_map(|word| word.parse::<u32>().ok())
        .skip(1);
    let degree = numbers.next().unwrap_or(1).max(1) as usize;
    let inner = numbers.next().unwrap_or(0);
    let mut of = [0_u32; DIGITS];
    for (bit, first) in numbers.take(degree).enumerate() {
        of[bit] = first << (DIGITS - 1 - bit);
    }
    for bit in degree..DIGITS {
        let coefficients = (1..degree).filter(|k| inner >> (degree - 1 - k) & 1 == 1);
        let start = of[bit - degree] ^ (of[bit - degree] >> degree);
        of[bit] = coefficients.fold(start, |sum, k| sum ^ of[bit - k]);
    }
    of
}

/// Turns over each digit as the seed and the digits before it decide.
fn owen_scrambled(digits: u32, seed: u32) -> u32 {
    // Even factors carry upwards only: a bit of the reversed digits depends on itself and those below.
    let mut x = digits.reverse_bits().wrapping_add(seed);
    for factor in [0x6c50_b47c, 0xb82f_1e52, 0xc7af_e638, 0x8d22_f6e6] {
        x ^= x.wrapping_mul(factor);
    }
    x.reverse_bits()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_first_points_are_the_published_ones() {
        let sequence = Sobol::plain(3).unwrap();
        let rows: Vec<Vec<f64>> = (0..4).map(|n| sequence.row(n)).collect();
        let expected = [[0.0, 0.0, 0.0], [0.5, 0.5, 0.5], [0.75, 0.25, 0.25], [0.25, 0.75, 0.75]];
        assert_eq!(rows, expected);
    }

    /// SciPy 1.17.1, `qmc.Sobol(d, scramble=False)`, row 1000.
    #[test]
    fn far_rows_and_dimensions_are_those_of_others() {
        let row = Sobol::plain(DIMENSIONS).unwrap().row(1_000);
        for (dimension, expected) in FAR {
            assert_eq!(row[dimension], expected, "dimension {dimension}");
        }
    }

    const FAR: [(usize, f64); 8] = [
        (0, 0.219_726_562_5),
        (1, 0.096_679_687_5),
        (2, 0.518_554_687_5),
        (9, 0.069_335_937_5),
        (99, 0.186_523_437_5),
        (739, 0.651_367_187_5),
        (1_023, 0.713_867_187_5),
        (2_047, 0.897_460_937_5),
    ];

    /// Every line of the table says what a direction number must be: odd, and below its power of two.
    #[test]
    fn the_table_is_whole() {
        assert_eq!(DIRECTIONS.len(), DIMENSIONS);
        for (place, line) in TABLE.lines().skip(1).enumerate() {
            let numbers: Vec<u32> = line.split(' ').map(|word| word.parse().unwrap()).collect();
            let [dimension, degree, inner, firsts @ ..] = &numbers[..] else {
                panic!("{line}")
            };
            assert_eq!((*dimension as usize, firsts.len()), (place + 2, *degree as usize));
            assert!(*inner < 1 << (degree - 1).max(1));
            for (bit, first) in firsts.iter().enumerate() {
                assert!(first % 2 == 1 && *first < 2 << bit, "{line}");
            }
        }
    }

    /// Of 2^m rows, scrambled or not, each of 2^m equal parts of each factor's range holds one, and of two factors each of 2^m
    /// squares in the first two dimensions, whose t is 0.
    #[test]
    fn rows_are_spread_as_the_net_says() {
        for sequence in [Sobol::plain(40).unwrap(), Sobol::scrambled(3, 40).unwrap()] {
            let rows: Vec<Vec<f64>> = (0..256).map(|n| sequence.row(n)).collect();
            for dimension in 0..40 {
                let parts: BTreeSet<u32> = rows.iter().map(|row| (row[dimension] * 256.0) as u32).collect();
                assert_eq!(parts.len(), 256, "dimension {dimension}");
            }
            for across in [2.0, 4.0, 16.0, 64.0] {
                let part = |row: &Vec<f64>| ((row[0] * across) as u32, (row[1] * 256.0 / across) as u32);
                assert_eq!(rows.iter().map(part).collect::<BTreeSet<_>>().len(), 256);
            }
        }
    }

    /// Numbers that share their first digits share them when scrambled, and the next digit is turned over for half of the seeds.
    #[test]
    fn scrambling_keeps_what_is_near_together() {
        for digits in [0, 0x8000_0000, 0x1234_5678, u32::MAX] {
            let mut turned = 0;
            for k in 0..1_000_u32 {
                let seed = k.wrapping_mul(0x9e37_79b9);
                let (one, other) = (owen_scrambled(digits, seed), owen_scrambled(digits ^ 0x0000_8000, seed));
                assert_eq!((one ^ other) >> 15, 1, "{digits:x}");
                turned += (one ^ digits) >> 20 & 1;
            }
            assert!((430..570).contains(&turned), "{digits:x}: {turned} of 1,000");
        }
    }

    /// Over seeds, the mean of any row is a half in any dimension: 1 / sqrt(12 n) is a standard error.
    #[test]
    fn a_scrambled_row_is_uniform() {
        let seeds = 2_000;
        for number in [0, 1, 1_000_000] {
            let rows: Vec<Vec<f64>> = (0..seeds)
                .map(|seed| Sobol::scrambled(seed, 5).unwrap().row(number))
                .collect();
            for dimension in 0..5 {
                let mean = rows.iter().map(|row| row[dimension]).sum::<f64>() / seeds as f64;
                let squares = rows.iter().map(|row| row[dimension] * row[dimension]).sum::<f64>() / seeds as f64;
                assert!(
                    (mean - 0.5).abs() < 4.0 / libm::sqrt(12.0 * seeds as f64),
                    "row {number}: {mean}"
                );
                assert!((squares - 1.0 / 3.0).abs() < 0.03, "row {number}: {squares}");
            }
        }
    }

    #[test]
    fn there_is_an_end_of_dimensions() {
        assert_eq!(Sobol::plain(DIMENSIONS + 1), None);
        assert_eq!(Sobol::scrambled(1, DIMENSIONS + 1), None);
        assert_ne!(Sobol::scrambled(1, 3), Sobol::scrambled(2, 3));
    }
}
