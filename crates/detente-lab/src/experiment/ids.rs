//! Ids of an experiment that other programs misread in the tables of results.

use super::Experiment;
use detente_scenario::{Finding, PlacedId, TomlFile, misread_ids};

impl Experiment {
    /// A warning for each id that spreadsheets, pandas or R take for something else, or that can name no folder; where there
    /// are many of a kind, one for all of them.
    pub(crate) fn misread_ids(&self) -> Vec<Finding> {
        // Ids stand where the text has them; a scenario that is run as it stands has told its own.
        let Some(toml) = self
            .file
            .as_ref()
            .and_then(|s| TomlFile::parse(&s.file, s.text.clone()).ok())
        else {
            return Vec::new();
        };
        let mut ids = Vec::new();
        let frame = toml
            .root
            .table("experiment")
            .map(|table| ("experiment".to_owned(), table, true));
        let rows = ["factors", "policies", "responses"].into_iter().flat_map(|list| {
            let rows = toml.root.rows(list);
            rows.map(move |(row, _)| (list.to_owned(), row, false))
        });
        for (list, row, names_a_file) in frame.into_iter().chain(rows) {
            if let Some((id, node)) = row.get("id").and_then(|node| Some((node.as_text()?, node))) {
                ids.push(PlacedId {
                    path: list,
                    id,
                    span: node.span.clone(),
                    names_a_file,
                });
            }
        }
        misread_ids(&toml.file, &ids)
    }
}
