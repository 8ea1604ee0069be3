//! One curve: the means of a response along a number, or over words.

use detente_results::CurveRow;

use crate::axis::Axis;
use crate::font::SMALL;
use crate::measure::Measure;
use crate::palette::{AXIS, GRID, Ink, TEXT};
use crate::panel::{Frame, HAIR, Panel};
use crate::sheet::{Anchor, Sheet};
use crate::tables::Tables;

/// So much of how far a curve goes lies between its ends, if it rises or falls.
const MOSTLY: f64 = 0.8;

pub(super) struct Curve<'a> {
    /// In the order of their values.
    pub(super) rows: Vec<&'a CurveRow>,
    /// Where each is along the axis.
    places: Vec<f64>,
    /// Whether they are words, side by side.
    words: bool,
}

/// Which way a curve goes.
pub(super) enum Steps {
    Rising,
    Falling,
    Other,
}

/// A row's value, or from where to where its values lie.
pub(super) fn place(tables: &Tables, row: &CurveRow) -> String {
    let [from, to] = [&row.from, &row.to].map(|level| match level.number() {
        Some(value) => few(value),
        None => tables.level(&row.factor, level),
    });
    if from == to { from } else { format!("{from} to {to}") }
}

/// A value in three digits.
fn few(value: f64) -> String {
    let mut decimals = 2;
    let mut size = value.abs();
    while size < 1.0 && size > 0.0 && decimals < 9 {
        size *= 10.0;
        decimals += 1;
    }
    let decimals = if value.abs() >= 100.0 { 0 } else { decimals };
    crate::axis::number(value, decimals)
}

impl<'a> Curve<'a> {
    /// A curve with at least two places.
    pub(super) fn of(rows: impl Iterator<Item = &'a CurveRow>) -> Option<Self> {
        let mut rows: Vec<&CurveRow> = rows.collect();
        let middle = |row: &CurveRow| Some((row.from.number()? + row.to.number()?) / 2.0);
        let middles: Option<Vec<f64>> = rows.iter().map(|row| middle(row)).collect();
        let words = middles.is_none();
        let places = match middles {
            Some(mut places) => {
                rows.sort_by(|a, b| middle(a).unwrap_or(0.0).total_cmp(&middle(b).unwrap_or(0.0)));
                places.sort_by(f64::total_cmp);
                places
            }
            None => (0..rows.len()).map(|place| place as f64).collect(),
        };
        (rows.len() > 1).then_some(Self { rows, places, words })
    }

    /// The least and the greatest mean.
    pub(super) fn extremes(&self) -> (f64, f64) {
        let means = || self.rows.iter().map(|row| row.mean);
        (
            means().fold(f64::INFINITY, f64::min),
            means().fold(f64::NEG_INFINITY, f64::max),
        )
    }

    pub(super) fn reach(&self) -> f64 {
        let (low, high) = self.extremes();
        high - low
    }

    /// The first and the last mean.
    pub(super) fn ends(&self) -> (f64, f64) {
        let mean = |row: Option<&&CurveRow>| row.map_or(0.0, |row| row.mean);
        (mean(self.rows.first()), mean(self.rows.last()))
    }

    /// Whether its highest place is told from its lowest.
    pub(super) fn is_told(&self) -> bool {
        let lowest = self.rows.iter().min_by(|a, b| a.mean.total_cmp(&b.mean));
        let highest = self.rows.iter().max_by(|a, b| a.mean.total_cmp(&b.mean));
        let bounds = |low: &CurveRow, high: &CurveRow| Some(low.ci_high? < high.ci_low?);
        lowest
            .zip(highest)
            .and_then(|(low, high)| bounds(low, high))
            .unwrap_or(false)
    }

    pub(super) fn steps(&self) -> Steps {
        let (first, last) = self.ends();
        match last - first {
            _ if self.words => Steps::Other,
            rise if rise >= MOSTLY * self.reach() => Steps::Rising,
            rise if -rise >= MOSTLY * self.reach() => Steps::Falling,
            _ => Steps::Other,
        }
    }

    pub(super) fn axis(&self, ticks: usize) -> Axis {
        let (first, last) = (self.places[0], self.places[self.places.len() - 1]);
        match self.words {
            true => Axis::between((-0.5, last + 0.5), ticks),
            false => Axis::between((first, last), ticks),
        }
    }

    /// Grid and labels; words stand below their places.
    pub(super) fn grid(&self, sheet: &mut Sheet, tables: &Tables, panel: &Panel, frame: Frame) {
        if !self.words {
            panel.grid(sheet, frame.bottom + 1.5);
            return;
        }
        for (value, label) in panel.y.ticks() {
            let y = panel.y.at(value);
            sheet.line(vec![(frame.left, y), (frame.right, y)], HAIR, GRID);
            sheet.text_beside((frame.left - 1.2, y), Anchor::End, label, SMALL, TEXT);
        }
        let room = (frame.right - frame.left) / self.rows.len() as f64 - 1.0;
        for (place, row) in self.places.iter().zip(&self.rows) {
            let at = (panel.x.at(*place), frame.bottom + 1.5 + SMALL.cap());
            let word = SMALL.fit(&tables.level(&row.factor, &row.from), room);
            sheet.text(at, Anchor::Middle, word, SMALL, TEXT);
        }
        sheet.line(
            vec![(frame.left, frame.bottom), (frame.right, frame.bottom)],
            HAIR,
            AXIS,
        );
    }

    fn points(&self, measure: &Measure, value: impl Fn(&CurveRow) -> f64) -> Vec<(f64, f64)> {
        let rows = self.places.iter().zip(&self.rows);
        rows.map(|(place, row)| (*place, measure.in_print(value(row))))
            .collect()
    }

    pub(super) fn band(&self, sheet: &mut Sheet, panel: &Panel, measure: &Measure, ink: Ink) {
        let low = self.points(measure, |row| row.ci_low.unwrap_or(row.mean));
        let high = self.points(measure, |row| row.ci_high.unwrap_or(row.mean));
        if self.words {
            for ((x, low), (_, high)) in low.into_iter().zip(high) {
                let ends = [panel.at((x, low)), panel.at((x, high))];
                sheet.line(ends.to_vec(), 2.0, ink.thinned(0.3));
            }
        } else {
            panel.band(sheet, &low, &high, ink.thinned(0.16));
        }
    }

    /// The line through the means; between words there is none.
    pub(super) fn line(&self, sheet: &mut Sheet, panel: &Panel, measure: &Measure, ink: Ink) {
        let points = self.points(measure, |row| row.mean);
        if !self.words {
            panel.curve(sheet, points.iter().copied(), ink);
        }
        for point in points {
            sheet.disc(panel.at(point), 0.8, ink);
        }
    }
}
