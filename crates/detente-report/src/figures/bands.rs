//! How a variable moves while the talks last: median and bands over the runs still talking, one panel for each actor, and beside
//! them where it is when the talks end, over all runs. Of many variables those are drawn that move most.

use detente_analyses::movement::{Course, Group, SHOWN, most_moving};
use detente_results::{Clock, TrajectoryRow, grouped, write_table};

use super::{Drawing, Figure, Kind};
use crate::axis::{Axis, fixed};
use crate::font::{BODY, SMALL};
use crate::labels::{count, words};
use crate::page::{LEFT, Page, RIGHT, Swatch};
use crate::palette::{Ink, QUIET, SERIES, TEXT};
use crate::panel::{Frame, HAIR, LINE, Panel, title_below, title_beside, title_room};
use crate::sheet::Sheet;
use crate::tables::Tables;

const MOST_PANELS: usize = 12;

const INK: Ink = SERIES[0];
const WIDE: f64 = 0.18;
const NARROW: f64 = 0.4;

/// What is seen once half of the runs have ended: they are those that are slow to end, so a change of theirs may be no
/// change of anyone.
const LATE: Ink = QUIET;
/// All runs, each at its own end.
const AT_END: Ink = TEXT;

/// Height of the strip that shows how many runs are still talking.
const STRIP: f64 = 4.0;

pub(crate) const KIND: Kind = Kind {
    key: "bands",
    question: "What moves while they talk?",
    figures: |tables| {
        let groups = tables.followed.groups();
        let shown = match tables.asks_for(KIND.key) {
            true => groups.len(),
            false => SHOWN,
        };
        let all = groups.len();
        let shown = most_moving(&groups, shown).into_iter().cloned();
        let figure = |group: Group| Figure::about(&KIND, &group.name.clone(), move || draw(tables, &group, all));
        shown.map(figure).collect()
    },
};

/// One figure of a group that has a course; `all` groups have one.
fn draw(tables: &Tables, group: &Group, all_groups: usize) -> Option<Drawing> {
    let name = group.name.as_str();
    let (flat, mut moving): (Vec<&Course>, Vec<&Course>) = group.courses.iter().partition(|course| course.is_flat());
    let all_moving = moving.len();
    if all_moving > MOST_PANELS {
        // The first of those that move as far.
        moving.sort_by(|a, b| b.path().total_cmp(&a.path()));
        moving.truncate(MOST_PANELS);
    }
    let shown = &moving[..];
    let first = shown.first()?.rows.first()?;
    let mut rows: Vec<TrajectoryRow> = shown.iter().flat_map(|course| course.rows.iter().cloned()).collect();
    let all = rows.iter().map(|row| row.n).max().unwrap_or(0);
    let ends = ends(tables, name, shown);
    rows.extend(ends.iter().flatten().map(|row| (*row).clone()));
    let title = title(tables, name, shown)?;
    let subtitle = tables.scene(&format!(
        "{} over the followed runs still talking, {} on {}.",
        words(name),
        count(all, "run"),
        tables.moment(first.clock, first.t)
    ));
    let mut page = Page::new(&title, &subtitle);
    let mut legend = vec![
        (Swatch::Line, INK, "median".to_owned()),
        (Swatch::Block, INK.thinned(NARROW), "25th to 75th percentile".to_owned()),
        (Swatch::Block, INK.thinned(WIDE), "5th to 95th percentile".to_owned()),
        (Swatch::Block, LATE.thinned(NARROW), "after half have ended".to_owned()),
    ];
    if ends.iter().any(Option::is_some) {
        legend.push((Swatch::Dot, AT_END, "all runs, each at its end".to_owned()));
    }
    page.legend(&legend);
    plot(&mut page, tables, name, (shown, &ends), all);
    let mut caption = caption(all, ends.iter().any(Option::is_some));
    if all_groups > SHOWN && !tables.asks_for(KIND.key) {
        caption += &format!(
            " Of {all_groups} variables the {SHOWN} are drawn that move most; where [output] figures names {}, all are.",
            KIND.key
        );
    }
    if all_moving > shown.len() {
        caption += &format!(
            " Of {} the {} are shown whose medians move most until then.",
            grouped(all_moving as u64),
            shown.len()
        );
    }
    caption += &constant(tables, &flat);
    Some(Drawing {
        text: text(tables, shown, &ends, &subtitle),
        title,
        data: write_table(&rows),
        sheet: page.close(&caption, &tables.provenance()),
    })
}

