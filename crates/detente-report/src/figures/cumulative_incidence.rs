//! When the runs end: the probability of each competing end by day, one panel for each policy.

use detente_results::{CumulativeIncidenceRow, OUTCOMES, write_table};

use super::Drawing;
use crate::axis::Axis;
use crate::font::BODY;
use crate::labels;
use crate::page::{LEFT, Page, RIGHT, Swatch};
use crate::palette::{Ink, SERIES, TEXT};
use crate::panel::{Frame, Panel, title_below, title_beside, title_room};
use crate::sheet::Sheet;
use crate::tables::Tables;

const MOST_PANELS: usize = 4;

/// The colour of each end, in the order of [`OUTCOMES`].
const INKS: [Ink; 6] = [SERIES[2], SERIES[0], SERIES[1], SERIES[3], SERIES[5], TEXT];

/// One figure, if there are curves.
pub(crate) fn draw(tables: &Tables) -> Option<Drawing> {
    let mut points = tables.scenario_points();
    points.retain(|point| tables.incidence.iter().any(|row| row.point == *point));
    let left_out = points.len().saturating_sub(MOST_PANELS) as u64;
    points.truncate(MOST_PANELS);
    let rows: Vec<CumulativeIncidenceRow> = tables
        .incidence
        .iter()
        .filter(|row| points.contains(&row.point))
        .cloned()
        .collect();
    if rows.iter().all(|row| row.estimate <= 0.0) {
        return None;
    }
    let title = tables.title("When the talks end");
    let subtitle = format!(
        "Cumulative incidence: probability of having ended in each way by a given day; {}{}.",
        tables.runs_of(&points),
        if points.len() > 1 { " each" } else { "" }
    );
    let mut page = Page::new(&title, &subtitle);
    let drawn = |end: &&str| rows.iter().any(|row| row.outcome == **end && row.estimate > 0.0);
    let entries: Vec<_> = OUTCOMES
        .iter()
        .zip(INKS)
        .filter(|(end, _)| drawn(end))
        .map(|(end, ink)| (Swatch::Line, ink, labels::outcome(end)))
        .collect();
    page.legend(&entries);
    plot(&mut page, tables, &rows, &points);
    let mut caption =
        "Aalen-Johansen estimates; shaded: 95 % intervals. Runs that meet the deadline are censored. Votes after the \
         last day are not in the curves; in the shares of the ends they are."
            .to_owned();
    let never: Vec<_> = OUTCOMES
        .iter()
        .filter(|end| !drawn(end))
        .map(|end| labels::outcome(end).to_lowercase())
        .collect();
    if !never.is_empty() {
        caption.push_str(&format!(" No run ended so: {}.", never.join(", ")));
    }
    if left_out > 0 {
        caption.push_str(&format!(
            " {} not shown.",
            labels::count(left_out, "further policy point")
        ));
    }
    Some(Drawing {
        name: "cumulative-incidence".to_owned(),
        title,
        data: write_table(&rows),
        sheet: page.close(&caption, &tables.provenance()),
    })
}

fn plot(page: &mut Page, tables: &Tables, rows: &[CumulativeIncidenceRow], points: &[u64]) {
    // Also where everything had ended before: the time that there was belongs to the picture.
    let last_day = rows
        .iter()
        .map(|row| row.day)
        .fold(tables.horizon.unwrap_or(0.0), f64::max);
    let most = rows.iter().map(|row| row.ci_high).fold(0.01, f64::max).min(1.0);
    let columns = points.len().min(2);
    let x = Axis::until(last_day, if columns == 1 { 8 } else { 5 });
    let y = Axis::covering((0.0, 100.0 * most), (0.0, 1.0), 5);
    let titles: Vec<_> = points.iter().map(|point| tables.point(*point)).collect();
    let room = title_room(&titles, (RIGHT - LEFT) / columns as f64 - 16.0);
    let height = room + if columns == 1 { 82.0 } else { 62.0 };
    let gap = Frame {
        left: 14.0,
        top: 6.0 + room,
        right: 2.0,
        bottom: 6.0,
    };
    let top = page.top;
    let frames = page.multiples(points.len(), columns, height, gap);
    for (frame, (point, title)) in frames.iter().zip(points.iter().zip(&titles)) {
        let panel = Panel::new(*frame, &x, &y);
        panel.grid(&mut page.sheet, frame.bottom + 1.5);
        panel.title(&mut page.sheet, title);
        curves(&mut page.sheet, &panel, rows, *point, last_day);
    }
    title_beside(&mut page.sheet, (top, page.top), LEFT, "probability (%)");
    let across = frames.iter().fold((f64::MAX, 0.0_f64), |ends, frame| {
        (ends.0.min(frame.left), ends.1.max(frame.right))
    });
    page.top += 1.0;
    title_below(&mut page.sheet, across, page.top, "day of the talks");
    page.top += BODY.em();
}

/// The bands first, so that no curve is tinted by another's band.
fn curves(sheet: &mut Sheet, panel: &Panel, rows: &[CumulativeIncidenceRow], point: u64, last_day: f64) {
    let steps = |end: &str| {
        rows.iter()
            .filter(|row| row.point == point && row.outcome == end)
            .collect::<Vec<_>>()
    };
    let drawn: Vec<_> = OUTCOMES
        .iter()
        .zip(INKS)
        .map(|(end, ink)| (steps(end), ink))
        .filter(|(steps, _)| steps.iter().any(|row| row.estimate > 0.0))
        .collect();
    for (steps, ink) in &drawn {
        let (low, high) = (
            stairs(steps, last_day, |row| row.ci_low),
            stairs(steps, last_day, |row| row.ci_high),
        );
        panel.band(sheet, &low, &high, ink.thinned(0.16));
    }
    for (steps, ink) in &drawn {
        panel.curve(sheet, stairs(steps, last_day, |row| row.estimate), *ink);
    }
}

/// A step function in percent, from day 0 to the last.
fn stairs(
    steps: &[&CumulativeIncidenceRow],
    last_day: f64,
    value: fn(&CumulativeIncidenceRow) -> f64,
) -> Vec<(f64, f64)> {
    let mut places = vec![(0.0, 0.0)];
    let mut level = 0.0;
    for row in steps {
        places.push((row.day, level));
        level = 100.0 * value(row);
        places.push((row.day, level));
    }
    places.push((last_day, level));
    places
}
