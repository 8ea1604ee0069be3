//! How the holder of the single text looks for a better one: the single change that raises
//! `sum over parties of b * phi(x)`, `x = min(V - r, s - theta - margin)` as believed (Ehtamo et al. 2001; Fisher's one-text
//! procedure). `phi` is the logarithm of a surplus where there is one and its tangent below, so that a text that is
//! bad for both is mended too (a plain Nash product multiplies two negative surpluses and sticks).

use crate::facts::{Belief, Support};
use detente_core::{Indices, OptionIx, Stance};
use libm::log;

/// Where the logarithm gives way to its tangent.
const KNEE: f64 = 0.02;
/// What the holder keeps in hand between support and threshold.
pub(super) const MARGIN: f64 = 0.03;
/// A change must raise the merit by more than rounding can.
const LEAST_GAIN: f64 = 1e-9;

/// Merit of a surplus: its logarithm, or the tangent at the knee.
#[inline]
pub(super) fn phi(x: f64) -> f64 {
    if x > KNEE {
        log(x)
    } else {
        log(KNEE) + (x - KNEE) / KNEE
    }
}

/// Slope of the merit. The merit is concave, so `phi(y) <= phi(x) + slope(x) (y - x)`.
#[inline]
fn slope(x: f64) -> f64 {
    1.0 / x.max(KNEE)
}

/// How the holder sees one party and the text as it stands.
#[derive(Debug, Clone)]
pub(super) struct Side {
    /// Its stances, option by option.
    stances: Indices<Stance>,
    /// Weight in the text.
    bias: f64,
    /// Believed utility above the reservation value, red lines counted.
    surplus: f64,
    /// Support above the threshold and the margin; infinite where nobody votes.
    majority: f64,
    /// `x` of the text as it stands.
    worst: f64,
    /// Its merit.
    merit: f64,
    /// Weight times slope of the merit there.
    pull: f64,
    /// Surplus and majority without the option that is given up.
    rest: [f64; 2],
}

/// What options add, party by party, option by option.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gains<'a> {
    /// To the utility that the holder believes in, red lines counted.
    pub belief: &'a [Belief],
    /// To support at home.
    pub support: &'a [Support],
}

impl Side {
    /// A party with these stances, its weight, surplus and majority.
    pub(super) fn new(stances: Indices<Stance>, bias: f64, surplus: f64, majority: f64) -> Self {
        let worst = surplus.min(majority);
        Self {
            stances,
            bias,
            surplus,
            majority,
            worst,
            merit: phi(worst),
            pull: bias * slope(worst),
            rest: [surplus, majority],
        }
    }

    /// `x` with this option in place of the one given up, `linked` being what linkages add.
    #[inline]
    fn after(&self, gains: &Gains<'_>, to: OptionIx, linked: f64) -> f64 {
        let cell = self.stances.at(to.ix());
        (self.rest[0] + gains.belief[cell].0 + linked).min(self.rest[1] + gains.support[cell].0)
    }
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
    gains: Gains<'a>,
    sides: &'a mut [Side],
    from: OptionIx,
    forced: bool,
    best: Option<Change>,
}

impl<'a> Search<'a> {
    /// Nothing seen yet.
    pub(super) fn new(gains: Gains<'a>, sides: &'a mut [Side]) -> Self {
        Self {
            gains,
            sides,
            from: OptionIx::FIRST,
            forced: false,
            best: None,
        }
    }

    /// Turns to changes that give up this option. A `forced` change, of an option that can stay no longer, is taken even
    /// if it is no gain, and before any other: until then nobody can sign.
    #[inline]
    pub(super) fn give_up(&mut self, from: OptionIx, forced: bool) {
        (self.from, self.forced) = (from, forced);
        for side in self.sides.iter_mut() {
            let cell = side.stances.at(from.ix());
            side.rest = [
                side.surplus - self.gains.belief[cell].0,
                side.majority - self.gains.support[cell].0,
            ];
        }
    }

