//! Pages in HTML from a results folder, and from nothing else: no engine, no scenario, no network. A folder that was copied
//! years ago is enough.
//!
//! A page is one file here, with one line in [`PAGES`]; it reads [`Source`] and fills a template. The templates are part of the
//! program; a folder with files of the same names takes their place. The same folder gives the same bytes.
//!
//! [`Explorable`] makes one page more, where the experiment is a grid: a page to play with.
//!
//! ```no_run
//! use detente_pages::write_all;
//! use detente_results::Folder;
//!
//! let folder = Folder::open("results/ukraine-28-points")?;
//! write_all(&folder, None, &mut |name, written| {
//!     println!("{name}: {}", written.map_or_else(|error| error.to_string(), |()| "written".to_owned()));
//! });
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod brief;
mod command;
mod error;
mod explorable;
mod figures;
mod glossary;
mod likelihood;
mod markdown;
mod report;
mod source;
mod templates;
mod words;

pub use error::PageError;
pub use explorable::{Explorable, MOST_TALKS, SQUARES, TALKS, Unexplorable, is_explorable};
pub use figures::Figure;
pub use likelihood::SCALE;
pub use source::{Input, Source};
pub use templates::{TEMPLATES, Templates};

use detente_results::{BRIEF, Folder, REPORT, write_atomically};
use std::path::Path;

/// How a page is made.
pub type Page = fn(&Source, &Templates) -> Result<String, PageError>;

/// The pages: the name of the file, and how it is made.
pub const PAGES: [(&str, Page); 2] = [(REPORT, report::page), (BRIEF, brief::page)];

/// Whether all pages of a results folder are there.
pub fn are_written(folder: &Path) -> bool {
    PAGES.iter().all(|(name, _)| folder.join(name).is_file())
}

/// Writes every page into the folder, each whole or not at all, and tells of each how it went: one that fails costs nothing
/// else. Templates are those of a folder where they are there, and else the program's own.
pub fn write_all(folder: &Folder, templates: Option<&Path>, each: &mut dyn FnMut(&str, Result<(), PageError>)) {
    let source = Source::read(folder);
    let templates = Templates::of(templates);
    for (name, page) in PAGES {
        let written =
            page(&source, &templates).and_then(|text| Ok(write_atomically(&folder.file(name), text.as_bytes())?));
        each(name, written);
    }
}
