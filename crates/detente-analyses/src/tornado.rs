//! `tornado.csv`: how far each factor moves a response from where it is, the others as they stand. Of the levels of a factor
//! the two with the least and the greatest effect against point 0 are told, run by run under the same luck. Factors stand in
//! their order; sorted by `high - low` they make the figure its name.
//!
//! Source: Eschenbach (1992), Spiderplots versus tornado diagrams for sensitivity analysis, Interfaces 22; the paired
//! differences of `contrasts.csv`.

use crate::contrasts::contrast;
use crate::statistics::Estimate;
use crate::study::{Analysis, Arrangement, Points, Study};
use detente_results::{FactorLevel, TornadoRow};

/// The reach of each factor by itself.
pub struct Tornado;

impl Analysis for Tornado {
    type Row = TornadoRow;
    const KEY: &'static str = "tornado";
    const ABOUT: &'static str = "How far does each number by itself move the answer from where it is?";
    const SOURCE: &'static str = "Eschenbach 1992; Newcombe 1998 (paired, method 10); Student's t";

    fn lacks(design: &dyn Points) -> Option<&'static str> {
        let is_it = design.arrangement() == Arrangement::OneAtATime;
        (!is_it).then_some("a design such as one_at_a_time")
    }

    fn rows(study: &Study<'_>, row: &mut dyn FnMut(TornadoRow)) {
        let factors = study.design.factors();
        let moved = moved(study, factors.len());
        for (k, response) in study.responses.iter().enumerate() {
            for (factor, levels) in factors.iter().zip(&moved) {
                let effects = levels.iter().filter_map(|(point, level)| {
                    let found = contrast(study, *point, k)?;
                    Some((*point, level, found.difference))
                });
                let effects: Vec<(usize, &FactorLevel, Estimate)> = effects.collect();
                // Of equal effects the first level's is told.
                let value = |effect: &&(usize, &FactorLevel, Estimate)| effect.2.value;
                let low = effects.iter().min_by(|a, b| value(a).total_cmp(&value(b)));
                let high = effects.iter().rev().max_by(|a, b| value(a).total_cmp(&value(b)));
                let (Some(low), Some(high)) = (low, high) else { continue };
                row(TornadoRow {
                    response: response.id.clone(),
                    factor: factor.clone(),
                    low: low.2.value,
                    low_ci_low: low.2.interval.low,
                    low_ci_high: low.2.interval.high,
                    low_level: low.1.clone(),
                    low_point: low.0 as u64,
                    high: high.2.value,
                    high_ci_low: high.2.interval.low,
                    high_ci_high: high.2.interval.high,
                    high_level: high.1.clone(),
                    high_point: high.0 as u64,
                });
            }
        }
    }
}

/// By factor, the points at which it alone is moved, and to which level.
fn moved(study: &Study<'_>, factors: usize) -> Vec<Vec<(usize, FactorLevel)>> {
    let mut moved = vec![Vec::new(); factors];
    for point in (1..study.points.len()).filter(|&point| !study.design.is_policy(point)) {
        let levels = study.design.shown(point).into_iter().enumerate();
        for (factor, level) in levels.filter(|(_, level)| *level != FactorLevel::AsIs) {
            moved[factor].push((point, level));
        }
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::made_up::Design;
    use crate::sums::{PairSums, PointSums};

    /// Of a hundred pairs so many are won and lost against point 0: a number's three levels, a word's two.
    #[test]
    fn a_bar_goes_from_the_least_effect_to_the_greatest() {
        let point = |won: u32, lost: u32| {
            let mut pairs = PairSums::default();
            (0..won).for_each(|_| pairs.add(1.0, 0.0));
            (0..lost).for_each(|_| pairs.add(0.0, 1.0));
            (won + lost..100).for_each(|_| pairs.add(1.0, 1.0));
            PointSums {
                pairs: vec![pairs],
                ..PointSums::default()
            }
        };
        let gap = f64::NAN;
        let places = [[0.2, gap], [0.5, gap], [0.9, gap], [gap, 0.0], [gap, 1.0]];
        let design = Design {
            words: vec![Vec::new(), vec!["open", "closed"]],
            ..Design::of_places(Arrangement::OneAtATime, places.map(Vec::from).to_vec())
        };
        let points = [
            point(0, 0),
            point(0, 20),
            point(3, 1),
            point(10, 0),
            point(7, 2),
            point(30, 0),
        ];
        let rows = design.rows::<Tornado>(&points);
        let [number, word] = &rows[..] else { panic!("{rows:?}") };
        let near =
            |found: f64, expected: f64| assert!((found - expected).abs() < 1e-12, "{found}, expected {expected}");
        near(number.low, -0.2);
        near(number.high, 0.1);
        assert_eq!(
            (&number.low_level, &number.high_level, number.high_point),
            (&FactorLevel::Number(0.2), &FactorLevel::Number(0.9), 3)
        );
        near(word.low, 0.05);
        near(word.high, 0.3);
        assert_eq!(
            (&word.low_level, &word.high_level),
            (&FactorLevel::Text("open".into()), &FactorLevel::Text("closed".into()))
        );
        assert!(number.low_ci_high < 0.0 && number.low_ci_low < -0.2 && word.low_ci_low < 0.05);
        assert!(Tornado::lacks(&design).is_none() && Tornado::lacks(&Design::of_policies(&[])).is_some());
    }
}
