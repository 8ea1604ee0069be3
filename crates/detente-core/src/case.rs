//! The case: what all replicates share.

use crate::by_party::ByParty;
use crate::facts::InText;
use crate::kind::{Issue, IssueOption, Party, RowKind, Session};
use crate::model::{Model, Role, SessionSpec};
use crate::row::{ByRow, Indexed, IssueIx, NegotiatorIx, OptionIx, PartyIx, RelationIx};
use bevy_ecs::prelude::*;
use std::ops::Deref;
use std::sync::Arc;

/// What all replicates share: the model, and tables that are looked up by index in a round.
#[derive(Resource, Debug, Clone)]
pub struct Case {
    model: Arc<Model>,
    /// Whether an option crosses a red line of a party.
    pub red_lines: ByParty<IssueOption, Vec<bool>>,
    /// Whether an option crosses a red line of another signatory.
    pub hopeless: ByParty<IssueOption, Vec<bool>>,
    /// Whether an option crosses a red line of any party that signs.
    pub crosses: ByRow<IssueOption, Vec<bool>>,
    /// The parties that sign, in file order.
    pub disputants: Vec<PartyIx>,
    /// The negotiators of each party.
    pub delegations: ByRow<Party, Vec<Vec<NegotiatorIx>>>,
    /// Whether a party is there, for each session.
    pub present: ByRow<Session, Vec<ByRow<Party, Vec<bool>>>>,
    /// Whether an issue is on the agenda, for each session.
    pub on_agenda: ByRow<Session, Vec<ByRow<Issue, Vec<bool>>>>,
    /// The relations from one present party to another, for each session.
    pub relations_in_room: ByRow<Session, Vec<Vec<RelationIx>>>,
    /// The relations that set the tone of each session: those from one present disputant to another or, where no two
    /// of them meet, all in the room.
    pub relations_at_stake: ByRow<Session, Vec<Vec<RelationIx>>>,
    /// The issues of each linkage.
    pub linked_issues: Vec<Vec<IssueIx>>,
    /// The issue of each option.
    pub issue_of: ByRow<IssueOption, Vec<IssueIx>>,
    /// The options that need somebody's consent.
    pub on_consent: Vec<OptionIx>,
    /// The exclusions that an option belongs to.
    pub exclusions_with: ByRow<IssueOption, Vec<Vec<usize>>>,
    /// Whether an option crosses a red line of any party that signs, or belongs to an exclusion.
    pub fettered: ByRow<IssueOption, Vec<bool>>,
}

impl Case {
    pub(crate) fn new(model: Arc<Model>) -> Self {
        let parties = || model.parties.indices();
        let members = |p: PartyIx| {
            let people = model.negotiators.indexed();
            people.filter(|(_, n)| n.party == p).map(|(n, _)| n).collect()
        };
        let disputants: Vec<PartyIx> = parties().filter(|&p| disputes(&model, p)).collect();
        let red_lines = red_lines(&model);
        let sessions = || model.sessions.iter();
        let present: ByRow<Session, Vec<ByRow<Party, Vec<bool>>>> = sessions()
            .map(|s| parties().map(|p| s.parties.contains(&p)).collect())
            .collect();
        let agenda = |s: &SessionSpec| {
            let issues = model.issues.indices();
            issues
                .map(|i| s.agenda.as_ref().is_none_or(|a| a.contains(&i)))
                .collect()
        };
        let in_room: ByRow<Session, Vec<Vec<RelationIx>>> =
            present.iter().map(|here| relations_among(&model, here)).collect();
        let linked = model.linkages.iter().map(|l| issues_of(&model, &l.options));
        let needs_consent = |&o: &OptionIx| !model.options[o].consent.is_empty();
        let exclusions_with = |o: OptionIx| {
            let excludes = |&k: &usize| model.exclusions[k].options.contains(&o);
            (0..model.exclusions.len()).filter(excludes).collect()
        };
        let crosses = |o: OptionIx| disputants.iter().any(|&p| red_lines[(p, o)]);
        let exclusions_with: ByRow<IssueOption, Vec<Vec<usize>>> =
            model.options.indices().map(exclusions_with).collect();
        let is_fettered = |o: OptionIx| crosses(o) || !exclusions_with[o].is_empty();
        Self {
            hopeless: hopeless(&model, &red_lines, &disputants),
            crosses: model.options.indices().map(crosses).collect(),
            fettered: model.options.indices().map(is_fettered).collect(),
            delegations: parties().map(members).collect(),
            on_agenda: sessions().map(agenda).collect(),
            relations_at_stake: in_room.iter().map(|room| at_stake(&model, room)).collect(),
            relations_in_room: in_room,
            issue_of: model.options.iter().map(|option| option.issue).collect(),
            linked_issues: linked.collect(),
            on_consent: model.options.indices().filter(needs_consent).collect(),
            exclusions_with,
            red_lines,
            disputants,
            present,
            model,
        }
    }

