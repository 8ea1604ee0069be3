//! How long one run may be: a run is played to its end, so its rounds are bounded.

use super::Builder;
use crate::limits;
use detente_core::{Model, ParameterUse};
use std::collections::BTreeMap;

impl Builder<'_> {
    /// The rounds of all sessions of the calendar, each as often as it may be held, at the most of their distributions.
    pub(super) fn one_run_ends(&mut self, model: &Model) {
        let most = |used: &ParameterUse| used.number.reach(used.declaration.range)[1];
        let mut sessions: BTreeMap<&str, f64> = BTreeMap::new();
        let of_sessions = model
            .parameters
            .iter()
            .filter(|used| used.path.starts_with("calendar."));
        for used in of_sessions {
            if let Some((session, "rounds" | "times")) = used.path.rsplit_once('.') {
                *sessions.entry(session).or_insert(1.0) *= most(used).round().max(1.0);
            }
        }
        let rounds: f64 = sessions.values().sum();
        if rounds > limits::ROUNDS as f64 {
            let span = self.root().get("calendar").and_then(|node| node.span.clone());
            self.error(
                "calendar".into(),
                &span,
                format!("{rounds} rounds in one run"),
                format!(
                    "at most {}: the sum over the sessions of `rounds` x `times`",
                    limits::ROUNDS
                ),
            );
        }
    }
}
