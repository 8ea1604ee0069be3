//! From scenario files to a valid [`Model`](detente_core::Model): parsing with places, validation, paths, patches,
//! schema.
//!
//! A [`Document`] is a file as written. [`build`] checks it against a registry and makes a model of it, or says all
//! that is wrong at once ([`Findings`]). Variants are patches on a document ([`Change`]), never copies. Nothing here knows a
//! behaviour by name: keys come from the registry, so a user's own behaviour reads like ours.
//!
//! ```
//! use detente_core::Registry;
//! use detente_scenario::{Document, build};
//! use std::path::Path;
//!
//! let text = "format = 1\n[senario]\nid = \"talks\"\n";
//! let document = Document::parse(Path::new("talks.toml"), text).expect("TOML");
//! let findings = build(&document, &Registry::new()).unwrap_err().to_string();
//! assert!(findings.contains("talks.toml:2:2: error: unknown key `senario`"));
//! assert!(findings.contains("did you mean `scenario`?"));
//! ```

mod build;
mod check;
mod date;
mod document;
mod everything;
mod extent;
mod file;
mod finding;
mod foreign;
pub mod limits;
mod mend;
mod misread;
mod names;
mod node;
mod number;
mod patch;
mod path;
mod printable;
mod range;
mod schema;
pub mod shape;
mod suggest;
mod syntax;
mod tables;
mod template;

pub use build::{Built, build};
pub use check::{check, is_id};
pub use document::{Document, InputFile};
pub use everything::everything;
pub use file::{TomlFile, read_text};
pub use finding::{Finding, Findings, Severity, SourceText};
pub use foreign::Foreign;
pub use misread::{Misreading, PlacedId, misread_ids, no_file_name};
pub use node::{Entry, Node, Span, Table, Value};
pub use number::distribution_of;
pub use patch::{Change, NumberPatch, PatchError, Placed, Step, build_changed, declaration, declarations};
pub use path::{Path, PathError, Segment, quote};
pub use printable::{is_line, is_seen, printable, printable_in_place, short};
pub use schema::{json_schema, schema};
pub use suggest::{did_you_mean, one_of, quoted};
pub use tables::{Dialect, Misfit, NoNumber};
pub use template::{TEMPLATES, Template};

#[cfg(test)]
mod tests;
