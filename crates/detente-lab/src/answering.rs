//! What runs answer to responses, row by row.

use crate::columns::OUTCOME;
use crate::plan::Plan;
use detente_analyses::Reading;
use detente_results::{FAILED, Rows, Value};

/// Responses of a plan with their columns found.
pub(crate) struct Answering<'a> {
    outcome: Option<usize>,
    readings: Vec<Option<Reading<'a>>>,
}

impl<'a> Answering<'a> {
    /// To the responses at these places.
    pub(crate) fn new(plan: &'a Plan, asked: &[usize]) -> Self {
        let columns = &plan.columns.declared;
        let responses = &plan.experiment.responses;
        Self {
            outcome: columns.iter().position(|column| column.name == OUTCOME),
            readings: asked.iter().map(|&place| responses[place].on(columns)).collect(),
        }
    }

    /// By response, what a run answers; none where it does not count, or has failed.
    pub(crate) fn values(&self, rows: &Rows, row: usize) -> impl Iterator<Item = Option<f64>> {
        let failed = self
            .outcome
            .is_some_and(|column| rows.columns[column].at(row) == Value::Word(FAILED));
        let readings = self.readings.iter();
        readings.map(move |reading| reading.as_ref().filter(|_| !failed)?.value(rows, row))
    }
}
