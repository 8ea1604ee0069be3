//! The single negotiating text: a mediator holds one text and carries it from session to session; those present accept,
//! consider or criticise it, and the holder revises it. A shuttle is the same text carried between capitals: only those
//! in the room are asked, an acceptance stands until the text changes.
//!
//! Source: Fisher 1978 and Raiffa 1982 (single negotiating text); Ehtamo, Kettunen & Hamalainen 2001 (improving
//! directions); Klein et al. 2003 (mediated single text). Steps of a round: float, revise, evaluate, respond, sign.

mod answering;
mod closing;
mod criticism;
mod decision;
mod drafting;
mod floating;
mod revision;
mod weighing;

use crate::callings::call_on_gap;
use crate::events::TEXT_SIGNED;
use crate::facts::{ReservationValue, Verdict};
use crate::protocols::conclude;
use crate::protocols::plenary::{self, Plenary};
use answering::{Criticising, respond};
use bevy_ecs::schedule::IntoScheduleConfigs;
use closing::{harvest_issues, settle_issues, sign};
pub use decision::is_worth_signing;
use detente_core::{Assembly, Case, EventKind, Origin, Phase, Protocol, Run, Signing, events, origin};
use drafting::{Drafting, revise_text};
use floating::{Floating, float_options, speak_in_private};
use weighing::{Judging, misjudge, weigh_text};

/// The protocol, for sessions around one table.
pub struct SingleText;
/// The protocol, for legs of a shuttle.
pub struct Shuttle;

impl Protocol for SingleText {
    const KEY: &'static str = "single_text";
    const ABOUT: &'static str = "A mediator holds one text; those present accept, consider or criticise it, the holder \
                                 revises it, up to three changes a session.";
    const SOURCE: &'static str = "Fisher 1978; Raiffa 1982; Ehtamo et al. 2001; Klein et al. 2003";
    const ORIGIN: Origin = origin!();
    const EVENTS: &'static [&'static EventKind] = EVENTS;
    const NEEDS_HOLDER: bool = true;
    fn assemble(assembly: &mut Assembly<'_>) {
        assemble(assembly);
    }
}

impl Protocol for Shuttle {
    const KEY: &'static str = "shuttle";
    const ABOUT: &'static str = "The single text carried between capitals: only the side that is visited is asked, and \
                                 its acceptance stands until the text changes.";
    const SOURCE: &'static str = "Kissinger's shuttles as described by Touval & Zartman 1985; rule stylised";
    const ORIGIN: Origin = origin!();
    const EVENTS: &'static [&'static EventKind] = EVENTS;
    const SYSTEMS: &'static str = SingleText::KEY;
    const NEEDS_HOLDER: bool = true;
    fn assemble(assembly: &mut Assembly<'_>) {
        assemble(assembly);
    }
}

/// What the single text brings about, by whomever it is carried.
pub(super) const EVENTS: &[&EventKind] = &[
    TEXT_SIGNED,
    OPTION_FLOATED,
    TEXT_REVISED,
    TEXT_ACCEPTED,
    TEXT_CONSIDERED,
    TEXT_REJECTED,
    ISSUE_HARVESTED,
];

/// Whether a text is on the table in this session, rather than what another protocol puts there.
#[inline]
fn is_on_text(case: &Case, run: &Run) -> bool {
    [SingleText::KEY, Shuttle::KEY, Plenary::KEY].contains(&case.sessions[run.session].protocol.as_str())
}

events! {
    /// An option was put on the table for the first time.
    pub OPTION_FLOATED = "option_floated";
    /// The holder of the text changed it.
    pub TEXT_REVISED = "text_revised";
    /// A party accepted the text as it stands.
    pub TEXT_ACCEPTED = "text_accepted";
    /// A party can live with the text, but asks for more.
    pub TEXT_CONSIDERED = "text_considered";
    /// A party rejected the text and named an issue.
    pub TEXT_REJECTED = "text_rejected";
    /// A settled issue was agreed for good, ahead of the rest.
    pub ISSUE_HARVESTED = "issue_harvested",
        told [
            "{matter} was agreed for good, whatever came of the rest.",
            "The sides put {matter} behind them for good.",
        ];
}

pub(super) fn assemble(assembly: &mut Assembly<'_>) {
    assembly
        .draws::<Judging>()
        .draws::<Floating>()
        .draws::<Drafting>()
        .draws::<Criticising>()
        .probe::<Verdict>("aspiration", "utility", [0.0, 1.0], |v| v.aspiration)
        .probe::<ReservationValue>("reservation_value", "utility", [0.0, 1.0], |r| r.0)
        .add(Phase::Strain, (speak_in_private, misjudge).chain())
        .add(Phase::Propose, (float_options, revise_text).chain())
        .add(Phase::Evaluate, weigh_text)
        .add(Phase::Respond, (respond, plenary::vote).chain())
        .add(Phase::Relate, settle_issues)
        .add(Phase::Sign, (sign, plenary::sign).chain())
        .add(Phase::Close, conclude);
    call_on_gap(assembly);
    if assembly.case().talks.signing == Signing::EarlyHarvest {
        assembly.add(Phase::Relate, harvest_issues.after(settle_issues));
    }
}
