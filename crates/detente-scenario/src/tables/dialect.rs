//! The dialects of CSV that spreadsheets write: commas, semicolons or tabs between cells, decimal points or commas, a
//! byte order mark, and a line `sep=;` before the heads.

/// What may stand between cells; of two that are as frequent the first.
const SEPARATORS: [char; 3] = [',', ';', '\t'];

/// Lines in which separators are looked for.
const LOOKED_AT: usize = 10;

/// How a table is written.
#[derive(Debug, Clone)]
pub struct Dialect {
    /// What stands between cells.
    pub separator: char,
    /// The byte at which the heads begin.
    pub start: usize,
    points: bool,
    commas: bool,
}

/// Why a cell is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoNumber {
    /// What was expected.
    pub expected: &'static str,
    /// How to mend it.
    pub hint: &'static str,
}

impl Dialect {
    /// The dialect of a text, by its first line that is not empty.
    pub fn of(text: &str) -> Self {
        let mut start = text.len() - text.trim_start_matches(['\u{feff}', '\r', '\n']).len();
        let line = text[start..].lines().next().unwrap_or_default();
        let said = said(line);
        if said.is_some() {
            let rest = &text[start + line.len()..];
            start = text.len() - rest.trim_start_matches(['\r', '\n']).len();
        }
        // A title may stand above the heads.
        let mut first = text[start..].lines().take(LOOKED_AT);
        let heads = first.find(|line| line.contains(SEPARATORS)).unwrap_or_default();
        Self {
            separator: said.unwrap_or_else(|| most_frequent(heads)),
            start,
            points: false,
            commas: false,
        }
    }

    /// The number in a cell. Decimals come after a comma where cells are separated by something else and no other number
    /// of the table has a point.
    ///
    /// # Errors
    /// It is none, or written in another way than the numbers before it.
    pub fn number(&mut self, cell: &str) -> Result<f64, NoNumber> {
        let (comma, point) = (cell.contains(','), cell.contains('.'));
        let expected = if self.separator == ',' {
            "a number with a decimal point"
        } else {
            "a number"
        };
        let wrong = |hint| Err(NoNumber { expected, hint });
        if comma && self.separator == ',' {
            return wrong("write digits and a decimal point, such as `0.6`, and nothing between thousands");
        }
        if comma && (point || self.points) || point && self.commas {
            return wrong("the table has decimal points and decimal commas: write one of them throughout");
        }
        match cell.replacen(',', ".", 1).parse::<f64>() {
            Ok(number) if number.is_finite() => {
                self.points |= point;
                self.commas |= comma;
                Ok(number)
            }
            _ => wrong("write digits, and leave the cell empty where there is no number"),
        }
    }

    /// The separator in words.
    pub fn separator_name(&self) -> &'static str {
        match self.separator {
            ';' => "semicolons",
            '\t' => "tabs",
            _ => "commas",
        }
    }
}

/// The separator that a line `sep=;` says, which some spreadsheets write and read.
fn said(line: &str) -> Option<char> {
    let (said, rest) = line.trim_matches('"').split_at_checked(4)?;
    let mut characters = said.eq_ignore_ascii_case("sep=").then(|| rest.chars())?;
    let separator = characters.next().filter(|c| SEPARATORS.contains(c))?;
    // The line may be filled up with separators, as all lines are.
    characters.all(|c| SEPARATORS.contains(&c)).then_some(separator)
}

fn most_frequent(heads: &str) -> char {
    let mut counts = [0; SEPARATORS.len()];
    let mut quoted = false;
    for character in heads.chars() {
        quoted ^= character == '"';
        if let Some(place) = SEPARATORS.iter().position(|s| *s == character && !quoted) {
            counts[place] += 1;
        }
    }
    let most = counts.iter().max().copied().unwrap_or_default();
    let place = counts.iter().position(|count| *count == most);
    SEPARATORS[place.unwrap_or_default()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> (char, &str) {
        let dialect = Dialect::of(text);
        (dialect.separator, &text[dialect.start..])
    }

    #[test]
    fn heads_show_the_separator() {
        assert_eq!(of("party,issue\na;b,c"), (',', "party,issue\na;b,c"));
        assert_eq!(of("party;issue;\"a,b,c,d\""), (';', "party;issue;\"a,b,c,d\""));
        assert_eq!(of("party\tissue"), ('\t', "party\tissue"));
        assert_eq!(of("party"), (',', "party"));
        assert_eq!(of("A title\n\nparty;issue").0, ';');
        assert_eq!(of(""), (',', ""));
        assert_eq!(of("\u{feff}\r\n\nparty;issue"), (';', "party;issue"));
        assert_eq!(of("sep=;\r\nparty,x;issue"), (';', "party,x;issue"));
        assert_eq!(of("\u{feff}\"sep=,\"\nparty,issue"), (',', "party,issue"));
        assert_eq!(of("SEP=;\nparty,x;issue"), (';', "party,x;issue"));
        assert_eq!(of("sep=,,,,\nparty,issue"), (',', "party,issue"));
    }

    #[test]
    fn decimals_are_read_in_one_way() {
        let read = |text: &str, cells: &[&str]| -> Vec<Option<f64>> {
            let mut dialect = Dialect::of(text);
            cells.iter().map(|cell| dialect.number(cell).ok()).collect()
        };
        assert_eq!(
            read("a,b", &["0.6", "-9", "1e3", "0,6", "1,200"]),
            [Some(0.6), Some(-9.0), Some(1000.0), None, None]
        );
        assert_eq!(read("a;b", &["0,6", "4", "1.5"]), [Some(0.6), Some(4.0), None]);
        assert_eq!(read("a;b", &["1.5", "0,6", "1.200,5"]), [Some(1.5), None, None]);
        assert_eq!(read("a;b", &["NaN", "inf", "NA", "50 %", "1,2,3"]), [None; 5]);
    }
}
