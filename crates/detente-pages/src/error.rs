//! Why a page could not be made. Each message completes the sentence "failed to ...".

use detente_results::ResultsError;

/// Why a page could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PageError {
    /// The page could not be written.
    #[error(transparent)]
    Results(#[from] ResultsError),
    /// A template is wrong, or asks for what is not there.
    #[error("fill the template `{name}`: {reason}")]
    Template {
        /// Name of the template.
        name: String,
        /// What is wrong, and in which line.
        reason: String,
    },
}

impl PageError {
    /// Whether the file system refused: there is no room, or the place may not be written to.
    pub fn is_refusal(&self) -> bool {
        match self {
            Self::Results(error) => error.is_refusal(),
            Self::Template { .. } => false,
        }
    }
}
