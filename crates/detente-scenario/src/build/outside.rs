//! What acts on the talks from outside: carrots and sticks of mediators, shocks and their effects.

use super::Builder;
use super::columns::Parameters;
use crate::limits;
use crate::node::{Entry, Node, Table};
use crate::path::{Path, Segment, join};
use crate::suggest::quoted;
use detente_core::terms::{EffectTerms, ShockTerms};
use detente_core::{
    Cell, Cue, EffectSpec, InducementSpec, Model, Number, Params, PartyIx, Registry, RowKind, ShockIx, ShockSpec,
    StateEntry,
};

/// Keys of a party's lists.
pub(super) const CARROTS: &str = "carrots";
pub(super) const STICKS: &str = "sticks";

/// A carrot or a stick in the file.
pub(super) struct InducementRow<'a> {
    mediator: usize,
    pub(super) own: &'a Table,
    list: &'static str,
}

impl<'a> Builder<'a> {
    /// Carrots and sticks, mediator after mediator, carrots before sticks.
    pub(super) fn inducement_rows(&self) -> Vec<InducementRow<'a>> {
        let mut rows = Vec::new();
        for (mediator, (party, _)) in self.root().rows("parties").enumerate() {
            for list in [CARROTS, STICKS] {
                let row = |(own, _)| InducementRow { mediator, own, list };
                rows.extend(party.rows(list).map(row));
            }
        }
        rows
    }

    /// A mediator cannot promise itself anything, or threaten itself.
    fn inducements_are_for_others(&mut self) {
        for InducementRow { mediator, own, list } in self.inducement_rows() {
            let Some(node) = own.get("party") else { continue };
            if node.as_text().and_then(|id| self.names.parties.get(id)) == Some(mediator) {
                let id = self.names.parties.id(mediator);
                let path = join(["parties", id, list, own.text("id").unwrap_or_default(), "party"]);
                let message = format!("{} promises or threatens itself", quoted(id));
                self.error(path, &node.span, message, "another party");
            }
        }
    }

    pub(super) fn inducements(&mut self) -> Vec<InducementSpec> {
        self.inducements_are_for_others();
        let cue = |word: Option<&str>| Cue::WORDS.iter().find(|(known, _)| Some(*known) == word);
        let rows = self.inducement_rows().into_iter();
        rows.map(|InducementRow { mediator, own, list }| {
            let id = own.text("id").unwrap_or_default();
            let option = own.text("option").and_then(|reference| self.option(reference));
            InducementSpec {
                id: id.to_owned(),
                title: own.text("title").unwrap_or(id).to_owned(),
                mediator: PartyIx::new(mediator),
                party: self.party(own.text("party")),
                option: option.filter(|_| list == CARROTS),
                cue: cue(own.text("when")).map_or(Cue::Rejection, |(_, cue)| *cue),
            }
        })
        .collect()
    }

    pub(super) fn shocks(&mut self) -> Vec<ShockSpec> {
        let mut shocks = Vec::new();
        for (place, (row, node)) in self.root().rows("shocks").enumerate() {
            let id = self.names.shocks.id(place);
            let (day, rate) = (row.get("day").is_some(), row.get("rate_per_day").is_some());
            if day == rate {
                let message = if day {
                    "both `day` and `rate_per_day`"
                } else {
                    "no `day` or `rate_per_day`"
                };
                let expected = "exactly one of them: when it may happen";
                self.error(join(["shocks", id]), &node.span, message, expected);
            }
            shocks.push(ShockSpec {
                id: id.to_owned(),
                title: row.text("title").unwrap_or(id).to_owned(),
                dated: day,
                once: row.get("once").and_then(Node::as_flag).unwrap_or(false),
            });
        }
        shocks
    }

    /// The effects as the file says them, shock after shock.
    fn effect_rows(&self) -> Vec<(usize, &'a Entry)> {
        let shocks = self.root().rows("shocks").enumerate();
        let entries = |(shock, (row, _)): (usize, (&'a Table, &'a Node))| {
            let effects = row.table("effects").map(Table::entries).unwrap_or_default();
            effects.iter().map(move |entry| (shock, entry))
        };
        shocks.flat_map(entries).collect()
    }

    pub(super) fn effects(&mut self, model: &Model) -> Vec<EffectSpec> {
        let mut effects = Vec::new();
        let mut changed = 0;
        for (shock, entry) in self.effect_rows() {
            let found = match entry.key.parse::<Path>() {
                Ok(path) => met(self.registry, model, &path),
                Err(_) => None,
            };
            let path = || join(["shocks", self.names.shocks.id(shock), "effects", &entry.key]);
            let Some((state, rows)) = found.filter(|(_, rows)| !rows.is_empty()) else {
                let message = format!("{} is no state that a shock can change", quoted(&entry.key));
                self.error(path(), &entry.key_span, message, known_states(self.registry));
                continue;
            };
            if let Some(owner) = self.registry.states()[state].owner
                && !self.names.listed.contains(owner)
            {
                let message = format!("it is a state of `{owner}`, which is not switched on");
                let expected = format!("`{owner} = {{}}` in [behaviours]");
                self.error(path(), &entry.key_span, message, expected);
            }
            changed += rows.len();
            effects.push(EffectSpec {
                shock: ShockIx::new(shock),
                path: entry.key.clone(),
                state,
                rows,
            });
        }
        if changed > limits::PAIRS {
            let message = format!("the effects of all shocks change {changed} states");
            let span = self.root().get("shocks").and_then(|n| n.span.clone());
            self.error("shocks".into(), &span, message, format!("at most {}", limits::PAIRS));
        }
        effects
    }

    /// When a shock comes: of day and rate only the one that counts is a parameter.
    pub(super) fn shock_cells(&self, model: &Model, into: &mut Parameters) -> Vec<Cell> {
        let mut cells = Vec::new();
        for ((own, _), spec) in self.root().rows("shocks").zip(&model.shocks) {
            for parameter in ShockTerms::ALL {
                let counts = spec.dated != (parameter.name == "rate_per_day");
                let node = own.get(parameter.name);
                let number = node.map_or(Number::constant(parameter.default), |n| {
                    self.number(n, parameter, parameter.default)
                });
                let path = join(["shocks", &spec.id, parameter.name]);
                cells.push(match counts {
                    true => into.add(path, number, parameter, node.is_some()),
                    false => Cell::Fixed(parameter.default),
                });
            }
        }
        cells
    }

    pub(super) fn effect_cells(&self, model: &Model, into: &mut Parameters) -> Vec<Cell> {
        let change = &EffectTerms::ALL[0];
        // Wrong effects have no row; then there is an error already, and no model.
        let rows = self.effect_rows().into_iter().zip(&model.effects);
        let cells = rows.map(|((_, entry), spec)| {
            let path = join(["shocks", &model.shocks[spec.shock].id, "effects", &spec.path]);
            into.add(path, self.number(&entry.node, change, 0.0), change, true)
        });
        let mut cells: Vec<Cell> = cells.collect();
        cells.resize(model.effects.len(), Cell::Fixed(0.0));
        cells
    }
}

