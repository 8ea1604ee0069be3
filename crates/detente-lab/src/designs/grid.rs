//! `grid`: every combination of the factors' levels, the last factor moving fastest.
//!
//! Source: the full factorial design (Fisher 1935, The Design of Experiments, chapter 6).

use super::Design;
use crate::experiment::Factor;

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

    fn settings(&self, factors: &[Factor]) -> u64 {
        let sizes = factors.iter().map(|f| f.levels.len() as u64);
        sizes.fold(1, u64::saturating_mul)
    }

    fn setting(&self, factors: &[Factor], number: u64) -> Vec<usize> {
        let mut rest = number;
        let mut levels = vec![0; factors.len()];
        for (level, factor) in levels.iter_mut().zip(factors).rev() {
            let n = factor.levels.len() as u64;
            *level = (rest % n) as usize;
            rest /= n;
        }
        levels
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Operation;
    use detente_scenario::Node;

    fn factor(levels: usize) -> Factor {
        Factor {
            id: String::new(),
            path: "a.b.c".parse().unwrap(),
            operation: Operation::Set,
            levels: vec![Node::number(0.0); levels],
            span: None,
        }
    }

    #[test]
    fn every_combination_comes_once_and_the_last_factor_moves_fastest() {
        let factors = [factor(2), factor(3)];
        let all: Vec<Vec<usize>> = (0..Grid.settings(&factors))
            .map(|n| Grid.setting(&factors, n))
            .collect();
        assert_eq!(all, [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]]);
        let many = vec![factor(10_000); 6];
        assert_eq!(Grid.settings(&many), u64::MAX, "more than can be counted");
    }
}
