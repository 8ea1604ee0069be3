//! What people and things are called in prose.

use crate::wording::{capitalised, count, list, number, words};
use detente_core::{Actor, InducementIx, IssueIx, Model, NegotiatorIx, OptionIx, PartyIx, Role, SessionIx, ShockIx};

/// Last words of names that take an article: the United States, the NATO states, the European Union.
const WITH_ARTICLE: [&str; 17] = [
    "states",
    "cantons",
    "nations",
    "union",
    "federation",
    "republic",
    "kingdom",
    "emirates",
    "netherlands",
    "philippines",
    "council",
    "alliance",
    "government",
    "movement",
    "front",
    "army",
    "commission",
];

/// Names of a model's rows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Names<'a>(pub(crate) &'a Model);

impl Names<'_> {
    /// A party: `the United States`, `Ukraine`. What follows a comma in its name is left out.
    pub(super) fn party(&self, party: PartyIx) -> String {
        let name = self.full_name(party);
        with_article(name.split(',').next().unwrap_or(&name))
    }

    /// A party as the scenario names it; an id in place of a name gets a capital.
    pub(super) fn full_name(&self, party: PartyIx) -> String {
        let spec = &self.0.parties[party];
        if spec.name == spec.id {
            capitalised(&words(&spec.id))
        } else {
            spec.name.clone()
        }
    }

    /// Several parties; of a crowd, the first few: `Aland, Boria, Corland, Dovia and 28 others`.
    pub(crate) fn parties(&self, parties: &[PartyIx]) -> String {
        let names: Vec<String> = parties.iter().map(|&p| self.party(p)).collect();
        if parties.len() > ONE_BY_ONE {
            few(&names, "other")
        } else {
            list(&names)
        }
    }

    /// Whether there are too many disputants to be told one by one.
    pub(super) fn is_crowd(&self) -> bool {
        self.0.disputants().count() > ONE_BY_ONE
    }

    /// A person where its party is not named: `the envoy of the United States`.
    pub(super) fn person(&self, person: NegotiatorIx) -> String {
        let spec = &self.0.negotiators[person];
        if spec.name == spec.id {
            format!("the {} of {}", self.office(person), self.party(spec.party))
        } else {
            spec.name.clone()
        }
    }

    /// Somebody.
    pub(super) fn actor(&self, actor: Actor) -> Option<String> {
        match actor {
            Actor::Talks => None,
            Actor::Party(party) => Some(self.party(party)),
            Actor::Negotiator(person) => Some(self.person(person)),
            Actor::Inducement(k) => Some(self.party(self.0.inducements[k].mediator)),
            Actor::Shock(k) => Some(self.shock(k)),
        }
    }

    /// Something outside the talks.
    pub(super) fn shock(&self, shock: ShockIx) -> String {
        let spec = &self.0.shocks[shock];
        readable(&spec.title, &spec.id)
    }

    /// What a mediator promises or threatens with, in quotes.
    pub(super) fn inducement(&self, inducement: InducementIx) -> String {
        let spec = &self.0.inducements[inducement];
        format!("“{}”", readable(&spec.title, &spec.id))
    }

    /// An issue, in quotes: `“Status of Crimea”`.
    pub(super) fn issue(&self, issue: IssueIx) -> String {
        format!("“{}”", self.title(issue))
    }

    /// Some issues; of many, the first few.
    pub(super) fn issues(&self, issues: &[IssueIx]) -> String {
        few(&issues.iter().map(|&i| self.issue(i)).collect::<Vec<_>>(), "")
    }

    /// The title of an issue.
    pub(super) fn title(&self, issue: IssueIx) -> String {
        readable(&self.0.issues[issue].title, &self.0.issues[issue].id)
    }

    /// An option in words: `long pause`.
    pub(super) fn option(&self, option: OptionIx) -> String {
        readable(&self.0.options[option].name, &self.0.options[option].id)
    }

    /// An option with its issue: `“long pause” on “Ukraine and the alliance”`.
    pub(super) fn idea(&self, option: OptionIx) -> String {
        format!(
            "“{}” on {}",
            self.option(option),
            self.issue(self.0.options[option].issue)
        )
    }

    /// Some options with their issues, those of one issue together; of many, the first few.
    pub(super) fn ideas(&self, options: &[OptionIx]) -> String {
        let issue = |option: OptionIx| self.0.options[option].issue;
        let of_one_issue = |options: &[OptionIx]| {
            let quoted: Vec<String> = options.iter().map(|&o| format!("“{}”", self.option(o))).collect();
            format!("{} on {}", list(&quoted), self.issue(issue(options[0])))
        };
        let groups = options.chunk_by(|&a, &b| issue(a) == issue(b));
        few(&groups.map(of_one_issue).collect::<Vec<_>>(), "")
    }

    /// Who is in the room: persons by party, and aides.
    pub(super) fn room(&self, session: SessionIx, aides: usize) -> String {
        let session = &self.0.sessions[session];
        let delegation = |&party: &PartyIx| {
            let of_party = session
                .negotiators
                .iter()
                .filter(|&&n| self.0.negotiators[n].party == party);
            let offices: Vec<String> = of_party.map(|&n| self.office(n)).collect();
            let people = if offices.is_empty() {
                String::new()
            } else {
                format!(" ({})", offices.join(", "))
            };
            self.party(party) + &people
        };
        let is_disputant = |p: &PartyIx| self.0.parties[*p].role == Role::Disputant;
        let n_disputants = session.parties.iter().filter(|p| is_disputant(p)).count();
        let is_crowd = n_disputants > ONE_BY_ONE;
        let named = session.parties.iter().filter(|p| !is_crowd || !is_disputant(p));
        let mut parties: Vec<String> = named.map(delegation).collect();
        if is_crowd {
            let all = self.0.disputants().count();
            parties.push(match all - n_disputants {
                0 => format!("all {all} delegations"),
                _ => format!("{n_disputants} of {all} delegations"),
            });
        }
        let aides = if aides > 0 {
            format!(", with {}", count(aides, "aide"))
        } else {
            String::new()
        };
        list(&parties) + &aides
    }

    /// Where a session is held.
    pub(super) fn place(&self, session: SessionIx) -> String {
        let session = &self.0.sessions[session];
        if session.place.is_empty() {
            words(&session.id)
        } else {
            session.place.clone()
        }
    }

    /// A person beside the name of its party: the id without the party's, `ua_lead` of `ua` as `lead negotiator`.
    fn office(&self, person: NegotiatorIx) -> String {
        let spec = &self.0.negotiators[person];
        if spec.name != spec.id {
            return spec.name.clone();
        }
        let own = without_party(&spec.id, &self.0.parties[spec.party].id);
        match own.trim_matches('_') {
            "" | "lead" => "lead negotiator".to_owned(),
            office => words(office),
        }
    }
}

