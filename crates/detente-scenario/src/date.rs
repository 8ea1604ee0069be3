//! Days of the proleptic Gregorian calendar.

/// Year, month, day of `YYYY-MM-DD`; none for anything else (times, offsets).
pub(crate) fn parse(text: &str) -> Option<[u16; 3]> {
    let mut parts = text.split('-');
    let date = [
        parts.next()?.parse().ok()?,
        parts.next()?.parse().ok()?,
        parts.next()?.parse().ok()?,
    ];
    parts.next().is_none().then_some(date)
}

/// Days from `from` to `to`.
pub(crate) fn days_between(from: [u16; 3], to: [u16; 3]) -> i64 {
    day_number(to) - day_number(from)
}

/// Days since 1 March of year 0: the year begins in March, so that the leap day is its last.
fn day_number([year, month, day]: [u16; 3]) -> i64 {
    let (year, month, day) = (i64::from(year), i64::from(month), i64::from(day));
    let (year, month) = if month < 3 {
        (year - 1, month + 9)
    } else {
        (year, month - 3)
    };
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + (153 * month + 2) / 5 + day - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_over_leap_years() {
        assert_eq!(days_between([2025, 11, 23], [2025, 11, 30]), 7);
        assert_eq!(days_between([2024, 2, 28], [2024, 3, 1]), 2);
        assert_eq!(days_between([1900, 2, 28], [1900, 3, 1]), 1);
        assert_eq!(days_between([1970, 1, 1], [2000, 1, 1]), 10_957);
        assert_eq!(days_between([2025, 1, 2], [2025, 1, 1]), -1);
    }

    #[test]
    fn only_dates_are_dates() {
        assert_eq!(parse("2025-11-23"), Some([2025, 11, 23]));
        assert_eq!(parse("2025-11-23T07:32:00"), None);
        assert_eq!(parse("07:32:00"), None);
    }
}
