//! A figure as a list of marks on paper. Lengths are millimetres on the printed page, from the top left corner.

use crate::font::Type;
use crate::palette::Ink;

/// Width of every figure: a page of A4 between its margins.
pub(crate) const WIDTH: f64 = 160.0;

/// A place on the sheet: from the left, from the top.
pub(crate) type Point = (f64, f64);

/// Which end of a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// A text and where its baseline is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Text {
    pub(crate) text: String,
    pub(crate) at: Point,
    pub(crate) anchor: Anchor,
    pub(crate) font: Type,
    pub(crate) ink: Ink,
    /// Whether it runs upwards.
    pub(crate) upwards: bool,
}

/// Something on the sheet.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Mark {
    Line { points: Vec<Point>, width: f64, ink: Ink },
    Area { points: Vec<Point>, ink: Ink },
    Disc { centre: Point, radius: f64, ink: Ink },
    Text(Text),
}

/// Marks, the later above the earlier.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sheet {
    pub(crate) height: f64,
    pub(crate) marks: Vec<Mark>,
}

impl Sheet {
    pub(crate) fn line(&mut self, points: Vec<Point>, width: f64, ink: Ink) {
        self.marks.push(Mark::Line { points, width, ink });
    }

    /// A dashed line.
    pub(crate) fn dashes(&mut self, from: Point, to: Point, width: f64, ink: Ink) {
        const DASH: f64 = 1.5;
        const GAP: f64 = 1.0;
        let (across, down) = (to.0 - from.0, to.1 - from.1);
        let length = (across * across + down * down).sqrt();
        let at = |along: f64| {
            let share = (along / length).min(1.0);
            (from.0 + across * share, from.1 + down * share)
        };
        for dash in 0..((length + GAP) / (DASH + GAP)).ceil() as usize {
            let start = dash as f64 * (DASH + GAP);
            if start < length {
                self.line(vec![at(start), at(start + DASH)], width, ink);
            }
        }
    }

    pub(crate) fn area(&mut self, points: Vec<Point>, ink: Ink) {
        self.marks.push(Mark::Area { points, ink });
    }

    /// A filled rectangle between two opposite corners.
    pub(crate) fn block(&mut self, (left, top): Point, (right, bottom): Point, ink: Ink) {
        self.area(vec![(left, top), (right, top), (right, bottom), (left, bottom)], ink);
    }

    pub(crate) fn disc(&mut self, centre: Point, radius: f64, ink: Ink) {
        self.marks.push(Mark::Disc { centre, radius, ink });
    }

    /// A text whose baseline is at the point.
    pub(crate) fn text(&mut self, at: Point, anchor: Anchor, text: impl Into<String>, font: Type, ink: Ink) {
        self.marks.push(Mark::Text(Text {
            text: text.into(),
            at,
            anchor,
            font,
            ink,
            upwards: false,
        }));
    }

    /// A text whose capital letters are centred on the height of the point.
    pub(crate) fn text_beside(&mut self, at: Point, anchor: Anchor, text: impl Into<String>, font: Type, ink: Ink) {
        self.text((at.0, at.1 + font.cap() / 2.0), anchor, text, font, ink);
    }

    /// Lines of a text that begin at the point, centred on its height together.
    pub(crate) fn lines_beside(&mut self, (x, y): Point, lines: Vec<String>, font: Type, ink: Ink) {
        let first = y - font.line() * lines.len().saturating_sub(1) as f64 / 2.0;
        for (place, line) in lines.into_iter().enumerate() {
            self.text_beside((x, first + font.line() * place as f64), Anchor::Start, line, font, ink);
        }
    }

    /// A text that runs upwards, centred on the point's height, its baseline there.
    pub(crate) fn text_upwards(&mut self, at: Point, text: impl Into<String>, font: Type, ink: Ink) {
        let text = Text {
            text: text.into(),
            at,
            anchor: Anchor::Middle,
            font,
            ink,
            upwards: true,
        };
        self.marks.push(Mark::Text(text));
    }
}

/// What tests ask of every sheet: that it can be read.
#[cfg(test)]
pub(crate) mod legible {
    use super::{Anchor, Mark, Sheet, Text, WIDTH};

    /// Left, top, right, bottom.
    type Frame = (f64, f64, f64, f64);

    fn frame(text: &Text) -> Frame {
        let (x, y) = text.at;
        let (width, cap) = (text.font.width(&text.text), text.font.cap());
        let before = match text.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => width / 2.0,
            Anchor::End => width,
        };
        if text.upwards {
            (x - cap, y - (width - before), x, y + before)
        } else {
            (x - before, y - cap, x - before + width, y)
        }
    }

    /// Panics if a text leaves the sheet or meets another, or a mark is nowhere.
    pub(crate) fn check(name: &str, sheet: &Sheet) {
        let texts: Vec<_> = sheet
            .marks
            .iter()
            .filter_map(|mark| if let Mark::Text(text) = mark { Some(text) } else { None })
            .collect();
        for (index, text) in texts.iter().enumerate() {
            let (left, top, right, bottom) = frame(text);
            let inside = left >= 0.0 && top >= 0.0 && right <= WIDTH && bottom <= sheet.height;
            assert!(inside, "{name}: `{}` leaves the sheet at {:?}", text.text, frame(text));
            for other in &texts[..index] {
                let (l, t, r, b) = frame(other);
                let apart = right <= l || r <= left || bottom <= t || b <= top;
                assert!(apart, "{name}: `{}` meets `{}`", text.text, other.text);
            }
        }
        for mark in &sheet.marks {
            let finite = match mark {
                Mark::Line { points, .. } | Mark::Area { points, .. } => {
                    points.iter().all(|(x, y)| x.is_finite() && y.is_finite())
                }
                Mark::Disc {
                    centre: (x, y), radius, ..
                } => x.is_finite() && y.is_finite() && radius.is_finite(),
                Mark::Text(text) => text.at.0.is_finite() && text.at.1.is_finite(),
            };
            assert!(finite, "{name}: a mark is nowhere: {mark:?}");
        }
    }
}
