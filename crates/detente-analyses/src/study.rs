//! What an analysis is, and what it sees.

use crate::response::Response;
use crate::sums::PointSums;
use detente_results::{Column, FactorLevel, Row, TableWriter};
use std::io::{self, Write};

/// The points of an experiment, by number: 0 is the scenario as it stands.
pub trait Points {
    /// The policy of a point, `base` for none.
    fn policy(&self, point: usize) -> &str;

    /// The point that it is compared with: the base of the same levels for a policy, point 0 for a base.
    fn against(&self, point: usize) -> usize;

    /// Whether its runs have the same luck and inputs as those of the point that it is compared with.
    fn is_paired(&self, _point: usize) -> bool {
        true
    }

    /// How many points there are of each setting: base, and one of each policy. Point 0 and those behind it are the
    /// scenario as it stands.
    fn policies(&self) -> usize {
        1
    }

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

    /// Whether somebody could decide where a factor stands.
    fn is_lever(&self, _factor: usize) -> bool {
        false
    }

    /// Where each factor stands in a point, as a quantile of its values; none where it stays as the scenario has it.
    fn quantiles(&self, _point: usize) -> Vec<Option<f64>> {
        Vec::new()
    }

    /// The value of each factor in a point; none where it stays as the scenario has it, or is no number.
    fn levels(&self, _point: usize) -> Vec<Option<f64>> {
        Vec::new()
    }

    /// The level of each factor in a point as `design.csv` shows it, words too.
    fn shown(&self, point: usize) -> Vec<FactorLevel> {
        let level = |level: Option<f64>| level.map_or(FactorLevel::AsIs, FactorLevel::Number);
        self.levels(point).into_iter().map(level).collect()
    }

    /// The paths of what the scenario as it stands draws.
    fn drawn(&self) -> Vec<String> {
        Vec::new()
    }

    /// What a set of inputs of the scenario as it stands is, in the order of [`Points::drawn`].
    fn inputs(&self, _set: usize) -> Vec<f64> {
        Vec::new()
    }

    /// Runs that meet the same inputs: 1 where luck and inputs are not taken apart.
    fn lucks(&self) -> u64 {
        1
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
    /// In base rows of three more than there are factors: A, A with each factor from B, A with other luck, B.
    BaseRows,
    /// One factor moved, the others as they stand.
    OneAtATime,
}

/// A finished experiment as analyses see it.
pub struct Study<'a> {
    /// What its points are.
    pub design: &'a dyn Points,
    /// What is compared.
    pub responses: &'a [Response],
    /// What was summed over the runs of each point.
    pub points: &'a [PointSums],
    /// What somebody asked for, besides what is always made.
    pub asked: &'a [Asked],
}

impl Study<'_> {
    /// Those of a kind that were asked for.
    pub fn asked_of(&self, kind: &str) -> impl Iterator<Item = &Asked> {
        self.asked.iter().filter(move |asked| asked.kind == kind)
    }
}

/// An analysis that somebody asks for: `[[analyses]]`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Asked {
    /// One of the keys of analyses.
    pub kind: String,
    /// Of which response; `agreement` if nothing is said.
    pub response: String,
    /// Under which policy; base if nothing is said.
    pub policy: Option<String>,
    /// What is enough, for those that ask for it.
    pub at_least: Option<f64>,
    /// The same from above.
    pub at_most: Option<f64>,
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

    /// Whether it is made without being asked for, where it can be made.
    const ALWAYS: bool = true;
    /// What may be said where it is asked for, besides its kind: keys of [`Asked`]. None for one that is never asked for.
    const TAKES: &'static [&'static str] = &[];

    /// What is amiss where it is asked for about this response: the key that is wrong, and what is expected of it.
    fn amiss(_asked: &Asked, _response: &Response) -> Option<(&'static str, &'static str)> {
        None
    }

    /// What an experiment lacks of which it cannot be made, as what is needed: 'a design such as morris'.
    fn lacks(_design: &dyn Points) -> Option<&'static str> {
        None
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
    /// What an experiment lacks of which it cannot be made.
    pub lacks: fn(&dyn Points) -> Option<&'static str>,
    /// What may be said where it is asked for; none for one that is never asked for.
    pub takes: &'static [&'static str],
    /// What is amiss where it is asked for about a response.
    pub amiss: fn(&Asked, &Response) -> Option<(&'static str, &'static str)>,
    always: bool,
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
            lacks: A::lacks,
            takes: A::TAKES,
            amiss: A::amiss,
            always: A::ALWAYS,
            write: write::<A>,
        }
    }

    /// Whether its table is made: always, or as it was asked for, and the experiment lacks nothing.
    pub fn is_made(&self, study: &Study<'_>) -> bool {
        let is_wanted = self.always || study.asked_of(self.key).next().is_some();
        is_wanted && (self.lacks)(study.design).is_none()
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
