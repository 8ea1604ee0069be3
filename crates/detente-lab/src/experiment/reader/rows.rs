//! `[design] rows`: the settings of a list. The levels of its factors are what the rows say, each once.

use super::Reader;
use super::levels::NUMBERS;
use crate::designs::{Design, Takes};
use crate::experiment::{Factor, Operation, Values};
use detente_scenario::{Finding, Node, Value, did_you_mean, one_of};
use std::collections::BTreeMap;

/// A cell: which factor, and its value.
pub(super) type Cell = (usize, Node);

impl Reader<'_> {
    /// By row and factor the level; the levels are given to the factors.
    pub(super) fn listed(&mut self, design: &dyn Design, factors: &mut [Factor]) -> Vec<Vec<Option<u32>>> {
        let table = self.toml.root.table("design");
        let node = table.and_then(|table| table.get("rows"));
        let is_list = design.takes() == Takes::Rows;
        let kind = table.and_then(|table| table.get("kind"));
        let node = match (node, kind) {
            (Some(node), _) if !is_list => {
                let found = format!("`rows` for the design {}", design.key());
                self.wrong(node, "design.rows", found, "kind = \"list\"");
                return Vec::new();
            }
            (None, Some(kind)) if is_list => {
                let expected = "`rows`: a list of tables by factor, or the name of a CSV file";
                self.wrong(kind, "design", "a list without rows", expected);
                return Vec::new();
            }
            (Some(node), _) => node,
            (None, _) => return Vec::new(),
        };
        if let Some(vary) = table.and_then(|table| table.get("vary")) {
            self.wrong(
                vary,
                "design.vary",
                "`vary` in a list",
                "[[factors]], each with its values in `rows`",
            );
        }
        let rows = match node.as_text() {
            Some(name) => self.sheet(name, node, factors),
            None => self.inline(node, factors),
        };
        let settings = gathered(&rows, factors);
        for factor in factors
            .iter()
            .filter(|factor| factor.levels().is_empty() && !rows.is_empty())
        {
            let found = format!("a factor that no row has: `{}`", factor.id);
            let finding = Finding::error(format!("factors.{}", factor.id), found).expected("a value of it in some row");
            self.findings.push(finding.at(&self.toml.file, factor.span.clone()));
        }
        settings
    }

    fn inline(&mut self, node: &Node, factors: &[Factor]) -> Vec<Vec<Cell>> {
        let mut rows = Vec::new();
        for row in node.as_list().unwrap_or_default().iter().filter_map(Node::as_table) {
            let mut cells = Vec::new();
            for entry in row.entries() {
                let Some(factor) = factors.iter().position(|factor| factor.id == entry.key) else {
                    let (expected, hint) = known(factors, &entry.key);
                    let found = format!("`{}`, which is no factor", entry.key);
                    let finding = Finding::error("design.rows", found).expected(expected).hint(hint);
                    self.findings.push(finding.at(&self.toml.file, entry.key_span.clone()));
                    continue;
                };
                if factors[factor].operation != Operation::Set && entry.node.as_number().is_none() {
                    self.wrong(&entry.node, "design.rows", entry.node.describe(), NUMBERS);
                }
                cells.push((factor, entry.node.clone()));
            }
            rows.push(cells);
        }
        rows
    }
}

/// What is expected in place of a name that is no factor's.
pub(super) fn known(factors: &[Factor], name: &str) -> (String, Option<String>) {
    let ids = || factors.iter().map(|factor| factor.id.as_str());
    (one_of("one of the factors", ids()), did_you_mean(name, ids()))
}

/// Gives each factor its levels in the order in which rows name them, and says where each row has it.
fn gathered(rows: &[Vec<Cell>], factors: &mut [Factor]) -> Vec<Vec<Option<u32>>> {
    let mut levels: Vec<Vec<Node>> = vec![Vec::new(); factors.len()];
    let mut seen: Vec<BTreeMap<String, u32>> = vec![BTreeMap::new(); factors.len()];
    let mut settings = Vec::with_capacity(rows.len());
    for row in rows {
        let mut setting = vec![None; factors.len()];
        for (factor, node) in row {
            let level = *seen[*factor].entry(identity(node)).or_insert_with(|| {
                levels[*factor].push(node.clone());
                levels[*factor].len() as u32 - 1
            });
            setting[*factor] = Some(level);
        }
        settings.push(setting);
    }
    for (factor, levels) in factors.iter_mut().zip(levels) {
        factor.values = Values::Levels(levels);
    }
    settings
}

/// Tells values apart that are not the same; 0 and -0 are.
fn identity(node: &Node) -> String {
    match &node.value {
        Value::Number(x) => (x + 0.0).to_string(),
        value => format!("{value:?}"),
    }
}
