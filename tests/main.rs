//! One test binary for the whole workspace.

mod hygiene;
mod laws;