/// An id without its party's, or without the first word if the party's begins with it: `guarantor_envoy` of `guarantors`.
fn without_party<'a>(id: &'a str, party: &str) -> &'a str {
    let begins = |(first, _): &(&str, &str)| first.len() >= 4 && party.starts_with(first);
    match id.strip_prefix(party) {
        Some(own) => own,
        None => id.split_once('_').filter(begins).map_or(id, |(_, own)| own),
    }
}

/// A name for people; an id in its place is turned into words.
fn readable(name: &str, id: &str) -> String {
    if name == id { words(id) } else { name.to_owned() }
}

fn with_article(name: &str) -> String {
    let last = name.rsplit(' ').next().unwrap_or(name).to_lowercase();
    match name.strip_prefix("The ") {
        Some(rest) => format!("the {rest}"),
        None if WITH_ARTICLE.contains(&last.as_str()) && !name.starts_with("the ") => format!("the {name}"),
        None => name.to_owned(),
    }
}

/// Disputants that are told one by one; more are a crowd, of which the minutes tell how many and why.
const ONE_BY_ONE: usize = 6;

/// Items that are named at most.
const NAMED: usize = 4;

/// Some items; of many, the first few, and how many `noun`s more.
fn few(items: &[String], noun: &str) -> String {
    match items.len().checked_sub(NAMED) {
        Some(more @ 1..) => {
            let others = if noun.is_empty() {
                format!("{} more", number(more))
            } else {
                count(more, noun)
            };
            format!("{} and {others}", items[..NAMED].join(", "))
        }
        _ => list(items),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_stand_where_english_wants_them() {
        assert_eq!(with_article("United States"), "the United States");
        assert_eq!(with_article("NATO states"), "the NATO states");
        assert_eq!(with_article("Ukraine"), "Ukraine");
        assert_eq!(with_article("The port authority"), "the port authority");
        assert_eq!(with_article("the Netherlands"), "the Netherlands");
    }

    #[test]
    fn offices_leave_out_the_party() {
        assert_eq!(without_party("ua_lead", "ua"), "_lead");
        assert_eq!(without_party("guarantor_envoy", "guarantors"), "envoy");
        assert_eq!(without_party("il_general", "israel"), "il_general");
    }

    #[test]
    fn ids_become_words_and_names_stay() {
        assert_eq!(readable("long_pause", "long_pause"), "long pause");
        assert_eq!(readable("Dockers_92", "union"), "Dockers_92");
    }

    #[test]
    fn of_many_things_a_few_are_named() {
        let items: Vec<String> = ["a", "b", "c", "d", "e", "f"].map(str::to_owned).into();
        assert_eq!(few(&items[..4], ""), "a, b, c and d");
        assert_eq!(few(&items, ""), "a, b, c, d and two more");
        assert_eq!(few(&items[..5], "other"), "a, b, c, d and one other");
    }
}
