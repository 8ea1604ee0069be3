//! The folders that are kept for tests.

use detente_results::{Folder, Manifest};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A copy of a folder, to be written into.
pub(crate) fn copy(name: &str) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/folders").join(name);
    for below in ["", "inputs", "figures"] {
        fs::create_dir_all(home.path().join(below)).unwrap();
        for entry in fs::read_dir(kept.join(below)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                fs::copy(&path, home.path().join(below).join(path.file_name().unwrap())).unwrap();
            }
        }
    }
    home
}

/// Changes what a folder says of itself.
pub(crate) fn change(home: &Path, change: impl Fn(&mut Manifest)) {
    let mut manifest = Folder::open(home).unwrap().manifest().clone();
    change(&mut manifest);
    fs::write(home.join("manifest.json"), manifest.to_json()).unwrap();
}
