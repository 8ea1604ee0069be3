//! Files that are complete or absent.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile, TempPath};

use crate::error::ResultsError;

/// What names of files in the making begin with.
const BEFORE: &str = ".";
/// What they end in.
const AFTER: &str = ".partial";

/// Most bytes of one of the program's own files that are read at once.
const OWN_BYTES: u64 = 1 << 30;

/// Reads one of the program's own files. In its place there may be anything: what is no regular file, or larger than any of
/// ours, is not read.
pub(crate) fn read_own(path: &Path) -> std::io::Result<Vec<u8>> {
    let kind = std::fs::metadata(path)?;
    if kind.is_dir() || kind.is_file() && kind.len() <= OWN_BYTES {
        return std::fs::read(path);
    }
    let reason = "it is no file of this program: no regular file, or larger than a gibibyte";
    Err(std::io::Error::new(std::io::ErrorKind::InvalidInput, reason))
}

/// Writes a file so that at any moment its name stands for all of the old bytes or all of the new: the bytes go to a
/// temporary file in the same folder, to the disk, and then take the name. Everyone may read the file (mode 0644).
///
/// # Errors
/// The folder does not exist or the file system refuses; then the name is as it was.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), ResultsError> {
    write_pieces(path, &[bytes])
}

/// The same with bytes in several pieces, one after the other.
pub(crate) fn write_pieces(path: &Path, pieces: &[&[u8]]) -> Result<(), ResultsError> {
    let failed = || ResultsError::io("write", path);
    let mut file = temporary_beside(path).map_err(failed())?;
    for bytes in pieces {
        file.write_all(bytes).map_err(failed())?;
    }
    file.as_file().sync_all().map_err(failed())?;
    file.persist(path).map_err(|refused| failed()(refused.error))?;
    Ok(())
}

/// Writes a file under a name that nothing has, whole or not at all. What has the name by then keeps it: there is no moment
/// between looking and writing.
///
/// # Errors
/// Something has that name ([`std::io::ErrorKind::AlreadyExists`]), the folder does not exist or the file system refuses;
/// then nothing has changed.
pub fn create_atomically(path: &Path, bytes: &[u8]) -> Result<(), ResultsError> {
    let failed = || ResultsError::io("write", path);
    let mut file = temporary_beside(path).map_err(failed())?;
    file.write_all(bytes).map_err(failed())?;
    file.as_file().sync_all().map_err(failed())?;
    file.persist_noclobber(path)
        .map_err(|refused| failed()(refused.error))?;
    Ok(())
}

/// A long file that is complete or absent: what is written goes to a temporary file beside it, which takes its name at
/// the end. Dropped before, it leaves nothing.
#[derive(Debug)]
pub struct AtomicFile {
    file: BufWriter<NamedTempFile>,
    hasher: blake3::Hasher,
    path: PathBuf,
}

impl AtomicFile {
    /// Begins a file.
    ///
    /// # Errors
    /// The folder does not exist or the file system refuses.
    pub fn create(path: &Path) -> Result<Self, ResultsError> {
        let file = temporary_beside(path).map_err(ResultsError::io("write", path))?;
        Ok(Self {
            file: BufWriter::with_capacity(1 << 16, file),
            hasher: blake3::Hasher::new(),
            path: path.to_owned(),
        })
    }

    /// Brings all bytes to the disk and gives them their name; returns their hash, in hexadecimal.
    ///
    /// # Errors
    /// The file system refuses; then the name is as it was.
    pub fn finish(self) -> Result<String, ResultsError> {
        let path = self.path.clone();
        self.whole()?.named(&path)
    }

    /// Brings all bytes to the disk; which name they get is said later.
    ///
    /// # Errors
    /// The file system refuses.
    pub(crate) fn whole(self) -> Result<WholeFile, ResultsError> {
        let failed = || ResultsError::io("write", &self.path);
        let file = self
            .file
            .into_inner()
            .map_err(|refused| failed()(refused.into_error()))?;
        file.as_file().sync_all().map_err(failed())?;
        Ok(WholeFile {
            file: file.into_temp_path(),
            hash: self.hasher.finalize().to_hex().to_string(),
        })
    }
}

/// A file that is complete and closed, but has no name yet. Dropped, it leaves nothing.
#[derive(Debug)]
pub(crate) struct WholeFile {
    file: TempPath,
    hash: String,
}

