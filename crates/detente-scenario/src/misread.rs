//! Ids that other programs take for something else when they read a table: spreadsheets, pandas, R. They are valid, and
//! imported domains are full of them; whoever reads the tables should know.

use crate::finding::Finding;

/// What an id is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Misreading {
    /// An empty cell.
    Missing,
    /// The beginning of a formula.
    Formula,
    /// A number that is written in another way.
    Number,
    /// A number as it is written; beside empty cells pandas makes `600.0` of `600`.
    Digits,
    /// A day or a time.
    Date,
    /// True or false.
    Flag,
}

/// What pandas takes for missing unless it is told otherwise (`pandas.read_csv`, `na_values`); R's `NA` is among them.
const MISSING: [&str; 18] = [
    "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA", "NULL",
    "NaN", "None", "n/a", "nan", "null",
];

/// The beginnings of formulas: a spreadsheet computes what follows (CWE-1236).
const FORMULA: [char; 4] = ['=', '+', '-', '@'];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

impl Misreading {
    /// What other programs take this text for; none if they read it as it stands.
    pub fn of(text: &str) -> Option<Self> {
        let lower = text.to_ascii_lowercase();
        if MISSING.contains(&text) {
            Some(Self::Missing)
        } else if text.starts_with(FORMULA) {
            Some(Self::Formula)
        } else if ["true", "false"].contains(&lower.as_str()) || text == "T" || text == "F" {
            Some(Self::Flag)
        } else if is_date(&lower) {
            Some(Self::Date)
        } else {
            number_as_written(text).map(|kept| if kept { Self::Digits } else { Self::Number })
        }
    }

    /// Whether a spreadsheet shows something else than the text.
    pub fn is_lost_in_spreadsheets(self) -> bool {
        self != Self::Digits
    }

    /// What is misread, for a sentence.
    fn taken_for(self) -> &'static str {
        match self {
            Self::Missing => "an empty cell",
            Self::Formula => "a formula",
            Self::Number | Self::Digits => "a number",
            Self::Date => "a date or a time",
            Self::Flag => "true or false",
        }
    }

    /// Who misreads it.
    fn by(self) -> &'static str {
        match self {
            Self::Missing => "pandas or R",
            Self::Flag | Self::Digits => "pandas, R or spreadsheets",
            Self::Formula | Self::Date | Self::Number => "spreadsheets",
        }
    }
}

/// Whether a text that is read as a number comes back as it was written: `7` does, `007`, `73928e03` and `9.5` do not.
/// None for what is no number.
fn number_as_written(text: &str) -> Option<bool> {
    // `(5)` is -5 to accountants and spreadsheets; R reads `0x1F`.
    let bare = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')).unwrap_or(text);
    let plain = bare.trim_matches(['%', '$', '\u{20ac}', '\u{a3}', ' ']);
    let hex = plain.strip_prefix("0x").or_else(|| plain.strip_prefix("0X"));
    if hex.is_some_and(|hex| !hex.is_empty() && hex.bytes().all(|b| b.is_ascii_hexdigit())) {
        return Some(false);
    }
    let digits =
        plain.chars().any(|c| c.is_ascii_digit()) && plain.chars().all(|c| c.is_ascii_digit() || ".,eE+-".contains(c));
    let number: f64 = plain.replace(',', "").parse().ok().filter(|_| digits)?;
    // Where decimals have a comma, `9.5` is the ninth of May.
    Some(number.to_string() == text && !text.contains('.'))
}

/// `1/3`, `2018-01-17`, `17.01.2018`, `MAR1`, `1-Dec`, `3:30`; the text is in lower case.
fn is_date(lower: &str) -> bool {
    let parts: Vec<&str> = lower.split([' ', '-', '/']).collect();
    let dotted: Vec<&str> = lower.split('.').collect();
    let clock: Vec<&str> = lower.split(':').collect();
    let all_within = |parts: &[&str], most: u32| parts.iter().all(|p| number(p).is_some_and(|n| n < most));
    is_day(&parts)
        || (dotted.len() == 3 && is_day(&dotted))
        || (clock.len() > 1 && clock.len() < 4 && all_within(&clock, 60))
        || has_month(lower)
}

