//! How the runs end: the share of each outcome with its interval, policies below one another.

use detente_results::{OUTCOMES, SummaryRow, grouped, write_table};

use super::{Drawing, Figure, Kind};
use crate::axis::Axis;
use crate::finding::{ends, percent, percent_within, talks};
use crate::font::{BODY, SMALL};
use crate::labels;
use crate::page::{LEFT, Page, RIGHT, Swatch};
use crate::palette::{Ink, QUIET, SERIES, STRIPE, TEXT};
use crate::panel::{LINE, ticks_below, title_below};
use crate::sheet::{Anchor, Sheet};
use crate::tables::{QUESTION, Tables};

/// As many points as there are colours.
pub(crate) const MOST_POINTS: usize = SERIES.len();

const LABELS: f64 = 40.0;
/// Room for the numbers at the right, and of it for the counts.
const COLUMN: f64 = 34.0;
const COUNTS: f64 = 17.0;
const ROW: f64 = 4.2;

pub(crate) const KIND: Kind = Kind {
    key: "outcome-shares",
    question: "How do the talks end?",
    figures: |tables| vec![Figure::only(&KIND, move || draw(tables))],
};

/// One figure, if there is a summary.
fn draw(tables: &Tables) -> Option<Drawing> {
    let (points, omitted) = shown(tables);
    let shares = &tables.shares.rows;
    let rows: Vec<SummaryRow> = shares
        .iter()
        .filter(|row| points.contains(&row.point) && OUTCOMES.contains(&row.outcome.as_str()))
        .cloned()
        .collect();
    if rows.is_empty() {
        return None;
    }
    let title = title(tables, &rows, points[0]);
    let each = if points.len() > 1 { " each" } else { "" };
    let shown = format!("share of runs by outcome, {}{each}.", tables.runs_of(&points));
    let subtitle = tables.scene(&shown);
    let mut page = Page::new(&title, &subtitle);
    let entry = |(point, ink): (&u64, Ink)| (Swatch::Dot, ink, tables.point(*point));
    page.legend(&points.iter().zip(SERIES).map(entry).collect::<Vec<_>>());
    plot(&mut page, &rows, &points);
    let open = tables.left_open();
    let caption = format!("Dots: share of runs; lines: 95 % intervals (Wilson) {open}.{omitted}");
    Some(Drawing {
        text: text(tables, &rows, &points, &subtitle),
        title,
        data: write_table(&rows),
        sheet: page.close(&caption, &tables.provenance()),
    })
}

/// How the runs of a point end: in agreement, or where none does, most often.
fn title(tables: &Tables, rows: &[SummaryRow], point: u64) -> String {
    let own = || rows.iter().filter(|row| row.point == point);
    let agreed = own().find(|row| row.outcome == QUESTION);
    // The first of those that are as frequent.
    let commonest = own().rev().max_by_key(|row| row.count);
    let finding = match (agreed, commonest) {
        (Some(agreed), Some(most)) if agreed.count == 0 && agreed.n > 1 && most.count > 0 => format!(
            "{}; {}",
            talks(agreed.count, agreed.n, &ends(QUESTION)),
            talks(most.count, most.n, &ends(&most.outcome)).replacen("All", "all", 1)
        ),
        (Some(agreed), _) if agreed.count > 0 => talks(agreed.count, agreed.n, &ends(QUESTION)),
        (_, Some(most)) => talks(most.count, most.n, &ends(&most.outcome)),
        _ => String::new(),
    };
    if point == 0 {
        finding
    } else {
        format!("{finding} ({})", tables.point(point))
    }
}

fn text(tables: &Tables, rows: &[SummaryRow], points: &[u64], subtitle: &str) -> String {
    let mut text = subtitle.to_owned();
    for point in points {
        let shares: Vec<_> = rows
            .iter()
            .filter(|row| row.point == *point)
            .map(|row| {
                let share = percent_within(row.share, row.ci_low, row.ci_high);
                format!("{} {share}", labels::outcome(&row.outcome).to_lowercase())
            })
            .collect();
        text += &format!(" {}: {}.", tables.point(*point), shares.join(", "));
    }
    text
}

/// The points to show, and what of the others is said: where not all can be shown, only the scenario's own are, and of its
/// policies those that change most.
fn shown(tables: &Tables) -> (Vec<u64>, String) {
    let first = &tables.shares.first;
    if first.left_out() == 0 {
        return (first.points.clone(), String::new());
    }
    let shown = tables.shares.most_changed(&tables.points, MOST_POINTS);
    let mut omitted = tables.shares.chosen(&tables.points, &shown);
    let design = first.all - tables.shares.of_scenario(&tables.points);
    if design > 0 {
        omitted += &format!(" {} of the design not shown.", labels::count(design, "point"));
    }
    (shown, omitted)
}

fn plot(page: &mut Page, rows: &[SummaryRow], points: &[u64]) {
    let most = rows.iter().map(|row| row.ci_high).fold(0.1, f64::max).min(1.0);
    let axis = Axis::covering((0.0, 100.0 * most), (LEFT + LABELS, RIGHT - COLUMN), 5);
    let header = page.top + SMALL.cap();
    page.sheet
        .text((RIGHT - COUNTS, header), Anchor::End, "share", SMALL, QUIET);
    page.sheet
        .text((RIGHT - 1.0, header), Anchor::End, "runs", SMALL, QUIET);
    let top = header + 1.8;
    let block = ROW * points.len() as f64 + 2.6;
    let bottom = top + block * OUTCOMES.len() as f64;
    for place in (0..OUTCOMES.len()).step_by(2) {
        let y = top + block * place as f64;
        page.sheet.block((LEFT, y), (RIGHT, y + block), STRIPE);
    }
    ticks_below(&mut page.sheet, &axis, (top, bottom), bottom + 1.5);
    for (place, outcome) in OUTCOMES.into_iter().enumerate() {
        let y = top + block * place as f64;
        let label = labels::outcome(outcome);
        page.sheet
            .text_beside((LEFT + 1.0, y + block / 2.0), Anchor::Start, label, SMALL, TEXT);
        for (series, point) in points.iter().enumerate() {
            if let Some(row) = rows.iter().find(|row| row.point == *point && row.outcome == outcome) {
                interval(
                    &mut page.sheet,
                    &axis,
                    y + 1.3 + ROW * (series as f64 + 0.5),
                    row,
                    SERIES[series],
                );
            }
        }
    }
    page.top = bottom + 1.5 + SMALL.line() + 1.0;
    title_below(&mut page.sheet, axis.ends(), page.top, "share of runs (%)");
    page.top += BODY.em();
}

fn interval(sheet: &mut Sheet, axis: &Axis, y: f64, row: &SummaryRow, ink: Ink) {
    let at = |share: f64| axis.at(100.0 * share);
    sheet.line(vec![(at(row.ci_low), y), (at(row.ci_high), y)], LINE, ink);
    for end in [row.ci_low, row.ci_high] {
        sheet.line(vec![(at(end), y - 0.8), (at(end), y + 0.8)], LINE, ink);
    }
    sheet.disc((at(row.share), y), 1.0, ink);
    sheet.text_beside((RIGHT - COUNTS, y), Anchor::End, percent(row.share), SMALL, TEXT);
    sheet.text_beside((RIGHT - 1.0, y), Anchor::End, grouped(row.count), SMALL, TEXT);
}
