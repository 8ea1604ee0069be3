//! `[select]`: a race of policies, and what an experiment with one does not have.

use super::{Reader, whole};
use crate::designs::{Design, Takes};
use crate::experiment::Select;
use crate::experiment::shape::{DEFAULT_KEEP, DEFAULT_MOST};
use detente_analyses::Response;
use detente_analyses::methods::regret::Better;
use detente_scenario::{Node, Table};

/// Most policies of a race: every one is compared with every other.
const MOST_POLICIES: usize = 200;

impl Reader<'_> {
    /// The race; none where the file asks for none.
    pub(super) fn select(
        &mut self,
        frame: &Table,
        design: &dyn Design,
        responses: &mut Vec<Response>,
    ) -> Option<Select> {
        let root = &self.toml.root;
        let node = root.get("select")?;
        let table = node.as_table()?;
        self.instead_of_replicates("select", frame);
        if let Some(stop) = root.get("stop") {
            let expected = "one of them: a race plays on until one policy is left, [stop] until a response is known";
            self.wrong(stop, "stop", "both [select] and [stop]", expected);
        }
        if design.takes() != Takes::Nothing {
            let found = format!("a race over a {}", design.key());
            let expected =
                "no [design]: what nobody knows is drawn in the scenario, as a distribution, anew in each run";
            self.wrong(root.get("design").unwrap_or(node), "select", found, expected);
        }
        match root.rows("policies").count() {
            0 => self.wrong(node, "select", "a race without policies", "[[policies]]"),
            n if n > MOST_POLICIES => {
                let expected = format!("at most {MOST_POLICIES}; `detente search` tries more");
                self.wrong(node, "select", format!("a race of {n} policies"), &expected);
            }
            _ => {}
        }
        let keep = table.get("keep").and_then(Node::as_number).unwrap_or(DEFAULT_KEEP);
        if let Some(node) = table.get("keep").filter(|_| !(0.5..1.0).contains(&keep)) {
            let expected = "a chance from 0.5 to below 1: 0.95 drops a policy by mistake in one race of twenty at most";
            self.wrong(node, "select.keep", format!("the number {keep}"), expected);
        }
        Some(Select {
            response: self
                .response(table, "response", "select.response", responses)
                .unwrap_or(0),
            better: match table.text("better") {
                Some("less") => Better::Low,
                _ => Better::High,
            },
            keep,
            most: whole(table, "max").unwrap_or(DEFAULT_MOST),
        })
    }

    /// What says how many runs there are, where a table of this name does.
    pub(super) fn instead_of_replicates(&mut self, name: &str, frame: &Table) {
        for (key, both) in [
            ("replicates", frame.get("replicates")),
            ("[replication]", self.toml.root.get("replication")),
        ] {
            if let Some(node) = both {
                let expected = format!("one of them: [{name}], or {key}");
                self.wrong(node, name, format!("both [{name}] and {key}"), &expected);
            }
        }
    }
}
