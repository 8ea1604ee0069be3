//! What tests ask of every figure of an analysis.

use detente_results::{Row, read_table};

use super::{Figure, Picture};
use crate::example::{Example, put};
use crate::sheet::{Mark, WIDTH, legible};
use crate::tables::Tables;

/// The tables of an example with further rows.
pub(super) fn tables_with<R: Row>(example: &Example, rows: &[R]) -> Tables {
    let (home, folder) = example.folder();
    put(home.path(), rows);
    Tables::read(&folder).unwrap()
}

/// Draws figures and holds that each can be read, stays on its sheet and is told in sentences.
pub(super) fn drawn(figures: Vec<Figure<'_>>) -> Vec<Picture> {
    let drawn: Vec<_> = figures.into_iter().filter_map(Figure::draw).collect();
    for drawing in &drawn {
        let name = &drawing.name;
        legible::check(name, &drawing.sheet);
        let on_sheet = |(x, y): &(f64, f64)| {
            (-0.01..=WIDTH + 0.01).contains(x) && (-0.01..=drawing.sheet.height + 0.01).contains(y)
        };
        for mark in &drawing.sheet.marks {
            match mark {
                Mark::Line { points, .. } | Mark::Area { points, .. } => {
                    assert!(points.iter().all(on_sheet), "{name}: {mark:?}");
                }
                Mark::Disc { centre, .. } => assert!(on_sheet(centre), "{name}: {mark:?}"),
                Mark::Text(_) => {}
            }
        }
        assert!(drawing.text.ends_with('.'), "{name}: {}", drawing.text);
        assert!(
            !drawing.text.starts_with(&drawing.title),
            "{name}: the title stands above the text"
        );
        assert!(
            !drawing.text.contains("NaN") && !drawing.text.contains("inf "),
            "{}",
            drawing.text
        );
    }
    drawn
}

/// What is written on a sheet.
pub(super) fn written(drawing: &Picture) -> String {
    let texts = drawing.sheet.marks.iter().filter_map(|mark| match mark {
        Mark::Text(text) => Some(text.text.as_str()),
        _ => None,
    });
    texts.collect::<Vec<_>>().join(" ")
}

/// The numbers beside a figure as rows of a table.
pub(super) fn data<R: Row>(drawing: &Picture) -> Vec<R> {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join(R::FILE);
    std::fs::write(&path, &drawing.csv).unwrap();
    read_table(&path).unwrap()
}
