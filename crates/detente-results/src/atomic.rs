//! Files that are complete or absent.

use std::io::Write;
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

use crate::error::ResultsError;

/// Writes a file so that at any moment its name stands for all of the old bytes or all of the new: the bytes go to a
/// temporary file in the same folder, to the disk, and then take the name. Everyone may read the file (mode 0644).
///
/// # Errors
/// The folder does not exist or the file system refuses; then the name is as it was.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), ResultsError> {
    let failed = || ResultsError::io("write", path);
    let mut file = temporary_beside(path).map_err(failed())?;
    file.write_all(bytes).map_err(failed())?;
    file.as_file().sync_all().map_err(failed())?;
    file.persist(path).map_err(|refused| failed()(refused.error))?;
    Ok(())
}

fn temporary_beside(path: &Path) -> std::io::Result<NamedTempFile> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let file = Builder::new().prefix(".").suffix(".partial").tempfile_in(folder)?;
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
    use super::write_atomically;

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
        assert!(write_atomically(&folder.path().join("no such/file"), b"x").is_err());
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
