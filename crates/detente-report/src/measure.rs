//! A response in the words and in the unit of print: shares in a hundred, days, or a unit of its own.

use detente_results::ResponseRecord;

use crate::axis::{fixed, number};
use crate::finding::{of_hundred, signed};
use crate::labels::{inside, words};
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

impl Measure {
    /// That of a response, or of its mean over luck (`agreement:mean`).
    pub(crate) fn of(tables: &Tables, response: &str) -> Self {
        let id = response.strip_suffix(":mean").unwrap_or(response);
        let record = tables.manifest.responses.iter().find(|record| record.id == id);
        let name = match record {
            _ if id == "end_day" => "the day of the end".to_owned(),
            Some(record) if !record.title.is_empty() => inside(&record.title),
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

    fn decimals(&self, value: f64) -> usize {
        match self.unit {
            Unit::Other(_) if value.abs() < 1.0 => 3,
            _ => 1,
        }
    }

    /// A value or a difference as figures and texts say it, without its unit.
    pub(crate) fn number(&self, value: f64) -> String {
        fixed(self.in_print(value), self.decimals(value))
    }

    /// The same as titles round it.
    pub(crate) fn brief(&self, value: f64) -> String {
        match self.unit {
            Unit::Share => of_hundred(value),
            _ if value.abs() >= 9.95 => number(value, 0),
            _ => number(value, self.decimals(value)),
        }
    }

    /// A value as titles say it: `31 of 100`, `90`.
    pub(crate) fn value(&self, value: f64) -> String {
        let number = self.brief(value);
        match &self.unit {
            Unit::Share => format!("{number} of 100"),
            Unit::Days => number,
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

    /// A difference as titles say it: `14 points`, `1 day`.
    pub(crate) fn size(&self, difference: f64) -> String {
        let number = self.brief(difference);
        match (&self.unit, &*number) {
            (Unit::Share, "1") => "1 point".to_owned(),
            (Unit::Days, "1") => "1 day".to_owned(),
            _ => with_unit(&number, self.differences()),
        }
    }

    /// A difference with a sign, as figures and texts say it, without its unit.
    pub(crate) fn signed(&self, difference: f64) -> String {
        signed(self.in_print(difference), self.decimals(difference))
    }

    /// The same as titles round it.
    pub(crate) fn signed_brief(&self, difference: f64) -> String {
        let number = self.brief(difference);
        match difference > 0.0 && number != "0" {
            true => format!("+{number}"),
            false => number,
        }
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
    use super::{Measure, Unit};

    #[test]
    fn values_and_differences_have_their_units() {
        let measure = |unit| Measure {
            name: "toll".to_owned(),
            unit,
        };
        let told = |measure: &Measure| {
            let value = [measure.value(0.5), measure.number(0.5), measure.size(-0.256)];
            let difference = [measure.signed_brief(0.256), measure.signed(0.256)];
            value.into_iter().chain(difference).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(told(&measure(Unit::Share)), "50 of 100, 50.0, −26 points, +26, +25.6");
        assert_eq!(told(&measure(Unit::Days)), "0.5, 0.5, −0.3 days, +0.3, +0.3");
        let euro = measure(Unit::Other("euro".to_owned()));
        assert_eq!(told(&euro), "0.5 euro, 0.500, −0.256 euro, +0.256, +0.256");
    }
}
