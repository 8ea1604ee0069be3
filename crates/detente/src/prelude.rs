//! What a program with a behaviour of its own needs: `use detente::prelude::*;`.
//!
//! Declarations of parameters and systems also name `bevy_ecs`, which such a program depends on at the same version.

pub use detente_core::{
    Actor, Assembly, Behaviour, ByParty, ByRow, Case, Constituencies, Constituency, Draw, Draws, Event, EventKind,
    Indexed, Issue, IssueIx, IssueOption, Issues, Linkages, Model, Negotiator, NegotiatorIx, Negotiators, OptionIx,
    Options, Origin, Outcome, Params, Parties, Party, PartyIx, Phase, Protocol, RareDraws, Record, Registry, Relation,
    Relations, Run, Runs, SessionIx, Sessions, Stakes, Stances, Talks, TalksRow, The, channel, events, fact, origin,
    params, state, terms,
};

pub use detente_agents::{channels, events, facts};
pub use detente_lab::Lab;

/// `Registry::standard()`.
pub trait Standard: Sized {
    /// Every behaviour and protocol that ships with Detente, in the order in which they act.
    fn standard() -> Self;
}

impl Standard for Registry {
    fn standard() -> Self {
        detente_agents::standard()
    }
}
