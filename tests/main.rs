//! One test binary for the whole workspace.

mod analytic;
mod common;
mod determinism;
mod hygiene;
mod invalid;
mod laws;
mod oracle;
mod order;
mod protocols;
mod regression;
mod transcripts;