impl WholeFile {
    /// Gives it a name, and returns its hash, in hexadecimal.
    ///
    /// # Errors
    /// The file system refuses; then the name is as it was.
    pub(crate) fn named(self, path: &Path) -> Result<String, ResultsError> {
        let refused = ResultsError::io("write", path);
        self.file.persist(path).map_err(|error| refused(error.error))?;
        Ok(self.hash)
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let n = self.file.write(bytes)?;
        self.hasher.update(&bytes[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

/// The hash of a file's bytes, in hexadecimal.
///
/// # Errors
/// It cannot be read.
pub fn hash_of(path: &Path) -> Result<String, ResultsError> {
    let mut hasher = blake3::Hasher::new();
    let file = std::fs::File::open(path).map_err(ResultsError::io("read", path))?;
    hasher.update_reader(file).map_err(ResultsError::io("read", path))?;
    Ok(hasher.finalize().to_hex().to_string())
}

/// Letters and digits between the two, drawn by chance.
const DRAWN: usize = 6;

/// Whether a file of this name is one in the making; a program that is killed leaves them. Somebody's `.o.partial` is not.
pub(crate) fn is_temporary(name: &str) -> bool {
    let drawn = name.strip_prefix(BEFORE).and_then(|rest| rest.strip_suffix(AFTER));
    drawn.is_some_and(|drawn| drawn.len() == DRAWN && drawn.bytes().all(|b| b.is_ascii_alphanumeric()))
}

fn temporary_beside(path: &Path) -> std::io::Result<NamedTempFile> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let file = Builder::new()
        .prefix(BEFORE)
        .suffix(AFTER)
        .rand_bytes(DRAWN)
        // The usual way adds the name of the temporary file to the system's reason, which tells nobody anything.
        .make_in(folder, |path| std::fs::File::create_new(path))?;
    // Temporary files are born private; results are for others too.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))?;
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::{AtomicFile, create_atomically, hash_of, is_temporary, temporary_beside, write_atomically};
    use std::io::Write;

    #[test]
    fn a_file_is_replaced_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("summary.csv");
        write_atomically(&path, b"old and longer").unwrap();
        write_atomically(&path, b"new").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_has_the_name_keeps_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("minutes.txt");
        create_atomically(&path, b"first").unwrap();
        let message = create_atomically(&path, b"second").unwrap_err().to_string();
        assert!(message.contains("exists"), "{message}");
        assert_eq!(std::fs::read(&path).unwrap(), b"first");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn files_in_the_making_are_told_from_those_of_others() {
        let folder = tempfile::tempdir().unwrap();
        let file = temporary_beside(&folder.path().join("x")).unwrap();
        assert!(is_temporary(file.path().file_name().unwrap().to_str().unwrap()));
        for other in [
            ".o.partial",
            ".notes.partial",
            ".my-own.partial",
            "aBcDeF.partial",
            ".aBcDeF",
        ] {
            assert!(!is_temporary(other), "{other}");
        }
    }

    #[test]
    fn a_long_file_has_its_name_when_it_is_whole_and_knows_its_hash() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("runs.csv");
        drop(AtomicFile::create(&path));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        let mut file = AtomicFile::create(&path).unwrap();
        file.write_all(b"point\n").unwrap();
        assert!(!path.exists());
        assert_eq!(file.finish().unwrap(), hash_of(&path).unwrap());
        assert_eq!(std::fs::read(&path).unwrap(), b"point\n");
    }

    #[test]
    fn a_refusal_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let occupied = folder.path().join("occupied");
        std::fs::create_dir_all(occupied.join("by a folder")).unwrap();
        let message = write_atomically(&occupied, b"x").unwrap_err().to_string();
        assert!(
            message.starts_with(&format!("write {}: ", occupied.display())),
            "{message}"
        );
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        let message = write_atomically(&folder.path().join("no such/file"), b"x")
            .unwrap_err()
            .to_string();
        assert!(
            message.ends_with("/no such/file: No such file or directory (os error 2)"),
            "{message}"
        );
    }

    #[cfg(unix)]
    #[test]
    fn everyone_may_read_the_file() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("summary.csv");
        write_atomically(&path, b"x").unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o644);
    }
}
