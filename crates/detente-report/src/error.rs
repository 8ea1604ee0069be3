//! Why figures could not be drawn. Each message completes the sentence "failed to ...".

use std::io;
use std::path::{Path, PathBuf};

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

impl ReportError {
    /// Makes the adapter for `map_err` around one call to the file system.
    pub(crate) fn folder(path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::Folder { path, source }
    }

    /// Whether the file system refused: there is no room, or the place may not be written to.
    pub fn is_refusal(&self) -> bool {
        match self {
            Self::Results(error) => error.is_refusal(),
            Self::Folder { .. } => true,
            // The encoder writes files and hands on what the system says, as text alone.
            Self::Drawing { reason, .. } => reason.contains("(os error "),
        }
    }
}
