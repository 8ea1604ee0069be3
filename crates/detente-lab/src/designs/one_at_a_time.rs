//! `one_at_a_time`: each level of each factor by itself, the others as they stand in the scenario.
//!
//! What it shows is what a tornado diagram shows: how far each factor moves the response from where it is. What factors do
//! together it cannot show (Saltelli & Annoni 2010); `morris` and `grid` can.
//!
//! Source: Eschenbach (1992), Spiderplots versus tornado diagrams for sensitivity analysis, Interfaces 22; Saltelli & Annoni
//! (2010), How to avoid a perfunctory sensitivity analysis, Environmental Modelling & Software 25.

use super::{Design, Layout, Place, Space};
use detente_analyses::Arrangement;

/// One factor at a time.
pub struct OneAtATime;

impl Design for OneAtATime {
    fn key(&self) -> &'static str {
        "one_at_a_time"
    }

    fn about(&self) -> &'static str {
        "each level of each factor by itself, the others as they stand"
    }

    fn source(&self) -> &'static str {
        "Eschenbach 1992; Saltelli & Annoni 2010"
    }

    /// What stands as the scenario has it is no value of a factor, and so is held against none.
    fn needs_free_factors(&self) -> bool {
        true
    }

    fn arrangement(&self) -> Arrangement {
        Arrangement::OneAtATime
    }

    fn lay_out(&self, space: &Space<'_>) -> Box<dyn Layout> {
        let of = |(factor, levels): (usize, usize)| (0..levels).map(move |level| (factor, level));
        let levels = space.factors.iter().map(|f| f.levels().len()).enumerate();
        Box::new(Single {
            factors: space.factors.len(),
            moved: levels.flat_map(of).collect(),
        })
    }
}

/// By setting, which factor is moved to which level.
struct Single {
    factors: usize,
    moved: Vec<(usize, usize)>,
}

impl Layout for Single {
    fn settings(&self) -> u64 {
        self.moved.len() as u64
    }

    fn setting(&self, number: u64) -> Vec<Place> {
        let (moved, level) = self.moved[number as usize];
        let place = |factor| {
            if factor == moved {
                Place::Level(level)
            } else {
                Place::AsItStands
            }
        };
        (0..self.factors).map(place).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_factor_moves_and_the_others_stand() {
        let layout = Single {
            factors: 2,
            moved: vec![(0, 0), (0, 1), (1, 0)],
        };
        let all: Vec<Vec<Place>> = (0..layout.settings()).map(|n| layout.setting(n)).collect();
        use Place::{AsItStands, Level};
        assert_eq!(
            all,
            [[Level(0), AsItStands], [Level(1), AsItStands], [AsItStands, Level(0)]]
        );
    }
}
