//! An experiment as written in its file: which scenario, how often, which factors, policies and responses.

mod digits;
mod factor;
mod ids;
mod joint;
mod looks;
mod odd;
pub(crate) mod reader;
mod search;
mod select;
mod shape;
mod stop;

pub use factor::{Factor, FactorRole, Operation, Pattern, Values, Vary};
pub use joint::{Constraint, Correlation, Named};
pub use looks::Looks;
pub(crate) use reader::{DEFAULT_SPREAD, read_asked};
pub use search::{Goal, Limit, Search};
pub use select::Select;
pub use shape::{experiment as keys, schema};
pub use stop::Stop;

use crate::designs::layers::{Correlated, Grouped};
use crate::designs::{Baseline, Chosen, Design, Layout, Space, Subset};
use detente_analyses::{Asked, Response};
use detente_core::Copula;
use detente_scenario::{Change, Findings, Node, Placed, SourceText, Span, TomlFile};
use std::path::{Path, PathBuf};

/// Most runs of one experiment.
pub const MOST_RUNS: u64 = 100_000_000_000;
/// Most design points of one experiment.
pub const MOST_POINTS: u64 = 1_000_000;
/// Most factors of one experiment: as many as the Sobol sequence has dimensions.
pub const MOST_FACTORS: usize = crate::designs::cube::DIMENSIONS;
/// Replicates of a scenario that is run without an experiment.
pub const DEFAULT_REPLICATES: u64 = 1_000;
/// Most values of one experiment, of all factors at all points: each is worked out, and held against its range, before the
/// first run.
pub const MOST_VALUES: u64 = 100_000_000;
/// Seed of a scenario that is run without an experiment.
pub const DEFAULT_SEED: u64 = 1;

