//! What a program with a behaviour of its own needs: `use detente::prelude::*;`.
//!
//! Declarations of parameters and systems also name `bevy_ecs`, which such a program depends on at the same version.

pub use detente_core::{
    Actor, Assembly, Behaviour, Case, Constituencies, Draw, Draws, Event, EventKind, Issues, Linkages, Model,
    Negotiators, Options, Origin, Outcome, Params, Parties, Phase, Protocol, RareDraws, Record, Registry, Relations,
    Run, Runs, Sessions, Stakes, Stances, TalksRow, channels, facts, origin, params, terms,
};

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
