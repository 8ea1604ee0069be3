//! Why it ended so: where everybody stood when last heard, and what had been vowed in public.

use super::days::Days;
use super::meeting::{Answer, Course, View};
use super::names::Names;
use super::prose::positions_of_crowd;
use crate::wording::list;
use detente_agents::events;
use detente_core::{Actor, IssueIx, OptionIx, PartyIx};
use detente_lab::watch::Account;
use std::collections::BTreeMap;

/// What the reasons are read off.
pub(super) struct Reasons<'a> {
    pub(super) account: &'a Account,
    pub(super) course: &'a Course,
    pub(super) names: &'a Names<'a>,
    pub(super) days: &'a Days,
}

impl Reasons<'_> {
    /// ` When last heard, Egypt wanted more on “Jerusalem” and Israel would not cross its red line on “Sinai”.`
    pub(super) fn last_heard(&self) -> String {
        let heard: Vec<&Answer> = self
            .names
            .0
            .disputants()
            .filter_map(|p| self.course.last_answer(p))
            .collect();
        if heard.is_empty() {
            return String::new();
        }
        let stands = if self.names.is_crowd() {
            positions_of_crowd(self.names, &heard, &[])
        } else {
            self.stands(&heard)
        };
        let stands = match stands.iter().any(|s| s.contains(',') || s.contains(" and ")) {
            true => stands.join("; "),
            false => list(&stands),
        };
        format!(" When last heard, {stands}.")
    }

    /// Who said what last, those who said the same in one clause.
    fn stands(&self, heard: &[&Answer]) -> Vec<String> {
        let mut said: Vec<(String, Vec<PartyIx>)> = Vec::new();
        for answer in heard {
            let stand = self.stand(answer);
            match said.iter_mut().find(|(known, _)| *known == stand) {
                Some((_, parties)) => parties.push(answer.party),
                None => said.push((stand, vec![answer.party])),
            }
        }
        let clause = |(stand, parties): (String, Vec<PartyIx>)| {
            let stand = match parties.len() {
                1 => stand,
                _ => stand.replace(" its red ", " their red "),
            };
            format!("{} {stand}", self.names.parties(&parties))
        };
        said.into_iter().map(clause).collect()
    }

    /// What a party said last.
    fn stand(&self, answer: &Answer) -> String {
        let about = |preposition: &str| match answer.issues.first() {
            Some(&issue) => format!(" {preposition} {}", self.names.issue(issue)),
            None => String::new(),
        };
        match answer.view {
            View::Accepts if self.course.accepted[answer.party] => "accepted the text".to_owned(),
            View::Accepts => "had accepted the text as it was then".to_owned(),
            View::Considers => format!("wanted more{}", about("on")),
            View::Rejects if answer.crossed.is_empty() => {
                format!("found the text worse than no agreement{}", about("over"))
            }
            View::Rejects => {
                let lines = if answer.crossed.len() == 1 {
                    "its red line"
                } else {
                    "its red lines"
                };
                let options = &self.names.0.options;
                let issues: Vec<IssueIx> = answer.crossed.iter().map(|&o| options[o].issue).collect();
                format!("would not cross {lines} on {}", self.names.issues(&issues))
            }
        }
    }

    /// `North Port had ruled out “shared” on “Dredging” in public on day 42, and the text had it`. Of several vows on an
    /// issue the last counts.
    pub(super) fn broken_vows(&self, party: PartyIx, text: &[OptionIx]) -> Option<String> {
        let mut vows: BTreeMap<IssueIx, String> = BTreeMap::new();
        for event in &self.account.events {
            let (Some(issue), Some(option)) = (event.issue, event.option) else {
                continue;
            };
            let (idea, day) = (self.names.idea(option), self.days.on(event.day));
            let broken = match (event.kind, event.actor) {
                (events::PLEDGE_MADE, Actor::Party(p)) if p == party => text
                    .contains(&option)
                    .then(|| format!("had ruled out {idea} in public {day}, and the text had it")),
                (events::SIGNAL_GIVEN, Actor::Party(p)) if p == party => (!text.contains(&option))
                    .then(|| format!("had vowed in public {day} to stand by {idea}, which the text gave up")),
                _ => continue,
            };
            match broken {
                Some(broken) => vows.insert(issue, broken),
                None => vows.remove(&issue),
            };
        }
        let vows: Vec<String> = vows.into_values().collect();
        (!vows.is_empty()).then(|| format!("{} {}", self.names.party(party), vows.join("; it ")))
    }
}
