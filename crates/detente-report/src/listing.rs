//! A list of rows: a label at the left, a plot between, numbers at the right.

use crate::axis::Axis;
use crate::font::{BODY, SMALL};
use crate::page::{LEFT, Page, RIGHT};
use crate::palette::{Ink, QUIET, STRIPE, TEXT};
use crate::panel::{LINE, ticks_below, title_below};
use crate::sheet::{Anchor, Sheet};

/// How wide a list's columns and how high its rows are, in millimetres.
#[derive(Clone, Copy)]
pub(crate) struct Widths {
    pub(crate) labels: f64,
    pub(crate) numbers: f64,
    pub(crate) row: f64,
}

/// A list whose rows are being drawn.
pub(crate) struct Listing {
    widths: Widths,
    rows: usize,
    pub(crate) top: f64,
}

impl Listing {
    /// Begins a list under the head of its numbers; every other row is tinted.
    pub(crate) fn begin(page: &mut Page, widths: Widths, rows: usize, head: &str) -> Self {
        let header = page.top + SMALL.cap();
        let head = SMALL.fit(head, RIGHT - LEFT - widths.labels);
        page.sheet.text((RIGHT - 1.0, header), Anchor::End, head, SMALL, QUIET);
        let top = header + 1.8;
        for place in (0..rows).step_by(2) {
            let y = top + widths.row * place as f64;
            page.sheet.block((LEFT, y), (RIGHT, y + widths.row), STRIPE);
        }
        Self { widths, rows, top }
    }

    /// Where the plot is, from left to right.
    pub(crate) fn plot(widths: Widths) -> (f64, f64) {
        (LEFT + widths.labels, RIGHT - widths.numbers)
    }

    /// The middle of a row.
    pub(crate) fn y(&self, row: usize) -> f64 {
        self.top + self.widths.row * (row as f64 + 0.5)
    }

    pub(crate) fn bottom(&self) -> f64 {
        self.top + self.widths.row * self.rows as f64
    }

    /// Grid and ticks of the axis. It comes before the marks.
    pub(crate) fn grid(&self, page: &mut Page, axis: &Axis) {
        let bottom = self.bottom();
        ticks_below(&mut page.sheet, axis, (self.top, bottom), bottom + 1.5);
    }

    /// A row's label, in at most as many lines as its height has room for, and its numbers.
    pub(crate) fn row(&self, page: &mut Page, row: usize, label: &str, numbers: &str) {
        let most = ((self.widths.row / SMALL.line()).floor() as usize).max(1);
        let lines = SMALL.wrap(label, self.widths.labels - 4.0, most);
        let first = self.y(row) - SMALL.line() * (lines.len().saturating_sub(1)) as f64 / 2.0;
        for (place, line) in lines.into_iter().enumerate() {
            let y = first + SMALL.line() * place as f64;
            page.sheet
                .text_beside((LEFT + 1.0, y), Anchor::Start, line, SMALL, TEXT);
        }
        self.number(page, self.y(row), numbers);
    }

    /// Numbers at a height of their own, for rows that have several.
    pub(crate) fn number(&self, page: &mut Page, y: f64, numbers: &str) {
        let numbers = SMALL.fit(numbers, self.widths.numbers - 2.0);
        if !numbers.is_empty() {
            page.sheet
                .text_beside((RIGHT - 1.0, y), Anchor::End, numbers, SMALL, TEXT);
        }
    }

    /// Ends the list with the title of its axis.
    pub(crate) fn end(self, page: &mut Page, axis: &Axis, title: &str) {
        page.top = self.bottom() + 1.5 + SMALL.line() + 1.0;
        let (from, to) = axis.ends();
        let room = 2.0 * ((from + to) / 2.0 - LEFT).min(RIGHT - (from + to) / 2.0);
        title_below(&mut page.sheet, (from, to), page.top, &BODY.fit(title, room));
        page.top += BODY.em();
    }
}

/// A line from a lower to an upper bound, with ends.
pub(crate) fn whisker(sheet: &mut Sheet, axis: &Axis, y: f64, (low, high): (f64, f64), ink: Ink) {
    sheet.line(vec![(axis.at(low), y), (axis.at(high), y)], LINE, ink);
    for end in [low, high] {
        sheet.line(vec![(axis.at(end), y - 0.8), (axis.at(end), y + 0.8)], LINE, ink);
    }
}
