//! A plot area: grid, axes and the places of values.

use crate::axis::Axis;
use crate::font::{BODY, SMALL, STRONG};
use crate::palette::{AXIS, GRID, Ink, TEXT};
use crate::sheet::{Anchor, Point, Sheet};

/// Width of hairlines.
pub(crate) const HAIR: f64 = 0.15;
/// Width of the data's lines.
pub(crate) const LINE: f64 = 0.4;
/// Width of a line through single points.
pub(crate) const CHAIN: f64 = 0.25;
/// Width of dashed lines.
pub(crate) const DASHES: f64 = 0.2;
/// Radius of a point that is one of many.
pub(crate) const SPECK: f64 = 0.35;

/// How much more room above the panels their titles need, if one of them takes two lines.
pub(crate) fn title_room<S: AsRef<str>>(titles: &[S], width: f64) -> f64 {
    if titles.iter().any(|title| STRONG.width(title.as_ref()) > width) {
        STRONG.line()
    } else {
        0.0
    }
}

/// A rectangle of paper.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Frame {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

/// A plot area with an axis in each direction.
pub(crate) struct Panel {
    pub(crate) x: Axis,
    pub(crate) y: Axis,
}

impl Panel {
    /// A panel in a frame, for axes whose own places do not matter.
    pub(crate) fn new(frame: Frame, x: &Axis, y: &Axis) -> Self {
        Self {
            x: x.moved((frame.left, frame.right)),
            y: y.moved((frame.bottom, frame.top)),
        }
    }

    /// The place of a pair of values.
    pub(crate) fn at(&self, (x, y): (f64, f64)) -> Point {
        (self.x.at(x), self.y.at(y))
    }

    /// Grid, tick labels and the line at the bottom. The labels below start at `labels_top`.
    pub(crate) fn grid(&self, sheet: &mut Sheet, labels_top: f64) {
        let ((left, right), (bottom, top)) = (self.x.ends(), self.y.ends());
        for (value, label) in self.y.ticks() {
            let y = self.y.at(value);
            sheet.line(vec![(left, y), (right, y)], HAIR, GRID);
            sheet.text_beside((left - 1.2, y), Anchor::End, label, SMALL, TEXT);
        }
        ticks_below(sheet, &self.x, (top, bottom), labels_top);
        sheet.line(vec![(left, bottom), (right, bottom)], HAIR, AXIS);
    }

    /// A title at the top left of the panel, in one or two lines above it.
    pub(crate) fn title(&self, sheet: &mut Sheet, title: &str) {
        let ((left, right), (_, top)) = (self.x.ends(), self.y.ends());
        for (above, line) in STRONG.wrap(title, right - left, 2).into_iter().rev().enumerate() {
            sheet.text(
                (left, top - 2.0 - STRONG.line() * above as f64),
                Anchor::Start,
                line,
                STRONG,
                TEXT,
            );
        }
    }

    /// A curve through pairs of values.
    pub(crate) fn curve(&self, sheet: &mut Sheet, values: impl IntoIterator<Item = (f64, f64)>, ink: Ink) {
        sheet.line(values.into_iter().map(|pair| self.at(pair)).collect(), LINE, ink);
    }

    /// The area between a lower and an upper curve.
    pub(crate) fn band(&self, sheet: &mut Sheet, low: &[(f64, f64)], high: &[(f64, f64)], ink: Ink) {
        let points = low.iter().chain(high.iter().rev()).map(|pair| self.at(*pair)).collect();
        sheet.area(points, ink);
    }
}

/// Upright grid lines with labels below. Labels that would meet are left out.
pub(crate) fn ticks_below(sheet: &mut Sheet, axis: &Axis, (top, bottom): (f64, f64), labels_top: f64) {
    let mut free_from = f64::NEG_INFINITY;
    for (value, label) in axis.ticks() {
        let x = axis.at(value);
        sheet.line(vec![(x, top), (x, bottom)], HAIR, GRID);
        let half = SMALL.width(&label) / 2.0;
        if x - half > free_from {
            sheet.text((x, labels_top + SMALL.cap()), Anchor::Middle, label, SMALL, TEXT);
            free_from = x + half + 1.0;
        }
    }
}

/// The title of an axis, centred below it.
pub(crate) fn title_below(sheet: &mut Sheet, (from, to): (f64, f64), top: f64, title: &str) {
    sheet.text(((from + to) / 2.0, top + BODY.cap()), Anchor::Middle, title, BODY, TEXT);
}

/// The title of an axis, running upwards from `left`.
pub(crate) fn title_beside(sheet: &mut Sheet, (top, bottom): (f64, f64), left: f64, title: &str) {
    let title = BODY.fit(title, bottom - top + 4.0);
    sheet.text_upwards((left + BODY.cap(), (top + bottom) / 2.0), title, BODY, TEXT);
}
