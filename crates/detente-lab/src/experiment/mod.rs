//! An experiment as written in its file: which scenario, how often, which factors, policies and responses.

mod ids;
mod odd;
mod reader;
mod shape;

pub use shape::{experiment as keys, schema};

use crate::designs::{Baseline, Design, Layout, Place, Space};
use detente_analyses::Response;
use detente_scenario::{Change, Findings, Node, Path as ScenarioPath, Placed, SourceText, Span, Step, TomlFile};
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// Most runs of one experiment.
pub const MOST_RUNS: u64 = 100_000_000_000;
/// Most design points of one experiment.
pub const MOST_POINTS: u64 = 1_000_000;
/// Most factors of one experiment: as many as the Sobol sequence has dimensions.
pub const MOST_FACTORS: usize = crate::designs::cube::DIMENSIONS;
/// Replicates of a scenario that is run without an experiment.
pub const DEFAULT_REPLICATES: u64 = 1_000;
/// Seed of a scenario that is run without an experiment.
pub const DEFAULT_SEED: u64 = 1;

/// A Monte Carlo experiment.
#[derive(Debug, Clone, PartialEq)]
pub struct Experiment {
    /// Identifier; names the results folder.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// Its own file; none for a scenario that is run as it stands.
    pub file: Option<SourceText>,
    /// The scenario's file.
    pub scenario: PathBuf,
    /// Where the experiment's file says so.
    pub scenario_span: Span,
    /// What the command line changes about the scenario, each as `PATH=VALUE`; made before anything else, so that point 0
    /// is the scenario as it then stands.
    pub settings: Vec<String>,
    /// Root of all luck.
    pub seed: u64,
    /// Runs of every design point.
    pub replicates: u64,
    /// Runs that meet the same inputs, one after the other; 1 where luck and inputs are not taken apart.
    pub luck: u64,
    /// How factors make points.
    pub design: &'static dyn Design,
    /// How many of what the design counts; 0 for a design that the factors alone decide.
    pub size: u64,
    /// Which numbers of the scenario are factors too, and how far each moves; made [`Factor`]s of when the scenario is known.
    pub vary: Vary,
    /// What is varied.
    pub factors: Vec<Factor>,
    /// Named bundles of changes; `base`, the scenario as it stands, is not among them.
    pub policies: Vec<Policy>,
    /// What is compared; `agreement` and `end_day` come first.
    pub responses: Vec<Response>,
    /// Whether rows carry what each run drew.
    pub draws: bool,
    /// Which points are followed round by round.
    pub trajectories: Trajectories,
}

/// Which points have trajectories.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trajectories {
    /// The scenario as it stands, and under each policy.
    Policies,
    /// All.
    All,
    /// None.
    None,
}

impl Trajectories {
    /// The words that files may say.
    pub const ALL: [Self; 3] = [Self::Policies, Self::All, Self::None];

    /// Its word in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Policies => "policies",
            Self::All => "all",
            Self::None => "none",
        }
    }

    /// Whether a point is followed, in an experiment with so many policies.
    pub fn follows(self, point: usize, policies: usize) -> bool {
        match self {
            Self::Policies => point <= policies,
            Self::All => true,
            Self::None => false,
        }
    }
}

/// How a level changes what the scenario says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// In its place.
    Set,
    /// Added to it.
    Add,
    /// Multiplied with it.
    Scale,
}

/// Numbers of the scenario that are varied without being named one by one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Vary {
    /// Patterns that paths meet, each with the place where it is written.
    pub patterns: Vec<(Pattern, Span)>,
    /// How far each number moves, down and up, as a part of itself.
    pub spread: f64,
    /// Where that is written.
    pub spread_span: Span,
}

/// Which paths are meant.
#[derive(Debug, Clone, PartialEq)]
pub enum Pattern {
    /// All: `**`.
    All,
    /// Those that a path with `*` meets.
    Path(ScenarioPath),
}

