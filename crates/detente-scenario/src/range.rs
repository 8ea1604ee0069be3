//! Numeric issues: `range = { from, to, step, unit }` makes the options.

use crate::limits;
use crate::mend;
use crate::node::{Node, Table};
use crate::number::Wrong;

/// Decimals that a value keeps, so that 0.1 + 0.2 reads 0.3.
const MOST_DECIMALS: usize = 9;

/// The values of a numeric issue, from one end to the other.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NumericRange {
    from: f64,
    to: f64,
    steps: usize,
    scale: f64,
}

impl NumericRange {
    /// Reads `{ from, to, step }`; other keys are not its business.
    pub(crate) fn read(node: &Node) -> Result<Self, Wrong> {
        let wrong = |message: String, expected: &str| Wrong::new(&node.span, message, expected);
        let table = node
            .as_table()
            .ok_or_else(|| wrong(node.describe(), "a table with `from`, `to` and `step`"))?;
        for entry in table
            .entries()
            .iter()
            .filter(|entry| ["from", "to", "step"].contains(&entry.key.as_str()))
        {
            if entry.node.as_number().is_none() {
                let wrong = Wrong::new(
                    &entry.node.span,
                    format!("`{}` is {}", entry.key, entry.node.describe()),
                    "a number",
                );
                let hint = entry.node.as_text().and_then(mend::unquoted);
                return Err(Wrong { hint, ..wrong });
            }
        }
        let [Some(from), Some(to), Some(step)] = ["from", "to", "step"].map(|key| finite(table, key)) else {
            return Err(wrong(
                "an incomplete range".into(),
                "finite numbers `from`, `to` and `step`",
            ));
        };
        // Finer steps would be lost in rounding, and two options would share an id.
        if step < 1e-9 * from.abs().max(to.abs()).max(1.0) {
            return Err(wrong(
                format!("step {step}"),
                "a step above 0 and not too fine, whichever way the range runs",
            ));
        }
        let steps = (to - from).abs() / step;
        if !steps.is_finite() || steps + 1.0 > limits::RANGE_OPTIONS as f64 {
            return Err(wrong(
                format!("more than {} values", limits::RANGE_OPTIONS),
                "a larger step",
            ));
        }
        if (steps - steps.round()).abs() > 1e-6 {
            return Err(wrong(
                format!("a step of {step} that misses {to}"),
                "a step that leads from one end to the other",
            ));
        }
        let decimals = decimals(from).max(decimals(step)).min(MOST_DECIMALS);
        let scale = (0..decimals).fold(1.0, |scale, _| scale * 10.0);
        Ok(Self {
            from,
            to,
            steps: steps.round() as usize,
            scale,
        })
    }

    fn values(&self) -> impl Iterator<Item = f64> {
        let step = (self.to - self.from) / self.steps.max(1) as f64;
        // Adding 0 turns -0 into 0.
        (0..=self.steps).map(move |k| ((self.from + k as f64 * step) * self.scale).round() / self.scale + 0.0)
    }

    /// The options: the values, as short as they can be written.
    pub(crate) fn ids(&self) -> impl Iterator<Item = String> {
        self.values().map(|value| value.to_string())
    }

    /// Both ends, as written.
    pub(crate) fn ends(&self) -> [f64; 2] {
        [self.from, self.to]
    }

    /// Where a value lies on the line, from 0 at `from` to 1 at `to`; none outside. A single value is the middle.
    pub(crate) fn place(&self, value: f64) -> Option<f64> {
        if self.steps == 0 {
            return (value == self.from).then_some(0.5);
        }
        let place = (value - self.from) / (self.to - self.from);
        // Adding 0 turns -0 into 0.
        (0.0..=1.0).contains(&place).then_some(place + 0.0)
    }

    /// Positions of the options on the line.
    pub(crate) fn positions(&self) -> impl Iterator<Item = f64> {
        even_positions(self.steps + 1)
    }
}

/// So many options spread over the line by order; a single one stands in the middle.
pub(crate) fn even_positions(count: usize) -> impl Iterator<Item = f64> {
    (0..count).map(move |k| if count == 1 { 0.5 } else { k as f64 / (count - 1) as f64 })
}

/// What people call a value: `20 per cent`, `1 year`; without the unit where the title of the issue names it.
pub(crate) fn with_unit(value: &str, unit: &str, title: &str) -> String {
    let named = title.to_lowercase().contains(&unit.to_lowercase());
    match unit.strip_suffix('s') {
        _ if unit.is_empty() || named => value.to_owned(),
        Some(one) if value == "1" => format!("{value} {one}"),
        _ => format!("{value} {unit}"),
    }
}

fn finite(table: &Table, key: &str) -> Option<f64> {
    table.get(key)?.as_number().filter(|x| x.abs() <= detente_core::LARGEST)
}

fn decimals(value: f64) -> usize {
    value.to_string().split_once('.').map_or(0, |(_, digits)| digits.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_their_unit_once() {
        assert_eq!(with_unit("20", "per cent", "Share of the catch"), "20 per cent");
        assert_eq!(
            with_unit("1", "years", "Time until the last soldier has left"),
            "1 year"
        );
        assert_eq!(with_unit("15", "years", "Years until the limits end"), "15");
        assert_eq!(with_unit("3", "", ""), "3");
    }

    fn ids(text: &str) -> Result<Vec<String>, String> {
        NumericRange::read(&Node::from_argument(text))
            .map(|r| r.ids().collect())
            .map_err(|w| w.message)
    }

    #[test]
    fn options_run_from_one_end_to_the_other() {
        assert_eq!(
            ids("{ from = 0.0, to = 0.4, step = 0.1 }").unwrap(),
            ["0", "0.1", "0.2", "0.3", "0.4"]
        );
        assert_eq!(
            ids("{ from = 900, to = 400, step = 250, unit = 'x' }").unwrap(),
            ["900", "650", "400"]
        );
        assert_eq!(ids("{ from = -1, to = 1, step = 1 }").unwrap(), ["-1", "0", "1"]);
        assert_eq!(ids("{ from = 1, to = 1, step = 1 }").unwrap(), ["1"]);
    }

    #[test]
    fn wrong_ranges_say_why() {
        for (text, message) in [
            ("3", "the number 3"),
            ("{ from = 0, to = 1 }", "an incomplete range"),
            ("{ from = 0, to = inf, step = 1 }", "an incomplete range"),
            ("{ from = 0, to = 1, step = -1 }", "step -1"),
            ("{ from = 0, to = 1, step = 0.3 }", "a step of 0.3 that misses 1"),
            ("{ from = 0, to = 1e6, step = 1 }", "more than 10000 values"),
            ("{ from = 0, to = 1, step = 1e-12 }", "step 0.000000000001"),
        ] {
            assert_eq!(ids(text).unwrap_err(), message);
        }
    }

    #[test]
    fn positions_are_even() {
        assert_eq!(even_positions(3).collect::<Vec<_>>(), [0.0, 0.5, 1.0]);
        assert_eq!(even_positions(1).collect::<Vec<_>>(), [0.5]);
    }
}
