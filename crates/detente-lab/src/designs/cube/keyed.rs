//! Numbers by address: the same for the same seed, design and place, whatever was asked for before.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Words one after the other, of one stream of a design.
pub(super) struct Words(ChaCha8Rng);

impl Words {
    /// A stream of a design by this name: ChaCha8 with a key hashed from seed and name.
    pub(super) fn new(seed: u64, design: &str, stream: u64) -> Self {
        let material = [&seed.to_le_bytes(), design.as_bytes()].concat();
        let mut generator = ChaCha8Rng::from_seed(blake3::derive_key("detente 1 design", &material));
        generator.set_stream(stream);
        Self(generator)
    }

    pub(super) fn word(&mut self) -> u32 {
        self.0.next_u32()
    }

    pub(super) fn long(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A whole number below `n`.
    pub(super) fn below(&mut self, n: u32) -> u32 {
        ((u64::from(self.word()) * u64::from(n)) >> 32) as u32
    }

    pub(super) fn unit(&mut self) -> f64 {
        unit(self.word())
    }
}

/// The middle of the 2^-32 that a word stands for: strictly between 0 and 1.
pub(super) fn unit(word: u32) -> f64 {
    (f64::from(word) + 0.5) / 4_294_967_296.0
}

/// Bits of a number and a key mixed: the finalizer of SplitMix64 (Steele, Lea & Flood 2014).
pub(super) fn mix(key: u64, x: u64) -> u64 {
    let mut z = key.wrapping_add(x.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
