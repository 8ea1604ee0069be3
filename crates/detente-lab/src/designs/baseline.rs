//! `baseline`: the scenario as it stands, and under each policy. No factor is varied.
//!
//! Source: stylised; it is the absence of a design.

use super::Design;
use crate::experiment::Factor;

/// No settings.
pub struct Baseline;

impl Design for Baseline {
    fn key(&self) -> &'static str {
        "baseline"
    }

    fn about(&self) -> &'static str {
        "the scenario as it stands, and under each policy"
    }

    fn source(&self) -> &'static str {
        "stylised"
    }

    fn takes_factors(&self) -> bool {
        false
    }

    fn settings(&self, _: &[Factor]) -> u64 {
        0
    }

    fn setting(&self, _: &[Factor], _: u64) -> Vec<usize> {
        Vec::new()
    }
}
