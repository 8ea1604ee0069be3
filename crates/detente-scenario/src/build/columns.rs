//! Where the number of each row and field comes from: parameters with a path, or what nobody can change.

use super::Builder;
use super::calendar::Meeting;
use super::layers::Layers;
use super::outside::{CARROTS, STICKS};
use super::people::offers_word;
use crate::node::{Node, Table};
use crate::number;
use crate::path::{join, quote};
use detente_core::terms::{VotingTerms, declared};
use detente_core::{Cell, ColumnValues, Model, Number, Parameter, ParameterUse, Params, Registry, RowKind};
use std::collections::BTreeMap;

/// A place that may say a number of a row: the row itself, its calendar entry, `[behaviours]`.
#[derive(Debug, Clone)]
pub(super) struct Level<'a> {
    pub(super) path: String,
    pub(super) layers: Layers<'a>,
    /// Several rows may take the number from here: they share one parameter, and one draw.
    pub(super) shared: bool,
    /// The file does not mention the row: what it does not say is no parameter.
    pub(super) implicit: bool,
}

impl<'a> Level<'a> {
    pub(super) fn new(path: String, layers: Layers<'a>) -> Self {
        Self {
            path,
            layers,
            shared: false,
            implicit: false,
        }
    }
}

/// The rows of the document that numbers stand on, looked up once.
pub(super) struct RowTables<'a> {
    pub(super) meetings: Vec<Meeting<'a>>,
    pub(super) relations: Vec<Option<&'a Table>>,
    /// By flat index: the option's issue and table.
    pub(super) options: Vec<(usize, Option<&'a Table>)>,
    pub(super) lists: BTreeMap<RowKind, Vec<&'a Table>>,
    pub(super) positions: Vec<f64>,
    /// In the order of the model's.
    pub(super) inducements: Vec<&'a Table>,
}

/// Parameters as they are found.
#[derive(Default)]
pub(super) struct Parameters {
    pub(super) list: Vec<ParameterUse>,
    own_scale: bool,
    shared: BTreeMap<String, usize>,
}

impl Parameters {
    /// One more parameter.
    pub(super) fn add(&mut self, path: String, number: Number, declaration: &Parameter, given: bool) -> Cell {
        self.list.push(ParameterUse {
            path,
            number,
            declaration: declared(declaration, self.own_scale),
            given,
            evidence: None,
        });
        Cell::Parameter(self.list.len() - 1)
    }

    /// A parameter that may be there already.
    fn share(&mut self, path: String, make: impl FnOnce() -> (Number, bool), declaration: &Parameter) -> Cell {
        if let Some(&known) = self.shared.get(&path) {
            return Cell::Parameter(known);
        }
        self.shared.insert(path.clone(), self.list.len());
        let (number, given) = make();
        self.add(path, number, declaration, given)
    }
}

/// The sets of parameters that every scenario has: the first of any registry.
pub(super) fn fixed_sets() -> usize {
    Registry::new().sets().len()
}

impl<'a> Builder<'a> {
    /// Fills in behaviours, parameters and columns.
    pub(super) fn numbers(&mut self, model: &mut Model) {
        if model.parties.is_empty() || model.issues.is_empty() {
            return;
        }
        let tables = self.row_tables();
        let mut parameters = Parameters {
            own_scale: model.talks.own_scale,
            ..Parameters::default()
        };
        for set in 0..fixed_sets() {
            let cells = match self.registry.sets()[set].kind {
                RowKind::Stake => self.stakes(model, &mut parameters),
                RowKind::Stance => self.stances(model, &mut parameters),
                RowKind::Emphasis => self.emphases(model, &mut parameters),
                RowKind::Shock => self.shock_cells(model, &mut parameters),
                RowKind::Effect => self.effect_cells(model, &mut parameters),
                RowKind::Relation if self.registry.sets()[set].key == "side" => self.sides(model, &mut parameters),
                _ => self.fixed_cells(set, model, &tables, &mut parameters),
            };
            model.columns.push(ColumnValues { set, cells });
        }
        self.behaviours(model, &tables, &mut parameters);
        model.parameters = parameters.list;
    }

