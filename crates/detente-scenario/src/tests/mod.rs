//! Tests of the whole way from text to model, against a registry of a few tiny behaviours.

mod inheritance;
mod invalid;
mod limits;
mod models;
mod patches;
mod registry;
mod schemas;
mod tables;

use crate::{Built, Document, Findings, build};
use registry::registry;
use std::path::Path;

/// A small scenario that uses most of the format.
const HARBOUR: &str = include_str!("harbour.toml");

/// Builds text as if it stood in `x.toml`.
fn read(text: &str) -> Result<Built, Findings> {
    build(&Document::parse(Path::new("x.toml"), text)?, &registry())
}

/// Builds text that has nothing wrong with it.
fn valid(text: &str) -> Built {
    read(text).unwrap_or_else(|findings| panic!("{findings}"))
}

/// The small scenario with one piece of text in place of another.
fn harbour_with(old: &str, new: &str) -> String {
    assert_eq!(HARBOUR.matches(old).count(), 1, "{old}");
    HARBOUR.replacen(old, new, 1)
}
