//! Whole negotiations: hand-computed ones, and laws that hold whoever sits at the table.

mod support;

use detente_bargaining::{
    AcceptStrategy, Adjustment, Discounts, OfferStrategy, Ranking, RoundEnd, Standing, Strategy, TableEvent,
};
use support::{Domain, Record, SplitMix, negotiate, seats, sit_down, standing};

const PATIENCE: Discounts = Discounts { own: 0.9, other: 0.85 };

const OFFERS: [OfferStrategy; 9] = [
    OfferStrategy::TimeDependent { exponent: 4.0 },
    OfferStrategy::TimeDependent { exponent: 0.25 },
    OfferStrategy::NaiveTitForTat,
    OfferStrategy::Micro,
    OfferStrategy::Zeuthen,
    OfferStrategy::TradeOff { exponent: 1.0 },
    OfferStrategy::RandomWalker,
    OfferStrategy::HardLiner,
    OfferStrategy::Rubinstein(PATIENCE),
];

const ACCEPTS: [AcceptStrategy; 6] = [
    AcceptStrategy::Aspiration { exponent: 2.0 },
    AcceptStrategy::Next,
    AcceptStrategy::NaiveTitForTat,
    AcceptStrategy::Micro,
    AcceptStrategy::Zeuthen,
    AcceptStrategy::Rubinstein(PATIENCE),
];

fn all_strategies() -> Vec<Strategy> {
    OFFERS
        .iter()
        .flat_map(|&offers| ACCEPTS.iter().map(move |&accepts| Strategy { offers, accepts }))
        .collect()
}

/// Standings that move from round to round, as channels move them.
fn moving_standings(n_parties: usize, luck: &mut SplitMix) -> impl FnMut(u32) -> Vec<Standing> + Clone + use<> {
    let mut luck = luck.clone();
    let base: Vec<f64> = (0..n_parties).map(|_| luck.unit() * 0.7).collect();
    move |_| {
        let mut standing = |base: &f64| {
            let adjustment = if luck.below(2) == 0 {
                Adjustment::NEUTRAL
            } else {
                Adjustment {
                    product: 1.5 * luck.unit(),
                    sum: 0.2 * (luck.unit() - 0.5),
                }
            };
            Standing {
                reservation_value: base + 0.1 * (luck.unit() - 0.5),
                adjustment,
            }
        };
        base.iter().map(&mut standing).collect()
    }
}

/// Holds a record against the standings of its rounds: every offer is in the catalogue and crosses no
/// own red line, and nobody accepts below the reservation value.
fn check(domain: &Domain, record: &Record, n_rounds: u32, mut standings: impl FnMut(u32) -> Vec<Standing>) {
    let n_seats = domain.rankings.len();
    let (mut turns, mut on_table, mut n_offers, mut round) = (0, None, 0, standings(0));
    for &event in &record.events {
        match event {
            TableEvent::Offered { seat, package } => {
                assert!((package as usize) < domain.catalogue.n_packages());
                assert!(domain.rankings[seat].utility(package) > f64::NEG_INFINITY);
                (on_table, n_offers, turns) = (Some(package), n_offers + 1, turns + 1);
            }
            TableEvent::Rejected { .. } => {}
            TableEvent::Accepted { seat } => {
                let utility = domain.rankings[seat].utility(on_table.unwrap());
                assert!(utility >= round[seat].reservation_value);
                turns += 1;
            }
        }
        if turns == n_seats {
            turns = 0;
            round = standings(0);
        }
    }
    assert!(record.rounds <= n_rounds);
    assert_eq!(record.n_offers, n_offers);
    if let RoundEnd::Agreement { package, .. } = record.end {
        assert_eq!(on_table, Some(package));
    }
}

fn try_out(domain: &Domain, strategies: &[Strategy], n_rounds: u32, luck: &mut SplitMix) -> Record {
    let standings = moving_standings(strategies.len(), luck);
    let play = |seats: &mut [detente_bargaining::Seat]| {
        negotiate(domain, seats, n_rounds, &mut luck.clone(), standings.clone())
    };
    let mut seats = seats(domain, strategies, n_rounds);
    let record = play(&mut seats);
    check(domain, &record, n_rounds, standings.clone());
    // The same luck gives the same talks, and seats remember nothing of the run before.
    sit_down(&mut seats, domain, strategies, n_rounds);
    assert_eq!(play(&mut seats), record);
    luck.next();
    record
}

#[test]
fn laws_hold_for_all_pairs_of_strategies() {
    let mut luck = SplitMix(1);
    let strategies = all_strategies();
    let mut agreements = 0;
    for (index, &first) in strategies.iter().enumerate() {
        let red_lines = if index % 2 == 0 { 0.0 } else { 0.1 };
        let domain = Domain::random(&[3, 2, 4], 2, red_lines, &mut luck);
        for &second in &strategies {
            let record = try_out(&domain, &[first, second], 15, &mut luck);
            agreements += usize::from(matches!(record.end, RoundEnd::Agreement { .. }));
        }
    }
    assert!(agreements > 500, "{agreements}");
}

