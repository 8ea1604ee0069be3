//! Where a number is not invented.

use super::Builder;
use crate::path::{Path, Segment};
use crate::suggest::{did_you_mean, quoted};
use detente_core::Model;
use std::collections::BTreeMap;

impl Builder<'_> {
    /// Attaches evidence to the parameters that its paths meet. A path with `*` speaks of the numbers that are given:
    /// nobody has looked up a default.
    pub(super) fn evidence(&mut self, model: &mut Model) {
        let Some(table) = self.root().table("scenario").and_then(|s| s.table("evidence")) else {
            return;
        };
        let paths: Vec<String> = model.parameters.iter().map(|p| p.path.clone()).collect();
        let places: BTreeMap<&str, usize> = paths.iter().enumerate().map(|(n, path)| (path.as_str(), n)).collect();
        for entry in table.entries() {
            let mut fail = |message: String, hint| {
                let at = format!("scenario.evidence.{}", crate::path::quote(&entry.key));
                self.error(at, &entry.key_span, message, "the path of a parameter");
                if let Some(finding) = self.findings.last_mut() {
                    finding.hint = hint;
                }
            };
            let pattern: Path = match entry.key.parse() {
                Ok(pattern) => pattern,
                Err(error) => {
                    fail(error.reason.to_owned(), None);
                    continue;
                }
            };
            let met = met(&pattern, &places);
            if met.is_empty() {
                let hint = did_you_mean(&entry.key, paths.iter().map(String::as_str));
                fail(format!("{} meets nothing", quoted(&entry.key)), hint);
            }
            let has_any = pattern.segments().contains(&Segment::Any);
            let found = met.len();
            let met: Vec<usize> = met
                .into_iter()
                .filter(|&place| !has_any || model.parameters[place].given)
                .collect();
            if met.is_empty() && found > 0 {
                let at = format!("scenario.evidence.{}", crate::path::quote(&entry.key));
                let message = format!("{} meets defaults only", quoted(&entry.key));
                self.warning(
                    at,
                    &entry.key_span,
                    message,
                    "write the numbers themselves, or remove the line",
                );
            }
            let text = |key| entry.node.as_table().and_then(|t| t.text(key));
            let source = text("source").unwrap_or_default();
            let evidence = text("note").map_or(source.to_owned(), |note| format!("{source}: {note}"));
            for place in met {
                model.parameters[place].evidence = Some(evidence.clone());
            }
        }
    }
}

fn met(pattern: &Path, places: &BTreeMap<&str, usize>) -> Vec<usize> {
    if let Some(&place) = places.get(pattern.to_string().as_str()) {
        return vec![place];
    }
    let meets = |path: &&str| path.parse().is_ok_and(|path| pattern.meets(&path));
    let has_any = pattern.segments().contains(&Segment::Any);
    if has_any {
        places
            .iter()
            .filter(|(path, _)| meets(path))
            .map(|(_, &place)| place)
            .collect()
    } else {
        Vec::new()
    }
}
