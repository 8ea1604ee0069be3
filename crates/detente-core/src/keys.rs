//! What is registered, by name alone and without what it does: what the places in a model stand for.

use crate::kind::RowKind;

/// Who wrote a module: crate and version, for the manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// Name of the crate.
    pub package: &'static str,
    /// Its version.
    pub version: &'static str,
}

/// The crate and version of the place where it is written.
#[macro_export]
macro_rules! origin {
    () => {
        $crate::Origin {
            package: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
        }
    };
}

/// The names in a registry, each list in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    /// Sets of parameters: the rows that carry them, and the key of their table.
    pub(crate) sets: Vec<(RowKind, &'static str)>,
    /// States that shocks can change: the rows that have them, and their key below the row.
    pub(crate) states: Vec<(RowKind, &'static str)>,
    /// Behaviours: their key, and who wrote them.
    pub(crate) behaviours: Vec<(&'static str, Origin)>,
}
