//! An analysis of one's own: by which day half of a point's runs have ended, in whatever way. One row type, which declares
//! the table, and one function from sums to rows; `half_lives.csv` then stands in every results folder.
//!
//! `cargo run --example own_analysis -- run experiments/harbour-leaks.toml`

use detente::prelude::*;
use detente_analyses::{Analysis, Study};
use detente_results::row;

row! {
    /// By when half of the talks of a point have ended.
    HalfLifeRow in "half_lives.csv" {
        /// Design point.
        point: u64,
        /// Runs that did not fail.
        n: u64,
        /// The first day by which half of them have ended.
        day: f64,
    }
}

/// By when half of the talks have ended.
struct HalfLives;

impl Analysis for HalfLives {
    type Row = HalfLifeRow;
    const KEY: &'static str = "half_lives";
    const ABOUT: &'static str = "By which day have half of the talks ended?";
    const SOURCE: &'static str = "the median of the days of the ends";

    fn rows(study: &Study<'_>, row: &mut dyn FnMut(HalfLifeRow)) {
        for (point, sums) in study.points.iter().enumerate() {
            let n = sums.ends.n();
            let mut ended = 0;
            let half = sums.ends.by_day().find(|(_, _, runs)| {
                ended += runs;
                2 * ended >= n
            });
            if let Some((day, ..)) = half {
                row(HalfLifeRow {
                    point: point as u64,
                    n,
                    day: f64::from(day),
                });
            }
        }
    }
}

fn main() -> std::process::ExitCode {
    detente::run_with(Lab::from(Registry::standard()).with_analysis::<HalfLives>())
}
