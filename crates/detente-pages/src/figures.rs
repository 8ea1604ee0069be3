//! The figures of a folder, as pages show them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use detente_results::{FIGURE_KINDS, FIGURES, FigureRow, Folder, ResultsError, Row, TableReader};
use serde::Serialize;
use std::path::Path;

/// A figure on a page.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    /// The common name of its files, for example `outcome-shares`.
    pub name: String,
    /// Its title.
    pub title: String,
    /// What it shows, for those who do not see it.
    pub text: String,
    /// The picture itself, as an address that holds it. As an image of its own it shares no id with others, and nothing in it
    /// can run.
    pub image: String,
}

/// The figures, in the order of `figures.csv`, or of their names where that is not there.
pub(crate) fn figures(folder: &Folder, unread: &mut Vec<String>) -> Vec<Figure> {
    let listed = listed(folder).unwrap_or_else(|error| {
        let place = format!("{}/", folder.path().display());
        unread.push(format!("{}: failed to {error}", FigureRow::FILE).replace(&place, ""));
        by_name(folder)
    });
    listed.into_iter().filter_map(|row| figure(folder, row)).collect()
}

fn listed(folder: &Folder) -> Result<Vec<FigureRow>, ResultsError> {
    let path = folder.file(FigureRow::FILE);
    match path.is_file() {
        true => TableReader::open(&path)?.collect(),
        false => Ok(by_name(folder)),
    }
}

/// What folders hold whose figures tell nothing of themselves.
fn by_name(folder: &Folder) -> Vec<FigureRow> {
    let entries = std::fs::read_dir(folder.file(FIGURES)).into_iter().flatten();
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names
        .filter_map(|name| Some(name.strip_suffix(".svg")?.to_owned()))
        .collect();
    names.sort_by_key(|name| {
        (
            FIGURE_KINDS
                .iter()
                .position(|kind| name.starts_with(kind))
                .unwrap_or(FIGURE_KINDS.len()),
            name.clone(),
        )
    });
    let row = |name: String| FigureRow {
        kind: String::new(),
        title: name.replace(['-', '_'], " "),
        text: format!("The figure {name}. The numbers that it shows are in {FIGURES}/{name}.csv."),
        figure: name,
    };
    names.into_iter().map(row).collect()
}

fn figure(folder: &Folder, row: FigureRow) -> Option<Figure> {
    // A name is one of a file in the folder, and leads nowhere else.
    let inside = Path::new(&row.figure)
        .file_name()
        .is_some_and(|name| name == row.figure.as_str());
    let path = folder.file(FIGURES).join(format!("{}.svg", row.figure));
    let svg = inside.then(|| std::fs::read(path).ok()).flatten()?;
    Some(Figure {
        name: row.figure,
        title: row.title,
        text: row.text,
        image: format!("data:image/svg+xml;base64,{}", STANDARD.encode(svg)),
    })
}
