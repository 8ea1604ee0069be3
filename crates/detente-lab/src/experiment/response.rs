//! Responses: what is compared between points, read off the rows of `runs.csv`.

use detente_core::Outcome;

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
    /// Whether a cell meets it.
    pub fn holds(&self, cell: &str) -> bool {
        match self {
            Condition::Is(text) => cell == text,
            Condition::Within(low, high) => cell.parse::<f64>().is_ok_and(|x| (*low..=*high).contains(&x)),
        }
    }
}

/// A filter or a measure with its columns found.
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
        let share = Filter(vec![(
            "outcome".into(),
            Condition::Is(Outcome::Agreement.name().into()),
        )]);
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

    /// `share`, or the name of the column whose mean it is.
    pub fn unit(&self) -> &str {
        match &self.measure {
            Measure::Share(_) => "share",
            Measure::Mean(column) if column.ends_with("_day") => "days",
            Measure::Mean(column) => column,
        }
    }

    /// The response on rows with this header, if it has all columns.
    pub fn on<'a>(&'a self, header: &[String]) -> Option<Reading<'a>> {
        let place = |column: &String| header.iter().position(|h| h == column);
        let found = |filter: &'a Filter| -> Option<Vec<(usize, &'a Condition)>> {
            filter
                .0
                .iter()
                .map(|(column, condition)| Some((place(column)?, condition)))
                .collect()
        };
        Some(Reading {
            given: found(&self.given)?,
            measure: match &self.measure {
                Measure::Share(filter) => Found::Share(found(filter)?),
                Measure::Mean(column) => Found::Mean(place(column)?),
            },
        })
    }
}

impl Reading<'_> {
    /// The value of a run, 0 or 1 for shares; none if the run does not count.
    pub fn value(&self, row: &csv::StringRecord) -> Option<f64> {
        let holds = |all: &[(usize, &Condition)]| all.iter().all(|(k, c)| c.holds(row.get(*k).unwrap_or("")));
        if !holds(&self.given) {
            return None;
        }
        match &self.measure {
            Found::Share(filter) => Some(f64::from(u8::from(holds(filter)))),
            Found::Mean(column) => row.get(*column)?.parse().ok(),
        }
    }

    /// Whether its values are 0 or 1.
    pub fn is_share(&self) -> bool {
        matches!(self.measure, Found::Share(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_off_rows_and_filters_decide_what_counts() {
        let header: Vec<String> = ["outcome", "end_day", "leaks"].map(str::to_owned).to_vec();
        let row = |cells: [&str; 3]| csv::StringRecord::from(cells.to_vec());
        let early = Response {
            id: "early".into(),
            title: String::new(),
            given: Filter(vec![("leaks".into(), Condition::Within(0.0, 1.0))]),
            measure: Measure::Share(Filter(vec![
                ("outcome".into(), Condition::Is("agreement".into())),
                ("end_day".into(), Condition::Within(f64::NEG_INFINITY, 120.0)),
            ])),
        };
        let reading = early.on(&header).expect("all columns");
        assert_eq!(reading.value(&row(["agreement", "120", "0"])), Some(1.0));
        assert_eq!(reading.value(&row(["agreement", "121", "0"])), Some(0.0));
        assert_eq!(reading.value(&row(["walkout", "20", "1"])), Some(0.0));
        assert_eq!(reading.value(&row(["agreement", "20", "2"])), None);
        let [_, end_day] = &Response::built_in()[..] else {
            panic!("two")
        };
        assert_eq!(
            end_day.on(&header).expect("column").value(&row(["walkout", "20", "1"])),
            Some(20.0)
        );
        assert!(end_day.on(&header[..1]).is_none());
    }
}
