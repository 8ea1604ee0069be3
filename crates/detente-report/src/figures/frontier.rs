//! What could be agreed and what is: the bargaining situation in the disputants' utilities.

mod legend;
mod ranges;
mod situation;

use detente_results::{SolutionKind, grouped};

use super::{Drawing, Figure, Kind};
use crate::axis::{Axis, fixed};
use crate::font::{BODY, SMALL};
use crate::labels::{count, listed, sentence};
use crate::marker::{self, Shape};
use crate::page::{LEFT, Page, RIGHT};
use crate::palette::{Ink, QUIET, SERIES, TEXT};
use crate::panel::{CHAIN, DASHES, Frame, Panel, SPECK, title_below, title_beside};
use crate::sheet::{Point, Sheet};
use crate::tables::{MOST_RUNS, Tables};
use legend::{Sizes, column, entries, row};
use situation::{Runs, Situation};

const AGREED: Ink = SERIES[0].thinned(0.45);
const ACCEPTABLE: Ink = SERIES[2].thinned(0.12);
const FRONTIER: Ink = TEXT;
const RESERVATION: Ink = QUIET;

/// The solutions, their names and marks.
const SOLUTIONS: [(SolutionKind, &str, Shape); 4] = [
    (SolutionKind::Nash, "Nash", Shape::Square),
    (SolutionKind::KalaiSmorodinsky, "Kalai-Smorodinsky", Shape::Triangle),
    (SolutionKind::Egalitarian, "egalitarian", Shape::Diamond),
    (SolutionKind::MaximumWelfare, "maximum welfare", Shape::Cross),
];

/// As many disputants as planes of two of them can show.
const MOST_IN_PLANES: usize = 3;
/// Room for the legend beside a single panel.
const COLUMN: f64 = 44.0;
/// Room between a panel and the title of its upright axis, besides the numbers.
const TITLE: f64 = 6.5;
/// Room below a panel for numbers and title; the caption keeps its own distance.
const BELOW: f64 = 9.5;

pub(crate) const KIND: Kind = Kind {
    key: "frontier",
    question: "What could be agreed, and what is?",
    figures: |tables| vec![Figure::only(&KIND, move || draw(tables))],
};

/// One figure, if the table of solutions has a frontier or a solution for two disputants.
fn draw(tables: &Tables) -> Option<Drawing> {
    let situation = Situation::of(tables)?;
    let names: Vec<_> = situation.parties.iter().map(|party| tables.actor(party)).collect();
    if names.len() > MOST_IN_PLANES {
        return Some(in_ranges(tables, &situation, &names));
    }
    let title = title(&situation);
    let subtitle = tables.scene(&format!(
        "what could be agreed and what is, in the utilities of {}.",
        listed(&names)
    ));
    let mut page = Page::new(&title, &subtitle);
    let sizes = if names.len() == 2 {
        single(&mut page, &situation, &names)
    } else {
        several(&mut page, &situation, &names)
    };
    let caption = caption(&situation, &sizes, tables.first_runs.more) + &tables.sampled();
    Some(Drawing {
        text: text(&situation, &names, &subtitle, &caption),
        title,
        data: situation.data(),
        sheet: page.close(&caption, &tables.provenance()),
    })
}

/// Many disputants: a line for each.
fn in_ranges(tables: &Tables, situation: &Situation, names: &[String]) -> Drawing {
    let ranges = ranges::of(situation, names);
    let title = ranges::title(&ranges).unwrap_or_else(|| title(situation));
    let subtitle = tables.scene(&format!(
        "what could be agreed and what is, for each of {} disputants.",
        names.len()
    ));
    let mut page = Page::new(&title, &subtitle);
    ranges::plot(&mut page, situation, &ranges);
    let (runs, frontier) = (run_words(situation, tables.first_runs.more), frontier_words(situation));
    let caption = format!(
        "{runs}{frontier}{}{}",
        ranges::caption(&ranges, names.len()),
        tables.sampled()
    );
    Drawing {
        text: format!("{subtitle} {caption}{}", ranges::text(&ranges)),
        title,
        data: ranges::data(&ranges),
        sheet: page.close(&caption, &tables.provenance()),
    }
}

/// How many agreements, on how many packages; without one, how many packages nobody could better for all.
fn title(situation: &Situation) -> String {
    match (situation.agreed(), situation.packages(), &situation.frontier) {
        (0, _, Some((_, frontier))) => {
            let packages = count(frontier.len() as u64, "package");
            format!("No agreement, though {packages} could not be bettered for all")
        }
        (0, _, None) => "No agreement".to_owned(),
        (agreed, packages, _) => format!(
            "{} on {}",
            count(agreed, "agreement"),
            count(packages, "distinct package")
        ),
    }
}

