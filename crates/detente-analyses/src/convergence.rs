//! `convergence.csv`: whether indices of base rows have settled: the same from the first of the base rows, few at first, twice as
//! many in each step, all of them last. They have converged where the last steps agree. Of single runs; there are none where a set
//! of inputs is played with several lucks.
//!
//! Source: Sarrazin, Pianosi & Wagener (2016), Global sensitivity analysis of environmental models: convergence and validation,
//! Environmental Modelling & Software 79.

use crate::methods::sobol_indices::Index;
use crate::sensitivity::rows_of;
use crate::statistics::Estimate;
use crate::study::{Analysis, Arrangement, Points, Study};
use detente_results::ConvergenceRow;

/// Indices by growing numbers of base rows.
pub struct Convergence;

impl Analysis for Convergence {
    type Row = ConvergenceRow;
    const KEY: &'static str = "convergence";
    const ABOUT: &'static str = "Have the indices settled?";
    const SOURCE: &'static str = "Sarrazin, Pianosi & Wagener 2016";

    fn lacks(design: &dyn Points) -> Option<&'static str> {
        (design.arrangement() != Arrangement::BaseRows).then_some("base rows: the design saltelli")
    }

    fn rows(study: &Study<'_>, row: &mut dyn FnMut(ConvergenceRow)) {
        let factors = study.design.factors();
        for (k, response) in study.responses.iter().enumerate() {
            let Some((rows, true)) = rows_of(study, k) else {
                continue;
            };
            for step in rows.convergence(&response.id) {
                let mut tell = |factor: &str, index: &str, found: Estimate| {
                    row(ConvergenceRow {
                        response: response.id.clone(),
                        base_rows: step.n as u64,
                        factor: factor.to_owned(),
                        index: index.to_owned(),
                        value: found.value,
                        ci_low: found.interval.low,
                        ci_high: found.interval.high,
                    });
                };
                let mut both = |factor: &str, index: &Index| {
                    tell(factor, "S1", index.first);
                    tell(factor, "ST", index.total);
                };
                for (factor, index) in factors.iter().zip(&step.of_runs) {
                    both(factor, index);
                }
                both("luck", &step.luck);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::made_up::{Design, point};
    use crate::methods::made_up::Luck;

    /// `y = 3 x + 4 z` with x an input and z luck: luck has 16 of 25 parts, and the more base rows the nearer.
    #[test]
    fn indices_come_nearer_to_what_they_are() {
        let mut luck = Luck::new(43);
        let (mut places, mut points) = (Vec::new(), vec![point([])]);
        for _ in 0..1_024 {
            let [a, b, z, other] = [luck.unit(), luck.unit(), luck.unit(), luck.unit()];
            for (x, z) in [(a, z), (b, z), (a, other), (b, other)] {
                places.push(vec![x]);
                points.push(point([3.0 * x + 4.0 * z]));
            }
        }
        let design = Design::of_places(Arrangement::BaseRows, places);
        let rows = design.rows::<Convergence>(&points);
        let of_luck: Vec<&ConvergenceRow> = rows
            .iter()
            .filter(|row| row.factor == "luck" && row.index == "S1")
            .collect();
        assert!(
            of_luck.len() > 3
                && of_luck
                    .windows(2)
                    .all(|pair| pair[1].base_rows == 2 * pair[0].base_rows)
        );
        let width = |row: &&ConvergenceRow| row.ci_high - row.ci_low;
        let (first, last) = (of_luck.first().unwrap(), of_luck.last().unwrap());
        assert!(last.base_rows == 1_024 && (last.value - 0.64).abs() < 0.05, "{last:?}");
        assert!(width(last) < 0.5 * width(first), "{first:?} {last:?}");
        assert!(Convergence::lacks(&Design::of_policies(&[])).is_some());
    }
}