#[test]
fn laws_hold_for_triples_of_strategies() {
    let mut luck = SplitMix(2);
    let strategies = all_strategies();
    let mut agreements = 0;
    for trial in 0..3_000 {
        let red_lines = if trial % 2 == 0 { 0.0 } else { 0.05 };
        let domain = Domain::random(&[3, 2, 3], 3, red_lines, &mut luck);
        let chosen = [0; 3].map(|_| luck.pick(&strategies));
        let record = try_out(&domain, &chosen, 12, &mut luck);
        agreements += usize::from(matches!(record.end, RoundEnd::Agreement { .. }));
    }
    assert!(agreements > 300, "{agreements}");
}

#[test]
fn nothing_is_accepted_where_nothing_reaches_the_reservation_value() {
    let mut luck = SplitMix(3);
    let domain = Domain::random(&[3, 3], 2, 0.0, &mut luck);
    for first in all_strategies() {
        for second in all_strategies() {
            let mut seats = seats(&domain, &[first, second], 6);
            let record = negotiate(&domain, &mut seats, 6, &mut luck, |_| vec![standing(2.0); 2]);
            assert!(!matches!(record.end, RoundEnd::Agreement { .. }));
        }
    }
}

/// Eleven slices; in round k both ask for 1 - (k + 1) / 10, less the tolerance.
#[test]
fn two_linear_parties_meet_at_half_time() {
    let domain = Domain::pie(10);
    let mut seats = seats(&domain, &[Strategy::LINEAR; 2], 9);
    let record = negotiate(&domain, &mut seats, 9, &mut SplitMix(0), |_| vec![standing(0.0); 2]);
    assert_eq!(
        record.end,
        RoundEnd::Agreement {
            package: 5,
            proposer: 0
        }
    );
    assert_eq!([record.rounds, record.n_offers], [5, 9]);
    let offers: Vec<u32> = record.events.iter().filter_map(offered).collect();
    assert_eq!(offers, [9, 1, 8, 2, 7, 3, 6, 4, 5]);
    assert!((seats[0].aspiration() - 0.4999).abs() < 1e-15);
}

fn offered(event: &TableEvent) -> Option<u32> {
    match *event {
        TableEvent::Offered { package, .. } => Some(package),
        _ => None,
    }
}

/// Package 0 suits the first two, package 1 everybody: the third rejects the one and offers the other,
/// and the consents of the first two complete the circle in the next round.
#[test]
fn consents_travel_around_the_circle() {
    let content = AcceptStrategy::Aspiration {
        exponent: f64::INFINITY,
    };
    let strategy = Strategy {
        offers: OfferStrategy::HardLiner,
        accepts: content,
    };
    let mut domain = Domain::random(&[3], 3, 0.0, &mut SplitMix(0));
    domain.rankings = [[1.0, 0.99995, 0.0], [1.0, 0.99995, 0.0], [0.0, 1.0, 0.5]]
        .map(ranking)
        .to_vec();
    let mut seats = seats(&domain, &[strategy; 3], 5);
    let record = negotiate(&domain, &mut seats, 5, &mut SplitMix(0), |_| vec![standing(0.0); 3]);
    let expected = [
        TableEvent::Offered { seat: 0, package: 0 },
        TableEvent::Accepted { seat: 1 },
        TableEvent::Rejected { seat: 2 },
        TableEvent::Offered { seat: 2, package: 1 },
        TableEvent::Accepted { seat: 0 },
        TableEvent::Accepted { seat: 1 },
    ];
    assert_eq!(record.events, expected);
    assert_eq!(
        record.end,
        RoundEnd::Agreement {
            package: 1,
            proposer: 2
        }
    );
    assert_eq!([record.rounds, record.n_offers], [2, 2]);
}

fn ranking<const N: usize>(utilities: [f64; N]) -> Ranking {
    let mut ranking = Ranking::new();
    ranking.rebuild_from(utilities);
    ranking
}

