//! The model of `kernel` without an engine: one loop over arrays whose sizes are known only at run time, with the same
//! draws from the same kind of cache. What the engine adds to this is its price.

use crate::kernel::{
    Leaking, ROUNDS, Straining, conceded, exposed, leak_chance, met, position, salience, swayed, tired,
};
use detente_core::{DrawTable, Model, Seed};

/// How a run came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Finish {
    /// Rounds played.
    pub(crate) rounds: u32,
    /// Leaks.
    pub(crate) leaks: u32,
    /// Whether positions met before the time was over.
    pub(crate) met: bool,
}

/// The talks, one run after the other.
pub(crate) struct Plain {
    /// Fatigue of each person.
    pub(crate) fatigue: Vec<f64>,
    /// Pressure on each person.
    pub(crate) pressure: Vec<f64>,
    /// Position of each person.
    pub(crate) position: Vec<f64>,
    salience: Vec<f64>,
    straining: DrawTable<Straining, 2>,
    leaking: DrawTable<Leaking, 1>,
}

impl Plain {
    pub(crate) fn new(seed: Seed, model: &Model) -> Self {
        let n = model.negotiators.len();
        Self {
            fatigue: vec![0.0; n],
            pressure: vec![0.0; n],
            position: vec![0.0; n],
            salience: (0..n).map(salience).collect(),
            straining: DrawTable::new(seed, model),
            leaking: DrawTable::new(seed, model),
        }
    }

    /// Plays one run; `after_round` is called with the state after each round.
    #[inline]
    pub(crate) fn play(&mut self, replicate: u64, mut after_round: impl FnMut(u32, &Self)) -> Finish {
        self.fatigue.fill(0.0);
        self.pressure.fill(0.3);
        for (n, x) in self.position.iter_mut().enumerate() {
            *x = position(n);
        }
        let mut leaks = 0;
        for round in 0..ROUNDS {
            self.strain(replicate, round);
            self.concede();
            leaks += u32::from(self.leak(replicate, round));
            after_round(round, self);
            if self.met() {
                return Finish {
                    rounds: round + 1,
                    leaks,
                    met: true,
                };
            }
        }
        Finish {
            rounds: ROUNDS,
            leaks,
            met: false,
        }
    }

    #[inline]
    fn strain(&mut self, replicate: u64, round: u32) {
        let draws = self.straining.round(replicate, round);
        let people = self.fatigue.iter_mut().zip(&mut self.pressure);
        for ((f, p), [u1, u2]) in people.zip(draws.iter()) {
            *f = tired(*f, u1);
            *p = swayed(*p, u2);
        }
    }

    #[inline]
    fn concede(&mut self) {
        let (mut sum, mut weights) = (0.0, 0.0);
        for (salience, x) in self.salience.iter().zip(&self.position) {
            sum += salience * x;
            weights += salience;
        }
        let mean = sum / weights;
        for ((x, f), p) in self.position.iter_mut().zip(&self.fatigue).zip(&self.pressure) {
            *x = conceded(*x, mean, *f, *p);
        }
    }

    #[inline]
    fn leak(&mut self, replicate: u64, round: u32) -> bool {
        let mean = self.pressure.iter().sum::<f64>() / self.pressure.len() as f64;
        let [u] = self.leaking.round(replicate, round).of_talks();
        let leaks = u < leak_chance(mean);
        if leaks {
            for p in &mut self.pressure {
                *p = exposed(*p);
            }
        }
        leaks
    }

    #[inline]
    fn met(&self) -> bool {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for x in &self.position {
            low = x.min(low);
            high = x.max(high);
        }
        met(low, high)
    }
}
