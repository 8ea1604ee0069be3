//! Behaviours that declare numbers and do nothing.

use detente_core::{Assembly, Behaviour, Origin, Protocol, Registry, origin, params};

params! {
    /// Of negotiators.
    Fatigue on detente_core::Negotiator as "fatigue" {
        /// Gain per session
        rate_per_session: "share", 0.0 ..= 1.0, default 0.08, absent 0.0, "test";
        /// Days until half of it is gone
        half_life_days: "days", 0.1 ..= 365.0, default 12, absent 12, "test";
    }
}
params! {
    /// Of the talks.
    Leaks on detente_core::Talks as "leaks" {
        /// Hazard a day
        hazard_per_day: "per day", 0.0 ..= 1.0, default 0.0004, absent 0.0, "test";
    }
}
params! {
    /// Of sessions.
    Weather on detente_core::Session as "weather" {
        /// Chance of rain
        rain: "share", 0.0 ..= 1.0, default 0.5, absent 0.0, "test";
    }
}
params! {
    /// Of relations.
    Grudge on detente_core::Relation as "grudge" {
        /// How long it lasts
        days: "days", 0.0 ..= 1000.0, default 10, absent 0, "test";
    }
}
params! {
    /// Of domestic groups.
    Protest on detente_core::Constituency as "protest" {
        /// How loud
        loudness: "share", 0.0 ..= 1.0, default 0.5, absent 0.0, "test";
    }
}

macro_rules! behaviours {
    ($( $name:ident with $params:ident; )*) => {$(
        struct $name;
        impl Behaviour for $name {
            type Params = $params;
            const ABOUT: &'static str = "Declares numbers.";
            const SOURCE: &'static str = "test";
            const ORIGIN: Origin = origin!();
            fn assemble(_: &mut Assembly<'_>) {}
        }
    )*};
}

behaviours! {
    Tiring with Fatigue;
    Leaking with Leaks;
    Raining with Weather;
    Grudging with Grudge;
    Protesting with Protest;
}

macro_rules! protocols {
    ($( $name:ident as $key:literal; )*) => {$(
        struct $name;
        impl Protocol for $name {
            const KEY: &'static str = $key;
            const ABOUT: &'static str = "Does nothing.";
            const SOURCE: &'static str = "test";
            const ORIGIN: Origin = origin!();
            fn assemble(_: &mut Assembly<'_>) {}
        }
    )*};
}

protocols! {
    SingleText as "single_text";
    Shuttle as "shuttle";
}

pub(super) fn registry() -> Registry {
    Registry::new()
        .with::<Tiring>()
        .with::<Leaking>()
        .with::<Raining>()
        .with::<Grudging>()
        .with::<Protesting>()
        .with_protocol::<SingleText>()
        .with_protocol::<Shuttle>()
}
