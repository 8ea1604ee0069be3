//! Strategies: how a party makes offers and how it answers them.
//!
//! The two are separate and combine freely. A [`Strategy`] names both; a [`Seat`] holds what one party
//! remembers within a run. What happens around the seats is a protocol's business:
//! [`play_round`](crate::play_round) takes turns.

mod hard_liner;
mod micro;
mod naive_tit_for_tat;
mod number_set;
mod opponent_model;
mod random_walker;
mod rubinstein;
mod seat;
mod time_dependent;
mod trade_off;
pub(crate) mod zeuthen;

pub use rubinstein::{Discounts, proposer_share};
pub use seat::Seat;
pub(crate) use seat::Turn;
pub use time_dependent::Curves;

use crate::{Catalogue, Ranking};

/// How a party makes offers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OfferStrategy {
    /// The package nearest above an aspiration `1 - t^exponent` that falls with time (Faratin,
    /// Sierra & Jennings 1998): 4 is Boulware, 1 linear, 0.25 conceder, infinity hard-headed.
    TimeDependent {
        /// Above 0; infinity is allowed.
        exponent: f64,
    },
    /// Concedes as much as the other side's last offer gives it.
    NaiveTitForTat,
    /// A new package for each new package received (de Jonge 2022).
    Micro,
    /// Concedes just enough while its own risk is the least (Zeuthen 1930).
    Zeuthen,
    /// On its aspiration, the package most like the other side's last offer (Faratin, Sierra &
    /// Jennings 2002).
    TradeOff {
        /// Of the aspiration, as for [`TimeDependent`](Self::TimeDependent).
        exponent: f64,
    },
    /// Any package at or above the reservation value, each as likely: a baseline.
    RandomWalker,
    /// Always its best package.
    HardLiner,
    /// The equilibrium offer of alternating offers over a pie (Rubinstein 1982).
    Rubinstein(Discounts),
}

/// How a party answers an offer. Whatever the rule says, nobody accepts less than the reservation
/// value or across an own red line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AcceptStrategy {
    /// At or above the time-dependent aspiration at the moment of the answer.
    Aspiration {
        /// As for [`OfferStrategy::TimeDependent`].
        exponent: f64,
    },
    /// At least as good as the own next offer, ACnext (Baarslag, Hindriks & Jonker 2013).
    Next,
    /// The rule of naive tit-for-tat.
    NaiveTitForTat,
    /// The rule of MiCRO.
    Micro,
    /// At least as good as the own last offer (Rosenschein & Zlotkin 1994).
    Zeuthen,
    /// At least the discounted value of making the next offer (Rubinstein 1982).
    Rubinstein(Discounts),
}

/// How a party makes offers and answers them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Strategy {
    /// How it makes offers.
    pub offers: OfferStrategy,
    /// How it answers them.
    pub accepts: AcceptStrategy,
}

impl Strategy {
    /// Time-dependent concession, 4.
    pub const BOULWARE: Self = Self::time_dependent(4.0);
    /// Time-dependent concession, 1.
    pub const LINEAR: Self = Self::time_dependent(1.0);
    /// Time-dependent concession, 0.25.
    pub const CONCEDER: Self = Self::time_dependent(0.25);
    /// Naive tit-for-tat with its own rule of acceptance.
    pub const NAIVE_TIT_FOR_TAT: Self = Self {
        offers: OfferStrategy::NaiveTitForTat,
        accepts: AcceptStrategy::NaiveTitForTat,
    };
    /// MiCRO with its own rule of acceptance.
    pub const MICRO: Self = Self {
        offers: OfferStrategy::Micro,
        accepts: AcceptStrategy::Micro,
    };
    /// Zeuthen with its own rule of acceptance.
    pub const ZEUTHEN: Self = Self {
        offers: OfferStrategy::Zeuthen,
        accepts: AcceptStrategy::Zeuthen,
    };
    /// Random offers; accepts what is at least as good as the next one.
    pub const RANDOM_WALKER: Self = Self {
        offers: OfferStrategy::RandomWalker,
        accepts: AcceptStrategy::Next,
    };
    /// Its best package always; accepts nothing that is worse.
    pub const HARD_LINER: Self = Self {
        offers: OfferStrategy::HardLiner,
        accepts: AcceptStrategy::Next,
    };

    /// Time-dependent concession with the reference's rule of acceptance; `exponent` is above 0.
    #[must_use]
    pub const fn time_dependent(exponent: f64) -> Self {
        Self {
            offers: OfferStrategy::TimeDependent { exponent },
            accepts: AcceptStrategy::Aspiration { exponent },
        }
    }

