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

/// Why the cells of a row do not stand below the heads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: &'static str,
    /// How to mend it.
    pub hint: String,
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

    /// Why a row has not as many cells as there are heads, where that is seen from them: another separator than that of
    /// the heads, or commas within numbers where cells are separated by commas.
    pub fn misfit<'a>(&self, cells: impl Iterator<Item = &'a str>, heads: usize) -> Option<Misfit> {
        let mut cells: Vec<&str> = cells.collect();
        // Spreadsheets close every line with a separator where one line has a cell more.
        while cells.len() > heads && cells.last().is_some_and(|cell| cell.is_empty()) {
            cells.pop();
        }
        if cells.len() == heads || heads < 2 {
            return None;
        }
        let line = cells.join(&self.separator.to_string());
        // A list in a cell has separators too, but not where the first cell should end.
        let begins = |other: char| cells.first().is_some_and(|cell| cell.contains(other));
        let fits = |other: &&char| **other != self.separator && begins(**other) && line.split(**other).count() == heads;
        if let Some(other) = SEPARATORS.iter().find(fits) {
            return Some(Misfit {
                found: format!(
                    "{} between cells, below heads with {}",
                    name(*other),
                    self.separator_name()
                ),
                expected: "one separator throughout",
                hint: format!(
                    "write {} in all lines, the heads too, or {}",
                    name(*other),
                    self.separator_name()
                ),
            });
        }
        let cut = cut_numbers(&cells);
        let (whole, decimals) = cut.first()?;
        (self.separator == ',' && cells.len() == heads + cut.len()).then(|| Misfit {
            found: format!(
                "{} cells below {heads} heads: `{whole},{decimals}` is two of them",
                cells.len()
            ),
            expected: "decimal points where commas separate cells",
            hint: format!("write `{whole}.{decimals}`, or separate cells by semicolons"),
        })
    }

    /// What to do about a first line whose cells are separated, or said to be separated, by what separates none here.
    pub fn no_separator(line: &str) -> Option<String> {
        let wanted = wanted(line).filter(|c| !SEPARATORS.contains(c));
        let other = wanted.or_else(|| (line.contains('|') && !line.contains(SEPARATORS)).then_some('|'))?;
        Some(format!(
            "`{}` separates no cells here: write `,`, `;` or a tab in its place",
            other.escape_debug()
        ))
    }

    /// The separator in words.
    pub fn separator_name(&self) -> &'static str {
        name(self.separator)
    }
}

fn name(separator: char) -> &'static str {
    match separator {
        ';' => "semicolons",
        '\t' => "tabs",
        _ => "commas",
    }
}

/// Pairs of cells that can be a number each, cut at its decimal comma.
fn cut_numbers<'a>(cells: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    let (mut cut, mut left) = (Vec::new(), cells);
    while let [whole, rest @ ..] = left {
        left = rest;
        if let [decimals, behind @ ..] = rest
            && is_cut(whole, decimals)
        {
            cut.push((*whole, *decimals));
            left = behind;
        }
    }
    cut
}

/// Whether two cells can be a number that was cut at its decimal comma.
fn is_cut(whole: &str, decimals: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits(whole.trim_start_matches(['-', '+'])) && digits(decimals)
}

/// What a line `sep=;`, which some spreadsheets write and read, says to be the separator.
fn wanted(line: &str) -> Option<char> {
    let (said, rest) = line.trim_matches('"').split_at_checked(4)?;
    let mut characters = said.eq_ignore_ascii_case("sep=").then(|| rest.chars())?;
    let separator = characters.next()?;
    // The line may be filled up with separators, as all lines are.
    characters
        .all(|c| c == separator || SEPARATORS.contains(&c))
        .then_some(separator)
}

/// The separator that a first line says.
fn said(line: &str) -> Option<char> {
    wanted(line).filter(|separator| SEPARATORS.contains(separator))
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
    fn rows_that_do_not_fit_their_heads_say_why() {
        let told = |heads: &str, line: &str| {
            let dialect = Dialect::of(heads);
            let misfit = dialect.misfit(line.split(dialect.separator), heads.split(dialect.separator).count());
            misfit.map(|misfit| format!("{}; {}", misfit.found, misfit.hint))
        };
        assert_eq!(
            told("a;b;c;d", "x,y,0.5,1").unwrap(),
            "commas between cells, below heads with semicolons; write commas in all lines, the heads too, or semicolons"
        );
        assert_eq!(
            told("a,b,c,d", "x;y;0,5;1").unwrap(),
            "semicolons between cells, below heads with commas; write semicolons in all lines, the heads too, or commas"
        );
        assert_eq!(
            told("a,b,c,d", "x,y,0,5,1").unwrap(),
            "5 cells below 4 heads: `0,5` is two of them; write `0.5`, or separate cells by semicolons"
        );
        assert!(told("a,b,c,d", "x,y,-0,5,z").unwrap().contains("`-0,5` is two of them"));
        let others = ["x,y,4,80,a,b", "x,y,4,80,1,2,3", "x,4,z,0,w"];
        for line in ["x,y,0.5,1", "x,y,1,2,,", "x,y", "x,y,z,1,w", "x,y=1;y=2;z=3;w=4"]
            .iter()
            .chain(&others)
        {
            assert_eq!(told("a,b,c,d", line), None, "{line}");
        }
    }

    #[test]
    fn other_separators_are_told() {
        let hint = |other: &str| {
            Some(format!(
                "`{other}` separates no cells here: write `,`, `;` or a tab in its place"
            ))
        };
        for (line, told) in [
            ("party|issue|weight", hint("|")),
            ("sep=|", hint("|")),
            ("\"SEP=:\"", hint(":")),
            ("sep=;", None),
            ("party,issue|weight", None),
            ("A title", None),
            ("sep=", None),
        ] {
            assert_eq!(Dialect::no_separator(line), told, "{line}");
        }
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