/// The second seat accepts in the first round, when its own next offer would be package 7. Rejecting
/// in the second round, it offers what it aspires to then, not what it had in mind before.
#[test]
fn a_plan_is_made_for_one_turn() {
    let content = AcceptStrategy::Aspiration {
        exponent: f64::INFINITY,
    };
    let hard = Strategy {
        offers: OfferStrategy::HardLiner,
        accepts: content,
    };
    let linear = Strategy {
        accepts: AcceptStrategy::Next,
        ..Strategy::LINEAR
    };
    let mut domain = Domain::random(&[11], 3, 0.0, &mut SplitMix(0));
    let tenths = std::array::from_fn::<f64, 11, _>(|package| package as f64 / 10.0);
    let (mut first, mut third) = ([0.0; 11], [0.0; 11]);
    (first[10], first[0], third[0]) = (1.0, 0.99995, 1.0);
    domain.rankings = [first, tenths, third].map(ranking).to_vec();
    let mut seats = seats(&domain, &[hard, linear, hard], 9);
    let record = negotiate(&domain, &mut seats, 2, &mut SplitMix(0), |_| vec![standing(0.05); 3]);
    let expected = [
        TableEvent::Offered { seat: 0, package: 10 },
        TableEvent::Accepted { seat: 1 },
        TableEvent::Rejected { seat: 2 },
        TableEvent::Offered { seat: 2, package: 0 },
        TableEvent::Accepted { seat: 0 },
        TableEvent::Rejected { seat: 1 },
        // At time 2/3 of two rounds: .05 + .95 / 3 - .0001 = .3666.
        TableEvent::Offered { seat: 1, package: 4 },
    ];
    assert_eq!(record.events[..7], expected);
}

/// Half of what they would ask for: .5 * (1 - 1/10 - .0001) = .44995 in the first round.
#[test]
fn an_adjustment_moves_offers_and_answers() {
    let domain = Domain::pie(10);
    let softer = Standing {
        reservation_value: 0.0,
        adjustment: Adjustment { product: 0.5, sum: 0.0 },
    };
    let mut seats = seats(&domain, &[Strategy::LINEAR; 2], 9);
    let record = negotiate(&domain, &mut seats, 9, &mut SplitMix(0), |_| vec![softer; 2]);
    assert_eq!(
        record.end,
        RoundEnd::Agreement {
            package: 5,
            proposer: 0
        }
    );
    assert_eq!([record.rounds, record.n_offers], [1, 1]);
    assert!((seats[0].aspiration() - 0.44995).abs() < 1e-15);
}

#[test]
fn hard_liners_run_out_of_time_and_who_has_nothing_to_offer_leaves() {
    let domain = Domain::pie(10);
    let mut hard = seats(&domain, &[Strategy::HARD_LINER; 2], 7);
    let record = negotiate(&domain, &mut hard, 7, &mut SplitMix(0), |_| vec![standing(0.0); 2]);
    assert_eq!((record.end, record.rounds, record.n_offers), (RoundEnd::GoesOn, 7, 14));
    let mut micro = seats(&domain, &[Strategy::BOULWARE, Strategy::MICRO], 7);
    let record = negotiate(&domain, &mut micro, 7, &mut SplitMix(0), |_| {
        vec![standing(0.0), standing(1.5)]
    });
    assert_eq!(
        (record.end, record.rounds, record.n_offers),
        (RoundEnd::Broken { seat: 1 }, 1, 1)
    );
}

/// Each sends its ladder in step: 10, 0, 9, 1, ... until an offer is as good as the own next one.
#[test]
fn two_micro_parties_meet_in_the_middle_of_a_pie() {
    let domain = Domain::pie(10);
    let mut seats = seats(&domain, &[Strategy::MICRO; 2], 50);
    let record = negotiate(&domain, &mut seats, 50, &mut SplitMix(0), |_| vec![standing(0.0); 2]);
    let offers: Vec<u32> = record.events.iter().filter_map(offered).collect();
    assert_eq!(offers, [10, 0, 9, 1, 8, 2, 7, 3, 6, 4, 5]);
    // Its own next offer would be the same slice: the second accepts the half.
    assert_eq!(
        record.end,
        RoundEnd::Agreement {
            package: 5,
            proposer: 0
        }
    );
}

/// Two traders on one aspiration get more together than two who only concede; by more than three
/// standard errors of the paired difference.
#[test]
fn trade_offs_reach_better_packages_than_plain_concession() {
    let mut luck = SplitMix(5);
    let mut gain = || {
        let domain = Domain::random(&[4, 4, 4, 4], 2, 0.0, &mut luck);
        let mut sum = |strategy: Strategy| -> f64 {
            let mut seats = seats(&domain, &[strategy; 2], 60);
            match negotiate(&domain, &mut seats, 60, &mut luck, |_| vec![standing(0.0); 2]).end {
                RoundEnd::Agreement { package, .. } => domain.rankings.iter().map(|r| r.utility(package)).sum(),
                _ => 0.0,
            }
        };
        sum(Strategy::trade_off(1.0)) - sum(Strategy::LINEAR)
    };
    let gains: Vec<f64> = (0..400).map(|_| gain()).collect();
    let n = gains.len() as f64;
    let mean = gains.iter().sum::<f64>() / n;
    let variance = gains.iter().map(|gain| (gain - mean) * (gain - mean)).sum::<f64>() / (n - 1.0);
    assert!(mean > 3.0 * (variance / n).sqrt(), "{mean}, variance {variance}");
}
