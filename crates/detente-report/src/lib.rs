//! Figures from a results folder, and from nothing else: no engine, no scenario file, no font of the system.
//!
//! [`draw_all`] draws what the tables allow, each figure as SVG, as PNG for print at 160 mm, and as a CSV file with
//! exactly the numbers that are drawn. The same tables give the same bytes. Every figure says what was found in its title
//! and, in whole sentences with the numbers, in its text.
//!
//! A figure kind is one file below `figures` and one line in [`KINDS`]: it turns tables into a `Drawing`, whose `Sheet` is a
//! list of marks in millimetres. Only `paint` knows the backends, so both formats show the same marks at the same places.
//!
//! One figure alone:
//!
//! ```no_run
//! use detente_report::{Tables, figure};
//! use detente_results::Folder;
//!
//! let tables = Tables::read(&Folder::open("results/ukraine-28-points")?)?;
//! if let Some(picture) = figure(&tables, "outcome-shares") {
//!     println!("{}\n{}", picture.title, picture.text);
//!     std::fs::write("ends.svg", picture.svg()?)?;
//!     std::fs::write("ends.png", picture.png()?)?;
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! All of them, into the results folder:
//!
//! ```no_run
//! use detente_report::draw_all;
//! use detente_results::Folder;
//! use std::ops::ControlFlow;
//!
//! let folder = Folder::open("results/ukraine-28-points")?;
//! draw_all(&folder, &mut |name, drawn| {
//!     println!("{name}: {}", drawn.map_or_else(|error| error.to_string(), |figure| figure.title));
//!     ControlFlow::Continue(())
//! })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod axis;
mod calendar;
mod draw;
mod error;
#[cfg(test)]
mod example;
mod figures;
mod finding;
mod font;
mod labels;
mod listing;
mod marker;
mod measure;
mod page;
mod paint;
mod palette;
mod panel;
mod sheet;
mod tables;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use detente_results::Folder;

pub use detente_results::FIGURES;
use detente_results::NOT_DRAWN;
pub use error::ReportError;
pub use figures::{Figure, KINDS, Kind, Picture, figure, figures};
pub use font::unprintable;
pub use tables::Tables;

/// Whether the figures of a results folder have been drawn, all of them.
pub fn are_drawn(folder: &Path) -> bool {
    let figures = folder.join(FIGURES);
    figures.join(draw::LIST).is_file() && !figures.join(NOT_DRAWN).exists()
}

/// Removes the figures that `figures.csv` in `figures/` lists: they are to be drawn again, and not all of them. What else
/// somebody keeps there stays.
///
/// # Errors
/// The table is damaged, or a file cannot be removed.
pub fn clear(folder: &Path) -> Result<(), ReportError> {
    draw::clear(&folder.join(FIGURES))
}

/// A figure that was drawn, and its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawnFigure {
    /// Kind and response, for example `heat-map-agreement`; the files' common name.
    pub name: String,
    /// The key of its kind, for example `heat-map`.
    pub kind: String,
    /// The finding that it carries as its title.
    pub title: String,
    /// What is drawn, in whole sentences.
    pub text: String,
    /// The figure for the screen and for typesetting.
    pub svg: PathBuf,
    /// The figure for print, 2400 pixels wide.
    pub png: PathBuf,
    /// The numbers that are drawn.
    pub csv: PathBuf,
}

/// Draws every figure that the tables allow and says how many `figures/` inside the folder now holds.
///
/// Each figure is told with its name as soon as it has been tried, also one that failed: it costs nothing else, not even
/// if it panics; `figures.csv` in `figures/` lists those that did not, in the order of [`KINDS`], `not-drawn.txt` in `figures/` says which did, and is not there where none did. A [`DrawnFigure`]'s files
/// are where it says once all have been tried: until then `figures/` is as it was, and then takes them in; what else
/// somebody keeps there stays. Where `each` breaks off or nothing is drawn it stays as it was, and 0 is returned.
///
/// The results folder may be one in the making: it needs a manifest and tables, whatever its name.
///
/// # Errors
/// A table is damaged, or the folder of the figures cannot be made or named; `figures/` then is as it was.
pub fn draw_all(
    folder: &Folder,
    each: &mut dyn FnMut(&str, Result<DrawnFigure, ReportError>) -> ControlFlow<()>,
) -> Result<usize, ReportError> {
    let tables = Tables::read(folder)?;
    draw::one_by_one(&folder.file(FIGURES), figures::figures(&tables), each)
}
