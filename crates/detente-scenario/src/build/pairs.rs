//! Numbers of pairs: stakes (party and issue), stances (party and option), emphases (group and issue), sides (mediator
//! and party). Only pairs that the file mentions become parameters: there may be very many.

use super::Builder;
use super::columns::Parameters;
use super::layers::Layers;
use crate::names::Index;
use crate::node::{Node, Table, Value};
use crate::number::is_distribution;
use crate::path::join;
use crate::shape::VALUE;
use crate::suggest::quoted;
use detente_core::terms::{EmphasisTerms, SideTerms, StakeTerms, StanceTerms};
use detente_core::{Cell, IssueIx, Model, Number, Params, PartyIx, Role, RowKind};

/// Places of fields of a stake that need more than their declaration.
const WEIGHT: &str = "weight";
const IDEAL: &str = "ideal";

impl<'a> Builder<'a> {
    /// Layers of an issue: its own table, the CSV files, the template.
    fn issue_layers(&self, model: &Model, issue: usize) -> Layers<'a> {
        let own = self.root().rows("issues").nth(issue).map(|(row, _)| row);
        let tables = self
            .document
            .tables
            .iter()
            .filter_map(|t| t.issues.table(&model.issues[issue].id));
        Layers::of(own.into_iter().chain(tables).chain(self.template("issues")))
    }

    pub(super) fn stakes(&mut self, model: &Model, into: &mut Parameters) -> Vec<Cell> {
        let (parties, issues, fields) = (model.parties.len(), model.issues.len(), StakeTerms::ALL.len());
        let mut cells = vec![Cell::Fixed(0.0); parties * issues * fields];
        let mut cares = vec![false; parties];
        for issue in 0..issues {
            let layers = self.issue_layers(model, issue);
            let said: Vec<Vec<Option<&Node>>> =
                StakeTerms::ALL.iter().map(|p| self.by_party(&layers, p.name)).collect();
            for party in 0..parties {
                let mentioned = model.parties[party].role == Role::Disputant || said.iter().any(|f| f[party].is_some());
                for (field, parameter) in StakeTerms::ALL.iter().enumerate() {
                    let default = parameter.default;
                    let node = said[field][party];
                    let number = node.map_or(Number::constant(default), |n| self.number(n, parameter, default));
                    if parameter.name == WEIGHT && number.as_constant() != Some(0.0) {
                        cares[party] = true;
                        if !self.stakes_told {
                            self.needs_ideal(model, &layers, issue, party, &said);
                        }
                    }
                    let path = || {
                        join([
                            "issues",
                            &model.issues[issue].id,
                            parameter.name,
                            &model.parties[party].id,
                        ])
                    };
                    cells[model.stake(PartyIx::new(party), IssueIx::new(issue)).ix() * fields + field] = match mentioned
                    {
                        true => into.add(path(), number, parameter, node.is_some()),
                        false => Cell::Fixed(default),
                    };
                }
            }
        }
        if !self.stakes_told {
            self.everybody_cares(model, &cares);
        }
        cells
    }

    /// What each party's number is: a table by party, or one number for all, in the first layer that says it.
    fn by_party(&self, layers: &Layers<'a>, key: &str) -> Vec<Option<&'a Node>> {
        let mut said = vec![None; self.names.parties.len()];
        for node in layers.iter().rev().filter_map(|t| t.get(key)) {
            match &node.value {
                Value::Table(table) if !is_distribution(table) => scatter(table, &self.names.parties, &mut said),
                _ => said.fill(Some(node)),
            }
        }
        said
    }

    fn needs_ideal(
        &mut self,
        model: &Model,
        layers: &Layers<'a>,
        issue: usize,
        party: usize,
        said: &[Vec<Option<&Node>>],
    ) {
        let ideal = StakeTerms::ALL.iter().position(|p| p.name == IDEAL);
        let id = &model.parties[party].id;
        let options = &self.names.options[issue];
        let values = layers.iter().filter_map(|t| t.table("values")?.table(id));
        let full = || {
            let mut said = vec![None; options.len()];
            values.for_each(|table| scatter(table, options, &mut said));
            said.iter().all(Option::is_some)
        };
        if ideal.is_some_and(|f| said[f][party].is_some()) || full() {
            return;
        }
        let span = self
            .root()
            .rows("issues")
            .nth(issue)
            .and_then(|(_, node)| node.span.clone());
        let path = join(["issues", &model.issues[issue].id, IDEAL]);
        let message = format!("{} has a weight but no ideal", quoted(id));
        self.error(
            path,
            &span,
            message,
            "its position on the line from 0 to 1, or a value for each option",
        );
    }

    fn everybody_cares(&mut self, model: &Model, cares: &[bool]) {
        for (party, spec) in model.parties.iter().enumerate() {
            // A role that is none is told, and may not have been meant for a disputant.
            let role = join(["parties", &spec.id, "role"]);
            let is_disputant = spec.role == Role::Disputant && !self.findings.iter().any(|f| f.path == role);
            if is_disputant && !cares[party] && self.names.parties.is_known(party) {
                let span = self
                    .root()
                    .rows("parties")
                    .nth(party)
                    .and_then(|(_, node)| node.span.clone());
                let message = "all its weights are 0";
                self.error(
                    join(["parties", &spec.id]),
                    &span,
                    message,
                    "an issue with a weight above 0",
                );
            }
        }
    }

    pub(super) fn stances(&self, model: &Model, into: &mut Parameters) -> Vec<Cell> {
        let fields = StanceTerms::ALL.len();
        let defaults: Vec<Cell> = StanceTerms::ALL.iter().map(|p| Cell::Fixed(p.default)).collect();
        let mut cells = defaults.repeat(model.rows(RowKind::Stance));
        let at = |party: usize, option, field: usize| model.stance(PartyIx::new(party), option).ix() * fields + field;
        for (issue, spec) in model.issues.iter().enumerate() {
            let ids = |key: &str, party: usize| ["issues", &spec.id, key, &model.parties[party].id].map(str::to_owned);
            let layers = self.issue_layers(model, issue);
            for (party, option, node) in self.values(&layers, issue) {
                let option = spec.options.at(option);
                let path = join(ids("values", party).iter().chain([&model.options[option].id]));
                let number = self.number(node, &StanceTerms::ALL[VALUE], StanceTerms::ALL[VALUE].default);
                cells[at(party, option, VALUE)] = into.add(path, number, &StanceTerms::ALL[VALUE], true);
            }
            let Some(own) = layers.iter().next() else { continue };
            for (row, option) in self.option_rows(issue, own).into_iter().zip(spec.options.clone()) {
                for (field, parameter) in StanceTerms::ALL.iter().enumerate().skip(VALUE + 1) {
                    let Some(table) = row.and_then(|r| r.table(parameter.name)) else {
                        continue;
                    };
                    for (party, node) in known(table, &self.names.parties) {
                        let ids = ["issues", &spec.id, "options", &model.options[option].id, parameter.name];
                        let path = join(ids.into_iter().chain([model.parties[party].id.as_str()]));
                        let number = self.number(node, parameter, parameter.default);
                        cells[at(party, option, field)] = into.add(path, number, parameter, true);
                    }
                }
            }
        }
        cells
    }

    /// Values that correct the line: party, option within the issue, number.
    fn values(&self, layers: &Layers<'a>, issue: usize) -> Vec<(usize, usize, &'a Node)> {
        let options = &self.names.options[issue];
        let mut said: Vec<(usize, usize, &Node)> = Vec::new();
        for table in layers.iter().filter_map(|t| t.table("values")) {
            for (party, by_option) in known(table, &self.names.parties) {
                let by_option = by_option.as_table().into_iter().flat_map(|t| known(t, options));
                said.extend(by_option.map(|(option, node)| (party, option, node)));
            }
        }
        // The sort is stable: of two layers the more specific comes first, and stays.
        said.sort_by_key(|(party, option, _)| (*party, *option));
        said.dedup_by_key(|(party, option, _)| (*party, *option));
        said
    }

    pub(super) fn emphases(&self, model: &Model, into: &mut Parameters) -> Vec<Cell> {
        let (issues, fields) = (model.issues.len(), EmphasisTerms::ALL.len());
        let defaults: Vec<Cell> = EmphasisTerms::ALL.iter().map(|p| Cell::Fixed(p.default)).collect();
        let mut cells = defaults.repeat(model.constituencies.len() * issues);
        for (group, (layers, _)) in self.rows("constituencies").into_iter().enumerate() {
            for (field, parameter) in EmphasisTerms::ALL.iter().enumerate() {
                let mut said = vec![None; issues];
                for table in layers.iter().rev().filter_map(|t| t.table(parameter.name)) {
                    scatter(table, &self.names.issues, &mut said);
                }
                for (issue, node) in said.iter().enumerate().filter_map(|(i, n)| Some((i, (*n)?))) {
                    let id = &model.constituencies[group].id;
                    let path = join(["constituencies", id, parameter.name, &model.issues[issue].id]);
                    let number = self.number(node, parameter, parameter.default);
                    cells[(group * issues + issue) * fields + field] = into.add(path, number, parameter, true);
                }
            }
        }
        cells
    }

    pub(super) fn sides(&self, model: &Model, into: &mut Parameters) -> Vec<Cell> {
        let fields = SideTerms::ALL.len();
        let defaults: Vec<Cell> = SideTerms::ALL.iter().map(|p| Cell::Fixed(p.default)).collect();
        let mut cells = defaults.repeat(model.relations.len());
        for (mediator, (layers, _)) in self.rows("parties").into_iter().enumerate() {
            if model.parties[mediator].role != Role::Mediator {
                continue;
            }
            for (field, parameter) in SideTerms::ALL.iter().enumerate() {
                let mut said = vec![None; model.parties.len()];
                for table in layers.iter().rev().filter_map(|t| t.table(parameter.name)) {
                    scatter(table, &self.names.parties, &mut said);
                }
                for (side, node) in said.iter().enumerate().filter(|(side, _)| *side != mediator) {
                    if node.is_none() && model.parties[side].role != Role::Disputant {
                        continue;
                    }
                    let number = node.map_or(Number::constant(parameter.default), |n| {
                        self.number(n, parameter, parameter.default)
                    });
                    let path = join([
                        "parties",
                        &model.parties[mediator].id,
                        parameter.name,
                        &model.parties[side].id,
                    ]);
                    cells[model.relation(PartyIx::new(mediator), PartyIx::new(side)).ix() * fields + field] =
                        into.add(path, number, parameter, node.is_some());
                }
            }
        }
        cells
    }
}

/// The values of a table by id, those with a known id.
fn known<'a>(table: &'a Table, index: &Index) -> impl Iterator<Item = (usize, &'a Node)> {
    table
        .entries()
        .iter()
        .filter_map(|e| Some((index.get(&e.key)?, &e.node)))
}

/// Writes the values of a table by id over what more general tables have said.
fn scatter<'a>(table: &'a Table, index: &Index, said: &mut [Option<&'a Node>]) {
    for (place, node) in known(table, index) {
        said[place] = Some(node);
    }
}
