//! What single text, shuttle and plenary share: a mediator holds one text and carries it from session to session; those
//! present accept, consider or criticise it, and the holder revises it.
//!
//! Source: Fisher 1978 and Raiffa 1982 (single negotiating text); Ehtamo, Kettunen & Hamalainen 2001 (improving
//! directions); Klein et al. 2003 (mediated single text). Steps of a round: float, bracket, revise, evaluate, respond,
//! sign.

mod answering;
mod board;
mod closing;
mod conceding;
mod criticism;
mod decision;
mod draft;
mod drafting;
mod floating;
mod memory;
mod prospects;
mod revision;
mod sides;
mod signing;
mod weighing;

use crate::callings::call_on_gap;
use crate::events::TEXT_SIGNED;
use crate::facts::{ReservationValue, Verdict};
use crate::protocols::{conclude, is_text};
use answering::{Criticising, respond};
use bevy_ecs::schedule::IntoScheduleConfigs;
use closing::{harvest_issues, settle_issues};
pub use decision::is_worth_signing;
use detente_core::{Assembly, Case, EventKind, Phase, Run, Signing, events};
use drafting::{Drafting, revise_text, set_brackets};
use floating::{Floating, float_options, speak_in_private};
use memory::find_lines;
use signing::{call_conference, sign};
use weighing::{Judging, misjudge, weigh_text};

/// What comes about round a text, by whomever it is carried.
pub(super) const EVENTS: &[&EventKind] = &[
    TEXT_SIGNED,
    OPTION_FLOATED,
    TEXT_REVISED,
    TEXT_ACCEPTED,
    TEXT_CONSIDERED,
    TEXT_REJECTED,
    ISSUE_HARVESTED,
    ISSUE_BRACKETED,
    ACCEPTANCE_LAPSED,
    CONFERENCE_CALLED,
    SIGNATURE_WAITS,
    SIGNATURE_WITHHELD,
];

/// Whether a text is on the table in this session, rather than what another protocol puts there.
#[inline]
fn is_on_text(case: &Case, run: &Run) -> bool {
    is_text(&case.sessions[run.session].protocol)
}

events! {
    /// An option was put on the table for the first time.
    pub OPTION_FLOATED = "option_floated",
        told [
            "{who} floated {idea}.",
            "Somebody floated {idea}.",
        ];
    /// The holder of the text changed it.
    pub TEXT_REVISED = "text_revised",
        told [
            "{who} put {idea} into the text.",
            "The text now had {idea}.",
        ];
    /// A party accepted the text as it stands.
    pub TEXT_ACCEPTED = "text_accepted",
        told ["{who} accepted the text as it stood."];
    /// A party can live with the text, but asks for more.
    pub TEXT_CONSIDERED = "text_considered",
        told [
            "{who} could live with the text, but asked for more on {matter}.",
            "{who} could live with the text, but held back.",
        ];
    /// A party rejected the text and named an issue.
    pub TEXT_REJECTED = "text_rejected",
        told [
            "{who} rejected the text, naming {matter}.",
            "{who} rejected the text.",
        ];
    /// A settled issue was agreed for good, ahead of the rest.
    pub ISSUE_HARVESTED = "issue_harvested",
        told [
            "{matter} was agreed for good, whatever came of the rest.",
            "The sides put {matter} behind them for good.",
        ];
    /// No option that may stand on an issue crosses nobody's red line: its wording stands in brackets.
    pub ISSUE_BRACKETED = "issue_bracketed",
        told ["{matter} was left in brackets."];
    /// A change of the text took something from a party that had accepted it.
    pub ACCEPTANCE_LAPSED = "acceptance_lapsed",
        told ["With the new wording on {matter} the acceptance of {who} lapsed."];
    /// All have accepted, but a guarantor's answer is out.
    pub SIGNATURE_WAITS = "signature_waits",
        told [
            "Every side had accepted the text; the signature waited for an answer that was still out.",
            "All sides were ready to sign, and waited for an answer from outside.",
        ];
    /// Asked once more, a party that had accepted the text did not sign it.
    pub SIGNATURE_WITHHELD = "signature_withheld",
        told ["Asked once more, {who} did not sign the text."];
    /// All have accepted, and meet to sign.
    pub CONFERENCE_CALLED = "conference_called",
        told [
            "As every side had now accepted the text, all were called to one table to sign it.",
            "Each side had said yes in its own room; a conference was called for the signature.",
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
        .opening(find_lines)
        .add(Phase::Propose, (float_options, set_brackets, revise_text).chain())
        .add(Phase::Evaluate, weigh_text)
        .add(Phase::Respond, respond)
        .add(Phase::Relate, settle_issues)
        .add(Phase::Sign, (sign, call_conference).chain())
        .add(Phase::Close, conclude);
    call_on_gap(assembly);
    if assembly.case().talks.signing == Signing::EarlyHarvest {
        assembly.add(Phase::Relate, harvest_issues.after(settle_issues));
    }
}
