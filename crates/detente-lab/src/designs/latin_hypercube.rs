//! `latin_hypercube`: few settings that cover the range of every factor evenly.
//!
//! Source: McKay, Beckman & Conover (1979), A comparison of three methods for selecting values of input variables, Technometrics 21.

use super::{Design, Layout, POINTS, Rows, Size, Space, Takes, cube};
use detente_analyses::Arrangement;

/// Every range cut into as many parts as there are settings, and each part met once.
pub struct LatinHypercube;

impl Design for LatinHypercube {
    fn key(&self) -> &'static str {
        "latin_hypercube"
    }

    fn about(&self) -> &'static str {
        "few settings that cover the range of every factor evenly"
    }

    fn source(&self) -> &'static str {
        "McKay, Beckman & Conover 1979"
    }

    fn takes(&self) -> Takes {
        Takes::Ranges
    }

    fn size(&self) -> Option<Size> {
        Some(POINTS)
    }

    fn has_own_luck(&self) -> bool {
        true
    }

    fn arrangement(&self) -> Arrangement {
        Arrangement::AllOver
    }

    fn lay_out(&self, space: &Space<'_>) -> Box<dyn Layout> {
        let cube = cube::LatinHypercube::new(space.seed, space.size, space.factors.len());
        Box::new(Rows {
            rows: space.size,
            row: move |number| cube.row(number),
        })
    }
}
