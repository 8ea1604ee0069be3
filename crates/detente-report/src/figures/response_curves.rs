//! How a response goes with one number, the others as they come: as the scenario stands and under its policies, a panel for
//! each of the numbers along which it goes furthest.

mod curve;

use detente_results::{CurveRow, SensitivityRow, write_table};

use super::sensitivity::is_known;
use super::{Drawing, Figure, Kind};
use crate::axis::Axis;
use crate::finding::quoted;
use crate::font::{BODY, printed};
use crate::labels::{count, counted, sentence};
use crate::measure::Measure;
use crate::page::{LEFT, Page, RIGHT, Swatch};
use crate::palette::{Ink, SERIES};
use crate::panel::{Frame, Panel, title_beside, title_room};
use crate::tables::{BASE, Tables, responses};
use curve::{Curve, Steps};

/// Panels of one figure.
const MOST_FACTORS: usize = 4;
/// Curves of one panel, the scenario as it stands among them.
const MOST_POLICIES: usize = 4;

pub(crate) const KIND: Kind = Kind {
    key: "response-curves",
    question: "How does it go with one number?",
    figures: |tables| {
        let rows = tables.analyses.curves.iter();
        let of_response = |id| Figure::about(&KIND, id, move || draw(tables, id));
        responses(rows.map(|row| &*row.response))
            .into_iter()
            .map(of_response)
            .collect()
    },
};

/// The curves of one factor, the scenario as it stands first.
struct OfFactor<'a> {
    factor: &'a str,
    curves: Vec<Curve<'a>>,
}

fn draw(tables: &Tables, response: &str) -> Option<Drawing> {
    let rows = || tables.analyses.curves.iter().filter(|row| row.response == response);
    let factors = responses(rows().map(|row| &*row.factor));
    let policies = policies(tables, response);
    let mut all: Vec<OfFactor<'_>> = factors
        .iter()
        .filter_map(|factor| {
            let of_policy =
                |policy: &&str| Curve::of(rows().filter(|row| row.factor == *factor && row.policy == *policy));
            let curves: Vec<_> = policies.iter().map(of_policy).collect::<Option<_>>()?;
            // What luck alone may do is no curve.
            is_told(tables, response, &curves[0]).then_some(OfFactor { factor, curves })
        })
        .collect();
    all.sort_by(|a, b| b.curves[0].reach().total_cmp(&a.curves[0].reach()));
    let left_out = factors.len() - all.len().min(MOST_FACTORS);
    all.truncate(MOST_FACTORS);
    let first = all.first()?;
    let measure = Measure::of(tables, response);
    let title = title(first, &measure);
    let subtitle = tables.scene(&format!(
        "{} by the value of one number, all others as they come.",
        measure.name
    ));
    let mut page = Page::new(&title, &subtitle);
    let inks = SERIES;
    let names: Vec<String> = policies.iter().map(|policy| tables.policy_over(policy)).collect();
    let entries = names
        .iter()
        .zip(inks)
        .map(|(name, ink)| (Swatch::Dot, ink, name.clone()));
    if names.len() > 1 {
        page.legend(&entries.collect::<Vec<_>>());
    }
    panels(&mut page, tables, &all, &measure, &inks);
    let caption = caption(tables, response, left_out, policies.len());
    let drawn = all
        .iter()
        .flat_map(|factor| &factor.curves)
        .flat_map(|curve| &curve.rows);
    let drawn: Vec<CurveRow> = drawn.map(|row| (*row).clone()).collect();
    Some(Drawing {
        text: text(tables, &subtitle, &all, &names, &measure),
        title,
        data: write_table(&drawn),
        sheet: page.close(&caption, &tables.provenance()),
    })
}

/// The scenario as it stands, and of its policies as many as have room: those along which the response lies furthest from
/// it.
fn policies<'a>(tables: &'a Tables, response: &str) -> Vec<&'a str> {
    let rows = || tables.analyses.curves.iter().filter(|row| row.response == response);
    let all = responses(rows().map(|row| &*row.policy));
    let mean = |policy: &str| {
        let of_policy: Vec<f64> = rows().filter(|row| row.policy == policy).map(|row| row.mean).collect();
        of_policy.iter().sum::<f64>() / of_policy.len().max(1) as f64
    };
    let base = mean(BASE);
    let mut others: Vec<_> = all
        .iter()
        .filter(|policy| **policy != BASE)
        .map(|id| ((mean(id) - base).abs(), *id))
        .collect();
    others.sort_by(|a, b| b.0.total_cmp(&a.0));
    let chosen: Vec<&str> = others.iter().take(MOST_POLICIES - 1).map(|(_, id)| *id).collect();
    all.into_iter()
        .filter(|id| *id == BASE || chosen.contains(id))
        .collect()
}

