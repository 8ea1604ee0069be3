//! Addressed draws: (seed, luck, actor, behaviour, round, place) always gives the same number, whatever else is drawn.
//!
//! ChaCha8 with key = hash of the seed, stream = luck, block = `hash(actor, behaviour) << 20 | n`, word
//! `round * W + place`. 64 words are made at a time. Those of draws that come round by round are kept per slot, tagged with
//! the luck and the chunk, so the cache checks itself and nothing ever resets it. (Salmon et al. 2011 for the idea of
//! counter-based random numbers.)

use crate::kind::{Kind, Talks};
use crate::model::Model;
use crate::row::Ix;
use crate::runs::{Cut, PerRun, Run};
use crate::unchecked::Strip;
use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::cell::RefCell;
use std::marker::PhantomData;
use std::sync::Arc;

/// Words made at a time: four blocks, what the generator makes in one go.
pub(crate) const CHUNK: usize = 64;
/// A word as the generator gives it, least byte first.
type Word = [u8; 4];
/// Bits of the block number that count within one actor's stream.
const BLOCK_BITS: u32 = 20;

/// The root of all luck: a seed, as the key of the generator.
#[derive(Resource, Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seed([u8; 32]);

impl Seed {
    /// The key for a seed.
    pub fn new(seed: u64) -> Self {
        Self(blake3::derive_key("detente 1 seed", &seed.to_le_bytes()))
    }
}

/// The address of an actor's draws for one behaviour: 44 bits.
pub(crate) fn stream(label: &str, name: &str) -> u64 {
    let mut hasher = blake3::Hasher::new_derive_key("detente 1 stream");
    hasher.update(&(label.len() as u64).to_le_bytes());
    hasher.update(label.as_bytes());
    hasher.update(name.as_bytes());
    let hash = hasher.finalize();
    let mut first = [0; 8];
    first.copy_from_slice(&hash.as_bytes()[..8]);
    u64::from_le_bytes(first) >> BLOCK_BITS
}

/// Makes chunks of words at addresses.
pub(crate) struct Source {
    generator: ChaCha8Rng,
    /// The luck that the generator stands at.
    luck: u64,
}

impl Source {
    pub(crate) fn new(seed: Seed) -> Self {
        Self {
            generator: ChaCha8Rng::from_seed(seed.0),
            luck: 0,
        }
    }

    /// Goes to the first word of a block. All actors of a run draw in turn, so the luck is mostly the last one. It is
    /// changed at the beginning of a block: within one, the generator would make the words anew where it stands.
    #[inline]
    fn seek(&mut self, luck: u64, block: u64) {
        self.generator.set_word_pos(u128::from(block) * 16);
        if self.luck != luck {
            self.generator.set_stream(luck);
            self.luck = luck;
        }
    }

    /// The words of one chunk of a stream.
    #[inline]
    pub(crate) fn fill(&mut self, luck: u64, stream: u64, chunk: u32, out: &mut [Word]) {
        debug_assert_eq!(out.len(), CHUNK);
        let block = (stream << BLOCK_BITS) | ((u64::from(chunk) * 4) & ((1 << BLOCK_BITS) - 1));
        self.seek(luck, block);
        self.generator.fill_bytes(out.as_flattened_mut());
    }

    /// The first words of a stream, as uniforms: what is drawn once in a run.
    #[inline]
    pub(crate) fn first<const W: usize>(&mut self, luck: u64, stream: u64) -> [f64; W] {
        self.seek(luck, stream << BLOCK_BITS);
        let mut words = [[0; 4]; W];
        self.generator.fill_bytes(words.as_flattened_mut());
        words.map(unit)
    }
}

/// A uniform strictly between 0 and 1.
#[inline(always)]
fn unit(word: Word) -> f64 {
    (f64::from(u32::from_le_bytes(word)) + 0.5) * (1.0 / 4_294_967_296.0)
}

/// What a behaviour declares to draw: its name and the kind of actor that draws.
pub trait Draw: Send + Sync + 'static {
    /// The rows that draw.
    type Of: Kind;
    /// Part of the address; changing it changes the luck.
    const NAME: &'static str;
}

