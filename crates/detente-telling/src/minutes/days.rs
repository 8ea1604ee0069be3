//! Days as a reader wants them: dates where the scenario has a first day.

use crate::wording::count;

/// Tells days.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    /// Day 0 as year, month, day.
    pub(super) start: Option<[u16; 3]>,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

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

    fn date(&self, day: i32) -> Option<String> {
        let [year, month, date] = after(self.start?, i64::from(day));
        Some(format!(
            "{date} {} {year}",
            MONTHS.get(usize::try_from(month - 1).ok()?)?
        ))
    }
}

/// The date so many days later, in the Gregorian calendar. Years are counted from March, so that the leap day is their
/// last; an era is 400 years.
fn after([year, month, date]: [u16; 3], days: i64) -> [i64; 3] {
    const DAYS_OF_ERA: i64 = 146_097;
    let (year, month) = (i64::from(year) - i64::from(month < 3), (i64::from(month) + 9) % 12);
    let number = 365 * year + year.div_euclid(4) - year.div_euclid(100)
        + year.div_euclid(400)
        + (153 * month + 2) / 5
        + i64::from(date)
        - 1
        + days;
    let (era, of_era) = (number.div_euclid(DAYS_OF_ERA), number.rem_euclid(DAYS_OF_ERA));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / (DAYS_OF_ERA - 1)) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let date = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    [era * 400 + year_of_era + i64::from(month < 3), month, date]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_run_over_months_and_leap_years() {
        assert_eq!(after([2025, 11, 23], 0), [2025, 11, 23]);
        assert_eq!(after([2025, 11, 23], 7), [2025, 11, 30]);
        assert_eq!(after([2025, 11, 23], 364), [2026, 11, 22]);
        assert_eq!(after([2024, 2, 28], 1), [2024, 2, 29]);
        assert_eq!(after([1900, 2, 28], 1), [1900, 3, 1]);
        assert_eq!(after([1999, 12, 31], 61), [2000, 3, 1]);
    }

    #[test]
    fn days_are_dates_where_there_is_a_first_day() {
        let dated = Days {
            start: Some([2025, 11, 23]),
        };
        assert_eq!(dated.of(9), "2 December 2025 (day 9)");
        assert_eq!(dated.span(0, 9), "23 November to 2 December 2025 (days 0 to 9)");
        assert_eq!(dated.span(9, 9), "2 December 2025 (day 9)");
        assert_eq!(Days { start: None }.on(9), "on day 9");
        assert_eq!(Days { start: None }.span(9, 9), "day 9");
    }
}
