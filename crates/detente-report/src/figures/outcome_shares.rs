//! How the runs end: the share of each outcome with its interval, policies below one another.

use detente_results::{OUTCOMES, SummaryRow, grouped, write_table};

use super::Drawing;
use crate::axis::{Axis, fixed};
use crate::font::{BODY, SMALL};
use crate::labels;
use crate::page::{LEFT, Page, RIGHT, Swatch};
use crate::palette::{Ink, QUIET, SERIES, STRIPE, TEXT};
use crate::panel::{LINE, ticks_below, title_below};
use crate::sheet::{Anchor, Sheet};
use crate::tables::Tables;

/// As many points as there are colours.
pub(crate) const MOST_POINTS: usize = SERIES.len();

const LABELS: f64 = 40.0;
/// Room for the numbers at the right, and of it for the counts.
const COLUMN: f64 = 34.0;
const COUNTS: f64 = 17.0;
const ROW: f64 = 4.2;

/// One figure, if there is a summary.
pub(crate) fn draw(tables: &Tables) -> Option<Drawing> {
    let (points, left_out) = shown(tables);
    let shares = &tables.shares.rows;
    let rows: Vec<SummaryRow> = shares
        .iter()
        .filter(|row| points.contains(&row.point) && OUTCOMES.contains(&row.outcome.as_str()))
        .cloned()
        .collect();
    if rows.is_empty() {
        return None;
    }
    let title = tables.title("How the talks end");
    let subtitle = format!(
        "Share of runs by outcome, {}{}.",
        tables.runs_of(&points),
        if points.len() > 1 { " each" } else { "" }
    );
    let mut page = Page::new(&title, &subtitle);
    let entry = |(point, ink): (&u64, Ink)| (Swatch::Dot, ink, tables.point(*point));
    page.legend(&points.iter().zip(SERIES).map(entry).collect::<Vec<_>>());
    plot(&mut page, &rows, &points);
    let omitted = if left_out == 0 {
        String::new()
    } else {
        format!(" {} of the design not shown.", labels::count(left_out, "point"))
    };
    let caption = format!("Dots: share of runs; lines: 95 % Wilson intervals.{omitted}");
    Some(Drawing {
        title,
        text: String::new(),
        data: write_table(&rows),
        sheet: page.close(&caption, &tables.provenance()),
    })
}

/// The points to show, and how many are left out: where not all can be shown, only the scenario's own are.
fn shown(tables: &Tables) -> (Vec<u64>, u64) {
    let first = &tables.shares.first;
    let mut points = first.points.clone();
    if first.left_out() > 0 {
        points.retain(|point| tables.points.scenario().contains(point));
    }
    let left_out = first.all - points.len() as u64;
    (points, left_out)
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
    let share = format!("{} %", fixed(100.0 * row.share, 1));
    sheet.text_beside((RIGHT - COUNTS, y), Anchor::End, share, SMALL, TEXT);
    sheet.text_beside((RIGHT - 1.0, y), Anchor::End, grouped(row.count), SMALL, TEXT);
}
