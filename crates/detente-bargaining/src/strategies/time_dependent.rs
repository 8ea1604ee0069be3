//! Time-dependent concession: an aspiration that falls with time, whatever the others do.
//!
//! With `a(t) = 1 - t^e`, `m = max(u_min, r)`, the aspiration is
//! `lo = clamp((u_max - m) * a(t) + m - 0.0001, m, u_max)`. The offer is the package with the least
//! utility from `lo` on, among those at or above the reservation value r; one that lies at most 10^-6
//! below `lo` and strictly nearer to it wins. Of equal utilities the first in the catalogue is
//! offered. Accepted is what reaches `lo`.
//!
//! e = 4 is Boulware (late concession), 1 linear, 0.25 conceder, infinity hard-headed.
//!
//! Source: P. Faratin, C. Sierra & N. R. Jennings, Negotiation decision functions for autonomous
//! agents, Robotics and Autonomous Systems 24 (1998), 159-182.

use crate::Ranking;

/// By how much the aspiration is loosened, in the unit of the utility.
const TOLERANCE: f64 = 1e-4;
/// How far below the aspiration an offer may lie if it is nearer to it.
const BELOW: f64 = 1e-6;

/// How many shares are remembered at a time.
const REMEMBERED: usize = 4;

/// A moment and the share of the range that is still asked for then.
#[derive(Clone, Copy, Debug)]
struct Share {
    time: f64,
    exponent: f64,
    share: f64,
}

/// The shares of the range that time-dependent parties still ask for, `1 - t^e`, with the last few
/// remembered: the power is what a turn costs most, and negotiations that are played side by side ask
/// for the same ones. One may serve any number of negotiations; it never changes what comes out.
#[derive(Clone, Debug)]
pub struct Curves {
    remembered: [Share; REMEMBERED],
    /// Which one is replaced next.
    oldest: usize,
}

impl Curves {
    /// Nothing remembered.
    #[must_use]
    pub const fn new() -> Self {
        // No time equals NaN.
        const NONE: Share = Share {
            time: f64::NAN,
            exponent: 1.0,
            share: 1.0,
        };
        Self {
            remembered: [NONE; REMEMBERED],
            oldest: 0,
        }
    }

    /// The share at a time from 0 to 1, for an exponent above 0, infinity included.
    #[inline]
    pub fn share(&mut self, time: f64, exponent: f64) -> f64 {
        for known in &self.remembered {
            if known.time == time && known.exponent == exponent {
                return known.share;
            }
        }
        self.remember(time, exponent)
    }

    fn remember(&mut self, time: f64, exponent: f64) -> f64 {
        let share = 1.0 - libm::pow(time, exponent);
        self.remembered[self.oldest] = Share { time, exponent, share };
        self.oldest = (self.oldest + 1) % REMEMBERED;
        share
    }
}

impl Default for Curves {
    fn default() -> Self {
        Self::new()
    }
}

/// The aspiration for a share of the range above `max(u_min, r)`.
#[inline]
pub(super) fn level(ranking: &Ranking, reservation_value: f64, share: f64) -> f64 {
    let (base, highest) = (ranking.lowest().max(reservation_value), ranking.highest());
    ((highest - base) * share + base - TOLERANCE).max(base).min(highest)
}

/// The rank to offer at an aspiration, from rank `floor` on; near `hint` it is found soonest. The
/// best where nothing lies that high; `None` where there are no ranks.
#[inline]
pub(super) fn rank_at(ranking: &Ranking, level: f64, floor: usize, hint: usize) -> Option<usize> {
    let last = ranking.n_ranks().checked_sub(1)?;
    let rank = ranking.first_at_least_near(level, hint).max(floor).min(last);
    if rank <= floor {
        return Some(rank);
    }
    let below = ranking.utility_at(rank - 1);
    if below >= level - BELOW && level - below < ranking.utility_at(rank) - level {
        return Some(ranking.first_at_least_near(below, rank - 1).max(floor));
    }
    Some(rank)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranking(utilities: &[f64]) -> Ranking {
        let mut ranking = Ranking::new();
        ranking.rebuild_from(utilities.iter().copied());
        ranking
    }

    #[test]
    fn shares_of_the_named_exponents_at_half_time() {
        let mut curves = Curves::new();
        let mut share = |exponent: f64| curves.share(0.5, exponent);
        assert_eq!([share(4.0), share(1.0), share(f64::INFINITY)], [0.9375, 0.5, 1.0]);
        // 2^-0.25 = 0.840896415...
        assert!((share(0.25) - 0.159_103_584_746_285_5).abs() < 1e-15);
    }

    #[test]
    fn a_remembered_share_is_not_taken_for_another() {
        let mut curves = Curves::new();
        for _ in 0..3 {
            for (time, exponent, expected) in [
                (0.5, 1.0, 0.5),
                (0.5, 2.0, 0.75),
                (0.25, 2.0, 0.9375),
                (0.25, 1.0, 0.75),
                (0.75, 1.0, 0.25),
            ] {
                assert_eq!(curves.share(time, exponent), expected);
                assert_eq!(curves.share(time, exponent), expected);
            }
        }
    }

    #[test]
    fn the_aspiration_lies_between_reservation_value_and_best() {
        let ranking = ranking(&[0.0, 0.4, 1.0]);
        assert!((level(&ranking, 0.0, 0.5) - 0.4999).abs() < 1e-15);
        // (1 - .4) * .5 + .4 - .0001
        assert!((level(&ranking, 0.4, 0.5) - 0.6999).abs() < 1e-15);
        assert_eq!(level(&ranking, 0.4, 0.0), 0.4);
        assert_eq!(level(&ranking, 2.0, 0.5), 1.0);
    }

    #[test]
    fn the_offer_is_the_first_of_the_least_that_suffice() {
        let ranking = ranking(&[0.3, 0.6, 0.1, 0.6, 0.9]);
        let offer = |level: f64, floor: usize| rank_at(&ranking, level, floor, 2).map(|rank| ranking.package(rank));
        assert_eq!(offer(0.5, 0), Some(1));
        assert_eq!(offer(0.6, 0), Some(1));
        assert_eq!(offer(0.2, 2), Some(1));
        assert_eq!(offer(0.95, 0), Some(4));
        // Nothing reaches the reservation value: the best is offered.
        assert_eq!(offer(0.2, 5), Some(4));
        assert_eq!(rank_at(&Ranking::new(), 0.5, 0, 0), None);
    }

    #[test]
    fn a_hair_below_the_aspiration_is_near_enough() {
        let ranking = ranking(&[0.2, 0.5 - 4e-7, 0.5 - 4e-7, 0.7]);
        assert_eq!(rank_at(&ranking, 0.5, 0, 3), Some(1));
        assert_eq!(rank_at(&ranking, 0.5 + 7e-7, 0, 3), Some(3));
        assert_eq!(rank_at(&ranking, 0.5, 3, 3), Some(3));
    }
}
