//! What is allowed but probably not meant.

use super::Builder;
use crate::misread::{PlacedId, misread_ids};
use crate::node::{Node, Table};
use crate::path::join;
use detente_core::strategy::{Accepts, Offers, StrategySpec};
use detente_core::{Model, Outlook};

impl<'a> Builder<'a> {
    pub(super) fn lints(&mut self, model: &Model) {
        let keys = self.registry.keys();
        let outlook = Outlook::new(model, &keys);
        self.idle_behaviours(&outlook);
        self.attendance(&outlook);
        self.strategies_without_offers(model);
        self.options_nobody_can_choose(model);
        self.numbers_without_source(model);
        self.ids_that_others_misread();
    }

    /// Ids that spreadsheets, pandas or R take for something else in the tables of results. Options of a range are numbers.
    fn ids_that_others_misread(&mut self) {
        let mut ids = Vec::new();
        let mut note = |path: String, row: &'a Table, names_a_file: bool| {
            if let Some((id, node)) = row.get("id").and_then(|node| Some((node.as_text()?, node))) {
                let span = node.span.clone();
                ids.push(PlacedId {
                    path,
                    id,
                    span,
                    names_a_file,
                });
            }
        };
        let root = self.root();
        if let Some(scenario) = root.table("scenario") {
            note("scenario.id".into(), scenario, true);
        }
        for list in [
            "parties",
            "negotiators",
            "constituencies",
            "issues",
            "linkages",
            "calendar",
            "shocks",
        ] {
            for (row, _) in root.rows(list) {
                let id = row.text("id").unwrap_or_default();
                note(join([list, id]), row, false);
                for below in ["options", "legs"] {
                    for (inner, _) in row.rows(below) {
                        note(
                            join([list, id, below, inner.text("id").unwrap_or_default()]),
                            inner,
                            false,
                        );
                    }
                }
            }
        }
        let found = misread_ids(self.document.file(), &ids);
        self.findings.extend(found);
    }

    /// Behaviours that the scenario as written gives nothing to act on.
    fn idle_behaviours(&mut self, outlook: &Outlook<'_>) {
        let registry = self.registry;
        for used in &outlook.model.behaviours {
            let behaviour = &registry.behaviours()[used.registered];
            if let Some(reason) = (behaviour.idle)(outlook) {
                let hint = "leave it out, or give it something to act on";
                self.touches_nothing(behaviour, format!("it can touch nothing: {reason}"), hint);
            }
        }
    }

    /// Strategies for offers, where only texts are on the table.
    fn strategies_without_offers(&mut self, model: &Model) {
        let on_text = |key: &str| self.registry.protocols().iter().any(|p| p.key == key && p.needs_holder);
        if !model.sessions.iter().all(|s| on_text(&s.protocol)) {
            return;
        }
        let special = |s: &StrategySpec| s.offers != Offers::TimeDependent || s.accepts != Accepts::Aspiration;
        let rows = self.root().rows("negotiators");
        let places: Vec<_> = rows
            .map(|(row, node)| row.get("strategy").unwrap_or(node).span.clone())
            .collect();
        for (negotiator, span) in model.negotiators.iter().zip(places) {
            if special(&negotiator.strategy) {
                let path = join(["negotiators", &negotiator.id, "strategy"]);
                let message = "no session alternates offers: of strategies only the exponent counts there";
                self.warning(
                    path,
                    &span,
                    message,
                    "a session by `alternating_offers`, or an exponent",
                );
            }
        }
    }

    /// Off the table from the start, and nothing puts an option back.
    fn options_nobody_can_choose(&mut self, model: &Model) {
        for (issue, (row, _)) in self.root().rows("issues").enumerate() {
            for (option, node) in row.rows("options") {
                if option.get("off_table").and_then(Node::as_flag) == Some(true)
                    && option.get("latent").and_then(Node::as_flag) == Some(true)
                {
                    let id = model.issues.get(issue).map_or("", |i| &i.id);
                    let path = join(["issues", id, "options", option.text("id").unwrap_or_default()]);
                    let message = "latent and off the table: nobody can ever choose it";
                    self.warning(path, &node.span, message, "leave one of them out");
                }
            }
        }
    }

    fn numbers_without_source(&mut self, model: &Model) {
        let bare: Vec<&str> = model
            .parameters
            .iter()
            .filter(|p| p.given && p.evidence.is_none() && p.declaration.source != "scenario")
            .map(|p| p.path.as_str())
            .collect();
        if model.stylised || bare.is_empty() {
            return;
        }
        let (count, first) = (bare.len(), bare[0].to_owned());
        let span = self
            .root()
            .get("scenario")
            .filter(|n| n.as_table().is_some_and(|t| t != &Table::default()));
        let span = span.and_then(|n| n.span.clone());
        let message = format!("{count} numbers without evidence, `{first}` the first");
        self.warning("scenario".into(), &span, message, "add `stylised = true`, or evidence");
    }
}
