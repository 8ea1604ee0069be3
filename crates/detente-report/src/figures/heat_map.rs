//! Where in a grid of two factors agreement is likely.

use std::collections::BTreeSet;

use detente_results::{DesignRow, format_float, write_records};

use super::{Drawing, Figure, Kind};
use crate::axis::{Axis, number, short_power};
use crate::finding::{of_hundred, percent};
use crate::font::{BODY, SMALL, printed};
use crate::page::{LEFT, Page, RIGHT};
use crate::palette::{AXIS, TEXT, on_scale};
use crate::panel::{Frame, HAIR, title_below, title_beside};
use crate::sheet::{Anchor, Sheet};
use crate::tables::{Points, Tables};

/// The end whose shares are shown.
pub(crate) const OUTCOME: &str = "agreement";

/// With more cells than this, or more levels on one axis, a cell is a speck: such a grid has no figure.
const MOST_CELLS: u64 = 2500;
const MOST_LEVELS: usize = 60;

/// Room to the left of the cells at most, and to their right for the colour bar.
const GUTTER: f64 = 30.0;
const BAR: f64 = 26.0;

/// How far a cell reaches under its neighbours; where blocks only meet, viewers let the paper shine through.
const LAP: f64 = 0.2;

/// A design point of the grid.
#[derive(Debug, PartialEq)]
struct Cell {
    point: u64,
    /// Places of its levels, across and up.
    at: [usize; 2],
    n: u64,
    share: f64,
    half_interval: f64,
}

/// Two factors, their levels in rising order, and the cells.
#[derive(Debug, PartialEq)]
struct Grid {
    factors: [usize; 2],
    levels: [Vec<f64>; 2],
    cells: Vec<Cell>,
}

/// Whether a point may be a cell of the figure.
pub(crate) fn may_show(points: &Points, point: u64) -> bool {
    points.settings() <= MOST_CELLS && points.is_setting(point)
}

pub(crate) const KIND: Kind = Kind {
    key: "heat-map",
    question: "Where in the grid do they agree?",
    figures: |tables| vec![Figure::about(&KIND, OUTCOME, move || draw(tables))],
};

/// One figure, if the design is a grid of exactly two numeric factors, of at most 2,500 cells and 60 levels each.
fn draw(tables: &Tables) -> Option<Drawing> {
    let grid = Grid::of(tables)?;
    let names = grid.factors.map(|factor| tables.design.factors[factor].as_str());
    let (title, extremes) = grid.finding(tables, names)?;
    let points: Vec<_> = grid.cells.iter().map(|cell| cell.point).collect();
    let subtitle = tables.scene(&format!(
        "share of runs that end in agreement, by {} and {}; {} in each cell.",
        printed(names[0]),
        printed(names[1]),
        tables.runs_of(&points)
    ));
    let mut page = Page::new(&title, &subtitle);
    let scale = grid.scale();
    let frame = cells(&mut page, &grid, &scale);
    colour_bar(&mut page.sheet, frame, &scale);
    let [across, up] = names.map(|name| axis_title(tables, name));
    title_beside(&mut page.sheet, (frame.top, frame.bottom), LEFT, &up);
    title_below(
        &mut page.sheet,
        (frame.left, frame.right),
        page.top,
        &BODY.fit(&across, frame.right - frame.left),
    );
    page.top += BODY.em();
    let widest = grid.cells.iter().map(|cell| cell.half_interval).fold(0.0, f64::max);
    let widest = number(100.0 * widest, 1);
    let caption = format!(
        "Base policy. 95 % intervals (Wilson) {}: \u{b1}{widest} percentage points at most.",
        tables.left_open()
    );
    let data = grid.data(names);
    Some(Drawing {
        text: format!("{subtitle} {extremes} {caption}"),
        title,
        data,
        sheet: page.close(&caption, &tables.provenance()),
    })
}

