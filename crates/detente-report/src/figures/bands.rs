//! How a variable moves while the talks last: median and bands over the runs still talking, one panel for each actor.

use std::collections::BTreeSet;

use detente_results::{Clock, TrajectoryRow, format_float, grouped, write_table};

use super::{Drawing, Figure, Kind};
use crate::axis::{Axis, fixed};
use crate::font::{BODY, SMALL};
use crate::labels::{count, words};
use crate::page::{LEFT, Page, RIGHT, Swatch};
use crate::palette::{Ink, QUIET, SERIES};
use crate::panel::{Frame, HAIR, Panel, title_below, title_beside, title_room};
use crate::sheet::Sheet;
use crate::tables::Tables;

const MOST_PANELS: usize = 12;

/// Where fewer of the runs are still talking than this, quantiles are those of a few odd runs.
const LEAST_TALKING: f64 = 0.05;

const INK: Ink = SERIES[0];
const WIDE: f64 = 0.18;
const NARROW: f64 = 0.4;

/// What is seen once half of the runs have ended: they are those that are slow to end, so a change of theirs may be no
/// change of anyone.
const LATE: Ink = QUIET;

/// Height of the strip that shows how many runs are still talking.
const STRIP: f64 = 4.0;

/// A change that is seen.
const SEEN: f64 = 1e-9;

/// A figure's panels in the order of the table: each actor with its rows in order of time. A variable of no actor has
/// the empty name.
type Group = Vec<(String, Vec<TrajectoryRow>)>;

pub(crate) const KIND: Kind = Kind {
    key: "bands",
    question: "What moves while they talk?",
    figures: |tables| {
        let groups = groups(tables).into_iter();
        groups
            .map(|group| Figure::about(&KIND, group, move || draw(tables, group)))
            .collect()
    },
};

/// The groups of variables, in order.
fn groups(tables: &Tables) -> BTreeSet<&str> {
    tables.trajectories.iter().map(|row| parts(&row.variable).0).collect()
}

/// The group of a variable and its actor.
fn parts(variable: &str) -> (&str, &str) {
    variable.split_once('.').unwrap_or((variable, ""))
}

fn group(tables: &Tables, name: &str) -> Group {
    let mut group = Group::new();
    for row in &tables.trajectories {
        let (own, actor) = parts(&row.variable);
        if own == name {
            panel(&mut group, actor).push(row.clone());
        }
    }
    group.iter_mut().for_each(|(_, rows)| trim(rows));
    // Where half have ended before the second row, there is no course to be seen.
    group.retain(|(_, rows)| half_way(rows) > 0);
    group
}

/// The rows of an actor, a new panel's if the actor is new.
fn panel<'a>(group: &'a mut Group, actor: &str) -> &'a mut Vec<TrajectoryRow> {
    let place = group
        .iter()
        .position(|(other, _)| other == actor)
        .unwrap_or(group.len());
    if place == group.len() {
        group.push((actor.to_owned(), Vec::new()));
    }
    &mut group[place].1
}

/// Sorts by time and stops where too few runs are left.
fn trim(rows: &mut Vec<TrajectoryRow>) {
    rows.sort_by(|a, b| a.t.total_cmp(&b.t));
    let all = rows.iter().map(|row| row.n).max().unwrap_or(0) as f64;
    let end = rows
        .iter()
        .position(|row| row.n == 0 || (row.n as f64) < LEAST_TALKING * all);
    rows.truncate(end.unwrap_or(rows.len()));
}

/// Whether there is nothing to see but one level line.
fn is_flat(rows: &[TrajectoryRow]) -> bool {
    let low = rows.iter().map(|row| row.p05).fold(f64::MAX, f64::min);
    let high = rows.iter().map(|row| row.p95).fold(f64::MIN, f64::max);
    high - low < SEEN
}