/// Whether a number does anything: by its part of the variance where that is known, since of many noisy places the highest
/// always lies above the lowest; else by its curve.
fn is_told(tables: &Tables, response: &str, curve: &Curve<'_>) -> bool {
    let rows = tables
        .analyses
        .sensitivity
        .iter()
        .filter(|row| row.index == "given_data");
    let of_response = |row: &&SensitivityRow| row.response.strip_suffix(":mean").unwrap_or(&row.response) == response;
    let parts = rows.filter(of_response).find(|row| row.factor == curve.rows[0].factor);
    parts.map_or_else(|| curve.is_told(), is_known)
}

/// What its values are, where they are changes of what is there.
fn heading(tables: &Tables, factor: &str) -> String {
    let name = printed(factor);
    match tables.operation(factor) {
        Some("add") => format!("{name} (added)"),
        Some("scale") => format!("{name} (times)"),
        _ => name,
    }
}

fn title(first: &OfFactor<'_>, measure: &Measure) -> String {
    let base = &first.curves[0];
    let (from, to) = base.ends();
    let name = sentence(&measure.name);
    let factor = quoted(&printed(first.factor));
    let said = |value: f64| measure.brief(value);
    match base.steps() {
        Steps::Rising => format!(
            "{name} rises from {} to {} as {factor} rises",
            said(from),
            measure.value(to)
        ),
        Steps::Falling => format!(
            "{name} falls from {} to {} as {factor} rises",
            said(from),
            measure.value(to)
        ),
        Steps::Other => {
            let (low, high) = base.extremes();
            format!(
                "{name} lies between {} and {} along {factor}",
                said(low),
                measure.value(high)
            )
        }
    }
}

fn caption(tables: &Tables, response: &str, left_out: usize, shown: usize) -> String {
    let rows = tables.analyses.curves.iter().filter(|row| row.response == response);
    let all = responses(rows.map(|row| &*row.policy)).len();
    let mut caption =
        "Dots: means at a level, or of a part of the values, at its middle; shaded: 95 % intervals.".to_owned();
    if left_out > 0 {
        let others = count(left_out as u64, "number");
        caption += &format!(" Not shown: {others} along which it goes less far, or no further than luck may take it.");
    }
    if all > shown {
        caption += &format!(
            " {} not shown.",
            counted((all - shown) as u64, "further policy", "further policies")
        );
    }
    caption
}

fn text(tables: &Tables, subtitle: &str, all: &[OfFactor<'_>], names: &[String], measure: &Measure) -> String {
    let mut text = subtitle.to_owned();
    for factor in all {
        for (name, curve) in names.iter().zip(&factor.curves) {
            let steps = curve
                .rows
                .iter()
                .map(|row| format!("{} at {}", measure.number(row.mean), curve::place(tables, row)));
            text += &format!(
                " Along {}, {name}: {}.",
                factor.factor,
                steps.collect::<Vec<_>>().join(", ")
            );
        }
    }
    text
}

fn panels(page: &mut Page, tables: &Tables, all: &[OfFactor<'_>], measure: &Measure, inks: &[Ink]) {
    let columns = all.len().min(2);
    let rows = || {
        all.iter()
            .flat_map(|factor| &factor.curves)
            .flat_map(|curve| &curve.rows)
    };
    let lows = rows()
        .map(|row| row.ci_low.unwrap_or(row.mean))
        .fold(f64::INFINITY, f64::min);
    let highs = rows()
        .map(|row| row.ci_high.unwrap_or(row.mean))
        .fold(f64::NEG_INFINITY, f64::max);
    let y = Axis::covering((measure.in_print(lows), measure.in_print(highs)), (0.0, 1.0), 5);
    let titles: Vec<String> = all.iter().map(|factor| heading(tables, factor.factor)).collect();
    let room = title_room(&titles, (RIGHT - LEFT) / columns as f64 - 20.0);
    let height = room + if columns == 1 { 82.0 } else { 60.0 };
    let gap = Frame {
        left: 16.0,
        top: 6.0 + room,
        right: 3.0,
        bottom: 8.0,
    };
    let top = page.top;
    let frames = page.multiples(all.len(), columns, height, gap);
    for (frame, (factor, title)) in frames.iter().zip(all.iter().zip(&titles)) {
        let x = factor.curves[0].axis(if columns == 1 { 8 } else { 5 });
        let panel = Panel::new(*frame, &x, &y);
        factor.curves[0].grid(&mut page.sheet, tables, &panel, *frame);
        panel.title(&mut page.sheet, title);
        for (curve, ink) in factor.curves.iter().zip(inks) {
            curve.band(&mut page.sheet, &panel, measure, *ink);
        }
        for (curve, ink) in factor.curves.iter().zip(inks) {
            curve.line(&mut page.sheet, &panel, measure, *ink);
        }
    }
    title_beside(
        &mut page.sheet,
        (top, page.top),
        LEFT,
        &BODY.fit(&measure.axis(), page.top - top),
    );
}

#[cfg(test)]
mod tests;
