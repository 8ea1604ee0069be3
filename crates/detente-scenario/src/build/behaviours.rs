//! The behaviours in use: on for every row they concern, unless a row or all are switched off.

use super::Builder;
use super::columns::{Level, Parameters, RowTables};
use super::layers::Layers;
use crate::node::{Node, Table};
use detente_core::{BehaviourEntry, BehaviourUse, Cell, ColumnValues, Model, RowKind};

impl<'a> Builder<'a> {
    pub(super) fn behaviours(&mut self, model: &mut Model, tables: &RowTables<'a>, into: &mut Parameters) {
        let registry = self.registry;
        for (registered, behaviour) in registry.behaviours().iter().enumerate() {
            if !self.names.listed.contains(behaviour.key) {
                continue;
            }
            if model.rows(behaviour.kind) == 0 {
                let message = format!("it concerns {}, and there are none", behaviour.kind.plural());
                self.touches_nothing(behaviour, message, "leave it out");
            } else if let Some(cells) = self.carried_cells(behaviour, model, tables, into) {
                model.behaviours.push(BehaviourUse {
                    key: behaviour.key.to_owned(),
                    registered,
                });
                model.columns.push(ColumnValues {
                    set: behaviour.set,
                    cells,
                });
            }
        }
    }

    /// A warning where `[behaviours]` lists a behaviour that might as well be left out.
    pub(super) fn touches_nothing(&mut self, behaviour: &BehaviourEntry, message: String, hint: &str) {
        let entries = self.root().table("behaviours").map(Table::entries).unwrap_or_default();
        if let Some(entry) = entries.iter().find(|e| e.key == behaviour.key) {
            let path = format!("behaviours.{}", behaviour.key);
            self.warning(path, &entry.key_span, message, hint);
        }
    }

    /// The numbers of a behaviour on all rows; none if it is switched off everywhere.
    fn carried_cells(
        &self,
        behaviour: &BehaviourEntry,
        model: &Model,
        tables: &RowTables<'a>,
        into: &mut Parameters,
    ) -> Option<Vec<Cell>> {
        let rows: Vec<Vec<Level<'a>>> = match behaviour.kind {
            // Only [behaviours] speaks of these rows: they are all alike.
            RowKind::Talks | RowKind::Stake | RowKind::Stance | RowKind::Emphasis => vec![vec![self.for_all()]],
            kind => {
                let row = |row| {
                    self.levels(model, tables, kind, row)
                        .into_iter()
                        .chain([self.for_all()])
                        .collect()
                };
                (0..model.rows(kind)).map(row).collect()
            }
        };
        let enabled: Vec<bool> = rows.iter().map(|levels| is_enabled(levels, behaviour.key)).collect();
        if !enabled.contains(&true) {
            return None;
        }
        let declared = self.registry.sets()[behaviour.set].all;
        let mut cells = Vec::with_capacity(model.rows(behaviour.kind) * declared.len());
        for (levels, on) in rows.iter().zip(enabled) {
            cells.extend(declared.iter().map(|p| match on {
                true => self.cell(levels, &[behaviour.key], p, p.default, into),
                false => Cell::Fixed(p.absent),
            }));
        }
        let count = if rows.len() == 1 { model.rows(behaviour.kind) } else { 1 };
        Some(cells.repeat(count))
    }

    fn for_all(&self) -> Level<'a> {
        let layers = Layers::of(self.root().table("behaviours"));
        Level {
            shared: true,
            ..Level::new("behaviours".into(), layers)
        }
    }
}

fn is_enabled(levels: &[Level<'_>], key: &str) -> bool {
    let said = levels.iter().find_map(|level| level.layers.find(&[key], "enabled"));
    said.and_then(Node::as_flag).unwrap_or(true)
}