impl Pattern {
    /// Whether it means a path without `*`.
    pub fn meets(&self, path: &ScenarioPath) -> bool {
        match self {
            Self::All => true,
            Self::Path(pattern) => pattern.meets(path),
        }
    }
}

/// The values of a factor.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// A list.
    Levels(Vec<Node>),
    /// All from one end to the other.
    Range {
        /// The ends.
        ends: [f64; 2],
        /// The same in steps, for designs of levels.
        levels: Vec<Node>,
    },
}

/// Something that is varied.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// Identifier; names the column of `design.csv`.
    pub id: String,
    /// Where.
    pub path: ScenarioPath,
    /// How.
    pub operation: Operation,
    /// The values.
    pub values: Values,
    /// Whether what it varies comes in whole numbers.
    pub whole: bool,
    /// Where its path is written.
    pub span: Span,
}

impl Factor {
    /// Its levels; those of a range are its steps.
    pub fn levels(&self) -> &[Node] {
        match &self.values {
            Values::Levels(levels) | Values::Range { levels, .. } => levels,
        }
    }

    /// Its value where a design puts it; none where it stays as the scenario has it.
    pub fn at(&self, place: Place) -> Option<Cow<'_, Node>> {
        match (place, &self.values) {
            (Place::AsItStands, _) => None,
            (Place::Level(_), _) | (Place::Quantile(_), Values::Levels(_)) => {
                self.levels().get(self.level_at(place)).map(Cow::Borrowed)
            }
            (Place::Quantile(u), Values::Range { ends: [from, to], .. }) => {
                let value = (from + (to - from) * u).clamp(*from, *to);
                let is_whole = self.whole && self.operation != Operation::Scale;
                let value = if is_whole {
                    libm::round(value)
                } else {
                    reader::in_few_digits(value, [*from, *to])
                };
                Some(Cow::Owned(Node::number(value)))
            }
        }
    }

    /// Which of its levels is meant; 0 where it stays as it stands.
    pub(crate) fn level_at(&self, place: Place) -> usize {
        let last = self.levels().len().saturating_sub(1);
        match place {
            Place::AsItStands => 0,
            Place::Level(level) => level,
            Place::Quantile(u) => ((u * self.levels().len() as f64) as usize).min(last),
        }
    }

    /// A place as a quantile of the values: levels are one as likely as another.
    pub(crate) fn quantile(&self, place: Place) -> Option<f64> {
        match place {
            Place::AsItStands => None,
            Place::Level(level) => Some((level as f64 + 0.5) / self.levels().len() as f64),
            Place::Quantile(u) => Some(u),
        }
    }

    /// Whether a place is the lower end (false) or the upper end (true) of its values; none between.
    pub(crate) fn end_at(&self, place: Place) -> Option<bool> {
        match (place, &self.values) {
            (Place::AsItStands, _) => None,
            (Place::Quantile(u), Values::Range { .. }) => (u <= 0.0 || u >= 1.0).then_some(u > 0.5),
            _ => {
                let (level, last) = (self.level_at(place), self.levels().len().saturating_sub(1));
                (level == 0 || level == last).then_some(level > 0)
            }
        }
    }

    /// What a level does to each number that the factor's path meets.
    pub fn step<'a>(&self, level: &'a Node) -> Step<'a> {
        let number = level.as_number().unwrap_or_default();
        match self.operation {
            Operation::Set => Step::Set(level),
            Operation::Add => Step::Add(number),
            Operation::Scale => Step::Scale(number),
        }
    }

    /// The change that a level makes.
    fn change(&self, level: &Node) -> Change {
        let number = level.as_number().unwrap_or_default();
        match self.operation {
            Operation::Set => Change::Set(self.path.clone(), level.clone()),
            Operation::Add => Change::Add(self.path.clone(), number),
            Operation::Scale => Change::Scale(self.path.clone(), number),
        }
    }
}

