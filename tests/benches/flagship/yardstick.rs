//! The arithmetic of the flagship as a plain loop: two sides, 28 issues, 86 options, nine people, 30 rounds. It plays no
//! talks and decides nothing; it does as often what the model does most often. How often was counted by callgrind, over 256
//! runs of the model: `docs/performance.md` tells how.

use detente_distributions::normal_quantile;
use libm::{exp, exp2, expm1, log, sqrt};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

const SIDES: usize = 2;
const ISSUES: usize = 28;
const OPTIONS: usize = 86;
const PEOPLE: usize = 9;
const ROUNDS: u64 = 30;
/// Words that the generator makes in one go.
const CHUNK: usize = 64;

/// How often things are done in one round of one run.
mod a_round {
    pub(super) const EXP: usize = 32;
    pub(super) const EXP2: usize = 15;
    pub(super) const EXPM1: usize = 12;
    /// Beside those that beliefs begin with.
    pub(super) const QUANTILES: usize = 8;
    pub(super) const LOGS: usize = 4;
    pub(super) const CHUNKS: u64 = 7;
    /// Numbers that a person has and that move a little.
    pub(super) const HABITS: usize = 12;
    /// Searches for a change, in 18 of 13 rounds.
    pub(super) const SEARCHES: [u64; 2] = [18, 13];
}

/// What options are to one side.
#[derive(Clone, Copy, Default)]
struct Cell {
    worth: f64,
    added: f64,
    belief: f64,
    support: f64,
    exposes: f64,
    prospect: f64,
}

/// The state of one run, used again for the next.
pub(crate) struct Yardstick {
    generator: ChaCha8Rng,
    words: [u32; CHUNK],
    cells: [[Cell; SIDES]; OPTIONS],
    guarantee: [f64; OPTIONS],
    is_open: [bool; OPTIONS],
    /// Where the options of each issue begin.
    first: [usize; ISSUES + 1],
    text: [usize; ISSUES],
    people: [[f64; a_round::HABITS]; PEOPLE],
}

impl Yardstick {
    pub(crate) fn new() -> Self {
        let mut yardstick = Self {
            generator: ChaCha8Rng::from_seed([7; 32]),
            words: [0; CHUNK],
            cells: [[Cell::default(); SIDES]; OPTIONS],
            guarantee: [0.0; OPTIONS],
            is_open: [true; OPTIONS],
            first: std::array::from_fn(|issue| issue * OPTIONS / ISSUES),
            text: std::array::from_fn(|issue| issue * OPTIONS / ISSUES),
            people: [[0.3; a_round::HABITS]; PEOPLE],
        };
        for option in 0..OPTIONS {
            yardstick.draw(0, option as u64);
            for side in 0..SIDES {
                let part = |k: usize| yardstick.uniform(SIDES * k + side) / ISSUES as f64;
                yardstick.cells[option][side] = Cell {
                    worth: part(0),
                    support: part(1),
                    exposes: if option % 9 == 0 { 0.1 } else { 0.0 },
                    ..Cell::default()
                };
            }
            yardstick.guarantee[option] = if option % 11 == 0 { 0.2 } else { 0.0 };
        }
        yardstick
    }

    /// Makes the words of one chunk.
    fn draw(&mut self, luck: u64, chunk: u64) {
        self.generator.set_stream(luck);
        self.generator.set_word_pos(u128::from(chunk << 20) * 16);
        let mut bytes = [0; CHUNK * 4];
        self.generator.fill_bytes(&mut bytes);
        for (word, quad) in self.words.iter_mut().zip(bytes.as_chunks::<4>().0) {
            *word = u32::from_le_bytes(*quad);
        }
    }

    fn uniform(&self, place: usize) -> f64 {
        (f64::from(self.words[place % CHUNK]) + 0.5) * (1.0 / 4_294_967_296.0)
    }

    /// One run; the sum keeps the compiler from leaving anything out.
    pub(crate) fn play(&mut self, luck: u64) -> f64 {
        let mut sum = self.believe(luck);
        for round in 0..ROUNDS {
            sum += self.reckon(luck, round) + self.live() + self.scan(round);
            let searches = |rounds: u64| rounds * a_round::SEARCHES[0] / a_round::SEARCHES[1];
            let due = searches(round + 1) - searches(round);
            if due > 0 {
                self.foresee();
            }
            for place in 0..due {
                sum += self.search((round + place) as usize);
            }
            sum += self.weigh() + self.object((round % 2) as usize);
        }
        sum
    }

    /// What the holder believes at first.
    fn believe(&mut self, luck: u64) -> f64 {
        self.draw(luck, 0);
        let mut sum = 0.0;
        for option in 0..OPTIONS {
            for side in 0..SIDES {
                let error = 0.01 * normal_quantile(self.uniform(SIDES * option + side));
                let cell = &mut self.cells[option][side];
                (cell.belief, cell.added) = (cell.worth + error, 0.0);
                sum += error;
            }
        }
        sum
    }

