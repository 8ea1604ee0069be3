//! When something is most frequent: the box of inputs that peeling has found, how it was peeled, and how it does on the half
//! of the states that it was not found on.

use detente_results::{OUTCOMES, PrimRow, write_table};

use super::{Drawing, Figure, Kind};
use crate::axis::{Axis, fixed, number};
use crate::finding::{ends, of_hundred, percent, percent_within, quoted};
use crate::font::{BODY, SMALL, STRONG, TITLE, printed};
use crate::labels::{count, listed};
use crate::measure::Measure;
use crate::page::{LEFT, Page, RIGHT, Swatch};
use crate::palette::{QUIET, SERIES, TEXT};
use crate::panel::{Frame, LINE, Panel, SPECK, title_below, title_beside};
use crate::sheet::Anchor;
use crate::tables::{BASE, Tables};

/// So many times more frequent is much.
const MUCH: f64 = 1.25;
const LIMITS: f64 = 66.0;
const HEIGHT: f64 = 72.0;
const MOST_LIMITS: usize = 10;

pub(crate) const KIND: Kind = Kind {
    key: "boxes",
    question: "When is it most frequent?",
    figures: |tables| {
        let mut asked: Vec<(&str, &str)> = Vec::new();
        for row in tables.analyses.boxes.iter().filter(|row| row.chosen == 1) {
            let this = (&*row.response, &*row.policy);
            if !asked.contains(&this) {
                asked.push(this);
            }
        }
        let of = |(response, policy): (&'_ str, &'_ str)| match policy {
            BASE => response.to_owned(),
            policy => format!("{response}-{policy}"),
        };
        let figure = |this| Figure::about(&KIND, &of(this), move || draw(tables, this));
        asked.into_iter().map(figure).collect()
    },
};

fn draw(tables: &Tables, (response, policy): (&str, &str)) -> Option<Drawing> {
    let all = tables.analyses.boxes.iter();
    let rows: Vec<&PrimRow> = all
        .filter(|row| row.response == response && row.policy == policy)
        .collect();
    let limits: Vec<&PrimRow> = rows.iter().filter(|row| row.chosen == 1).copied().collect();
    let steps: Vec<&PrimRow> = rows.iter().filter(|row| row.chosen == 0).copied().collect();
    let chosen = *limits.first()?;
    let Judged { inside, outside } = judged(chosen)?;
    let measure = Measure::of(tables, response);
    let title = title(response, &limits, &measure, [inside[0], outside]);
    let under = if policy == BASE {
        String::new()
    } else {
        format!(", under {}", quoted(policy))
    };
    let subtitle = tables.scene(&format!(
        "the box of inputs in which {} is most frequent{under}, found on one half of the states and judged on the other.",
        measure.name
    ));
    let mut page = Page::new(&title, &subtitle);
    page.legend(&[
        (
            Swatch::Chain,
            SERIES[0],
            "peeling, on the half it was found on".to_owned(),
        ),
        (
            Swatch::Dot,
            SERIES[1],
            "the chosen box, judged on the other half".to_owned(),
        ),
    ]);
    let top = page.top;
    plane(&mut page, &steps, chosen, &measure);
    list(&mut page, top, &limits, inside, outside);
    let caption = format!(
        "Coverage: the part of all that happens that happens inside the box; it shrinks step by step from all states at the \
         right. Vertical line: 95 % interval. Chance: how likely so dense a box is if that limit were worth nothing. The box \
         holds {} of the states and {} of all that happens.",
        percent(chosen.judged_support.unwrap_or(chosen.support)),
        percent(chosen.judged_coverage.unwrap_or(chosen.coverage))
    );
    Some(Drawing {
        text: text(&subtitle, &limits, inside, outside),
        title,
        data: write_table(&rows.into_iter().cloned().collect::<Vec<_>>()),
        sheet: page.close(&caption, &tables.provenance()),
    })
}

/// How frequent it is inside, with its interval, and outside, on the half that the box was not found on.
struct Judged {
    inside: [f64; 3],
    outside: f64,
}

/// None if it is not much more frequent inside.
fn judged(row: &PrimRow) -> Option<Judged> {
    let inside = [row.judged_density?, row.judged_ci_low?, row.judged_ci_high?];
    let outside = row.outside_density?;
    (inside[0] >= MUCH * outside && inside[1] > outside).then_some(Judged { inside, outside })
}

