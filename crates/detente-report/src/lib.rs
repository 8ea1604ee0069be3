//! Figures from a results folder, and from nothing else: no engine, no scenario file, no font of the system.
//!
//! [`draw_all`] draws what the tables allow, each figure as SVG, as PNG for print at 160 mm, and as a CSV file with
//! exactly the numbers that are drawn. The same tables give the same bytes.
//!
//! A figure kind is one file below `figures`: it turns tables into a `Drawing`, whose `Sheet` is a list of marks in
//! millimetres. Only `paint` knows the backends, so both formats show the same marks at the same places.

mod axis;
mod error;
#[cfg(test)]
mod example;
mod figures;
mod font;
mod labels;
mod marker;
mod page;
mod paint;
mod palette;
mod panel;
mod sheet;
mod tables;

use std::fs;
use std::path::{Path, PathBuf};

use detente_results::{Folder, write_atomically};

pub use error::ReportError;
use figures::Drawing;
use tables::Tables;

/// The folder of the figures inside a results folder.
pub const FIGURES: &str = "figures";

/// A figure that was drawn, and its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawnFigure {
    /// Kind and response, for example `heat-map-agreement`; the files' common name.
    pub name: String,
    /// The title it carries.
    pub title: String,
    /// The figure for the screen and for typesetting.
    pub svg: PathBuf,
    /// The figure for print, 2400 pixels wide.
    pub png: PathBuf,
    /// The numbers that are drawn.
    pub csv: PathBuf,
}

/// Draws every figure that the tables allow into `figures/` inside the folder.
///
/// The folder may be one in the making: it needs a manifest and tables, whatever its name.
///
/// # Errors
/// A table is damaged, or a file cannot be written. Figures drawn until then stay.
pub fn draw_all(
    folder: &Folder,
    each: &mut dyn FnMut(&str, Result<DrawnFigure, ReportError>) -> std::ops::ControlFlow<()>,
) -> Result<usize, ReportError> {
    let tables = Tables::read(folder)?;
    let drawings = figures::draw(&tables);
    let target = folder.file(FIGURES);
    if !drawings.is_empty() {
        fs::create_dir_all(&target).map_err(|source| ReportError::Folder {
            path: target.clone(),
            source,
        })?;
    }
    let n = drawings.len();
    for d in drawings {
        let name = d.name.clone();
        let _ = each(&name, save(d, &target));
    }
    Ok(n)
}

fn save(drawing: Drawing, target: &Path) -> Result<DrawnFigure, ReportError> {
    let path = |extension| target.join(format!("{}.{extension}", drawing.name));
    let (svg, png, csv) = (path("svg"), path("png"), path("csv"));
    write_atomically(&svg, paint::svg(&drawing)?.as_bytes())?;
    write_atomically(&png, &paint::png(&drawing, target)?)?;
    write_atomically(&csv, &drawing.data)?;
    Ok(DrawnFigure {
        name: drawing.name,
        title: drawing.title,
        svg,
        png,
        csv,
    })
}