    fn row_tables(&self) -> RowTables<'a> {
        let list = |key: &str| self.root().rows(key).map(|(row, _)| row).collect::<Vec<_>>();
        let kinds = [
            RowKind::Party,
            RowKind::Negotiator,
            RowKind::Constituency,
            RowKind::Issue,
            RowKind::Linkage,
        ];
        let issues = list("issues");
        let options = issues
            .iter()
            .enumerate()
            .flat_map(|(issue, own)| self.option_rows(issue, own).into_iter().map(move |row| (issue, row)));
        RowTables {
            meetings: self.meetings(),
            relations: self.relation_rows(),
            options: options.collect(),
            lists: kinds.into_iter().map(|kind| (kind, list(kind.plural()))).collect(),
            positions: self.positions(),
            inducements: self.inducement_rows().into_iter().map(|row| row.own).collect(),
        }
    }

    fn fixed_cells(&self, set: usize, model: &Model, tables: &RowTables<'a>, into: &mut Parameters) -> Vec<Cell> {
        let set = self.registry.sets()[set];
        let keys: Vec<&str> = set.key.split('.').filter(|k| !k.is_empty()).collect();
        let mut cells = Vec::with_capacity(model.rows(set.kind) * set.all.len());
        for row in 0..model.rows(set.kind) {
            let mut levels = self.levels(model, tables, set.kind, row);
            if set.key == VotingTerms::KEY {
                levels = vec![Level::new("talks".into(), Layers::of(self.root().table("talks")))];
            }
            for parameter in set.all {
                let default = match (set.kind, parameter.name) {
                    (RowKind::IssueOption, "at") => tables.positions[row],
                    // A word such as `boulware` stands for an exponent.
                    (RowKind::Negotiator, "boulware") => {
                        let word = levels.first().and_then(|level| offers_word(&level.layers));
                        word.map_or(parameter.default, |(_, exponent)| exponent)
                    }
                    _ => parameter.default,
                };
                cells.push(self.cell(&levels, &keys, parameter, default, into));
            }
        }
        cells
    }

    /// The places that may say the numbers of a row, the most specific first.
    pub(super) fn levels(&self, model: &Model, tables: &RowTables<'a>, kind: RowKind, row: usize) -> Vec<Level<'a>> {
        let plain = |id: &str| {
            let own = tables.lists.get(&kind).and_then(|rows| rows.get(row)).copied();
            let layers = Layers::of(own.into_iter().chain(self.template(kind.plural())));
            vec![Level::new(join([kind.plural(), id]), layers)]
        };
        match kind {
            RowKind::Talks => vec![Level::new("scenario".into(), Layers::of(self.root().table("scenario")))],
            RowKind::Party => plain(&model.parties[row].id),
            RowKind::Negotiator => plain(&model.negotiators[row].id),
            RowKind::Constituency => plain(&model.constituencies[row].id),
            RowKind::Issue => plain(&model.issues[row].id),
            RowKind::Linkage => plain(&model.linkages[row].id),
            RowKind::Relation => {
                let own = tables.relations[row];
                let layers = Layers::of(own.into_iter().chain(self.template("relations")));
                let level = Level::new(join(["relations", &model.relations[row].id]), layers);
                vec![Level {
                    implicit: own.is_none(),
                    ..level
                }]
            }
            RowKind::IssueOption => match tables.options[row] {
                (issue, Some(own)) => {
                    let path = join(["issues", &model.issues[issue].id, "options", &model.options[row].id]);
                    vec![Level::new(path, Layers::of([own]))]
                }
                _ => Vec::new(),
            },
            RowKind::Session => self.session_levels(&tables.meetings[row]),
            RowKind::Inducement => {
                let spec = &model.inducements[row];
                let list = if spec.option.is_some() { CARROTS } else { STICKS };
                let path = join(["parties", &model.parties[spec.mediator].id, list, &spec.id]);
                vec![Level::new(path, Layers::of(tables.inducements.get(row).copied()))]
            }
            RowKind::Shock | RowKind::Effect | RowKind::Stake | RowKind::Stance | RowKind::Emphasis => Vec::new(),
        }
    }

    fn session_levels(&self, meeting: &Meeting<'a>) -> Vec<Level<'a>> {
        let entry = Layers::new(meeting.own, self.template("calendar"));
        let entry = Level::new(join(["calendar", meeting.entry_id]), entry);
        match meeting.leg {
            None => vec![entry],
            Some((_, leg)) => {
                let own = Level::new(meeting.path(), Layers::of([leg]));
                vec![own, Level { shared: true, ..entry }]
            }
        }
    }

    /// Where one number comes from. Said nowhere, it belongs to the most general place.
    pub(super) fn cell(
        &self,
        levels: &[Level<'a>],
        keys: &[&str],
        parameter: &Parameter,
        default: f64,
        into: &mut Parameters,
    ) -> Cell {
        let found = levels
            .iter()
            .find_map(|level| Some((level, level.layers.find(keys, parameter.name)?)));
        let (level, node) = match (found, levels.last()) {
            (Some((level, node)), _) => (level, Some(node)),
            (None, Some(level)) if !level.implicit => (level, None),
            _ => return Cell::Fixed(default),
        };
        let mut path = level.path.clone();
        for key in keys.iter().chain([&parameter.name]) {
            path.push('.');
            path.push_str(&quote(key));
        }
        let number = || match node {
            Some(node) => (self.number(node, parameter, default), true),
            None => (Number::constant(default), false),
        };
        if level.shared {
            return into.share(path, number, parameter);
        }
        let (number, given) = number();
        into.add(path, number, parameter, given)
    }

    /// The number that a node says; what is wrong with it has been found already. A word stands for the default.
    pub(super) fn number(&self, node: &Node, parameter: &Parameter, default: f64) -> Number {
        match self.document.day(node) {
            Some(day) => Number::constant(day),
            None => {
                let declared = declared(parameter, self.document.own_scale());
                number::read(node, &declared).unwrap_or(Number::constant(default))
            }
        }
    }
}
