//! What a crowd said of the text: how many and over what, with the names of a few; and how a plenary voted.

use super::Teller;
use crate::minutes::meeting::{Answer, Meeting, View, Votes};
use crate::minutes::names::Names;
use crate::wording::{capitalised, list, number};
use detente_core::{IssueIx, PartyIx, Voting};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Issues of a camp that are named.
const NAMED: usize = 2;

/// Views in the order in which they are told.
const VIEWS: [View; 3] = [View::Accepts, View::Considers, View::Rejects];

/// Those who take the same view of the text.
#[derive(Debug, PartialEq)]
struct Camp {
    view: View,
    parties: Vec<PartyIx>,
    /// What they named most, the most frequent first.
    issues: Vec<IssueIx>,
}

impl Teller<'_> {
    /// What the parties of a crowd said, and who had moved.
    pub(super) fn crowd(&mut self, meeting: &Meeting) -> Vec<String> {
        // A vote tells better than a count who is where.
        let counted = meeting.votes.is_none().then(|| self.camps(meeting));
        let moved = |to: fn(View, View) -> bool| -> Vec<PartyIx> {
            let answers = meeting.answers.iter();
            let changed = answers.filter(|a| a.before.is_some_and(|before| to(before, a.view)));
            changed.map(|a| a.party).collect()
        };
        let closer = moved(|before, now| now > before);
        let further = moved(|before, now| now < before);
        counted
            .flatten()
            .into_iter()
            .chain(self.moves(&closer, &further))
            .collect()
    }

    /// `Of 32 parties 19 accepted the text as it stood; four turned it down, above all over “Finance”: Aland, ...`.
    fn camps(&mut self, meeting: &Meeting) -> Option<String> {
        let answers: Vec<&Answer> = meeting.answers.iter().collect();
        let camps = gather(self.names, &answers, &meeting.standing);
        let all: usize = camps.iter().map(|camp| camp.parties.len()).sum();
        match &camps[..] {
            [] => None,
            [camp] => Some(format!(
                "All {} parties {}.",
                number(all),
                self.clause(camp, "the text")
            )),
            [first, others @ ..] => {
                let heads = ["Of {} parties", "Of the {} parties heard,"];
                let head = self.phrases.next("crowd", &heads).replace("{}", &number(all));
                let clause = |camp: &Camp, text| format!("{} {}", number(camp.parties.len()), self.clause(camp, text));
                let mut clauses = vec![format!("{head} {}", clause(first, "the text"))];
                clauses.extend(others.iter().map(|camp| clause(camp, "it")));
                Some(clauses.join("; ") + ".")
            }
        }
    }

    /// What a camp said of the text, which may be called `it`.
    fn clause(&self, camp: &Camp, text: &str) -> String {
        match camp.view {
            View::Accepts => format!("accepted {text} as it stood"),
            View::Considers => format!(
                "could live with {text}, and asked for more{}",
                above_all(self.names, " on", camp)
            ),
            View::Rejects => format!(
                "turned {text} down{}: {}",
                above_all(self.names, " over", camp),
                self.names.parties(&camp.parties)
            ),
        }
    }

    /// Who had moved towards the text, and who away from it.
    fn moves(&mut self, closer: &[PartyIx], further: &[PartyIx]) -> Option<String> {
        let names = |parties: &[PartyIx]| self.names.parties(parties);
        Some(match (closer, further) {
            ([], []) => return None,
            (closer, []) => {
                let closer = capitalised(&names(closer));
                let variants = ["{} had come closer.", "{} had moved towards the text."];
                self.phrases.next("closer", &variants).replace("{}", &closer)
            }
            ([], further) => {
                let further = capitalised(&names(further));
                let variants = ["{} had hardened.", "{} had moved away from the text."];
                self.phrases.next("further", &variants).replace("{}", &further)
            }
            (closer, further) => format!(
                "{} had come closer; {} had hardened.",
                capitalised(&names(closer)),
                names(further)
            ),
        })
    }

    /// How the plenary voted, and where many voted, what for.
    pub(super) fn vote(&self, votes: &Votes, answers: &[Answer]) -> String {
        let crowd = self.names.is_crowd();
        let issues = |parties: &[PartyIx]| {
            let named = answers.iter().filter(|a| crowd && parties.contains(&a.party));
            most_named(named, |answer| grievances(self.names, answer))
        };
        let over = |preposition: &str, parties: &[PartyIx]| match &issues(parties)[..] {
            [] => String::new(),
            named => format!(" {preposition} {}", self.names.issues(named)),
        };
        let names = |parties: &[PartyIx]| self.names.parties(parties);
        if self.names.0.talks.voting == Voting::Consensus {
            let let_pass = if votes.no.is_empty() {
                "let the text pass"
            } else {
                "would have let the text pass"
            };
            let reserved = match votes.abstained.len() {
                0 => String::new(),
                n => format!(
                    "; {} {let_pass}{}",
                    number(n),
                    over("with reservations, above all on", &votes.abstained)
                ),
            };
            return match &votes.no[..] {
                [] => format!("Asked whether anybody objected, nobody did{reserved}."),
                no => format!(
                    "Asked whether anybody objected, {} did{}{reserved}.",
                    names(no),
                    over("over", no)
                ),
            };
        }
        let mut counts = vec![format!("{} for it", number(votes.yes.len()))];
        if !votes.no.is_empty() {
            let (n, over) = (number(votes.no.len()), over("over", &votes.no));
            counts.push(format!("{n} against ({}{over})", names(&votes.no)));
        }
        if !votes.abstained.is_empty() {
            let wanting = over("wanting more on", &votes.abstained);
            let wanting = if wanting.is_empty() {
                wanting
            } else {
                format!(" ({})", wanting.trim())
            };
            counts.push(format!("{} abstaining{wanting}", number(votes.abstained.len())));
        }
        let end = if votes.carried { "." } else { ": not enough." };
        format!("Put to the vote, the text had {}{end}", list(&counts))
    }
}