fn text(situation: &Situation, names: &[String], subtitle: &str, caption: &str) -> String {
    let utilities = |values: &[f64]| {
        let told = names
            .iter()
            .zip(values)
            .map(|(name, value)| format!("{name} {}", fixed(*value, 3)));
        told.collect::<Vec<_>>().join(", ")
    };
    let solutions = SOLUTIONS.into_iter().filter_map(|(kind, name, _)| {
        Some(format!(
            " {}: {}.",
            sentence(name),
            utilities(situation.all(kind).first()?)
        ))
    });
    let reservation = situation
        .reservation()
        .map(|values| format!(" Reservation values: {}.", utilities(values)));
    format!(
        "{subtitle} {caption}{}{}",
        reservation.unwrap_or_default(),
        solutions.collect::<String>()
    )
}

/// Two disputants: one panel, the legend beside it.
fn single(page: &mut Page, situation: &Situation, names: &[String]) -> Sizes {
    let axes = situation.axes(7);
    let sizes = Sizes::new(1.0, &[situation.dots([0, 1])]);
    let left = LEFT + TITLE + widest(&axes);
    let (top, right) = (page.top + 1.0, RIGHT - COLUMN - 6.0);
    let frame = Frame {
        left,
        top,
        right,
        bottom: top + right - left,
    };
    plot(&mut page.sheet, frame, &axes, situation, [0, 1], &sizes);
    axis_titles(&mut page.sheet, frame, LEFT, names, [0, 1]);
    let entries = entries(situation, &sizes, &axes);
    let below = column(&mut page.sheet, (RIGHT - COLUMN, top), &entries);
    page.top = below.max(frame.bottom + BELOW);
    sizes
}

/// Three disputants: a panel for each pair, the legend above them.
fn several(page: &mut Page, situation: &Situation, names: &[String]) -> Sizes {
    const PAIRS: [[usize; 2]; 3] = [[0, 1], [0, 2], [1, 2]];
    let axes = situation.axes(5);
    let sizes = Sizes::new(0.7, &PAIRS.map(|pair| situation.dots(pair)));
    row(page, &entries(situation, &sizes, &axes));
    let gap = Frame {
        left: TITLE + widest(&axes),
        top: 1.0,
        right: 2.0 + widest(&axes) / 2.0,
        bottom: BELOW,
    };
    let side = (RIGHT - LEFT) / PAIRS.len() as f64 - gap.left - gap.right;
    let frames = page.multiples(PAIRS.len(), PAIRS.len(), gap.top + side + gap.bottom, gap);
    for (frame, pair) in frames.into_iter().zip(PAIRS) {
        plot(&mut page.sheet, frame, &axes, situation, pair, &sizes);
        axis_titles(&mut page.sheet, frame, frame.left - gap.left, names, pair);
    }
    sizes
}

/// Width of the widest number on any axis.
fn widest(axes: &[Axis]) -> f64 {
    let labels = axes.iter().flat_map(Axis::ticks);
    labels.map(|(_, label)| SMALL.width(&label)).fold(0.0, f64::max)
}

fn axis_titles(sheet: &mut Sheet, frame: Frame, left: f64, names: &[String], pair: [usize; 2]) {
    let room = frame.right - frame.left;
    let [across, up] = pair.map(|party| {
        let title = format!("utility of {}", names[party]);
        let fits = BODY.width(&title) <= room;
        BODY.fit(if fits { &title } else { &names[party] }, room)
    });
    title_beside(sheet, (frame.top, frame.bottom), left, &up);
    let top = frame.bottom + 1.5 + SMALL.line() + 1.0;
    title_below(sheet, (frame.left, frame.right), top, &across);
}

