//! The case: what all replicates share.

use crate::by_party::ByParty;
use crate::model::{Model, Role, SessionSpec};
use bevy_ecs::prelude::*;
use std::ops::Deref;
use std::sync::Arc;

/// What all replicates share: the model, and tables that are looked up by index in a round.
#[derive(Resource, Debug, Clone)]
pub struct Case {
    model: Arc<Model>,
    /// Whether an option crosses a red line of a party.
    pub red_lines: ByParty<Vec<bool>>,
    /// Whether an option crosses a red line of another signatory.
    pub hopeless: ByParty<Vec<bool>>,
    /// Whether an option crosses a red line of any party that signs.
    pub crosses: Vec<bool>,
    /// The parties that sign, in file order.
    pub disputants: Vec<usize>,
    /// The negotiators of each party.
    pub delegations: Vec<Vec<usize>>,
    /// `present[session][party]`.
    pub present: Vec<Vec<bool>>,
    /// `on_agenda[session][issue]`.
    pub on_agenda: Vec<Vec<bool>>,
    /// The relations from one present party to another, for each session.
    pub relations_in_room: Vec<Vec<usize>>,
    /// The relations that set the tone of each session: those from one present disputant to another or, where no two
    /// of them meet, all in the room.
    pub relations_at_stake: Vec<Vec<usize>>,
    /// The linkages that an option of an issue belongs to.
    pub linkages_on: Vec<Vec<usize>>,
    /// The exclusions that an option of an issue belongs to.
    pub exclusions_on: Vec<Vec<usize>>,
}

impl Case {
    pub(crate) fn new(model: Arc<Model>) -> Self {
        let parties = || 0..model.parties.len();
        let members = |p: usize| {
            let people = model.negotiators.iter().enumerate();
            people.filter(|(_, n)| n.party == p).map(|(n, _)| n).collect()
        };
        let disputants: Vec<usize> = parties().filter(|&p| disputes(&model, p)).collect();
        let red_lines = red_lines(&model);
        let sessions = || model.sessions.iter();
        let present: Vec<Vec<bool>> = sessions()
            .map(|s| parties().map(|p| s.parties.contains(&p)).collect())
            .collect();
        let agenda = |s: &SessionSpec| {
            let issues = 0..model.issues.len();
            issues
                .map(|i| s.agenda.as_ref().is_none_or(|a| a.contains(&i)))
                .collect()
        };
        let in_room: Vec<Vec<usize>> = present.iter().map(|here| relations_among(&model, here)).collect();
        let linked = model.linkages.iter().map(|l| l.options.as_slice());
        let excluded = model.exclusions.iter().map(|e| e.options.as_slice());
        Self {
            hopeless: hopeless(&model, &red_lines, &disputants),
            crosses: (0..model.options.len())
                .map(|o| disputants.iter().any(|&p| *red_lines.get(p, o)))
                .collect(),
            delegations: parties().map(members).collect(),
            on_agenda: sessions().map(agenda).collect(),
            relations_at_stake: in_room.iter().map(|room| at_stake(&model, room)).collect(),
            relations_in_room: in_room,
            linkages_on: by_issue(&model, &linked.collect::<Vec<_>>()),
            exclusions_on: by_issue(&model, &excluded.collect::<Vec<_>>()),
            red_lines,
            disputants,
            present,
            model,
        }
    }

    /// Whether an option crosses a red line of a party.
    #[inline]
    pub fn red_line(&self, party: usize, option: usize) -> bool {
        *self.red_lines.get(party, option)
    }
}

impl Deref for Case {
    type Target = Model;
    fn deref(&self) -> &Model {
        &self.model
    }
}

fn disputes(model: &Model, party: usize) -> bool {
    model.parties[party].role == Role::Disputant
}

fn red_lines(model: &Model) -> ByParty<Vec<bool>> {
    let options = model.options.len();
    let mut crossed = ByParty::new(vec![false; model.parties.len() * options], options);
    for (p, party) in model.parties.iter().enumerate() {
        for &o in &party.red_lines {
            crossed.row_mut(p)[o] = true;
        }
    }
    crossed
}

/// What crosses a red line of another signatory.
fn hopeless(model: &Model, red_lines: &ByParty<Vec<bool>>, disputants: &[usize]) -> ByParty<Vec<bool>> {
    let options = 0..model.options.len();
    let refused = |party: usize, option: usize| {
        let mut others = disputants.iter().filter(|&&q| q != party);
        others.any(|&q| *red_lines.get(q, option))
    };
    let row = |party: usize| options.clone().map(move |option| refused(party, option));
    ByParty::new((0..model.parties.len()).flat_map(row).collect(), options.len())
}

/// The relations from one party to another of those who are here.
fn relations_among(model: &Model, here: &[bool]) -> Vec<usize> {
    let both = |r: &usize| here[model.relations[*r].from] && here[model.relations[*r].to];
    (0..model.relations.len()).filter(both).collect()
}

/// Of the relations in a room those between rivals, or all where no two rivals meet.
fn at_stake(model: &Model, room: &[usize]) -> Vec<usize> {
    let between_rivals =
        |r: &usize| disputes(model, model.relations[*r].from) && disputes(model, model.relations[*r].to);
    let rivals: Vec<usize> = room.iter().copied().filter(between_rivals).collect();
    if rivals.is_empty() { room.to_vec() } else { rivals }
}

/// For each issue the sets that have an option of it.
fn by_issue(model: &Model, sets: &[&[usize]]) -> Vec<Vec<usize>> {
    let touches = |set: &[usize], i: usize| set.iter().any(|&o| model.options[o].issue == i);
    let on = |i: usize| (0..sets.len()).filter(|&k| touches(sets[k], i)).collect();
    (0..model.issues.len()).map(on).collect()
}
