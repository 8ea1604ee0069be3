//! What a search has found, in words: first the answer, with the number that luck has not chosen; then the finalists, how
//! sure it is that the winner is best, what limits and racing did, where the files are and how to go on.

mod levers;

use crate::answer::figures::{number_of, share_interval, signed};
use crate::wording::{count, list};
use detente_analyses::Response;
use detente_analyses::methods::regret::Better;
use detente_analyses::statistics::Estimate;
use detente_lab::experiment::{Limit, Search};
use detente_lab::plan::Plan;
use detente_lab::search::{Dropped, Finalist, Found, Rules, Standing, Verdict, finalists};
use detente_results::{SearchTable, grouped};
use std::fmt::Write;
use std::path::Path;

/// What would be searched.
pub fn plan(field: &Plan, search: &Search, target: &Path) -> String {
    let e = &field.experiment;
    let rules = Rules::of(e, search);
    let finals = (search.finalists as u64 + 1).saturating_mul(search.final_runs);
    let [rounds, finals] = [rules.runs_of_rounds(), finals].map(grouped);
    format!(
        "{}: a search for {} {}, {} settings of {}, seed {}.\nRounds: {}; {rounds} runs. The final: {} and the scenario as it \
         stands, {} runs each; {finals} runs. Racing may save some.\nResults would go to {}. Nothing was run.\n",
        e.title,
        word(search, "more", "less"),
        e.responses[search.objective].id,
        grouped(e.size),
        count(e.factors.len(), "lever"),
        e.seed,
        schedule(&rules.rounds()),
        count(search.finalists, "finalist"),
        grouped(search.final_runs),
        target.display()
    )
}

/// What came out; `kept` is the folder that stood there before, as it is called now.
pub fn told(
    field: &Plan,
    search: &Search,
    found: &Found,
    verdict: &Verdict,
    target: &Path,
    kept: Option<&Path>,
) -> String {
    let teller = Teller {
        field,
        search,
        objective: &field.experiment.responses[search.objective],
        found,
        verdict,
    };
    let mut text = String::new();
    if let Some(winner) = verdict.winner() {
        let _ = writeln!(text, "{}\n", teller.answer(winner));
        text.push_str(&teller.table());
        let _ = writeln!(text, "\n{}", teller.sureness(winner));
    }
    let _ = writeln!(text, "{}", teller.rounds());
    let _ = writeln!(text, "\nResults: {}", target.display());
    let own = target.join(finalists::FILE);
    let _ = writeln!(
        text,
        "Every setting and round: {}; the finalists' tables and figures: {}",
        target.join(SearchTable::FILE).display(),
        target.join(finalists::FOLDER).display()
    );
    let _ = writeln!(
        text,
        "Go on: detente run {} --replicates 20000, or narrower ranges of the levers in another search",
        own.display()
    );
    if let Some(kept) = kept {
        let _ = writeln!(text, "What stood there before is kept as {}.", kept.display());
    }
    if field.base.stylised {
        text.push_str("Stylised numbers: a model, not a forecast.\n");
    }
    text
}

/// One of two words, by what is good.
fn word<'a>(search: &Search, more: &'a str, less: &'a str) -> &'a str {
    match search.better.surplus(1.0, 0.0) > 0.0 {
        true => more,
        false => less,
    }
}

/// `64 settings of 64 runs, 32 of 128`.
fn schedule(rounds: &[(usize, u64)]) -> String {
    let round = |(k, (candidates, runs)): (usize, &(usize, u64))| match k {
        0 => format!(
            "{} settings of {} runs each",
            grouped(*candidates as u64),
            grouped(*runs)
        ),
        _ => format!("{} of {}", grouped(*candidates as u64), grouped(*runs)),
    };
    rounds.iter().enumerate().map(round).collect::<Vec<_>>().join(", ")
}

struct Teller<'a> {
    field: &'a Plan,
    search: &'a Search,
    objective: &'a Response,
    found: &'a Found,
    verdict: &'a Verdict,
}