    /// What a change must add to be better than the best so far.
    #[inline]
    fn floor(&self) -> f64 {
        match self.best {
            Some(best) if best.forced && !self.forced => f64::INFINITY,
            Some(best) if best.forced == self.forced => best.gain,
            _ if self.forced => f64::NEG_INFINITY,
            _ => LEAST_GAIN,
        }
    }

    /// Whether this option in its place cannot be better than the best so far. By concavity the tangent bounds the gain:
    /// most changes are dismissed without a logarithm.
    #[inline]
    pub(super) fn falls_short(&self, to: OptionIx, linked: impl Fn(usize) -> f64) -> bool {
        let mut bound = 0.0;
        for (k, side) in self.sides.iter().enumerate() {
            bound += side.pull * (side.after(&self.gains, to, linked(k)) - side.worst);
        }
        bound <= self.floor()
    }

    /// Looks at this option in its place; `linked` gives what linkages add to a side.
    #[inline]
    pub(super) fn consider(&mut self, to: OptionIx, linked: impl Fn(usize) -> f64) {
        if self.falls_short(to, &linked) {
            return;
        }
        let floor = self.floor();
        let gain = |(k, side): (usize, &Side)| side.bias * (phi(side.after(&self.gains, to, linked(k))) - side.merit);
        let gain: f64 = self.sides.iter().enumerate().map(gain).sum();
        if gain > floor {
            self.best = Some(Change {
                from: self.from,
                to,
                gain,
                forced: self.forced,
            });
        }
    }

    /// `x` of the `k`-th side with this option in place of the one given up.
    #[inline]
    pub(super) fn would_have(&self, k: usize, to: OptionIx, linked: f64) -> f64 {
        self.sides[k].after(&self.gains, to, linked)
    }

    /// The best change.
    pub(super) fn best(&self) -> Option<Change> {
        self.best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merit_is_smooth_and_concave() {
        assert!((phi(KNEE + 1e-12) - phi(KNEE - 1e-12)).abs() < 1e-9);
        for (x, y) in [(-0.3, 0.1), (0.01, 0.5), (0.4, 0.05), (0.02, -1.0)] {
            assert!(phi(y) <= phi(x) + slope(x) * (y - x) + 1e-12, "{x} {y}");
        }
    }

    /// Two parties, four options of one issue; option 0 stands.
    fn best(belief: [[f64; 4]; 2], surpluses: [f64; 2], forced: bool) -> Option<Change> {
        let beliefs: Vec<Belief> = belief.as_flattened().iter().map(|&b| Belief(b)).collect();
        let supports = vec![Support(0.0); beliefs.len()];
        let gains = Gains {
            belief: &beliefs,
            support: &supports,
        };
        let side = |k: usize| Side::new(Indices::new(4 * k..4 * k + 4), 0.5, surpluses[k], f64::INFINITY);
        let mut sides = [side(0), side(1)];
        let mut search = Search::new(gains, &mut sides);
        search.give_up(OptionIx::FIRST, forced);
        for to in 1..4 {
            search.consider(OptionIx::new(to), |_| 0.0);
        }
        search.best()
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
        let beliefs = [Belief(0.1), Belief(0.05), Belief(0.1), Belief(0.9)];
        let gains = Gains {
            belief: &beliefs,
            support: &[Support(0.0); 4],
        };
        let mut sides = [Side::new(Indices::first(4), 1.0, 0.2, f64::INFINITY)];
        for order in [[(0, 1, true), (2, 3, false)], [(2, 3, false), (0, 1, true)]] {
            let mut search = Search::new(gains, &mut sides);
            for (from, to, forced) in order {
                search.give_up(OptionIx::new(from), forced);
                search.consider(OptionIx::new(to), |_| 0.0);
            }
            assert_eq!(search.best().map(|c| c.to.ix()), Some(1));
        }
    }
}
