//! A linear axis with round ticks.

/// Values beyond this are no results of ours; they are drawn at the edge rather than break the drawing.
const LIMIT: f64 = 1e9;

/// From values to places along one direction of the sheet.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Axis {
    low: f64,
    high: f64,
    /// The first tick.
    first: f64,
    step: f64,
    from: f64,
    to: f64,
    /// Ticks that are not evenly spaced, as months.
    named: Option<Vec<(f64, String)>>,
}

impl Axis {
    /// An axis from `from` to `to` (millimetres) that covers the values, its ends at round numbers, with about as many
    /// ticks as asked for. Values that do not differ get some room.
    pub(crate) fn covering(values: (f64, f64), (from, to): (f64, f64), ticks: usize) -> Self {
        let (low, high) = (values.0.clamp(-LIMIT, LIMIT), values.1.clamp(-LIMIT, LIMIT));
        let room = 1e-6 * (1.0 + low.abs().max(high.abs()));
        let high = if high - low < room { low + 1.0 } else { high };
        let step = round_step((high - low) / ticks as f64);
        // Sums of floats may stop a hair beyond a tick, which is no reason for another.
        let (low, high) = ((low / step + 1e-9).floor() * step, (high / step - 1e-9).ceil() * step);
        Self {
            low,
            high,
            first: low,
            step,
            from,
            to,
            named: None,
        }
    }

    /// An axis from exactly the least to exactly the greatest value.
    pub(crate) fn between((low, high): (f64, f64), ticks: usize) -> Self {
        let covering = Self::covering((low, high), (0.0, 1.0), ticks);
        let (low, high) = (low.clamp(-LIMIT, LIMIT), high.clamp(-LIMIT, LIMIT));
        if high - low < covering.step {
            // The values do not differ, or not by more than the least room of an axis.
            return covering;
        }
        let first = (low / covering.step - 1e-9).ceil() * covering.step;
        Self {
            low,
            high,
            first,
            ..covering
        }
    }

    /// An axis of time, from 0 to exactly the last time.
    pub(crate) fn until(last: f64, ticks: usize) -> Self {
        let covering = Self::covering((0.0, last), (0.0, 1.0), ticks);
        Self {
            high: if last > 0.0 { last.min(LIMIT) } else { covering.high },
            ..covering
        }
    }

    /// The same axis with ticks of its own.
    pub(crate) fn named(self, ticks: Vec<(f64, String)>) -> Self {
        Self {
            named: Some(ticks),
            ..self
        }
    }

    /// Decimals that tell values apart on this axis.
    pub(crate) fn decimals(&self) -> usize {
        decimals(self.step / 10.0)
    }

    /// The same scale at another place.
    pub(crate) fn moved(&self, (from, to): (f64, f64)) -> Self {
        Self {
            from,
            to,
            ..self.clone()
        }
    }

    /// Where a value is.
    pub(crate) fn at(&self, value: f64) -> f64 {
        self.from + (self.to - self.from) * self.share(value)
    }

