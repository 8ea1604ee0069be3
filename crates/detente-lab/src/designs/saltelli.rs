//! `saltelli`: how much of what differs between runs each factor accounts for, alone and with the others, and how much is
//! luck: base rows of which one factor after another is exchanged, and then luck.
//!
//! Source: Saltelli (2002), Computer Physics Communications 145; Saltelli et al. (2010), ibid. 181.

use super::{Design, Layout, Place, Size, Space, Takes, cube};
use detente_analyses::Arrangement;

/// Base rows for Sobol indices.
pub struct Saltelli;

impl Design for Saltelli {
    fn key(&self) -> &'static str {
        "saltelli"
    }

    fn about(&self) -> &'static str {
        "how much of what differs between runs each factor accounts for, and how much is luck"
    }

    fn source(&self) -> &'static str {
        "Saltelli 2002; Saltelli et al. 2010"
    }

    fn takes(&self) -> Takes {
        Takes::Ranges
    }

    fn size(&self) -> Option<Size> {
        Some(Size {
            key: "base_rows",
            about: "base rows, each of three settings more than there are factors",
            default: 512,
            most: crate::experiment::MOST_POINTS,
        })
    }

    fn most_factors(&self) -> usize {
        cube::Saltelli::FACTORS
    }

    fn needs_free_factors(&self) -> bool {
        true
    }

    fn shares_luck_out(&self) -> bool {
        true
    }

    fn arrangement(&self) -> Arrangement {
        Arrangement::BaseRows
    }

    fn lay_out(&self, space: &Space<'_>) -> Box<dyn Layout> {
        let cube = cube::Saltelli::new(space.seed, space.factors.len().min(self.most_factors()));
        Box::new(BaseRows {
            rows: space.size,
            cube: cube.expect("no more factors than it takes"),
        })
    }
}

/// So many base rows.
struct BaseRows {
    rows: u64,
    cube: cube::Saltelli,
}

impl Layout for BaseRows {
    fn settings(&self) -> u64 {
        self.rows.saturating_mul(self.cube.rows_each())
    }

    fn setting(&self, number: u64) -> Vec<Place> {
        self.cube.row(number).into_iter().map(Place::Quantile).collect()
    }

    fn lucks(&self) -> u64 {
        self.rows.saturating_mul(2)
    }

    fn luck(&self, number: u64) -> u64 {
        self.cube.luck(number)
    }
}