impl Teller<'_> {
    /// A value of the objective with its unit.
    fn value(&self, x: f64) -> String {
        let unit = self.objective.unit(&self.field.columns.declared);
        match unit.as_str() {
            "share" => format!("{:.1} of 100", 100.0 * x),
            unit if unit == self.column() => number_of(x, unit),
            unit => format!("{} {unit}", number_of(x, unit)),
        }
    }

    /// The column whose mean the objective is, if it is one.
    fn column(&self) -> &str {
        match &self.objective.measure {
            detente_analyses::Measure::Mean(column) => column,
            detente_analyses::Measure::Share(_) => "",
        }
    }

    /// The interval of a mean.
    fn interval(&self, estimate: &Estimate) -> String {
        let unit = self.objective.unit(&self.field.columns.declared);
        let [low, high] = [estimate.interval.low, estimate.interval.high].map(|x| number_of(x, &unit));
        format!("[{low}, {high}]")
    }

    /// A difference, with its interval; nothing where it cannot be told.
    fn difference(&self, estimate: Option<&Estimate>) -> String {
        let unit = self.objective.unit(&self.field.columns.declared);
        match estimate {
            Some(estimate) => signed(estimate, self.objective.is_share(), &unit),
            None => "unknown: too few pairs of runs qualify".to_owned(),
        }
    }

    fn standing(&self, standing: &Standing) -> String {
        match &standing.objective {
            Some(estimate) if self.objective.is_share() => {
                let [low, high] = [estimate.interval.low, estimate.interval.high];
                format!("{} of 100", share_interval([estimate.value, low, high]))
            }
            Some(estimate) => format!("{} {}", self.value(estimate.value), self.interval(estimate)),
            None => "unknown: too few runs count".to_owned(),
        }
    }

    /// The sentence that answers.
    fn answer(&self, winner: &Finalist) -> String {
        let e = &self.field.experiment;
        let candidate = winner.standing.candidate;
        let of = format!("Of {} settings of {}", grouped(e.size), count(e.factors.len(), "lever"));
        let (title, id, levers) = (
            self.objective.title.to_lowercase(),
            finalists::id(candidate),
            levers::of_candidate(self.field, candidate),
        );
        let good = word(self.search, "highest", "lowest");
        let mut text = match winner.standing.is_inside() {
            true => format!("{of}, {title} is {good} with {levers} ({id})."),
            false => format!("{of}, none of the finalists is within the limits; least far outside is {levers} ({id})."),
        };
        let _ = write!(
            text,
            "\nOn luck that the search never saw, {title} is {}",
            self.standing(&winner.standing)
        );
        if let Some(in_search) = winner.in_search {
            let _ = write!(text, " ({} in the search)", self.value(in_search));
        }
        let _ = write!(
            text,
            "; the scenario as it stands {}.\nThe difference, under the same luck: {}.",
            self.standing(&self.verdict.as_it_stands),
            self.difference(winner.difference.as_ref())
        );
        let is_worse = winner
            .difference
            .as_ref()
            .is_some_and(|difference| match self.search.better {
                Better::High => difference.interval.high < 0.0,
                Better::Low => difference.interval.low > 0.0,
            });
        if is_worse {
            text.push_str("\nSo the scenario as it stands is better than any setting that was found.");
        }
        text.extend(levers::at_an_edge(self.field, candidate).map(|told| format!("\n{told}")));
        text
    }

    /// The finalists, best first, and the scenario as it stands.
    fn table(&self) -> String {
        let limits = self.search.limits.iter().map(|limit| self.id_of(limit).to_owned());
        let heading = ["", &*self.objective.id, "against as it stands", "best"].map(str::to_owned);
        let mut lines: Vec<Vec<String>> = vec![heading.into_iter().chain(limits).collect()];
        lines[0].push("levers".to_owned());
        for finalist in &self.verdict.finalists {
            let standing = &finalist.standing;
            let own = [
                finalist.id(),
                self.standing(standing),
                self.difference(finalist.difference.as_ref()),
                finalist.chance.map_or_else(String::new, probability),
            ];
            let mut cells: Vec<String> = own.into_iter().chain(self.limits(standing)).collect();
            cells.push(levers::of_candidate(self.field, standing.candidate));
            lines.push(cells);
        }
        let stands = &self.verdict.as_it_stands;
        let own = [
            "as it stands".to_owned(),
            self.standing(stands),
            String::new(),
            String::new(),
        ];
        let mut cells: Vec<String> = own.into_iter().chain(self.limits(stands)).collect();
        cells.push(levers::as_it_stands(self.field));
        lines.push(cells);
        let width = |k: usize| {
            let cells = lines.iter().filter_map(|line| line.get(k));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let line = |cells: &Vec<String>| {
            let padded = cells
                .iter()
                .enumerate()
                .map(|(k, cell)| format!("{cell:<0$}", width(k)));
            format!("{}\n", padded.collect::<Vec<_>>().join("  ").trim_end())
        };
        lines.iter().map(line).collect()
    }

    fn id_of(&self, limit: &Limit) -> &str {
        &self.field.experiment.responses[limit.response].id
    }

    /// The means that limits are about, and which of them are outside.
    fn limits(&self, standing: &Standing) -> Vec<String> {
        let means = self.search.limits.iter().zip(&standing.limits);
        let told = means.map(|(limit, mean)| match mean {
            None => "unknown".to_owned(),
            Some(mean) if (limit.at_least..=limit.at_most).contains(mean) => format!("{mean:.2}"),
            Some(mean) => format!("{mean:.2} outside"),
        });
        told.collect()
    }

    /// How sure it is that the winner is best, and how much choosing it flatters it.
    fn sureness(&self, winner: &Finalist) -> String {
        let finalists = self.verdict.finalists.len();
        if finalists < 2 {
            return "Nobody else was left for the final: racing had dropped all others as clearly worse.".to_owned();
        }
        let Some(chance) = winner.chance else {
            return "Finalists outside of the limits stand by how far outside they are.".to_owned();
        };
        let mut text = format!(
            "{} is best of the finalists with a probability of {}.",
            winner.id(),
            probability(chance)
        );
        if let Some(lead) = &self.verdict.lead {
            let _ = write!(
                text,
                " Its difference to the runner-up: {}.",
                self.difference(Some(lead))
            );
        }
        if let Some(flattery) = self.verdict.flattery {
            let unit = self.objective.unit(&self.field.columns.declared);
            let (x, of) = match unit.as_str() {
                "share" => (100.0 * flattery, " points".to_owned()),
                unit if unit == self.column() => (flattery, String::new()),
                unit => (flattery, format!(" {unit}")),
            };
            let told = number_of(x, &unit);
            // What is rounded to nothing is below the last digit that is told.
            let size = match told.strip_suffix('0').filter(|_| told.parse() == Ok(0.0)) {
                Some(zeros) => format!("below {zeros}1"),
                None => format!("about {told}"),
            };
            let _ = write!(text, "\nCorrection for having been chosen by these runs: {size}{of}.");
        }
        text
    }

    /// What the rounds were, and what became of those who were dropped.
    fn rounds(&self) -> String {
        let played: Vec<(usize, u64)> = self
            .found
            .rounds
            .iter()
            .map(|round| (round.standings.len() - 1, round.runs))
            .collect();
        let dropped = |why: Dropped| {
            let standings = self.found.rounds.iter().flat_map(|round| &round.standings);
            standings.filter(|standing| standing.dropped == Some(why)).count()
        };
        let mut text = format!("Rounds: {}.", schedule(&played));
        let raced = dropped(Dropped::Raced);
        if raced > 0 {
            let _ = write!(
                text,
                " Of the better halves {} clearly worse than the leader went no further.",
                counted(raced)
            );
        }
        if !self.search.limits.is_empty() {
            let outside = dropped(Dropped::Limit);
            let limits: Vec<String> = self
                .search
                .limits
                .iter()
                .map(|limit| {
                    let id = self.id_of(limit);
                    match (limit.at_least.is_finite(), limit.at_most.is_finite()) {
                        (true, true) => format!("{id} from {} to {}", limit.at_least, limit.at_most),
                        (true, false) => format!("{id} at least {}", limit.at_least),
                        _ => format!("{id} at most {}", limit.at_most),
                    }
                })
                .collect();
            let _ = write!(
                text,
                "\nLimits ({}): {} for being outside.",
                list(&limits),
                match outside {
                    0 => "nobody was dropped".to_owned(),
                    n => format!("{} dropped", counted(n)),
                }
            );
        }
        text
    }
}

/// A probability in per cent; none that luck has shown is certain.
fn probability(x: f64) -> String {
    match x {
        x if x > 0.99 => "over 99 %".to_owned(),
        x if x < 0.01 => "under 1 %".to_owned(),
        x => format!("{:.0} %", 100.0 * x),
    }
}

/// `one setting`, `three settings`.
fn counted(n: usize) -> String {
    count(n, "setting")
}
