//! When the runs end: the share that has ended in each way by day, one panel for each policy.

use detente_results::{CumulativeIncidenceRow, OUTCOMES, write_table};

use super::{Drawing, Figure, Kind};
use crate::axis::Axis;
use crate::finding::{ends, percent_within};
use crate::font::{BODY, SMALL};
use crate::labels;
use crate::page::{LEFT, Page, RIGHT, Swatch};
use crate::palette::{Ink, QUIET, SERIES, TEXT};
use crate::panel::{DASHES, Frame, Panel, title_below, title_beside, title_room};
use crate::sheet::Sheet;
use crate::tables::Tables;

pub(crate) const MOST_PANELS: usize = 4;

/// The colour of each end, in the order of [`OUTCOMES`]. The deadline's is near black: the one that no other comes close
/// to, in grey too.
const INKS: [Ink; 6] = [SERIES[2], SERIES[0], SERIES[1], SERIES[3], SERIES[5], TEXT];

pub(crate) const KIND: Kind = Kind {
    key: "cumulative-incidence",
    question: "When do they end?",
    figures: |tables| vec![Figure::only(&KIND, move || draw(tables))],
};

/// One figure, if there are curves.
fn draw(tables: &Tables) -> Option<Drawing> {
    let (rows, points) = (&tables.curves.rows, &tables.curves.points);
    if rows.iter().all(|row| row.estimate <= 0.0) {
        return None;
    }
    let title = title(tables)?;
    let each = if points.len() > 1 { " each" } else { "" };
    let subtitle = tables.scene(&format!(
        "share of runs that have ended in each way by a given day, {}{each}.",
        tables.runs_of(points)
    ));
    let last_day = rows.iter().map(|row| row.day).fold(0.0, f64::max);
    let horizon = tables.horizon.filter(|day| 0.0 < *day && *day < last_day);
    let mut page = Page::new(&title, &subtitle);
    let drawn = |end: &str| rows.iter().any(|row| row.outcome == end && row.estimate > 0.0);
    let ends = OUTCOMES.into_iter().zip(INKS).filter(|(end, _)| drawn(end));
    let mut entries: Vec<_> = ends
        .map(|(end, ink)| (Swatch::Line, ink, labels::outcome(end)))
        .collect();
    let label = |day| (Swatch::Dashes, QUIET, format!("Horizon, {}", tables.calendar.day(day)));
    entries.extend(horizon.map(label));
    page.legend(&entries);
    plot(&mut page, tables, (last_day, horizon));
    let mut caption = format!(
        "Plain shares of all runs; shaded: 95 % intervals (Wilson) {}. Votes at home after the horizon, the last day of the \
         talks, are included.",
        tables.left_open()
    );
    let never: Vec<_> = OUTCOMES
        .into_iter()
        .filter(|end| !drawn(end))
        .map(|end| labels::outcome(end).to_lowercase())
        .collect();
    if !never.is_empty() {
        caption.push_str(&format!(" No run ended so: {}.", never.join(", ")));
    }
    caption += &tables.shares.chosen(&tables.points, points);
    Some(Drawing {
        text: text(tables, &subtitle, last_day),
        title,
        data: write_table(rows),
        sheet: page.close(&caption, &tables.provenance()),
    })
}

/// By which day half of those that agree have agreed; of the commonest end, where none agrees.
fn title(tables: &Tables) -> Option<String> {
    let first = *tables.curves.points.first()?;
    let count = |end: &str| last(tables, first, end).map_or(0, |row| row.count);
    let end = match count(OUTCOMES[0]) {
        // The first of those that are as frequent.
        0 => OUTCOMES.into_iter().rev().max_by_key(|end| count(end))?,
        _ => OUTCOMES[0],
    };
    let half = tables
        .curves
        .rows
        .iter()
        .find(|row| row.point == first && row.outcome == end && row.count > 0 && 2 * row.count >= count(end))?;
    Some(format!(
        "Half of the talks that {} have done so by {}",
        ends(end)[1],
        tables.calendar.day(half.day)
    ))
}

/// The last row of an end: all that ended so.
fn last<'a>(tables: &'a Tables, point: u64, end: &str) -> Option<&'a CumulativeIncidenceRow> {
    let rows = &tables.curves.rows;
    rows.iter().rfind(|row| row.point == point && row.outcome == end)
}

