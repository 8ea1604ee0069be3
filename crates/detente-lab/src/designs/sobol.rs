//! `sobol`: settings that cover the ranges of all factors evenly together; a power of two of them covers best.
//!
//! Source: Sobol (1967); Joe & Kuo (2008); Owen (1995) for the scrambling.

use super::{Design, Layout, POINTS, Rows, Size, Space, Takes, cube};
use detente_analyses::Arrangement;

/// The scrambled Sobol sequence.
pub struct Sobol;

impl Design for Sobol {
    fn key(&self) -> &'static str {
        "sobol"
    }

    fn about(&self) -> &'static str {
        "settings that cover the ranges of all factors evenly together; a power of two of them covers best"
    }

    fn source(&self) -> &'static str {
        "Sobol 1967; Joe & Kuo 2008; Owen 1995"
    }

    fn takes(&self) -> Takes {
        Takes::Ranges
    }

    fn size(&self) -> Option<Size> {
        Some(POINTS)
    }

    fn goes_on(&self) -> bool {
        true
    }

    fn has_own_luck(&self) -> bool {
        true
    }

    fn arrangement(&self) -> Arrangement {
        Arrangement::AllOver
    }

    fn lay_out(&self, space: &Space<'_>) -> Box<dyn Layout> {
        // There are fewer factors than dimensions: see `MOST_FACTORS`.
        let cube = cube::Sobol::scrambled(space.seed, space.factors.len());
        Box::new(Rows {
            rows: cube.as_ref().map_or(0, |_| space.size),
            row: move |number| cube.as_ref().map_or_else(Vec::new, |cube| cube.row(number)),
        })
    }
}