/// The stream of each row of a run.
#[derive(Resource)]
pub(crate) struct Streams<D: Draw>(pub(crate) Arc<[u64]>, pub(crate) PhantomData<fn() -> D>);

/// Marks a cache entry that holds nothing.
const EMPTY: (u64, u32) = (u64::MAX, u32::MAX);

/// Draws that every row makes in every round: `W` uniforms each, laid side by side for the whole run.
#[derive(SystemParam)]
pub struct Draws<'s, D: Draw, const W: usize> {
    cache: Local<'s, Cache<D>>,
}

/// What one system keeps between rounds.
pub struct Cache<D: Draw> {
    draw: PhantomData<fn() -> D>,
    /// One for all runs, of which one draws at a time.
    source: RefCell<Source>,
    streams: Arc<[u64]>,
    /// The luck and the chunk of words: of each slot, or of each row of each slot.
    tags: Vec<(u64, u32)>,
    words: Vec<Word>,
}

impl<D: Draw> FromWorld for Cache<D> {
    /// # Panics
    /// If no module has said [`Assembly::draws`](crate::Assembly::draws).
    fn from_world(world: &mut World) -> Self {
        let streams = world.get_resource::<Streams<D>>();
        let streams = streams.unwrap_or_else(|| panic!("draws `{}` are declared where their system is added", D::NAME));
        Self {
            draw: PhantomData,
            streams: Arc::clone(&streams.0),
            source: RefCell::new(Source::new(*world.resource())),
            tags: Vec::new(),
            words: Vec::new(),
        }
    }
}

impl<D: Draw> Cache<D> {
    fn fit(&mut self, slots: usize, tags_per_slot: usize) {
        let tags = slots * tags_per_slot;
        if self.tags.len() != tags {
            self.tags = vec![EMPTY; tags];
            self.words = vec![[0; 4]; slots * self.streams.len() * CHUNK];
        }
    }
}

/// Cuts [`Draws`]. Words of a slot lie `[actor][round in the chunk][place]`.
pub struct DrawCutter<'a, K, const W: usize> {
    rows: PhantomData<K>,
    source: &'a mut Source,
    tags: Strip<'a, (u64, u32)>,
    words: Strip<'a, Word>,
    streams: &'a [u64],
}

#[cold]
#[inline(never)]
fn refill(source: &mut Source, streams: &[u64], luck: u64, chunk: u32, words: &mut [Word]) {
    for (own, &stream) in words.chunks_exact_mut(CHUNK).zip(streams) {
        source.fill(luck, stream, chunk, own);
    }
}

/// The draws of one run in one round, from words that are made anew where they belong to another chunk.
#[inline(always)]
fn round_of<'a, K, const W: usize>(
    source: &mut Source,
    streams: &[u64],
    tag: &mut (u64, u32),
    words: &'a mut [Word],
    luck: u64,
    round: u32,
) -> RoundDraws<'a, K, W> {
    let rounds = const { (CHUNK / W) as u32 };
    let now = (luck, round / rounds);
    if *tag != now {
        *tag = now;
        refill(source, streams, now.0, now.1, words);
    }
    RoundDraws {
        rows: PhantomData,
        chunks: words.as_chunks().0,
        round: (round % rounds) as usize,
    }
}

impl<'a, K, const W: usize> Cut for DrawCutter<'a, K, W> {
    type Item = RoundDraws<'a, K, W>;
    #[inline(always)]
    fn cut(&mut self, slot: usize, run: &Run) -> RoundDraws<'a, K, W> {
        let (tags, words) = (self.tags.cut(slot), self.words.cut(slot));
        round_of(self.source, self.streams, &mut tags[0], words, run.lot.luck, run.round)
    }
}

/// This round's draws of one run, row by row.
pub struct RoundDraws<'a, K, const W: usize> {
    rows: PhantomData<K>,
    chunks: &'a [[Word; CHUNK]],
    /// Which round of the chunk.
    round: usize,
}

