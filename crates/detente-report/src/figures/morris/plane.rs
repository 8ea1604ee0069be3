//! Elementary effects as points of a plane, marked so that no mark hides another.

use detente_results::SensitivityRow;

use crate::axis::Axis;
use crate::font::{BODY, SMALL, STRONG};
use crate::measure::Measure;
use crate::page::{LEFT, Page};
use crate::palette::{AXIS, QUIET, SERIES, TEXT};
use crate::panel::{DASHES, Frame, HAIR, LINE, Panel, title_below, title_beside};
use crate::sheet::{Anchor, Point, Sheet};

/// What a number does.
pub(super) struct Effect<'a> {
    /// How far it moves the response, whichever way.
    pub(super) reach: &'a SensitivityRow,
    /// How much that differs from place to place.
    pub(super) unevenness: &'a SensitivityRow,
}

impl Effect<'_> {
    /// Whether it can be told from a number that does nothing.
    pub(super) fn matters(&self) -> bool {
        self.reach.ci_low.is_some_and(|low| low > 0.0)
    }
}

/// The plane from the left edge to `right`, the first few effects with their numbers.
pub(super) fn plane(page: &mut Page, effects: &[Effect<'_>], named: usize, measure: &Measure, (right, height): Point) {
    let in_print = |value: f64| measure.in_print(value);
    let most = |values: &mut dyn Iterator<Item = f64>| values.fold(1e-9, f64::max);
    let far = most(
        &mut effects
            .iter()
            .map(|effect| in_print(effect.reach.ci_high.unwrap_or(effect.reach.value))),
    );
    let uneven = most(&mut effects.iter().map(|effect| in_print(effect.unevenness.value)));
    let frame = Frame {
        left: LEFT + 16.0,
        top: page.top + 1.0,
        right,
        bottom: page.top + height,
    };
    let x = Axis::covering((0.0, far), (0.0, 1.0), 5);
    let y = Axis::covering((0.0, uneven), (0.0, 1.0), 5);
    let panel = Panel::new(frame, &x, &y);
    panel.grid(&mut page.sheet, frame.bottom + 1.5);
    let end = x.last().min(y.last());
    page.sheet
        .dashes(panel.at((0.0, 0.0)), panel.at((end, end)), DASHES, QUIET);
    let places: Vec<Point> = effects
        .iter()
        .map(|effect| panel.at((in_print(effect.reach.value), in_print(effect.unevenness.value))))
        .collect();
    for (effect, place) in effects.iter().zip(&places).rev() {
        if let (Some(low), Some(high)) = (effect.reach.ci_low, effect.reach.ci_high) {
            let ends = [low, high].map(|bound| (panel.x.at(in_print(bound)), place.1));
            page.sheet
                .line(ends.to_vec(), if effect.matters() { LINE } else { HAIR }, AXIS);
        }
    }
    for (rank, place) in places.iter().enumerate().rev() {
        let (radius, ink) = if rank < named { (1.1, SERIES[0]) } else { (0.6, AXIS) };
        page.sheet.disc(*place, radius, ink);
    }
    mark(&mut page.sheet, &places, named, frame);
    title_beside(
        &mut page.sheet,
        (frame.top, frame.bottom),
        LEFT,
        &format!("unevenness (sigma){}", unit(measure)),
    );
    page.top = frame.bottom + 1.5 + SMALL.line() + 1.0;
    let title = format!("how far it moves (mu*){}", unit(measure));
    title_below(&mut page.sheet, (frame.left, frame.right), page.top, &title);
    page.top += BODY.em();
}

fn unit(measure: &Measure) -> String {
    match measure.differences() {
        "" => String::new(),
        unit => format!(", {unit}"),
    }
}

/// Numbers beside the first few points, each where no other stands; a line leads to one that had to go far.
fn mark(sheet: &mut Sheet, places: &[Point], named: usize, frame: Frame) {
    const STEPS: [Point; 8] = [
        (0.7, -0.7),
        (0.7, 0.7),
        (-0.7, -0.7),
        (-0.7, 0.7),
        (0.0, -1.0),
        (0.0, 1.0),
        (1.0, 0.0),
        (-1.0, 0.0),
    ];
    let mut taken: Vec<Point> = Vec::new();
    for (rank, place) in places.iter().take(named).enumerate() {
        let candidates = (1..=24).flat_map(|ring| {
            let far = 1.6 + 1.2 * f64::from(ring);
            STEPS.map(|(right, down)| (place.0 + far * right, place.1 + far * down))
        });
        let is_free = |at: &Point| {
            let inside = (frame.left + 1.8..=frame.right - 1.8).contains(&at.0)
                && (frame.top + 1.6..=frame.bottom - 1.6).contains(&at.1);
            let apart = |other: &Point, (across, down): Point| {
                (at.0 - other.0).abs() >= across || (at.1 - other.1).abs() >= down
            };
            inside
                && taken.iter().all(|other| apart(other, (4.0, 3.0)))
                && places.iter().all(|other| apart(other, (2.4, 2.2)))
        };
        let Some(at) = candidates.into_iter().find(is_free) else {
            continue;
        };
        taken.push(at);
        if (at.0 - place.0).abs().max((at.1 - place.1).abs()) > 3.5 {
            sheet.line(vec![*place, at], HAIR, TEXT);
        }
        sheet.text_beside(at, Anchor::Middle, (rank + 1).to_string(), STRONG, TEXT);
    }
}
