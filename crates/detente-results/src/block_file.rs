//! Files that hold what a block of runs has left: one line of JSON that says what it is, the bytes, and a checksum over
//! both. A file is whole or not there: it is written aside, brought to the disk and renamed.

use crate::atomic::write_pieces;
use crate::error::ResultsError;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Ending of the files.
const ENDING: &str = ".block";

/// Bytes of the checksum.
const CHECKSUM: usize = 32;

/// Where a block stands in its plan: its wave, and its first point. Blocks of complete waves keep their place when more
/// replicates are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct BlockPlace {
    /// Wave, counted from 0.
    pub wave: u64,
    /// First point of the block.
    pub point: u64,
}

impl BlockPlace {
    /// The name of its file.
    pub fn file_name(self) -> String {
        format!("wave-{:06}-point-{:07}{ENDING}", self.wave, self.point)
    }

    pub(crate) fn of_file_name(name: &str) -> Option<Self> {
        let (wave, point) = name
            .strip_suffix(ENDING)?
            .strip_prefix("wave-")?
            .split_once("-point-")?;
        let place = Self {
            wave: wave.parse().ok()?,
            point: point.parse().ok()?,
        };
        (place.file_name() == name).then_some(place)
    }
}

/// What the first line of a block's file says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockHead {
    /// Identifies the study: everything that decides what its runs will be.
    pub study: String,
    /// Identifies the program that played it.
    pub program: String,
    /// Where the block stands.
    pub place: BlockPlace,
    /// Runs in it.
    pub runs: u64,
    /// Bytes behind the first line, without the checksum.
    pub bytes: u64,
}

/// Writes a block into a folder.
///
/// # Errors
/// The file system refuses; then nothing has the block's name.
pub fn write_block(folder: &Path, head: &BlockHead, bytes: &[u8]) -> Result<(), ResultsError> {
    let mut head_line = serde_json::to_vec(head).expect("text and numbers are always JSON");
    head_line.push(b'\n');
    let checksum = blake3::Hasher::new().update(&head_line).update(bytes).finalize();
    let path = folder.join(head.place.file_name());
    write_pieces(&path, &[&head_line, bytes, checksum.as_bytes()])
}

/// Reads a block.
///
/// # Errors
/// It cannot be read, is cut off, or its checksum does not match.
pub fn read_block(file: &Path) -> Result<(BlockHead, Vec<u8>), ResultsError> {
    let bytes = crate::atomic::read_own(file).map_err(ResultsError::io("read", file))?;
    let damaged = |reason: &str| ResultsError::Damaged {
        path: file.to_owned(),
        reason: reason.to_owned(),
    };
    let line = bytes.iter().position(|b| *b == b'\n');
    let head: Option<BlockHead> = line.and_then(|end| serde_json::from_slice(&bytes[..end]).ok());
    let (Some(line), Some(head)) = (line, head) else {
        return Err(damaged("found no block of runs"));
    };
    let expected = (line + 1 + CHECKSUM) as u64;
    let expected = expected.saturating_add(head.bytes);
    if bytes.len() as u64 != expected {
        let found = bytes.len();
        return Err(damaged(&format!("found {found} bytes, expected {expected}")));
    }
    let (content, checksum) = bytes.split_at(bytes.len() - CHECKSUM);
    if blake3::hash(content).as_bytes() != checksum {
        return Err(damaged("its checksum does not match"));
    }
    let mut content = bytes;
    content.truncate(expected as usize - CHECKSUM);
    content.drain(..=line);
    Ok((head, content))
}

/// The blocks in a folder, by place; other files are passed over.
///
/// # Errors
/// The folder cannot be read.
pub fn list_blocks(folder: &Path) -> Result<Vec<(BlockPlace, PathBuf)>, ResultsError> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(ResultsError::io("read", folder))?,
    };
    let mut blocks = Vec::new();
    for entry in entries {
        let path = entry.map_err(ResultsError::io("read", folder))?.path();
        let place = path
            .file_name()
            .and_then(|n| n.to_str())
            .and_then(BlockPlace::of_file_name);
        blocks.extend(place.map(|place| (place, path)));
    }
    blocks.sort();
    Ok(blocks)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: BlockPlace = BlockPlace { wave: 3, point: 12 };

    fn head(bytes: &[u8]) -> BlockHead {
        BlockHead {
            study: "aa".into(),
            program: "bb".into(),
            place: PLACE,
            runs: 7,
            bytes: bytes.len() as u64,
        }
    }

    #[test]
    fn a_block_reads_back_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let bytes = b"{\n\0\xff";
        write_block(folder.path(), &head(bytes), bytes).unwrap();
        std::fs::write(folder.path().join("wave-1-point-2.block"), "not ours").unwrap();
        let listed = list_blocks(folder.path()).unwrap();
        let [(place, file)] = &listed[..] else {
            panic!("{listed:?}")
        };
        assert_eq!(*place, PLACE);
        assert_eq!(read_block(file).unwrap(), (head(bytes), bytes.to_vec()));
        assert!(list_blocks(&folder.path().join("absent")).unwrap().is_empty());
    }

    #[test]
    fn whatever_is_cut_or_changed_is_told() {
        let folder = tempfile::tempdir().unwrap();
        write_block(folder.path(), &head(b"content"), b"content").unwrap();
        let file = folder.path().join(PLACE.file_name());
        let whole = std::fs::read(&file).unwrap();
        for length in 0..whole.len() {
            std::fs::write(&file, &whole[..length]).unwrap();
            assert!(read_block(&file).is_err(), "{length} bytes");
        }
        for place in 0..whole.len() {
            let mut changed = whole.clone();
            changed[place] ^= 1;
            std::fs::write(&file, &changed).unwrap();
            assert!(read_block(&file).is_err(), "byte {place}");
        }
    }
}