/// Where a crowd stood while nothing moved, as parts of a sentence.
pub(in crate::minutes) fn positions(names: &Names<'_>, heard: &[&Answer], standing: &[PartyIx]) -> Vec<String> {
    let position = |camp: &Camp| {
        let n = number(camp.parties.len());
        match camp.view {
            View::Accepts => format!("{n} stood by the text"),
            View::Considers => format!("{n} held out for more{}", above_all(names, " on", camp)),
            View::Rejects => format!(
                "{n} would not have this text{} ({})",
                above_all(names, " over", camp),
                names.parties(&camp.parties)
            ),
        }
    };
    gather(names, heard, standing).iter().map(position).collect()
}

/// Who takes which view; whose acceptance stood is among those who accept.
fn gather(names: &Names<'_>, answers: &[&Answer], standing: &[PartyIx]) -> Vec<Camp> {
    let camp = |view: View| {
        let own = || answers.iter().copied().filter(|a| a.view == view);
        let stood = standing.iter().copied().filter(|_| view == View::Accepts);
        Camp {
            view,
            parties: own().map(|a| a.party).chain(stood).collect(),
            issues: most_named(own(), |answer| grievances(names, answer)),
        }
    };
    let camps = VIEWS.map(camp).into_iter();
    camps.filter(|camp| !camp.parties.is_empty()).collect()
}

/// What a party would have changed: where its red lines are crossed, or else what it named.
fn grievances(names: &Names<'_>, answer: &Answer) -> Vec<IssueIx> {
    if answer.view == View::Rejects && !answer.crossed.is_empty() {
        let options = &names.0.options;
        answer.crossed.iter().map(|&o| options[o].issue).collect()
    } else {
        answer.issues.iter().copied().take(NAMED).collect()
    }
}

/// `, above all on “Finance”`; nothing where nobody named an issue.
fn above_all(names: &Names<'_>, preposition: &str, camp: &Camp) -> String {
    match &camp.issues[..] {
        [] => String::new(),
        issues if camp.parties.len() == 1 => format!("{preposition} {}", names.issues(issues)),
        issues => format!(", above all{preposition} {}", names.issues(issues)),
    }
}

/// The issues that most of them named, the most frequent first; of equals the first in the scenario.
fn most_named<'a>(answers: impl Iterator<Item = &'a Answer>, named: impl Fn(&Answer) -> Vec<IssueIx>) -> Vec<IssueIx> {
    let mut counts: BTreeMap<IssueIx, usize> = BTreeMap::new();
    for issue in answers.flat_map(named) {
        *counts.entry(issue).or_default() += 1;
    }
    let mut issues: Vec<(IssueIx, usize)> = counts.into_iter().collect();
    issues.sort_by_key(|&(issue, n)| (Reverse(n), issue));
    issues.into_iter().map(|(issue, _)| issue).take(NAMED).collect()
}
