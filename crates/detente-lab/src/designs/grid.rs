//! `grid`: every combination of the factors' levels, the last factor moving fastest.
//!
//! Source: the full factorial design (Fisher 1935, The Design of Experiments, chapter 6).

use super::{Design, Layout, Place, Space};

/// All combinations.
pub struct Grid;

impl Design for Grid {
    fn key(&self) -> &'static str {
        "grid"
    }

    fn about(&self) -> &'static str {
        "every combination of the factors' levels"
    }

    fn source(&self) -> &'static str {
        "Fisher 1935"
    }

    fn lay_out(&self, space: &Space<'_>) -> Box<dyn Layout> {
        Box::new(Combinations(
            space.factors.iter().map(|f| f.levels().len() as u64).collect(),
        ))
    }
}

/// By factor, how many levels it has.
struct Combinations(Vec<u64>);

impl Layout for Combinations {
    fn settings(&self) -> u64 {
        self.0.iter().copied().fold(1, u64::saturating_mul)
    }

    fn setting(&self, number: u64) -> Vec<Place> {
        let mut rest = number;
        let mut places: Vec<Place> = Vec::with_capacity(self.0.len());
        for levels in self.0.iter().rev() {
            places.push(Place::Level((rest % levels) as usize));
            rest /= levels;
        }
        places.reverse();
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_combination_comes_once_and_the_last_factor_moves_fastest() {
        let grid = Combinations(vec![2, 3]);
        let all: Vec<Vec<Place>> = (0..grid.settings()).map(|n| grid.setting(n)).collect();
        let expected = [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]];
        assert_eq!(all, expected.map(|levels| levels.map(Place::Level).to_vec()));
        assert_eq!(
            Combinations(vec![10_000; 6]).settings(),
            u64::MAX,
            "more than can be counted"
        );
    }
}
