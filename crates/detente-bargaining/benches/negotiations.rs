//! What a negotiation costs: random bilateral domains of 576 packages, both parties Boulware, 100 rounds, played from the
//! first offer to the end. Other programs disturb single timings, so the median and the quartiles are shown.
//!
//! `cargo bench -p detente-bargaining --bench negotiations`

#[path = "../tests/support/mod.rs"]
mod support;

use detente_bargaining::{
    Catalogue, Clock, Curves, OutcomeSpace, Preferences, Ranking, Round, RoundEnd, Seat, Strategy, Table, play_round,
};
use std::hint::black_box;
use std::time::Instant;
use support::{Domain, SplitMix, sit_down, standing};

const N_OPTIONS: [usize; 4] = [4, 4, 6, 6];
const N_ROUNDS: u32 = 100;
/// Domains that take turns, so that no branch can be learnt by heart.
const N_DOMAINS: usize = 64;
/// Negotiations that are timed in one go.
const BATCH: usize = 4_096;
/// Timings.
const REPETITIONS: usize = 31;

/// Sums over a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sums {
    rounds: u64,
    offers: u64,
    agreements: u64,
}

/// What is used again negotiation after negotiation.
struct Room {
    domains: Vec<Domain>,
    seats: Vec<Seat>,
    table: Table,
    curves: Curves,
    luck: SplitMix,
}

impl Room {
    fn play_batch(&mut self, strategy: Strategy) -> Sums {
        let mut sums = Sums::default();
        for number in 0..BATCH {
            self.play(number % N_DOMAINS, strategy, &mut sums);
        }
        sums
    }

    fn play(&mut self, domain: usize, strategy: Strategy, sums: &mut Sums) {
        let domain = &self.domains[domain];
        let rankings = [&domain.rankings[0], &domain.rankings[1]];
        let standings = [standing(black_box(0.1)); 2];
        sit_down(&mut self.seats, domain, &[strategy; 2], N_ROUNDS);
        self.table.clear(2);
        for k in 0..N_ROUNDS {
            let clock = Clock::of_round(k, N_ROUNDS);
            let round = Round {
                catalogue: &domain.catalogue,
                rankings: &rankings,
                standings: &standings,
                clock,
            };
            sums.rounds += 1;
            match play_round(
                &mut self.table,
                &mut self.seats,
                &round,
                &mut self.curves,
                &mut self.luck,
                |_| (),
            ) {
                RoundEnd::GoesOn => {}
                end => {
                    sums.agreements += u64::from(matches!(end, RoundEnd::Agreement { .. }));
                    break;
                }
            }
        }
        sums.offers += u64::from(self.table.n_offers());
    }
}

fn show(name: &str, times: &mut [f64], work: f64, unit: &str) {
    times.sort_by(f64::total_cmp);
    let per_second = |quantile: usize| work / times[times.len() * quantile / 4];
    let [slow, middle, fast] = [3, 2, 1].map(per_second);
    println!("{name:<12} {middle:>9.0} {unit} (quartiles {slow:.0} to {fast:.0})");
}

fn time_negotiations(room: &mut Room, name: &str, strategy: Strategy) {
    let sums = room.play_batch(strategy);
    let mut times: Vec<f64> = (0..REPETITIONS)
        .map(|_| {
            let start = Instant::now();
            black_box(room.play_batch(black_box(strategy)));
            start.elapsed().as_secs_f64()
        })
        .collect();
    show(name, &mut times, BATCH as f64, "negotiations/s");
    let each = |sum: u64| sum as f64 / BATCH as f64;
    let nanoseconds = times[REPETITIONS / 2] * 1e9 / (sums.offers + sums.agreements) as f64;
    println!(
        "{:<12} {:.1} rounds, {:.1} offers, agreement {:.3}, {nanoseconds:.0} ns per turn",
        "",
        each(sums.rounds),
        each(sums.offers),
        each(sums.agreements)
    );
}

