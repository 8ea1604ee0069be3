//! Protocols: how a session is held.

pub mod alternating_offers;
pub mod monotonic_concession;
mod offers;
pub mod plenary;
pub mod shuttle;
pub mod single_text;
pub mod text;

pub use offers::{OFFER_ACCEPTED, OFFER_MADE, OFFER_REJECTED, OPTION_OFFERED};

use crate::facts::Ending;
use alternating_offers::AlternatingOffers;
use detente_core::{Actor, Outcome, Protocol, Runs, TalksRow, events};
use monotonic_concession::MonotonicConcession;
use plenary::Plenary;
use shuttle::Shuttle;
use single_text::SingleText;

events! {
    /// All disputants signed.
    pub TEXT_SIGNED = "text_signed",
        told ["The text was signed."];
}

/// The protocols in which whole packages are offered, and no text is on the table.
pub(crate) const OFFERS: &[&str] = &[AlternatingOffers::KEY, MonotonicConcession::KEY];

/// The protocols that put a text on the table.
const TEXTS: &[&str] = &[SingleText::KEY, Shuttle::KEY, Plenary::KEY];

/// Whether a session of this protocol is held on a text.
#[inline]
pub(crate) fn is_text(protocol: &str) -> bool {
    TEXTS.contains(&protocol)
}

/// Whose text or offer it is that was signed.
fn author(ending: &Ending) -> Actor {
    ending.proposer.map_or(Actor::Talks, Actor::Party)
}

/// What was signed, and needs nobody's vote, is agreed.
fn conclude(mut runs: Runs<TalksRow<&mut Ending>>) {
    for (run, ending) in runs.iter() {
        if ending[0].signed_day.is_some() && ending[0].is_open() {
            let actor = author(&ending[0]);
            ending[0].end(Outcome::Agreement, run.day, TEXT_SIGNED, actor, None);
        }
    }
}
