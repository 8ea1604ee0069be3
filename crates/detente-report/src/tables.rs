//! What the tables of a results folder hold for figures, read once, and what the figures ask of it together.

mod analyses;
mod ended;
mod names;
mod points;
mod read;

use detente_analyses::movement::Followed;
use detente_results::{
    Clock, ContrastRow, CumulativeIncidenceRow, DesignTable, FactorLevel, Manifest, RunRow, SettledRow, SolutionsTable,
    SummaryRow, format_float, grouped,
};

use crate::calendar::Calendar;
use crate::font::printed;
use crate::labels::{count, sentence, words};
pub(crate) use analyses::{Analyses, responses};
pub(crate) use ended::{AgreedOn, Ended};
pub(crate) use points::{FirstPoints, Points};

/// The end that titles ask about.
pub(crate) const QUESTION: &str = "agreement";

/// The policy that changes nothing.
pub(crate) const BASE: &str = "base";

/// With fewer runs of the scenario as it stands nothing is said of it alone, where there are others.
const FEW_RUNS: u64 = 30;

/// As many runs as are looked at one by one: a table of runs may be too long to be held.
pub(crate) const MOST_RUNS: usize = 2048;

/// The first runs of the scenario as it stands.
#[derive(Default)]
pub(crate) struct FirstRuns {
    /// The parties that have utilities.
    pub(crate) parties: Vec<String>,
    pub(crate) rows: Vec<RunRow>,
    /// Whether there are more than [`MOST_RUNS`].
    pub(crate) more: bool,
}

/// Shares of the ends.
pub(crate) struct Shares {
    /// Those of the first points and of all policies, and of each cell of a grid that of agreement.
    pub(crate) rows: Vec<SummaryRow>,
    /// The points that have shares.
    pub(crate) first: FirstPoints,
}

impl Shares {
    /// Of the scenario as it stands and its policies so many points, in order: the scenario, and the policies under which
    /// agreement differs most from it.
    pub(crate) fn most_changed(&self, points: &Points, most: usize) -> Vec<u64> {
        let agreed = |row: &&SummaryRow| row.outcome == QUESTION && points.scenario().contains(&row.point);
        let mut agreed: Vec<_> = self.rows.iter().filter(agreed).filter(|row| row.n > 0).collect();
        if let Some(base) = agreed.first().map(|row| row.share) {
            let change = |row: &SummaryRow| (row.share - base).abs();
            // The first of those that differ as much; the scenario itself before all.
            agreed[1..].sort_by(|a, b| change(b).total_cmp(&change(a)));
        }
        let mut chosen: Vec<_> = agreed.iter().take(most).map(|row| row.point).collect();
        chosen.sort_unstable();
        chosen
    }

    /// How many points are the scenario as it stands or one of its policies, and have shares.
    pub(crate) fn of_scenario(&self, points: &Points) -> u64 {
        let own = |row: &&SummaryRow| row.outcome == QUESTION && points.scenario().contains(&row.point);
        self.rows.iter().filter(own).filter(|row| row.n > 0).count() as u64
    }

    /// ` Of 20 policies the 5 are shown that change agreement most.`, if not all of them are.
    pub(crate) fn chosen(&self, points: &Points, shown: &[u64]) -> String {
        let base = self.rows.iter().any(|row| row.point == 0 && row.n > 0);
        let policies = self.of_scenario(points) - u64::from(base);
        let shown = shown.iter().filter(|point| **point > 0).count() as u64;
        if policies > shown {
            format!(" Of {policies} policies the {shown} are shown that change agreement most.")
        } else {
            String::new()
        }
    }
}

/// Comparisons in one response.
pub(crate) struct Comparisons {
    pub(crate) response: String,
    /// The first few, and all on the scenario as it stands.
    pub(crate) rows: Vec<ContrastRow>,
    /// How many there are.
    pub(crate) all: usize,
}

impl Comparisons {
    fn of(response: &str) -> Self {
        Self {
            response: response.to_owned(),
            rows: Vec::new(),
            all: 0,
        }
    }
}

/// Shares of the ends by day, of the scenario as it stands and under its policies.
pub(crate) struct Curves {
    /// Those of the points that are shown.
    pub(crate) rows: Vec<CumulativeIncidenceRow>,
    /// The points that are shown, in order.
    pub(crate) points: Vec<u64>,
}

