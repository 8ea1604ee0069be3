//! What an analysis is, and what it sees.

use crate::response::Response;
use crate::sums::PointSums;
use detente_results::{Column, Row, TableWriter};
use std::io::{self, Write};

/// The points of an experiment, by number: 0 is the scenario as it stands.
pub trait Points {
    /// The policy of a point, `base` for none.
    fn policy(&self, point: usize) -> &str;

    /// The point that it is compared with: the base of the same levels for a policy, point 0 for a base.
    fn against(&self, point: usize) -> usize;

    /// Whether the point is a policy's.
    fn is_policy(&self, point: usize) -> bool;

    /// How the settings of the factors lie.
    fn arrangement(&self) -> Arrangement {
        Arrangement::Apart
    }

    /// The names of the factors.
    fn factors(&self) -> Vec<String> {
        Vec::new()
    }

    /// Where each factor stands in a point, as a quantile of its values; none where it stays as the scenario has it.
    fn quantiles(&self, _point: usize) -> Vec<Option<f64>> {
        Vec::new()
    }
}

/// How settings of factors lie to one another: what can be read off them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrangement {
    /// Each for itself.
    Apart,
    /// All over the factors' values, so that what one factor does shows among all the others.
    AllOver,
    /// In rows of one more than there are factors, in which one factor moves after another.
    Trajectories,
}

/// A finished experiment as analyses see it.
pub struct Study<'a> {
    /// What its points are.
    pub design: &'a dyn Points,
    /// What is compared.
    pub responses: &'a [Response],
    /// What was summed over the runs of each point.
    pub points: &'a [PointSums],
}

/// Turns what was summed into the rows of one table.
pub trait Analysis {
    /// The rows of its table; their type names the file and declares the columns.
    type Row: Row;
    /// Name.
    const KEY: &'static str;
    /// What the table answers, in a sentence.
    const ABOUT: &'static str;
    /// Where the method comes from.
    const SOURCE: &'static str;

    /// Whether the table can be made of this experiment; where it cannot, there is none.
    fn applies(_design: &dyn Points) -> bool {
        true
    }

    /// Gives the rows in the order of the table, without holding them: there may be millions.
    fn rows(study: &Study<'_>, row: &mut dyn FnMut(Self::Row));
}

/// An analysis in a list.
#[derive(Clone)]
pub struct Entry {
    /// Name.
    pub key: &'static str,
    /// What the table answers.
    pub about: &'static str,
    /// Where the method comes from.
    pub source: &'static str,
    /// File in the results folder.
    pub file: &'static str,
    /// Columns of the file.
    pub columns: fn() -> Vec<Column>,
    /// Whether it can be made of an experiment.
    pub applies: fn(&dyn Points) -> bool,
    write: fn(&Study<'_>, &mut dyn Write) -> io::Result<()>,
}

impl Entry {
    /// The entry of an analysis.
    pub fn of<A: Analysis>() -> Self {
        Self {
            key: A::KEY,
            about: A::ABOUT,
            source: A::SOURCE,
            file: A::Row::FILE,
            columns: A::Row::columns,
            applies: A::applies,
            write: write::<A>,
        }
    }

    /// Writes the table as CSV.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&self, study: &Study<'_>, to: &mut dyn Write) -> io::Result<()> {
        (self.write)(study, to)
    }
}

fn write<A: Analysis>(study: &Study<'_>, to: &mut dyn Write) -> io::Result<()> {
    let mut table = TableWriter::<A::Row, _>::new(to)?;
    let mut outcome = Ok(());
    A::rows(study, &mut |row| {
        if outcome.is_ok() {
            outcome = table.row(&row);
        }
    });
    outcome
}
