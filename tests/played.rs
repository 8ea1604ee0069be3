//! A case played into memory: shares, contrasts, and runs whose cells are read by name.

use detente_core::Outcome;
use detente_lab::Lab;
use detente_lab::execute::Settings;
use detente_lab::experiment::{Experiment, Policy, Trajectories};
use detente_lab::plan::Plan;
use detente_lab::sinks;
use detente_results::{Column, ContrastRow, Rows, SummaryRow, Value};
use detente_scenario::TomlFile;
use std::fmt;
use std::path::{Path, PathBuf};

/// A shipped scenario.
pub(crate) fn scenario(case: &str) -> PathBuf {
    crate::common::root()
        .join("scenarios")
        .join(case)
        .with_extension("toml")
}

/// The runs of a case, by point.
pub(crate) struct Played {
    case: String,
    columns: Vec<Column>,
    points: Vec<Rows>,
    summary: Vec<SummaryRow>,
    contrasts: Vec<ContrastRow>,
}

/// Plays a shipped scenario as it stands, point 0, and under one policy after another.
pub(crate) fn run_policies(case: &str, replicates: u64, policies: Vec<Policy>) -> Played {
    run_file(case, &scenario(case), replicates, policies)
}

/// The same of a scenario that is not shipped.
pub(crate) fn run_file(case: &str, file: &Path, replicates: u64, policies: Vec<Policy>) -> Played {
    let mut experiment = Experiment::of_scenario(file, "laws", "laws");
    experiment.seed = 20_251_130;
    experiment.replicates = replicates;
    experiment.policies = policies;
    Played::new(case, experiment)
}

/// Plays an experiment on a shipped scenario; `rest` follows its first lines.
pub(crate) fn run_experiment(case: &str, rest: &str) -> Played {
    let text = format!("format = 1\n[experiment]\nid = \"own\"\nscenario = \"{case}.toml\"\nseed = 5\n{rest}");
    let toml = TomlFile::parse(&scenario("own"), text).unwrap_or_else(|e| panic!("{e}"));
    let lab = Lab::from(detente_agents::standard());
    Played::new(
        case,
        Experiment::from_toml(&toml, &lab.designs).unwrap_or_else(|e| panic!("{e}")),
    )
}

impl Played {
    fn new(case: &str, mut experiment: Experiment) -> Self {
        experiment.trajectories = Trajectories::None;
        let lab = Lab::from(detente_agents::standard());
        let plan = Plan::new(experiment, &lab).unwrap_or_else(|e| panic!("{case}: {e}"));
        let settings = Settings {
            threads: 2,
            ..Settings::default()
        };
        let played = sinks::play(plan, lab, settings).unwrap_or_else(|e| panic!("{case}: {e}"));
        let points = (0..played.plan.n_points()).map(|point| played.runs(point).expect("a point of the plan"));
        Self {
            case: case.to_owned(),
            columns: played.columns().to_vec(),
            points: points.collect(),
            summary: played.summary(),
            contrasts: played.contrasts(),
        }
    }

    /// The name of the case, for messages.
    pub(crate) fn case(&self) -> &str {
        &self.case
    }

    /// The share of an outcome among the runs of a point.
    pub(crate) fn share(&self, point: usize, outcome: Outcome) -> f64 {
        let of_it = |row: &&SummaryRow| row.point == point as u64 && row.outcome == outcome.name();
        self.summary.iter().find(of_it).expect("a row for each outcome").share
    }

    /// By how much a policy changes the share of agreements.
    pub(crate) fn agreement_of(&self, policy: &str) -> &ContrastRow {
        let of_it = |row: &&ContrastRow| row.response == "agreement" && row.policy == policy;
        self.contrasts.iter().find(of_it).expect("a contrast")
    }

    /// The runs of a point, by replicate.
    pub(crate) fn runs(&self, point: usize) -> Vec<PlayedRun<'_>> {
        let (columns, rows) = (&self.columns[..], &self.points[point]);
        (0..rows.len()).map(|row| PlayedRun { columns, rows, row }).collect()
    }

    /// The columns whose names begin so.
    pub(crate) fn columns<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a str> {
        let names = self.columns.iter().map(|column| column.name.as_str());
        names.filter(move |name| name.starts_with(prefix))
    }
}

/// One run of a point. Two are equal if all that is told of them is, but for the point.
#[derive(Clone, Copy)]
pub(crate) struct PlayedRun<'a> {
    columns: &'a [Column],
    rows: &'a Rows,
    row: usize,
}

impl<'a> PlayedRun<'a> {
    /// What stands in a column.
    pub(crate) fn cell(&self, name: &str) -> Value<'a> {
        let place = self.columns.iter().position(|column| column.name == name);
        let place = place.unwrap_or_else(|| panic!("no column `{name}`"));
        self.rows.columns[place].at(self.row)
    }

    /// How it ended.
    pub(crate) fn outcome(&self) -> &'a str {
        match self.cell("outcome") {
            Value::Word(outcome) => outcome,
            other => panic!("an outcome {other:?}"),
        }
    }

    /// Whether it ended so.
    pub(crate) fn ended_in(&self, outcome: Outcome) -> bool {
        self.outcome() == outcome.name()
    }

    /// The number in a column; none if the cell is empty.
    pub(crate) fn number(&self, name: &str) -> Option<f64> {
        match self.cell(name) {
            Value::Empty => None,
            Value::Count(n) => Some(n as f64),
            Value::Day(day) => Some(day as f64),
            Value::Number(x) => Some(x),
            Value::Word(word) => panic!("`{name}` is a word, `{word}`"),
        }
    }

    /// When it ended.
    pub(crate) fn end_day(&self) -> f64 {
        self.number("end_day").expect("every run ends on a day")
    }

    fn cells(&self) -> impl Iterator<Item = (&'a str, Value<'a>)> {
        let (rows, row) = (self.rows, self.row);
        let cells = self.columns.iter().zip(&rows.columns);
        let cells = cells.map(move |(column, cells)| (column.name.as_str(), cells.at(row)));
        cells.filter(|(name, _)| *name != "point")
    }
}

impl PartialEq for PlayedRun<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cells().eq(other.cells())
    }
}

impl fmt::Debug for PlayedRun<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.cells()).finish()
    }
}
