//! States that shocks can change in every scenario, whatever behaviours it uses: each starts from a number of the file.

use crate::facts::{Rapport, Ripe, Trust};
use detente_core::State;

/// Trust of one party in another.
pub(crate) struct Confidence;
impl State for Confidence {
    type Column = Trust;
    const KEY: &'static str = "trust";
    fn change(trust: &mut Trust, by: f64, [low, high]: [f64; 2]) {
        trust.0 = (trust.0 + by).clamp(low, high);
    }
}

/// Rapport of one party with another.
pub(crate) struct Warmth;
impl State for Warmth {
    type Column = Rapport;
    const KEY: &'static str = "rapport";
    fn change(rapport: &mut Rapport, by: f64, [low, high]: [f64; 2]) {
        rapport.0 = (rapport.0 + by).clamp(low, high);
    }
}

/// Whether a matter is ripe.
pub(crate) struct Ripeness;
impl State for Ripeness {
    type Column = Ripe;
    const KEY: &'static str = "ripe";
    fn change(ripe: &mut Ripe, by: f64, _: [f64; 2]) {
        ripe.0 = by > 0.0;
    }
}
