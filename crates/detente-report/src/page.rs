//! What every figure has around its plot: title, subtitle, legend, caption.

use crate::font::{BODY, SMALL, TITLE, Type};
use crate::marker::{self, Shape};
use crate::palette::{Ink, QUIET, TEXT};
use crate::panel::{CHAIN, DASHES, Frame, SPECK};
use crate::sheet::{Anchor, Point, Sheet, WIDTH};

/// Left and right edge of everything on a page.
pub(crate) const LEFT: f64 = 3.0;
pub(crate) const RIGHT: f64 = WIDTH - 3.0;

/// A sheet that is filled from the top.
pub(crate) struct Page {
    pub(crate) sheet: Sheet,
    /// Where the next thing goes.
    pub(crate) top: f64,
}

/// How a legend shows a series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Swatch {
    Line,
    Block,
    Dot,
    /// A thin line through small dots.
    Chain,
    Dashes,
    /// A disc of this radius.
    Disc(f64),
    /// A mark and its size.
    Shape(Shape, f64),
}

/// Width of a swatch, and room between it and its label.
pub(crate) const SWATCH: f64 = 6.0;
pub(crate) const SWATCH_GAP: f64 = 1.5;

impl Swatch {
    /// Draws it from its left end, at the middle of its height.
    pub(crate) fn draw(self, sheet: &mut Sheet, (x, y): Point, ink: Ink) {
        let across = vec![(x, y), (x + SWATCH, y)];
        let middle = (x + SWATCH / 2.0, y);
        match self {
            Self::Line => sheet.line(across, 0.7, ink),
            Self::Block => sheet.block((x, y - 1.3), (x + SWATCH, y + 1.3), ink),
            Self::Dot => {
                sheet.line(across, 0.4, ink);
                sheet.disc(middle, 1.0, ink);
            }
            Self::Chain => {
                sheet.line(across, CHAIN, ink);
                for x in [x + 1.0, x + SWATCH - 1.0] {
                    sheet.disc((x, y), SPECK, ink);
                }
            }
            Self::Dashes => sheet.dashes((x, y), (x + SWATCH, y), DASHES, ink),
            Self::Disc(radius) => sheet.disc(middle, radius, ink),
            Self::Shape(shape, size) => marker::draw(sheet, &[(shape, middle)], size, ink),
        }
    }
}

impl Page {
    /// A page with its title and the line below that says what is shown.
    pub(crate) fn new(title: &str, subtitle: &str) -> Self {
        let mut page = Self {
            sheet: Sheet::default(),
            top: 2.5,
        };
        page.lines(title, TITLE, TEXT, 3);
        page.top += 0.6;
        page.lines(subtitle, BODY, QUIET, 4);
        page.top += 2.5;
        page
    }

    fn lines(&mut self, text: &str, font: Type, ink: Ink, most: usize) {
        for line in font.wrap(text, RIGHT - LEFT, most) {
            self.sheet
                .text((LEFT, self.top + font.em() * 0.9), Anchor::Start, line, font, ink);
            self.top += font.line();
        }
    }

    /// A legend in as many lines as it needs.
    pub(crate) fn legend(&mut self, entries: &[(Swatch, Ink, String)]) {
        let mut x = LEFT;
        for (swatch, ink, label) in entries {
            let label = SMALL.fit(label, RIGHT - LEFT - SWATCH - SWATCH_GAP);
            let width = SWATCH + SWATCH_GAP + SMALL.width(&label);
            if x > LEFT && x + width > RIGHT {
                x = LEFT;
                self.top += SMALL.line() + 0.6;
            }
            let y = self.top + SMALL.em() / 2.0;
            swatch.draw(&mut self.sheet, (x, y), *ink);
            self.sheet
                .text_beside((x + SWATCH + SWATCH_GAP, y), Anchor::Start, label, SMALL, TEXT);
            x += width + 5.0;
        }
        self.top += SMALL.line() + 2.5;
    }

    /// The sheet, closed below what has been drawn down to `top`: how to read it, and where it is from.
    pub(crate) fn close(mut self, caption: &str, provenance: &str) -> Sheet {
        self.top += 3.5;
        self.lines(caption, SMALL, QUIET, 6);
        self.lines(provenance, SMALL, QUIET, 3);
        self.sheet.height = self.top + 1.5;
        self.sheet
    }

    /// Frames for small multiples of one size, row by row, and moves below them. `gap` is the room that each needs
    /// around its plot.
    pub(crate) fn multiples(&mut self, count: usize, columns: usize, height: f64, gap: Frame) -> Vec<Frame> {
        let width = (RIGHT - LEFT) / columns as f64;
        let frames = (0..count)
            .map(|index| {
                let left = LEFT + width * (index % columns) as f64;
                let top = self.top + height * (index / columns) as f64;
                Frame {
                    left: left + gap.left,
                    top: top + gap.top,
                    right: left + width - gap.right,
                    bottom: top + height - gap.bottom,
                }
            })
            .collect();
        self.top += height * count.div_ceil(columns) as f64;
        frames
    }
}
