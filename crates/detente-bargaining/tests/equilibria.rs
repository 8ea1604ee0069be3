//! Closed forms: where theory says exactly how a negotiation ends.

mod support;

use detente_bargaining::{Discounts, MonotonicConcession, RoundEnd, Strategy, TableEvent, proposer_share};
use support::{Domain, SplitMix, negotiate, seats, standing};

/// Rubinstein 1982: agreement at once, and the proposer gets (1 - d2) / (1 - d1 d2).
#[test]
fn equilibrium_players_agree_on_the_first_offer() {
    for parts in [1_000_u32, 10_000] {
        let domain = Domain::pie(parts);
        for [d1, d2] in [
            [0.5, 0.5],
            [0.9, 0.9],
            [0.95, 0.8],
            [0.8, 0.95],
            [0.99, 0.99],
            [0.3, 0.999],
            [1e-9, 0.5],
        ] {
            for first_moves in [true, false] {
                // The pie's first party sits in seat 0; to let the second move first, they swap shares.
                let [own, other] = if first_moves { [d1, d2] } else { [d2, d1] };
                let strategies = [Discounts { own, other }, Discounts { own: other, other: own }];
                let mut seats = seats(&domain, &strategies.map(Strategy::rubinstein), 100);
                let luck = &mut SplitMix(0);
                let record = negotiate(&domain, &mut seats, 100, luck, |_| vec![standing(0.0); 2]);
                let RoundEnd::Agreement { package, proposer: 0 } = record.end else {
                    panic!("{own} {other}: {record:?}");
                };
                assert_eq!([record.rounds, record.n_offers], [1, 1]);
                let share = domain.rankings[0].utility(package);
                let expected = (1.0 - other) / (1.0 - own * other);
                assert!(
                    (share - expected).abs() <= 1.0 / f64::from(parts) + 1e-9,
                    "{share} {expected}"
                );
                assert_eq!(expected, proposer_share(strategies[0]));
            }
        }
    }
}

/// A random domain and reservation values, with the package of the greatest Nash product if it is
/// unique and nobody is below the reservation value there.
fn unique_nash(luck: &mut SplitMix) -> Option<(Domain, [f64; 2], u32)> {
    let sizes = [&[7][..], &[3, 4], &[2, 3, 4], &[3, 3, 3, 3]];
    let domain = Domain::random(luck.pick(&sizes), 2, 0.0, luck);
    let reservation_values = [0, 1].map(|party: usize| {
        let ranking = &domain.rankings[party];
        ranking.lowest() + 0.7 * luck.unit() * (ranking.highest() - ranking.lowest())
    });
    let surplus = |party: usize, package: u32| domain.rankings[party].utility(package) - reservation_values[party];
    let rational = (0..domain.catalogue.n_packages() as u32)
        .filter(|&package| surplus(0, package) >= 0.0 && surplus(1, package) >= 0.0);
    let mut products: Vec<(f64, u32)> = rational
        .map(|package| (surplus(0, package) * surplus(1, package), package))
        .collect();
    products.sort_by(|a, b| b.0.total_cmp(&a.0));
    let is_unique = products.get(1).is_none_or(|second| second.0 < products[0].0);
    let best = products.first()?.1;
    is_unique.then_some((domain, reservation_values, best))
}

/// Harsanyi 1956; Rosenschein & Zlotkin 1994.
#[test]
fn monotonic_concession_ends_at_the_greatest_nash_product() {
    let mut luck = SplitMix(11);
    let mut n_domains = 0;
    while n_domains < 1_000 {
        let Some((domain, reservation_values, best)) = unique_nash(&mut luck) else {
            continue;
        };
        n_domains += 1;
        let rankings = [&domain.rankings[0], &domain.rankings[1]];
        let mut talks = MonotonicConcession::new();
        let mut end = RoundEnd::GoesOn;
        let mut rounds = 0;
        while end == RoundEnd::GoesOn {
            end = talks.play_round(rankings, reservation_values.map(standing));
            rounds += 1;
            assert!(
                rounds <= 2 * domain.catalogue.n_packages(),
                "somebody concedes in every round"
            );
        }
        assert!(
            matches!(end, RoundEnd::Agreement { package, .. } if package == best),
            "{end:?}, expected {best}"
        );
    }
}

/// The same principle with turns instead of simultaneous offers.
#[test]
fn zeuthen_players_who_take_turns_end_there_too() {
    let mut luck = SplitMix(12);
    for _ in 0..1_000 {
        let Some((domain, reservation_values, best)) = unique_nash(&mut luck) else {
            continue;
        };
        let n_rounds = 2 * domain.catalogue.n_packages() as u32;
        let mut seats = seats(&domain, &[Strategy::ZEUTHEN; 2], n_rounds);
        let standings = reservation_values.map(standing).to_vec();
        let record = negotiate(&domain, &mut seats, n_rounds, &mut luck, |_| standings.clone());
        assert!(
            matches!(record.end, RoundEnd::Agreement { package, .. } if package == best),
            "{record:?}"
        );
        // Nobody takes a step back.
        for (seat, reservation_value) in reservation_values.into_iter().enumerate() {
            let own = record.events.iter().filter_map(|event| match *event {
                TableEvent::Offered { seat: by, package } if by == seat => Some(package),
                _ => None,
            });
            let utilities: Vec<f64> = own.map(|package| domain.rankings[seat].utility(package)).collect();
            assert!(utilities.windows(2).all(|pair| pair[1] <= pair[0]));
            assert!(utilities.iter().all(|&utility| utility >= reservation_value));
        }
    }
}
