//! The rows of `runs.csv`.

use detente_core::{Decision, Loadout, Model, RunRecord};
use detente_results::{FAILED, format_float};
use std::fmt::Write;

/// The column with the outcome.
pub(super) const OUTCOME: &str = "outcome";
/// The column with what decided the run.
pub(super) const DECIDED_BY: &str = "decided_by";

/// The header of `runs.csv` for a model; drawn parameters only if asked for, discounted utilities if the scenario as it
/// stands has a discount.
pub(super) fn header(model: &Model, drawn: &[String], discounted: bool) -> Vec<String> {
    let fixed = [
        "point",
        "replicate",
        OUTCOME,
        "end_day",
        "rounds",
        "issues_settled",
        "leaks",
        DECIDED_BY,
        "signed_day",
        "ratified_day",
        "broke_down_day",
    ];
    let mut header: Vec<String> = fixed.map(str::to_owned).to_vec();
    header.extend(model.parties.iter().map(|p| format!("utility.{}", p.id)));
    header.extend(model.parties.iter().map(|p| format!("surplus.{}", p.id)));
    header.extend(["nash_distance".to_owned(), "frontier_distance".to_owned()]);
    header.extend(model.issues.iter().map(|i| format!("agreed.{}", i.id)));
    header.extend(drawn.iter().map(|path| format!("draw.{path}")));
    header.extend(MORE_DISTANCES.map(str::to_owned));
    if discounted {
        header.extend(model.parties.iter().map(|p| format!("discounted.{}", p.id)));
    }
    header
}

/// Distances beyond those of the fixed columns.
const MORE_DISTANCES: [&str; 3] = ["kalai_smorodinsky_distance", "egalitarian_distance", "welfare_distance"];

/// Whether some party's utility loses by waiting.
pub(super) fn is_discounted(model: &Model) -> bool {
    let discounts = |p: &detente_core::ParameterUse| p.declaration.name == "discount" && p.given;
    model.parameters.iter().any(discounts)
}

/// The paths of the parameters that a loadout draws.
pub(super) fn drawn_paths(model: &Model, loadout: &Loadout) -> Vec<String> {
    loadout.drawn().map(|p| model.parameters[p].path.clone()).collect()
}

/// Writes rows of one point.
pub(super) struct RowWriter<'a> {
    pub(super) model: &'a Model,
    pub(super) point: usize,
    pub(super) out: &'a mut csv::Writer<Vec<u8>>,
    pub(super) cell: &'a mut String,
    /// Whether the header has columns of discounted utilities.
    pub(super) discounted: bool,
}

impl RowWriter<'_> {
    fn put(&mut self, write: impl FnOnce(&mut String)) {
        self.cell.clear();
        write(self.cell);
        self.out.write_field(&*self.cell).expect("a Vec takes every write");
    }

    fn number(&mut self, value: f64) {
        self.put(|cell| cell.push_str(&format_float(value)));
    }

    fn optional(&mut self, value: Option<impl std::fmt::Display>) {
        self.put(|cell| {
            if let Some(value) = value {
                let _ = write!(cell, "{value}");
            }
        });
    }

    fn shown(&mut self, value: impl std::fmt::Display) {
        self.optional(Some(value));
    }

    fn end(&mut self) {
        self.out.write_record(None::<&[u8]>).expect("a Vec takes every write");
    }

    /// The row of a run, and what it drew.
    pub(super) fn run(&mut self, record: &RunRecord, draws: &[f64]) {
        let model = self.model;
        self.shown(self.point);
        self.shown(record.replicate);
        self.shown(record.outcome.name());
        self.shown(record.end_day);
        self.shown(record.rounds);
        self.shown(record.issues_settled);
        self.shown(record.leaks);
        let decision = record.decided_by;
        self.put(|cell| decide(model, &decision, cell));
        self.optional(record.signed_day);
        self.optional(record.ratified_day);
        self.optional(record.broke_down_day);
        for &utility in &record.utilities {
            self.number(utility);
        }
        for (utility, reservation) in record.utilities.iter().zip(&record.reservation_values) {
            self.number(utility - reservation);
        }
        self.optional(record.nash_distance.map(format_float));
        self.optional(record.frontier_distance.map(format_float));
        for i in 0..model.issues.len() {
            self.optional(record.package.get(i).map(|&o| &model.options[o].id));
        }
        for &draw in draws {
            self.number(draw);
        }
        self.optional(record.kalai_smorodinsky_distance.map(format_float));
        self.optional(record.egalitarian_distance.map(format_float));
        self.optional(record.welfare_distance.map(format_float));
        if self.discounted {
            // A policy may take the discount away.
            let discounted = match record.discounted_utilities.as_slice() {
                [] => &record.utilities,
                _ => &record.discounted_utilities,
            };
            for &utility in discounted {
                self.number(utility);
            }
        }
        self.end();
    }

    /// The row of a run that failed: everything but its place is empty.
    pub(super) fn failed(&mut self, replicate: u64, columns: usize) {
        self.shown(self.point);
        self.shown(replicate);
        self.shown(FAILED);
        for _ in 3..columns {
            self.optional(None::<&str>);
        }
        self.end();
    }
}

/// `event:actor[:issue=option]`.
fn decide(model: &Model, decision: &Decision, cell: &mut String) {
    let _ = write!(cell, "{}:{}", decision.event.name(), decision.actor.id(model));
    if let Some(option) = decision.option {
        let _ = write!(cell, ":{}", model.option_ref(option));
    }
}