impl<'a, K, const W: usize> RoundDraws<'a, K, W> {
    /// The uniforms of each row.
    #[inline(always)]
    pub fn iter(&self) -> impl Iterator<Item = [f64; W]> + use<'a, K, W> {
        let round = self.round;
        self.chunks
            .iter()
            .map(move |chunk| chunk.as_chunks().0[round].map(unit))
    }

    /// The uniforms of one row.
    #[inline(always)]
    pub fn of(&self, row: Ix<K>) -> [f64; W] {
        self.chunks[row.ix()].as_chunks().0[self.round].map(unit)
    }
}

impl<const W: usize> RoundDraws<'_, Talks, W> {
    /// The uniforms of the talks.
    #[inline(always)]
    pub fn of_talks(&self) -> [f64; W] {
        self.of(Ix::FIRST)
    }
}

impl<D: Draw, const W: usize> PerRun for Draws<'_, D, W> {
    type Cutter<'a>
        = DrawCutter<'a, D::Of, W>
    where
        Self: 'a;
    fn cutter(&mut self, slots: usize) -> DrawCutter<'_, D::Of, W> {
        const { assert!(W > 0 && CHUNK.is_multiple_of(W), "draws a round: a divisor of 64") };
        let cache = &mut *self.cache;
        cache.fit(slots, 1);
        DrawCutter {
            rows: PhantomData,
            source: cache.source.get_mut(),
            tags: Strip::new(&mut cache.tags, slots, 1),
            words: Strip::new(&mut cache.words, slots, cache.streams.len() * CHUNK),
            streams: &cache.streams,
        }
    }
}

/// The draws of one run outside a world, the same numbers that [`Draws`] hands to systems: what a behaviour's rule is
/// checked against without the engine.
pub struct DrawTable<D: Draw, const W: usize> {
    draw: PhantomData<fn() -> D>,
    source: Source,
    streams: Box<[u64]>,
    tag: (u64, u32),
    words: Vec<Word>,
}

impl<D: Draw, const W: usize> DrawTable<D, W> {
    /// For the rows of this model.
    pub fn new(seed: Seed, model: &Model) -> Self {
        const { assert!(W > 0 && CHUNK.is_multiple_of(W), "draws a round: a divisor of 64") };
        let kind = <D::Of as Kind>::KIND;
        let streams: Box<[_]> = (0..model.rows(kind))
            .map(|row| stream(&model.label(kind, row), D::NAME))
            .collect();
        Self {
            draw: PhantomData,
            source: Source::new(seed),
            tag: EMPTY,
            words: vec![[0; 4]; streams.len() * CHUNK],
            streams,
        }
    }

    /// The uniforms of one luck in one round, row by row.
    #[inline(always)]
    pub fn round(&mut self, luck: u64, round: u32) -> RoundDraws<'_, D::Of, W> {
        let Self {
            source,
            streams,
            tag,
            words,
            ..
        } = self;
        round_of(source, streams, tag, words, luck, round)
    }
}

/// Draws that few rows make in a round, made when asked for: chunks of those that are drawn round by round are kept, what is
/// drawn once is not.
#[derive(SystemParam)]
pub struct RareDraws<'s, D: Draw, const W: usize> {
    cache: Local<'s, Cache<D>>,
}

/// Cuts [`RareDraws`].
pub struct RareCutter<'a, K, const W: usize> {
    rows: PhantomData<K>,
    source: &'a RefCell<Source>,
    tags: Strip<'a, (u64, u32)>,
    words: Strip<'a, Word>,
    streams: &'a [u64],
}

/// The draws of one run, made when asked for.
pub struct RareRound<'a, K, const W: usize> {
    rows: PhantomData<K>,
    source: &'a RefCell<Source>,
    tags: &'a mut [(u64, u32)],
    words: &'a mut [Word],
    streams: &'a [u64],
    luck: u64,
    round: u32,
}

