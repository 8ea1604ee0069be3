//! Who plays, when, on what: what `provenance.json` says.

use detente_results::{Program, Provenance, hash_of};
use std::sync::OnceLock;

/// Now, to the second, in UTC.
pub(crate) fn now() -> String {
    let now = jiff::Timestamp::now();
    let second = now.round(jiff::Unit::Second).unwrap_or(now);
    second.to_string()
}

/// This program.
pub(crate) fn program() -> Program {
    Program {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        commit: env!("DETENTE_COMMIT").to_owned(),
        dirty: env!("DETENTE_DIRTY") == "true",
        compiler: env!("DETENTE_COMPILER").to_owned(),
        target: env!("DETENTE_TARGET").to_owned(),
        hash: hash().to_owned(),
    }
}

/// The hash of the executable that is running: a rule that was edited and built again is another program. Empty where the
/// platform does not tell which file that is.
pub(crate) fn hash() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| {
        let file = std::env::current_exe().ok();
        file.and_then(|file| hash_of(&file).ok()).unwrap_or_default()
    })
}

/// A run that begins now, with so many threads.
pub(crate) fn begin(threads: usize) -> Provenance {
    Provenance {
        program: program(),
        start: now(),
        end: None,
        host: gethostname::gethostname().to_string_lossy().into_owned(),
        threads: threads as u64,
        command: std::env::args_os()
            .map(|word| word.to_string_lossy().into_owned())
            .collect(),
    }
}
