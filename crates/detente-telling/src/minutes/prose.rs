//! Meetings in sentences.

mod answers;
mod chorus;
mod crowd;
mod incidents;

pub(super) use crowd::positions as positions_of_crowd;

use super::days::Days;
use super::layout::Page;
use super::meeting::{Change, Incident, Meeting};
use super::names::Names;
use super::offers::Offers;
use super::tone::Tone;
use crate::wording::{capitalised, count, list, without_shared_unit};
use detente_core::terms::SessionTerms;
use detente_core::{Actor, OptionIx, SessionIx};
use std::collections::BTreeMap;

/// Tells meetings one after the other, and remembers what has been said.
pub(super) struct Teller<'a> {
    names: &'a Names<'a>,
    days: &'a Days,
    sessions: &'a [SessionTerms],
    offers: &'a Offers<'a>,
    phrases: Phrases,
    /// By session: the tone when it was last held.
    tones: BTreeMap<SessionIx, Option<Tone>>,
    /// The tone that was told last.
    tone: Option<Tone>,
    /// The place that was described last, and how.
    described: [String; 2],
}

/// Turns of phrase, each used in its turn.
#[derive(Default)]
struct Phrases(BTreeMap<&'static str, usize>);

impl Phrases {
    /// The next of the variants of what is to be said.
    fn next(&mut self, what: &'static str, variants: &[&'static str]) -> &'static str {
        let turn = self.0.entry(what).or_default();
        *turn += 1;
        variants[(*turn - 1) % variants.len()]
    }
}

impl<'a> Teller<'a> {
    pub(super) fn new(
        names: &'a Names<'a>,
        days: &'a Days,
        sessions: &'a [SessionTerms],
        offers: &'a Offers<'a>,
    ) -> Self {
        Self {
            names,
            days,
            sessions,
            offers,
            phrases: Phrases::default(),
            tones: BTreeMap::new(),
            tone: None,
            described: Default::default(),
        }
    }

    /// Tells one meeting, or several in a row in which nothing moved.
    pub(super) fn tell(&mut self, page: &mut Page, stretch: &[Meeting]) {
        match stretch {
            [] => {}
            [meeting] => self.meeting(page, meeting),
            [first, .., last] => {
                page.heading(&format!(
                    "{} {} {}. {}, {}",
                    first.number,
                    if stretch.len() == 2 { "and" } else { "to" },
                    last.number,
                    self.places(stretch),
                    self.days.span(first.day, last.day)
                ));
                if self.offers.are_made(first) {
                    return self.offers.write(page, stretch);
                }
                self.still(page, stretch);
            }
        }
    }

    fn meeting(&mut self, page: &mut Page, meeting: &Meeting) {
        let place = self.names.place(meeting.session);
        page.heading(&format!(
            "{}. {}, {}",
            meeting.number,
            capitalised(&place),
            self.days.of(meeting.day)
        ));
        if meeting.first {
            let described = [place, self.room(meeting.session)];
            if described != self.described {
                page.paragraph(&described[1]);
                self.described = described;
            }
            page.paragraph(&self.agenda(meeting.session));
        }
        let offers = self.offers.are_made(meeting);
        if meeting.is_quiet() && !offers {
            return self.still(page, std::slice::from_ref(meeting));
        }
        let mut said = self.news(meeting);
        if offers {
            page.paragraph(&said.join(" "));
            said.clear();
            self.offers.write(page, std::slice::from_ref(meeting));
        }
        if !meeting.changes.is_empty() {
            said.push(self.redraft(&meeting.changes));
            page.paragraph(&said.join(" "));
            said.clear();
            for &change in &meeting.changes {
                page.item(&self.change(change));
            }
        }
        if !meeting.lapsed.is_empty() {
            said.push(format!(
                "With that the acceptance of {} lapsed.",
                self.names.parties(&meeting.lapsed)
            ));
        }
        if self.names.is_crowd() {
            said.extend(self.crowd(meeting));
        } else {
            said.extend(self.answers(&meeting.answers));
        }
        said.extend(meeting.votes.as_ref().map(|votes| self.vote(votes, &meeting.answers)));
        said.extend(self.incidents(meeting));
        if meeting.stepped_back {
            said.push("All sides had now accepted the text; asked once more to sign it, not all did.".to_owned());
        }
        said.extend(self.tone(meeting));
        page.paragraph(&said.join(" "));
    }

    /// Meetings in which nothing new moved; where old wordings came back to stay, which.
    fn still(&mut self, page: &mut Page, stretch: &[Meeting]) {
        let net = net(stretch);
        page.paragraph(&self.standstill(stretch, &net));
        for change in net {
            page.item(&self.change(change));
        }
    }

    /// Who was in the room, and how closed the doors were.
    fn room(&self, session: SessionIx) -> String {
        let Some(terms) = self.sessions.get(session.ix()) else {
            return String::new();
        };
        format!(
            "In the room: {}; {}{}.",
            self.names.room(session, aides(terms)),
            doors(terms.secrecy),
            table(terms.hospitality)
        )
    }

    fn agenda(&self, session: SessionIx) -> String {
        let issues = self.names.0.sessions[session].agenda.as_deref().unwrap_or_default();
        if issues.is_empty() {
            String::new()
        } else {
            format!("On the agenda: {}.", self.names.issues(issues))
        }
    }