/// A bound in three digits.
fn bound(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => number(value, 0),
        size if size >= 0.1 || size == 0.0 => number(value, 3),
        _ => number(value, 5),
    }
}

/// `x is 0.55 or more`.
fn limit(row: &PrimRow) -> String {
    let input = printed(&row.input);
    match (row.low.map(bound), row.high.map(bound)) {
        (Some(low), Some(high)) => format!("{input} is {low} to {high}"),
        (Some(low), None) => format!("{input} is {low} or more"),
        (None, Some(high)) => format!("{input} is {high} or less"),
        (None, None) => format!("{input} is anything"),
    }
}

fn title(response: &str, limits: &[&PrimRow], measure: &Measure, [inside, outside]: [f64; 2]) -> String {
    let [inside, outside] = [inside, outside].map(of_hundred);
    let said = |place: String| {
        if OUTCOMES.contains(&response) {
            let [_, end] = ends(response);
            format!("{place} {inside} of 100 talks {end}; elsewhere {outside}")
        } else {
            format!("{place} {} is {inside} of 100; elsewhere {outside}", measure.name)
        }
    };
    let limits: Vec<String> = limits.iter().map(|row| limit(row)).collect();
    let whole = said(format!("Where {},", listed(&limits)));
    if TITLE.wrap(&whole, RIGHT - LEFT, 3).len() <= 2 {
        whole
    } else {
        said(format!("In a box of {}", count(limits.len() as u64, "number")))
    }
}

fn text(subtitle: &str, limits: &[&PrimRow], [inside, low, high]: [f64; 3], outside: f64) -> String {
    let said: Vec<String> = limits.iter().map(|row| limit(row)).collect();
    format!(
        "{subtitle} Where {}, it happens in {} of talks; elsewhere in {}.",
        listed(&said),
        percent_within(inside, low, high),
        percent(outside)
    )
}

fn plane(page: &mut Page, steps: &[&PrimRow], chosen: &PrimRow, measure: &Measure) {
    let found = steps.iter().map(|row| (100.0 * row.coverage, 100.0 * row.density));
    let found: Vec<(f64, f64)> = found.collect();
    let judged = (
        100.0 * chosen.judged_coverage.unwrap_or(chosen.coverage),
        100.0 * chosen.judged_density.unwrap_or(chosen.density),
    );
    let [low, high] = [chosen.judged_ci_low, chosen.judged_ci_high].map(|end| 100.0 * end.unwrap_or(chosen.density));
    let most = found.iter().map(|point| point.1).fold(high, f64::max);
    let frame = Frame {
        left: LEFT + 16.0,
        top: page.top + 1.0,
        right: RIGHT - LIMITS,
        bottom: page.top + HEIGHT,
    };
    let x = Axis::covering((0.0, 100.0), (0.0, 1.0), 5);
    let y = Axis::covering((0.0, most), (0.0, 1.0), 5);
    let panel = Panel::new(frame, &x, &y);
    panel.grid(&mut page.sheet, frame.bottom + 1.5);
    panel.curve(&mut page.sheet, found.iter().copied(), SERIES[0]);
    for point in &found {
        page.sheet.disc(panel.at(*point), SPECK, SERIES[0]);
    }
    page.sheet.disc(
        panel.at((100.0 * chosen.coverage, 100.0 * chosen.density)),
        1.2,
        SERIES[0],
    );
    page.sheet.line(
        vec![panel.at((judged.0, low)), panel.at((judged.0, high))],
        LINE,
        SERIES[1],
    );
    page.sheet.disc(panel.at(judged), 1.2, SERIES[1]);
    title_beside(
        &mut page.sheet,
        (frame.top, frame.bottom),
        LEFT,
        &format!("density: {}", measure.axis()),
    );
    page.top = frame.bottom + 1.5 + SMALL.line() + 1.0;
    title_below(
        &mut page.sheet,
        (frame.left, frame.right),
        page.top,
        "coverage (% of all that happens)",
    );
    page.top += BODY.em();
}

