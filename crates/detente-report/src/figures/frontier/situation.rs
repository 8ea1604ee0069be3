//! What the figure shows, in the utilities of the disputants.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use detente_results::{FAILED, SolutionKind, SolutionRow, format_float, write_records};

use crate::axis::Axis;
use crate::tables::Tables;

const AGREEMENT: &str = "agreement";

/// What floats may add to the ends of the unit scale.
const HAIR_BREADTH: f64 = 1e-9;

/// Runs that agreed on the same package, at the same utilities.
#[derive(Debug, PartialEq)]
pub(super) struct Agreement {
    pub(super) utilities: Vec<f64>,
    pub(super) package: String,
    pub(super) runs: u64,
}

/// What the runs say.
#[derive(Debug, PartialEq)]
pub(super) enum Runs {
    /// There are none, or not as a table of text.
    None,
    /// They lack utilities of a disputant.
    Unplaced,
    /// So many were played to their end.
    Played(u64),
}

/// The bargaining situation of the scenario as it stands.
pub(super) struct Situation {
    /// The disputants.
    pub(super) parties: Vec<String>,
    /// The frontier and its kind, if there is one.
    pub(super) frontier: Option<(SolutionKind, Vec<Vec<f64>>)>,
    rows: Vec<SolutionRow>,
    pub(super) runs: Runs,
    /// By falling utility of the first party, then the next.
    pub(super) agreements: Vec<Agreement>,
}

impl Situation {
    /// The situation, if two disputants have a frontier or a solution.
    pub(super) fn of(tables: &Tables) -> Option<Self> {
        let parties = tables.solutions.parties.clone();
        if parties.len() < 2 {
            return None;
        }
        let bounds = [SolutionKind::Reservation, SolutionKind::Lowest, SolutionKind::Highest];
        if tables.solutions.rows.iter().all(|row| bounds.contains(&row.kind)) {
            return None;
        }
        let rows = tables.solutions.rows.iter().map(|row| SolutionRow {
            utilities: row.utilities.iter().map(|value| value + 0.0).collect(),
            ..row.clone()
        });
        let mut situation = Self {
            frontier: None,
            rows: rows.collect(),
            runs: Runs::None,
            agreements: Vec::new(),
            parties,
        };
        situation.frontier = [SolutionKind::FrontierExact, SolutionKind::FrontierSupported]
            .into_iter()
            .map(|kind| (kind, situation.all(kind)))
            .find(|(_, packages)| !packages.is_empty());
        situation.add_runs(tables);
        Some(situation)
    }

    fn add_runs(&mut self, tables: &Tables) {
        let runs = &tables.first_runs;
        if runs.rows.is_empty() {
            return;
        }
        let place = |party: &String| runs.parties.iter().position(|other| other == party);
        let Some(places) = self.parties.iter().map(place).collect::<Option<Vec<_>>>() else {
            self.runs = Runs::Unplaced;
            return;
        };
        self.runs = Runs::Played(runs.rows.iter().filter(|row| row.outcome != FAILED).count() as u64);
        let agreed = runs.rows.iter().filter(|row| row.outcome == AGREEMENT);
        let agreements = agreed.map(|row| Agreement {
            // A negative zero is the same place as zero.
            utilities: places.iter().map(|place| row.utilities[*place] + 0.0).collect(),
            package: row.package.clone(),
            runs: 1,
        });
        self.agreements = counted(agreements.collect());
    }

    /// The utilities of all rows of a kind.
    pub(super) fn all(&self, kind: SolutionKind) -> Vec<Vec<f64>> {
        let rows = self.rows.iter().filter(|row| row.kind == kind);
        rows.map(|row| row.utilities.clone()).collect()
    }

    /// The reservation values.
    pub(super) fn reservation(&self) -> Option<&[f64]> {
        let row = self.rows.iter().find(|row| row.kind == SolutionKind::Reservation)?;
        Some(&row.utilities)
    }

    /// Runs that agreed.
    pub(super) fn agreed(&self) -> u64 {
        self.agreements.iter().map(|agreement| agreement.runs).sum()
    }