/// One figure of a group that has a course; what never moves has none.
fn draw(tables: &Tables, name: &str) -> Option<Drawing> {
    let (flat, mut moving): (Group, Group) = group(tables, name).into_iter().partition(|(_, rows)| is_flat(rows));
    let all_moving = moving.len();
    if all_moving > MOST_PANELS {
        // The first of those that move as far.
        moving.sort_by(|(_, a), (_, b)| path(b).total_cmp(&path(a)));
        moving.truncate(MOST_PANELS);
    }
    let shown = &moving[..];
    let first = shown.first()?.1.first()?;
    let rows: Vec<TrajectoryRow> = shown.iter().flat_map(|(_, rows)| rows.iter().cloned()).collect();
    let all = rows.iter().map(|row| row.n).max().unwrap_or(0);
    let title = title(tables, name, shown)?;
    let subtitle = tables.scene(&format!(
        "{} over the followed runs still talking, {} on {}.",
        words(name),
        count(all, "run"),
        moment(tables, first)
    ));
    let mut page = Page::new(&title, &subtitle);
    page.legend(&[
        (Swatch::Line, INK, "median".to_owned()),
        (Swatch::Block, INK.thinned(NARROW), "25th to 75th percentile".to_owned()),
        (Swatch::Block, INK.thinned(WIDE), "5th to 95th percentile".to_owned()),
        (Swatch::Block, LATE.thinned(NARROW), "after half have ended".to_owned()),
    ]);
    plot(&mut page, tables, name, shown, all);
    let mut caption = format!(
        "Quantiles over the runs still talking, not over all: grey where more than half of the {} have ended, for those left \
         are the slow ones; curves stop where fewer than 5 % are. The strip below is the share still talking; who has signed \
         and waits for the vote talks no more.",
        grouped(all)
    );
    if all_moving > shown.len() {
        caption.push_str(&format!(
            " Of {} the {} are shown whose medians move most until then.",
            grouped(all_moving as u64),
            shown.len()
        ));
    }
    if !flat.is_empty() {
        let still: Vec<_> = flat
            .iter()
            .take(MOST_PANELS)
            .map(|(actor, _)| tables.actor(actor))
            .collect();
        let more = if flat.len() > still.len() { ", ..." } else { "" };
        caption.push_str(&format!(" Constant, and left out: {}{more}.", still.join(", ")));
    }
    Some(Drawing {
        text: text(tables, shown, &subtitle),
        title,
        data: write_table(&rows),
        sheet: page.close(&caption, &tables.provenance()),
    })
}

/// Place of the last row at which at least half of the runs are still talking.
fn half_way(rows: &[TrajectoryRow]) -> usize {
    let all = rows.iter().map(|row| row.n).max().unwrap_or(0);
    rows.iter().take_while(|row| 2 * row.n >= all).count().saturating_sub(1)
}

/// How far the median goes until half of the runs have ended, from its least to its greatest.
fn path(rows: &[TrajectoryRow]) -> f64 {
    let medians = || rows.iter().take(half_way(rows) + 1).map(|row| row.p50);
    medians().fold(f64::MIN, f64::max) - medians().fold(f64::MAX, f64::min)
}

/// Whose median goes furthest until half of the runs have ended.
fn title(tables: &Tables, name: &str, shown: &[(String, Vec<TrajectoryRow>)]) -> Option<String> {
    // The first of those that go as far.
    let (actor, rows) = shown.iter().min_by(|(_, a), (_, b)| path(b).total_cmp(&path(a)))?;
    let (first, half) = (rows.first()?, rows.get(half_way(rows))?);
    let whose = if actor.is_empty() {
        String::new()
    } else {
        format!(" of {}", tables.actor(actor))
    };
    let [from, to] = [first.p50, half.p50].map(|value| fixed(value, 2));
    let way = if from == to {
        format!("is {from} again")
    } else {
        format!("goes from {from} to {to}")
    };
    Some(format!(
        "Median {}{whose} {way} by {}",
        words(name),
        moment(tables, half)
    ))
}

fn moment(tables: &Tables, row: &TrajectoryRow) -> String {
    match row.clock {
        Clock::Day => tables.calendar.day(row.t),
        Clock::Round => format!("round {}", format_float(row.t)),
    }
}

/// Where each begins, and where it is when half of the talks have ended.
fn text(tables: &Tables, shown: &[(String, Vec<TrajectoryRow>)], subtitle: &str) -> String {
    let told = shown.iter().map(|(actor, rows)| {
        let at = |row: &TrajectoryRow| {
            let [low, middle, high] = [row.p05, row.p50, row.p95].map(|value| fixed(value, 2));
            format!("{} {middle} ({low} to {high})", moment(tables, row))
        };
        let ends = [rows.first(), rows.get(half_way(rows))];
        let ends: Vec<_> = ends.into_iter().flatten().map(at).collect();
        let who = if actor.is_empty() {
            "All".to_owned()
        } else {
            tables.actor(actor)
        };
        format!(" {who}: {}.", ends.join(", "))
    });
    format!(
        "{subtitle} Median and 5th to 95th percentile at the start and when half of the talks have ended.{}",
        told.collect::<String>()
    )
}

