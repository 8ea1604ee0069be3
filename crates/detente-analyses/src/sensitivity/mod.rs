//! `sensitivity.csv`: which of many numbers matter. What can be told depends on how points lie; each way is a file here.
//!
//! | points | told by |
//! |---|---|
//! | on trajectories | elementary effects: `mu_star` how much, `mu` which way, `sigma` how unevenly |
//! | in base rows | `S1`, the share of the variance that goes if a factor or luck is known, and `ST`, what stays if all else is |
//! | all over the values, or runs with drawn inputs | `given_data`, the first of these from what there is |
//!
//! A point answers by the mean of its runs. An index of single runs has luck in it; that of the mean over luck has the
//! response's name with `:mean` behind it.
//!
//! Source: Morris 1991 and Campolongo, Cariboni & Saltelli 2007 ([`morris`]); Saltelli et al. 2010 and Jansen 1999
//! ([`sobol_indices`]); Plischke, Borgonovo & Smith 2013 ([`given_data`](crate::methods::given_data)).

mod base_rows;
mod from_states;
mod trajectories;

pub(crate) use base_rows::rows as rows_of;

use crate::states::has_any;
use crate::statistics::Estimate;
use crate::study::{Analysis, Arrangement, Points, Study};
use detente_results::SensitivityRow;

#[cfg(doc)]
use crate::methods::{morris, sobol_indices};

/// What matters.
pub struct Sensitivity;

impl Analysis for Sensitivity {
    type Row = SensitivityRow;
    const KEY: &'static str = "sensitivity";
    const ABOUT: &'static str = "Which of the numbers that are varied or drawn matter, and how much is luck?";
    const SOURCE: &'static str =
        "Morris 1991; Campolongo, Cariboni & Saltelli 2007; Saltelli et al. 2010; Plischke, Borgonovo & Smith 2013";

    fn lacks(design: &dyn Points) -> Option<&'static str> {
        let tells = matches!(design.arrangement(), Arrangement::Trajectories | Arrangement::BaseRows);
        (!tells && !has_any(design)).then_some(
            "drawn inputs, or a design of which one can tell: morris, saltelli, random, latin_hypercube, sobol",
        )
    }

    fn rows(study: &Study<'_>, row: &mut dyn FnMut(SensitivityRow)) {
        for response in 0..study.responses.len() {
            match study.design.arrangement() {
                Arrangement::Trajectories => trajectories::tell(study, response, row),
                Arrangement::BaseRows => base_rows::tell(study, response, row),
                _ => {}
            }
        }
        from_states::tell(study, row);
    }
}

/// The name of a response of means over luck.
fn of_means(response: &str) -> String {
    format!("{response}:mean")
}

/// The points of the design's settings, in its order. Policies are answered by contrasts; the factors are seen under base
/// alone.
fn settings(study: &Study<'_>) -> Vec<usize> {
    let points = 1..study.points.len();
    points.filter(|&point| !study.design.is_policy(point)).collect()
}

/// What the indices of one response have in common.
struct Told<'a> {
    response: &'a str,
    /// Trajectories, base rows, states.
    n: usize,
    left_out: usize,
}

impl Told<'_> {
    fn row(&self, factor: &str, index: &str, value: f64, interval: Option<Estimate>) -> SensitivityRow {
        SensitivityRow {
            response: self.response.to_owned(),
            factor: factor.to_owned(),
            index: index.to_owned(),
            value,
            ci_low: interval.map(|e| e.interval.low),
            ci_high: interval.map(|e| e.interval.high),
            n: self.n as u64,
            left_out: self.left_out as u64,
        }
    }

    fn estimate(&self, factor: &str, index: &str, estimate: Estimate) -> SensitivityRow {
        self.row(factor, index, estimate.value, Some(estimate))
    }
}
