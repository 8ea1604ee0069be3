//! `random`: settings drawn at random, all factors at once.
//!
//! Source: Metropolis & Ulam (1949), The Monte Carlo method, JASA 44.

use super::{Design, Layout, POINTS, Rows, Size, Space, Takes, cube};
use detente_analyses::Arrangement;

/// A plain sample.
pub struct Random;

impl Design for Random {
    fn key(&self) -> &'static str {
        "random"
    }

    fn about(&self) -> &'static str {
        "settings drawn at random, all factors at once"
    }

    fn source(&self) -> &'static str {
        "Metropolis & Ulam 1949"
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
        let cube = cube::Random {
            seed: space.seed,
            dimensions: space.factors.len(),
        };
        Box::new(Rows {
            rows: space.size,
            row: move |number| cube.row(number),
        })
    }
}