fn plot(page: &mut Page, tables: &Tables, name: &str, group: &[(String, Vec<TrajectoryRow>)], all: u64) {
    let rows = || group.iter().flat_map(|(_, rows)| rows.iter());
    let least = rows().map(|row| row.p05).fold(f64::MAX, f64::min);
    let most = rows().map(|row| row.p95).fold(f64::MIN, f64::max);
    let last = rows().map(|row| row.t).fold(0.0, f64::max);
    let columns = match group.len() {
        1 => 1,
        2 | 4 => 2,
        _ => 3,
    };
    let ticks = [0, 10, 6, 4][columns];
    let is_round = rows().any(|row| row.clock == Clock::Round);
    let (x, time) = if is_round {
        (Axis::until(last, ticks), "round of the talks".to_owned())
    } else {
        (tables.calendar.axis(last, ticks), tables.calendar.axis_title())
    };
    let y = Axis::covering((least.min(0.0), most), (0.0, 1.0), 5);
    let titles: Vec<_> = group.iter().map(|(actor, _)| tables.actor(actor)).collect();
    let room = title_room(&titles, (RIGHT - LEFT) / columns as f64 - 15.0);
    let height = room + [0.0, 72.0, 60.0, 52.0][columns];
    let widest = y.ticks().map(|(_, label)| SMALL.width(&label)).fold(0.0, f64::max);
    let gap = Frame {
        left: (7.0 + widest).max(13.0),
        top: 6.0 + room,
        right: 2.0,
        bottom: 6.0 + STRIP + 1.0,
    };
    let top = page.top;
    let frames = page.multiples(group.len(), columns, height, gap);
    for (frame, ((_, rows), title)) in frames.iter().zip(group.iter().zip(&titles)) {
        let panel = Panel::new(*frame, &x, &y);
        panel.grid(&mut page.sheet, frame.bottom + STRIP + 2.5);
        panel.title(&mut page.sheet, title);
        course(&mut page.sheet, &panel, rows);
        strip(&mut page.sheet, &panel, frame.bottom + 1.0, rows, all);
    }
    let within_one = least >= 0.0 && most <= 1.0;
    let scale = if within_one { " (scale from 0 to 1)" } else { "" };
    title_beside(
        &mut page.sheet,
        (top, page.top),
        LEFT,
        &format!("{}{scale}", words(name)),
    );
    let across = frames.iter().fold((f64::MAX, 0.0_f64), |ends, frame| {
        (ends.0.min(frame.left), ends.1.max(frame.right))
    });
    page.top += 1.0;
    title_below(&mut page.sheet, across, page.top, &time);
    page.top += BODY.em();
}

/// The course of a variable, in grey from where half of the runs have ended.
fn course(sheet: &mut Sheet, panel: &Panel, rows: &[TrajectoryRow]) {
    let half = half_way(rows);
    for (rows, ink) in [(&rows[half..], LATE), (&rows[..=half], INK)] {
        let values = |value: fn(&TrajectoryRow) -> f64| rows.iter().map(|row| (row.t, value(row))).collect::<Vec<_>>();
        panel.band(sheet, &values(|row| row.p05), &values(|row| row.p95), ink.thinned(WIDE));
        panel.band(
            sheet,
            &values(|row| row.p25),
            &values(|row| row.p75),
            ink.thinned(NARROW),
        );
        panel.curve(sheet, values(|row| row.p50), ink);
    }
}

fn strip(sheet: &mut Sheet, panel: &Panel, top: f64, rows: &[TrajectoryRow], all: u64) {
    let bottom = top + STRIP;
    let level = |row: &TrajectoryRow| bottom - STRIP * row.n as f64 / all.max(1) as f64;
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
        return;
    };
    let mut points = vec![(panel.x.at(first.t), bottom)];
    points.extend(rows.iter().map(|row| (panel.x.at(row.t), level(row))));
    points.push((panel.x.at(last.t), bottom));
    sheet.area(points, QUIET.thinned(NARROW));
    let (left, right) = panel.x.ends();
    sheet.line(vec![(left, bottom), (right, bottom)], HAIR, QUIET);
}