/// The policy that a scenario is compared with when the command line changes it.
pub const WHAT_IF: &str = "what_if";

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
    /// The same for a scenario that is run without an experiment: there it is a policy, [`WHAT_IF`], beside the scenario as
    /// it stands.
    pub what_if: Vec<String>,
    /// Root of all luck.
    pub seed: u64,
    /// Runs of every design point.
    pub replicates: u64,
    /// As many runs as it takes, in place of a number: `replicates` is then how many there are so far.
    pub stop: Option<Stop>,
    /// A race of policies: `replicates` is then how many runs there are so far of those that are still in it.
    pub select: Option<Select>,
    /// By policy, base first, its runs where a race has dropped some; empty where all policies have as many.
    pub raced: Vec<u64>,
    /// Runs that meet the same inputs, one after the other; 1 where luck and inputs are not taken apart.
    pub luck: u64,
    /// How factors make points.
    pub design: &'static dyn Design,
    /// Whether every setting of the design meets luck of its own, also where the design would have it in common.
    pub own_luck: bool,
    /// How many of what the design counts; 0 for a design that the factors alone decide.
    pub size: u64,
    /// Which numbers of the scenario are factors too, and how far each moves; made [`Factor`]s of when the scenario is known.
    pub vary: Vary,
    /// What is varied.
    pub factors: Vec<Factor>,
    /// The settings of a list: by row and factor the level, none where it stays as the scenario has it.
    pub rows: Vec<Vec<Option<u32>>>,
    /// The table of these settings, where they have a file of their own.
    pub table: Option<SourceText>,
    /// What holds between factors.
    pub constraints: Vec<Constraint>,
    /// What goes together: factors, or numbers that are drawn.
    pub correlations: Vec<Correlation>,
    /// Named bundles of changes; `base`, the scenario as it stands, is not among them.
    pub policies: Vec<Policy>,
    /// What is compared; `agreement` and `end_day` come first.
    pub responses: Vec<Response>,
    /// Analyses that are asked for, besides those that are always made.
    pub analyses: Vec<Asked>,
    /// What can be played for.
    pub goals: Vec<Goal>,
    /// Whether rows carry what each run drew.
    pub draws: bool,
    /// Whether rows carry the values of the factors.
    pub factor_columns: bool,
    /// Whether sums and a sample of the runs are kept in place of all their rows.
    pub summary: bool,
    /// The kinds of figures that are drawn, of [`detente_results::FIGURE_KINDS`]; all that say something if there are none.
    pub figures: Vec<String>,
    /// Which points are followed round by round.
    pub trajectories: Trajectories,
    /// What the factors are levers of; none for an experiment that is run.
    pub search: Option<Search>,
    /// Which settings of the design are points; all of them unless said.
    pub chosen: Option<Chosen>,
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
        Self::of_file_with(toml, designs, None)
    }

    /// The same, with the table of a list that lies elsewhere than the experiment says.
    ///
    /// # Errors
    /// As for [`Experiment::from_toml`].
    pub fn of_file_with(
        toml: &TomlFile,
        designs: &[&'static dyn Design],
        table: Option<&Path>,
    ) -> Result<Self, Findings> {
        if Self::is_one(toml) {
            return reader::read(toml, designs, table);
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
        reader::read(toml, designs, None)
    }

    /// When what has been played is looked at; none where the number of runs is known.
    pub fn looks(&self) -> Option<Looks> {
        let stop = self.stop.as_ref().map(|stop| stop.looks(self.summary));
        stop.or_else(|| self.select.as_ref().map(Select::looks))
    }

    /// The points of a setting, which are compared with one another, where summaries are kept; 0 where rows are.
    pub(crate) fn together(&self) -> u64 {
        match self.summary {
            true => self.policies.len() as u64 + 1,
            false => 0,
        }
    }

    /// By factor, its dimension of the design: factors of one group have one.
    pub fn dimensions(&self) -> Vec<usize> {
        let mut groups: Vec<(&str, usize)> = Vec::new();
        let (mut dimensions, mut next) = (Vec::with_capacity(self.factors.len()), 0);
        for factor in &self.factors {
            let group = factor.group.as_deref();
            let known = group.and_then(|group| groups.iter().find(|(known, _)| *known == group));
            if let Some(&(_, dimension)) = known {
                dimensions.push(dimension);
                continue;
            }
            groups.extend(group.map(|group| (group, next)));
            dimensions.push(next);
            next += 1;
        }
        dimensions
    }

    /// The factors laid out, whatever is said of settings that are to be left out.
    pub fn layout(&self) -> Box<dyn Layout> {
        self.laid_out(self.size, None)
    }

    /// The factors laid out with this size, some of their dimensions correlated.
    pub(crate) fn laid_out(&self, size: u64, together: Option<(Vec<usize>, Copula)>) -> Box<dyn Layout> {
        let dimensions = self.dimensions();
        let mut factors: Vec<&Factor> = Vec::new();
        for (factor, &dimension) in self.factors.iter().zip(&dimensions) {
            match factors.get_mut(dimension) {
                None => factors.push(factor),
                // One without an end decides what is done with the ends.
                Some(known) if factor.is_endless() => *known = factor,
                Some(_) => {}
            }
        }
        let mut layout = self.design.lay_out(&Space {
            factors: &factors,
            rows: &self.rows,
            seed: self.chosen.as_ref().map_or(self.seed, |chosen| chosen.seed),
            size,
        });
        if let Some((members, copula)) = together {
            layout = Box::new(Correlated {
                inner: layout,
                members,
                copula,
            });
        }
        if factors.len() < dimensions.len() {
            let inner = layout;
            layout = Box::new(Grouped { inner, dimensions });
        }
        match &self.chosen {
            None => layout,
            Some(chosen) => Box::new(Subset {
                of: layout,
                settings: chosen.settings.clone(),
            }),
        }
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
        arguments(&self.what_if)?;
        arguments(&self.settings)
    }

    /// Changes that the command line asks for: in an experiment of the scenario that it is about, in all points; of a
    /// scenario alone as a policy that is compared with the scenario as it stands.
    #[must_use]
    pub fn changed_by(mut self, settings: &[String]) -> Self {
        if self.file.is_some() || settings.is_empty() {
            self.settings = settings.to_vec();
            return self;
        }
        self.what_if = settings.to_vec();
        self.policies = vec![Policy {
            id: WHAT_IF.to_owned(),
            title: settings.join(", "),
            changes: (settings.iter())
                .filter_map(|text| Some((Placed::from_argument(text).ok()?.change, None)))
                .collect(),
            span: None,
        }];
        self
    }

    /// All that the command line changes.
    pub(crate) fn said(&self) -> Vec<String> {
        [&*self.settings, &*self.what_if].concat()
    }

    /// What a level of a factor changes.
    pub fn level_change(&self, factor: &Factor, level: &Node) -> Placed {
        // The levels of a range are written nowhere.
        let span = level.span.clone().or_else(|| factor.span.clone());
        self.placed(factor.change(level), span)
    }

    /// What a policy changes.
    pub fn policy_changes(&self, policy: &Policy) -> Vec<Placed> {
        if let (WHAT_IF, Ok(asked)) = (&*policy.id, arguments(&self.what_if))
            && !asked.is_empty()
        {
            return asked;
        }
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
            what_if: Vec::new(),
            seed: DEFAULT_SEED,
            replicates: DEFAULT_REPLICATES,
            stop: None,
            select: None,
            raced: Vec::new(),
            luck: 1,
            design: &Baseline,
            own_luck: false,
            size: 0,
            vary: Vary::default(),
            factors: Vec::new(),
            rows: Vec::new(),
            table: None,
            constraints: Vec::new(),
            correlations: Vec::new(),
            policies: Vec::new(),
            responses: Response::built_in(),
            analyses: Vec::new(),
            goals: Vec::new(),
            draws: false,
            factor_columns: false,
            summary: false,
            figures: Vec::new(),
            trajectories: Trajectories::Policies,
            search: None,
            chosen: None,
        }
    }
}

/// Changes on the command line, each as `PATH=VALUE`.
fn arguments(all: &[String]) -> Result<Vec<Placed>, Findings> {
    let all = all.iter().map(|text| Placed::from_argument(text));
    all.collect::<Result<_, _>>()
        .map_err(|finding| Findings::new(vec![*finding], Vec::new()))
}