/// How to read the figure.
fn caption(all: u64, shows_ends: bool) -> String {
    let ends = match shows_ends {
        true => " The dot is the mean over all runs at their ends (line: 5 % to 95 %), on the mean day of these.",
        false => "",
    };
    format!(
        "Quantiles over the runs still talking, not over all: grey where more than half of the {} have ended, for those left \
         are the slow ones; curves stop where fewer than 5 % are. The strip below is the share still talking; who has signed \
         and waits for the vote talks no more.{ends}",
        grouped(all)
    )
}

/// Whose variable never moves.
fn constant(tables: &Tables, flat: &[&Course]) -> String {
    let named = flat.iter().take(MOST_PANELS).map(|course| tables.actor(&course.actor));
    let named: Vec<_> = named.collect();
    let more = if flat.len() > named.len() { ", ..." } else { "" };
    match named.is_empty() {
        true => String::new(),
        false => format!(" Constant, and left out: {}{more}.", named.join(", ")),
    }
}

/// Where each is over all runs at their ends, if that is known.
fn ends<'a>(tables: &'a Tables, name: &str, shown: &[&Course]) -> Vec<Option<&'a TrajectoryRow>> {
    let by_day = |course: &&&Course| course.rows.iter().all(|row| row.clock == Clock::Day);
    let end = |course: &Course| tables.followed.end(name, &course.actor);
    shown
        .iter()
        .map(|course| Some(course).filter(by_day).and_then(|course| end(course)))
        .collect()
}

/// Whose median goes furthest until half of the runs have ended.
fn title(tables: &Tables, name: &str, shown: &[&Course]) -> Option<String> {
    // The first of those that go as far.
    let course = shown.iter().min_by(|a, b| b.path().total_cmp(&a.path()))?;
    let (first, half) = (course.rows.first()?, course.rows.get(course.half_way())?);
    let whose = if course.actor.is_empty() {
        String::new()
    } else {
        format!(" of {}", tables.actor(&course.actor))
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
        tables.moment(half.clock, half.t)
    ))
}

/// Where each begins, where it is when half of the talks have ended, and where over all runs at their ends.
fn text(tables: &Tables, shown: &[&Course], ends: &[Option<&TrajectoryRow>], subtitle: &str) -> String {
    let told = shown.iter().zip(ends).map(|(course, end)| {
        let range = |row: &TrajectoryRow, middle: f64| {
            let [low, middle, high] = [row.p05, middle, row.p95].map(|value| fixed(value, 2));
            format!("{middle} ({low} to {high})")
        };
        let at = |row: &TrajectoryRow| format!("{} {}", tables.moment(row.clock, row.t), range(row, row.p50));
        let moments = [course.rows.first(), course.rows.get(course.half_way())];
        let mut moments: Vec<_> = moments.into_iter().flatten().map(at).collect();
        moments.extend(end.map(|row| format!("at the end of all runs mean {}", range(row, row.mean))));
        let who = if course.actor.is_empty() {
            "All".to_owned()
        } else {
            tables.actor(&course.actor)
        };
        format!(" {who}: {}.", moments.join(", "))
    });
    format!(
        "{subtitle} Median and 5th to 95th percentile at the start and when half of the talks have ended.{}",
        told.collect::<String>()
    )
}

fn plot(
    page: &mut Page,
    tables: &Tables,
    name: &str,
    (group, ends): (&[&Course], &[Option<&TrajectoryRow>]),
    all: u64,
) {
    let rows = || group.iter().flat_map(|course| course.rows.iter());
    let seen = || rows().chain(ends.iter().flatten().copied());
    let least = seen().map(|row| row.p05).fold(f64::MAX, f64::min);
    let most = seen().map(|row| row.p95).fold(f64::MIN, f64::max);
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
    let titles: Vec<_> = group.iter().map(|course| tables.actor(&course.actor)).collect();
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
    for ((frame, end), (shown, title)) in frames.iter().zip(ends).zip(group.iter().zip(&titles)) {
        let panel = Panel::new(*frame, &x, &y);
        panel.grid(&mut page.sheet, frame.bottom + STRIP + 2.5);
        panel.title(&mut page.sheet, title);
        course(&mut page.sheet, &panel, shown);
        if let Some(end) = end {
            at_end(&mut page.sheet, &panel, end, last);
        }
        strip(&mut page.sheet, &panel, frame.bottom + 1.0, &shown.rows, all);
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

/// All runs at their ends, on the mean day of these.
fn at_end(sheet: &mut Sheet, panel: &Panel, end: &TrajectoryRow, last: f64) {
    let at = |value: f64| panel.at((end.t.min(last), value));
    sheet.line(vec![at(end.p05), at(end.p95)], LINE, AT_END);
    sheet.disc(at(end.mean), 0.9, AT_END);
}

/// The course of a variable, in grey from where half of the runs have ended.
fn course(sheet: &mut Sheet, panel: &Panel, course: &Course) {
    let (rows, half) = (&course.rows, course.half_way());
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
