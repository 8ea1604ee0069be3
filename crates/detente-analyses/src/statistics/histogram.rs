//! How values are spread, in counts that merge: each value is rounded to [`DIGITS`] binary digits, and what is the same then is
//! counted together. Whole numbers up to 2^10 stay what they are, others are known to within one part in a thousand, whatever
//! their range is, and so are quantiles.
//!
//! Source: Masson, Rim & Lee (2019), DDSketch: a fast and fully-mergeable quantile sketch with relative-error guarantees, PVLDB
//! 12, with bins of equal width inside an octave.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Binary digits that are kept of a value, the first among them.
const DIGITS: u32 = 10;

/// Bits of a double that are rounded away.
const ROUNDED: u32 = f64::MANTISSA_DIGITS - DIGITS;

/// Counts of rounded values.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<(i64, u64)>", into = "Vec<(i64, u64)>")]
pub struct Histogram(
    /// By what is left of the bits of a value, negative for those below 0: in the order of values.
    BTreeMap<i64, u64>,
);

impl Histogram {
    /// Counts a value.
    pub fn add(&mut self, value: f64) {
        *self.0.entry(bin(value)).or_default() += 1;
    }

    /// Adds the counts of others.
    pub fn merge(&mut self, others: &Self) {
        for (bin, count) in &others.0 {
            *self.0.entry(*bin).or_default() += count;
        }
    }

    /// How many values there are.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.0.values().sum()
    }

    /// The least value at or below which this share of all lies, rounded; none where there is no value.
    #[must_use]
    pub fn quantile(&self, share: f64) -> Option<f64> {
        let rank = (share * self.n() as f64).ceil().max(1.0) as u64;
        let mut seen = 0;
        let found = self.0.iter().find(|(_, count)| {
            seen += **count;
            seen >= rank
        });
        found.map(|(bin, _)| value(*bin))
    }
}

/// The bin of a value.
fn bin(value: f64) -> i64 {
    let bits = value.abs().min(LARGEST).to_bits();
    let rounded = ((bits + (1 << (ROUNDED - 1))) >> ROUNDED) as i64;
    if value < 0.0 { -rounded } else { rounded }
}

/// The rounded value of a bin.
fn value(bin: i64) -> f64 {
    let value = f64::from_bits(bin.unsigned_abs() << ROUNDED);
    if bin < 0 { -value } else { value }
}

/// Beyond it values would be rounded to infinity.
const LARGEST: f64 = 1e308;

/// Bins lie side by side, so that a bin is written as its distance from the one before.
impl From<Histogram> for Vec<(i64, u64)> {
    fn from(histogram: Histogram) -> Self {
        let mut before = 0;
        let steps = histogram.0.into_iter().map(|(bin, count)| {
            let step = bin - before;
            before = bin;
            (step, count)
        });
        steps.collect()
    }
}

impl From<Vec<(i64, u64)>> for Histogram {
    fn from(steps: Vec<(i64, u64)>) -> Self {
        let mut bin = 0_i64;
        let bins = steps.into_iter().map(|(step, count)| {
            // A damaged file has been told from a whole one by its checksum.
            bin = bin.wrapping_add(step);
            (bin, count)
        });
        Self(bins.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: impl IntoIterator<Item = f64>) -> Histogram {
        let mut histogram = Histogram::default();
        values.into_iter().for_each(|value| histogram.add(value));
        histogram
    }

    #[test]
    fn whole_numbers_are_themselves_and_others_known_to_one_part_in_a_thousand() {
        for whole in -1024..=1024 {
            assert_eq!(of([f64::from(whole)]).quantile(0.5), Some(f64::from(whole)));
        }
        for exponent in [-300, -9, -1, 0, 1, 17, 300] {
            for k in 1..500 {
                let exact = libm::exp10(f64::from(exponent)) * (1.0 + f64::from(k) / 61.0);
                let found = of([-exact]).quantile(0.5).unwrap();
                assert!((found / -exact - 1.0).abs() < 1e-3, "{exact} {found}");
            }
        }
        assert!(of([f64::MAX]).quantile(1.0).unwrap().is_finite());
    }

    /// Of 1, 2, ..., 100 the least value at or below which five of them lie is 5; sorting says the same of squares.
    #[test]
    fn quantiles_are_those_of_sorted_values() {
        let hundred = of((1..=100).map(f64::from));
        assert_eq!(
            [0.0, 0.05, 0.5, 0.951, 1.0].map(|share| hundred.quantile(share)),
            [1.0, 5.0, 50.0, 96.0, 100.0].map(Some)
        );
        assert_eq!(Histogram::default().quantile(0.5), None);
        let mut values: Vec<f64> = (0..501)
            .map(|k| f64::from((k * 37) % 501 - 250))
            .map(|x| x * x * x / 7e5)
            .collect();
        let histogram = of(values.iter().copied());
        values.sort_by(f64::total_cmp);
        for share in [0.05, 0.25, 0.5, 0.75, 0.95] {
            let exact = values[(share * 501.0_f64).ceil() as usize - 1];
            let found = histogram.quantile(share).unwrap();
            assert!((found - exact).abs() <= 1e-3 * exact.abs(), "{share}: {found}, {exact}");
        }
    }

    #[test]
    fn parts_merge_and_are_saved_in_few_bytes() {
        let values = |range: std::ops::Range<i32>| range.map(|k| f64::from(k * k % 997) / 997.0 - 0.25);
        let mut merged = of(values(0..300));
        merged.merge(&of(values(300..1_000)));
        assert_eq!(merged, of(values(0..1_000)));
        assert_eq!(merged.n(), 1_000);
        let bytes = postcard::to_stdvec(&merged).unwrap();
        assert_eq!(postcard::from_bytes::<Histogram>(&bytes).unwrap(), merged);
        assert!(bytes.len() < 1_800, "{} bytes", bytes.len());
    }
}
