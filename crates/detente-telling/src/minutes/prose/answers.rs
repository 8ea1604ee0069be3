//! What parties said of the text.

use super::Teller;
use super::chorus::frames;
use super::crowd::positions;
use crate::minutes::meeting::{Answer, Change, Meeting, View};
use crate::wording::{capitalised, count, list};
use detente_core::{IssueIx, PartyIx};

/// Issues of one answer that are named.
const NAMED: usize = 2;

impl Teller<'_> {
    /// What parties said of the text: those who said the same in one sentence, those who only repeated an objection last.
    pub(super) fn answers(&mut self, answers: &[Answer]) -> Vec<String> {
        let repeats = |answer: &&Answer| answer.again && answer.view != View::Accepts;
        let unmoved: Vec<PartyIx> = answers.iter().filter(repeats).map(|a| a.party).collect();
        let mut alike: Vec<(&str, Vec<&Answer>)> = Vec::new();
        for answer in answers.iter().filter(|answer| !repeats(answer)) {
            let (what, _) = variants(answer);
            match alike.iter_mut().find(|(other, _)| *other == what) {
                Some((_, group)) => group.push(answer),
                None => alike.push((what, vec![answer])),
            }
        }
        let told = alike.into_iter().map(|(what, group)| match group[..] {
            [one] => self.answer(one),
            _ => self.chorus(what, &group),
        });
        let mut told: Vec<String> = told.collect();
        if !unmoved.is_empty() {
            let variants = match unmoved.len() {
                1 => ["{} held to its objection.", "{} said what it had said before."],
                _ => ["{} held to their objections.", "{} said what they had said before."],
            };
            let phrase = self.phrases.next("unmoved", &variants);
            told.push(capitalised(&phrase.replace("{}", &self.names.parties(&unmoved))));
        }
        told
    }

    /// One party's answer, in a sentence.
    fn answer(&mut self, answer: &Answer) -> String {
        let (what, variants) = variants(answer);
        let phrase = self.phrases.next(what, variants);
        capitalised(&self.filled(phrase, &self.names.party(answer.party), answer))
    }

    /// Several parties that gave one kind of answer: in one breath where they named the same, one after the other where
    /// each had its own.
    fn chorus(&mut self, what: &'static str, group: &[&Answer]) -> String {
        let frames = frames(what);
        let same = group.iter().all(|answer| self.about(answer) == self.about(group[0]));
        if same || frames.each.is_empty() {
            let parties: Vec<PartyIx> = group.iter().map(|answer| answer.party).collect();
            let phrase = self.phrases.next(frames.same_name, frames.same);
            let said = self.filled(phrase, &self.names.parties(&parties), group[0]);
            return capitalised(&said);
        }
        let phrase = self.phrases.next(frames.each_name, frames.each);
        let (first, next) = phrase.split_once('|').unwrap_or((phrase, phrase));
        let clause = |(place, answer): (usize, &&Answer)| {
            let frame = if place == 0 { first } else { next };
            self.filled(frame, &self.names.party(answer.party), answer)
        };
        let clauses: Vec<String> = group.iter().enumerate().map(clause).collect();
        let comma = if group.len() == 2 { ", " } else { "" };
        let said = match clauses.split_last() {
            Some((last, [first])) => format!("{first}{comma}{last}"),
            _ => list(&clauses),
        };
        capitalised(&(said + "."))
    }

    /// The issues of an answer that are named: where it crosses red lines, or what it named itself.
    fn about(&self, answer: &Answer) -> Vec<IssueIx> {
        if answer.crossed.is_empty() || answer.view != View::Rejects {
            return answer.issues.iter().copied().take(NAMED).collect();
        }
        answer.crossed.iter().map(|&o| self.names.0.options[o].issue).collect()
    }

    fn filled(&self, phrase: &str, who: &str, answer: &Answer) -> String {
        let issues = self.about(answer);
        let lines = if issues.len() == 1 { "red line" } else { "red lines" };
        phrase
            .replace("{lines}", lines)
            .replace("{p}", who)
            .replace("{i}", &self.names.issues(&issues))
    }

    /// Nothing moved, and where everybody stood. `net` is what the text says differently in the end.
    pub(super) fn standstill(&mut self, meetings: &[Meeting], net: &[Change]) -> String {
        let mut circled: Vec<IssueIx> = meetings.iter().flat_map(|m| &m.changes).map(|c| c.issue).collect();
        circled.retain(|issue| net.iter().all(|change| change.issue != *issue));
        circled.sort_unstable();
        circled.dedup();
        let mut text = match (circled.is_empty(), net.is_empty()) {
            (true, true) => {
                let nothing = ["Nothing moved", "Positions did not change", "There was no movement"];
                self.phrases.next("standstill", &nothing).to_owned()
            }
            (false, true) => {
                let drift = [
                    "The text went back and forth on {}, and nobody's position changed",
                    "Old wordings came and went on {}, to no effect",
                    "Drafting turned in circles on {}, and positions stayed as they were",
                ];
                let issues = self.names.issues(&circled);
                self.phrases.next("drift", &drift).replace("{}", &issues)
            }
            (circles, false) => {
                let back = [
                    "The text went back to old wording on {}, and nobody's position changed",
                    "Old wording came back on {}, to no effect",
                ];
                let phrase = self
                    .phrases
                    .next("back", &back)
                    .replace("{}", &count(net.len(), "point"));
                match circles {
                    true => phrase,
                    false => format!(
                        "{phrase}, while drafting turned in circles on {}",
                        self.names.issues(&circled)
                    ),
                }
            }
        };
        let mut heard: Vec<&Answer> = Vec::new();
        for answer in meetings.iter().rev().flat_map(|m| &m.answers) {
            if !heard.iter().any(|other| other.party == answer.party) {
                heard.push(answer);
            }
        }
        heard.sort_by_key(|answer| answer.party);
        let standing = meetings.last().map(|m| m.standing.as_slice()).unwrap_or_default();
        let heard_accepting = |party: PartyIx| heard.iter().any(|a| a.party == party && a.view == View::Accepts);
        let standing: Vec<PartyIx> = standing.iter().copied().filter(|&p| !heard_accepting(p)).collect();
        let positions = if self.names.is_crowd() {
            positions(self.names, &heard, &standing)
        } else {
            self.stands(&heard, &standing)
        };
        if !positions.is_empty() {
            text.push_str(": ");
        }
        text + &positions.join("; ") + "." + failed_votes(meetings)
    }

    /// Where parties stood, as parts of a sentence: those who stood alike together.
    fn stands(&self, heard: &[&Answer], standing: &[PartyIx]) -> Vec<String> {
        let view = |answer: &Answer| (answer.view, !answer.crossed.is_empty(), answer.issues.is_empty());
        let mut alike: Vec<Vec<&Answer>> = Vec::new();
        for &answer in heard {
            match alike.iter_mut().find(|group| view(group[0]) == view(answer)) {
                Some(group) => group.push(answer),
                None => alike.push(vec![answer]),
            }
        }
        let stands = alike.iter().map(|group| self.stand(group));
        let stood = match standing {
            [] => None,
            [one] => Some(format!("{} stood by its acceptance", self.names.party(*one))),
            many => Some(format!("{} stood by their acceptance", self.names.parties(many))),
        };
        stands.chain(stood).collect()
    }

    /// Where parties stood that took the same view.
    fn stand(&self, group: &[&Answer]) -> String {
        let parties = self.names.parties(&group.iter().map(|a| a.party).collect::<Vec<_>>());
        let held_out = |(place, answer): (usize, &&Answer)| {
            let verb = if place == 0 { " held out for more" } else { "" };
            let issue = self.names.issue(answer.issues[0]);
            format!("{}{verb} on {issue}", self.names.party(answer.party))
        };
        let same = group
            .iter()
            .all(|answer| answer.issues.first() == group[0].issues.first());
        match (group[0].view, group[0].issues.first()) {
            (View::Accepts, _) => format!("{parties} stood by the text"),
            (View::Considers, Some(&issue)) if same => {
                format!("{parties} held out for more on {}", self.names.issue(issue))
            }
            (View::Considers, Some(_)) => list(&group.iter().enumerate().map(held_out).collect::<Vec<_>>()),
            (View::Considers, None) => format!("{parties} held out for more"),
            (View::Rejects, _) if !group[0].crossed.is_empty() => {
                let whose = if group.len() == 1 { "its" } else { "their" };
                format!("{parties} would not cross {whose} red lines")
            }
            (View::Rejects, _) => format!("{parties} still preferred no agreement to this text"),
        }
    }
}

