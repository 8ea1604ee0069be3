//! The last act of a run: a folder that is complete takes its final name, and what had that name is kept or replaced.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::ResultsError;
use crate::manifest::{MANIFEST_FILE, Manifest};
use crate::own::remove_own;

/// What becomes of a folder that already has the final name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// It is kept as `<name>.1`, `<name>.2`, ...: the next free number.
    Keep,
    /// It is replaced, and gone.
    Replace,
}

/// Gives a folder its final name. Returns where an older folder went that was kept, or that holds what is not the
/// program's own.
///
/// # Errors
/// The file system refuses; both folders then have the names that they had.
pub fn publish(partial: &Path, target: &Path, existing: Existing) -> Result<Option<PathBuf>, ResultsError> {
    let replaced = sibling(target, ".", ".replaced")?;
    if existing == Existing::Replace {
        // Left by a program that was killed while it replaced.
        clear(&replaced, target)?;
    }
    if !target.exists() || fs::remove_dir(target).is_ok() {
        rename(partial, target)?;
        return Ok(None);
    }
    let kept = match existing {
        Existing::Keep => next_free(target)?,
        Existing::Replace => replaced,
    };
    rename(target, &kept)?;
    if let Err(error) = rename(partial, target) {
        rename(&kept, target)?;
        return Err(error);
    }
    match existing {
        Existing::Keep => Ok(Some(kept)),
        Existing::Replace => clear(&kept, target),
    }
}

/// Whether a folder that is there and empty can be moved: a mount point cannot, and nothing takes its name.
///
/// # Errors
/// The file system refuses.
pub fn probe_empty(folder: &Path) -> Result<(), ResultsError> {
    let moved = next_free(folder)?;
    rename(folder, &moved)?;
    rename(&moved, folder)
}

/// Removes what is the program's own in an older folder that was moved out of the way. What somebody has put there meanwhile
/// is kept under the next free name, which is returned.
fn clear(replaced: &Path, target: &Path) -> Result<Option<PathBuf>, ResultsError> {
    let gone = match Manifest::read(&replaced.join(MANIFEST_FILE)) {
        Ok(manifest) => remove_own(replaced, &manifest)?,
        Err(_) => !replaced.exists() || fs::remove_dir(replaced).is_ok(),
    };
    if gone {
        return Ok(None);
    }
    let kept = next_free(target)?;
    rename(replaced, &kept)?;
    Ok(Some(kept))
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
        if kept.symlink_metadata().is_err() {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::tests::example;

    /// Publishes a folder with this text in it.
    fn put(target: &Path, text: &str, existing: Existing) -> Option<PathBuf> {
        let partial = sibling(target, "", ".partial").unwrap();
        fs::create_dir_all(&partial).unwrap();
        fs::write(partial.join("summary.csv"), text).unwrap();
        fs::write(partial.join(MANIFEST_FILE), example().to_json()).unwrap();
        publish(&partial, target, existing).unwrap()
    }

    fn content(target: &Path) -> String {
        fs::read_to_string(target.join("summary.csv")).unwrap()
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

    /// Also what was put there while the new folder was made.
    #[test]
    fn what_is_somebodys_own_in_a_replaced_folder_is_kept() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("levers");
        put(&target, "first", Existing::Keep);
        fs::write(target.join("notes.txt"), "mine").unwrap();
        let kept = put(&target, "second", Existing::Replace).unwrap();
        assert_eq!(names(home.path()), ["levers", "levers.1"]);
        assert_eq!(names(&kept), ["manifest.json", "notes.txt"]);
        assert_eq!(content(&target), "second");
        // What bears the name of an older folder and is none stays too.
        fs::create_dir(home.path().join(".levers.replaced")).unwrap();
        fs::write(home.path().join(".levers.replaced/thesis.doc"), "years").unwrap();
        put(&target, "third", Existing::Replace);
        assert_eq!(names(&home.path().join("levers.2")), ["thesis.doc"]);
    }

    #[test]
    fn an_empty_folder_can_be_moved_and_stays() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("levers");
        fs::create_dir(&target).unwrap();
        probe_empty(&target).unwrap();
        assert_eq!(names(home.path()), ["levers"]);
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