impl<K, const W: usize> RareRound<'_, K, W> {
    /// The uniforms of one row in this round.
    #[inline]
    pub fn of(&mut self, row: Ix<K>) -> [f64; W] {
        let (row, rounds) = (row.ix(), const { (CHUNK / W) as u32 });
        let words = &mut self.words[row * CHUNK..(row + 1) * CHUNK];
        let now = (self.luck, self.round / rounds);
        if self.tags[row] != now {
            self.tags[row] = now;
            let mut source = self.source.borrow_mut();
            source.fill(now.0, self.streams[row], now.1, words);
        }
        words.as_chunks().0[(self.round % rounds) as usize].map(unit)
    }

    /// The uniforms of one row that are drawn once for all, whenever they are asked for.
    #[inline]
    pub fn once(&self, row: Ix<K>) -> [f64; W] {
        let mut source = self.source.borrow_mut();
        source.first(self.luck, self.streams[row.ix()])
    }
}

impl<'a, K, const W: usize> Cut for RareCutter<'a, K, W> {
    type Item = RareRound<'a, K, W>;
    #[inline(always)]
    fn cut(&mut self, slot: usize, run: &Run) -> RareRound<'a, K, W> {
        RareRound {
            rows: PhantomData,
            source: self.source,
            tags: self.tags.cut(slot),
            words: self.words.cut(slot),
            streams: self.streams,
            luck: run.lot.luck,
            round: run.round,
        }
    }
}

impl<D: Draw, const W: usize> PerRun for RareDraws<'_, D, W> {
    type Cutter<'a>
        = RareCutter<'a, D::Of, W>
    where
        Self: 'a;
    fn cutter(&mut self, slots: usize) -> RareCutter<'_, D::Of, W> {
        const { assert!(W > 0 && CHUNK.is_multiple_of(W), "draws a round: a divisor of 64") };
        let cache = &mut *self.cache;
        let rows = cache.streams.len();
        cache.fit(slots, rows);
        RareCutter {
            rows: PhantomData,
            source: &cache.source,
            tags: Strip::new(&mut cache.tags, slots, rows),
            words: Strip::new(&mut cache.words, slots, rows * CHUNK),
            streams: &cache.streams,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The block function is ChaCha8 itself: words of a chunk equal those read one by one at their positions.
    #[test]
    fn a_chunk_holds_the_words_of_its_address() {
        let mut source = Source::new(Seed::new(7));
        let stream = stream("negotiators.ua_lead", "fatigue");
        let mut words = [[0; 4]; CHUNK];
        source.fill(5, stream, 3, &mut words);
        let mut plain = ChaCha8Rng::from_seed(Seed::new(7).0);
        plain.set_stream(5);
        plain.set_word_pos(u128::from((stream << BLOCK_BITS) + 12) * 16);
        assert!(words.iter().all(|&w| u32::from_le_bytes(w) == plain.next_u32()));
        source.fill(5, stream, 0, &mut words);
        assert_eq!(source.first(5, stream), words[..32].as_chunks::<32>().0[0].map(unit));
    }

    #[test]
    fn addresses_differ_in_every_part() {
        let mut seen = std::collections::BTreeSet::new();
        let mut words = [[0; 4]; CHUNK];
        for seed in 0..3 {
            let mut source = Source::new(Seed::new(seed));
            for luck in 0..4 {
                for (label, name) in [("a", "bc"), ("ab", "c"), ("a", "b"), ("b", "bc")] {
                    for chunk in 0..3 {
                        source.fill(luck, stream(label, name), chunk, &mut words);
                        assert!(seen.insert(words));
                    }
                }
            }
        }
    }

    /// Equidistribution of the uniforms: chi-square with 99 degrees of freedom, 99.99 % quantile 159.
    #[test]
    fn uniforms_are_uniform() {
        let mut source = Source::new(Seed::new(1));
        let mut counts = [0u32; 100];
        let mut words = [[0; 4]; CHUNK];
        for luck in 0..2000 {
            source.fill(luck, stream("x", "y"), 0, &mut words);
            for w in words {
                counts[(unit(w) * 100.0) as usize] += 1;
            }
        }
        let expected = 2000.0 * 64.0 / 100.0;
        let chi: f64 = counts
            .iter()
            .map(|&c| (f64::from(c) - expected) * (f64::from(c) - expected) / expected)
            .sum();
        assert!(chi < 159.0, "{chi}");
    }
}
