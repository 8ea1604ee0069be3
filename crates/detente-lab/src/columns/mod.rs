//! What a row of `runs.csv` says. A column is one entry of the list below: its name, type, unit and meaning, whether a cell
//! may be empty, and how the cell is read off a run that has ended. Header, tables, Parquet, responses and the guide's page
//! follow from it.

mod asked;

use crate::plan::{Plan, PointModel};
use detente_core::{Counted, EventKind, Lot, Model, PartyIx, RunRecord};
use detente_results::{Column, FAILED, FactorLevel, Kind, Rows, Value, format_float};

/// The column with the outcome.
pub(crate) const OUTCOME: &str = "outcome";
/// The column with what decided the run.
pub(crate) const DECIDED_BY: &str = "decided_by";

/// A run as columns see it.
pub struct RunView<'a> {
    /// Design point.
    pub point: u64,
    /// Replicate.
    pub replicate: u64,
    /// What it drew with.
    pub lot: Lot,
    /// What was played.
    pub model: &'a Model,
    /// How it ended; none if it failed.
    pub record: Option<&'a RunRecord>,
    /// What decided it, as text.
    pub decision: &'a str,
    /// What it drew, in the order of the columns, where that is asked for.
    pub draws: &'a [Option<f64>],
    /// What its factors were, where that is asked for.
    pub levels: &'a [FactorLevel],
}

/// Reads a cell: of a column there is one of, of the party or issue of this number, of the parameter in this place.
pub type Read = for<'a> fn(&RunView<'a>, usize) -> Value<'a>;

/// How many columns a rule makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Each {
    /// One.
    Run,
    /// One: how often the event of this number among the registry's counted ones happened.
    Counted(usize),
    /// One for each party that has a stake in what is agreed: each disputant, and who else cares.
    Party,
    /// One for each of them, where somebody's utility loses by waiting.
    PatientParty,
    /// One for each issue.
    Issue,
    /// One for each parameter that some point draws, with `draws = true`.
    Drawn,
    /// One for each factor, with `factors = true`.
    Factor,
}

/// The one declaration of a column, or of one for each party, issue or parameter.
#[derive(Debug, Clone, Copy)]
pub struct ColumnRule {
    /// Name; where there are several, what stands before the point and the id.
    pub name: &'static str,
    /// How many.
    pub each: Each,
    /// Type of its cells.
    pub kind: Kind,
    /// Unit, empty if none.
    pub unit: &'static str,
    /// What it says of a run.
    pub meaning: &'static str,
    /// Whether a cell may be empty, also where the run did not fail.
    pub may_be_empty: bool,
    /// Whether it says something of a run that failed.
    pub of_failed: bool,
    /// Reads the cell.
    pub read: Read,
}

impl ColumnRule {
    /// A column that every run has that did not fail.
    pub const fn new(name: &'static str, each: Each, kind: Kind, meaning: &'static str, read: Read) -> Self {
        Self {
            name,
            each,
            kind,
            unit: "",
            meaning,
            may_be_empty: false,
            of_failed: false,
            read,
        }
    }

    /// In this unit.
    #[must_use]
    pub const fn unit(mut self, unit: &'static str) -> Self {
        self.unit = unit;
        self
    }

    /// May be empty.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.may_be_empty = true;
        self
    }

    /// Also of runs that failed.
    #[must_use]
    const fn always(mut self) -> Self {
        self.of_failed = true;
        self
    }

    /// The declaration, its name as the guide writes it: `utility.<party>`.
    pub fn described(&self) -> Column {
        self.column(&match self.each {
            Each::Run | Each::Counted(_) => self.name.to_owned(),
            Each::Party | Each::PatientParty => format!("{}.<party>", self.name),
            Each::Issue => format!("{}.<issue>", self.name),
            Each::Drawn => format!("{}.<path>", self.name),
            Each::Factor => format!("{}.<id>", self.name),
        })
    }

    fn column(&self, name: &str) -> Column {
        Column {
            name: name.to_owned(),
            kind: self.kind,
            unit: self.unit.to_owned(),
            meaning: self.meaning.to_owned(),
            may_be_empty: self.may_be_empty,
        }
    }
}