    /// Packages that were agreed on; places, if the table does not say which packages.
    pub(super) fn packages(&self) -> u64 {
        let all = self.agreements.iter().map(|agreement| agreement.package.as_str());
        let packages: BTreeSet<&str> = all.filter(|package| !package.is_empty()).collect();
        if packages.is_empty() {
            self.agreements.len() as u64
        } else {
            packages.len() as u64
        }
    }

    /// The agreements as two parties see them: where they are and how many, the most frequent first.
    pub(super) fn dots(&self, pair: [usize; 2]) -> Vec<((f64, f64), u64)> {
        let seen = self.agreements.iter().map(|agreement| Agreement {
            utilities: pair.map(|party| agreement.utilities[party]).to_vec(),
            package: String::new(),
            runs: agreement.runs,
        });
        let mut dots = counted(seen.collect());
        dots.sort_by_key(|dot| std::cmp::Reverse(dot.runs));
        let place = |dot: &Agreement| (dot.utilities[0], dot.utilities[1]);
        dots.iter().map(|dot| (place(dot), dot.runs)).collect()
    }

    /// The axis of each party: from 0 to 1 if all utilities are there, else from the party's least to its greatest.
    pub(super) fn axes(&self, ticks: usize) -> Vec<Axis> {
        let places = || {
            let agreed = self.agreements.iter().map(|agreement| &agreement.utilities);
            self.rows.iter().map(|row| &row.utilities).chain(agreed)
        };
        let unit = -HAIR_BREADTH..=1.0 + HAIR_BREADTH;
        let within_one = places().flatten().all(|value| unit.contains(value));
        let axis = |party: usize| {
            let values = || places().map(|utilities| utilities[party]);
            let ends = if within_one {
                (0.0, 1.0)
            } else {
                (values().fold(f64::MAX, f64::min), values().fold(f64::MIN, f64::max))
            };
            Axis::between(ends, ticks)
        };
        (0..self.parties.len()).map(axis).collect()
    }

    /// What is drawn, as CSV.
    pub(super) fn data(&self) -> Vec<u8> {
        let mut header = vec!["kind".to_owned()];
        header.extend(self.parties.iter().map(|party| format!("utility.{party}")));
        header.extend(["count", "package"].map(str::to_owned));
        let line = |kind: &str, utilities: &[f64], count: String, package: &str| {
            let mut cells = vec![kind.to_owned()];
            cells.extend(utilities.iter().map(|value| format_float(*value)));
            cells.extend([count, package.to_owned()]);
            cells
        };
        let solutions = self
            .rows
            .iter()
            .filter(|row| self.draws(row.kind))
            .map(|row| line(row.kind.name(), &row.utilities, String::new(), &row.package));
        let agreements = self
            .agreements
            .iter()
            .map(|found| line(AGREEMENT, &found.utilities, found.runs.to_string(), &found.package));
        write_records(&header, solutions.chain(agreements))
    }

    /// Whether rows of a kind become marks: the bounds only set the ends of axes, and one frontier is enough.
    fn draws(&self, kind: SolutionKind) -> bool {
        match kind {
            SolutionKind::Lowest | SolutionKind::Highest => false,
            SolutionKind::FrontierExact | SolutionKind::FrontierSupported => {
                self.frontier.as_ref().is_some_and(|(shown, _)| *shown == kind)
            }
            _ => true,
        }
    }
}

/// Equal agreements as one, by falling utilities.
fn counted(mut all: Vec<Agreement>) -> Vec<Agreement> {
    let order = |a: &Agreement, b: &Agreement| {
        let pairs = a.utilities.iter().zip(&b.utilities);
        let utilities = pairs.map(|(a, b)| b.total_cmp(a)).find(|order| order.is_ne());
        utilities
            .unwrap_or(Ordering::Equal)
            .then_with(|| a.package.cmp(&b.package))
    };
    all.sort_by(order);
    all.dedup_by(|next, kept| {
        let same = order(next, kept).is_eq();
        kept.runs += if same { next.runs } else { 0 };
        same
    });
    all
}
