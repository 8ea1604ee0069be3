//! Behaviours: one module each, speaking to the others through channels and facts only.

pub mod concession;
pub mod consent;
pub mod deadlock;
pub mod discovery;
pub mod domestic_pressure;
pub mod fatigue;
pub mod leaks;
pub mod mediation;
pub mod missteps;
pub mod momentum;
pub mod rapport;
pub mod ratification;
pub mod ripeness;
pub mod trust;
pub mod walkouts;
pub mod war;
