//! Naive tit-for-tat: concedes by as much as the other side's last offer is worth to itself.
//!
//! With `m = max(u_min, r)` and the normalised utility `U(o) = (u(o) - m) / (u_max - m)`, its
//! concession c in round k, counted from 0, is
//! - 0 in round 0;
//! - in rounds 1 and 2 one step of its own ladder, `(u(b1) - u(b2) + 10^-12) / (u_max - u_min)`: b1 and
//!   b2 are the next two packages from the best downwards, and each answer and each offer uses up two;
//! - from round 3 on U of the last offer received, at least 0.
//!
//! It accepts where `U(o) >= 1 - c`, so from round 3 on what is worth half the range, and offers the
//! package at `u_min + (1 - c) * (u_max - u_min)`. That range does not know the reservation value, so
//! that an offer may lie below it.
//!
//! Source: the simple tit-for-tat of P. Faratin, C. Sierra & N. R. Jennings (1998) in the form of
//! Y. Mohammad, S. Nakadai & A. Greenwald, NegMAS: a platform for automated negotiations, PRIMA 2020.

use crate::Ranking;
use std::ops::RangeInclusive;

/// Ranges smaller than this count as one point.
const LEAST_RANGE: f64 = 1e-5;
/// Where a concession may lie; anything else counts as none.
const CONCESSIONS: RangeInclusive<f64> = -1e-6..=1.000_000_1;
/// The first round whose concession mirrors the other side's.
const FIRST_MIRROR: u32 = 3;

/// What the strategy remembers: how many packages of its ladder it has used up.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TitForTat {
    used: usize,
}

impl TitForTat {
    /// The concession in a round after `received`, 0 if nothing was received yet.
    pub(super) fn concession(
        &mut self,
        ranking: &Ranking,
        reservation_value: f64,
        round: u32,
        received: Option<u32>,
    ) -> f64 {
        let Some(received) = received else { return 0.0 };
        let concession = match round {
            0 => 0.0,
            1..FIRST_MIRROR => self.step(ranking, reservation_value),
            // Written as one minus the other side's distance from it, for the sake of the last bit.
            _ => (1.0 - (1.0 - normalised(ranking, reservation_value, ranking.utility(received)))).max(0.0),
        };
        if CONCESSIONS.contains(&concession) {
            concession
        } else {
            0.0
        }
    }

    /// One step down the own ladder, over the whole range. Past its end lies the reservation value.
    fn step(&mut self, ranking: &Ranking, reservation_value: f64) -> f64 {
        let mut next = || {
            self.used += 1;
            let rank = ranking.n_ranks().checked_sub(self.used);
            rank.map_or(reservation_value, |rank| ranking.utility_at(rank))
        };
        let (first, second) = (next(), next());
        (first - second + 1e-12) / (ranking.highest() - ranking.lowest())
    }
}

/// Utility over the range above `max(u_min, r)`: 0 to 1.
pub(super) fn normalised(ranking: &Ranking, reservation_value: f64, utility: f64) -> f64 {
    let base = ranking.lowest().max(reservation_value);
    let range = ranking.highest() - base;
    if range < LEAST_RANGE {
        return 1.0;
    }
    (utility - base) * (1.0 / range)
}

/// The least own utility that is accepted, in the unit of the ranking.
pub(super) fn accepted_level(ranking: &Ranking, reservation_value: f64, concession: f64) -> f64 {
    let base = ranking.lowest().max(reservation_value);
    base + (1.0 - concession) * (ranking.highest() - base)
}

/// The own utility that is offered.
pub(super) fn offered_level(ranking: &Ranking, concession: f64) -> f64 {
    (1.0 - concession) * (ranking.highest() - ranking.lowest()) + ranking.lowest()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Utilities 0, .1, .3, .6 and 1 of packages 0 to 4.
    fn ranking() -> Ranking {
        let mut ranking = Ranking::new();
        ranking.rebuild_from([0.0, 0.1, 0.3, 0.6, 1.0]);
        ranking
    }

    #[test]
    fn early_concessions_are_steps_of_the_own_ladder() {
        let (ranking, mut state) = (ranking(), TitForTat::default());
        let mut concession = |round: u32, received: Option<u32>| state.concession(&ranking, 0.0, round, received);
        assert_eq!(concession(0, Some(0)), 0.0);
        assert_eq!(concession(1, None), 0.0);
        assert!((concession(1, Some(0)) - 0.4).abs() < 1e-9);
        assert!((concession(1, Some(0)) - 0.2).abs() < 1e-9);
        // The worst package is left, then the reservation value.
        assert!(concession(2, Some(0)).abs() < 1e-9);
        assert!(concession(2, Some(0)).abs() < 1e-9);
    }

    #[test]
    fn later_it_mirrors_what_it_was_offered() {
        let (ranking, mut state) = (ranking(), TitForTat::default());
        assert!((state.concession(&ranking, 0.0, 3, Some(2)) - 0.3).abs() < 1e-15);
        // Above .2 the range is .8: (.6 - .2) / .8.
        assert!((state.concession(&ranking, 0.2, 9, Some(3)) - 0.5).abs() < 1e-15);
        assert_eq!(state.concession(&ranking, 0.2, 9, Some(1)), 0.0);
    }

    #[test]
    fn levels_have_their_own_ranges() {
        let ranking = ranking();
        assert!((accepted_level(&ranking, 0.2, 0.25) - 0.8).abs() < 1e-15);
        assert!((offered_level(&ranking, 0.25) - 0.75).abs() < 1e-15);
        assert_eq!(normalised(&ranking, 1.0, 0.3), 1.0);
    }

    #[test]
    fn a_flat_ranking_concedes_nothing_early() {
        let mut flat = Ranking::new();
        flat.rebuild_from([0.5; 3]);
        assert_eq!(TitForTat::default().concession(&flat, 0.0, 1, Some(0)), 0.0);
    }
}
