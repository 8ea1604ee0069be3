//! `list`: settings written row by row, in the experiment's file or in a table beside it.
//!
//! Source: stylised; the rows are the analyst's own.

use super::{Design, Layout, Place, Space, Takes};

/// The settings of a list.
pub struct List;

impl Design for List {
    fn key(&self) -> &'static str {
        "list"
    }

    fn about(&self) -> &'static str {
        "the settings of `rows`, written one by one"
    }

    fn source(&self) -> &'static str {
        "stylised"
    }

    fn takes(&self) -> Takes {
        Takes::Rows
    }

    fn lay_out(&self, space: &Space<'_>) -> Box<dyn Layout> {
        Box::new(Listed(space.rows.to_vec()))
    }
}

/// By row and factor, the level; none where the factor stays as the scenario has it.
struct Listed(Vec<Vec<Option<u32>>>);

impl Layout for Listed {
    fn settings(&self) -> u64 {
        self.0.len() as u64
    }

    fn setting(&self, number: u64) -> Vec<Place> {
        let place = |level: &Option<u32>| level.map_or(Place::AsItStands, |level| Place::Level(level as usize));
        self.0[number as usize].iter().map(place).collect()
    }
}
