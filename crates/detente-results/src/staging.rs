//! Folders that are complete or absent: a run writes beside the final name and takes it as its last act.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::atomic::write_atomically;
use crate::error::ResultsError;

/// What becomes of a folder that already has the final name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// It is kept as `<name>.1`, `<name>.2`, ...: the next free number.
    Keep,
    /// It is replaced, and gone.
    Replace,
}

/// A folder in the making, `.<name>.partial` beside the final one. Unless it is published, it is removed when dropped;
/// what a killed program left of it is removed by the next [`Staging::begin`]. One program at a time may use a name.
#[derive(Debug)]
pub struct Staging {
    partial: PathBuf,
    target: PathBuf,
}

impl Staging {
    /// Makes an empty folder beside `target`, and the folders above it if need be. `target` itself is not touched.
    ///
    /// # Errors
    /// `target` has no name of its own (as `..` has none), or the file system refuses.
    pub fn begin(target: impl Into<PathBuf>) -> Result<Self, ResultsError> {
        let target = target.into();
        let partial = sibling(&target, ".", ".partial")?;
        remove_folder(&partial)?;
        fs::create_dir_all(&partial).map_err(ResultsError::io("create", &partial))?;
        Ok(Self { partial, target })
    }

    /// Where to write.
    pub fn path(&self) -> &Path {
        &self.partial
    }

    /// Writes a file, and the folders above it if need be. `name` is relative to the folder.
    ///
    /// # Errors
    /// The file system refuses.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), ResultsError> {
        let path = self.partial.join(name);
        if let Some(above) = path.parent() {
            fs::create_dir_all(above).map_err(ResultsError::io("create", above))?;
        }
        write_atomically(&path, bytes)
    }

    /// Gives the folder its final name. Returns where a kept older folder went.
    ///
    /// # Errors
    /// The file system refuses; an older folder then still has its name, or the one it was to be kept under.
    pub fn publish(self, existing: Existing) -> Result<Option<PathBuf>, ResultsError> {
        let target = &self.target;
        if !target.exists() || fs::remove_dir(target).is_ok() {
            rename(&self.partial, target)?;
            return Ok(None);
        }
        match existing {
            Existing::Keep => {
                let kept = next_free(target)?;
                rename(target, &kept)?;
                rename(&self.partial, target)?;
                Ok(Some(kept))
            }
            Existing::Replace => {
                let replaced = sibling(target, ".", ".replaced")?;
                remove_folder(&replaced)?;
                rename(target, &replaced)?;
                rename(&self.partial, target)?;
                remove_folder(&replaced)?;
                Ok(None)
            }
        }
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // Nothing can be reported from here, and what stays is removed by the next `begin`.
        let _ = remove_folder(&self.partial);
    }
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

fn sibling(target: &Path, before: &str, after: &str) -> Result<PathBuf, ResultsError> {
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

fn remove_folder(path: &Path) -> Result<(), ResultsError> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(ResultsError::io("remove", path)(error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Existing, Staging};
    use std::path::Path;

    fn publish(target: &Path, text: &str, existing: Existing) -> Option<std::path::PathBuf> {
        let staging = Staging::begin(target).unwrap();
        staging.write("figures/one.svg", text.as_bytes()).unwrap();
        staging.publish(existing).unwrap()
    }

    fn content(target: &Path) -> String {
        std::fs::read_to_string(target.join("figures/one.svg")).unwrap()
    }

    fn names(home: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(home).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn nothing_has_the_final_name_until_it_is_published() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("results/levers");
        let staging = Staging::begin(&target).unwrap();
        staging.write("summary.csv", b"x").unwrap();
        assert!(!target.exists());
        assert_eq!(staging.publish(Existing::Keep).unwrap(), None);
        assert_eq!(names(&home.path().join("results")), ["levers"]);
        assert_eq!(names(&target), ["summary.csv"]);
    }

    #[test]
    fn older_folders_are_kept_under_the_next_free_number() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("levers");
        for text in ["first", "second", "third"] {
            publish(&target, text, Existing::Keep);
        }
        assert_eq!(names(home.path()), ["levers", "levers.1", "levers.2"]);
        assert_eq!(content(&target), "third");
        assert_eq!(content(&home.path().join("levers.1")), "first");
        assert_eq!(
            publish(&target, "fourth", Existing::Keep),
            Some(home.path().join("levers.3"))
        );
    }

    #[test]
    fn a_replaced_folder_is_gone() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("levers");
        for text in ["first", "second"] {
            assert_eq!(publish(&target, text, Existing::Replace), None);
        }
        assert_eq!(names(home.path()), ["levers"]);
        assert_eq!(content(&target), "second");
    }

    #[test]
    fn an_empty_folder_is_taken_as_it_is() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("levers");
        std::fs::create_dir(&target).unwrap();
        assert_eq!(publish(&target, "first", Existing::Keep), None);
        assert_eq!(names(home.path()), ["levers"]);
    }

    #[test]
    fn what_is_not_published_leaves_no_trace() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("levers");
        let staging = Staging::begin(&target).unwrap();
        staging.write("summary.csv", b"x").unwrap();
        drop(staging);
        assert_eq!(names(home.path()), [""; 0]);
    }

    #[test]
    fn what_a_killed_program_left_does_not_come_back() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("levers");
        std::fs::create_dir_all(home.path().join(".levers.partial")).unwrap();
        std::fs::write(home.path().join(".levers.partial/old.csv"), "x").unwrap();
        publish(&target, "new", Existing::Keep);
        assert_eq!(names(&target), ["figures"]);
    }

    #[test]
    fn a_target_without_a_name_is_refused() {
        let message = Staging::begin("..").unwrap_err().to_string();
        assert_eq!(
            message,
            "write to ..: expected a folder with a name of its own, like `results/levers`"
        );
    }
}
