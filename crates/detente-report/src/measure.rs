//! A response in the words and in the unit of print: shares in a hundred, days, or a unit of its own.

use detente_results::{OUTCOMES, ResponseRecord};

use crate::axis::fixed;
use crate::labels::words;
use crate::tables::Tables;

/// How a response is printed.
pub(crate) struct Measure {
    /// Its name, as in the middle of a sentence.
    pub(crate) name: String,
    unit: Unit,
}

enum Unit {
    Share,
    Days,
    Other(String),
}

/// A number as titles and sentences round it: two digits, whole from ten on, never more decimals than asked for.
pub(crate) fn brief(value: f64, most: usize) -> String {
    let decimals = match value.abs() {
        size if size == 0.0 || size >= 9.95 => 0,
        size if size >= 0.95 => 1,
        size if size >= 0.095 => 2,
        _ => 3,
    };
    fixed(value, decimals.min(most))
}

/// A share in a hundred, by the rule of [`brief`].
pub(crate) fn of_100(share: f64) -> String {
    brief(100.0 * share, 1)
}

/// A number with its sign.
pub(crate) fn signed(value: f64, text: String) -> String {
    let is_zero = text.chars().all(|letter| matches!(letter, '0' | '.'));
    if value > 0.0 && !is_zero {
        format!("+{text}")
    } else {
        text
    }
}

impl Measure {
    /// That of a response, or of its mean over luck (`agreement:mean`).
    pub(crate) fn of(tables: &Tables, response: &str) -> Self {
        let id = response.strip_suffix(":mean").unwrap_or(response);
        let record = tables.manifest.responses.iter().find(|record| record.id == id);
        let name = match record {
            _ if id == "end_day" => "the day of the end".to_owned(),
            Some(record) if !record.title.is_empty() && !OUTCOMES.contains(&id) => record.title.clone(),
            _ => words(id),
        };
        let unit = match (id, record.map(|record| record.unit.as_str())) {
            (_, Some(ResponseRecord::SHARE)) | ("agreement", None) => Unit::Share,
            (_, Some("days")) | ("end_day", None) => Unit::Days,
            (_, unit) => Unit::Other(unit.unwrap_or_default().to_owned()),
        };
        Self { name, unit }
    }

    /// A value or a difference in the unit of print.
    pub(crate) fn in_print(&self, value: f64) -> f64 {
        match self.unit {
            Unit::Share => 100.0 * value,
            Unit::Days | Unit::Other(_) => value,
        }
    }

    fn most_decimals(&self) -> usize {
        match self.unit {
            Unit::Share | Unit::Days => 1,
            Unit::Other(_) => 3,
        }
    }

    /// A value without its unit.
    pub(crate) fn number(&self, value: f64) -> String {
        brief(self.in_print(value), self.most_decimals())
    }

    /// A value: `31 of 100`, `day 90`.
    pub(crate) fn value(&self, value: f64) -> String {
        let number = self.number(value);
        match &self.unit {
            Unit::Share => format!("{number} of 100"),
            Unit::Days => format!("day {number}"),
            Unit::Other(unit) => with_unit(&number, unit),
        }
    }

    /// What follows a difference.
    pub(crate) fn differences(&self) -> &str {
        match &self.unit {
            Unit::Share => "points",
            Unit::Days => "days",
            Unit::Other(unit) => unit,
        }
    }

    /// A difference without a sign: `14 points`.
    pub(crate) fn size(&self, difference: f64) -> String {
        with_unit(&self.number(difference), self.differences())
    }

    /// A difference without its unit, with a sign.
    pub(crate) fn signed(&self, difference: f64) -> String {
        signed(difference, self.number(difference))
    }

    /// On an axis of values.
    pub(crate) fn axis(&self) -> String {
        match &self.unit {
            Unit::Share => format!("{} (of 100 talks)", self.name),
            Unit::Days => self.name.clone(),
            Unit::Other(unit) if unit.is_empty() => self.name.clone(),
            Unit::Other(unit) => format!("{} ({unit})", self.name),
        }
    }

    /// On an axis of differences.
    pub(crate) fn axis_of_differences(&self) -> String {
        match (&self.unit, self.differences()) {
            (Unit::Share, _) => "difference (points: of 100 talks)".to_owned(),
            (_, "") => format!("difference in {}", self.name),
            (_, unit) => format!("difference ({unit})"),
        }
    }
}

fn with_unit(number: &str, unit: &str) -> String {
    match unit {
        "" => number.to_owned(),
        unit => format!("{number} {unit}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Measure, Unit, brief, of_100, signed};

    #[test]
    fn numbers_have_two_digits_and_no_idle_decimals() {
        let told = [31.3, 9.96, 9.94, 0.96, 0.5, 0.0, -3.62].map(|value| brief(value, 3));
        assert_eq!(told, ["31", "10", "9.9", "1.0", "0.50", "0", "−3.6"]);
        assert_eq!([of_100(0.144), of_100(0.004), of_100(0.0004)], ["14", "0.4", "0.0"]);
        assert_eq!(signed(0.01, brief(0.01, 1)), "0.0");
        assert_eq!(signed(14.4, brief(14.4, 1)), "+14");
    }

    #[test]
    fn values_and_differences_have_their_units() {
        let measure = |unit| Measure {
            name: "toll".to_owned(),
            unit,
        };
        let told = |measure: &Measure| [measure.value(0.5), measure.size(-0.25), measure.signed(0.25)];
        assert_eq!(told(&measure(Unit::Share)), ["50 of 100", "−25 points", "+25"]);
        assert_eq!(told(&measure(Unit::Days)), ["day 0.5", "−0.2 days", "+0.2"]);
        assert_eq!(
            told(&measure(Unit::Other("euro".to_owned()))),
            ["0.50 euro", "−0.25 euro", "+0.25"]
        );
    }
}