/// The value of something that a run may have.
fn number(value: Option<f64>) -> Value<'static> {
    value.map_or(Value::Empty, Value::Number)
}

fn day(value: Option<i32>) -> Value<'static> {
    value.map_or(Value::Empty, |day| Value::Day(i64::from(day)))
}

/// A cell of a run that has ended.
fn of<'a>(run: &RunView<'a>, read: impl Fn(&'a RunRecord) -> Value<'a>) -> Value<'a> {
    run.record.map_or(Value::Empty, read)
}

/// The columns that ship, in order, with one for each event that behaviours count. The first ones are fixed for ever; new
/// ones come last.
pub fn standard(counted: &[&EventKind]) -> Vec<ColumnRule> {
    let mut columns = of_the_talks();
    columns.extend(counted.iter().enumerate().filter_map(|(k, event)| {
        let Counted { column, unit, meaning } = event.counted?;
        let read: Read = |r, k| of(r, |x| Value::Count(x.counts[k].1.into()));
        Some(ColumnRule::new(column, Each::Counted(k), Kind::Count, meaning, read).unit(unit))
    }));
    columns.extend(of_the_days());
    columns.extend(of_the_gains());
    columns.push(of_the_factors());
    columns.extend(of_the_solutions());
    columns.extend(of_the_lot());
    columns
}

/// Which run it was, and how long it took.
fn of_the_talks() -> Vec<ColumnRule> {
    use Each::Run;
    use Kind::{Count, Day, Word};
    let rule = ColumnRule::new;
    vec![
        rule("point", Run, Count, "design point; 0 is the scenario as it stands", |r, _| Value::Count(r.point)).always(),
        rule("replicate", Run, Count, "number of the run within its point", |r, _| Value::Count(r.replicate)).always(),
        rule(OUTCOME, Run, Word, "`agreement`, `rejected_at_home`, `walkout`, `collapsed_after_leak`, `deadlock`, `deadline`; `failed` counts in no share", |r, _| {
            Value::Word(r.record.map_or(FAILED, |record| record.outcome.name()))
        })
        .always(),
        rule("end_day", Run, Day, "day of the end", |r, _| of(r, |x| day(Some(x.end_day)))).unit("days"),
        rule("rounds", Run, Count, "rounds played", |r, _| of(r, |x| Value::Count(x.rounds.into()))).unit("rounds"),
        rule("issues_settled", Run, Count, "issues that were settled at the end", |r, _| of(r, |x| Value::Count(x.issues_settled.into()))).unit("issues"),
    ]
}

/// What decided it, and the days of what came of it.
fn of_the_days() -> Vec<ColumnRule> {
    use Each::Run;
    use Kind::{Day, Word};
    let rule = ColumnRule::new;
    vec![
        rule(
            DECIDED_BY,
            Run,
            Word,
            "`event:actor`, and `:issue=option` where one option decided",
            |r, _| of(r, |_| Value::Word(r.decision)),
        ),
        rule(
            "signed_day",
            Run,
            Day,
            "day of the signature; empty if none came",
            |r, _| of(r, |x| day(x.signed_day)),
        )
        .unit("days")
        .optional(),
        rule(
            "ratified_day",
            Run,
            Day,
            "day of the last vote that ratified; empty if it did not come to that",
            |r, _| of(r, |x| day(x.ratified_day)),
        )
        .unit("days")
        .optional(),
        rule(
            "broke_down_day",
            Run,
            Day,
            "day on which what was ratified broke down; empty if it held",
            |r, _| of(r, |x| day(x.broke_down_day)),
        )
        .unit("days")
        .optional(),
    ]
}