    /// How far along the axis a value is, from 0 to 1.
    pub(crate) fn share(&self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// First and last place.
    pub(crate) fn ends(&self) -> (f64, f64) {
        (self.from, self.to)
    }

    /// The ticks: values and their labels.
    pub(crate) fn ticks(&self) -> impl Iterator<Item = (f64, String)> {
        let last = ((self.high - self.first) / self.step + 1e-9).floor() as usize;
        let decimals = decimals(self.step);
        let even = || {
            let even = (0..=last).map(|index| {
                let value = self.first + index as f64 * self.step;
                (value, fixed(value, decimals))
            });
            even.collect()
        };
        self.named.clone().unwrap_or_else(even).into_iter()
    }
}

/// The smallest of 1, 2, 5, 10, ... and their decimal fractions that is not below a positive number, but for a hair.
fn round_step(least: f64) -> f64 {
    let least = least * (1.0 - 1e-9);
    let mut power = 1.0;
    while power > least {
        power /= 10.0;
    }
    while power * 10.0 <= least {
        power *= 10.0;
    }
    [1.0, 2.0, 5.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= least)
        .unwrap_or(10.0 * power)
}

fn decimals(step: f64) -> usize {
    let mut scaled = step;
    let mut decimals = 0;
    while decimals < 9 && (scaled - scaled.round()).abs() > 1e-6 * scaled {
        scaled *= 10.0;
        decimals += 1;
    }
    decimals
}

fn signless_zero(text: String) -> String {
    match text.strip_prefix('-') {
        Some(rest) if rest.chars().all(|letter| matches!(letter, '0' | '.')) => rest.to_owned(),
        _ => text,
    }
}

/// A number with so many decimals and a real minus; a very large one as a power of ten.
pub(crate) fn fixed(value: f64, decimals: usize) -> String {
    let text = if value.abs() < 1e6 {
        format!("{value:.decimals$}")
    } else {
        short_power(value)
    };
    signless_zero(text).replace('-', "\u{2212}")
}

/// A number with at most so many decimals, none of them an idle zero.
pub(crate) fn number(value: f64, decimals: usize) -> String {
    let text = fixed(value, decimals);
    if text.contains('.') && !text.contains('e') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// A number in three digits and a power of ten: `1.5e7`.
pub(crate) fn short_power(value: f64) -> String {
    let text = format!("{value:.2e}");
    let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
    let digits = digits.trim_end_matches('0').trim_end_matches('.');
    format!("{digits}e{power}").replace('-', "\u{2212}")
}

#[cfg(test)]
mod tests {
    use super::{Axis, number};

    fn labels(low: f64, high: f64, ticks: usize) -> String {
        Axis::covering((low, high), (0.0, 100.0), ticks)
            .ticks()
            .map(|(_, label)| label)
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(labels(0.0, 100.0, 5), "0 20 40 60 80 100");
        assert_eq!(labels(0.0, 0.73, 4), "0.0 0.2 0.4 0.6 0.8");
        assert_eq!(labels(-7.0, 3.0, 5), "−8 −6 −4 −2 0 2 4");
        assert_eq!(labels(0.0, 0.1 + 0.2, 3), "0.0 0.1 0.2 0.3");
        assert_eq!(labels(0.0, 5e-4, 5), "0.0000 0.0001 0.0002 0.0003 0.0004 0.0005");
    }

    #[test]
    fn equal_and_absurd_values_have_an_axis_too() {
        assert_eq!(labels(0.0, 0.0, 2), "0.0 0.5 1.0");
        for (low, high) in [(f64::MIN, f64::MAX), (1e300, 1e300), (1e9, 1e9 + 1e-7), (0.0, 5e-324)] {
            let axis = Axis::covering((low, high), (0.0, 100.0), 5);
            assert!(axis.ticks().count() <= 12);
            assert!(axis.at(low).is_finite() && axis.at(high).is_finite());
        }
    }

    #[test]
    fn time_ends_with_the_last_run() {
        let axis = Axis::until(97.0, 5).moved((0.0, 97.0));
        assert_eq!(axis.at(97.0), 97.0);
        assert_eq!(
            axis.ticks().map(|(value, _)| value).collect::<Vec<_>>(),
            [0.0, 20.0, 40.0, 60.0, 80.0]
        );
        assert!(Axis::until(0.0, 5).at(0.0).is_finite());
    }

    #[test]
    fn an_axis_may_end_with_the_values() {
        let axis = Axis::between((3.0, 310.0), 7).moved((3.0, 310.0));
        assert_eq!((axis.at(3.0), axis.at(310.0)), (3.0, 310.0));
        let ticks: Vec<_> = axis.ticks().map(|(value, _)| value).collect();
        assert_eq!(ticks, [50.0, 100.0, 150.0, 200.0, 250.0, 300.0]);
        for (low, high) in [(f64::MIN, f64::MAX), (1e300, 1e300), (4.0, 4.0), (0.0, 5e-324)] {
            let axis = Axis::between((low, high), 5);
            assert!((1..=12).contains(&axis.ticks().count()));
            assert!(axis.at(low).is_finite() && axis.at(high).is_finite());
        }
    }

    #[test]
    fn values_have_places() {
        let axis = Axis::covering((0.0, 10.0), (50.0, 150.0), 5);
        assert_eq!((axis.at(0.0), axis.at(2.5), axis.at(99.0)), (50.0, 75.0, 150.0));
        assert_eq!(axis.moved((100.0, 0.0)).at(2.5), 75.0);
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!(
            (
                number(0.50, 3).as_str(),
                number(-1.0, 2).as_str(),
                number(-0.001, 1).as_str()
            ),
            ("0.5", "−1", "0")
        );
        assert_eq!(
            (number(1200.0, 0).as_str(), number(-1.5e7, 1).as_str()),
            ("1200", "−1.5e7")
        );
    }
}
