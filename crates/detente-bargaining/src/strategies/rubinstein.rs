//! The stationary equilibrium of alternating offers over a pie, two parties with discount factors.
//!
//! A party with discount factor d against one with d' asks for the share
//! `x = (1 - d') / (1 - d * d')` whenever it makes an offer, and accepts `d * x`, what its own next offer
//! would be worth to it now. Shares are of the range above `max(u_min, r)`. On a grid the proposer
//! takes the greatest share up to x, so that the other side is never offered less than it accepts. Two
//! such parties agree on the first offer.
//!
//! The strategy is made for packages that are the slices of one pie; on others it offers and accepts
//! by the same shares, which need not meet.
//!
//! Source: A. Rubinstein, Perfect equilibrium in a bargaining model, Econometrica 50 (1982), 97-109.

use crate::Ranking;

/// Room for rounding, as a share of the pie.
const ROUNDING: f64 = 1e-9;

/// Discount factors per round of the player and of the other side, each above 0 and at most 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Discounts {
    /// The player's own.
    pub own: f64,
    /// The other side's.
    pub other: f64,
}

/// The proposer's share of the pie in equilibrium, `(1 - other) / (1 - own * other)`; one half where
/// both are 1.
#[must_use]
pub fn proposer_share(discounts: Discounts) -> f64 {
    let Discounts { own, other } = discounts;
    if own * other >= 1.0 {
        return 0.5;
    }
    (1.0 - other) / (1.0 - own * other)
}

fn at_share(ranking: &Ranking, reservation_value: f64, share: f64) -> f64 {
    let base = ranking.lowest().max(reservation_value);
    base + (ranking.highest() - base) * share
}

/// The rank to offer, from rank `floor` on; the best where nothing lies that high.
pub(super) fn offer(ranking: &Ranking, reservation_value: f64, floor: usize, discounts: Discounts) -> Option<usize> {
    let last = ranking.n_ranks().checked_sub(1)?;
    let level = at_share(ranking, reservation_value, proposer_share(discounts) + ROUNDING);
    Some(ranking.first_at_least(level).saturating_sub(1).max(floor).min(last))
}

/// The least own utility that is accepted.
pub(super) fn accepted_level(ranking: &Ranking, reservation_value: f64, discounts: Discounts) -> f64 {
    at_share(
        ranking,
        reservation_value,
        discounts.own * proposer_share(discounts) - ROUNDING,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_equal_and_unequal_patience() {
        // (1 - .5) / (1 - .25), (1 - .8) / (1 - .72), (1 - .9) / (1 - .72)
        assert!((proposer_share(Discounts { own: 0.5, other: 0.5 }) - 2.0 / 3.0).abs() < 1e-15);
        assert!((proposer_share(Discounts { own: 0.9, other: 0.8 }) - 5.0 / 7.0).abs() < 1e-15);
        assert!((proposer_share(Discounts { own: 0.8, other: 0.9 }) - 2.5 / 7.0).abs() < 1e-15);
        assert_eq!(proposer_share(Discounts { own: 1.0, other: 1.0 }), 0.5);
    }

    /// What is left of the pie is what the other side's own next offer would be worth to it now.
    #[test]
    fn the_responder_is_indifferent() {
        for [own, other] in [[0.9, 0.8], [0.5, 0.99], [0.3, 0.3]] {
            let left = 1.0 - proposer_share(Discounts { own, other });
            let waiting = other * proposer_share(Discounts { own: other, other: own });
            assert!((left - waiting).abs() < 1e-15);
        }
    }

    #[test]
    fn on_a_grid_the_other_side_gets_the_odd_crumb() {
        let mut pie = Ranking::new();
        pie.rebuild_from((0..=10).map(|tenths| f64::from(tenths) / 10.0));
        let discounts = Discounts { own: 0.5, other: 0.5 };
        assert_eq!(offer(&pie, 0.0, 0, discounts), Some(6));
        assert!((accepted_level(&pie, 0.0, discounts) - 1.0 / 3.0).abs() < 1e-8);
        // Of the range above .4: .4 + .6 * 2/3 = .8.
        assert_eq!(offer(&pie, 0.4, 4, discounts), Some(8));
        assert_eq!(offer(&pie, 2.0, 11, discounts), Some(10));
        assert_eq!(offer(&Ranking::new(), 0.0, 0, discounts), None);
    }
}
