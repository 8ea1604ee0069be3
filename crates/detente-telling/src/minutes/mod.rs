//! The minutes of a run: what a reader who was not in the room would want to know, in plain prose.
//!
//! Events are gathered by meeting, meetings are told in sentences, and stretches in which nothing moved in one line.
//! Wording varies by counting, never by chance, so that the same run always reads the same.

mod days;
mod ending;
mod layout;
mod meeting;
mod names;
mod offers;
mod preface;
mod prose;
mod reasons;
mod sentence;
mod tone;

pub use tone::{Readings, Tone};

use days::Days;
use detente_core::Registry;
use detente_core::terms::{SessionTerms, TalksTerms};
use detente_lab::watch::Account;
use layout::Page;
use meeting::{Course, Meeting};
pub(crate) use names::Names;
use offers::Offers;
use prose::Teller;

/// The minutes of a run.
pub fn minutes(account: &Account, registry: &Registry) -> String {
    on(Page::default(), account, registry)
}

/// The same, with every heading, paragraph and row on a line of its own, for a page that breaks lines itself. What stands
/// below a heading is indented by four spaces, items of lists by eight; cells of a row are three spaces apart or more.
pub fn unbroken_minutes(account: &Account, registry: &Registry) -> String {
    on(Page::unbroken(), account, registry)
}

fn on(mut page: Page, account: &Account, registry: &Registry) -> String {
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
    let offers = Offers::of(account, registry, &names);
    preface::write(&mut page, account, &names, &days, horizon);
    let mut teller = Teller::new(&names, &days, &sessions, &offers);
    for stretch in stretches(&course.meetings, &offers) {
        teller.tell(&mut page, stretch);
    }
    ending::write(&mut page, account, &course, &offers, &names, &days);
    page.text()
}

/// Meetings to be told one by one, and stretches of them in which nothing moved.
fn stretches<'a>(meetings: &'a [Meeting], offers: &Offers<'_>) -> impl Iterator<Item = &'a [Meeting]> {
    let fits = |m: &Meeting| m.is_quiet() && !m.first && (!offers.are_made(m) || offers.is_still(m));
    meetings.chunk_by(move |a, b| fits(a) && fits(b) && offers.are_made(a) == offers.are_made(b))
}

#[cfg(test)]
mod tests;