impl Grid {
    /// The design's own points, without the scenario as it stands, if they fill a grid of two factors.
    fn of(tables: &Tables) -> Option<Self> {
        let designed = |row: &&DesignRow| may_show(&tables.points, row.point);
        let rows: Vec<&DesignRow> = tables.design.rows.iter().filter(designed).collect();
        let varied: Vec<(usize, Vec<f64>)> = (0..tables.design.factors.len())
            .map(|factor| (factor, levels(&rows, factor)))
            .filter(|(_, levels)| levels.as_ref().is_none_or(|levels| levels.len() > 1))
            .map(|(factor, levels)| levels.map(|levels| (factor, levels)))
            .collect::<Option<_>>()?;
        let [(across, columns), (up, lines)] = <[_; 2]>::try_from(varied).ok()?;
        if columns.len().max(lines.len()) > MOST_LEVELS {
            return None;
        }
        let mut grid = Self {
            factors: [across, up],
            levels: [columns, lines],
            cells: Vec::new(),
        };
        grid.cells = rows.iter().map(|row| grid.cell(tables, row)).collect::<Option<_>>()?;
        let places: BTreeSet<_> = grid.cells.iter().map(|cell| cell.at).collect();
        let size = grid.levels[0].len() * grid.levels[1].len();
        (places.len() == size && grid.cells.len() == size).then_some(grid)
    }

    fn cell(&self, tables: &Tables, row: &DesignRow) -> Option<Cell> {
        let place = |axis: usize| {
            let level = row.levels[self.factors[axis]].number()?;
            self.levels[axis].iter().position(|other| *other == level)
        };
        let shares = &tables.shares.rows;
        let found = shares
            .iter()
            .find(|found| found.point == row.point && found.outcome == OUTCOME)?;
        let half_interval = (found.ci_high - found.ci_low) / 2.0;
        Some(Cell {
            point: row.point,
            at: [place(0)?, place(1)?],
            n: found.n,
            share: found.share,
            half_interval,
        })
    }

    /// How far the share goes over the grid, and the same with the places.
    fn finding(&self, tables: &Tables, names: [&str; 2]) -> Option<(String, String)> {
        let order = |a: &&Cell, b: &&Cell| a.share.total_cmp(&b.share);
        let (least, most) = (self.cells.iter().min_by(order)?, self.cells.iter().max_by(order)?);
        let level = |cell: &Cell, axis: usize| tables.setting(names[axis], &short(self.levels[axis][cell.at[axis]]));
        let place = |cell: &Cell| format!("{} and {}", level(cell, 0), level(cell, 1));
        let [low, high] = [least, most].map(|cell| of_hundred(cell.share));
        let as_high = self.cells.iter().filter(|cell| cell.share == most.share).count();
        let title = match as_high {
            _ if low == high => format!("{low} of 100 talks agree wherever in the grid"),
            1 => format!("From {low} to {high} of 100 talks agree; most at {}", place(most)),
            _ => format!("From {low} to {high} of 100 talks agree, depending on where in the grid"),
        };
        let [least, most] = [least, most].map(|cell| format!("{} at {}", percent(cell.share), place(cell)));
        let text = format!("Least: {least}. Most: {most}.");
        Some((title, text))
    }

    /// The scale of the colours, in percent.
    fn scale(&self) -> Axis {
        let shares = || self.cells.iter().map(|cell| 100.0 * cell.share);
        Axis::covering(
            (shares().fold(100.0, f64::min), shares().fold(0.0, f64::max)),
            (0.0, 1.0),
            5,
        )
    }

    fn data(&self, names: [&str; 2]) -> Vec<u8> {
        let level = |cell: &Cell, axis: usize| format_float(self.levels[axis][cell.at[axis]]);
        let line = |cell: &Cell| {
            vec![
                cell.point.to_string(),
                level(cell, 0),
                level(cell, 1),
                cell.n.to_string(),
                format_float(cell.share),
            ]
        };
        write_records(
            &["point", names[0], names[1], "n", "share"],
            self.cells.iter().map(line),
        )
    }
}

/// The levels of a factor in rising order, or none if one of them is no number.
fn levels(rows: &[&DesignRow], factor: usize) -> Option<Vec<f64>> {
    let mut levels: Vec<f64> = rows
        .iter()
        .map(|row| row.levels[factor].number())
        .collect::<Option<_>>()?;
    levels.sort_by(f64::total_cmp);
    levels.dedup();
    Some(levels)
}

/// The title of a factor's axis: its unit, or what its levels do where they do not take the place of what is there.
fn axis_title(tables: &Tables, id: &str) -> String {
    let name = printed(id);
    let record = tables.manifest.factors.iter().find(|factor| factor.id == id);
    let unit = record.map_or("", |factor| factor.unit.as_str());
    match (tables.operation(id), unit) {
        (Some("scale"), _) => format!("{name}, times what it is"),
        (Some("add"), "") => format!("{name}, added to what it is"),
        (Some("add"), unit) => format!("{name}, added to what it is ({unit})"),
        (_, "") => name,
        (_, unit) => format!("{name} ({unit})"),
    }
}