    /// Trade-offs on a time-dependent aspiration; accepts what reaches it. `exponent` is above 0.
    #[must_use]
    pub const fn trade_off(exponent: f64) -> Self {
        Self {
            offers: OfferStrategy::TradeOff { exponent },
            accepts: AcceptStrategy::Aspiration { exponent },
        }
    }

    /// The equilibrium of alternating offers over a pie.
    #[must_use]
    pub const fn rubinstein(discounts: Discounts) -> Self {
        Self {
            offers: OfferStrategy::Rubinstein(discounts),
            accepts: AcceptStrategy::Rubinstein(discounts),
        }
    }
}

/// Where random numbers come from.
pub trait Luck {
    /// The next number of a seat, from 0 to below 1. Asked at most once per turn.
    fn uniform(&mut self, seat: usize) -> f64;
}

/// The time of a round, the same for all seats.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clock {
    /// Number of the round, from 0.
    pub round: u32,
    /// Share of the time that has gone, from 0 to 1.
    pub time: f64,
}

impl Clock {
    /// The clock of round k of n: time (k + 1) / (n + 1), at most 1.
    #[must_use]
    pub fn of_round(round: u32, n_rounds: u32) -> Self {
        let time = (f64::from(round) + 1.0) / (f64::from(n_rounds) + 1.0);
        Self {
            round,
            time: time.min(1.0),
        }
    }
}

/// What moves a strategy's aspiration `a` from outside: `r + (a - r) * product + sum`, kept between
/// the reservation value r and the party's greatest utility.
///
/// It touches the aspiration of time-dependent, tit-for-tat and trade-off offers, and the level that
/// any rule of acceptance but [`Next`](AcceptStrategy::Next) asks for. Offers that walk a ladder or
/// are drawn stay as they are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adjustment {
    /// Factor on what is asked for above the reservation value, at least 0; 1 is neutral.
    pub product: f64,
    /// Added to it, in the unit of the utility; 0 is neutral.
    pub sum: f64,
}

impl Adjustment {
    /// Leaves every aspiration as it is, to the last bit.
    pub const NEUTRAL: Self = Self { product: 1.0, sum: 0.0 };

    #[inline]
    fn is_neutral(self) -> bool {
        self.product == 1.0 && self.sum == 0.0
    }

    #[inline]
    fn apply(self, level: f64, reservation_value: f64, highest: f64) -> f64 {
        if self.is_neutral() {
            return level;
        }
        let adjusted = reservation_value + (level - reservation_value) * self.product + self.sum;
        // The reservation value wins where it lies above everything: `f64::clamp` would panic.
        adjusted.min(highest).max(reservation_value)
    }
}

impl Default for Adjustment {
    fn default() -> Self {
        Self::NEUTRAL
    }
}

/// How a party stands in one round.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Standing {
    /// Utility of no agreement, in the unit of the party's ranking; finite.
    pub reservation_value: f64,
    /// What moves its aspiration.
    pub adjustment: Adjustment,
}

/// What holds during one round; rankings and standings have one entry per seat.
#[derive(Clone, Copy, Debug)]
pub struct Round<'a> {
    /// The packages that may be put on the table.
    pub catalogue: &'a Catalogue,
    /// The parties' rankings of them.
    pub rankings: &'a [&'a Ranking],
    /// How the parties stand.
    pub standings: &'a [Standing],
    /// The time.
    pub clock: Clock,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_round_has_begun_and_the_last_is_not_over() {
        assert_eq!(Clock::of_round(0, 3).time, 0.25);
        assert_eq!(Clock::of_round(2, 3).time, 0.75);
        assert_eq!(Clock::of_round(9, 3).time, 1.0);
    }

    #[test]
    fn a_neutral_adjustment_keeps_every_bit() {
        let level = 0.1 + 0.2;
        assert_eq!(Adjustment::NEUTRAL.apply(level, 0.7, 0.2).to_bits(), level.to_bits());
        // .2 + (.6 - .2) * .5 + .1 = .5
        let softer = Adjustment { product: 0.5, sum: 0.1 };
        assert!((softer.apply(0.6, 0.2, 1.0) - 0.5).abs() < 1e-15);
        assert_eq!(Adjustment { product: 1.0, sum: 9.0 }.apply(0.6, 0.2, 0.8), 0.8);
        assert_eq!(
            Adjustment {
                product: 1.0,
                sum: -9.0
            }
            .apply(0.6, 0.2, 0.8),
            0.2
        );
        assert_eq!(Adjustment { product: 1.0, sum: 9.0 }.apply(0.6, 0.9, 0.8), 0.9);
    }
}