/// What a results folder holds, as far as figures show it.
pub struct Tables {
    pub(crate) manifest: Manifest,
    pub(crate) points: Points,
    /// The points that figures name, and the cells of a grid.
    pub(crate) design: DesignTable,
    pub(crate) shares: Shares,
    /// By response, in the order of the table.
    pub(crate) contrasts: Vec<Comparisons>,
    pub(crate) curves: Curves,
    /// How variables move in the scenario as it stands.
    pub(crate) followed: Followed,
    /// When its issues are settled: by day if there are days, else by round.
    pub(crate) settled: Vec<SettledRow>,
    /// What could be agreed in the scenario as it stands.
    pub(crate) solutions: SolutionsTable,
    /// The runs beside the solutions; none are read where there are no solutions.
    pub(crate) first_runs: FirstRuns,
    /// What matters, how sure, which policy, when.
    pub(crate) analyses: Analyses,
    /// How the runs of the scenario as it stands were decided, and what was agreed.
    pub(crate) ended: Ended,
    /// The last day of the talks, if it is a number and not a distribution.
    pub(crate) horizon: Option<f64>,
    /// How many numbers of the scenario are drawn anew in each run, or for each set of inputs.
    pub(crate) drawn: u64,
    /// What days are called.
    pub(crate) calendar: Calendar,
    /// Whether ids stand in place of names that cannot be printed.
    pub(crate) renamed: bool,
}

impl Tables {
    /// Whether the experiment asks for a kind of figures by name.
    pub(crate) fn asks_for(&self, kind: &str) -> bool {
        self.manifest.figures.iter().any(|key| key == kind)
    }

    /// Whether runs are spread over a design that cannot be shown point by point, and those of the scenario as it stands are few.
    pub(crate) fn is_about_the_design(&self) -> bool {
        self.points.settings() > 0 && self.shares.first.left_out() > 0 && self.runs(0) < FEW_RUNS
    }

    /// A time of a table: `day 12`, with its date if there are dates, or `round 3`.
    pub(crate) fn moment(&self, clock: Clock, t: f64) -> String {
        match clock {
            Clock::Day => self.calendar.day(t),
            Clock::Round => format!("round {}", format_float(t)),
            Clock::End => "the end".to_owned(),
        }
    }

    /// The runs of a point that did not fail.
    pub(crate) fn runs(&self, point: u64) -> u64 {
        let rows = &self.shares.rows;
        rows.iter().find(|row| row.point == point).map_or(0, |row| row.n)
    }

    /// `2,000 runs` if all these points have as many, `1,990 to 2,000 runs` if not.
    pub(crate) fn runs_of(&self, points: &[u64]) -> String {
        let runs = || points.iter().map(|point| self.runs(*point));
        match (runs().min().unwrap_or(0), runs().max().unwrap_or(0)) {
            (least, most) if least == most => count(most, "run"),
            (least, most) => format!("{} to {} runs", grouped(least), grouped(most)),
        }
    }

    /// The name of a point: its policy, and the factors it sets.
    pub(crate) fn point(&self, point: u64) -> String {
        let policy = self.points.policy(point);
        let changes = self.changes(point);
        match (self.policy(policy), changes.is_empty()) {
            (name, true) if point == 0 || policy != BASE => name,
            (name, true) => format!("{name}, point {point}"),
            (_, false) if policy == BASE => changes,
            (name, false) => format!("{name}; {changes}"),
        }
    }

    fn policy(&self, id: &str) -> String {
        let title = self
            .manifest
            .policies
            .iter()
            .find(|policy| policy.id == id)
            .map(|policy| policy.title.as_str());
        match title {
            Some(title) if !title.is_empty() => title.to_owned(),
            _ if id == BASE => "Base: as it stands".to_owned(),
            _ => sentence(id),
        }
    }

