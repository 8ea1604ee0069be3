//! What the targets share: the laboratory, and a folder for the files of one try.

use detente_lab::Lab;
use std::path::Path;
use std::sync::LazyLock;
use tempfile::TempDir;

/// The laboratory as the program has it.
pub static LAB: LazyLock<Lab> = LazyLock::new(|| Lab::from(detente_agents::standard()));

/// A folder of this process, in memory where the system has one.
pub static HOME: LazyLock<TempDir> = LazyLock::new(|| {
    let memory = Path::new("/dev/shm");
    match memory.is_dir() {
        true => tempfile::tempdir_in(memory),
        false => tempfile::tempdir(),
    }
    .expect("a temporary folder")
});