/// A named bundle of changes, run against the same luck.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// Identifier.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// What it changes, in order, each with the bytes of the experiment's file that say so.
    pub changes: Vec<(Change, Span)>,
    /// Where it is written.
    pub span: Span,
}

impl Experiment {
    /// Reads an experiment file.
    ///
    /// # Errors
    /// A file that cannot be read, all its syntax errors, or all that is wrong with it.
    pub fn read(file: &Path, designs: &[&'static dyn Design]) -> Result<Self, Findings> {
        Self::from_toml(&TomlFile::read(file)?, designs)
    }

    /// The experiment of a file, or the scenario of a file as it stands.
    ///
    /// # Errors
    /// As for [`Experiment::from_toml`].
    pub fn of_file(toml: &TomlFile, designs: &[&'static dyn Design]) -> Result<Self, Findings> {
        if Self::is_one(toml) {
            return Self::from_toml(toml, designs);
        }
        let frame = toml.root.table("scenario");
        let text = |key: &str| frame.and_then(|t| t.text(key));
        // A file without an id is told so when the scenario is built; no folder is named by it.
        let id = text("id").unwrap_or("scenario");
        Ok(Self::of_scenario(&toml.file, id, text("title").unwrap_or(id)))
    }

    /// Reads an experiment from a parsed file.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn from_toml(toml: &TomlFile, designs: &[&'static dyn Design]) -> Result<Self, Findings> {
        reader::read(toml, designs)
    }

    /// The factors laid out.
    pub fn layout(&self) -> Box<dyn Layout> {
        self.design.lay_out(&Space {
            factors: &self.factors,
            seed: self.seed,
            size: self.size,
        })
    }

    /// The scenario as it stands and all settings of the factors laid out so, each under base and under every policy.
    pub(crate) fn points(&self, layout: &dyn Layout) -> u64 {
        let policies = self.policies.len() as u64 + 1;
        layout.settings().saturating_add(1).saturating_mul(policies)
    }

    /// What the command line changes.
    ///
    /// # Errors
    /// An argument that is no `PATH=VALUE`.
    pub fn set_changes(&self) -> Result<Vec<Placed>, Findings> {
        let all = self.settings.iter().map(|text| Placed::from_argument(text));
        all.collect::<Result<_, _>>()
            .map_err(|finding| Findings::new(vec![*finding], Vec::new()))
    }

    /// What a level of a factor changes.
    pub fn level_change(&self, factor: &Factor, level: &Node) -> Placed {
        // The levels of a range are written nowhere.
        let span = level.span.clone().or_else(|| factor.span.clone());
        self.placed(factor.change(level), span)
    }

    /// What a policy changes.
    pub fn policy_changes(&self, policy: &Policy) -> Vec<Placed> {
        let placed = |(change, span): &(Change, Span)| self.placed(change.clone(), span.clone());
        policy.changes.iter().map(placed).collect()
    }

    fn placed(&self, change: Change, span: Span) -> Placed {
        let file = self.file.as_ref().map(|source| source.file.clone());
        Placed {
            change,
            file: file.unwrap_or_default(),
            span,
        }
    }

    /// Whether a parsed file is an experiment rather than a scenario.
    pub fn is_one(toml: &TomlFile) -> bool {
        toml.root.get("experiment").is_some()
    }

    /// The scenario of a file, run as it stands.
    pub fn of_scenario(file: &Path, id: &str, title: &str) -> Self {
        Self {
            id: id.to_owned(),
            title: title.to_owned(),
            file: None,
            scenario: file.to_owned(),
            scenario_span: None,
            settings: Vec::new(),
            seed: DEFAULT_SEED,
            replicates: DEFAULT_REPLICATES,
            luck: 1,
            design: &Baseline,
            size: 0,
            vary: Vary::default(),
            factors: Vec::new(),
            policies: Vec::new(),
            responses: Response::built_in(),
            draws: false,
            trajectories: Trajectories::Policies,
        }
    }
}
