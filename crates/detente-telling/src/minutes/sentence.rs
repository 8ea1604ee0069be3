//! An event in the words of whoever declared it; by its name alone where they gave none.

use super::names::Names;
use crate::wording::{capitalised, list, words};
use detente_core::{Actor, Event, EventKind, IssueIx, OptionIx};

/// Whom and what a sentence is about.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    /// One or more.
    pub(super) actors: &'a [Actor],
    pub(super) issue: Option<IssueIx>,
    pub(super) options: &'a [OptionIx],
}

impl Names<'_> {
    /// Somebody, or `one side`.
    pub(super) fn who(&self, actor: Actor) -> String {
        self.actor(actor).unwrap_or_else(|| "one side".to_owned())
    }

    /// All of these; where they are all who sign, and more than two, in a word.
    fn everybody(&self, actors: &[Actor]) -> String {
        let signs = |actor: &Actor| matches!(actor, Actor::Party(p) if self.0.disputants().any(|d| d == *p));
        let n_disputants = self.0.disputants().count();
        if actors.len() > 2 && actors.len() == n_disputants && actors.iter().all(signs) {
            return "every side".to_owned();
        }
        list(&actors.iter().map(|&actor| self.who(actor)).collect::<Vec<_>>())
    }

    /// A phrase of a declaration, with names in their places.
    pub(super) fn filled(&self, phrase: &str, about: Subject<'_>) -> String {
        let Subject { actors, issue, options } = about;
        let actor = actors[0];
        let matter = || "the matter".to_owned();
        let mut text = phrase
            .replace("{who}", &self.who(actor))
            .replace("{everybody}", &self.everybody(actors))
            .replace("{ideas}", &self.ideas(options))
            .replace("{idea}", &options.first().map_or_else(matter, |&o| self.idea(o)))
            .replace("{matter}", &issue.map_or_else(matter, |i| self.issue(i)));
        if let Actor::Inducement(k) = actor {
            let side = self.party(self.0.inducements[k].party);
            text = text.replace("{what}", &self.inducement(k)).replace("{side}", &side);
        }
        if let Actor::Shock(k) = actor {
            text = text.replace("{shock}", &self.shock(k));
        }
        text
    }

    /// An event that is told by its name alone.
    pub(super) fn named(&self, kind: &EventKind, about: Subject<'_>) -> String {
        let matter = about
            .options
            .first()
            .map(|&o| self.idea(o))
            .or(about.issue.map(|i| self.issue(i)));
        let parts: Vec<String> = self.actor(about.actors[0]).into_iter().chain(matter).collect();
        match parts.is_empty() {
            true => format!("{}.", words(kind.name)),
            false => format!("{}: {}.", words(kind.name), parts.join(", ")),
        }
    }

    /// One event by itself: the first of its sentences of which every part is known.
    pub(crate) fn sentence(&self, event: &Event) -> String {
        let options: Vec<OptionIx> = event.option.into_iter().collect();
        let about = Subject {
            actors: &[event.actor],
            issue: event.issue,
            options: &options,
        };
        let is_unknown = |part: &str| match part {
            "{who}" | "{everybody}" => self.actor(event.actor).is_none(),
            "{matter}" => event.issue.is_none(),
            _ => event.option.is_none(),
        };
        let parts = ["{who}", "{everybody}", "{matter}", "{idea}", "{ideas}"];
        let fits = |sentence: &&&str| !parts.iter().any(|part| sentence.contains(part) && is_unknown(part));
        let told = event.kind.told;
        let text = match told.iter().find(fits).or(told.first()) {
            Some(phrase) => self
                .filled(phrase, about)
                .replace("{place}", &self.place(event.session)),
            None => self.named(event.kind, about),
        };
        capitalised(&text)
    }
}
