//! `transitions.csv`: which talks end otherwise. Of the runs that meet the same luck and inputs at a point and at the point
//! that it is compared with, how many that ended in one way there end in another way here: a difference of two points may
//! be two talks saved, or forty saved and thirty-eight lost. The rows of a point sum to its pairs.
//!
//! Source: Bishop, Fienberg & Holland (1975), Discrete Multivariate Analysis, chapter 7; Wilson (1927) for the intervals.

use crate::study::{Analysis, Arrangement, Points, Study};
use detente_results::{OUTCOMES, TransitionRow};

/// Ends there and here.
pub struct Turnover;

impl Analysis for Turnover {
    type Row = TransitionRow;
    const KEY: &'static str = "transitions";
    const ABOUT: &'static str = "Which talks end otherwise, under the same luck?";
    const SOURCE: &'static str = "Bishop, Fienberg & Holland 1975; Wilson 1927";

    fn lacks(design: &dyn Points) -> Option<&'static str> {
        // A baseline without policies has nobody to be compared with, and luck of its own no pairs.
        let own_luck = matches!(design.arrangement(), Arrangement::Trajectories | Arrangement::BaseRows);
        let compares = design.policies() > 1 || !(own_luck || design.factors().is_empty());
        (!compares).then_some("a policy, or a design whose points have luck in common")
    }

    fn rows(study: &Study<'_>, row: &mut dyn FnMut(TransitionRow)) {
        for (point, sums) in study.points.iter().enumerate() {
            for cell in sums.flips.iter().flat_map(|flips| flips.cells()) {
                row(TransitionRow {
                    point: point as u64,
                    against: study.design.against(point) as u64,
                    from: OUTCOMES[cell.from].to_owned(),
                    to: OUTCOMES[cell.to].to_owned(),
                    count: cell.count,
                    share: cell.share.value,
                    ci_low: cell.share.interval.low,
                    ci_high: cell.share.interval.high,
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::made_up::Design;
    use crate::methods::transitions::Transitions;
    use crate::sums::PointSums;

    #[test]
    fn closed_doors_save_fourteen_and_lose_four() {
        let mut flips = Transitions::default();
        for (from, to, n) in [(0, 0, 30), (0, 3, 4), (3, 0, 14), (3, 3, 52)] {
            (0..n).for_each(|_| flips.add(from, to));
        }
        let with = PointSums {
            flips: Some(Box::new(flips)),
            ..PointSums::default()
        };
        let rows = Design::of_policies(&["closed doors"]).rows::<Turnover>(&[PointSums::default(), with]);
        assert_eq!(rows.iter().map(|row| row.count).sum::<u64>(), 100);
        let saved = &rows[2];
        assert_eq!(
            (
                &*saved.from,
                &*saved.to,
                saved.count,
                saved.share,
                saved.point,
                saved.against
            ),
            ("collapsed_after_leak", "agreement", 14, 0.14, 1, 0)
        );
        assert!(saved.ci_low < 0.14 && saved.ci_high > 0.14);
        assert!(Turnover::lacks(&Design::of_policies(&[])).is_some());
        let base_rows = Design::of_places(Arrangement::BaseRows, vec![vec![0.5]; 4]);
        assert!(Turnover::lacks(&base_rows).is_some());
        assert!(Turnover::lacks(&Design::of_places(Arrangement::Apart, vec![vec![0.5]])).is_none());
    }
}
