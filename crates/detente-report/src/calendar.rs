//! Days as dates, where the scenario says which date day 0 is.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::axis::Axis;
use detente_results::format_float;

/// Days between ticks, and from what on months.
const DAYS: [i32; 4] = [1, 2, 7, 14];
/// Months between ticks.
const MONTHS: [i32; 8] = [1, 2, 3, 6, 12, 24, 60, 120];
/// The longest month that a tick may have to itself.
const MONTH: f64 = 31.0;

/// What a day is called.
pub(crate) struct Calendar {
    start: Option<Date>,
}

impl Calendar {
    /// Of the date of day 0, as 2025-11-23; days stay days where there is none.
    pub(crate) fn from(start: Option<&str>) -> Self {
        Self {
            start: start.and_then(|text| text.parse().ok()),
        }
    }

    fn date(&self, day: f64) -> Option<Date> {
        let days = Some(day).filter(|day| day.abs() < 1e6)?.floor() as i32;
        self.start?.checked_add(days.days()).ok()
    }

    /// `day 157`, or `29 April 2026 (day 157)`.
    pub(crate) fn day(&self, day: f64) -> String {
        let number = format_float(day);
        match self.date(day) {
            Some(date) => format!("{} (day {number})", date.strftime("%-d %B %Y")),
            None => format!("day {number}"),
        }
    }

    /// What the axis of time is called.
    pub(crate) fn axis_title(&self) -> String {
        match self.start {
            Some(date) => format!("date (day 0 is {})", date.strftime("%-d %B %Y")),
            None => "day of the talks".to_owned(),
        }
    }

    /// An axis of days from 0 to the last, with about as many ticks as asked for; at round dates if there are dates.
    pub(crate) fn axis(&self, last: f64, ticks: usize) -> Axis {
        let axis = Axis::until(last, ticks);
        match self.date(last).and_then(|end| self.ticks(end, last / ticks as f64)) {
            Some(ticks) => axis.named(ticks),
            None => axis,
        }
    }

    /// Round dates up to the end, no closer than so many days.
    fn ticks(&self, end: Date, least: f64) -> Option<Vec<(f64, String)>> {
        let start = self.start?;
        let mut dates = Vec::new();
        if let Some(days) = DAYS.into_iter().find(|days| f64::from(*days) >= least) {
            let mut date = start;
            while date <= end {
                dates.push((date, date.strftime("%-d %b").to_string()));
                date = date.checked_add(days.days()).ok()?;
            }
        } else {
            let months = MONTHS.into_iter().find(|months| f64::from(*months) * MONTH >= least)?;
            let mut date = start.first_of_month();
            // Ticks lie where the year's own months do, so that January is one of them.
            while date < start || (i32::from(date.month()) - 1) % months.min(12) != 0 {
                date = date.checked_add(1.month()).ok()?;
            }
            while date <= end {
                let form = match (dates.is_empty() || date.month() == 1, months < 12) {
                    (_, false) => "%Y",
                    (true, true) => "%b %Y",
                    (false, true) => "%b",
                };
                dates.push((date, date.strftime(form).to_string()));
                date = date.checked_add(months.months()).ok()?;
            }
        }
        let place = |(date, label): (Date, String)| Some((f64::from(start.until(date).ok()?.get_days()), label));
        dates.into_iter().map(place).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Calendar;

    fn ticks(start: &str, last: f64, ticks: usize) -> String {
        let axis = Calendar::from(Some(start)).axis(last, ticks);
        let told = axis.ticks().map(|(day, label)| format!("{day} {label}"));
        told.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn ticks_are_at_round_dates() {
        assert_eq!(ticks("2025-11-23", 364.0, 5), "39 Jan 2026, 129 Apr, 220 Jul, 312 Oct");
        assert_eq!(ticks("2025-11-23", 20.0, 4), "0 23 Nov, 7 30 Nov, 14 7 Dec");
        assert_eq!(ticks("2025-01-01", 90.0, 4), "0 Jan 2025, 31 Feb, 59 Mar, 90 Apr");
        assert_eq!(ticks("2025-11-23", 2000.0, 4), "39 2026, 769 2028, 1500 2030");
    }

    #[test]
    fn days_are_dates_where_day_0_is_one() {
        let dated = Calendar::from(Some("2025-11-23"));
        assert_eq!(dated.day(157.0), "29 April 2026 (day 157)");
        assert_eq!(dated.axis_title(), "date (day 0 is 23 November 2025)");
        for none in [Calendar::from(None), Calendar::from(Some("someday"))] {
            assert_eq!(
                (none.day(157.0), none.axis_title()),
                ("day 157".to_owned(), "day of the talks".to_owned())
            );
        }
        for absurd in [f64::MAX, -f64::MAX, 5e8] {
            assert!(dated.day(absurd).starts_with("day "));
            assert!(dated.axis(absurd, 5).at(3.0).is_finite());
        }
    }
}