/// The limits in words at the right.
fn list(page: &mut Page, top: f64, limits: &[&PrimRow], [inside, low, high]: [f64; 3], outside: f64) {
    let left = RIGHT - LIMITS + 6.0;
    let mut y = top + SMALL.em();
    page.sheet.text((left, y), Anchor::Start, "The box", STRONG, TEXT);
    y += 1.4 * SMALL.line();
    for row in limits.iter().take(MOST_LIMITS) {
        for line in SMALL.wrap(&limit(row), RIGHT - left, 4) {
            page.sheet.text((left, y), Anchor::Start, line, SMALL, TEXT);
            y += SMALL.line();
        }
        if let Some(chance) = row.quasi_p {
            let said = format!("chance {}", fixed(chance, 3));
            page.sheet.text((left, y), Anchor::Start, said, SMALL, QUIET);
            y += SMALL.line();
        }
        y += 0.8;
    }
    if limits.len() > MOST_LIMITS {
        let more = format!("and {} more", count((limits.len() - MOST_LIMITS) as u64, "limit"));
        page.sheet.text((left, y), Anchor::Start, more, SMALL, QUIET);
        y += SMALL.line();
    }
    let inside = format!("inside {}", percent_within(inside, low, high));
    for said in [inside, format!("elsewhere {}", percent(outside))] {
        y += SMALL.line();
        page.sheet.text((left, y), Anchor::Start, said, SMALL, TEXT);
    }
    page.top = page.top.max(y);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::Example;
    use crate::figures::checked::{data, drawn, tables_with, written};

    fn step(step: u64, input: &str, coverage: f64) -> PrimRow {
        PrimRow {
            response: "rejected_at_home".to_owned(),
            policy: BASE.to_owned(),
            step,
            input: input.to_owned(),
            low: None,
            high: Some(0.43281),
            coverage,
            density: 0.15 + 0.1 * (1.0 - coverage),
            density_ci_low: 0.1,
            density_ci_high: 0.3,
            support: 0.9 * coverage,
            quasi_p: None,
            judged_coverage: Some(coverage),
            judged_density: Some(0.2),
            judged_ci_low: Some(0.18),
            judged_ci_high: Some(0.23),
            judged_support: Some(0.48),
            outside_density: None,
            chosen: 0,
        }
    }

    fn limit_of(input: &str, outside: f64) -> PrimRow {
        PrimRow {
            chosen: 1,
            quasi_p: Some(0.026_3),
            judged_density: Some(0.206_25),
            judged_ci_low: Some(0.183_3),
            judged_ci_high: Some(0.229_1),
            outside_density: Some(outside),
            ..step(9, input, 0.6)
        }
    }

    #[test]
    fn a_box_that_holds_is_told_by_its_limits_and_numbers() {
        let mut rows: Vec<_> = (0..9).map(|at| step(at, "north", 1.0 - 0.08 * at as f64)).collect();
        rows.extend([limit_of("north", 0.1375), limit_of("south", 0.1375)]);
        let tables = tables_with(&Example::usual(), &rows);
        let figures = drawn((KIND.figures)(&tables));
        let drawing = &figures[0];
        assert_eq!(drawing.name, "boxes-rejected_at_home");
        assert_eq!(
            drawing.title,
            "Where north is 0.433 or less and south is 0.433 or less, 21 of 100 talks are rejected at home; elsewhere 14"
        );
        assert!(
            drawing.text.contains("20.6 % (18.3 to 22.9)") && drawing.text.contains("13.8 %"),
            "{}",
            drawing.text
        );
        assert!(written(drawing).contains("chance 0.026"));
        assert_eq!(data::<PrimRow>(drawing).len(), 11);
    }

    #[test]
    fn a_box_that_does_not_hold_on_the_other_half_is_not_drawn() {
        for outside in [0.17, 0.185] {
            let rows = [step(0, "", 1.0), limit_of("north", outside)];
            assert_eq!(drawn((KIND.figures)(&tables_with(&Example::usual(), &rows))).len(), 0);
        }
    }

    #[test]
    fn many_limits_with_long_names_have_room() {
        let mut rows = vec![step(0, "", 1.0)];
        rows.extend((0..14).map(|at| limit_of(&format!("{}{at}", "parties.".repeat(10)), 0.1)));
        let figures = drawn((KIND.figures)(&tables_with(&Example::usual(), &rows)));
        assert!(
            figures[0]
                .title
                .starts_with("In a box of 14 numbers 21 of 100 talks are rejected at home; elsewhere 10")
        );
        assert!(written(&figures[0]).contains("and 4 limits more"));
    }
}
