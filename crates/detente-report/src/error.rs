//! Why figures could not be drawn. Each message completes the sentence "failed to ...".

use std::io;
use std::path::PathBuf;

use detente_results::ResultsError;

/// Why figures could not be drawn.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// A table could not be read, or a finished figure could not be written.
    #[error(transparent)]
    Results(#[from] ResultsError),
    /// The folder of the figures could not be made or used.
    #[error("use the folder {}: {source}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// The system's own reason.
        source: io::Error,
    },
    /// The drawing library gave up, or the program panicked.
    #[error("draw {figure}: {reason}")]
    Drawing {
        /// Name of the figure.
        figure: String,
        /// The library's own reason, or what the panic said.
        reason: String,
    },
}
