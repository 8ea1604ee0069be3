//! Foreign files as scenarios: negotiation domains of GENIUS (XML) and GeniusWeb (JSON), and sheets that say where actors
//! stand and how much they care (CSV, XLSX, ODS).
//!
//! Every reader bounds what it takes, says where something is wrong, and leaves nothing out without a note. What comes
//! out is text: whoever calls checks it and writes it.
//!
//! ```
//! use detente_import::{TableOptions, import_table};
//!
//! let folder = tempfile::tempdir()?;
//! let file = folder.path().join("council.csv");
//! std::fs::write(&file, "party,issue,position,salience\nalder,fee,1.5,40\nbirch,fee,3,60\n")?;
//! let options = TableOptions { name: "council".to_owned(), sheet: None, rounds: 10 };
//! let draft = import_table(&file, &options)?;
//! assert!(draft.scenario.contains("id = \"council\""));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod cap;
mod draft;
mod error;
mod files;
mod genius;
mod geniusweb;
mod ids;
mod notes;
mod options;
mod scenario;
mod select;
mod strategies;
mod table;

pub use draft::Draft;
pub use error::{ImportError, ImportProblem};
pub use genius::import_genius;
pub use geniusweb::import_geniusweb;
pub use notes::notes;
pub use options::{ImportOptions, Utilities};
pub use strategies::strategies;
pub use table::{TableOptions, import_table, table_names};