/// The state that a path names, and the rows that it meets.
fn met(registry: &Registry, model: &Model, path: &Path) -> Option<(usize, Vec<usize>)> {
    let segments = path.segments();
    let is = |segment: &Segment, name: &str| *segment == Segment::Name(name.to_owned());
    let first = segments.first()?;
    let (kind, ids, key) = if is(first, "behaviours") {
        (RowKind::Talks, &segments[1..1], &segments[1..])
    } else if is(first, "issues") && segments.get(2).is_some_and(|s| is(s, "options")) {
        (
            RowKind::IssueOption,
            &segments[1..4.min(segments.len())],
            segments.get(4..)?,
        )
    } else {
        let kinds = [
            RowKind::Party,
            RowKind::Negotiator,
            RowKind::Constituency,
            RowKind::Relation,
            RowKind::Issue,
        ];
        let kind = kinds.into_iter().find(|kind| is(first, kind.plural()))?;
        (kind, segments.get(1..2)?, segments.get(2..)?)
    };
    let names: Option<Vec<&str>> = key
        .iter()
        .map(|segment| match segment {
            Segment::Name(name) => Some(name.as_str()),
            Segment::Any => None,
        })
        .collect();
    let key = names?.join(".");
    let state = registry.states().iter().position(|s| s.kind == kind && s.key == key)?;
    let is_met = |row: &usize| {
        let id_of = |segment: &Segment, id: &str| *segment == Segment::Any || is(segment, id);
        match kind {
            RowKind::Talks => true,
            RowKind::IssueOption => {
                let option = &model.options[*row];
                id_of(&ids[0], &model.issues[option.issue].id) && ids.get(2).is_some_and(|s| id_of(s, &option.id))
            }
            _ => id_of(&ids[0], row_id(model, kind, *row)),
        }
    };
    Some((state, (0..model.rows(kind)).filter(is_met).collect()))
}

fn row_id(model: &Model, kind: RowKind, row: usize) -> &str {
    match kind {
        RowKind::Party => &model.parties[row].id,
        RowKind::Negotiator => &model.negotiators[row].id,
        RowKind::Constituency => &model.constituencies[row].id,
        RowKind::Relation => &model.relations[row].id,
        RowKind::Issue => &model.issues[row].id,
        _ => "",
    }
}

/// The states that shocks can change, as paths with `*` for ids.
fn known_states(registry: &Registry) -> String {
    let path = |state: &StateEntry| match state.kind {
        RowKind::Talks => format!("behaviours.{}", state.key),
        RowKind::IssueOption => format!("issues.*.options.*.{}", state.key),
        kind => format!("{}.*.{}", kind.plural(), state.key),
    };
    let paths: Vec<String> = registry.states().iter().map(path).collect();
    format!("one of {}", paths.join(", "))
}
