//! What else happened: leaks, missteps, consent, departures, signature.

use super::{Teller, aides};
use crate::minutes::meeting::{Incident, Meeting};
use crate::minutes::sentence::Subject;
use crate::wording::{capitalised, number};
use detente_core::{Actor, EventKind, IssueIx, OptionIx, PartyIx, SessionIx};

impl Teller<'_> {
    /// What else happened in a meeting.
    pub(super) fn incidents(&mut self, meeting: &Meeting) -> Vec<String> {
        let incidents = meeting.incidents.iter();
        incidents.map(|one| self.incident(one, meeting)).collect()
    }

    /// One incident, in a sentence or two.
    fn incident(&mut self, incident: &Incident, meeting: &Meeting) -> String {
        let text = match incident {
            Incident::Leaked { option, suspect, lost } => self.leak(*option, *suspect, *lost, meeting.session),
            Incident::Lost(option) => format!("{} was off the table for good.", self.names.idea(*option)),
            Incident::Misstep { who, grave, reopened } => self.misstep(*who, *grave, reopened),
            Incident::Bracketed(issues) => self.brackets(issues),
            Incident::Asked { party, options } => self.question(*party, options),
            Incident::Consent {
                party,
                options,
                given: true,
            } => self.consent(*party, options),
            Incident::Consent { party, options, .. } => self.refusal(*party, options, meeting),
            Incident::Paused(who) => format!("{} walked out, and came back.", self.names.who(*who)),
            Incident::WalkedOut(who) => format!("Then {} left the table.", self.names.who(*who)),
            Incident::Signed => "All sides signed the text.".to_owned(),
            Incident::Adopted => "The text was adopted.".to_owned(),
            Incident::Told {
                kind,
                actors,
                issue,
                options,
            } => self.told(kind, actors, *issue, options),
        };
        capitalised(&text)
    }

    fn leak(&mut self, option: OptionIx, suspect: Actor, lost: bool, session: SessionIx) -> String {
        let idea = self.names.idea(option);
        let named = self.names.0.sessions[session].negotiators.len();
        let people = named + self.sessions.get(session.ix()).map_or(0, aides);
        let suspicion = match self.names.actor(suspect) {
            Some(who) => {
                let variants = [
                    "{n} people had come to the meeting, and suspicion fell on {who}",
                    "of the {n} who had come, {who} came under suspicion",
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

    fn misstep(&mut self, who: Actor, grave: bool, reopened: &[IssueIx]) -> String {
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
        let mut text = self.phrases.next(kind, &variants).replace("{}", &self.names.who(who));
        if !reopened.is_empty() {
            let verb = if reopened.len() == 1 { "was" } else { "were" };
            text.push_str(&format!(
                " {}, thought settled, {verb} open again.",
                self.names.issues(reopened)
            ));
        }
        text
    }

    fn brackets(&mut self, issues: &[IssueIx]) -> String {
        let variants = [
            "{} went into brackets: nothing on the table there was free of somebody's red line.",
            "There was no wording on {} that crossed nobody's red line, and it was left in brackets.",
        ];
        let phrase = self.phrases.next("brackets", &variants);
        phrase.replace("{}", &self.names.issues(issues))
    }

    fn question(&mut self, party: PartyIx, options: &[OptionIx]) -> String {
        let variants = [
            "The question of {idea} was put to {who}.",
            "{who} had to be asked about {idea}.",
        ];
        let phrase = self.phrases.next("question", &variants);
        phrase
            .replace("{who}", &self.names.party(party))
            .replace("{idea}", &self.names.ideas(options))
    }

    fn consent(&self, party: PartyIx, options: &[OptionIx]) -> String {
        let (who, idea) = (self.names.party(party), self.names.ideas(options));
        format!("{who} agreed to {idea}.")
    }

    /// What a guarantor would not have; the changes that are told before it may have followed from it.
    fn refusal(&self, party: PartyIx, options: &[OptionIx], meeting: &Meeting) -> String {
        let (who, idea) = (self.names.party(party), self.names.ideas(options));
        let left = |option: &OptionIx| meeting.changes.iter().any(|change| change.from == *option);
        match options.iter().all(left) {
            true => format!("{who} had refused consent to {idea}, which had to leave the text."),
            false => format!("{who} refused consent to {idea}, which could not stand."),
        }
    }

    /// An event in the words of whoever declared it; by its name alone where they gave none.
    fn told(
        &mut self,
        kind: &'static EventKind,
        actors: &[Actor],
        issue: Option<IssueIx>,
        options: &[OptionIx],
    ) -> String {
        let about = Subject { actors, issue, options };
        if kind.told.is_empty() {
            return self.names.named(kind, about);
        }
        let phrase = self.phrases.next(kind.name, &fitting(kind.told, !options.is_empty()));
        self.names.filled(phrase, about)
    }
}

/// The sentences that fit: those that name the option where there is one, and those that do not where there is none; all
/// where the declaration makes no difference.
fn fitting(told: &[&'static str], has_option: bool) -> Vec<&'static str> {
    let fits = |sentence: &&&str| (sentence.contains("{idea}") || sentence.contains("{ideas}")) == has_option;
    let fitting: Vec<&str> = told.iter().filter(fits).copied().collect();
    if fitting.is_empty() { told.to_vec() } else { fitting }
}
