//! Ctrl-C and SIGTERM. The first asks for the end and is answered within a second, whatever is being done: what is finished
//! is on the disk, and everything else is made again by the same command. A second one ends at once.

use crate::exit::{Failure, STOPPED};
use crate::output;
use detente_lab::execute::Control;
use detente_results::grouped;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long the work has to end by itself.
const PATIENCE: Duration = Duration::from_millis(700);

/// What is said when the user stops a command, and what may be stopped.
#[derive(Debug, Default)]
pub(crate) struct Interrupt {
    /// The switch that the work looks at.
    pub(crate) control: Arc<Control>,
    /// Runs that are kept.
    done: AtomicU64,
    kept: Mutex<Option<Kept>>,
    told: AtomicBool,
}

/// Where finished runs are kept, and how to go on.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    /// The folder in the making, or the one that is finished.
    pub(crate) folder: PathBuf,
    /// Runs in all.
    pub(crate) runs: u64,
    /// The command that goes on.
    pub(crate) command: String,
}

impl Interrupt {
    /// Does what may be stopped, and says what is left of it then.
    pub(crate) fn heeded(work: impl FnOnce(&Arc<Self>) -> Result<(), Failure>) -> Result<(), Failure> {
        let interrupt = Self::listen();
        let outcome = work(&interrupt);
        if matches!(outcome, Err(Failure::Stopped)) {
            interrupt.tell();
        }
        outcome
    }

    /// Listens from now on.
    fn listen() -> Arc<Self> {
        let interrupt = Arc::new(Self::default());
        let own = Arc::clone(&interrupt);
        // Without a handler Ctrl-C still ends the program, and what is finished stays.
        let _ = ctrlc::set_handler(move || {
            if own.control.is_stopped() {
                std::process::exit(STOPPED.into());
            }
            own.control.stop();
            let own = Arc::clone(&own);
            std::thread::spawn(move || {
                std::thread::sleep(PATIENCE);
                own.tell();
                std::process::exit(STOPPED.into());
            });
        });
        interrupt
    }

    /// From now on finished runs are kept there.
    pub(crate) fn keeps(&self, kept: Kept, done: u64) {
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(kept);
        self.done.store(done, Ordering::Relaxed);
    }

    /// So many more runs are kept; says how many there are.
    pub(crate) fn more(&self, runs: u64) -> u64 {
        self.done.fetch_add(runs, Ordering::Relaxed) + runs
    }

    /// Says what is left of the work, once.
    fn tell(&self) {
        if self.told.swap(true, Ordering::Relaxed) {
            return;
        }
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner).clone();
        output::say(&match kept {
            None => "stopped; nothing was written".to_owned(),
            Some(Kept { folder, runs, command }) => format!(
                "stopped; {} of {} runs are finished and kept in {}; go on with: {command}",
                grouped(self.done.load(Ordering::Relaxed)),
                grouped(runs),
                folder.display(),
            ),
        });
    }
}

/// The command that was given, as a shell would read it, without the switches that would begin anew.
pub(crate) fn same_command(without: &[&str]) -> String {
    let words = std::env::args_os().map(|word| word.to_string_lossy().into_owned());
    words
        .filter(|word| !without.contains(&word.as_str()))
        .map(|word| quoted(&word))
        .collect::<Vec<_>>()
        .join(" ")
}

/// A word as a shell reads it.
pub(crate) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "_-./=,:%@+".contains(c);
    match word.chars().all(plain) && !word.is_empty() {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}