/// What was agreed, and what that is worth.
fn of_the_gains() -> Vec<ColumnRule> {
    use Each::{Drawn, Issue, Party, Run};
    use Kind::{Number, Word};
    let rule = ColumnRule::new;
    vec![
        rule(
            "utility",
            Party,
            Number,
            "of the agreement; without one, the reservation value at the end; a mediator or guarantor that has no stake in anything has no column",
            |r, p| of(r, |x| Value::Number(x.utilities[PartyIx::new(p)])),
        ),
        rule(
            "surplus",
            Party,
            Number,
            "utility minus the reservation value at the end",
            |r, p| {
                let p = PartyIx::new(p);
                of(r, |x| Value::Number(x.utilities[p] - x.reservation_values[p]))
            },
        ),
        rule(
            "nash_distance",
            Run,
            Number,
            "from an agreement to the Nash point, in the disputants' utilities",
            |r, _| of(r, |x| number(x.nash_distance)),
        )
        .optional(),
        rule(
            "frontier_distance",
            Run,
            Number,
            "from an agreement to the frontier, in the disputants' utilities",
            |r, _| of(r, |x| number(x.frontier_distance)),
        )
        .optional(),
        rule(
            "agreed",
            Issue,
            Word,
            "the option agreed; empty without an agreement",
            |r, i| {
                of(r, |x| {
                    x.package
                        .get(i)
                        .map_or(Value::Empty, |&o| Value::Word(&r.model.options[o].id))
                })
            },
        )
        .optional(),
        rule(
            "draw",
            Drawn,
            Number,
            "the parameter's number in the run, drawn or fixed, with `draws = true`",
            |r, k| number(r.draws.get(k).copied().flatten()),
        )
        .optional(),
    ]
}

/// What its factors were: the cell is a text where the column is.
fn of_the_factors() -> ColumnRule {
    ColumnRule::new(
        "factor",
        Each::Factor,
        Kind::Number,
        "what the factor was, with `factors = true`: a number where all its levels are, else a text; empty where the scenario's own stands",
        |r, k| match r.levels.get(k) {
            Some(FactorLevel::Number(x)) => Value::Number(*x),
            Some(FactorLevel::Text(text)) => Value::Word(text),
            Some(FactorLevel::AsIs) | None => Value::Empty,
        },
    )
    .optional()
    .always()
}

/// More points that theory names, and what waiting took.
fn of_the_solutions() -> Vec<ColumnRule> {
    use Each::{PatientParty, Run};
    use Kind::Number;
    let rule = ColumnRule::new;
    vec![
        rule(
            "kalai_smorodinsky_distance",
            Run,
            Number,
            "from an agreement to the Kalai-Smorodinsky point",
            |r, _| of(r, |x| number(x.kalai_smorodinsky_distance)),
        )
        .optional(),
        rule(
            "egalitarian_distance",
            Run,
            Number,
            "from an agreement to the egalitarian point",
            |r, _| of(r, |x| number(x.egalitarian_distance)),
        )
        .optional(),
        rule(
            "welfare_distance",
            Run,
            Number,
            "from an agreement to the greatest sum of utilities",
            |r, _| of(r, |x| number(x.welfare_distance)),
        )
        .optional(),
        rule(
            "discounted",
            PatientParty,
            Number,
            "utility times `discount^t`, where the scenario has a discount",
            |r, p| {
                // A policy may take the discount away.
                of(r, |x| {
                    Value::Number(*x.discounted_utilities.get(p).unwrap_or(&x.utilities[PartyIx::new(p)]))
                })
            },
        ),
    ]
}

/// What the run drew with.
fn of_the_lot() -> Vec<ColumnRule> {
    use Each::Run;
    use Kind::Count;
    let rule = ColumnRule::new;
    vec![
        rule(
            "luck",
            Run,
            Count,
            "addresses every draw of the engine: runs of equal luck and inputs meet the same chances",
            |r, _| Value::Count(r.lot.luck),
        )
        .always(),
        rule(
            "inputs",
            Run,
            Count,
            "addresses every draw of a parameter: runs of equal inputs have the same numbers",
            |r, _| Value::Count(r.lot.inputs),
        )
        .always(),
    ]
}

