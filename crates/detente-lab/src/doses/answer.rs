//! What may answer a lever: a number of each run, read off its row.

use detente_core::{Model, Outcome, Sampler};
use detente_results::{Column, Rows, Value};

/// A number of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Whether it ended in agreement.
    Agreement,
    /// Whether somebody walked out for good.
    WalkOut,
    /// Whether it collapsed after a leak.
    Collapse,
    /// Whether an agreement still held at the end of the years in which it was followed.
    Lasting,
    /// The day on which an agreement was signed.
    Day,
    /// What an agreement is worth to the side that the lever is about.
    Utility,
    /// Whether an agreement was signed in the last tenth of the time.
    Late,
}

impl Answer {
    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Agreement => "agreement",
            Self::WalkOut => "walkout",
            Self::Collapse => "collapsed_after_leak",
            Self::Lasting => "lasting",
            Self::Day => "signed_day",
            Self::Utility => "utility",
            Self::Late => "signed_late",
        }
    }

    /// Whether it is yes or no, so that its mean is a share.
    pub fn is_share(self) -> bool {
        !matches!(self, Self::Day | Self::Utility)
    }

    /// The behaviour without which nothing answers.
    pub fn needs(self) -> Option<&'static str> {
        (self == Self::Lasting).then_some("durability")
    }
}

/// An answer, of whom, with the places of what it is read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reader {
    pub(super) answer: Answer,
    /// The party whose utility is asked for.
    pub(super) party: Option<String>,
    outcome: usize,
    column: usize,
    /// The day from which on a signature is late.
    late: i64,
}

impl Reader {
    /// Reads an answer from rows with these columns; none where there is no such column.
    pub(super) fn new(answer: Answer, party: Option<&str>, columns: &[Column], model: &Model) -> Option<Self> {
        let place = |name: &str| columns.iter().position(|column| column.name == name);
        let party = party.filter(|_| answer == Answer::Utility);
        let column = match answer {
            Answer::Agreement | Answer::WalkOut | Answer::Collapse => "outcome".to_owned(),
            Answer::Lasting => "broke_down_day".to_owned(),
            Answer::Day | Answer::Late => "signed_day".to_owned(),
            Answer::Utility => format!("utility.{}", party?),
        };
        Some(Self {
            answer,
            party: party.map(str::to_owned),
            outcome: place("outcome")?,
            column: place(&column)?,
            late: late(model),
        })
    }

    /// The answer of a run; none where it has none, or where it failed.
    pub(super) fn read(&self, rows: &Rows, row: usize) -> Option<f64> {
        let Value::Word(outcome) = rows.columns[self.outcome].at(row) else {
            return None;
        };
        if outcome == detente_results::FAILED {
            return None;
        }
        let is = |of: Outcome| outcome == of.name();
        let cell = rows.columns[self.column].at(row);
        let yes = |yes: bool| Some(f64::from(u8::from(yes)));
        match self.answer {
            Answer::Agreement => yes(is(Outcome::Agreement)),
            Answer::WalkOut => yes(is(Outcome::WalkOut)),
            Answer::Collapse => yes(is(Outcome::CollapsedAfterLeak)),
            Answer::Late => yes(matches!(cell, Value::Day(day) if day >= self.late)),
            _ if !is(Outcome::Agreement) => None,
            Answer::Lasting => yes(cell == Value::Empty),
            Answer::Day | Answer::Utility => match cell {
                Value::Day(day) => Some(day as f64),
                Value::Number(x) => Some(x),
                _ => None,
            },
        }
    }
}

/// The first day of the last tenth of the time.
fn late(model: &Model) -> i64 {
    let horizon = model.parameters.iter().find(|p| p.path == "scenario.horizon_days");
    let days = horizon.map_or(0.0, |p| Sampler::new(&p.number, &p.declaration).at(0.5));
    (days * 0.9).ceil() as i64
}
