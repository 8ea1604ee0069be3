//! Outlines that mark single points: told apart by shape alone, and still where several marks share a point.

use crate::palette::{Ink, WHITE};
use crate::sheet::{Point, Sheet};

const STROKE: f64 = 0.35;
/// Width of the paper's colour around a stroke, which keeps it apart from what is below.
const HALO: f64 = 0.7;

/// The shape of a mark. Sizes differ, so that no two outlines run along each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Shape {
    Square,
    Triangle,
    Diamond,
    Cross,
}

impl Shape {
    /// Its strokes around the origin, in millimetres. An outline begins inside a side, where its ends meet unseen.
    fn strokes(self) -> &'static [&'static [Point]] {
        match self {
            Self::Square => &[&[
                (0.0, -1.1),
                (1.1, -1.1),
                (1.1, 1.1),
                (-1.1, 1.1),
                (-1.1, -1.1),
                (0.0, -1.1),
            ]],
            Self::Triangle => &[&[(0.0, 1.5), (-2.1, 1.5), (0.0, -2.1), (2.1, 1.5), (0.0, 1.5)]],
            Self::Diamond => &[&[
                (1.2, -1.2),
                (2.4, 0.0),
                (0.0, 2.4),
                (-2.4, 0.0),
                (0.0, -2.4),
                (1.2, -1.2),
            ]],
            Self::Cross => &[&[(-1.5, -1.5), (1.5, 1.5)], &[(-1.5, 1.5), (1.5, -1.5)]],
        }
    }
}

/// Shapes and the centres they stand around.
pub(crate) type Marks = [(Shape, Point)];

/// Clears what is below marks. It comes before all that is to be seen among them; `size` is 1 for the usual one.
pub(crate) fn clear(sheet: &mut Sheet, marks: &Marks, size: f64) {
    stroke(sheet, marks, size, HALO, WHITE);
}

/// Draws marks, none of which hides another.
pub(crate) fn draw(sheet: &mut Sheet, marks: &Marks, size: f64, ink: Ink) {
    stroke(sheet, marks, size, STROKE, ink);
}

fn stroke(sheet: &mut Sheet, marks: &Marks, size: f64, width: f64, ink: Ink) {
    for (shape, (x, y)) in marks {
        for stroke in shape.strokes() {
            let points = stroke.iter().map(|(right, down)| (x + size * right, y + size * down));
            sheet.line(points.collect(), width, ink);
        }
    }
}
