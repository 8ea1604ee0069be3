//! Uniforms that go together: a Gaussian copula. Each uniform stays uniform; what is said of a pair is its rank correlation,
//! which no transformation of either number changes as long as it only rises.
//!
//! Source: Iman & Conover (1982), A distribution-free approach to inducing rank correlation among input variables,
//! Communications in Statistics B 11; Kruskal (1958), Ordinal measures of association, JASA 53, for the correlation of the
//! normals behind a rank correlation.

use detente_distributions::{normal_cdf, normal_quantile};
use std::f64::consts::FRAC_PI_6;

/// A pivot below this is none: the matrix is not positive definite to the digits that floats have.
const LEAST_PIVOT: f64 = 1e-9;

/// The distance from 0 and from 1 that uniforms keep: that of the draws they are made of.
const EDGE: f64 = 0.5 / 4_294_967_296.0;

/// How some uniforms go together.
#[derive(Debug, Clone, PartialEq)]
pub struct Copula {
    /// By number: those up to itself that it is made of, each with its weight; the squares of the weights sum to 1.
    rows: Vec<Vec<(usize, f64)>>,
}

/// Numbers of a model that go together where they are drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Joint {
    /// Their paths.
    pub paths: Vec<String>,
    /// How they go together, in the same order.
    pub copula: Copula,
}

impl Copula {
    /// So many numbers with these rank correlations between pairs, from -1 to 1; pairs that are not named are 0.
    ///
    /// # Errors
    /// The pair at which the matrix is found not to be positive definite: no numbers go together like that.
    pub fn new(numbers: usize, pairs: &[([usize; 2], f64)]) -> Result<Self, [usize; 2]> {
        let mut normals = vec![vec![0.0; numbers]; numbers];
        for &([a, b], rank) in pairs {
            // Kruskal 1958: of normals correlated by r the ranks are correlated by 6 / pi asin(r / 2).
            normals[a.max(b)][a.min(b)] = 2.0 * libm::sin(FRAC_PI_6 * rank);
        }
        let mut lower: Vec<Vec<f64>> = Vec::with_capacity(numbers);
        for (row, normals) in normals.iter().enumerate() {
            let mut own: Vec<f64> = Vec::with_capacity(row + 1);
            let mut pivot = 1.0;
            for column in 0..row {
                let other = &lower[column];
                let before: f64 = own.iter().zip(other).map(|(x, y)| x * y).sum();
                let weight = (normals[column] - before) / other[column];
                pivot -= weight * weight;
                if pivot < LEAST_PIVOT {
                    return Err([column, row]);
                }
                own.push(weight);
            }
            own.push(libm::sqrt(pivot));
            lower.push(own);
        }
        let sparse = |row: Vec<f64>| {
            row.into_iter()
                .enumerate()
                .filter(|(_, weight)| *weight != 0.0)
                .collect()
        };
        Ok(Self {
            rows: lower.into_iter().map(sparse).collect(),
        })
    }

    /// Makes independent uniforms go together, in their place. A number that depends on none before it stays as it is.
    pub fn correlate(&self, uniforms: &mut [f64]) {
        for (at, row) in self.rows.iter().enumerate().rev().filter(|(_, row)| row.len() > 1) {
            let normal: f64 = row
                .iter()
                .map(|&(k, weight)| weight * normal_quantile(uniforms[k]))
                .sum();
            uniforms[at] = normal_cdf(normal).clamp(EDGE, 1.0 - EDGE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Copula;

    /// Two numbers: the second is r of the first and the root of 1 - r^2 of its own.
    #[test]
    fn a_pair_is_made_of_the_first_and_its_own() {
        let copula = Copula::new(2, &[([0, 1], 0.5)]).expect("positive definite");
        let r = 2.0 * libm::sin(std::f64::consts::PI / 12.0);
        let [(_, first), (_, own)] = copula.rows[1][..] else {
            panic!("{copula:?}")
        };
        assert!((first - r).abs() < 1e-15 && (own - libm::sqrt(1.0 - r * r)).abs() < 1e-15);
        let mut uniforms = [0.5, 0.8];
        copula.correlate(&mut uniforms);
        assert_eq!(uniforms[0], 0.5);
        // Phi(sqrt(1 - r^2) * 0.841621...): 0.841621 is the 80 % quantile.
        let expected = super::normal_cdf(libm::sqrt(1.0 - r * r) * 0.841_621_233_572_914_2);
        assert!((uniforms[1] - expected).abs() < 1e-12);
    }

    /// If a goes with b, and b with c, c cannot go against a: the pair of a and c is where it breaks, or that of b and c.
    #[test]
    fn correlations_that_cannot_be_are_told_by_a_pair() {
        let pairs = |last: f64| [([0, 1], 0.9), ([2, 1], 0.9), ([0, 2], last)];
        assert!(Copula::new(3, &pairs(0.8)).is_ok());
        assert_eq!(Copula::new(3, &pairs(-0.8)), Err([1, 2]));
        assert_eq!(Copula::new(2, &[([0, 1], 1.0)]), Err([0, 1]));
    }
}
