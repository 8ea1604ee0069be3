//! Alternating offers in sentences: first offers in full, then what moved; stretches of repetition in one line, and of
//! many moves the first, the last and those that matter.
//!
//! Rounds are told in the present, like the moves of a game; what they came to is told in the past, like all minutes.

mod callings;
mod choice;
mod course;
mod ending;
mod words;
mod worth;

use super::layout::Page;
use super::meeting::Meeting;
use super::names::Names;
use crate::wording::capitalised;
use choice::{Fate, Told};
use course::{Course, Round, Turn};
use detente_agents::protocols::alternating_offers::AlternatingOffers;
use detente_core::{ByRow, Model, Party, PartyIx, Protocol, Registry, SessionIx};
use detente_lab::watch::Account;
use worth::Worths;

/// Up to so many issues, a first offer is told in a sentence; more stand in a table.
const MOST_IN_A_SENTENCE: usize = 4;

/// Tells the rounds of alternating offers.
pub(super) struct Offers<'a> {
    names: &'a Names<'a>,
    /// What parties are called, by party.
    called: ByRow<Party, Vec<String>>,
    worths: Option<Worths>,
    course: Course,
    /// By round.
    fates: Vec<Fate>,
    /// Digits behind the point of utilities.
    decimals: usize,
    /// Whether the talks ended with offers rather than with a text.
    decided: bool,
}

/// Whether offers alternate in a session.
fn is_held(model: &Model, session: SessionIx) -> bool {
    model.sessions[session].protocol == AlternatingOffers::KEY
}

impl<'a> Offers<'a> {
    pub(super) fn of(account: &Account, registry: &Registry, names: &'a Names<'a>) -> Self {
        let model = &*account.model;
        let all_here = |session: SessionIx| model.disputants().all(|p| model.sessions[session].parties.contains(&p));
        let held = |session: SessionIx| is_held(model, session) && all_here(session);
        let course = Course::of(model, &account.events, held);
        let last = account.events.last().is_some_and(|event| is_held(model, event.session));
        let mut offers = Self {
            names,
            called: callings::callings(model),
            worths: Worths::of(account, registry),
            fates: Vec::new(),
            decimals: 2,
            decided: course.signed.is_some() || (last && !course.text_signed && !course.rounds.is_empty()),
            course,
        };
        offers.decimals = offers.decimals();
        offers.fates = choice::fates(&offers);
        offers
    }

    /// Whether offers alternated in a meeting.
    pub(super) fn are_made(&self, meeting: &Meeting) -> bool {
        is_held(self.names.0, meeting.session)
    }

    /// Whether no round of a meeting is told by itself.
    pub(super) fn is_still(&self, meeting: &Meeting) -> bool {
        let mut fates = self.course.rounds.iter().zip(&self.fates);
        self.are_made(meeting) && fates.all(|(round, fate)| round.meeting != meeting.number || *fate != Fate::Told)
    }

    /// Tells the rounds of some meetings in a row.
    pub(super) fn write(&self, page: &mut Page, meetings: &[Meeting]) {
        let within = |round: &Round| meetings.iter().any(|meeting| meeting.number == round.meeting);
        let mut rounds = (0..self.course.rounds.len()).filter(|&r| within(&self.course.rounds[r]));
        let Some(first) = rounds.next() else {
            return page.paragraph(&self.silence(meetings));
        };
        let last = rounds.next_back().unwrap_or(first);
        for told in choice::told(&self.fates, first..last + 1) {
            match told {
                Told::Round(0) => self.opening(page, &self.course.rounds[0]),
                told => page.paragraph(&self.entry(&told)),
            }
        }
    }

    /// Why nobody made an offer.
    fn silence(&self, meetings: &[Meeting]) -> String {
        let model = self.names.0;
        let here = |party: PartyIx| {
            meetings
                .iter()
                .all(|m| model.sessions[m.session].parties.contains(&party))
        };
        let absent: Vec<PartyIx> = model.disputants().filter(|&p| !here(p)).collect();
        match absent.is_empty() {
            true => "No offers were made.".to_owned(),
            false => format!("No offers were made in the absence of {}.", self.names.parties(&absent)),
        }
    }

    /// Some rounds in a row, in a sentence.
    fn entry(&self, told: &Told) -> String {
        match told {
            Told::Round(r) => self.round(*r),
            Told::Still(rounds) => self.standstill(rounds.clone()),
            Told::Old(rounds) => self.nothing_new(rounds.clone()),
            Told::Same(rounds) => format!("{}: the same offers and answers again.", self.rounds(rounds.clone())),
            Told::LeftOut(rounds) => self.gap(rounds.clone()),
        }
    }

    /// The first round: every offer in full.
    fn opening(&self, page: &mut Page, round: &Round) {
        let offers: Vec<&Turn> = round.turns.iter().filter(|turn| turn.offer.is_some()).collect();
        let first = if offers.is_empty() { "" } else { " The first offers." };
        let values = self.reservation_values();
        page.paragraph(&format!("Round {}.{first}{values}", round.number));
        let in_table = offers.len() > 1 && self.names.0.issues.len() > MOST_IN_A_SENTENCE;
        if in_table {
            page.columns(&self.table(&offers));
        }
        for (place, turn) in round.turns.iter().enumerate() {
            if !(in_table && turn.offer.is_some()) {
                page.item(&format!("{}.", capitalised(&self.turn(0, place))));
            }
        }
    }
}

#[cfg(test)]
mod tests;
