//! Columns as one text: little endian, deflated, in base 64. Any browser of today unpacks it without help.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use std::io::Write;

/// Columns one after the other.
#[derive(Default)]
pub(super) struct Packed(Vec<u8>);

impl Packed {
    pub(super) fn numbers(&mut self, numbers: &[f64]) {
        numbers.iter().for_each(|x| self.0.extend(x.to_le_bytes()));
    }

    pub(super) fn whole(&mut self, numbers: &[i32]) {
        numbers.iter().for_each(|n| self.0.extend(n.to_le_bytes()));
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend(bytes);
    }

    pub(super) fn into_text(self) -> String {
        let mut deflated = DeflateEncoder::new(Vec::new(), Compression::best());
        // A list of bytes refuses no write, so neither does what writes into it.
        let written = deflated.write_all(&self.0).and_then(|()| deflated.finish());
        STANDARD.encode(written.unwrap_or_default())
    }
}

/// The bytes of a packed text.
#[cfg(test)]
pub(super) fn unpacked(text: &str) -> Vec<u8> {
    use std::io::Read;
    let packed = STANDARD.decode(text).unwrap();
    let mut bytes = Vec::new();
    flate2::read::DeflateDecoder::new(&*packed)
        .read_to_end(&mut bytes)
        .unwrap();
    bytes
}