    /// Draws and functions.
    fn reckon(&mut self, luck: u64, round: u64) -> f64 {
        for chunk in 0..a_round::CHUNKS {
            self.draw(luck, 1 + round * a_round::CHUNKS + chunk);
        }
        let of = |count: usize, f: fn(f64) -> f64| (0..count).map(|k| f(-2.0 * self.uniform(k))).sum::<f64>();
        let quantiles = (0..a_round::QUANTILES).map(|k| normal_quantile(self.uniform(k)));
        let logs = (0..a_round::LOGS).map(|k| log(self.uniform(k)));
        of(a_round::EXP, exp) + of(a_round::EXP2, exp2) + of(a_round::EXPM1, expm1) + quantiles.chain(logs).sum::<f64>()
    }

    /// What moves a little in every person.
    fn live(&mut self) -> f64 {
        let luck = self.uniform(3);
        let mut sum = 0.0;
        for habits in &mut self.people {
            for k in 1..a_round::HABITS {
                habits[k - 1] = (habits[k - 1] * 0.9 + habits[k] * 0.1 * luck).clamp(0.0, 1.0);
            }
            habits[a_round::HABITS - 1] = 0.8 * habits[0] + 0.2 * luck;
            sum += habits[0];
        }
        sum
    }

    /// Whatever goes over all options once: what leaks, what war moves.
    fn scan(&mut self, round: u64) -> f64 {
        let mut load = 0.0;
        for (option, cells) in self.cells.iter_mut().enumerate() {
            if option % 5 == 0 && self.is_open[option] {
                load += if option as u64 % 7 == round % 7 { 1.0 } else { 0.3 };
            }
            cells[0].added += cells[0].exposes * 0.001;
            cells[1].added -= cells[1].exposes * 0.001;
        }
        load
    }

    /// What the holder believes of every option, the fear of a breach included.
    fn foresee(&mut self) {
        for (cells, guarantee) in self.cells.iter_mut().zip(&self.guarantee) {
            for cell in cells {
                cell.prospect = cell.belief + cell.added + 0.1 * (0.1 * guarantee - 0.3 * cell.exposes);
            }
        }
    }

    /// Where both sides stand, and the best of all changes.
    fn search(&mut self, turn: usize) -> f64 {
        let (mut surplus, mut majority) = ([-0.4; SIDES], [-0.5; SIDES]);
        for &stands in &self.text {
            for side in 0..SIDES {
                surplus[side] += self.cells[stands][side].prospect;
                majority[side] += self.cells[stands][side].support;
            }
        }
        let least: [f64; SIDES] = std::array::from_fn(|side| surplus[side].min(majority[side]));
        let pull = least.map(|x| 0.5 / x.max(0.02));
        let mut sum: f64 = least.iter().map(|x| log(x.max(0.02))).sum();
        let mut best = (1e-9, usize::MAX, 0);
        for issue in 0..ISSUES {
            let from = self.cells[self.text[issue]];
            for option in self.first[issue]..self.first[issue + 1] {
                let to = self.cells[option];
                let mut bound = 0.0;
                for side in 0..SIDES {
                    let value = surplus[side] - from[side].prospect + to[side].prospect;
                    let backing = majority[side] - from[side].support + to[side].support;
                    bound += pull[side] * (value.min(backing) - least[side]);
                }
                if bound > best.0 && self.is_open[option] {
                    best = (bound, option, issue);
                }
            }
        }
        let (gain, option, issue) = best;
        if option == usize::MAX {
            // Something changes, so that there is always something to find.
            let issue = turn * 5 % ISSUES;
            self.text[issue] = self.first[issue] + turn % (self.first[issue + 1] - self.first[issue]);
        } else {
            self.text[issue] = option;
            sum += gain;
        }
        sum
    }

    /// Both sides weigh the text.
    fn weigh(&self) -> f64 {
        let mut unguarded = 1.0;
        let mut sums = [[0.0; 3]; SIDES];
        for &stands in &self.text {
            unguarded *= 1.0 - self.guarantee[stands];
            for (sums, cell) in sums.iter_mut().zip(&self.cells[stands]) {
                sums[0] += cell.worth + cell.added;
                sums[1] += cell.support;
                sums[2] += cell.exposes;
            }
        }
        let of_side = |[value, support, exposed]: [f64; 3]| value * (1.0 - (0.1 + exposed) * unguarded) + support;
        let errors: f64 = self.people.iter().map(|habits| sqrt(habits[0]) * habits[1]).sum();
        sums.map(of_side).iter().sum::<f64>() + errors
    }

    /// The three issues on which a side falls shortest.
    fn object(&self, side: usize) -> f64 {
        let wish = |option: usize| {
            let cell = &self.cells[option][side];
            cell.worth + cell.added + 0.1 * (0.1 * self.guarantee[option] - 0.3 * cell.exposes)
        };
        let mut top = [0.0; 3];
        for issue in 0..ISSUES {
            let now = wish(self.text[issue]);
            let best = (self.first[issue]..self.first[issue + 1]).map(wish).fold(now, f64::max);
            if best - now > top[2] {
                top[2] = best - now;
                top.sort_by(|a, b| f64::total_cmp(b, a));
            }
        }
        top.iter().sum()
    }
}
