//! Monotonic concession: two parties put their offers on the table at the same time, round by round,
//! and never take a step back. Both follow Zeuthen's principle.
//!
//! In the first round each offers its best package at or above its reservation value. In every later
//! round the party with the smaller willingness to risk conflict concedes just enough for the order of
//! risks to turn; on a tie both do. Whose offer is worth at least as much to the other as the other's
//! own is accepted. If both are, the one with the greater product of surpluses is taken, on a tie the
//! first party's. Where nobody can concede, the talks are broken.
//!
//! With surpluses over the reservation values it ends at the greatest Nash product, wherever that is
//! unique and some package gives everybody the reservation value.
//!
//! Source: J. Rosenschein & G. Zlotkin, Rules of encounter, MIT Press 1994, ch. 3 (monotonic concession
//! protocol, Zeuthen strategy).

use crate::strategies::zeuthen::{concede, joint_value};
use crate::{Ranking, RoundEnd, Standing};

/// The state between two rounds: the rank of each party's offer in its own ranking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MonotonicConcession {
    ranks: Option<[usize; 2]>,
}

impl MonotonicConcession {
    /// No offer was made yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { ranks: None }
    }

    /// The two offers on the table, by their numbers in the catalogue; `rankings` are those of the
    /// last round. `None` before the first round.
    #[must_use]
    pub fn offers(&self, rankings: [&Ranking; 2]) -> Option<[u32; 2]> {
        let ranks = self.ranks?;
        Some([0, 1].map(|party| rankings[party].package(ranks[party])))
    }

    /// Plays one round. Adjustments of the standings are not used: the principle knows no aspiration.
    /// It is broken where a party has nothing at or above its reservation value, or nobody
    /// concedes: then by the one whose turn it was to.
    pub fn play_round(&mut self, rankings: [&Ranking; 2], standings: [Standing; 2]) -> RoundEnd {
        let floors = [0, 1].map(|party| rankings[party].first_at_least(standings[party].reservation_value));
        if let Some(seat) = [0, 1]
            .into_iter()
            .find(|&party| floors[party] >= rankings[party].n_ranks())
        {
            return RoundEnd::Broken { seat };
        }
        let value = |package: u32| joint_value(&rankings, &standings, package);
        let ranks = match self.ranks {
            None => [0, 1].map(|party: usize| rankings[party].n_ranks() - 1),
            Some(ranks) => {
                let values = [0, 1].map(|party| value(rankings[party].package(ranks[party])));
                let next = [0, 1].map(|party: usize| {
                    let (own, other) = (values[party], values[1 - party]);
                    if own > other {
                        return ranks[party];
                    }
                    concede(rankings[party], ranks[party], floors[party], other, value)
                });
                if next == ranks {
                    let seat = usize::from(values[1] < values[0]);
                    return RoundEnd::Broken { seat };
                }
                next
            }
        };
        self.ranks = Some(ranks);
        settle(rankings, ranks, value)
    }
}

/// Whether an offer is as good for the party that receives it as its own.
fn settle(rankings: [&Ranking; 2], ranks: [usize; 2], value: impl Fn(u32) -> f64) -> RoundEnd {
    let offers = [0, 1].map(|party| rankings[party].package(ranks[party]));
    let is_accepted = [0, 1].map(|proposer: usize| {
        let other = 1 - proposer;
        rankings[other].utility(offers[proposer]) >= rankings[other].utility_at(ranks[other])
    });
    let proposer = match is_accepted {
        [false, false] => return RoundEnd::GoesOn,
        [true, false] => 0,
        [false, true] => 1,
        [true, true] => usize::from(value(offers[1]) > value(offers[0])),
    };
    RoundEnd::Agreement {
        package: offers[proposer],
        proposer,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rankings(first: &[f64], second: &[f64]) -> [Ranking; 2] {
        [first, second].map(|utilities| {
            let mut ranking = Ranking::new();
            ranking.rebuild_from(utilities.iter().copied());
            ranking
        })
    }

    fn play(rankings: &[Ranking; 2], reservation_values: [f64; 2]) -> (u32, RoundEnd) {
        let standings = reservation_values.map(|reservation_value| Standing {
            reservation_value,
            ..Standing::default()
        });
        let mut talks = MonotonicConcession::new();
        for round in 1..100 {
            let end = talks.play_round([&rankings[0], &rankings[1]], standings);
            if end != RoundEnd::GoesOn {
                return (round, end);
            }
        }
        (100, RoundEnd::GoesOn)
    }

    #[test]
    fn offers_meet_at_the_greatest_product() {
        // Products 0, .375, .35, .225, 0.
        let rankings = rankings(&[1.0, 0.75, 0.5, 0.25, 0.0], &[0.0, 0.5, 0.7, 0.9, 1.0]);
        // Best against best is a tie: the first goes to package 1, the second to package 3, whose product
        // is smaller; it then concedes to package 1 itself.
        let (rounds, end) = play(&rankings, [0.0, 0.0]);
        assert_eq!(
            (rounds, end),
            (
                3,
                RoundEnd::Agreement {
                    package: 1,
                    proposer: 0
                }
            )
        );
    }

    #[test]
    fn reservation_values_move_the_meeting_point() {
        let rankings = rankings(&[1.0, 0.75, 0.5, 0.25, 0.0], &[0.0, 0.5, 0.7, 0.9, 1.0]);
        // Over (0, .45) the products are .0375, .125, .1125.
        let (_, end) = play(&rankings, [0.0, 0.45]);
        assert!(matches!(end, RoundEnd::Agreement { package: 2, .. }));
        assert!(matches!(play(&rankings, [0.6, 0.6]).1, RoundEnd::Broken { .. }));
        assert_eq!(play(&rankings, [0.0, 2.0]), (1, RoundEnd::Broken { seat: 1 }));
    }

    #[test]
    fn what_is_best_for_both_is_agreed_at_once() {
        let rankings = rankings(&[0.2, 0.9], &[0.1, 0.8]);
        assert_eq!(
            play(&rankings, [0.0; 2]),
            (
                1,
                RoundEnd::Agreement {
                    package: 1,
                    proposer: 0
                }
            )
        );
    }

    #[test]
    fn the_offers_on_the_table_can_be_seen() {
        let rankings = rankings(&[1.0, 0.0], &[0.0, 1.0]);
        let mut talks = MonotonicConcession::new();
        let view = [&rankings[0], &rankings[1]];
        assert_eq!(talks.offers(view), None);
        talks.play_round(view, [Standing::default(); 2]);
        assert_eq!(talks.offers(view), Some([0, 1]));
    }
}