/// What has ended by quarters of the time.
fn text(tables: &Tables, subtitle: &str, last_day: f64) -> String {
    let mut text = subtitle.to_owned();
    for point in &tables.curves.points {
        text += &format!(" {}:", tables.point(*point));
        let mut days: Vec<_> = (1..=4)
            .map(|quarter| (last_day * f64::from(quarter) / 4.0).ceil())
            .collect();
        days.dedup();
        let told = days.iter().map(|day| {
            let shares = OUTCOMES.into_iter().filter_map(|end| {
                let so_far =
                    |row: &&CumulativeIncidenceRow| row.point == *point && row.outcome == end && row.day <= *day;
                let row = tables.curves.rows.iter().rfind(so_far).filter(|row| row.count > 0)?;
                let share = percent_within(row.estimate, row.ci_low, row.ci_high);
                Some(format!("{} {share}", labels::outcome(end).to_lowercase()))
            });
            let shares = shares.collect::<Vec<_>>().join(", ");
            let shares = if shares.is_empty() {
                "none has ended".to_owned()
            } else {
                shares
            };
            format!(" by {}, {shares}", tables.calendar.day(*day))
        });
        text += &format!("{}.", told.collect::<Vec<_>>().join(";"));
    }
    text
}

fn plot(page: &mut Page, tables: &Tables, (last_day, horizon): (f64, Option<f64>)) {
    let (rows, points) = (&tables.curves.rows, &tables.curves.points);
    let most = rows.iter().map(|row| row.ci_high).fold(0.01, f64::max).min(1.0);
    let columns = points.len().min(2);
    let x = tables.calendar.axis(last_day, if columns == 1 { 8 } else { 5 });
    let y = Axis::covering((0.0, 100.0 * most), (0.0, 1.0), 5);
    let titles: Vec<_> = points.iter().map(|point| tables.point(*point)).collect();
    let room = title_room(&titles, (RIGHT - LEFT) / columns as f64 - 16.0);
    let height = room + if columns == 1 { 82.0 } else { 62.0 };
    let widest = y.ticks().map(|(_, label)| SMALL.width(&label)).fold(0.0, f64::max);
    let gap = Frame {
        left: (8.0 + widest).max(14.0),
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
        if let Some(x) = horizon.map(|day| panel.x.at(day)) {
            let (top, bottom) = (frame.top, frame.bottom);
            page.sheet.dashes((x, bottom), (x, top), DASHES, QUIET);
        }
        curves(&mut page.sheet, &panel, rows, *point);
    }
    title_beside(&mut page.sheet, (top, page.top), LEFT, "share of runs (%)");
    let across = frames.iter().fold((f64::MAX, 0.0_f64), |ends, frame| {
        (ends.0.min(frame.left), ends.1.max(frame.right))
    });
    page.top += 1.0;
    title_below(&mut page.sheet, across, page.top, &tables.calendar.axis_title());
    page.top += BODY.em();
}

/// The bands first, so that no curve is tinted by another's band.
fn curves(sheet: &mut Sheet, panel: &Panel, rows: &[CumulativeIncidenceRow], point: u64) {
    let steps = |end: &str| {
        rows.iter()
            .filter(|row| row.point == point && row.outcome == end)
            .collect::<Vec<_>>()
    };
    let drawn: Vec<_> = OUTCOMES
        .into_iter()
        .zip(INKS)
        .map(|(end, ink)| (steps(end), ink))
        .filter(|(steps, _)| steps.iter().any(|row| row.estimate > 0.0))
        .collect();
    for (steps, ink) in &drawn {
        let (low, high) = (stairs(steps, |row| row.ci_low), stairs(steps, |row| row.ci_high));
        panel.band(sheet, &low, &high, ink.thinned(0.16));
    }
    for (steps, ink) in &drawn {
        panel.curve(sheet, stairs(steps, |row| row.estimate), *ink);
    }
}

/// A step function in percent, from its first rise: before, it would hide the axis. Its last row is on the last day.
fn stairs(steps: &[&CumulativeIncidenceRow], value: fn(&CumulativeIncidenceRow) -> f64) -> Vec<(f64, f64)> {
    let mut level = 0.0;
    let step = |row: &&CumulativeIncidenceRow| {
        let below = level;
        level = 100.0 * value(row);
        [(row.day, below), (row.day, level)]
    };
    steps.iter().flat_map(step).collect()
}
