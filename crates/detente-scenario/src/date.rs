//! Days of the calendar, as files give them.

use jiff::civil::Date;

/// The day of `YYYY-MM-DD`; none for anything else (times, offsets, days that no calendar has).
pub(crate) fn parse(text: &str) -> Option<Date> {
    Date::strptime("%Y-%m-%d", text).ok()
}

/// Days from `from` to `to`.
pub(crate) fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days()
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
    if let [year, month, day] = words.as_slice()
        && let Some(date) = parse(&format!("{year}-{month}-{day}"))
    {
        return Some(date.to_string());
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
    let date = format!("{}-{month}-{}", numbers(4..=4)?, numbers(1..=2)?);
    Some(parse(&date)?.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    use jiff::civil::date;

    #[test]
    fn days_are_counted_over_leap_years() {
        assert_eq!(days_between(date(2025, 11, 23), date(2025, 11, 30)), 7);
        assert_eq!(days_between(date(2024, 2, 28), date(2024, 3, 1)), 2);
        assert_eq!(days_between(date(1900, 2, 28), date(1900, 3, 1)), 1);
        assert_eq!(days_between(date(1970, 1, 1), date(2000, 1, 1)), 10_957);
        assert_eq!(days_between(date(2025, 1, 2), date(2025, 1, 1)), -1);
        assert_eq!(days_between(date(1, 1, 1), date(9999, 12, 31)), 3_652_058);
    }

    #[test]
    fn only_days_of_the_calendar_are_dates() {
        assert_eq!(parse("2025-11-23"), Some(date(2025, 11, 23)));
        for text in [
            "2025-11-23T07:32:00",
            "07:32:00",
            "2025-13-01",
            "2025-00-10",
            "2025-02-29",
            "2025-04-31",
            "2025-11-23 ",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
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
