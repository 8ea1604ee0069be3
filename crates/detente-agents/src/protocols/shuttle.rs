//! The shuttle: a single text carried between capitals. Its rules are those of the single text; who is not in the room is
//! not asked, and what it has accepted stands until the text is changed to its disadvantage.

use super::single_text::SingleText;
use super::text;
use detente_core::{Assembly, EventKind, Origin, Protocol, origin};

/// The protocol.
pub struct Shuttle;

impl Protocol for Shuttle {
    const KEY: &'static str = "shuttle";
    const ABOUT: &'static str = "The single text carried between capitals: only the side that is visited is asked, and \
                                 its acceptance stands until the text changes to its disadvantage.";
    const SOURCE: &'static str = "Kissinger's shuttles as described by Touval & Zartman 1985; rule stylised";
    const ORIGIN: Origin = origin!();
    const EXTENDS: Option<&'static str> = Some(SingleText::KEY);
    const EVENTS: &'static [&'static EventKind] = text::EVENTS;
    const NEEDS_HOLDER: bool = true;
    fn assemble(_: &mut Assembly<'_>) {}
}
