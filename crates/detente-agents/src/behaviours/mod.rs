//! Behaviours: one module each, speaking to the others through channels and facts only.

pub mod backing;
pub mod caution;
pub mod commitment;
pub mod concession;
pub mod consent;
pub mod deadlock;
pub mod discovery;
pub mod domestic_pressure;
pub mod durability;
pub mod fatigue;
pub mod haste;
pub mod leaks;
pub mod mediation;
pub mod missteps;
pub mod momentum;
pub mod perceived_division;
pub mod rapport;
pub mod ratification;
pub mod reciprocity;
pub mod resolve;
pub mod ripeness;
pub mod shocks;
pub mod signals;
pub mod trust;
pub mod walkouts;
pub mod war;
