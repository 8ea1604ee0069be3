//! The last act of a run: a folder that is complete takes its final name, and what had that name is kept or replaced.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::ResultsError;

/// What becomes of a folder that already has the final name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// It is kept as `<name>.1`, `<name>.2`, ...: the next free number.
    Keep,
    /// It is replaced, and gone.
    Replace,
}

/// Gives a folder its final name. Returns where a kept older folder went.
///
/// # Errors
/// The file system refuses; an older folder then still has its name, or the one it was to be kept under.
pub fn publish(partial: &Path, target: &Path, existing: Existing) -> Result<Option<PathBuf>, ResultsError> {
    let replaced = sibling(target, ".", ".replaced")?;
    if existing == Existing::Replace {
        // Left by a program that was killed while it replaced.
        remove_folder(&replaced)?;
    }
    if !target.exists() || fs::remove_dir(target).is_ok() {
        rename(partial, target)?;
        return Ok(None);
    }
    match existing {
        Existing::Keep => {
            let kept = set_aside(target)?;
            rename(partial, target)?;
            Ok(Some(kept))
        }
        Existing::Replace => {
            rename(target, &replaced)?;
            rename(partial, target)?;
            remove_folder(&replaced)?;
            Ok(None)
        }
    }
}

/// Gives a folder the next free name of `<name>.1`, `<name>.2`, ... and says which.
pub(crate) fn set_aside(folder: &Path) -> Result<PathBuf, ResultsError> {
    let kept = next_free(folder)?;
    rename(folder, &kept)?;
    Ok(kept)
}

fn next_free(target: &Path) -> Result<PathBuf, ResultsError> {
    let mut number = 1_u64;
    loop {
        let kept = sibling(target, "", &format!(".{number}"))?;
        if !kept.exists() {
            return Ok(kept);
        }
        number += 1;
    }
}

/// A name beside a folder's.
pub(crate) fn sibling(target: &Path, before: &str, after: &str) -> Result<PathBuf, ResultsError> {
    let name = target.file_name().ok_or_else(|| {
        let reason = "expected a folder with a name of its own, like `results/levers`";
        ResultsError::io("write to", target)(std::io::Error::new(std::io::ErrorKind::InvalidInput, reason))
    })?;
    let mut decorated = OsString::from(before);
    decorated.push(name);
    decorated.push(after);
    Ok(target.with_file_name(decorated))
}

fn rename(from: &Path, to: &Path) -> Result<(), ResultsError> {
    fs::rename(from, to).map_err(ResultsError::io("rename", from))
}

/// Removes a folder, if there is one.
pub(crate) fn remove_folder(path: &Path) -> Result<(), ResultsError> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(ResultsError::io("remove", path)(error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Publishes a folder with this text in it.
    fn put(target: &Path, text: &str, existing: Existing) -> Option<PathBuf> {
        let partial = sibling(target, "", ".partial").unwrap();
        fs::create_dir_all(&partial).unwrap();
        fs::write(partial.join("one.csv"), text).unwrap();
        publish(&partial, target, existing).unwrap()
    }

    fn content(target: &Path) -> String {
        fs::read_to_string(target.join("one.csv")).unwrap()
    }

    fn names(home: &Path) -> Vec<String> {
        let entries = fs::read_dir(home).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn older_folders_are_kept_under_the_next_free_number() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("levers");
        for text in ["first", "second", "third"] {
            put(&target, text, Existing::Keep);
        }
        assert_eq!(names(home.path()), ["levers", "levers.1", "levers.2"]);
        assert_eq!(content(&target), "third");
        assert_eq!(content(&home.path().join("levers.1")), "first");
        assert_eq!(
            put(&target, "fourth", Existing::Keep),
            Some(home.path().join("levers.3"))
        );
    }

    #[test]
    fn a_replaced_folder_is_gone() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("levers");
        for text in ["first", "second"] {
            assert_eq!(put(&target, text, Existing::Replace), None);
        }
        assert_eq!(names(home.path()), ["levers"]);
        assert_eq!(content(&target), "second");
    }

    #[test]
    fn an_empty_folder_is_taken_as_it_is() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("levers");
        fs::create_dir(&target).unwrap();
        assert_eq!(put(&target, "first", Existing::Keep), None);
        assert_eq!(names(home.path()), ["levers"]);
    }

    #[test]
    fn a_target_without_a_name_is_refused() {
        let message = sibling(Path::new(".."), "", ".partial").unwrap_err().to_string();
        assert_eq!(
            message,
            "write to ..: expected a folder with a name of its own, like `results/levers`"
        );
    }
}