fn cells(page: &mut Page, grid: &Grid, scale: &Axis) -> Frame {
    let [columns, rows] = [0, 1].map(|axis| grid.levels[axis].len() as f64);
    let widest = grid.levels[1]
        .iter()
        .map(|level| SMALL.width(&short(*level)))
        .fold(0.0, f64::max);
    let left = LEFT + (8.0 + widest).min(GUTTER);
    let width = (RIGHT - BAR - left) / columns;
    let height = (width * 0.7).clamp(55.0 / rows, 90.0 / rows).min(22.0);
    let bottom = page.top + 2.0 + height * rows;
    let frame = Frame {
        left,
        top: page.top + 2.0,
        right: left + width * columns,
        bottom,
    };
    for cell in &grid.cells {
        let [x, y] = [left + width * cell.at[0] as f64, bottom - height * cell.at[1] as f64];
        let ink = on_scale(scale.share(100.0 * cell.share));
        let (top, right) = ((y - height - LAP).max(frame.top), (x + width + LAP).min(frame.right));
        page.sheet.block((x, top), (right, y), ink);
        let label = format!("{} %", number(100.0 * cell.share, 0));
        if SMALL.width(&label) + 1.5 < width && SMALL.cap() + 1.5 < height {
            let centre = (x + width / 2.0, y - height / 2.0);
            page.sheet
                .text_beside(centre, Anchor::Middle, label, SMALL, ink.contrast());
        }
    }
    level_labels(&mut page.sheet, grid, frame, (width, height));
    page.top = bottom + 1.5 + SMALL.line() + 1.0;
    frame
}

fn level_labels(sheet: &mut Sheet, grid: &Grid, frame: Frame, (width, height): (f64, f64)) {
    let labels = |axis: usize| grid.levels[axis].iter().map(|level| short(*level)).enumerate();
    let widest = labels(0).map(|(_, label)| SMALL.width(&label)).fold(0.0, f64::max);
    for (place, label) in labels(0).step_by(spacing(widest + 2.0, width)) {
        let x = frame.left + width * (place as f64 + 0.5);
        sheet.text(
            (x, frame.bottom + 1.5 + SMALL.cap()),
            Anchor::Middle,
            label,
            SMALL,
            TEXT,
        );
    }
    for (place, label) in labels(1).step_by(spacing(SMALL.line(), height)) {
        let y = frame.bottom - height * (place as f64 + 0.5);
        sheet.text_beside(
            (frame.left - 1.5, y),
            Anchor::End,
            SMALL.fit(&label, GUTTER - 7.0),
            SMALL,
            TEXT,
        );
    }
}

/// Every how many cells a label has room.
fn spacing(needed: f64, cell: f64) -> usize {
    (needed / cell).ceil().max(1.0) as usize
}

/// A level in about four digits.
fn short(level: f64) -> String {
    match level.abs() {
        size if size >= 1e6 || (size > 0.0 && size < 1e-3) => short_power(level),
        size if size >= 100.0 => number(level, 1),
        _ => number(level, 3),
    }
}

fn colour_bar(sheet: &mut Sheet, frame: Frame, scale: &Axis) {
    const STEPS: usize = 64;
    let (left, right) = (RIGHT - BAR + 9.0, RIGHT - BAR + 13.0);
    let scale = scale.moved((frame.bottom, frame.top));
    let height = (frame.bottom - frame.top) / STEPS as f64;
    for step in 0..STEPS {
        let bottom = frame.bottom - height * step as f64;
        let ink = on_scale((step as f64 + 0.5) / STEPS as f64);
        sheet.block((left, (bottom - height - LAP).max(frame.top)), (right, bottom), ink);
    }
    for (value, label) in scale.ticks() {
        let y = scale.at(value);
        sheet.line(vec![(right, y), (right + 1.0, y)], HAIR, AXIS);
        sheet.text_beside((right + 1.8, y), Anchor::Start, label, SMALL, TEXT);
    }
    let centre = (frame.top + frame.bottom) / 2.0;
    sheet.text_upwards((left - 1.8, centre), "share of runs (%)", BODY, TEXT);
}