    /// Whether an option crosses a red line of a party.
    #[inline]
    pub fn red_line(&self, party: PartyIx, option: OptionIx) -> bool {
        self.red_lines[(party, option)]
    }

    /// Whether an option stands in a text.
    #[inline]
    pub fn stands(&self, text: &[InText], option: OptionIx) -> bool {
        text[self.issue_of[option]].0 == option
    }

    /// Whether a text crosses a red line of a party.
    #[inline]
    pub fn is_crossed(&self, text: &[InText], party: PartyIx) -> bool {
        self.parties[party].red_lines.iter().any(|&o| self.stands(text, o))
    }
}

impl Deref for Case {
    type Target = Model;
    #[inline(always)]
    fn deref(&self) -> &Model {
        &self.model
    }
}

fn disputes(model: &Model, party: PartyIx) -> bool {
    model.parties[party].role == Role::Disputant
}

fn red_lines(model: &Model) -> ByParty<IssueOption, Vec<bool>> {
    let mut crossed = model.by_option(vec![false; model.rows(RowKind::Stance)]);
    for (p, party) in model.parties.indexed() {
        for &o in &party.red_lines {
            crossed[(p, o)] = true;
        }
    }
    crossed
}

/// What crosses a red line of another signatory.
fn hopeless(
    model: &Model,
    red_lines: &ByParty<IssueOption, Vec<bool>>,
    disputants: &[PartyIx],
) -> ByParty<IssueOption, Vec<bool>> {
    let refused = |party: PartyIx, option: OptionIx| {
        let mut others = disputants.iter().filter(|&&q| q != party);
        others.any(|&q| red_lines[(q, option)])
    };
    let row = |party: PartyIx| model.options.indices().map(move |option| refused(party, option));
    model.by_option(model.parties.indices().flat_map(row).collect::<Vec<bool>>())
}

/// The relations from one party to another of those who are here.
fn relations_among(model: &Model, here: &ByRow<Party, Vec<bool>>) -> Vec<RelationIx> {
    let both = |r: &RelationIx| here[model.relations[*r].from] && here[model.relations[*r].to];
    model.relations.indices().filter(both).collect()
}

/// Of the relations in a room those between rivals, or all where no two rivals meet.
fn at_stake(model: &Model, room: &[RelationIx]) -> Vec<RelationIx> {
    let between_rivals =
        |r: &RelationIx| disputes(model, model.relations[*r].from) && disputes(model, model.relations[*r].to);
    let rivals: Vec<RelationIx> = room.iter().copied().filter(between_rivals).collect();
    if rivals.is_empty() { room.to_vec() } else { rivals }
}

/// The issues that a set of options lies on, each once.
fn issues_of(model: &Model, options: &[OptionIx]) -> Vec<IssueIx> {
    let mut issues: Vec<IssueIx> = options.iter().map(|&o| model.options[o].issue).collect();
    issues.sort_unstable();
    issues.dedup();
    issues
}
