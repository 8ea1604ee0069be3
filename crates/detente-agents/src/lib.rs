//! The behaviours and protocols of Detente: one module each. [`standard`] lists them all, in the order in which they act.
//!
//! ```
//! let registry = detente_agents::standard();
//! let fatigue = registry.behaviours().iter().find(|b| b.key == "fatigue").expect("a behaviour that ships");
//! let numbers = registry.sets()[fatigue.set].all;
//! assert!(numbers.iter().any(|number| number.name == "rate_per_session" && number.unit == "share"));
//! ```

pub mod behaviours;
mod callings;
pub mod channels;
pub mod events;
pub mod facts;
pub mod protocols;
mod states;

use behaviours::{
    backing::Backing, caution::Caution, commitment::Commitment, concession::Concession, consent::Consent,
    deadlock::Deadlock, discovery::Discovery, domestic_pressure::DomesticPressure, durability::Durability,
    fatigue::FatigueTerms, haste::Haste, leaks::Leaks, mediation::Mediation, missteps::Missteps,
    momentum::MomentumTerms, perceived_division::PerceivedDivision, rapport::RapportTerms, ratification::Ratification,
    reciprocity::Reciprocity, resolve::Resolve, ripeness::Ripeness, shocks::Shocks, signals::Signals,
    trust::TrustTerms, walkouts::WalkOuts, war::War,
};
use detente_core::Registry;
use protocols::alternating_offers::AlternatingOffers;
use protocols::monotonic_concession::MonotonicConcession;
use protocols::plenary::Plenary;
use protocols::shuttle::Shuttle;
use protocols::single_text::SingleText;
use states::{Confidence, Warmth};

/// Everything that a scenario can switch on. The order is the order of action within a phase.
pub fn standard() -> Registry {
    Registry::new()
        .with_state::<Confidence>()
        .with_state::<Warmth>()
        .with_state::<states::Ripeness>()
        .with_protocol::<SingleText>()
        .with_protocol::<Shuttle>()
        .with_protocol::<AlternatingOffers>()
        .with_protocol::<MonotonicConcession>()
        .with_protocol::<Plenary>()
        .with::<Shocks>()
        .with::<War>()
        .with::<Backing>()
        .with::<FatigueTerms>()
        .with::<Haste>()
        .with::<DomesticPressure>()
        .with::<MomentumTerms>()
        .with::<TrustTerms>()
        .with::<RapportTerms>()
        .with::<PerceivedDivision>()
        .with::<Missteps>()
        .with::<Concession>()
        .with::<Resolve>()
        .with::<Reciprocity>()
        .with::<Caution>()
        .with::<Commitment>()
        .with::<Mediation>()
        .with::<Ripeness>()
        .with::<Discovery>()
        .with::<Leaks>()
        .with::<Signals>()
        .with::<WalkOuts>()
        .with::<Consent>()
        .with::<Ratification>()
        .with::<Durability>()
        .with::<Deadlock>()
}
