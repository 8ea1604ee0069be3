//! The arithmetic of the flagship as a plain loop: two sides, 28 issues, 92 options, nine people, 30 rounds. It plays no
//! talks and decides nothing; it does as often what the model does most often. How often was counted by callgrind, over 256
//! runs of the model: `docs/performance.md` tells how.

use detente_distributions::normal_quantile;
use libm::{exp, exp2, expm1, log, sqrt};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

const SIDES: usize = 2;
const ISSUES: usize = 28;
const OPTIONS: usize = 92;
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
    /// Exchanges that are weighed between acceptors and hold-outs.
    pub(super) const TRADES: usize = 7;
    /// Issues of which it is asked how little is known of them.
    pub(super) const DOUBTS: usize = 9;
    /// Sessions that close, in three of four rounds.
    pub(super) const SESSIONS: [u64; 2] = [3, 4];
}

/// How often all options are gone through for the point that theory names, once a run.
const PASSES_AT_THE_END: usize = 8;

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
    /// Issues that are ripe, that have a way out, that are settled, that were named lately.
    ripe: [bool; ISSUES],
    clear: [bool; ISSUES],
    settled: [bool; ISSUES],
    named: [bool; ISSUES],
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
            ripe: std::array::from_fn(|issue| issue % 5 != 0),
            clear: [true; ISSUES],
            settled: [false; ISSUES],
            named: [false; ISSUES],
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
            if round % 5 > 0 {
                self.foresee();
            }
            for place in 0..due {
                sum += self.search((round + place) as usize);
            }
            sum += self.trade(round as usize) + self.push() + self.doubt(round as usize);
            self.bracket();
            sum += self.weigh() + self.object((round % 2) as usize);
            let sessions = |rounds: u64| rounds * a_round::SESSIONS[0] / a_round::SESSIONS[1];
            if sessions(round + 1) > sessions(round) {
                sum += self.close(round as usize);
            }
        }
        sum + self.measure() + self.look_back()
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
        // Most issues may be moved.
        for issue in (0..ISSUES).filter(|issue| issue % 5 < 3) {
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

    /// What changes would take from one side and give the other.
    fn trade(&self, turn: usize) -> f64 {
        let mut cheapest = f64::INFINITY;
        for k in 0..a_round::TRADES {
            let option = (turn * a_round::TRADES + k) % OPTIONS;
            let (from, to) = (&self.cells[self.text[option * ISSUES / OPTIONS]], &self.cells[option]);
            let gain = |side: usize| to[side].prospect - from[side].prospect;
            let loss = (-gain(0)).max(0.0);
            if loss > 1e-9 && gain(1) > 1e-9 {
                cheapest = cheapest.min(loss / gain(1));
            }
        }
        cheapest.min(1.0)
    }

    /// Issues that are spoken of before they are ripe.
    fn push(&self) -> f64 {
        let unripe = self.ripe.iter().zip(&self.people.as_flattened()[..ISSUES]);
        unripe.filter(|(ripe, _)| !**ripe).map(|(_, cost)| cost).sum()
    }

    /// How little is known of some issues; and a word on one of them.
    fn doubt(&mut self, turn: usize) -> f64 {
        let mut widest = (0.0, 0);
        for k in 0..a_round::DOUBTS {
            let issue = (turn * a_round::DOUBTS + k) % ISSUES;
            let beliefs = self.cells[self.first[issue]..self.first[issue + 1]].iter();
            let (least, most) = beliefs.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), cells| {
                (least.min(cells[0].belief), most.max(cells[0].belief))
            });
            if most - least > widest.0 {
                widest = (most - least, issue);
            }
        }
        for cells in &mut self.cells[self.first[widest.1]..self.first[widest.1 + 1]] {
            cells[0].belief += 0.3 * (cells[0].worth - cells[0].belief);
        }
        widest.0
    }

    /// Issues on which nothing can be written.
    fn bracket(&mut self) {
        for issue in 0..ISSUES {
            let mut options = self.first[issue]..self.first[issue + 1];
            self.clear[issue] = options.any(|option| self.is_open[option] && self.guarantee[option] < 0.9);
        }
    }

    /// The end of a session: ways out, what is settled, what can be floated, what is still to be found, what was given away.
    fn close(&mut self, turn: usize) -> f64 {
        let mut given = 0.0;
        for issue in 0..ISSUES {
            let mut options = self.first[issue]..self.first[issue + 1];
            let has_way_out = options.any(|option| self.is_open[option] && self.guarantee[option] < 0.8);
            self.settled[issue] = has_way_out && (self.settled[issue] || (self.ripe[issue] && !self.named[issue]));
            self.named[issue] = turn % ISSUES == issue;
            let stands = &self.cells[self.text[issue]];
            if stands[0].exposes > 0.0 {
                given += stands[0].exposes * (1.0 - stands[0].worth);
            }
        }
        let floats = |option: &usize| self.is_open[*option] && option % 4 == turn % 4;
        let latent = (0..OPTIONS).filter(|&option| !self.is_open[option]).count();
        given + (0..OPTIONS).filter(floats).count() as f64 + latent as f64
    }

    /// What issues can be worth to the sides.
    fn measure(&self) -> f64 {
        let mut sum = 0.0;
        for side in 0..SIDES {
            for ends in self.first.windows(2) {
                let worths = self.cells[ends[0]..ends[1]].iter().map(|cells| cells[side].worth);
                let (least, most) = worths.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), worth| {
                    (least.min(worth), most.max(worth))
                });
                sum += most - least;
            }
        }
        sum
    }

    /// The point that theory names: from a package on, the change that raises the product of surpluses most.
    fn look_back(&self) -> f64 {
        let product = |utilities: [f64; SIDES]| utilities.iter().map(|utility| utility - 0.25).product::<f64>();
        let mut best = [0.3; SIDES];
        for _ in 0..PASSES_AT_THE_END {
            let (utilities, mut most) = (best, product(best));
            for issue in 0..ISSUES {
                let from = &self.cells[self.text[issue]];
                for to in &self.cells[self.first[issue]..self.first[issue + 1]] {
                    let after = std::array::from_fn(|side| utilities[side] + to[side].worth - from[side].worth);
                    if after.iter().all(|utility| *utility > 0.25) && product(after) > most {
                        (most, best) = (product(after), after);
                    }
                }
            }
        }
        product(best)
    }
}
