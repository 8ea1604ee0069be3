//! Responses: what is compared between points, read off the typed rows of `runs.csv`.

use detente_results::{Column, OUTCOMES, Rows, Value};

/// What is compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// Identifier.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// Which runs count; a pair counts if both its runs do.
    pub given: Filter,
    /// What is measured.
    pub measure: Measure,
}

/// What is measured on the runs that count.
#[derive(Debug, Clone, PartialEq)]
pub enum Measure {
    /// The share of those that meet a filter.
    Share(Filter),
    /// The mean of a column.
    Mean(String),
}

/// Conditions on columns, all of which must hold.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filter(pub Vec<(String, Condition)>);

/// A condition on one column.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// The cell is this text.
    Is(String),
    /// The cell is a number within these bounds, ends included.
    Within(f64, f64),
}

impl Condition {
    /// Whether a cell meets it. Words that are numbers, such as the options of a range, are numbers here too.
    pub fn holds(&self, cell: Value<'_>) -> bool {
        match self {
            Condition::Is(text) => cell == Value::Word(text),
            Condition::Within(low, high) => number(cell).is_some_and(|x| (*low..=*high).contains(&x)),
        }
    }
}

/// The number in a cell.
fn number(cell: Value<'_>) -> Option<f64> {
    match cell {
        Value::Empty => None,
        Value::Count(n) => Some(n as f64),
        Value::Day(day) => Some(day as f64),
        Value::Number(x) => Some(x),
        Value::Word(word) => word.parse().ok(),
    }
}

/// A response with its columns found.
#[derive(Debug)]
pub struct Reading<'a> {
    given: Vec<(usize, &'a Condition)>,
    measure: Found<'a>,
}

#[derive(Debug)]
enum Found<'a> {
    Share(Vec<(usize, &'a Condition)>),
    Mean(usize),
}

impl Response {
    /// What every experiment compares.
    pub fn built_in() -> Vec<Self> {
        let share = Filter(vec![("outcome".into(), Condition::Is(OUTCOMES[0].into()))]);
        vec![
            Self {
                id: "agreement".into(),
                title: "Agreement".into(),
                given: Filter::default(),
                measure: Measure::Share(share),
            },
            Self {
                id: "end_day".into(),
                title: "Day of the end".into(),
                given: Filter::default(),
                measure: Measure::Mean("end_day".into()),
            },
        ]
    }

    /// The share of runs that end in one way.
    pub fn of_end(outcome: &str) -> Self {
        Self {
            id: outcome.to_owned(),
            title: title(outcome),
            given: Filter::default(),
            measure: Measure::Share(Filter(vec![("outcome".into(), Condition::Is(outcome.to_owned()))])),
        }
    }

    /// Whether its values are 0 or 1.
    pub fn is_share(&self) -> bool {
        matches!(self.measure, Measure::Share(_))
    }

    /// `share`, or the unit of the column whose mean it is; the column's name where that has none.
    pub fn unit(&self, columns: &[Column]) -> String {
        match &self.measure {
            Measure::Share(_) => "share".to_owned(),
            Measure::Mean(name) => {
                let unit = columns.iter().find(|c| c.name == *name).map(|c| &c.unit);
                unit.filter(|unit| !unit.is_empty()).unwrap_or(name).clone()
            }
        }
    }

    /// The response on rows with these columns, if it has all that it asks for.
    pub fn on<'a>(&'a self, columns: &[Column]) -> Option<Reading<'a>> {
        let place = |name: &String| columns.iter().position(|c| c.name == *name);
        let found = |filter: &'a Filter| -> Option<Vec<(usize, &'a Condition)>> {
            let places = filter.0.iter().map(|(name, condition)| Some((place(name)?, condition)));
            places.collect()
        };
        Some(Reading {
            given: found(&self.given)?,
            measure: match &self.measure {
                Measure::Share(filter) => Found::Share(found(filter)?),
                Measure::Mean(name) => Found::Mean(place(name)?),
            },
        })
    }
}

/// An end with a capital letter and without underlines.
fn title(outcome: &str) -> String {
    let mut letters = outcome.chars().map(|c| if c == '_' { ' ' } else { c });
    letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(letters)
        .collect()
}

impl Reading<'_> {
    /// The value of a run that did not fail, 0 or 1 for shares; none if the run does not count.
    pub fn value(&self, rows: &Rows, row: usize) -> Option<f64> {
        let cell = |column: usize| rows.columns[column].at(row);
        let holds = |all: &[(usize, &Condition)]| all.iter().all(|(column, c)| c.holds(cell(*column)));
        if !holds(&self.given) {
            return None;
        }
        match &self.measure {
            Found::Share(filter) => Some(f64::from(u8::from(holds(filter)))),
            Found::Mean(column) => number(cell(*column)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use detente_results::Kind;

    fn columns() -> Vec<Column> {
        let column = |name: &str, kind| Column {
            name: name.into(),
            kind,
            unit: if kind == Kind::Day {
                "days".into()
            } else {
                String::new()
            },
            meaning: String::new(),
            may_be_empty: false,
        };
        vec![
            column("outcome", Kind::Word),
            column("end_day", Kind::Day),
            column("leaks", Kind::Count),
            column("agreed.toll", Kind::Word),
        ]
    }

    fn rows(of: &[(&str, i64, u64, Option<&str>)]) -> Rows {
        let mut rows = Rows::new(&columns());
        for &(outcome, day, leaks, toll) in of {
            let cells = [
                Value::Word(outcome),
                Value::Day(day),
                Value::Count(leaks),
                toll.map_or(Value::Empty, Value::Word),
            ];
            for (column, cell) in rows.columns.iter_mut().zip(cells) {
                column.push(cell);
            }
        }
        rows
    }

    #[test]
    fn values_are_read_off_rows_and_filters_decide_what_counts() {
        let rows = rows(&[
            ("agreement", 120, 0, Some("9.5")),
            ("agreement", 121, 0, Some("low")),
            ("walkout", 20, 1, None),
            ("agreement", 20, 2, Some("3")),
        ]);
        let early = Response {
            id: "early".into(),
            title: String::new(),
            given: Filter(vec![("leaks".into(), Condition::Within(0.0, 1.0))]),
            measure: Measure::Share(Filter(vec![
                ("outcome".into(), Condition::Is("agreement".into())),
                ("end_day".into(), Condition::Within(f64::NEG_INFINITY, 120.0)),
            ])),
        };
        let values = |response: &Response| -> Vec<Option<f64>> {
            let columns = columns();
            let reading = response.on(&columns).expect("all columns");
            (0..4).map(|row| reading.value(&rows, row)).collect()
        };
        assert_eq!(values(&early), [Some(1.0), Some(0.0), Some(0.0), None]);
        let [_, end_day] = &Response::built_in()[..] else {
            panic!("two")
        };
        assert_eq!(values(end_day), [Some(120.0), Some(121.0), Some(20.0), Some(20.0)]);
        assert_eq!(end_day.unit(&columns()), "days");
        assert!(end_day.on(&columns()[..1]).is_none());
        let toll = Response {
            measure: Measure::Mean("agreed.toll".into()),
            ..end_day.clone()
        };
        assert_eq!(values(&toll), [Some(9.5), None, None, Some(3.0)]);
    }
}