    fn changes(&self, point: u64) -> String {
        let row = |point| self.design.rows.iter().find(|row| row.point == point);
        let (Some(here), Some(base)) = (row(point), row(0)) else {
            return String::new();
        };
        let changed = self.design.factors.iter().zip(here.levels.iter().zip(&base.levels));
        changed
            .filter(|(_, (level, base))| level != base)
            .filter_map(|(factor, (level, _))| Some(self.setting(factor, &level_text(level)?)))
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// A factor at a level: `rooms = 0.5`, or, where levels are changes, `rooms + 0.5` and `rooms × 0.5`.
    pub(crate) fn setting(&self, factor: &str, level: &str) -> String {
        let name = printed(factor);
        match (self.operation(factor), level.strip_prefix(['-', '\u{2212}'])) {
            (Some("add"), Some(size)) => format!("{name} \u{2212} {size}"),
            (Some("add"), None) => format!("{name} + {level}"),
            (Some("scale"), _) => format!("{name} × {level}"),
            _ => format!("{name} = {}", printed(level)),
        }
    }

    /// What the levels of a factor do to what is there, `add` or `scale`, if they do not take its place.
    pub(crate) fn operation(&self, factor: &str) -> Option<&str> {
        let record = self.manifest.factors.iter().find(|record| record.id == factor)?;
        record.operation.as_deref()
    }

    /// The name of a party, `Ukraine → Russia` for a relation of two, or the id of another actor in words.
    pub(crate) fn actor(&self, id: &str) -> String {
        self.party(id)
            .or_else(|| self.relation(id))
            .unwrap_or_else(|| words(id))
    }

    fn party(&self, id: &str) -> Option<String> {
        let party = self.manifest.parties.iter().find(|party| party.id == id)?;
        Some(if party.name.is_empty() {
            words(id)
        } else {
            party.name.clone()
        })
    }

    /// Ids hold underscores themselves, so that every place is tried.
    fn relation(&self, id: &str) -> Option<String> {
        let pairs = id.match_indices('_').map(|(at, _)| (&id[..at], &id[at + 1..]));
        let named = |(from, to): (&str, &str)| Some(format!("{} → {}", self.party(from)?, self.party(to)?));
        pairs.into_iter().find_map(named)
    }

    /// The name of a policy that is compared over all that differs: over the points of a design the base is not the
    /// scenario as it stands.
    pub(crate) fn policy_over(&self, id: &str) -> String {
        if id == BASE && self.is_over_points() {
            "Without a policy".to_owned()
        } else {
            self.policy(id)
        }
    }

    /// Whether it is the points of a design that differ, and no sets of inputs.
    pub(crate) fn is_over_points(&self) -> bool {
        self.manifest.luck <= 1 && self.points.settings() > 0
    }

    /// What a factor is set to: `0.5`, or, where levels are changes, `+0.5` and `× 0.5`.
    pub(crate) fn level(&self, factor: &str, level: &FactorLevel) -> String {
        let FactorLevel::Number(value) = level else {
            return printed(&words(&level.to_string()));
        };
        let number = format_float(*value).replace('-', "\u{2212}");
        match self.operation(factor) {
            Some("add") if *value > 0.0 => format!("+{number}"),
            Some("scale") => format!("× {number}"),
            _ => number,
        }
    }

    /// Where figures show single runs and not all were kept: which they show.
    pub(crate) fn sampled(&self) -> String {
        let of_all = self
            .manifest
            .sample
            .filter(|sample| sample.first < self.manifest.replicates);
        of_all.map_or_else(String::new, |sample| {
            format!(
                " Of {} runs these are the first {}, all of which were kept.",
                grouped(self.manifest.replicates),
                grouped(sample.first)
            )
        })
    }

    /// What stands at the end of every caption: where the numbers are from and what they are not.
    pub(crate) fn provenance(&self) -> String {
        let manifest = &self.manifest;
        let origin = format!(
            "Experiment {}, seed {}.",
            printed(&manifest.experiment.id),
            manifest.seed
        );
        let failed = match manifest.failed {
            0 => String::new(),
            failed => format!(
                " {} of {} failed and are counted nowhere.",
                count(failed, "run"),
                grouped(manifest.runs)
            ),
        };
        let stylised = if manifest.scenario.stylised {
            " Stylised numbers: a model, not a forecast."
        } else {
            ""
        };
        let renamed = if self.renamed {
            " Ids stand in place of names whose letters the font of figures lacks."
        } else {
            ""
        };
        format!("{origin}{failed}{stylised}{renamed}")
    }

    /// `Two ports share a fairway. Share of runs by outcome.`: what the scenario is and what of it is shown.
    pub(crate) fn scene(&self, what: &str) -> String {
        let scenario = &self.manifest.scenario;
        let title = if scenario.title.is_empty() {
            printed(&scenario.id)
        } else {
            scenario.title.clone()
        };
        let stop = if title.ends_with(['.', '?', '!']) { "" } else { "." };
        format!("{title}{stop} {}", sentence(what))
    }

    /// What the intervals of runs leave open: `by luck alone`, or over the numbers that are drawn as well.
    pub(crate) fn left_open(&self) -> String {
        match (self.drawn, self.manifest.luck) {
            (0, _) => "by luck alone".to_owned(),
            (drawn, 0 | 1) => format!(
                "over luck and {} that differ from run to run",
                count(drawn, "drawn number")
            ),
            (drawn, luck) => format!(
                "over luck and {}, as if no two runs shared them (each set meets {})",
                count(drawn, "drawn number"),
                count(luck, "run")
            ),
        }
    }
}

fn level_text(level: &FactorLevel) -> Option<String> {
    match level {
        FactorLevel::Number(value) => Some(format_float(*value)),
        FactorLevel::Text(text) => Some(text.clone()),
        FactorLevel::AsIs => None,
    }
}

#[cfg(test)]
mod tests;
