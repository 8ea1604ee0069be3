//! Days as a reader wants them: dates where the scenario has a first day.

use crate::wording::count;
use jiff::Span;
use jiff::civil::Date;

/// Tells days.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    /// Day 0.
    pub(super) start: Option<Date>,
}

impl Days {
    /// `23 November 2025 (day 0)`, or `day 0`.
    pub(super) fn of(&self, day: i32) -> String {
        match self.date(day) {
            Some(date) => format!("{date} (day {day})"),
            None => format!("day {day}"),
        }
    }

    /// The same within a sentence: `on 23 November 2025`, or `on day 0`.
    pub(super) fn on(&self, day: i32) -> String {
        format!("on {}", self.date(day).unwrap_or_else(|| format!("day {day}")))
    }

    /// `23 November 2025 to 4 January 2026 (days 0 to 42)`, the year once where it is the same; or `days 0 to 42`. One day
    /// is told as one.
    pub(super) fn span(&self, from: i32, to: i32) -> String {
        match (self.date(from), self.date(to)) {
            _ if from == to => self.of(from),
            (Some(first), Some(last)) => {
                let year = &last[last.rfind(' ').unwrap_or(0)..];
                format!(
                    "{} to {last} (days {from} to {to})",
                    first.strip_suffix(year).unwrap_or(&first)
                )
            }
            _ => format!("days {from} to {to}"),
        }
    }

    /// How long something held: `12 days`, `7 months`, `3 years`.
    pub(super) fn lasted(from: i32, to: i32) -> String {
        match to.saturating_sub(from).max(0) as usize {
            days @ 0..=59 => count(days, "day"),
            days @ 60..=729 => count(days / 30, "month"),
            days => count(days / 365, "year"),
        }
    }

    /// None without a first day, and where the calendar ends, with the year 9999.
    fn date(&self, day: i32) -> Option<String> {
        let span = Span::new().try_days(day).ok()?;
        let date = self.start?.checked_add(span).ok()?;
        Some(date.strftime("%-d %B %Y").to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_run_over_months_and_leap_years() {
        for (start, days, told) in [
            (date(2025, 11, 23), 0, "23 November 2025"),
            (date(2025, 11, 23), 7, "30 November 2025"),
            (date(2025, 11, 23), 364, "22 November 2026"),
            (date(2024, 2, 28), 1, "29 February 2024"),
            (date(1900, 2, 28), 1, "1 March 1900"),
            (date(1999, 12, 31), 61, "1 March 2000"),
        ] {
            let days_of = Days { start: Some(start) };
            assert_eq!(days_of.date(days).as_deref(), Some(told));
        }
    }

    #[test]
    fn beyond_the_calendar_days_are_counted() {
        let late = Days {
            start: Some(date(9999, 12, 31)),
        };
        assert_eq!(late.on(0), "on 31 December 9999");
        for day in [1, i32::MAX] {
            assert_eq!(late.on(day), format!("on day {day}"));
        }
    }

    #[test]
    fn days_are_dates_where_there_is_a_first_day() {
        let dated = Days {
            start: Some(date(2025, 11, 23)),
        };
        assert_eq!(dated.of(9), "2 December 2025 (day 9)");
        assert_eq!(dated.span(0, 9), "23 November to 2 December 2025 (days 0 to 9)");
        assert_eq!(dated.span(9, 9), "2 December 2025 (day 9)");
        assert_eq!(Days { start: None }.on(9), "on day 9");
        assert_eq!(Days { start: None }.span(9, 9), "day 9");
    }
}
