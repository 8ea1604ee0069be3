//! `baseline`: the scenario as it stands, and under each policy. No factor is varied.
//!
//! Source: stylised; it is the absence of a design.

use super::{Design, Layout, Rows, Space, Takes};

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

    fn takes(&self) -> Takes {
        Takes::Nothing
    }

    fn lay_out(&self, _: &Space<'_>) -> Box<dyn Layout> {
        Box::new(Rows {
            rows: 0,
            row: |_| Vec::new(),
        })
    }
}
