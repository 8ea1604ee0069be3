//! The levels of a factor: a list, or a range in equal steps.

use super::{Reader, whole};
use crate::designs::Takes;
use crate::experiment::shape::DEFAULT_STEPS;
use crate::experiment::{Operation, Values};
use detente_scenario::{Node, Table};

/// Digits of the larger end that a level of a range is rounded to, if that is no more than rounding.
const DIGITS: i32 = 12;

/// What adding up steps may lose, in units of the last place of the larger end.
const LOST: f64 = 4.0;

/// What is expected where an operation takes numbers.
pub(super) const NUMBERS: &str = "numbers; with op = \"set\" also texts, true and false";

/// The keys under which a factor has its values.
const GIVEN: [&str; 3] = ["levels", "range", "distribution"];

impl Reader<'_> {
    pub(super) fn values(&mut self, table: &Table, path: &str, operation: Operation, takes: Takes) -> Values {
        let given: Vec<(&str, &Node)> = GIVEN.iter().filter_map(|key| Some((*key, table.get(key)?))).collect();
        if takes == Takes::Rows {
            for (key, node) in given {
                let found = format!("`{key}` of a factor of a list");
                self.wrong(node, &format!("{path}.{key}"), found, "its values in `rows` alone");
            }
            return Values::Levels(Vec::new());
        }
        if let [(first, _), .., (last, node)] = given[..] {
            let found = format!("both `{first}` and `{last}`");
            let expected = "one of them: `levels`, `range` or `distribution`";
            self.wrong(node, &format!("{path}.{last}"), found, expected);
        }
        match given.first() {
            Some(("range", node)) => self.range(table, node, path),
            Some(("levels", node)) => self.list(node, path, operation),
            Some((_, node)) => Values::Open(Some((*node).clone())),
            None => {
                if let (Some(node), true) = (table.get("op"), operation != Operation::Set) {
                    let found = "no values of what is added or multiplied";
                    let expected = "`levels`, `range` or `distribution`; with op = \"set\" the number's own would do";
                    self.wrong(node, path, found, expected);
                }
                Values::Open(None)
            }
        }
    }

    fn list(&mut self, node: &Node, path: &str, operation: Operation) -> Values {
        let list = node.as_list().unwrap_or_default();
        let is_word = |level: &&Node| operation != Operation::Set && level.as_number().is_none();
        for level in list.iter().filter(is_word) {
            self.wrong(level, &format!("{path}.levels"), level.describe(), NUMBERS);
        }
        Values::Levels(list.to_vec())
    }

    fn range(&mut self, table: &Table, node: &Node, path: &str) -> Values {
        let ends = node.as_list().unwrap_or_default().iter().filter_map(Node::as_number);
        let ends: Vec<f64> = ends.collect();
        let steps = whole(table, "steps").unwrap_or(DEFAULT_STEPS);
        let path = format!("{path}.range");
        match ends[..] {
            [from, to] if (to - from).is_finite() && from < to => {
                let levels = levels([from, to], steps);
                if !levels.is_sorted_by(|a, b| a < b) {
                    let found = format!("{steps} levels from {from} to {to}, not all different");
                    self.wrong(node, &path, found, "ends further apart, or fewer steps");
                }
                Values::Range {
                    ends: [from, to],
                    levels: levels.into_iter().map(Node::number).collect(),
                }
            }
            _ => {
                self.wrong(node, &path, format!("{ends:?}"), "[from, to], from below to");
                Values::Levels(Vec::new())
            }
        }
    }
}

/// Levels in equal steps, as one would write them, the ends as they are written.
pub(crate) fn levels([from, to]: [f64; 2], steps: u64) -> Vec<f64> {
    let last = steps - 1;
    let level = |k: u64| match k {
        0 => from,
        k if k == last => to,
        k => as_written(from + (to - from) * (k as f64 / last as f64), from.abs().max(to.abs())),
    };
    (0..steps).map(level).collect()
}

/// The decimal number of few digits that a float stands for: 0.1 for 0.09999999999999999. What is no such number, as a
/// third, stays as it is.
fn as_written(x: f64, largest: f64) -> f64 {
    let scientific = format!("{largest:e}");
    let exponent: i32 = scientific
        .split_once('e')
        .and_then(|(_, e)| e.parse().ok())
        .unwrap_or(0);
    let decimals = (DIGITS - 1 - exponent).max(0) as usize;
    let rounded = format!("{x:.decimals$}").parse().unwrap_or(x);
    let unit = largest.next_up() - largest;
    // Adding 0 turns -0 into 0.
    if (x - rounded).abs() <= LOST * unit {
        rounded + 0.0
    } else {
        x
    }
}

#[cfg(test)]
mod tests {
    use super::levels;

    #[test]
    fn levels_are_as_one_would_write_them() {
        let quarter = [
            0.0, 0.025, 0.05, 0.075, 0.1, 0.125, 0.15, 0.175, 0.2, 0.225, 0.25, 0.275, 0.3,
        ];
        assert_eq!(levels([0.0, 0.3], 13), quarter);
        assert_eq!(levels([0.2, 1.0], 5), [0.2, 0.4, 0.6, 0.8, 1.0]);
        assert_eq!(levels([-0.3, 0.3], 7), [-0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3]);
        assert_eq!(levels([0.5, 3000.0], 3), [0.5, 1500.25, 3000.0]);
        assert_eq!(levels([1e-9, 4e-9], 4), [1e-9, 2e-9, 3e-9, 4e-9]);
        assert_eq!(levels([0.0, 1e15], 3), [0.0, 5e14, 1e15]);
    }

    #[test]
    fn what_has_no_end_of_digits_stays_as_it_is() {
        assert_eq!(levels([0.0, 1.0], 4), [0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0]);
        let third = 0.123_456_789_012_345_68;
        assert_eq!(levels([third, 1.0], 2), [third, 1.0]);
    }

    /// Every hundredth and thousandth between two ends of few digits is met exactly.
    #[test]
    fn no_digit_is_lost_in_fine_steps() {
        for (from, to, steps, parts) in [
            (0.0, 1.0, 1001, 1000.0),
            (-2.0, 3.0, 501, 100.0),
            (0.25, 0.75, 51, 100.0),
        ] {
            for (k, level) in levels([from, to], steps).into_iter().enumerate() {
                assert_eq!(level, (from * parts + k as f64) / parts, "{k} from {from} to {to}");
            }
        }
    }
}