/// Negotiations side by side, one round of all after the other, as an ensemble plays them.
struct Hall {
    tables: Vec<(Table, [Seat; 2], bool)>,
    curves: Curves,
}

impl Hall {
    fn play(&mut self, domains: &[Domain], luck: &mut SplitMix) {
        for ((table, seats, is_open), domain) in self.tables.iter_mut().zip(domains) {
            sit_down(seats, domain, &[Strategy::BOULWARE; 2], N_ROUNDS);
            table.clear(2);
            *is_open = true;
        }
        let standings = [standing(black_box(0.1)); 2];
        for k in 0..N_ROUNDS {
            let clock = Clock::of_round(k, N_ROUNDS);
            for ((table, seats, is_open), domain) in self.tables.iter_mut().zip(domains) {
                if *is_open {
                    let rankings = [&domain.rankings[0], &domain.rankings[1]];
                    let round = Round {
                        catalogue: &domain.catalogue,
                        rankings: &rankings,
                        standings: &standings,
                        clock,
                    };
                    let end = play_round(table, seats, &round, &mut self.curves, luck, |_| ());
                    *is_open = end == RoundEnd::GoesOn;
                }
            }
        }
    }
}

fn time_side_by_side(domains: &[Domain], luck: &mut SplitMix) {
    let tables = (0..N_DOMAINS)
        .map(|_| (Table::new(2), [Seat::new(), Seat::new()], false))
        .collect();
    let mut hall = Hall {
        tables,
        curves: Curves::new(),
    };
    let mut times: Vec<f64> = (0..REPETITIONS)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..BATCH / N_DOMAINS {
                hall.play(black_box(domains), luck);
            }
            start.elapsed().as_secs_f64()
        })
        .collect();
    show(
        "side by side",
        &mut times,
        BATCH as f64,
        "negotiations/s, both Boulware",
    );
}

/// What drawn preferences cost on top: a ranking sorted anew.
fn time_rankings(luck: &mut SplitMix) {
    let space = OutcomeSpace::new(&N_OPTIONS).expect("a space");
    let catalogue = Catalogue::enumerated(&space, |_| true).expect("a small space");
    let tables: Vec<Vec<f64>> = (0..N_DOMAINS)
        .map(|_| (0..space.n_flat()).map(|_| luck.unit()).collect())
        .collect();
    let allowed = vec![true; space.n_flat()];
    let mut ranking = Ranking::new();
    let mut times: Vec<f64> = (0..REPETITIONS)
        .map(|_| {
            let start = Instant::now();
            for worth in &tables {
                let preferences = Preferences::new(&space, worth, &[]).expect("finite worths");
                ranking.rebuild(&catalogue, &preferences, &allowed).expect("one space");
                black_box(ranking.highest());
            }
            start.elapsed().as_secs_f64()
        })
        .collect();
    show("rankings", &mut times, N_DOMAINS as f64, "rebuilt/s");
}

fn main() {
    let mut luck = SplitMix(black_box(1));
    let domains = (0..N_DOMAINS)
        .map(|_| Domain::random(&N_OPTIONS, 2, 0.0, &mut luck))
        .collect();
    let mut room = Room {
        domains,
        seats: vec![Seat::new(); 2],
        table: Table::new(2),
        curves: Curves::new(),
        luck: luck.clone(),
    };
    for (name, strategy) in [
        ("Boulware", Strategy::BOULWARE),
        ("MiCRO", Strategy::MICRO),
        ("tit-for-tat", Strategy::NAIVE_TIT_FOR_TAT),
        ("Zeuthen", Strategy::ZEUTHEN),
        ("trade-off", Strategy::trade_off(4.0)),
    ] {
        time_negotiations(&mut room, name, strategy);
    }
    time_side_by_side(&room.domains, &mut luck);
    time_rankings(&mut luck);
}