/// The situation as two of the parties see it.
fn plot(sheet: &mut Sheet, frame: Frame, axes: &[Axis], situation: &Situation, pair: [usize; 2], sizes: &Sizes) {
    let panel = Panel::new(frame, &axes[pair[0]], &axes[pair[1]]);
    let at = |utilities: &[f64]| panel.at((utilities[pair[0]], utilities[pair[1]]));
    ground(sheet, frame, &panel, situation.reservation().map(at));
    let places = |packages: Vec<Vec<f64>>| {
        let mut places: Vec<_> = packages.iter().map(|package| at(package)).collect();
        places.dedup();
        places
    };
    let frontier = situation
        .frontier
        .as_ref()
        .map(|(_, packages)| places(packages.clone()));
    let frontier = frontier.unwrap_or_default();
    // A frontier of more than two is a surface: a line through it would say nothing.
    if situation.parties.len() == 2 && frontier.len() > 1 {
        sheet.line(frontier.clone(), CHAIN, FRONTIER);
    }
    let marks = |(kind, _, shape)| places(situation.all(kind)).into_iter().map(move |place| (shape, place));
    let marks: Vec<_> = SOLUTIONS.into_iter().flat_map(marks).collect();
    marker::clear(sheet, &marks, sizes.marks);
    for (place, runs) in situation.dots(pair) {
        sheet.disc(panel.at(place), sizes.radius(runs), AGREED);
    }
    frontier
        .into_iter()
        .for_each(|place| sheet.disc(place, SPECK, FRONTIER));
    marker::draw(sheet, &marks, sizes.marks, TEXT);
}

/// The grid, the reservation values, and what is better than both.
fn ground(sheet: &mut Sheet, frame: Frame, panel: &Panel, reservation: Option<Point>) {
    if let Some((x, y)) = reservation.filter(|(x, y)| *x < frame.right && *y > frame.top) {
        sheet.block((x, frame.top), (frame.right, y), ACCEPTABLE);
    }
    panel.grid(sheet, frame.bottom + 1.5);
    if let Some((x, y)) = reservation {
        sheet.dashes((x, frame.bottom), (x, frame.top), DASHES, RESERVATION);
        sheet.dashes((frame.left, y), (frame.right, y), DASHES, RESERVATION);
    }
}

fn caption(situation: &Situation, sizes: &Sizes, more: bool) -> String {
    let areas = match (situation.agreed(), sizes.enlarged()) {
        (0, _) => "",
        (_, true) => " Dots: area by number of agreements, the smallest enlarged.",
        (_, false) => " Dots: area by number of agreements.",
    };
    let places = if situation.agreements.len() as u64 > situation.packages() {
        " Preferences differ from run to run, so a package may have several places."
    } else {
        ""
    };
    let (runs, frontier) = (run_words(situation, more), frontier_words(situation));
    format!("{runs}{areas}{places}{frontier}{}", shared_words(situation))
}

/// Which solutions are the same, since their marks lie on one another.
fn shared_words(situation: &Situation) -> String {
    let mut groups: Vec<(Vec<Vec<f64>>, Vec<&str>)> = Vec::new();
    for (kind, name, _) in SOLUTIONS {
        let places = situation.all(kind);
        match groups.iter_mut().find(|(others, _)| *others == places) {
            Some((_, names)) => names.push(name),
            None => groups.push((places, vec![name])),
        }
    }
    groups.retain(|(places, names)| !places.is_empty() && names.len() > 1);
    let told = |(_, names): &(_, Vec<&str>)| format!(" {} coincide.", sentence(&listed(names)));
    groups.iter().map(told).collect()
}

fn run_words(situation: &Situation, more: bool) -> String {
    let runs = match situation.runs {
        Runs::None => return "There are no runs to show.".to_owned(),
        Runs::Unplaced => return "The runs are not shown: their table lacks utilities.".to_owned(),
        Runs::Played(runs) => count(runs, "run"),
    };
    let agreements = match situation.agreed() {
        0 => "no agreement".to_owned(),
        agreed => format!(
            "{} on {}",
            count(agreed, "agreement"),
            count(situation.packages(), "distinct package")
        ),
    };
    let rest = if more {
        let most = grouped(MOST_RUNS as u64);
        format!(" The table has more runs; only its first {most} are shown.")
    } else {
        String::new()
    };
    format!("{runs}, {agreements}.{rest}")
}

fn frontier_words(situation: &Situation) -> String {
    let Some((kind, packages)) = &situation.frontier else {
        return String::new();
    };
    let packages = count(packages.len() as u64, "package");
    let kind = match kind {
        SolutionKind::FrontierExact => format!("exact, {packages}"),
        _ => format!("supported, {packages} that weighted sums of utilities reach"),
    };
    match situation.parties.len() {
        2 => format!(" Frontier: {kind}; the line only joins them."),
        3 => format!(" Frontier: {kind}; it is that of all three, so a pair may see its points inside."),
        _ => format!(" Frontier: {kind}."),
    }
}

#[cfg(test)]
mod tests;
