//! Taking ids out of lists.

use super::{PatchError, said};
use crate::document::Document;
use crate::node::{Node, Value};
use crate::path::{Path, join};
use crate::suggest::{did_you_mean, one_of, quoted};

/// The list in which a party stands for its negotiators.
const PARTICIPANTS: &str = "participants";

/// An id that is in none of the lists, with those that are.
fn not_there(path: &Path, id: &str, mut there: Vec<String>) -> PatchError {
    there.sort_unstable();
    there.dedup();
    let ids = || there.iter().map(String::as_str);
    let one = format!("{} is in no list that it meets", quoted(id));
    PatchError {
        expected: one_of("one of these", ids()),
        hint: did_you_mean(id, ids()),
        ..PatchError::new(path, one)
    }
}

impl Document {
    pub(super) fn remove(&mut self, path: &Path, paths: &[Vec<String>], values: &[String]) -> Result<(), PatchError> {
        let mut removed = vec![false; values.len()];
        let mut there: Vec<String> = Vec::new();
        for names in paths {
            // A row that neither has nor inherits the list has nothing to lose.
            let Some(list) = said::list(self, names) else { continue };
            let is_participants = names.last().is_some_and(|n| n == PARTICIPANTS);
            let before = if is_participants {
                self.expanded(list, values)
            } else {
                list.to_vec()
            };
            there.extend(before.iter().filter_map(Node::as_text).map(str::to_owned));
            let is_meant = |node: &Node| values.iter().position(|v| node.as_text() == Some(v));
            let hits: Vec<usize> = before.iter().filter_map(is_meant).collect();
            if hits.is_empty() {
                continue;
            }
            hits.into_iter().for_each(|hit| removed[hit] = true);
            let after: Vec<Node> = before.into_iter().filter(|n| is_meant(n).is_none()).collect();
            let put = self.put(names, Node::new(Value::List(after)));
            put.map_err(|message| PatchError::new(&join(names), message))?;
        }
        match removed.iter().position(|r| !r) {
            Some(missing) => Err(not_there(path, &values[missing], there)),
            None => Ok(()),
        }
    }

    /// Participants, with the parties of those who leave written out as negotiators.
    fn expanded(&self, list: &[Node], leaving: &[String]) -> Vec<Node> {
        let mut expanded: Vec<Node> = Vec::new();
        for node in list {
            let delegation: Vec<&str> = self.delegation(node.as_text().unwrap_or_default());
            if delegation.iter().any(|id| leaving.iter().any(|l| l == id)) {
                expanded.extend(delegation.into_iter().map(Node::text));
            } else {
                expanded.push(node.clone());
            }
        }
        // Somebody may stand in the list beside the whole delegation.
        let mut seen: Vec<Node> = Vec::new();
        for node in expanded {
            if !seen.iter().any(|s| s.value == node.value) {
                seen.push(node);
            }
        }
        seen
    }

    fn delegation(&self, party: &str) -> Vec<&str> {
        let rows = self
            .root()
            .rows("negotiators")
            .filter(|(row, _)| row.text("party") == Some(party));
        rows.filter_map(|(row, _)| row.text("id")).collect()
    }
}