fn number(text: &str) -> Option<u32> {
    let short = (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    short.then(|| text.parse().ok()).flatten()
}

/// Two or three whole numbers of which one can be a month and the others a day or a year.
fn is_day(parts: &[&str]) -> bool {
    let Some(numbers) = parts.iter().map(|p| number(p)).collect::<Option<Vec<u32>>>() else {
        return false;
    };
    let month = |n: u32| (1..=12).contains(&n);
    let day = |n: u32| (1..=31).contains(&n);
    let year = |n: u32| (1900..=9999).contains(&n);
    let pair = |a: u32, b: u32| (month(a) && day(b)) || (day(a) && month(b));
    match numbers[..] {
        [a, b] => pair(a, b) || (month(a) && year(b)) || (year(a) && month(b)),
        [a, b, c] => (pair(a, b) && (year(c) || c < 100)) || (year(a) && pair(b, c)),
        _ => false,
    }
}

/// A month by its name beside a day, a year or both, `MAR1`, `5-Jan-2020`, `Jan 5, 2020`: genes have been lost so (Ziemann,
/// Eren & El-Osta 2016).
fn has_month(lower: &str) -> bool {
    let letters: String = lower.chars().filter(char::is_ascii_alphabetic).collect();
    let named = |month: &&str| letters == **month || letters == month[..3] || letters == "sept";
    if !MONTHS.iter().any(named) {
        return false;
    }
    let rest = lower.replacen(letters.as_str(), " ", 1);
    let parts = rest.split([' ', '-', '/', '.', ',']).filter(|part| !part.is_empty());
    let day = |n: u32| (1..=31).contains(&n);
    match parts.map(number).collect::<Option<Vec<u32>>>().as_deref() {
        Some([_]) => true,
        Some([a, b]) => day(*a) || day(*b),
        _ => false,
    }
}

/// An id, what it is the id of, and where it stands.
pub struct PlacedId<'a> {
    /// For example `issues.dredging.options.levy`.
    pub path: String,
    /// The id.
    pub id: &'a str,
    /// Where it is written.
    pub span: Option<std::ops::Range<usize>>,
    /// Whether a file or folder is named after it.
    pub names_a_file: bool,
}

/// So many ids that are misread in one way are told each by itself; more of them are told together.
const EACH: usize = 10;

