//! MiCRO: minimal concession in reply to new offers. A new package, the next on its own ladder, for
//! each new package received; otherwise it repeats itself.
//!
//! The ladder is the packages at or above the reservation value r from the best downwards; of equal
//! utilities the last in the catalogue comes first. It is *ready* to concede while it has sent at most
//! as many distinct packages as it has received. Ready, it offers the next package of the ladder; not
//! ready, or at the ladder's end, one of those it has sent, each as likely. It accepts what is worth
//! at least the package it would send when ready, or when not the last new one it sent, and at least r.
//!
//! Source: D. de Jonge, An analysis of the linear bilateral ANAC domains using the MiCRO benchmark
//! strategy, IJCAI 2022, 223-229.

use super::number_set::NumberSet;
use super::random_walker::pick;
use crate::Ranking;

/// What the strategy remembers.
#[derive(Clone, Debug, Default)]
pub(super) struct Micro {
    sent: NumberSet,
    received: NumberSet,
    /// The last package that was sent for the first time.
    last_new: Option<u32>,
}

impl Micro {
    /// Forgets everything, with room for what may be sent and received.
    pub(super) fn reset(&mut self, n_sent: usize, n_received: usize) {
        self.sent.reset(n_sent);
        self.received.reset(n_received);
        self.last_new = None;
    }

    pub(super) fn sent(&mut self, package: u32) {
        if self.sent.insert(package) {
            self.last_new = Some(package);
        }
    }

    pub(super) fn received(&mut self, package: u32) {
        self.received.insert(package);
    }

    fn is_ready(&self) -> bool {
        self.sent.len() <= self.received.len()
    }

    /// The next rank of the ladder, whose end is at rank `floor`.
    fn next(&self, ranking: &Ranking, floor: usize) -> Option<usize> {
        let rank = ranking.n_ranks().checked_sub(1 + self.sent.len())?;
        (rank >= floor).then_some(rank)
    }

    /// The rank to offer; `None` where nothing lies at or above the reservation value.
    pub(super) fn offer(&self, ranking: &Ranking, floor: usize, uniform: impl FnOnce() -> f64) -> Option<usize> {
        if self.is_ready()
            && let Some(rank) = self.next(ranking, floor)
        {
            return Some(rank);
        }
        // What was sent is the top of the ladder; what has since fallen below r is not repeated.
        let n_ranks = ranking.n_ranks();
        let n_sent = self.sent.len().min(n_ranks.saturating_sub(floor));
        pick(n_sent, uniform).map(|place| n_ranks - 1 - place)
    }

    /// The least own utility that is accepted.
    pub(super) fn accepted_level(&self, ranking: &Ranking, reservation_value: f64, floor: usize) -> f64 {
        let benchmark = if self.is_ready() {
            self.next(ranking, floor).map(|rank| ranking.utility_at(rank))
        } else {
            self.last_new.map(|package| ranking.utility(package))
        };
        benchmark.map_or(reservation_value, |utility| utility.max(reservation_value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranking() -> Ranking {
        let mut ranking = Ranking::new();
        ranking.rebuild_from([0.2, 0.9, 0.5, 0.5]);
        ranking
    }

    fn no_luck() -> f64 {
        panic!("nothing to choose from")
    }

    #[test]
    fn a_new_package_for_each_new_package() {
        let (ranking, mut micro) = (ranking(), Micro::default());
        micro.reset(4, 4);
        let offer = |micro: &Micro| micro.offer(&ranking, 0, no_luck).map(|rank| ranking.package(rank));
        assert_eq!(offer(&micro), Some(1));
        micro.sent(1);
        micro.received(0);
        // Of the two at .5 the later comes first.
        assert_eq!(offer(&micro), Some(3));
        assert_eq!(micro.accepted_level(&ranking, 0.0, 0), 0.5);
        micro.sent(3);
        // Two sent and one received: it waits, and asks for what it sent last.
        micro.received(0);
        assert_eq!(
            micro.offer(&ranking, 0, || 0.6).map(|rank| ranking.package(rank)),
            Some(3)
        );
        assert_eq!(
            micro.offer(&ranking, 0, || 0.4).map(|rank| ranking.package(rank)),
            Some(1)
        );
        assert_eq!(micro.accepted_level(&ranking, 0.0, 0), 0.5);
        micro.received(2);
        assert_eq!(offer(&micro), Some(2));
    }

    #[test]
    fn the_ladder_ends_at_the_reservation_value() {
        let (ranking, mut micro) = (ranking(), Micro::default());
        let floor = ranking.first_at_least(0.6);
        micro.sent(1);
        micro.received(0);
        assert_eq!(micro.offer(&ranking, floor, || 0.9), Some(3));
        assert_eq!(micro.accepted_level(&ranking, 0.6, floor), 0.6);
        // Its last offer has fallen below a reservation value that rose.
        micro.sent(3);
        assert_eq!(micro.accepted_level(&ranking, 0.6, floor), 0.6);
        assert_eq!(micro.offer(&ranking, 4, no_luck), None);
    }
}
