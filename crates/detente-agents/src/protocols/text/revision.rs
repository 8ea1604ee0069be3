//! How the holder of the single text looks for a better one: the single change that raises
//! `sum over parties of b * phi(x)`, `x = min(V - r, s - theta - margin)` as believed (Ehtamo et al. 2001; Fisher's one-text
//! procedure). `phi` is the logarithm of a surplus where there is one and its tangent below, so that a text that is
//! bad for both is mended too (a plain Nash product multiplies two negative surpluses and sticks).

use super::prospects::Prospects;
use detente_core::{Indices, IssueOption, OptionIx};

/// A change must raise the merit by more than rounding can.
const LEAST_GAIN: f64 = 1e-9;

/// One option of an issue for the one that stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Exchange {
    /// The option that goes.
    pub from: OptionIx,
    /// The option that comes.
    pub to: OptionIx,
}

/// A change of one issue.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Change {
    /// The option that goes.
    pub from: OptionIx,
    /// The option that comes.
    pub to: OptionIx,
    /// What it adds to the merit.
    pub gain: f64,
    /// The option that goes cannot stay.
    pub forced: bool,
}

/// Keeps the best change seen so far.
#[derive(Debug)]
pub(super) struct Search<'a> {
    prospects: Prospects<'a>,
    best: Option<Change>,
}

impl<'a> Search<'a> {
    /// Nothing seen yet.
    pub(super) fn new(prospects: Prospects<'a>) -> Self {
        Self { prospects, best: None }
    }

    /// What changes would bring.
    pub(super) fn prospects(&self) -> &Prospects<'a> {
        &self.prospects
    }

    /// What a change must add to be better than the best so far.
    #[inline]
    fn floor(&self, forced: bool) -> f64 {
        match self.best {
            Some(best) if best.forced && !forced => f64::INFINITY,
            Some(best) if best.forced == forced => best.gain,
            _ if forced => f64::NEG_INFINITY,
            _ => LEAST_GAIN,
        }
    }

    /// Whether none of these options could be a better change than the best so far, might it be written or not: asked first,
    /// since it is so of most issues.
    #[inline]
    pub(super) fn finds_nothing(&self, options: Indices<IssueOption>) -> bool {
        self.prospects.fall_short(options, self.floor(false))
    }

    /// Looks at an exchange. A `forced` one, of an option that can stay no longer, is taken even if it is no gain, and before
    /// any other: until then nobody can sign.
    #[inline]
    pub(super) fn consider(&mut self, exchange: Exchange, forced: bool) {
        let floor = self.floor(forced);
        if self.prospects.promise(exchange.to) <= floor {
            return;
        }
        let gain = self.prospects.merit(exchange);
        if gain > floor {
            let Exchange { from, to } = exchange;
            self.best = Some(Change { from, to, gain, forced });
        }
    }

    /// The best change.
    pub(super) fn best(&self) -> Option<Change> {
        self.best
    }
}

#[cfg(test)]
mod tests {
    use super::super::board::Board;
    use super::super::prospects::Tables;
    use super::super::sides::Side;
    use super::*;
    use crate::facts::Support;
    use detente_core::{IssueIx, PartyIx};
    use libm::log;

    /// The best of these exchanges, options lying on issues of so many, whose first ones stand.
    fn best_of(beliefs: &[f64], sides: &[Side], options: usize, exchanges: &[(usize, usize, bool)]) -> Option<Change> {
        let n = beliefs.len() / sides.len();
        let (disputants, supports) = ([0, 1].map(PartyIx::new), vec![Support(0.0); 2 * n]);
        let board = Board::new(&disputants[..sides.len()], beliefs, &supports);
        let mut tables = Tables::unlinked(beliefs.len());
        let issue_of: Vec<IssueIx> = (0..n).map(|o| IssueIx::new(o / options)).collect();
        let stand = (0..n).step_by(options).map(OptionIx::new);
        let mut search = Search::new(Prospects::over(&issue_of, stand, board, sides, &mut tables));
        for &(from, to, forced) in exchanges {
            let [from, to] = [from, to].map(OptionIx::new);
            search.consider(Exchange { from, to }, forced);
        }
        search.best()
    }

    /// Two parties, four options of one issue; option 0 stands.
    fn best(belief: [[f64; 4]; 2], surpluses: [f64; 2], forced: bool) -> Option<Change> {
        let sides = surpluses.map(|surplus| Side::new(0.5, surplus, f64::INFINITY));
        best_of(belief.as_flattened(), &sides, 4, &[1, 2, 3].map(|to| (0, to, forced)))
    }

    /// Among feasible texts the merit is the logarithm of the Nash product: the best change maximises it.
    #[test]
    fn the_best_change_has_the_greatest_nash_product() {
        let (a, b) = ([0.1, 0.3, 0.2, 0.05], [0.3, 0.05, 0.26, 0.4]);
        let found = best([a, b], [0.2; 2], false).expect("a gain");
        let product = |k: usize| (0.2 + a[k] - a[0]) * (0.2 + b[k] - b[0]);
        let brute = (1..4)
            .max_by(|&x, &y| product(x).total_cmp(&product(y)))
            .expect("three");
        assert_eq!(found.to.ix(), brute);
        assert!((found.gain - 0.5 * log(product(brute) / product(0))).abs() < 1e-12);
    }

    #[test]
    fn a_text_bad_for_both_is_mended_and_a_red_line_is_left() {
        let worse = [0.1, 0.2, 0.1, 0.0];
        assert_eq!(best([worse; 2], [-0.3; 2], false).map(|c| c.to.ix()), Some(1));
        // Option 0 crosses a red line of the first: it counts .4 less than its worth of .3.
        let gone = best([[-0.1, 0.0, 0.1, 0.0], [0.1, 0.0, 0.1, 0.0]], [-0.2, 0.1], false);
        assert_eq!(gone.map(|c| c.to.ix()), Some(2));
    }

    #[test]
    fn no_gain_no_change_unless_forced() {
        let worths = [[0.3, 0.1, 0.0, 0.0], [0.3, 0.2, 0.1, 0.0]];
        assert_eq!(best(worths, [0.1; 2], false), None);
        assert_eq!(best(worths, [0.1; 2], true).map(|c| c.to.ix()), Some(1));
    }

    /// A small forced loss goes before a large gain elsewhere, whichever is seen first.
    #[test]
    fn what_cannot_stay_goes_first() {
        let sides = [Side::new(1.0, 0.2, f64::INFINITY)];
        for exchanges in [[(0, 1, true), (2, 3, false)], [(2, 3, false), (0, 1, true)]] {
            let best = best_of(&[0.1, 0.05, 0.1, 0.9], &sides, 2, &exchanges);
            assert_eq!(best.map(|c| c.to.ix()), Some(1));
        }
    }
}