/// A warning for each id that others misread; where there are many of a kind, one for all of them.
pub fn misread_ids(file: &std::path::Path, ids: &[PlacedId<'_>]) -> Vec<Finding> {
    let mut kinds: Vec<(String, String, Vec<&PlacedId<'_>>)> = Vec::new();
    let mut note = |message: String, hint: &str, id| match kinds.iter_mut().find(|(known, ..)| *known == message) {
        Some((.., of_kind)) => of_kind.push(id),
        None => kinds.push((message, hint.to_owned(), vec![id])),
    };
    for id in ids {
        if let Some(misreading) = Misreading::of(id.id) {
            let message = format!("read as {} by {}", misreading.taken_for(), misreading.by());
            note(
                message,
                "choose another id, or read tables as the guide says (`Reading the tables`)",
                id,
            );
        }
        if id.names_a_file
            && let Some(why) = no_file_name(id.id)
        {
            note(format!("no name for a file on Windows: {why}"), "choose another id", id);
        }
    }
    let told = |(message, hint, of_kind): (String, String, Vec<&PlacedId<'_>>)| -> Vec<Finding> {
        let warning = |id: &PlacedId<'_>, message: String| {
            Finding::warning(id.path.clone(), message)
                .hint(hint.clone())
                .at(file, id.span.clone())
        };
        if of_kind.len() <= EACH {
            return of_kind
                .iter()
                .map(|id| warning(id, format!("the id `{}` is {message}", id.id)))
                .collect();
        }
        let first: Vec<String> = of_kind.iter().take(EACH).map(|id| format!("`{}`", id.id)).collect();
        let more = of_kind.len() - EACH;
        let text = format!(
            "{} ids are {message}: {} and {more} more",
            of_kind.len(),
            first.join(", ")
        );
        vec![warning(of_kind[0], text)]
    };
    kinds.into_iter().flat_map(told).collect()
}

/// Why Windows has no file of this name; none if it has.
pub fn no_file_name(name: &str) -> Option<&'static str> {
    let stem = name
        .split('.')
        .next()
        .unwrap_or_default()
        .trim_end()
        .to_ascii_lowercase();
    let numbered = |device: &str| {
        stem.strip_prefix(device)
            .is_some_and(|n| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit() && b != b'0'))
    };
    if ["con", "prn", "aux", "nul"].contains(&stem.as_str()) || numbered("com") || numbered("lpt") {
        Some("it is the name of a device")
    } else if name.ends_with(['.', ' ']) {
        Some("it ends in a full stop or a space")
    } else if name.contains(['<', '>', ':', '"', '/', '\\', '|', '?', '*']) {
        Some("it has one of the characters < > : \" / \\ | ? *")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_misread_is_known() {
        use Misreading::{Date, Digits, Flag, Formula, Missing, Number};
        for (misreading, ids) in [
            (
                Missing,
                &["None", "NA", "N/A", "null", "NaN", "nan", "#N/A", "NULL", "n/a"][..],
            ),
            (Formula, &["=1", "+1", "-5", "@SUM(1+1)", "-1+1", "+HYPERLINK"]),
            (
                Number,
                &[
                    "73928e03",
                    "007",
                    "1e5",
                    "$3.98",
                    "1,000",
                    "5%",
                    "2.50",
                    "9.5",
                    "50 %",
                    "5 \u{20ac}",
                    "(5)",
                    "0x1F",
                ],
            ),
            (
                Date,
                &[
                    "1/3",
                    "1-2",
                    "2018-01-17",
                    "17.01.2018",
                    "MAR1",
                    "MARCH1",
                    "SEPT2",
                    "1-Dec",
                    "Oct-4",
                    "3:30",
                    "2018-01",
                    "Jan 5 2020",
                    "Jan 5, 2020",
                    "5-Jan-2020",
                    "5jan2020",
                    "2020 January 5",
                ],
            ),
            (Digits, &["7", "600"]),
            (Flag, &["TRUE", "false", "T"]),
        ] {
            for id in ids {
                assert_eq!(Misreading::of(id), Some(misreading), "{id}");
            }
        }
        for id in [
            "none",
            "na",
            "north",
            "levy",
            "3_months",
            "march",
            "600-800",
            "2.5 years",
            "a-b",
            "e5",
            "maybe",
            "may 50 2020",
            "jan 5 2020 deal",
            "5 jan 5 feb",
            "x@y",
        ] {
            assert_eq!(Misreading::of(id), None, "{id}");
        }
    }

    #[test]
    fn what_no_file_can_be_called_is_known() {
        for id in [
            "con", "NUL", "Com1", "lpt9.txt", "a.", "a ", "a:b", "what?", "a|b", "aux.toml",
        ] {
            assert!(no_file_name(id).is_some(), "{id}");
        }
        for id in ["console", "com10", "com", "com0", "a.b", "north-1"] {
            assert_eq!(no_file_name(id), None, "{id}");
        }
    }

    #[test]
    fn many_of_a_kind_are_told_together() {
        let names: Vec<String> = (1..=EACH + 2).map(|n| format!("-{n}")).collect();
        let ids = |n: usize| -> Vec<PlacedId<'_>> {
            let of = |id: &'_ String| PlacedId {
                path: "issues".into(),
                id: names.iter().find(|n| *n == id).expect("one of them"),
                span: None,
                names_a_file: false,
            };
            names[..n].iter().map(of).collect()
        };
        let file = std::path::Path::new("x.toml");
        assert_eq!(misread_ids(file, &ids(EACH)).len(), EACH);
        let told = misread_ids(file, &ids(EACH + 2));
        assert_eq!(told.len(), 1);
        assert!(
            told[0].message.starts_with("12 ids are read as a formula") && told[0].message.ends_with("and 2 more"),
            "{}",
            told[0]
        );
    }
}
