//! What else happened: leaks, missteps, consent, departures, signature.

use super::{Teller, aides};
use crate::minutes::meeting::{Incident, Meeting};
use crate::wording::{capitalised, list, number, words};
use detente_agents::events;
use detente_core::{Actor, EventKind};

impl Teller<'_> {
    /// What else happened in a meeting; options that were turned down once too often in a row are told together.
    pub(super) fn incidents(&mut self, meeting: &Meeting) -> Vec<String> {
        let both = |a: &Incident, b: &Incident| exhausted(a).is_some() && exhausted(b).is_some();
        let groups: Vec<&[Incident]> = meeting.incidents.chunk_by(both).collect();
        let told = groups.into_iter().map(|group| match group {
            [one] => self.incident(one, meeting),
            many => self.exhausted(&many.iter().filter_map(exhausted).collect::<Vec<_>>()),
        });
        told.collect()
    }

    /// Several options that are off the table, by who turned them down.
    fn exhausted(&mut self, options: &[(Actor, usize)]) -> String {
        let first = options[0].0;
        let idea = |&(_, option): &(Actor, usize)| self.names.idea(option);
        if options.iter().all(|&(actor, _)| actor == first) {
            let variants = [
                "{who} had now turned down {ideas} once too often, and they were off the table.",
                "After another no from {who}, {ideas} were laid aside.",
            ];
            let ideas = list(&options.iter().map(idea).collect::<Vec<_>>());
            let phrase = self.phrases.next("exhausted many", &variants);
            return capitalised(&phrase.replace("{who}", &self.who(first)).replace("{ideas}", &ideas));
        }
        let by = |told: &(Actor, usize)| format!("{} (by {})", idea(told), self.who(told.0));
        let ideas = list(&options.iter().map(by).collect::<Vec<_>>());
        let variants = [
            "Turned down once too often, these were off the table: {}.",
            "Nobody spoke any more of what had been turned down again: {}.",
        ];
        self.phrases.next("exhausted by many", &variants).replace("{}", &ideas)
    }

    /// One incident, in a sentence or two.
    fn incident(&mut self, incident: &Incident, meeting: &Meeting) -> String {
        let text = match incident {
            Incident::Leaked { option, suspect, lost } => self.leak(*option, *suspect, *lost, meeting.session),
            Incident::Lost(option) => format!("{} was off the table for good.", self.names.idea(*option)),
            Incident::Misstep { who, grave, reopened } => self.misstep(*who, *grave, reopened),
            Incident::Consent {
                party,
                options,
                given: true,
            } => self.consent(*party, options),
            Incident::Consent { party, options, .. } => self.refusal(*party, options, meeting),
            Incident::Paused(who) => format!("{} walked out, and came back.", self.who(*who)),
            Incident::WalkedOut(who) => format!("Then {} left the table.", self.who(*who)),
            Incident::Signed => "All sides signed the text.".to_owned(),
            Incident::Adopted => "The text was adopted.".to_owned(),
            Incident::Told {
                kind,
                actor,
                issue,
                option,
            } => self.told(kind, *actor, *issue, *option),
        };
        capitalised(&text)
    }

    fn who(&self, actor: Actor) -> String {
        self.names.actor(actor).unwrap_or_else(|| "one side".to_owned())
    }

    fn leak(&mut self, option: usize, suspect: Actor, lost: bool, session: usize) -> String {
        let idea = self.names.idea(option);
        let named = self.names.0.sessions[session].negotiators.len();
        let people = named + self.sessions.get(session).map_or(0, aides);
        let suspicion = match self.names.actor(suspect) {
            Some(who) => {
                let variants = [
                    "{n} people had been in the room, and suspicion fell on {who}",
                    "of the {n} who knew of it, {who} came under suspicion",
                ];
                let phrase = self.phrases.next("suspicion", &variants);
                phrase.replace("{n}", &number(people)).replace("{who}", &who)
            }
            None => "nobody could say through whom".to_owned(),
        };
        let variants = [
            "Word of {} reached the press: ",
            "{} was leaked: ",
            "The public learned of {}: ",
        ];
        let text = self.phrases.next("leak", &variants).replace("{}", &idea) + &suspicion;
        let after = match lost {
            true => [
                "In the uproar the idea was lost.",
                "After that nobody could be seen with it, and it was off the table.",
            ],
            false => ["The idea survived the uproar.", "It stayed on the table all the same."],
        };
        format!(
            "{text}. {}",
            self.phrases.next(if lost { "lost" } else { "survived" }, &after)
        )
    }

    fn misstep(&mut self, who: Actor, grave: bool, reopened: &[usize]) -> String {
        let slips = [
            "A misstep by {} cost goodwill.",
            "{} put a foot wrong, and the room cooled.",
            "An ill-judged word from {} soured the meeting.",
        ];
        let blunders = [
            "A grave misstep by {} undid much of what had been reached.",
            "{} gave deep offence, and the sides took back what they had offered.",
            "One sentence from {} set the talks back by weeks.",
        ];
        let (kind, variants) = match grave {
            true => ("grave misstep", blunders),
            false => ("misstep", slips),
        };
        let mut text = self.phrases.next(kind, &variants).replace("{}", &self.who(who));
        if !reopened.is_empty() {
            let verb = if reopened.len() == 1 { "was" } else { "were" };
            text.push_str(&format!(
                " {}, thought settled, {verb} open again.",
                self.names.issues(reopened)
            ));
        }
        text
    }

    fn consent(&self, party: usize, options: &[usize]) -> String {
        let (who, idea) = (self.names.party(party), self.names.ideas(options));
        format!("Asked for consent to {idea}, {who} agreed.")
    }

    /// What a guarantor would not have; the changes that are told before it may have followed from it.
    fn refusal(&self, party: usize, options: &[usize], meeting: &Meeting) -> String {
        let (who, idea) = (self.names.party(party), self.names.ideas(options));
        let left = |option: &usize| meeting.changes.iter().any(|change| change.from == *option);
        match options.iter().all(left) {
            true => format!("{who} had refused consent to {idea}, which had to leave the text."),
            false => format!("{who} refused consent to {idea}, which could not stand."),
        }
    }

    /// An event in the words of whoever declared it; by its name alone where they gave none.
    fn told(&mut self, kind: &'static EventKind, actor: Actor, issue: Option<usize>, option: Option<usize>) -> String {
        if kind.told.is_empty() {
            return self.named(kind, actor, issue, option);
        }
        let idea = option.map_or_else(|| "the matter".to_owned(), |o| self.names.idea(o));
        let matter = issue.map_or_else(|| "the matter".to_owned(), |i| self.names.issue(i));
        let phrase = self.phrases.next(kind.name, &fitting(kind.told, option.is_some()));
        let mut text = phrase
            .replace("{who}", &self.who(actor))
            .replace("{idea}", &idea)
            .replace("{matter}", &matter);
        if let Actor::Inducement(k) = actor {
            let side = self.names.party(self.names.0.inducements[k].party);
            text = text
                .replace("{what}", &self.names.inducement(k))
                .replace("{side}", &side);
        }
        if let Actor::Shock(k) = actor {
            text = text.replace("{shock}", &self.names.shock(k));
        }
        text
    }

    /// An event that is told by its name alone.
    fn named(&self, kind: &EventKind, actor: Actor, issue: Option<usize>, option: Option<usize>) -> String {
        let about = option
            .map(|o| self.names.idea(o))
            .or(issue.map(|i| self.names.issue(i)));
        let parts: Vec<String> = self.names.actor(actor).into_iter().chain(about).collect();
        match parts.is_empty() {
            true => format!("{}.", words(kind.name)),
            false => format!("{}: {}.", words(kind.name), parts.join(", ")),
        }
    }
}

/// Who turned down what once too often.
fn exhausted(incident: &Incident) -> Option<(Actor, usize)> {
    match *incident {
        Incident::Told {
            kind: events::OPTION_EXHAUSTED,
            actor,
            option: Some(option),
            ..
        } => Some((actor, option)),
        _ => None,
    }
}

/// The sentences that fit: those that name the option where there is one, and those that do not where there is none; all
/// where the declaration makes no difference.
fn fitting(told: &[&'static str], has_option: bool) -> Vec<&'static str> {
    let fits = |sentence: &&&str| sentence.contains("{idea}") == has_option;
    let fitting: Vec<&str> = told.iter().filter(fits).copied().collect();
    if fitting.is_empty() { told.to_vec() } else { fitting }
}
