//! `morris`: which of many factors matter at all: trajectories on which one factor moves after another.
//!
//! Source: Morris (1991), Technometrics 33; Campolongo, Cariboni & Saltelli (2007), Environmental Modelling & Software 22.

use super::{Design, Layout, Place, Size, Space, Takes, cube};
use detente_analyses::Arrangement;

/// Trajectories of elementary effects.
pub struct Morris;

impl Design for Morris {
    fn key(&self) -> &'static str {
        "morris"
    }

    fn about(&self) -> &'static str {
        "which of many factors matter at all: trajectories on which one factor moves after another"
    }

    fn source(&self) -> &'static str {
        "Morris 1991; Campolongo, Cariboni & Saltelli 2007"
    }

    fn takes(&self) -> Takes {
        Takes::Ranges
    }

    fn size(&self) -> Option<Size> {
        Some(Size {
            key: "trajectories",
            about: "trajectories, each of one setting more than there are factors",
            default: 20,
            most: 1_000,
        })
    }

    fn needs_free_factors(&self) -> bool {
        true
    }

    fn shares_luck_out(&self) -> bool {
        true
    }

    fn arrangement(&self) -> Arrangement {
        Arrangement::Trajectories
    }

    fn lay_out(&self, space: &Space<'_>) -> Box<dyn Layout> {
        let cube = cube::Morris::new(space.seed, space.size, space.factors.len());
        let each = space.factors.len() as u64 + 1;
        let endless = space.factors.iter().map(|factor| factor.is_endless()).collect();
        Box::new(Trajectories { cube, each, endless })
    }
}

/// Trajectories, each with luck of its own: what moves along one is a factor alone.
struct Trajectories {
    cube: cube::Morris,
    /// Settings of each.
    each: u64,
    /// By factor, whether its values have no end.
    endless: Vec<bool>,
}

/// The levels 0, 1/3, 2/3, 1 as quantiles of a distribution without an end: 1/8, 3/8, 5/8, 7/8, the middles of four parts
/// that are as likely as one another.
fn within(level: f64) -> f64 {
    (1.0 + 6.0 * level) / 8.0
}

impl Layout for Trajectories {
    fn settings(&self) -> u64 {
        self.cube.rows()
    }

    fn setting(&self, number: u64) -> Vec<Place> {
        let levels = self.cube.row(number).into_iter().zip(&self.endless);
        levels
            .map(|(level, &endless)| Place::Quantile(if endless { within(level) } else { level }))
            .collect()
    }

    fn lucks(&self) -> u64 {
        self.cube.rows() / self.each
    }

    fn luck(&self, number: u64) -> u64 {
        number / self.each
    }
}