/// What the points of an experiment ask of its columns.
pub(crate) struct Asking<'a> {
    /// The paths that have a column of their own.
    pub(crate) drawn: &'a [String],
    /// The factors that have one: their ids, and whether all their levels are numbers.
    pub(crate) factors: &'a [(String, bool)],
    /// Whether at some point somebody's utility loses by waiting.
    pub(crate) discounted: bool,
    /// By party: whether at some point it has a stake in what is agreed.
    pub(crate) stakes: &'a [bool],
}

/// The columns of one experiment.
#[derive(Default)]
pub struct Columns {
    /// Their declarations, in order.
    pub declared: Vec<Column>,
    /// How each is read: the rule, and the number of the party, issue or parameter.
    sources: Vec<(ColumnRule, usize)>,
    /// The paths of the `draw` columns.
    drawn: Vec<String>,
    /// By `factor` column, whether it holds numbers.
    factors: Vec<bool>,
}

impl Columns {
    /// The columns of runs of this scenario.
    pub(crate) fn new(base: &Model, asked: &Asking<'_>, rules: &[ColumnRule]) -> Self {
        let places = |each: Each| -> Vec<(usize, &str)> {
            match each {
                Each::Run => vec![(0, "")],
                Each::Counted(k) => vec![(k, "")],
                Each::PatientParty if !asked.discounted => Vec::new(),
                Each::Party | Each::PatientParty => {
                    let parties = base.parties.iter().map(|p| p.id.as_str()).enumerate();
                    parties.filter(|(p, _)| asked.stakes[*p]).collect()
                }
                Each::Issue => base.issues.iter().map(|i| i.id.as_str()).enumerate().collect(),
                Each::Drawn => asked.drawn.iter().map(String::as_str).enumerate().collect(),
                Each::Factor => asked.factors.iter().map(|(id, _)| id.as_str()).enumerate().collect(),
            }
        };
        let mut columns = Self {
            drawn: asked.drawn.to_vec(),
            factors: asked.factors.iter().map(|(_, numbers)| *numbers).collect(),
            ..Self::default()
        };
        for rule in rules {
            for (k, id) in places(rule.each) {
                let name = match rule.each {
                    Each::Run | Each::Counted(_) => rule.name.to_owned(),
                    _ => format!("{}.{id}", rule.name),
                };
                let mut column = rule.column(&name);
                if rule.each == Each::Factor && !columns.factors[k] {
                    column.kind = Kind::Word;
                }
                columns.declared.push(column);
                columns.sources.push((*rule, k));
            }
        }
        columns
    }

    /// Adds the row of a run.
    pub(crate) fn push(&self, rows: &mut Rows, run: &RunView<'_>) {
        for (cells, (rule, k)) in rows.columns.iter_mut().zip(&self.sources) {
            if run.record.is_some() || rule.of_failed {
                cells.push((rule.read)(run, *k));
            } else {
                cells.push(Value::Empty);
            }
        }
    }

    /// Whether rows say what runs drew.
    pub(crate) fn wants_draws(&self) -> bool {
        !self.drawn.is_empty()
    }

    /// What the `factor` columns of a point say, each cell of the kind of its column.
    pub(crate) fn levels(&self, plan: &Plan, point: usize) -> Vec<FactorLevel> {
        if self.factors.is_empty() {
            return Vec::new();
        }
        let cell = |(level, numbers): (FactorLevel, &bool)| match level {
            FactorLevel::Number(x) if !numbers => FactorLevel::Text(format_float(x)),
            level => level,
        };
        plan.levels(point).into_iter().zip(&self.factors).map(cell).collect()
    }

    /// Where the parameters of the `draw` columns stand in the model of a point; none where it has no such parameter.
    pub(crate) fn places(&self, point: &PointModel) -> Vec<Option<usize>> {
        let place = |path: &String| point.model.parameters.iter().position(|p| p.path == *path);
        self.drawn.iter().map(place).collect()
    }
}
