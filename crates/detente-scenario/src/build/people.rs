//! Parties, negotiators, constituencies and relations.

use super::Builder;
use super::layers::Layers;
use crate::node::{Node, Span, Table};
use crate::path::join;
use crate::suggest::quoted;
use detente_core::strategy::{Accepts, Offers, StrategySpec};
use detente_core::terms::SideTerms;
use detente_core::{ConstituencySpec, NegotiatorSpec, Params, PartyIx, PartySpec, RelationSpec, Role};

/// Talks need somebody to agree with.
const FEWEST_DISPUTANTS: usize = 2;

impl<'a> Builder<'a> {
    pub(super) fn parties(&mut self) -> Vec<PartySpec> {
        let mut parties = Vec::new();
        for (place, (row, _)) in self.rows("parties").into_iter().enumerate() {
            let id = self.names.parties.id(place);
            let role = role(row.text("role"));
            parties.push(PartySpec {
                id: id.to_owned(),
                name: row.text("name").unwrap_or(id).to_owned(),
                role,
                red_lines: self.options_of(row.get("red_lines")),
                ratified_by: texts(row.get("ratified_by")).map(str::to_owned).collect(),
            });
            self.sides_only_of_mediators(role, id, row.iter().next());
        }
        let disputants = parties.iter().filter(|p| p.role == Role::Disputant).count();
        // Of a list that is none, and of roles that are none, that much is told already.
        let told = self
            .findings
            .iter()
            .any(|f| f.path == "parties" || f.path.starts_with("parties.") && f.path.ends_with(".role"));
        if disputants < FEWEST_DISPUTANTS && !told {
            let span = self.root().get("parties").map_or(Some(0..0), |n| n.span.clone());
            let message = format!("{disputants} with the role `disputant`");
            self.error("parties".into(), &span, message, "two disputants or more");
        }
        parties
    }

    fn sides_only_of_mediators(&mut self, role: Role, id: &str, own: Option<&Table>) {
        let entries = own.map(Table::entries).unwrap_or_default();
        let sides = entries.iter().filter(|e| {
            SideTerms::ALL.iter().any(|p| p.name == e.key) || ["carrots", "sticks"].contains(&e.key.as_str())
        });
        for entry in sides.filter(|_| role != Role::Mediator) {
            let message = format!("{} on a party that does not mediate", quoted(&entry.key));
            self.error(
                join(["parties", id, &entry.key]),
                &entry.key_span,
                message,
                "it on a party with the role `mediator`",
            );
        }
    }

    pub(super) fn negotiators(&self) -> Vec<NegotiatorSpec> {
        let rows = self.rows("negotiators").into_iter().enumerate();
        rows.map(|(place, (row, _))| {
            let id = self.names.negotiators.id(place);
            NegotiatorSpec {
                id: id.to_owned(),
                name: row.text("name").unwrap_or(id).to_owned(),
                party: self.party(row.text("party")),
                strategy: strategy(&row),
            }
        })
        .collect()
    }

    pub(super) fn constituencies(&self) -> Vec<ConstituencySpec> {
        let rows = self.rows("constituencies").into_iter().enumerate();
        rows.map(|(place, (row, _))| {
            let id = self.names.constituencies.id(place);
            ConstituencySpec {
                id: id.to_owned(),
                name: row.text("name").unwrap_or(id).to_owned(),
                party: self.party(row.text("party")),
            }
        })
        .collect()
    }

    /// An unknown party has been found already; any index will do then.
    pub(super) fn party(&self, id: Option<&str>) -> PartyIx {
        let known = id.and_then(|id| self.names.parties.get(id));
        known.map_or(PartyIx::FIRST, PartyIx::new)
    }

    /// All ordered pairs.
    pub(super) fn relations(&mut self) -> Vec<RelationSpec> {
        for (row, node) in self.root().rows("relations") {
            if let (Some(from), Some(to)) = (row.text("from"), row.text("to"))
                && from == to
            {
                let message = format!("{} to itself", quoted(from));
                self.error(
                    join(["relations", &format!("{from}_{to}")]),
                    &node.span,
                    message,
                    "two different parties",
                );
            }
        }
        let parties = &self.names.parties;
        let pairs = (0..parties.len()).flat_map(|from| (0..parties.len()).map(move |to| (from, to)));
        let pairs = pairs.filter(|(from, to)| from != to);
        pairs
            .map(|(from, to)| RelationSpec {
                id: format!("{}_{}", parties.id(from), parties.id(to)),
                from: PartyIx::new(from),
                to: PartyIx::new(to),
            })
            .collect()
    }

    /// The rows of the file by the place of their relation.
    pub(super) fn relation_rows(&self) -> Vec<Option<&'a Table>> {
        let parties = &self.names.parties;
        let mut rows = vec![None; parties.len() * parties.len().saturating_sub(1)];
        for (row, _) in self.root().rows("relations") {
            let ends = (
                row.text("from").and_then(|f| parties.get(f)),
                row.text("to").and_then(|t| parties.get(t)),
            );
            if let (Some(from), Some(to)) = ends
                && from != to
            {
                rows[from * (parties.len() - 1) + if to > from { to - 1 } else { to }] = Some(row);
            }
        }
        rows
    }

    /// Negotiators whose id is a party's too: a list of participants could not tell them apart.
    pub(super) fn ambiguous_ids(&mut self) {
        for (row, node) in self.root().rows("negotiators") {
            let Some(id) = row.text("id").filter(|id| self.names.parties.get(id).is_some()) else {
                continue;
            };
            let span: &Span = row.get("id").map_or(&node.span, |n| &n.span);
            let message = format!("{} is the id of a party too", quoted(id));
            self.error(join(["negotiators", id]), span, message, "an id of its own");
        }
    }
}

/// How a person bargains by alternating offers; a table of numbers belongs to offers that depend on time.
fn strategy(row: &Layers<'_>) -> StrategySpec {
    let word = |key: &str| row.iter().find_map(|table| table.table("strategy")?.text(key));
    StrategySpec {
        offers: offers_word(row).map(|(rule, _)| rule).unwrap_or_default(),
        accepts: word("accepts").and_then(Accepts::of_word).unwrap_or_default(),
    }
}

/// The rule that a word names, and its exponent, in the first layer that says anything of offers.
pub(super) fn offers_word(row: &Layers<'_>) -> Option<(Offers, f64)> {
    let said = row.iter().find_map(|table| table.table("strategy")?.get("offers"))?;
    said.as_text().and_then(Offers::of_word)
}

fn role(word: Option<&str>) -> Role {
    match word {
        Some("mediator") => Role::Mediator,
        Some("guarantor") => Role::Guarantor,
        _ => Role::Disputant,
    }
}

/// The texts of a list.
pub(super) fn texts(node: Option<&Node>) -> impl Iterator<Item = &str> {
    node.and_then(Node::as_list)
        .unwrap_or_default()
        .iter()
        .filter_map(Node::as_text)
}
