//! Numbers as the answer says them.

use detente_analyses::statistics::{Estimate, Interval};
use detente_analyses::{Measure, Response};
use detente_results::said::unsigned_zero;
pub(crate) use detente_results::said::{few, share, share_interval, signed_share};

/// How a response is told: a share in a hundred, a mean in its own unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Scale {
    factor: f64,
    decimals: usize,
    /// What follows a difference.
    pub(crate) difference: &'static str,
    /// What follows a value.
    pub(crate) value: &'static str,
}

impl Scale {
    /// Of a response whose numbers are at most so large; what lives between 0 and 1 would be all zeros with one decimal.
    pub(crate) fn of(response: &Response, unit: &str, largest: f64) -> Self {
        match response.measure {
            Measure::Share(_) => Self {
                factor: 100.0,
                decimals: 1,
                difference: " points",
                value: " of 100",
            },
            Measure::Mean(_) => Self {
                factor: 1.0,
                decimals: decimals(&[largest], unit),
                difference: if unit == "days" { " days" } else { "" },
                value: if unit == "days" { " days" } else { "" },
            },
        }
    }

    /// A value.
    pub(crate) fn say(self, x: f64) -> String {
        unsigned_zero(format!("{:.*}", self.decimals, self.factor * x))
    }

    /// A value with its interval.
    pub(crate) fn with_interval(self, [x, low, high]: [f64; 3]) -> String {
        format!("{} [{}, {}]", self.say(x), self.say(low), self.say(high))
    }

    /// A difference, with its sign.
    pub(crate) fn signed(self, x: f64) -> String {
        let text = self.say(x);
        match text.starts_with('-') || text.chars().all(|c| matches!(c, '0' | '.')) {
            true => text,
            false => format!("+{text}"),
        }
    }

    /// A difference with its interval.
    pub(crate) fn signed_interval(self, [x, low, high]: [f64; 3]) -> String {
        format!("{} [{}, {}]", self.signed(x), self.signed(low), self.signed(high))
    }
}

/// A number of a unit.
pub(crate) fn number_of(x: f64, unit: &str) -> String {
    format!("{x:.*}", decimals(&[x], unit))
}

/// A difference of a response with its interval, and whether it could be nothing.
pub(crate) fn signed(estimate: &Estimate, is_share: bool, unit: &str) -> String {
    let (scale, told) = match is_share {
        true => (100.0, "points"),
        false => (1.0, "on average"),
    };
    let Interval { low, high } = estimate.interval;
    let numbers = [estimate.value, low, high].map(|x| scale * x);
    let decimals = decimals(&numbers, unit);
    let [value, lowest, highest] = numbers.map(|x| format!("{x:+.decimals$}"));
    let verdict = if estimate.interval.contains(0.0) {
        "; could be nothing"
    } else {
        ""
    };
    format!("{value} {told} [{lowest}, {highest}]{verdict}")
}

/// What lives between 0 and 1 would be all zeros with one decimal.
fn decimals(numbers: &[f64], unit: &str) -> usize {
    let largest = numbers.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
    match largest < 1.0 && !["share", "days"].contains(&unit) {
        true => 3,
        false => 1,
    }
}

/// A small probability.
pub(crate) fn probability(p: f64) -> String {
    if p < 0.001 {
        "< .001".to_owned()
    } else {
        format!("{p:.3}").trim_start_matches('0').to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_in_a_hundred_and_means_have_the_digits_they_need() {
        let [agreement, day] = &Response::built_in()[..] else {
            panic!("two")
        };
        let utility = Response {
            measure: Measure::Mean("utility.east".into()),
            ..day.clone()
        };
        let said = |response: &Response, unit: &str, x: [f64; 3]| {
            let scale = Scale::of(response, unit, x.iter().fold(0.0, |m: f64, x| m.max(x.abs())));
            scale.signed_interval(x)
        };
        assert_eq!(said(agreement, "share", [0.05, -0.01, 0.11]), "+5.0 [-1.0, +11.0]");
        assert_eq!(
            said(&utility, "fraction", [0.004, 0.001, 0.007]),
            "+0.004 [+0.001, +0.007]"
        );
        assert_eq!(said(day, "days", [-0.04, -0.2, 0.3]), "0.0 [-0.2, +0.3]");
        assert_eq!(
            [1234.5, 0.0, -0.001_234_5, 12.0].map(few),
            ["1234", "0", "-0.00123", "12"]
        );
        assert_eq!(probability(0.000_2), "< .001");
        assert_eq!(
            (probability(0.04), probability(1.0)),
            (".040".to_owned(), "1.000".to_owned())
        );
    }
}
