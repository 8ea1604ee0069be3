//! Who may write into a folder: one program for all of it, or several for a shard each. The operating system releases a
//! lock when its program ends, however it ends.

use crate::error::ResultsError;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

/// File in the folder that is locked.
const FILE: &str = "lock";

/// A part of the work: `number` of `of`, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Which.
    pub number: u64,
    /// Of how many.
    pub of: u64,
}

/// As on the command line.
impl std::fmt::Display for Shard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

/// The right to write into a folder, until it is dropped.
#[derive(Debug)]
pub struct Lock {
    _files: Vec<File>,
}

impl Lock {
    /// Takes a folder: all of it, or for one shard beside others.
    ///
    /// # Errors
    /// Another program has it, or the file system refuses.
    pub fn take(folder: &Path, shard: Option<Shard>) -> Result<Self, ResultsError> {
        let Some(shard) = shard else {
            return Ok(Self {
                _files: vec![take(folder, FILE, File::try_lock)?],
            });
        };
        let beside = take(folder, FILE, File::try_lock_shared)?;
        let own = take(
            folder,
            &format!("{FILE}-{}-of-{}", shard.number, shard.of),
            File::try_lock,
        )?;
        Ok(Self {
            _files: vec![beside, own],
        })
    }

    /// Whether some program has the folder now.
    pub fn is_taken(folder: &Path) -> bool {
        let file = File::open(folder.join(FILE));
        file.is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
    }

    /// Whether a file of this name is a lock.
    pub fn is_lock(name: &str) -> bool {
        let number = |text: &str| text.parse::<u64>().is_ok();
        let shard = name.strip_prefix(FILE).and_then(|rest| rest.strip_prefix('-'));
        let shard = shard.and_then(|shard| shard.split_once("-of-"));
        name == FILE || shard.is_some_and(|(which, of)| number(which) && number(of))
    }
}

fn take(folder: &Path, name: &str, lock: fn(&File) -> Result<(), TryLockError>) -> Result<File, ResultsError> {
    let path = folder.join(name);
    let open = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .read(true)
        .open(&path);
    let file = open.map_err(ResultsError::io("lock", &path))?;
    match lock(&file) {
        Ok(()) if has_its_name(&file, &path) => Ok(file),
        Ok(()) | Err(TryLockError::WouldBlock) => Err(ResultsError::Taken { path }),
        Err(TryLockError::Error(error)) => Err(ResultsError::io("lock", &path)(error)),
    }
}

/// Whether the file that was opened still has its name: whoever had the lock may have renamed the folder since, or
/// removed the file, and then there is nothing that it locks.
#[cfg(unix)]
fn has_its_name(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let of = |metadata: std::io::Result<std::fs::Metadata>| metadata.ok().map(|m| (m.dev(), m.ino()));
    of(file.metadata()) == of(std::fs::metadata(path))
}

#[cfg(not(unix))]
fn has_its_name(_: &File, path: &Path) -> bool {
    path.exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shard(number: u64) -> Option<Shard> {
        Some(Shard { number, of: 2 })
    }

    #[test]
    fn one_program_for_the_whole_or_one_for_each_shard() {
        let folder = tempfile::tempdir().unwrap();
        let take = |shard| Lock::take(folder.path(), shard);
        assert!(!Lock::is_taken(folder.path()));
        let whole = take(None).unwrap();
        assert!(Lock::is_taken(folder.path()));
        let message = take(None).unwrap_err().to_string();
        assert!(
            message.contains("another program") && message.contains("lock"),
            "{message}"
        );
        assert!(take(shard(1)).is_err());
        drop(whole);
        let (_first, _second) = (take(shard(1)).unwrap(), take(shard(2)).unwrap());
        assert!(take(shard(2)).is_err(), "a shard twice");
        assert!(take(None).is_err(), "the whole beside shards");
        assert!(Lock::is_lock("lock") && Lock::is_lock("lock-1-of-2") && !Lock::is_lock("locked.csv"));
        assert!(!Lock::is_lock("lock-list-of-things.txt"), "somebody's own");
    }
}
