//! How the holder of the single text looks for a better one: the single change that raises
//! `sum over parties of b * phi(x)`, `x = min(V - r, s - theta - margin)` as believed (Ehtamo et al. 2001; Fisher's one-text
//! procedure). `phi` is the logarithm of a surplus where there is one and its tangent below, so that a text that is
//! bad for both is mended too (a plain Nash product multiplies two negative surpluses and sticks).

use super::prospects::Prospects;
use detente_core::OptionIx;

/// A change must raise the merit by more than rounding can.
const LEAST_GAIN: f64 = 1e-9;

/// One option of an issue for the one that stands.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
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
    /// What a change must add to be better than the best so far: one that need not be, and a forced one.
    floors: [f64; 2],
}

impl<'a> Search<'a> {
    /// Nothing seen yet.
    pub(super) fn new(prospects: Prospects<'a>) -> Self {
        Self {
            prospects,
            best: None,
            floors: [LEAST_GAIN, f64::NEG_INFINITY],
        }
    }

    /// What changes would bring.
    pub(super) fn prospects(&self) -> &Prospects<'a> {
        &self.prospects
    }

    /// Whether an exchange could be the best so far: asked before whatever takes longer.
    #[inline]
    pub(super) fn might_take(&self, exchange: Exchange, forced: bool) -> bool {
        self.might_be_best(self.prospects.promise(exchange), forced)
    }

    /// The same of an exchange that promises so much.
    #[inline]
    pub(super) fn might_be_best(&self, promise: f64, forced: bool) -> bool {
        promise > self.floors[usize::from(forced)]
    }

    /// Looks at an exchange. A `forced` one, of an option that can stay no longer, is taken even if it is no gain, and before
    /// any other: until then nobody can sign.
    #[inline]
    pub(super) fn consider(&mut self, exchange: Exchange, forced: bool) {
        if !self.might_take(exchange, forced) {
            return;
        }
        let gain = self.prospects.merit(exchange);
        if gain > self.floors[usize::from(forced)] {
            let Exchange { from, to } = exchange;
            self.best = Some(Change { from, to, gain, forced });
            self.floors = match forced {
                true => [f64::INFINITY, gain],
                false => [gain, f64::NEG_INFINITY],
            };
        }
    }

    /// The best change.
    pub(super) fn best(&self) -> Option<Change> {
        self.best
    }
}

#[cfg(test)]
mod tests {
    use super::super::board::{ABREAST, Board, Cell, Pair};
    use super::super::prospects::Linked;
    use super::super::sides::{Sides, Standing};
    use super::*;
    use detente_core::OptionIx;
    use libm::log;

    /// Sides with these weights and surpluses, of whom nobody votes.
    fn sides(bias: Pair, surplus: Pair) -> Sides {
        let majority = [f64::INFINITY; ABREAST];
        Sides::new(bias, Standing { surplus, majority })
    }

    /// The best of these exchanges for two sides, in this order.
    fn best_of(beliefs: &[Pair], sides: Sides, exchanges: &[(usize, usize, bool)]) -> Option<Change> {
        let n = beliefs.len();
        let cell = |&belief: &Pair| Cell {
            belief,
            ..Cell::default()
        };
        let cells: Vec<Cell> = beliefs.iter().map(cell).collect();
        let (linked, sides) = (Linked::none(n, 1), [sides]);
        let mut search = Search::new(Prospects::new(Board::new(&cells, n), &sides, &linked));
        for &(from, to, forced) in exchanges {
            let [from, to] = [from, to].map(OptionIx::new);
            search.consider(Exchange { from, to }, forced);
        }
        search.best()
    }

    /// Two parties, four options of one issue; option 0 stands.
    fn best([a, b]: [[f64; 4]; 2], surplus: Pair, forced: bool) -> Option<Change> {
        let beliefs: Vec<Pair> = a.into_iter().zip(b).map(|(a, b)| [a, b]).collect();
        best_of(
            &beliefs,
            sides([0.5; ABREAST], surplus),
            &[1, 2, 3].map(|to| (0, to, forced)),
        )
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
        // The second weighs nothing.
        let beliefs = [0.1, 0.05, 0.1, 0.9].map(|belief| [belief, 0.0]);
        for exchanges in [[(0, 1, true), (2, 3, false)], [(2, 3, false), (0, 1, true)]] {
            let best = best_of(&beliefs, sides([1.0, 0.0], [0.2, 0.0]), &exchanges);
            assert_eq!(best.map(|c| c.to.ix()), Some(1));
        }
    }
}
