//! `[stop]`: when there are enough runs.

use super::{Reader, whole};
use crate::experiment::Stop;
use crate::experiment::shape::{DEFAULT_LEAST, DEFAULT_MOST};
use detente_analyses::Response;
use detente_results::OUTCOMES;
use detente_scenario::{Node, Table, did_you_mean};

impl Reader<'_> {
    pub(super) fn stop(&mut self, frame: &Table, responses: &[Response]) -> Option<Stop> {
        let table = self.toml.root.table("stop")?;
        self.instead_of_replicates("stop", frame);
        let stop = Stop {
            response: table.text("response").unwrap_or(OUTCOMES[0]).to_owned(),
            half_width: table.get("ci_half_width").and_then(Node::as_number)?,
            least: whole(table, "min").unwrap_or(DEFAULT_LEAST),
            most: whole(table, "max").unwrap_or(DEFAULT_MOST),
        };
        let half = table.get("ci_half_width");
        if let Some(node) = half.filter(|_| stop.half_width <= 0.0) {
            let expected = "a number above 0, in the response's own unit: 0.01 is one of 100";
            self.wrong(
                node,
                "stop.ci_half_width",
                format!("the number {}", stop.half_width),
                expected,
            );
        }
        if let Some(node) = table.get("min").or(table.get("max")).filter(|_| stop.least > stop.most) {
            let found = format!("at least {} and at most {} runs", stop.least, stop.most);
            self.wrong(node, "stop", found, "`min` up to `max`");
        }
        let known: Vec<&str> = responses.iter().map(|response| &*response.id).collect();
        if let Some(node) = table.get("response").filter(|_| !known.contains(&&*stop.response)) {
            let expected = match did_you_mean(&stop.response, known.iter().copied()) {
                Some(near) => format!("a response: {}; {near}", known.join(", ")),
                None => format!("a response: {}", known.join(", ")),
            };
            self.wrong(
                node,
                "stop.response",
                format!("no response `{}`", stop.response),
                &expected,
            );
        }
        Some(stop)
    }
}
