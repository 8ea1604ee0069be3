//! The model of `kernel` without an engine: one loop over arrays whose sizes are known only at run time, with the same rules and
//! the same draws from the same kind of cache. What the engine adds to this is its price.

use crate::kernel::{
    ConcedingTerms, Fatigue, Leaking, Position, Pressure, ROUNDS, Straining, concede, have_met, leak, position,
    salience, tire,
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
    pub(crate) fatigue: Vec<Fatigue>,
    /// Pressure on each person.
    pub(crate) pressure: Vec<Pressure>,
    /// Position of each person.
    pub(crate) position: Vec<Position>,
    terms: Vec<ConcedingTerms>,
    straining: DrawTable<Straining, 2>,
    leaking: DrawTable<Leaking, 1>,
}

impl Plain {
    pub(crate) fn new(seed: Seed, model: &Model) -> Self {
        let n = model.negotiators.len();
        let terms = |n| ConcedingTerms {
            position: position(n),
            salience: salience(n),
        };
        Self {
            fatigue: vec![Fatigue(0.0); n],
            pressure: vec![Pressure(0.0); n],
            position: vec![Position(0.0); n],
            terms: (0..n).map(terms).collect(),
            straining: DrawTable::new(seed, model),
            leaking: DrawTable::new(seed, model),
        }
    }

    /// Plays one run; `after_round` is called with the state after each round.
    #[inline]
    pub(crate) fn play(&mut self, replicate: u64, mut after_round: impl FnMut(u32, &Self)) -> Finish {
        self.fatigue.fill(Fatigue(0.0));
        self.pressure.fill(Pressure(0.3));
        for (x, terms) in self.position.iter_mut().zip(&self.terms) {
            x.0 = terms.position;
        }
        let mut leaked = 0;
        for round in 0..ROUNDS {
            tire(
                &mut self.fatigue,
                &mut self.pressure,
                &self.straining.round(replicate, round),
            );
            concede(&self.terms, &mut self.position, &self.fatigue, &self.pressure);
            let [u] = self.leaking.round(replicate, round).of_talks();
            leaked += u32::from(leak(1.0, &mut self.pressure, u));
            after_round(round, self);
            if have_met(&self.position) {
                return Finish {
                    rounds: round + 1,
                    leaks: leaked,
                    met: true,
                };
            }
        }
        Finish {
            rounds: ROUNDS,
            leaks: leaked,
            met: false,
        }
    }
}