    /// What ripened, was found and was floated.
    fn news(&mut self, meeting: &Meeting) -> Vec<String> {
        let mut said = Vec::new();
        if !meeting.ripened.is_empty() {
            let issues = self.names.issues(&meeting.ripened);
            let one = [
                "{} was now ripe for decision.",
                "{} could now be decided.",
                "The time had come for {}.",
            ];
            let many = [
                "{} were now ripe for decision.",
                "The time had come for {}.",
                "{} could now be decided.",
            ];
            let variants = if meeting.ripened.len() == 1 { one } else { many };
            said.push(self.phrases.next("ripened", &variants).replace("{}", &issues));
        }
        if !meeting.found.is_empty() {
            let ideas = self.names.ideas(&meeting.found);
            let one = [
                "A way that nobody had seen came up: {}.",
                "The search for a way out turned up something new: {}.",
                "A new idea took shape: {}.",
            ];
            let many = [
                "New ideas came up: {}.",
                "The search for ways out turned up something new: {}.",
            ];
            let variants: &[&str] = if meeting.found.len() == 1 { &one } else { &many };
            said.push(self.phrases.next("found", variants).replace("{}", &ideas));
        }
        let mut floated: BTreeMap<Actor, Vec<OptionIx>> = BTreeMap::new();
        for &(actor, option) in &meeting.floated {
            floated.entry(actor).or_default().push(option);
        }
        said.extend(
            floated
                .into_iter()
                .map(|(actor, options)| self.floated(actor, &options)),
        );
        said
    }

    fn floated(&mut self, actor: Actor, options: &[OptionIx]) -> String {
        let who = self.names.actor(actor).unwrap_or_else(|| "somebody".to_owned());
        let one = [
            "{who} floated {}.",
            "{who} put a sensitive idea on the table: {}.",
            "{who} brought up {}.",
        ];
        let many = [
            "{who} floated {}.",
            "{who} put sensitive ideas on the table: {}.",
            "{who} brought up {}.",
        ];
        let phrase = self
            .phrases
            .next("floated", if options.len() == 1 { &one } else { &many });
        capitalised(&phrase.replace("{who}", &who).replace("{}", &self.names.ideas(options)))
    }

    fn redraft(&mut self, changes: &[Change]) -> String {
        let holder = self.names.0.talks.text_holder.map(|p| self.names.party(p));
        let who = holder.unwrap_or_else(|| "the holder of the text".to_owned());
        let variants = [
            "{who} changed the text on {}:",
            "{who} offered new language on {}:",
            "The text was redrafted on {}:",
        ];
        let phrase = self.phrases.next("redraft", &variants);
        capitalised(
            &phrase
                .replace("{who}", &who)
                .replace("{}", &count(changes.len(), "point")),
        )
    }

    /// `Relief from sanctions: staged → kept`.
    fn change(&self, change: Change) -> String {
        let Change { issue, from, to, back } = change;
        let arrow = if back { "→ back to" } else { "→" };
        let [from, to] = [from, to].map(|option| self.names.option(option));
        format!(
            "{}: {} {arrow} {to}",
            self.names.title(issue),
            without_shared_unit(&from, &to)
        )
    }

    /// The tone, where it is neither what it was when the session was last held nor what was told last.
    fn tone(&mut self, meeting: &Meeting) -> Option<String> {
        let left = |incident: &Incident| matches!(incident, Incident::WalkedOut(_));
        if meeting.incidents.iter().any(left) {
            return None;
        }
        let tone = Tone::of(&meeting.readings);
        let before = self.tones.insert(meeting.session, tone);
        if before == Some(tone) || tone == self.tone {
            return None;
        }
        self.tone = tone;
        let variants = match before {
            None => ["The tone was {}.", "The mood was {}."],
            Some(_) => ["The tone was now {}.", "The mood had become {}."],
        };
        Some(self.phrases.next("tone", &variants).replace("{}", tone?.words()))
    }

    /// `Kyiv and Moscow in turn`.
    fn places(&self, meetings: &[Meeting]) -> String {
        let mut places: Vec<String> = Vec::new();
        for meeting in meetings {
            let place = self.names.place(meeting.session);
            if !places.contains(&place) {
                places.push(place);
            }
        }
        let in_turn = if places.len() > 1 && meetings.len() > places.len() {
            " in turn"
        } else {
            ""
        };
        capitalised(&(list(&places) + in_turn))
    }
}

/// What the text says differently after some meetings, issue by issue in the order in which they came up.
fn net(meetings: &[Meeting]) -> Vec<Change> {
    let mut net: Vec<Change> = Vec::new();
    for change in meetings.iter().flat_map(|m| &m.changes) {
        match net.iter_mut().find(|n| n.issue == change.issue) {
            Some(known) => (known.to, known.back) = (change.to, change.back),
            None => net.push(*change),
        }
    }
    net.retain(|change| change.from != change.to);
    net
}

fn aides(terms: &SessionTerms) -> usize {
    terms.aides.round() as usize
}

/// How closed the doors were.
fn doors(secrecy: f64) -> &'static str {
    match secrecy {
        s if s >= 0.9 => "behind closed doors",
        s if s >= 0.7 => "behind doors all but closed",
        s if s >= 0.5 => "behind half-closed doors",
        s if s >= 0.3 => "with the doors ajar",
        _ => "in full view",
    }
}

/// What the host made of it, where that is worth a word.
fn table(hospitality: f64) -> &'static str {
    match hospitality {
        h if h >= 0.75 => ", at a generous table",
        h if h <= 0.3 => ", at a bare table",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_come_in_turn() {
        let mut phrases = Phrases::default();
        let said: Vec<&str> = (0..4).map(|_| phrases.next("x", &["a", "b", "c"])).collect();
        assert_eq!(said, ["a", "b", "c", "a"]);
        assert_eq!(phrases.next("y", &["a", "b"]), "a");
    }

    #[test]
    fn doors_close_with_secrecy() {
        let words: Vec<&str> = [1.0, 0.8, 0.6, 0.4, 0.0].map(doors).into();
        assert_eq!(words[0], "behind closed doors");
        assert_eq!(words[4], "in full view");
        assert!(words.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
