//! The single negotiating text, round one table: a mediator holds it, those present accept, consider or criticise it, and
//! the holder revises it. How, stands in [`super::text`].

use super::text;
use detente_core::{Assembly, EventKind, Origin, Protocol, origin};

/// The protocol.
pub struct SingleText;

impl Protocol for SingleText {
    const KEY: &'static str = "single_text";
    const ABOUT: &'static str = "A mediator holds one text; those present accept, consider or criticise it, the holder \
                                 revises it, up to three changes a session.";
    const SOURCE: &'static str = "Fisher 1978; Raiffa 1982; Ehtamo et al. 2001; Klein et al. 2003";
    const ORIGIN: Origin = origin!();
    const EVENTS: &'static [&'static EventKind] = text::EVENTS;
    const NEEDS_HOLDER: bool = true;
    fn assemble(assembly: &mut Assembly<'_>) {
        text::assemble(assembly);
    }
}
