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

/// Months as they begin in English.
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// The date that a text says with the name of a month, as a file would have it: `2018-01-17` for `17 January 2018`.
pub(crate) fn in_words(text: &str) -> Option<String> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(5)
        .map(str::to_lowercase)
        .collect();
    if let [year, month, day] = words.as_slice() {
        let iso = format!("{year}-{month}-{day}");
        if parse(&iso).is_some_and(exists) {
            return Some(iso);
        }
    }
    let month = words
        .iter()
        .find_map(|word| MONTHS.iter().position(|month| word.starts_with(month)))?
        + 1;
    let numbers = |length: std::ops::RangeInclusive<usize>| {
        let digits = words
            .iter()
            .map(|word| word.trim_end_matches(|c: char| c.is_alphabetic()));
        digits
            .filter(move |word| length.contains(&word.len()))
            .find_map(|word| word.parse::<u16>().ok())
    };
    let iso = format!("{:04}-{month:02}-{:02}", numbers(4..=4)?, numbers(1..=2)?);
    parse(&iso).filter(|&date| exists(date)).map(|_| iso)
}

/// Whether the calendar has the day.
fn exists([year, month, day]: [u16; 3]) -> bool {
    let next = if month == 12 {
        [year.saturating_add(1), 1, 1]
    } else {
        [year, month + 1, 1]
    };
    (1..=12).contains(&month) && (1..=days_between([year, month, 1], next)).contains(&i64::from(day))
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

    #[test]
    fn dates_in_words_are_understood() {
        for text in [
            "17 January 2018",
            "January 17, 2018",
            "17. Jan 2018",
            "17th january 2018",
            "2018-01-17",
        ] {
            assert_eq!(in_words(text).as_deref(), Some("2018-01-17"), "{text}");
        }
        for text in ["next week", "17/01/2018", "31 February 2018", ""] {
            assert_eq!(in_words(text), None, "{text}");
        }
    }
}
