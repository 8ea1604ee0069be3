//! Random domains and whole negotiations, for tests and benches.
#![allow(dead_code, unreachable_pub, reason = "no test needs all of it")]

use detente_bargaining::{
    Catalogue, Clock, Curves, Luck, OutcomeSpace, Preferences, Ranking, Round, RoundEnd, Seat, Standing, Strategy,
    Table, TableEvent, play_round,
};

/// SplitMix64 (Steele, Lea & Flood 2014): small, and good enough to vary tests.
#[derive(Clone, Debug)]
pub struct SplitMix(pub u64);

impl SplitMix {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to below 1.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        (self.unit() * n as f64) as usize
    }

    /// One of some things.
    pub fn pick<T: Copy>(&mut self, things: &[T]) -> T {
        things[self.below(things.len())]
    }
}

impl Luck for SplitMix {
    fn uniform(&mut self, _seat: usize) -> f64 {
        self.unit()
    }
}

/// A catalogue and the parties' rankings.
#[derive(Clone, Debug)]
pub struct Domain {
    pub catalogue: Catalogue,
    pub rankings: Vec<Ranking>,
}

impl Domain {
    /// Issues with these numbers of options; weights and values are drawn, utilities lie in [0, 1]. An
    /// option is a party's red line with the chance `red_lines`.
    pub fn random(n_options: &[usize], n_parties: usize, red_lines: f64, luck: &mut SplitMix) -> Self {
        let space = OutcomeSpace::new(n_options).unwrap();
        let catalogue = Catalogue::enumerated(&space, |_| true).unwrap();
        let mut ranking = || {
            let weights: Vec<f64> = n_options.iter().map(|_| luck.unit() + 0.05).collect();
            let total: f64 = weights.iter().sum();
            let worth: Vec<f64> = (0..space.n_flat())
                .map(|flat| weights[space.issue_and_option(flat).0] / total * luck.unit())
                .collect();
            let allowed: Vec<bool> = (0..space.n_flat()).map(|_| luck.unit() >= red_lines).collect();
            let mut ranking = Ranking::new();
            let preferences = Preferences::new(&space, &worth, &[]).unwrap();
            ranking.rebuild(&catalogue, &preferences, &allowed).unwrap();
            ranking
        };
        let rankings = (0..n_parties).map(|_| ranking()).collect();
        Self { catalogue, rankings }
    }

    /// A pie in `parts`: package k gives the first party k parts and the second the rest.
    pub fn pie(parts: u32) -> Self {
        let size = parts as usize + 1;
        let space = OutcomeSpace::new(&[size]).unwrap();
        let share = |part: u32| f64::from(part) / f64::from(parts);
        let first: Vec<f64> = (0..=parts).map(share).collect();
        let second: Vec<f64> = (0..=parts).rev().map(share).collect();
        let catalogue = Catalogue::enumerated(&space, |_| true).unwrap();
        let ranking = |worth: &Vec<f64>| {
            let mut ranking = Ranking::new();
            let preferences = Preferences::new(&space, worth, &[]).unwrap();
            ranking.rebuild(&catalogue, &preferences, &vec![true; size]).unwrap();
            ranking
        };
        let rankings = [first, second].iter().map(ranking).collect();
        Self { catalogue, rankings }
    }

    pub fn rankings(&self) -> Vec<&Ranking> {
        self.rankings.iter().collect()
    }
}

/// Where parties stand with no agreement worth `reservation_value`, nothing else moving them.
pub fn standing(reservation_value: f64) -> Standing {
    Standing {
        reservation_value,
        ..Standing::default()
    }
}

/// Seats for these strategies at a table of `n_rounds`.
pub fn seats(domain: &Domain, strategies: &[Strategy], n_rounds: u32) -> Vec<Seat> {
    let mut seats = vec![Seat::new(); strategies.len()];
    sit_down(&mut seats, domain, strategies, n_rounds);
    seats
}

pub fn sit_down(seats: &mut [Seat], domain: &Domain, strategies: &[Strategy], n_rounds: u32) {
    let n_seats = strategies.len();
    for (seat, &strategy) in seats.iter_mut().zip(strategies) {
        seat.sit_down(strategy, &domain.catalogue, n_rounds as usize, n_seats);
    }
}

/// How a whole negotiation went.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub end: RoundEnd,
    /// Rounds that were played.
    pub rounds: u32,
    pub n_offers: u32,
    pub events: Vec<TableEvent>,
}

/// Plays rounds until the end; `standings` gives where the parties stand in a round.
pub fn negotiate(
    domain: &Domain,
    seats: &mut [Seat],
    n_rounds: u32,
    luck: &mut impl Luck,
    mut standings: impl FnMut(u32) -> Vec<Standing>,
) -> Record {
    let rankings = domain.rankings();
    let mut table = Table::new(seats.len());
    let mut events = Vec::new();
    for k in 0..n_rounds {
        let standings = standings(k);
        let clock = Clock::of_round(k, n_rounds);
        let round = Round {
            catalogue: &domain.catalogue,
            rankings: &rankings,
            standings: &standings,
            clock,
        };
        let end = play_round(&mut table, seats, &round, &mut Curves::new(), luck, |event| {
            events.push(event);
        });
        if end != RoundEnd::GoesOn {
            return Record {
                end,
                rounds: k + 1,
                n_offers: table.n_offers(),
                events,
            };
        }
    }
    Record {
        end: RoundEnd::GoesOn,
        rounds: n_rounds,
        n_offers: table.n_offers(),
        events,
    }
}
