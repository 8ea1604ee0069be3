//! The minutes of a run: what a reader who was not in the room would want to know, in plain prose.
//!
//! Events are gathered by meeting, meetings are told in sentences, and stretches in which nothing moved in one line.
//! Wording varies by counting, never by chance, so that the same run always reads the same.

mod days;
mod ending;
mod layout;
mod meeting;
mod names;
mod preface;
mod prose;
mod tone;

pub use tone::{Readings, Tone};

use crate::play::Account;
use days::Days;
use detente_core::Registry;
use detente_core::terms::{SessionTerms, TalksTerms};
use layout::Page;
use meeting::{Course, Meeting};
use names::Names;
use prose::Teller;

/// The minutes of a run.
pub fn minutes(account: &Account, registry: &Registry) -> String {
    let model = &*account.model;
    let names = Names(model);
    let days = Days {
        start: model.start_date,
    };
    let sessions: Vec<SessionTerms> = account.numbers.rows(model, registry);
    let horizon = account
        .numbers
        .rows::<TalksTerms>(model, registry)
        .first()
        .map(|t| t.horizon_days);
    let course = Course::of(model, &account.events, &account.samples);
    let mut page = Page::default();
    preface::write(&mut page, account, &names, &days, horizon);
    let mut teller = Teller::new(&names, &days, &sessions);
    for stretch in stretches(&course.meetings) {
        teller.tell(&mut page, stretch);
    }
    ending::write(&mut page, account, &course, &names, &days);
    page.text()
}

/// Meetings to be told one by one, and stretches of them in which nothing moved.
fn stretches(meetings: &[Meeting]) -> impl Iterator<Item = &[Meeting]> {
    let fits = |m: &Meeting| m.is_quiet() && !m.first;
    meetings.chunk_by(move |a, b| fits(a) && fits(b))
}

#[cfg(test)]
mod tests;