/// That the text was put to the vote while nothing moved, and failed.
fn failed_votes(meetings: &[Meeting]) -> &'static str {
    match meetings.iter().filter(|m| m.votes.is_some()).count() {
        0 => "",
        1 => " Put to the vote, the text failed.",
        _ => " Put to the vote again and again, the text failed.",
    }
}

/// The turns of phrase that fit: `{p}` is the party, `{i}` the issues.
fn variants(answer: &Answer) -> (&'static str, &'static [&'static str]) {
    let silent = answer.issues.is_empty();
    match (answer.view, answer.before) {
        (View::Accepts, Some(View::Accepts)) => (
            "again",
            &["{p} accepted the text again.", "{p} stood by the new text as well."],
        ),
        (View::Accepts, Some(_)) => (
            "came round",
            &[
                "{p} came round and accepted the text as it stood.",
                "{p} was now ready to sign the text as it stood.",
            ],
        ),
        (View::Accepts, None) => ("accepted", &["{p} accepted the text as it stood."]),
        (View::Considers, _) if silent => ("held back", &["{p} could live with the text, but held back."]),
        (View::Considers, Some(View::Accepts)) => (
            "took back",
            &["{p} went back on its acceptance and asked for more on {i}."],
        ),
        (View::Considers, Some(View::Rejects)) => (
            "softened",
            &[
                "{p} could now live with the text, but asked for more on {i}.",
                "{p} no longer turned the text down, but wanted better terms on {i}.",
            ],
        ),
        (View::Considers, Some(View::Considers)) => (
            "asked on",
            &[
                "{p} still asked for more on {i}.",
                "{p} held out for better terms on {i}.",
                "{p} pressed its case on {i}.",
                "For {p} it was {i} that had to move.",
            ],
        ),
        (View::Considers, None) => (
            "considered",
            &[
                "{p} could live with the text, but asked for more on {i}.",
                "{p} took the text as a basis, and wanted better terms on {i}.",
            ],
        ),
        (View::Rejects, before) if !answer.crossed.is_empty() => match before {
            Some(View::Rejects) => (
                "red line again",
                &[
                    "{p} again rejected the text over its {lines} on {i}.",
                    "{p} would still not hear of what the text said on {i}.",
                    "For {p} the text still crossed its {lines} on {i}.",
                ],
            ),
            _ => (
                "red line",
                &["{p} rejected the text, which crossed its {lines} on {i}."],
            ),
        },
        (View::Rejects, _) if silent => (
            "rejected silently",
            &["{p} rejected the text as worse than no agreement."],
        ),
        (View::Rejects, Some(View::Rejects)) => (
            "rejected again",
            &[
                "{p} still found the text worse than no agreement, above all on {i}.",
                "{p} turned the text down again, over {i}.",
                "{p} was not moved: on {i} the text still fell short.",
            ],
        ),
        (View::Rejects, Some(_)) => (
            "hardened",
            &[
                "{p} now found the text worse than no agreement, naming {i}.",
                "{p} hardened, and turned the text down over {i}.",
            ],
        ),
        (View::Rejects, None) => (
            "rejected",
            &["{p} rejected the text as worse than no agreement, naming {i}."],
        ),
    }
}
